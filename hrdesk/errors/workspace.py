"""The folder of an office and who works there."""

from __future__ import annotations

from hrdesk.errors.families import EXIT_USAGE, WorkspaceError


class WorkspaceMissingError(WorkspaceError):
    """No workspace lies in the folder."""

    error_id = "WORK_001"
    sentence = "There is no workspace in {folder}."
    remedy = "Choose the right folder with --data, or set one up there with the command init."


class WorkspaceExistsError(WorkspaceError):
    """A workspace is already there; it is never overwritten."""

    error_id = "WORK_002"
    sentence = "There is already a workspace in {folder}."
    remedy = "Open it, or choose another folder for the new one."


class UnitUnknownError(WorkspaceError):
    """No unit of the catalogue has that code or name."""

    error_id = "WORK_003"
    exit_code = EXIT_USAGE
    sentence = "There is no unit {unit_code} on {on}."
    remedy = "Look the code up in the unit catalogue."


class UnitUnknownNearError(UnitUnknownError):
    """No unit has that code, but some are close to it."""

    error_id = "WORK_004"
    remedy = "Did you mean one of these? {near}"


class PersonBlankError(WorkspaceError):
    """Name or position of the person was left blank."""

    error_id = "WORK_005"
    exit_code = EXIT_USAGE
    sentence = "The name or the position of the person who keeps the records is blank."
    remedy = "Give both; they stand on the signature and on the report."


class WorkspaceDamagedError(WorkspaceError):
    """The database lacks what every workspace has."""

    error_id = "WORK_006"
    sentence = "The workspace in {folder} is not whole: {name} is missing."
    remedy = "Bring it back from a backup."


class NotProvinceError(WorkspaceError):
    """Only the province's workspace can do that."""

    error_id = "WORK_007"
    sentence = "This is the workspace of {unit}; only the workspace of the province can do that."
    remedy = "Choose the province's folder with --data."


class ProvinceOnlySetupError(WorkspaceError):
    """A unit that is not a province was to be set up as one."""

    error_id = "WORK_008"
    exit_code = EXIT_USAGE
    sentence = "{unit} is not a province, so it cannot be set up as one."
    remedy = "Leave out --province, or give the code of the province."


class WindowMissingError(WorkspaceError):
    """The window needs PySide6, which is not installed."""

    error_id = "WORK_009"
    sentence = "The window cannot be opened: {reason}."
    remedy = "Install the program with its window (pip install 'hrdesk[gui]'); the commands work without it."


class AttachmentLostError(WorkspaceError):
    """A file that a record names is not in the workspace any more."""

    error_id = "WORK_010"
    sentence = "The file {name} is not in the workspace any more."
    remedy = "Attach it again, or bring the workspace back from a backup."
