"""Attached files: kept once by their SHA-256 beside the database, named in it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from hrdesk.errors import AttachmentLostError
from hrdesk.files import CHUNK_BYTES, known_fault, make_folder, sha256_of, sync_folder
from hrdesk.store.stamps import stored_time
from hrdesk.values import dataclass

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

NAME_LETTERS: Final = 200
_MEDIA_TYPES: Final = {  # our own: the system's table differs from one PC to the next
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".zip": "application/zip",
}
_COLUMNS: Final = "sha256, name, media_type, size_bytes, record_id, question_key"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to a question of a record."""

    sha256: str
    name: str  # the file's own name, without folders or control characters
    media_type: str
    size_bytes: int
    record_id: str = ""
    question_key: str = ""


@dataclass(frozen=True, slots=True)
class IncomingAttachment:
    """A file of a received bundle: what it is attached to, and where it lies staged."""

    attachment: Attachment
    staged: Path


@dataclass(frozen=True, slots=True)
class AttachmentFolder:
    """Where the bytes lie: `ab/abcd…`, each content once, never changed."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where that content lies, or would."""
        return self.folder / sha256[:2] / sha256

    def keep(self, source: Path) -> tuple[str, int]:
        """Copy a file in, durably, reading it once; its SHA-256 and its size.

        Raises:
            FileError: it cannot be read, or there is no room.
        """
        make_folder(self.folder)
        handle, name = tempfile.mkstemp(prefix=".new.", suffix=".part", dir=self.folder)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                sha256, size_bytes = _copy(source, target)
            final = self.path(sha256)
            if final.is_file() and final.stat().st_size == size_bytes:
                return sha256, size_bytes
            make_folder(final.parent)
            temporary.replace(final)
            sync_folder(final.parent)
            sync_folder(self.folder)
        except OSError as error:
            raise known_fault(error, self.folder, writing=True) from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
        return sha256, size_bytes

    def sound(self, attachment: Attachment) -> Path:
        """Where the attachment's bytes lie, after comparing them with its SHA-256.

        Raises:
            AttachmentLostError: they are gone or were changed.
        """
        path = self.path(attachment.sha256)
        if not path.is_file() or sha256_of(path) != attachment.sha256:
            raise AttachmentLostError(name=attachment.name)
        return path


def add(
    connection: sqlite3.Connection, attachment: Attachment, at: datetime, *, count: bool = True
) -> bool:
    """Name a kept file at a question of a record; whether it was not there before."""
    added = connection.execute(
        "INSERT OR IGNORE INTO attachment (record_id, question_key, sha256, name, media_type,"
        " size_bytes, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            attachment.record_id,
            attachment.question_key,
            attachment.sha256,
            attachment.name,
            attachment.media_type,
            attachment.size_bytes,
            stored_time(at),
        ),
    ).rowcount
    if count:
        recount(connection, attachment.record_id)
    return added > 0


def remove(connection: sqlite3.Connection, record_id: str, key: str, sha256: str) -> None:
    """Take a file off a question; its bytes stay, since an earlier saved state may name them."""
    connection.execute(
        "DELETE FROM attachment WHERE record_id = ? AND question_key = ? AND sha256 = ?",
        (record_id, key, sha256),
    )
    recount(connection, record_id)


def recount(connection: sqlite3.Connection, record_id: str) -> None:
    """Keep the number shown in lists; a draft has no row yet and gets it when it is saved."""
    connection.execute(
        "UPDATE record SET attachment_count ="
        " (SELECT count(*) FROM attachment a WHERE a.record_id = record.record_id)"
        " WHERE record_id = ?",
        (record_id,),
    )


def of_record(connection: sqlite3.Connection, record_id: str) -> tuple[Attachment, ...]:
    """The files of a record, in the order attached."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM attachment WHERE record_id = ? ORDER BY attachment_id",
        (record_id,),
    )
    return tuple(_attachment(row) for row in rows)


def every(connection: sqlite3.Connection) -> tuple[Attachment, ...]:
    """All files of all records."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM attachment ORDER BY attachment_id")
    return tuple(_attachment(row) for row in rows)


def plain_name(name: str) -> str:
    """A file's own name: no folders of any system, no control characters, not too long."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = " ".join("".join(ch if ch.isprintable() else " " for ch in last).split())
    if len(kept) > NAME_LETTERS:
        suffix = PurePosixPath(kept).suffix[:20]
        kept = kept[: NAME_LETTERS - len(suffix)] + suffix
    return kept.strip(". ") or "file"


def media_type_of(name: str) -> str:
    """Media type by the name's ending; unknown ones are plain bytes."""
    return _MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def _copy(source: Path, target: BinaryIO) -> tuple[str, int]:
    import hashlib  # noqa: PLC0415 - it brings OpenSSL: not for a window at rest

    digest, size_bytes = hashlib.sha256(), 0
    try:
        stream = source.open("rb")
    except OSError as error:
        raise known_fault(error, source, writing=False) from error
    with stream:
        while chunk := _read(stream, source):
            digest.update(chunk)
            size_bytes += len(chunk)
            target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size_bytes


def _read(stream: BinaryIO, source: Path) -> bytes:
    try:
        chunk: bytes = stream.read(CHUNK_BYTES)
    except OSError as error:
        raise known_fault(error, source, writing=False) from error
    return chunk


def _attachment(row: tuple[Any, ...]) -> Attachment:
    return Attachment(*row)
