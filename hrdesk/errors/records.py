"""Records, tables of them, series, what was kept before."""

from __future__ import annotations

from hrdesk.errors.families import RecordError


class RecordMissingError(RecordError):
    """No record or draft has that id."""

    error_id = "REC_050"
    sentence = "There is no record {record_id} in this workspace."
    remedy = "Refresh the list; it may have been deleted."


class RecordForeignError(RecordError):
    """A record of another unit is read, never changed here."""

    error_id = "REC_051"
    sentence = "The record belongs to {unit_code}; it can be read here, not changed."
    remedy = "Ask that unit to correct it and to send it again."


class RecordChangedError(RecordError):
    """The record was saved by somebody else since it was opened."""

    error_id = "REC_101"
    sentence = "The record was saved by somebody else while you had it open."
    remedy = "Open it again to see the newer version. What you typed is kept as a draft."


class AnswerUnstorableError(RecordError):
    """An answer cannot be kept as what it claims to be."""

    error_id = "REC_103"
    sentence = "The answer to {key} cannot be saved: {value}."
    remedy = "Correct the answer, or keep the record as incomplete."


class AnswerNotTextError(AnswerUnstorableError):
    """An answer contains NUL, or half of a character."""

    error_id = "REC_105"
    sentence = "The answer to {key} contains a character that is not text."
    remedy = "Type that answer again instead of pasting it."


class AnswerUnaskedError(RecordError):
    """A record answers a question that no version of its form asks."""

    error_id = "REC_104"
    sentence = "Form {form_id} has no question {key}."
    remedy = "Check that the record belongs to this form."


class TableUnreadableError(RecordError):
    """A file is not a table that can be read."""

    error_id = "REC_001"
    sentence = "{name} cannot be read as a table: {reason}."
    remedy = "Save it as .xlsx, or as .csv in UTF-8, and try again."


class TableTooLongError(RecordError):
    """A table has more rows or columns than are read at once."""

    error_id = "REC_002"
    sentence = "{name} has more than {limit} rows or columns."
    remedy = "Divide it into several files."


class TableEmptyError(RecordError):
    """A table has no header row."""

    error_id = "REC_003"
    sentence = "{name} is empty."
    remedy = "The first row must name the questions; the records stand below it."


class TableLockedError(RecordError):
    """A workbook is locked with a password."""

    error_id = "REC_114"
    sentence = "{name} is locked with a password."
    remedy = "Open it in the spreadsheet program, save it without a password, and try again."


class ImportMissingError(RecordError):
    """An import that is to be undone is not there."""

    error_id = "REC_110"
    sentence = "There is no import {batch_id} that can be undone."
    remedy = "It may have been undone before; see the list of imports."


class SheetMissingError(RecordError):
    """A workbook has no such sheet."""

    error_id = "REC_111"
    sentence = "{name} has no sheet “{sheet}”."
    remedy = "Choose one of these: {sheets}."


class ImportUnmappedError(RecordError):
    """No column of the table answers a question."""

    error_id = "REC_112"
    sentence = "No column of {name} goes to a question of this form."
    remedy = "Choose the row that holds the headings, and a question for each column to take over."


class ExportTooLongError(RecordError):
    """A list has more records than a sheet has rows."""

    error_id = "REC_113"
    sentence = "The list has {count} records; a sheet of a workbook holds {limit} at most."
    remedy = "Export it as .csv, or choose a period and export it in parts."


class ExportKindsError(RecordError):
    """A .csv holds records of one kind."""

    error_id = "REC_115"
    sentence = "The list has records of {count} kinds; a .csv file holds one kind."
    remedy = "Export it as .xlsx, which has sheets for each kind, or choose one kind."


class VersionMissingError(RecordError):
    """A record has no such saved state."""

    error_id = "REC_120"
    sentence = "The record has no version {revision}."
    remedy = "Open its history to see which versions there are."


class ReasonBlankError(RecordError):
    """A warning is to be accepted without a reason."""

    error_id = "REC_130"
    sentence = "The warning at {key} needs a reason to be accepted."
    remedy = "Write a few words, or take one of the usual reasons."


class SeriesMissingError(RecordError):
    """There is no such series, or it was deleted."""

    error_id = "REC_131"
    sentence = "There is no series {series_id}."
    remedy = "List the series to see which there are."


class SeriesRuleError(RecordError):
    """A series is asked for by a rule that gives no date, or none that can be."""

    error_id = "REC_132"
    sentence = "This series cannot be made: {reason}"
    remedy = "Check the first day, the weekdays and the end."


class SeriesFormError(RecordError):
    """A series is asked for of a kind of record that has no date."""

    error_id = "REC_133"
    sentence = "Records of the kind {form_id} have no date, so they cannot recur."
    remedy = "Make a series of activities or of another kind with a date."


class SeriesDateMissingError(RecordError):
    """A series has no such date."""

    error_id = "REC_134"
    sentence = "The series has no date {on}."
    remedy = "List its dates to see which there are."


class SeriesDateConfirmedError(RecordError):
    """A date was confirmed: what became a record is changed as a record."""

    error_id = "REC_135"
    sentence = "{on} was confirmed and is a record now."
    remedy = "Open the record and change it there."
