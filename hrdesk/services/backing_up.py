"""A whole backup: one file with all that a desk needs to go on, its keys sealed as they lie.

A zip with `backup.json` (what is in it, with SHA-256), a checked copy of the database, and the
folders below. Daily copies (`safekeeping`) hold the database alone.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk import __version__
from hrdesk.files import make_folder, sha256_of
from hrdesk.i18n import tr
from hrdesk.scratch import scratch
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.workspace import today_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hrdesk.services.workspace import Workspace

FORMAT: Final = "hrdesk-backup"
LIST_NAME: Final = "backup.json"
DATABASE_NAME: Final = "hrdesk.sqlite"
FOLDERS: Final = (
    "identity",
    "trust",
    "authority",
    "recipients",
    "rosters",
    "attachments",
    "intake",
    "quarantine",
    "papers",
    "outbox",
    "enrolment",
)
FILES: Final = ("last_known_time",)


def backup_file_name(ws: Workspace, now: datetime) -> str:
    """`hrdesk_30577_2026-11-12.zip`."""
    return f"hrdesk_{ws.unit_key.code}_{today_of(now).isoformat()}.zip"


def make_backup(ws: Workspace, target: Path, *, now: datetime, progress: Progress = SILENT) -> Path:
    """Everything of this desk in one file; a folder as `target` gets the usual name in it.

    It is read back and compared before it gets its name.

    Raises:
        BackupUnsoundError, StoreError, FileError: it was not made; nothing is left of it.
        CancelledError: stopped.
    """
    from hrdesk.files import known_fault, sync_folder

    path = target / backup_file_name(ws, now) if target.is_dir() else target
    make_folder(path.parent)
    part = path.with_name(f".{path.name}.part")
    try:
        with scratch(ws.paths, "backup") as folder:
            copy = folder / DATABASE_NAME
            ws.store.backup(copy)
            entries = [(DATABASE_NAME, copy), *_entries(ws)]
            progress.total(len(entries))
            _write(part, ws, entries, now, progress)
        check_whole(part)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise known_fault(error, path, writing=True) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _entries(ws: Workspace) -> Iterator[tuple[str, Path]]:
    for name in FILES:
        if (ws.paths.folder / name).is_file():
            yield name, ws.paths.folder / name
    for name in FOLDERS:
        folder = ws.paths.folder / name
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(ws.paths.folder).as_posix(), path


def _write(
    part: Path,
    ws: Workspace,
    entries: list[tuple[str, Path]],
    now: datetime,
    progress: Progress,
) -> None:
    import os

    listed: dict[str, str] = {}
    with part.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
            for name, source in entries:
                if progress.cancelled():
                    raise CancelledError
                progress.step(
                    tr("Copying {count} of {total}", count=len(listed) + 1, total=len(entries))
                )
                listed[name] = sha256_of(source)
                packed.write(source, name)
            told = {
                "format": FORMAT,
                "version": 1,
                "app": __version__,
                "made": now.isoformat(timespec="seconds"),
                "unit": ws.unit_key.code,
                "desk": ws.desk_id,
                "files": listed,
            }
            packed.writestr(LIST_NAME, json.dumps(told, indent=1))
        stream.flush()
        os.fsync(stream.fileno())


def check_whole(path: Path) -> dict[str, str]:
    """What a backup says of itself: "unit", "desk", "made"; every byte was compared.

    Raises:
        BackupUnreadableError: it is none, or a file in it is missing, added or changed.
        FileError: it cannot be read.
    """
    import hashlib

    from hrdesk.errors import BackupUnreadableError, FileMissingError

    if not path.is_file():
        raise FileMissingError(path=path)
    try:
        with zipfile.ZipFile(path) as packed:
            told = json.loads(packed.read(LIST_NAME))
            listed = told["files"]
            names = [one.filename for one in packed.infolist() if one.filename != LIST_NAME]
            if told["format"] != FORMAT or told["version"] != 1:
                raise BackupUnreadableError(path=path, reason="version")
            if sorted(names) != sorted(listed) or DATABASE_NAME not in listed:
                raise BackupUnreadableError(path=path, reason=LIST_NAME)
            for name in names:
                if not allowed(name):
                    raise BackupUnreadableError(path=path, reason=LIST_NAME)
                digest = hashlib.sha256()
                with packed.open(name) as stream:
                    while chunk := stream.read(1 << 20):
                        digest.update(chunk)
                if digest.hexdigest() != listed[name]:
                    raise BackupUnreadableError(path=path, reason=name.split("/")[0])
            return {key: str(told[key]) for key in ("unit", "desk", "made")}
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, EOFError) as error:
        raise BackupUnreadableError(path=path, reason=type(error).__name__) from error


def allowed(name: str) -> bool:
    """Whether an entry may be written where it says: only below the folders of a desk."""
    steps = name.split("/")
    if any(step in {"", ".", ".."} or "\\" in step or ":" in step for step in steps):
        return False
    return name in {DATABASE_NAME, *FILES} if len(steps) == 1 else steps[0] in FOLDERS
