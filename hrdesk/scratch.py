"""Files that are needed for a while only: beside the data they come from, and gone afterwards.

They hold what the workspace holds: bundles opened for reading, pages with names of people. So they
lie inside it and not in a folder that all programs of the computer share. A program that is killed
leaves them behind; the next window that opens clears them away.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.files import known_fault, make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hrdesk.paths import WorkspacePaths

_LEFT: Final = timedelta(hours=12)  # what is younger may belong to a command at work
_PREFIX: Final = "hrdesk-scratch-"
_BESIDE: Final = (".setup-*", ".restore-*")  # of a workspace that was about to be made


@contextlib.contextmanager
def scratch(paths: WorkspacePaths | None, purpose: str) -> Iterator[Path]:
    """An empty folder on the volume of the workspace; all in it goes when the block ends.

    In the system's own place where no workspace is known.

    Raises:
        FileError: there is no room, or the workspace may not be written to.
    """
    with kept_scratch(paths, purpose) as name:
        yield Path(name)


def kept_scratch(paths: WorkspacePaths | None, purpose: str) -> tempfile.TemporaryDirectory[str]:
    """The same for longer than a block: goes when it is cleaned up, at the latest with the program.

    Raises:
        FileError: there is no room, or the workspace may not be written to.
    """
    folder = Path(tempfile.gettempdir()) if paths is None else make_folder(paths.scratch)
    prefix = f"{_PREFIX if paths is None else ''}{purpose}-"
    try:
        # A viewer may still show a file: on Windows it stays then, and is cleared away later.
        return tempfile.TemporaryDirectory(prefix=prefix, dir=folder, ignore_cleanup_errors=True)
    except OSError as error:
        raise known_fault(error, folder, writing=True) from error


def clear_left(paths: WorkspacePaths, now: datetime) -> int:
    """Remove what programs left that were killed half a day ago or earlier; how many things.

    A clock that was set back does not keep it for ever. What cannot be removed stays.
    """
    left = [
        *_inside(paths.scratch, "*"),
        *(one for pattern in _BESIDE for one in _inside(paths.folder, pattern)),
        *_inside(Path(tempfile.gettempdir()), f"{_PREFIX}*"),
    ]
    return sum(_removed(one, now) for one in left)


def _inside(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _removed(left: Path, now: datetime) -> bool:
    try:
        age_seconds = abs(now.timestamp() - left.lstat().st_mtime)
        if age_seconds < _LEFT.total_seconds():
            return False
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink()
        return not left.exists()
    except OSError:
        return False
