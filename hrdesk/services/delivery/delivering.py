"""A submission that was made, onto a stick or into a folder: whole, or only the parts missing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.scratch import scratch
from hrdesk.services.delivery.journal import WRITTEN, Left, note_left, outbox_file, sendable
from hrdesk.services.delivery.usb import Placed, placed
from hrdesk.services.progress import SILENT, Progress
from hrdesk.services.submission_content import recipient_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from hrdesk.services.delivery.journal import PartDelivery
    from hrdesk.services.delivery.volumes import Volume, Volumes
    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written and read back, and onto what."""

    files: tuple[Placed, ...]
    place: str
    removable: bool


def deliver(  # noqa: PLR0913 - each is named where it is called
    ws: Workspace,
    wanted: str,
    folder: Path,
    *,
    now: datetime,
    parts: Sequence[int] = (),
    volume: Volume | None = None,
    volumes: Volumes | None = None,
    progress: Progress = SILENT,
) -> Delivery:
    """Write a submission to `folder`, read it back, and put that into the journal.

    `wanted` is the beginning of its bundle id, its file name, or its period; `parts` are the
    numbers to write, all by default. `volume` is the stick that was chosen. Files are encrypted
    where the kit has keys. Should the computer stop, the journal says less than was done, never more.

    Raises:
        PartsUnknownError, LeaderAwaitedError: see `journal.sendable`.
        FileError, CancelledError: see `usb.placed`; nothing was written.
    """
    chosen = sendable(ws, wanted, parts)
    with ready_files(ws, chosen) as files:
        progress.total(2 * len(files))
        with placed(files, folder, volume=volume, volumes=volumes, progress=progress) as done:
            pass
    return _noted(ws, chosen, done, folder, volume, volumes, now)


def _noted(  # noqa: PLR0913, PLR0917 - one call, just above
    ws: Workspace,
    chosen: Sequence[PartDelivery],
    done: tuple[Placed, ...],
    folder: Path,
    volume: Volume | None,
    volumes: Volumes | None,
    now: datetime,
) -> Delivery:
    place, removable = place_of(folder, volume, volumes)
    note_written(ws, [one.bundle_id for one in chosen], done, place, removable=removable, now=now)
    return Delivery(done, place, removable)


def note_written(
    ws: Workspace,
    bundle_ids: Sequence[str],
    done: Sequence[Placed],
    place: str,
    *,
    removable: bool,
    now: datetime,
) -> None:
    """Put into the journal that these parts were written and read back."""
    note_left(
        ws,
        WRITTEN,
        [
            Left(
                bundle_id=bundle_id,
                file_name=one.path.name,
                sha256=one.sha256,
                size_bytes=one.size_bytes,
                place=place,
                way="stick" if removable else "folder",
            )
            for bundle_id, one in zip(bundle_ids, done, strict=True)
        ],
        now=now,
    )


def place_of(folder: Path, volume: Volume | None, volumes: Volumes | None) -> tuple[str, bool]:
    """How the journal calls the place, and whether it can be taken out."""
    from hrdesk.services.delivery.volumes import this_computer

    if volume is not None:
        return volume.name, True
    for one in (volumes or this_computer()).removable():
        if one.folder == folder or one.folder in folder.absolute().parents:
            return one.name, True
    return str(folder), False


@contextmanager
def ready_files(ws: Workspace, parts: Sequence[PartDelivery]) -> Iterator[tuple[Path, ...]]:
    """The files of these parts as they leave; what was encrypted for it is gone afterwards."""
    keys = recipient_keys(ws)
    plain = tuple(outbox_file(ws, part) for part in parts)
    if not keys:
        yield plain
        return
    from hrdesk.bundles.encryption import SUFFIX, encrypt_file

    with scratch(ws.paths, "deliver") as staging:
        sealed = []
        for path in plain:
            sealed.append(staging / f"{path.name}{SUFFIX}")
            encrypt_file(path, sealed[-1], keys)
        yield tuple(sealed)
