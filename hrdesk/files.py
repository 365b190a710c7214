"""Files that others rely on: written whole or not at all, read within limits."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from hrdesk.errors import (
    DiskFullError,
    FileError,
    FileMissingError,
    FileTooLargeError,
    FileUnreadableError,
    FileUnwritableError,
)

CHUNK_BYTES = 1 << 20

# What an operating system says of a file, in words that the catalogue has: its own are in English
# or in the language of the machine.
_REASONS: Final = {
    errno.ENOENT: "no such file or folder",
    errno.EACCES: "access denied",
    errno.EPERM: "access denied",
    errno.EROFS: "write-protected",
    errno.EISDIR: "this is a folder",
    errno.ENOTDIR: "a part of the path is not a folder",
    errno.EEXIST: "it exists already",
    errno.EIO: "the device does not answer",
    errno.ENXIO: "the device does not answer",
    errno.ENODEV: "the device is not there any more",
    errno.EBUSY: "in use by another program",
    errno.ETXTBSY: "in use by another program",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EINVAL: "the name is not allowed there",
    errno.EMFILE: "too many files are open",
    errno.ENOSPC: "no room left",
    errno.EDQUOT: "no room left",
    errno.EFBIG: "the file is too large for this disk or stick",
}
SYSTEM_REASONS: Final = frozenset(_REASONS.values())  # msgids, translated when they are shown


def system_reason(error: OSError) -> str:
    """Why the system refused: one of `SYSTEM_REASONS`, else what the system itself says."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or error.strerror or type(error).__name__


def known_fault(error: OSError, path: Path, *, writing: bool) -> FileError:
    """The sentence that a person gets for an operating system's fault at `path`."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError(path=path)
    if isinstance(error, FileNotFoundError) and not writing:
        return FileMissingError(path=path)
    reason = system_reason(error)
    kind = FileUnwritableError if writing else FileUnreadableError
    return kind(path=path, reason=reason)


@contextlib.contextmanager
def durable_replace(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `path` only once all of it is on the disk.

    Written beside, flushed, fsynced, renamed, the folder fsynced. On any exception the old file
    stays as it was and nothing is left beside it. Does not guard against a lying disk.

    Raises:
        FileError: the folder is missing, full, or write-protected.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise known_fault(error, path, writing=True) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` by `content`; see `durable_replace`."""
    with durable_replace(path) as stream:
        stream.write(content)


def open_plain(path: Path) -> BinaryIO:
    """Open a file for reading. A pipe or a device, which would be waited for without end, is none.

    Raises:
        OSError: it is none, or cannot be opened.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "not a file", str(path))
    return path.open("rb")


def copy_durably(source: Path, target: Path) -> None:
    """Make `target` a copy of `source`, whole or not at all.

    Raises:
        FileError: the one cannot be read or the other not written; the sentence names which.
    """
    try:
        stream = open_plain(source)
    except OSError as error:
        raise known_fault(error, source, writing=False) from error
    with stream, durable_replace(target) as out:
        while chunk := _read_chunk(stream, source):
            out.write(chunk)


def copy_for_now(source: Path, target: Path) -> None:
    """A copy to look at that is removed again: as `copy_durably`, but no power cut is thought of.

    Raises:
        FileError: the one cannot be read or the other not written; the sentence names which.
    """
    try:
        stream = open_plain(source)
    except OSError as error:
        raise known_fault(error, source, writing=False) from error
    with stream:
        try:
            with target.open("xb") as out:
                while chunk := _read_chunk(stream, source):
                    out.write(chunk)
        except OSError as error:
            raise known_fault(error, target, writing=True) from error


def _read_chunk(stream: BinaryIO, path: Path) -> bytes:
    try:
        return stream.read(CHUNK_BYTES)
    except OSError as error:
        raise known_fault(error, path, writing=False) from error


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, where the system knows how (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> Path:
    """`folder`, made with its parents when it is not there.

    Raises:
        FileError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise known_fault(error, folder, writing=True) from error
    return folder


def read_limited(path: Path, limit_bytes: int) -> bytes:
    """All bytes of `path`, or an error when there are more than `limit_bytes`.

    Raises:
        FileError: missing, unreadable, or too large.
    """
    try:
        with open_plain(path) as stream:
            content = stream.read(limit_bytes + 1)
    except OSError as error:
        raise known_fault(error, path, writing=False) from error
    if len(content) > limit_bytes:
        raise FileTooLargeError(path=path, size_bytes=path.stat().st_size, limit_bytes=limit_bytes)
    return content


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes, lower-case hex.

    Raises:
        FileError: missing or unreadable.
    """
    import hashlib  # noqa: PLC0415 - it brings OpenSSL: not for a window at rest

    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise known_fault(error, path, writing=False) from error
    return digest.hexdigest()
