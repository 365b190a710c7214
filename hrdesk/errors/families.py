"""The families of errors, and what the program ends with."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

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

    @override
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
