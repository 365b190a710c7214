"""The database and its copies."""

from __future__ import annotations

from hrdesk.errors.families import EXIT_USAGE, StoreError


class StoreMissingError(StoreError):
    """There is no workspace file."""

    error_id = "STORE_001"
    sentence = "There is no data file {path}."
    remedy = "Choose the folder that holds the workspace, or restore a backup."


class StoreExistsError(StoreError):
    """A workspace file is there already and is not overwritten."""

    error_id = "STORE_002"
    sentence = "There is already a data file {path}."
    remedy = "Open it, or choose another folder."


class StoreNewerError(StoreError):
    """The workspace file was written by a newer program; it is not touched."""

    error_id = "STORE_003"
    sentence = "{path} was written by a newer version of the program (data version {found}, this program knows {known})."
    remedy = "Install the newer version of the program. The data was not changed."


class StoreLockedError(StoreError):
    """Another program is writing to the workspace file and does not let go."""

    error_id = "STORE_004"
    sentence = "Another program is using the data file {path}."
    remedy = "Close the other program and try again. Nothing was lost."


class StoreDamagedError(StoreError):
    """The workspace file is damaged."""

    error_id = "STORE_005"
    sentence = "The data file {path} is damaged: {reason}."
    remedy = "Do not delete it. Restore the latest backup and keep the damaged file for repair."


class StoreFullError(StoreError):
    """There is no room to save; what was saved before is unharmed."""

    error_id = "STORE_006"
    sentence = "There is no room left on the disk to save into {path}."
    remedy = "Free some space and save again. Everything saved before is still there."


class StoreForeignError(StoreError):
    """The file is a database of another program."""

    error_id = "STORE_007"
    sentence = "{path} is not a data file of this program."
    remedy = "Choose another file. This one was not changed."


class StoreReadOnlyError(StoreError):
    """The workspace file may be read but not written."""

    error_id = "STORE_008"
    sentence = "{path} may only be read: nothing can be saved into it."
    remedy = "Check that the folder is not write-protected and belongs to you."


class StoreIoError(StoreError):
    """The disk does not do what it is told."""

    error_id = "STORE_009"
    sentence = "The disk does not answer while {path} is used: {reason}."
    remedy = (
        "Check that the disk or stick is still connected. What was saved before is still there."
    )


class FormNotKeptError(StoreError):
    """The workspace does not know that form."""

    error_id = "STORE_010"
    sentence = "This workspace has no form {form_id}."
    remedy = "Take in the forms of the province, then try again."


class BackupUnsoundError(StoreError):
    """A copy was made and did not pass its check; it was not kept."""

    error_id = "STORE_012"
    sentence = "The copy {path} did not pass its check and was not kept: {reason}."
    remedy = "Make the backup on another disk or stick."


class BackupUnreadableError(StoreError):
    """A file is no backup of this program, or not whole."""

    error_id = "STORE_013"
    sentence = "{path} is not a whole backup of this program ({reason})."
    remedy = "Choose another copy. Nothing was changed."


class BackupForeignError(StoreError):
    """A backup is of another desk than the one that works in the folder."""

    error_id = "STORE_014"
    exit_code = EXIT_USAGE
    sentence = "The backup is of another desk ({unit}) than the one in {folder}."
    remedy = "Choose an empty folder for it. Nothing was changed."
