"""Copies of the database: made in one go, checked, and only then given their name."""

from __future__ import annotations

import contextlib
import glob
import os
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Final

from hrdesk.errors import BackupUnsoundError
from hrdesk.files import known_fault, make_folder, sync_folder
from hrdesk.store.connection import known_fault as known_store_fault

if TYPE_CHECKING:
    from pathlib import Path

_FORGOTTEN_SECONDS: Final = 3600


def backup(connection: sqlite3.Connection, target: Path) -> None:
    """A checked copy at `target`, replacing what stood there.

    All pages at once: a stepped backup starts anew with each save of somebody else and may never
    end. A copy that could not be finished is not left behind; two at a time, of two windows, do not
    disturb each other.

    Raises:
        BackupUnsoundError: the copy is not what was copied.
        StoreError, FileError: no room, or the folder cannot be written.
    """
    make_folder(target.parent)
    _remove_forgotten(target)
    mine = f"{os.getpid()}-{threading.get_ident()}"
    part = target.with_name(f".{target.name}.{mine}.part")
    _remove(part)
    try:
        try:
            copy = sqlite3.connect(part, isolation_level=None)
            try:
                connection.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
                faults = integrity_faults(copy)
            finally:
                copy.close()
        except sqlite3.Error as error:
            known = known_store_fault(error, part)
            if known is None:
                raise
            raise known from error
        if faults:
            raise BackupUnsoundError(path=target, reason=faults[0])
        try:
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
            part.replace(target)
            sync_folder(target.parent)
        except OSError as error:
            raise known_fault(error, target, writing=True) from error
    finally:
        _remove(part)


def quick_faults(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's quick check finds; nothing when the file is sound."""
    return _faults(connection, "quick_check")


def integrity_faults(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's full check finds, foreign keys and the search index included."""
    faults = _faults(connection, "integrity_check")
    faults += [
        f"{table} row {row_id} refers to a row of {parent} that is not there"
        for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]
    words, records = connection.execute(
        "SELECT (SELECT count(*) FROM search), (SELECT count(*) FROM record)"
    ).fetchone()
    if words != records:
        faults.append(f"{records} records, {words} of them indexed")
    return faults


def _faults(connection: sqlite3.Connection, pragma: str) -> list[str]:
    found = [row[0] for row in connection.execute(f"PRAGMA {pragma}")]
    return [] if found == ["ok"] else found


def _remove_forgotten(target: Path) -> None:
    """What a copy left that was killed; one that somebody makes at this moment is younger."""
    for part in target.parent.glob(f".{glob.escape(target.name)}*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _FORGOTTEN_SECONDS:
                _remove(part)


def _remove(part: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            part.with_name(part.name + suffix).unlink()
