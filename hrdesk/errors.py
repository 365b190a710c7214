"""Every error that a person can meet, with a sentence and a remedy.

    HrdeskError
    ├── UsageError            a command or a dialog was given something that cannot be
    ├── FormError             a form definition is not usable
    ├── RecordError           a record or a sheet of records is not usable
    ├── StoreError            the workspace file cannot be used
    ├── WorkspaceError        the folder or the settings of a workspace cannot be used
    ├── FileError             a file of the world cannot be read or written
    ├── ReportError           a report cannot be made
    ├── IdentityError         a signing key or certificate cannot be used
    ├── AuthorityError        the province's authority cannot do that
    └── BundleError           a bundle cannot be written or read

A subclass states `error_id` (`AREA_nnn`, never used twice), `exit_code`, `sentence` and `remedy`.
Sentences and remedies are msgids in English; they are translated when shown, never when raised,
so that logs and tests stay in one language. Faults in data are findings, not errors.
"""

from __future__ import annotations

from typing import ClassVar

EXIT_OK = 0
EXIT_BUG = 1
EXIT_USAGE = 2
EXIT_REMARKS = 10
EXIT_REFUSED = 20


class HrdeskError(Exception):
    """A known fault of the world: what happened, where, and what to do about it."""

    error_id: ClassVar[str] = "HRD_000"
    exit_code: ClassVar[int] = 3
    sentence: ClassVar[str] = "Something went wrong."
    remedy: ClassVar[str] = ""

    def __init__(self, **values: object) -> None:
        """Keep the values that fill the placeholders of the sentence and the remedy."""
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        """English, untranslated: for logs and tests."""
        filled = self.sentence.format_map(_Known(self.values))
        return f"{self.error_id}: {filled}"


class _Known(dict[str, object]):
    """Placeholders without a value read as `?`, so that an error never hides behind another."""

    def __missing__(self, key: str) -> str:
        return "?"


class UsageError(HrdeskError):
    """A command or a dialog was given something that cannot be."""

    error_id = "USE_000"
    exit_code = EXIT_USAGE


class FormError(HrdeskError):
    """A form definition is not usable."""

    error_id = "FORM_000"
    exit_code = 4


class RecordError(HrdeskError):
    """A record or a sheet of records is not usable."""

    error_id = "REC_000"
    exit_code = 5


class StoreError(HrdeskError):
    """The workspace file cannot be used."""

    error_id = "STORE_000"
    exit_code = 6


class WorkspaceError(HrdeskError):
    """The folder or the settings of a workspace cannot be used."""

    error_id = "WORK_000"
    exit_code = 7


class FileError(HrdeskError):
    """A file of the world cannot be read or written."""

    error_id = "FILE_000"
    exit_code = 8


class ReportError(HrdeskError):
    """A report cannot be made."""

    error_id = "REP_000"
    exit_code = 9


class IdentityError(HrdeskError):
    """A signing key or a certificate cannot be used."""

    error_id = "SIGN_000"
    exit_code = 11


class AuthorityError(HrdeskError):
    """The province's authority cannot do that."""

    error_id = "AUTH_000"
    exit_code = 12


class BundleError(HrdeskError):
    """A bundle cannot be written or read."""

    error_id = "BUN_000"
    exit_code = 13


# --- files of the world ---------------------------------------------------------------------


class FileMissingError(FileError):
    """There is no such file."""

    error_id = "FILE_001"
    sentence = "There is no file or folder {path}."
    remedy = "Check the name, or choose the file again."


class FileUnreadableError(FileError):
    """The system does not let the file be read."""

    error_id = "FILE_002"
    sentence = "{path} cannot be read: {reason}."
    remedy = "Check that the stick is still plugged in and that you may open the file."


class FileUnwritableError(FileError):
    """The system does not let the file be written; what stood there before is unharmed."""

    error_id = "FILE_003"
    sentence = "{path} cannot be written: {reason}."
    remedy = "Choose another folder, or check that the stick is plugged in and not write-protected."


class DiskFullError(FileError):
    """There is no room; what stood there before is unharmed."""

    error_id = "FILE_004"
    sentence = "There is no room left to write {path}."
    remedy = "Free some space, or choose another folder. Nothing already saved was lost."


class FileTooLargeError(FileError):
    """The file is larger than the program is willing to read."""

    error_id = "FILE_005"
    sentence = "{path} is too large: {size_bytes} bytes, at most {limit_bytes} are read."
    remedy = "Choose another file."
