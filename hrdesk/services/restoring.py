"""Bringing back a backup. What must never go back stays as far as it came.

The highest kit put in use, revocation lists, the last known time and the authority's register are
not taken back by an older copy; submissions begin a new stream, so that no number is used twice.
The data that was in the folder is put aside, not deleted; a newer key in it stays in use.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    BackupForeignError,
    BackupUnreadableError,
    FileMissingError,
    HrdeskError,
)
from hrdesk.files import copy_durably, make_folder, sync_folder
from hrdesk.paths import WorkspacePaths
from hrdesk.services.backing_up import DATABASE_NAME, FOLDERS, LIST_NAME, check_whole

if TYPE_CHECKING:
    from datetime import datetime

ASIDE: Final = "before-restore"
_UNITED: Final = ("rosters", "attachments", "intake", "quarantine", "papers", "outbox", "enrolment")
_KEYS: Final = ("identity", "authority", "recipients")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and where the data before lies (None: there was none)."""

    folder: Path
    unit_code: str
    records: int
    kit_seq: int  # in use afterwards
    aside: Path | None


def restore_backup(folder: Path, source: Path, *, now: datetime) -> Restored:
    """Bring a whole backup, or a daily copy of the database, back into `folder`.

    No window may have the folder open. Nothing is changed before everything was read and checked;
    should the machine stop while files change places, the same call again finishes.

    Raises:
        BackupUnreadableError: the file is no backup, or not whole.
        BackupForeignError: another desk works in the folder.
        FileError, StoreError: disk and database.
    """
    paths = WorkspacePaths(make_folder(folder))
    staging = WorkspacePaths(Path(tempfile.mkdtemp(prefix=".restore-", dir=folder)))
    try:
        _unpack(source, staging, paths)
        _check_desk(paths, staging)
        unit_code, records = _prepare_store(staging)
        _keep_keys(paths, staging)
        _keep_marks(paths, staging)
        _unite(paths, staging)
        aside = _change_places(paths, staging, now)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)
    from hrdesk.services.workspace import open_workspace

    with open_workspace(folder, now=now) as ws:
        return Restored(folder, unit_code, records, ws.kit.seq, aside)


def _unpack(source: Path, staging: WorkspacePaths, paths: WorkspacePaths) -> None:
    if not source.is_file():
        raise FileMissingError(path=source)
    with source.open("rb") as stream:
        begins = stream.read(16)
    if begins.startswith(b"SQLite format 3"):  # a daily copy: the rest is as it lies
        copy_durably(source, staging.database)
        for name in FOLDERS:
            if (paths.folder / name).is_dir():
                shutil.copytree(paths.folder / name, staging.folder / name)
        return
    check_whole(source)
    with zipfile.ZipFile(source) as packed:
        packed.extractall(
            staging.folder, [one for one in packed.namelist() if one != LIST_NAME]
        )  # every name was checked


def _device(paths: WorkspacePaths) -> str:
    from hrdesk.trust.identity import read_identity

    with suppress(HrdeskError):
        return read_identity(paths.identity).holder.device_id
    return ""


def _check_desk(paths: WorkspacePaths, staging: WorkspacePaths) -> None:
    here, brought = _device(paths), _device(staging)
    if here and brought and here != brought:
        from hrdesk.trust.identity import read_identity

        unit = read_identity(staging.identity).holder.unit_code
        raise BackupForeignError(unit=unit, folder=paths.folder)


def _prepare_store(staging: WorkspacePaths) -> tuple[str, int]:
    """Check the database and begin a new stream in it; unit and number of records."""
    from hrdesk.errors import StoreError
    from hrdesk.store.database import Store

    try:
        store = Store.open(staging.database)
    except StoreError as error:
        raise BackupUnreadableError(path=DATABASE_NAME, reason=error.error_id) from error
    try:
        faults = store.integrity_check()
        if faults:
            raise BackupUnreadableError(path=DATABASE_NAME, reason=faults[0][:80])
        store.settings.set("restored_from", store.journal.next_position().epoch)
        store.journal.begin_epoch()
        unit = store.settings.get("unit_code") or ""
        records = sum(store.counts_by_form().values())
    finally:
        store.close()
    return unit, records


def _keep_keys(paths: WorkspacePaths, staging: WorkspacePaths) -> None:
    """Keys in the folder that can be read are never older than those of a backup: they stay."""
    for name in _KEYS:
        here, brought = paths.folder / name, staging.folder / name
        if not here.is_dir() or not _readable(name, here):
            continue
        shutil.rmtree(brought, ignore_errors=True)
        shutil.copytree(here, brought)


def _readable(name: str, folder: Path) -> bool:
    from hrdesk.trust.authority_register import read_register
    from hrdesk.trust.identity import read_identity
    from hrdesk.trust.identity_files import places_of
    from hrdesk.trust.recipient import own_recipients

    try:
        if name == "identity":
            read_identity(folder)
            places = places_of(folder)
            return places.on_token or places.key.is_file()
        if name == "authority":
            return bool(read_register(folder))
        known = own_recipients(folder)
        return bool(known) and all((folder / one.file_name).is_file() for one in known)
    except HrdeskError:
        return False


def _keep_marks(paths: WorkspacePaths, staging: WorkspacePaths) -> None:
    """The higher kit, every revocation list, the later time."""
    from hrdesk.services.clock import later_of
    from hrdesk.trust.kit_mark import kept_kit, read_mark, write_mark
    from hrdesk.trust.material import has_trust, keep_revocation_list, load_trust

    here, brought = read_mark(paths.trust), read_mark(staging.trust)
    if here.seq > brought.seq:
        kit = kept_kit(paths.trust, here.seq)
        if kit.is_file():
            target = kept_kit(staging.trust, here.seq)
            make_folder(target.parent)
            copy_durably(kit, target)
        write_mark(staging.trust, here)
    if has_trust(paths.trust) and has_trust(staging.trust):
        for one in load_trust(paths.trust).revocation_lists:
            keep_revocation_list(staging.trust, one)
    elif has_trust(paths.trust):
        shutil.rmtree(staging.trust, ignore_errors=True)
        shutil.copytree(paths.trust, staging.trust)
    later_of(paths.folder / "last_known_time", staging.folder / "last_known_time")


def _unite(paths: WorkspacePaths, staging: WorkspacePaths) -> None:
    """Files that came or were made since the backup stay: their names say what they hold."""
    for name in _UNITED:
        here = paths.folder / name
        for path in sorted(here.rglob("*")) if here.is_dir() else ():
            target = staging.folder / path.relative_to(paths.folder)
            if path.is_file() and not target.exists():
                make_folder(target.parent)
                shutil.copy2(path, target)


def _change_places(paths: WorkspacePaths, staging: WorkspacePaths, now: datetime) -> Path | None:
    """The old database leaves first and the new one comes last: what is between is no workspace."""
    aside = paths.folder / f"{ASIDE}-{now:%Y%m%d-%H%M%S}"
    beside = [DATABASE_NAME + suffix for suffix in ("", "-wal", "-shm")]
    moved = [
        name for name in (*beside, *FOLDERS, "last_known_time") if (paths.folder / name).exists()
    ]
    for name in moved:
        target = make_folder(aside) / name
        if not target.exists():
            (paths.folder / name).rename(target)
        elif (paths.folder / name).is_dir():
            shutil.rmtree(paths.folder / name)
        else:
            (paths.folder / name).unlink()
    for name in (*FOLDERS, "last_known_time", DATABASE_NAME):
        if (staging.folder / name).exists():
            (staging.folder / name).rename(paths.folder / name)
    sync_folder(paths.folder)
    return aside if moved else None
