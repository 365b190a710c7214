"""Keeping safe: a checked copy of the data once a day, the newest seven kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hrdesk.services.workspace import today_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.services.workspace import Workspace

KEPT: Final = 7
_NAME: Final = re.compile(r"hrdesk_\d{4}-\d{2}-\d{2}\.sqlite")


def daily_copies(ws: Workspace) -> tuple[Path, ...]:
    """The daily copies that are there, newest first."""
    folder = ws.paths.backups
    if not folder.is_dir():
        return ()
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    return tuple(sorted(found, key=lambda path: path.name, reverse=True))


def keep_daily_copy(ws: Workspace, *, now: datetime) -> Path | None:
    """Copy the data if there is no copy of today yet; None when there is.

    Older daily copies than the newest seven are removed only after the new one was found sound.
    Attachments are not in it: they are never changed once written.

    Raises:
        StoreError, FileError: no room, or the folder cannot be written; older copies stay.
    """
    target = ws.paths.backups / f"hrdesk_{today_of(now).isoformat()}.sqlite"
    if target.exists():
        return None
    ws.store.backup(target)
    for old in daily_copies(ws)[KEPT:]:
        old.unlink(missing_ok=True)
    return target
