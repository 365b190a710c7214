"""Periods, the plan, papers."""

from __future__ import annotations

from hrdesk.errors.families import EXIT_USAGE, ReportError, UsageError


class PeriodUnknownError(UsageError):
    """The text names no period."""

    error_id = "USE_010"
    sentence = "{text} is not a period."
    remedy = "Write 2026-10, 2026-Q4, 2026-H1, 2026-9M or 2026."


class PlanUnreadableError(ReportError):
    """The targets of the plan cannot be read."""

    error_id = "REP_010"
    sentence = "The targets in {path} cannot be read: {reason}."
    remedy = "Restore the file from the kit of the province, or install the program again."


class ReportFormatUnknownError(ReportError):
    """A report is asked for in a format that is not written."""

    error_id = "REP_011"
    sentence = "A report cannot be written as {name}."
    remedy = "End the name in .pdf, .docx or .xlsx."


class NumberTakenError(ReportError):
    """A number was given to another paper of the same year."""

    error_id = "REP_012"
    sentence = "The number {number}/{symbol} of {year} was given to another paper."
    remedy = "Take the next free number: {free}."


class SignerFormError(ReportError):
    """The lines above a signature cannot be written from what is known."""

    error_id = "REP_013"
    sentence = "The form of signing {form} needs the position of the signer and of the head."
    remedy = "Give both positions, such as CHỦ TỊCH and PHÓ CHỦ TỊCH."


class ArchiveUnfitError(ReportError):
    """A copy for the archive fails a check of PDF/A-2b that the program makes."""

    error_id = "REP_021"
    sentence = "The copy for the archive was not written; these points do not hold: {points}."
    remedy = "Save the report without the archive option and tell whoever looks after the program."


class ArchiveFormatError(ReportError):
    """A copy for the archive is asked for as something else than a PDF."""

    error_id = "REP_022"
    exit_code = EXIT_USAGE
    sentence = "A copy for the archive is a PDF; {name} is not."
    remedy = "End the name in .pdf."


class OfficeLockedError(ReportError):
    """What the province's kit says of a letterhead is changed at the desk."""

    error_id = "REP_020"
    sentence = "{field} is set by the province's kit and cannot be changed at this desk."
    remedy = "Ask the province; what it changes comes with its next kit."


class NobodyAttendedError(ReportError):
    """Certificates are asked for of a training whose list names nobody who came."""

    error_id = "REP_030"
    sentence = "Nobody on the list of this training attended, so there is no certificate."
    remedy = "Fill in the list of participants, or name another line of it."


class PaperCodeError(UsageError):
    """What was typed or scanned is not the code at the foot of a report."""

    error_id = "USE_050"
    sentence = "This is not the code of a report."
    remedy = "Type the four groups of four characters from the foot, or scan the QR code there."


class PaperColumnError(ReportError):
    """A list is asked for with a column that it cannot have."""

    error_id = "REP_014"
    sentence = "A list cannot have the column {name}."
    remedy = "The columns are: {known}. What names a person is never printed in a list."


class NoTrainingError(ReportError):
    """A sign-in sheet is asked for of something else than a training."""

    error_id = "REP_015"
    sentence = "{record_id} is not a training, so it has no sign-in sheet."
    remedy = "Name a record of the kind training, or none for a blank sheet."


class PdfUnreadableError(ReportError):
    """The PDF that should be shown cannot be read."""

    error_id = "REP_090"
    sentence = "{path} cannot be shown."
    remedy = "Make the report again."
