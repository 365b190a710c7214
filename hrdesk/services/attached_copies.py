"""Copies of attached files for other programs: what is kept is only ever read."""

from __future__ import annotations

import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hrdesk.files import copy_durably, known_fault, make_folder, sha256_of
from hrdesk.store.attachments import Attachment

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.services.workspace import Workspace

__all__ = ["Attachment", "save_copies", "save_copy", "viewing_copy"]


def viewing_copy(ws: Workspace, attachment: Attachment, folder: Path) -> Path:
    """A copy under its own name, read only, for a program that shows such files.

    Raises:
        AttachmentLostError: its bytes are gone or were changed.
        FileError: it cannot be written.
    """
    kept = ws.store.files.sound(attachment)
    place = folder / attachment.sha256[:12]
    target = place / attachment.name
    try:
        place.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or sha256_of(target) != attachment.sha256:
            target.unlink(missing_ok=True)
            shutil.copyfile(kept, target)
        target.chmod(0o444)
    except OSError as error:
        raise known_fault(error, target, writing=True) from error
    return target


def save_copy(ws: Workspace, attachment: Attachment, target: Path) -> None:
    """Write the kept bytes to a file, whole or not at all.

    Raises:
        AttachmentLostError: its bytes are gone or were changed.
        FileError: it cannot be written.
    """
    copy_durably(ws.store.files.sound(attachment), target)


def save_copies(ws: Workspace, record_id: str, folder: Path) -> tuple[Path, ...]:
    """Copy the files of a record into a folder; those of one name get a number.

    Raises:
        AttachmentLostError: the bytes of one are gone or were changed.
        FileError: it cannot be written.
    """
    make_folder(folder)
    written: list[Path] = []
    for one in ws.store.files.of_record(record_id):
        kept = ws.store.files.sound(one)
        name = PurePosixPath(one.name)
        target, number = folder / one.name, 2
        while target.exists():
            target, number = folder / f"{name.stem} ({number}){name.suffix}", number + 1
        try:
            shutil.copyfile(kept, target)
        except OSError as error:
            raise known_fault(error, target, writing=True) from error
        written.append(target)
    return tuple(written)
