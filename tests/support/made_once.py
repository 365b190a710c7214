"""Folders that are made once a process, for all tests of it, and are gone when the process ends."""

from __future__ import annotations

import atexit
import shutil
from pathlib import Path
from tempfile import mkdtemp

_MADE: list[Path] = []


def made_once(name: str) -> Path:
    """A new folder."""
    folder = Path(mkdtemp(prefix=f"hrdesk-{name}-"))
    _MADE.append(folder)
    return folder


@atexit.register
def remove_made() -> None:
    """Called at the end of the tests too: what runs them beside each other is ended, not left."""
    while _MADE:
        shutil.rmtree(_MADE.pop(), ignore_errors=True)
