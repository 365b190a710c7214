"""Files that came: which of them are looked at, and what is said of one that cannot be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    DiskFullError,
    FileError,
    FileMissingError,
    FileUnwritableError,
    NothingToReceiveError,
)
from hrdesk.i18n import N_
from hrdesk.services.saved_mails import SUFFIXES as MAIL_SUFFIXES
from hrdesk.verification.outcome import Aspect, Finding, Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BUNDLE_SUFFIX: Final = ".asice"
_SUFFIXES: Final = (BUNDLE_SUFFIX, f"{BUNDLE_SUFFIX}.age", *MAIL_SUFFIXES)


def bundles_below(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the bundles in the folders named, in the order of their names.

    Raises:
        FileMissingError: a path does not exist.
        NothingToReceiveError: a folder holds no bundle.
    """
    for path in paths:
        if path.is_dir():
            inside = sorted(
                (
                    one
                    for one in path.rglob("*")
                    if one.name.casefold().endswith(_SUFFIXES) and one.is_file()
                ),
                key=_natural,
            )
            if not inside:
                raise NothingToReceiveError(path=path)
            yield from inside
        elif path.exists():
            yield path
        else:
            raise FileMissingError(path=path)


def _natural(path: Path) -> tuple[str, ...]:
    return tuple(
        part.zfill(12) if part.isdigit() else part for part in re.split(r"(\d+)", path.name)
    )


def too_large(path: Path) -> bool:
    """Whether it is larger than any bundle, so that not even a copy of it is made."""
    from hrdesk.bundles.encryption import ENCRYPTED_LIMIT_BYTES

    try:
        return path.stat().st_size > ENCRYPTED_LIMIT_BYTES
    except OSError:
        return False  # the copying says what is wrong with it


def suffix_of(path: Path) -> str:
    """How a kept file ends: by what it is, not by what it was called."""
    from hrdesk.bundles.encryption import SUFFIX, is_encrypted

    return f"{BUNDLE_SUFFIX}{SUFFIX}" if is_encrypted(path) else BUNDLE_SUFFIX


def unreadable(path: Path, error: FileError) -> Outcome:
    """A finding for a file that the system does not let us read."""
    return Outcome(
        file_name=path.name,
        findings=(
            Finding(
                finding_id="BUN_101",
                severity=Severity.FAULT,
                aspect=Aspect.CONTAINER,
                sentence=N_("The file cannot be read."),
                remedy=error.remedy,
                found=str(error.values.get("reason", "")),
            ),
        ),
    )


def raise_ours(error: FileError) -> None:
    """A full or locked disk of this desk is not the fault of what came: it stops the run."""
    if isinstance(error, DiskFullError | FileUnwritableError):
        raise error
