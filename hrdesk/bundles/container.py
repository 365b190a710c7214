"""The container, ASiC-E as a zip of which only one form exists: strict writer, strict reader.

Every byte that no signature covers is a constant here, and the reader demands it: flags 0, one
time, one attribute, no extra field, no comment, no gap, no ZIP64 (signing.md §1.1, §5.1). Python's
`zipfile` accepts 29 of 35 containers that must be refused, so it is not used.

    entry     local header · name · content           contiguous from offset 0
    directory one central header an entry, same order
    end       22 bytes, exactly at the end of the file
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.errors import BundleNameError, BundleTooLargeError
from hrdesk.files import open_plain, system_reason

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

MIMETYPE_NAME: Final = "mimetype"
MIMETYPE: Final = b"application/vnd.etsi.asic-e+zip"
MANIFEST_NAME: Final = "META-INF/ASiCManifest001.xml"
SIGNATURE_NAME: Final = "META-INF/signature001.p7s"
SECOND_MANIFEST_NAME: Final = "META-INF/ASiCManifest002.xml"
SECOND_SIGNATURE_NAME: Final = "META-INF/signature002.p7s"
_TAIL: Final = (MANIFEST_NAME, SIGNATURE_NAME, SECOND_MANIFEST_NAME, SECOND_SIGNATURE_NAME)
_OWN_NAMES: Final = frozenset({MIMETYPE_NAME, *_TAIL})

FILE_LIMIT_BYTES: Final = (1 << 31) - 1
ENTRY_LIMIT: Final = 20_000
TOTAL_LIMIT_BYTES: Final = 4 << 30
RATIO_LIMIT: Final = 200
RATIO_FREE_BYTES: Final = 1 << 20

STORED: Final = 0
DEFLATED: Final = 8
CHUNK_BYTES: Final = 1 << 20
DEFLATE_FROM_BYTES: Final = 1 << 18

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION: Final = 20
_MADE_BY: Final = 3 << 8 | 20
_TIME: Final = 0
_DATE: Final = 0x0021  # 1980-01-01
_ATTRIBUTES: Final = 0o100644 << 16
_NOTHING: Final = (0, 0, 0, 0, _ATTRIBUTES)  # extra, comment, disk, internal; then external
_DIRECTORY_LIMIT_BYTES: Final = ENTRY_LIMIT * (_CENTRAL.size + 180)

_SEGMENT: Final = r"[a-z0-9][a-z0-9_-]{0,62}"
_DEVICE: Final = r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])"
_NAME: Final = re.compile(
    rf"(?:(?!{_DEVICE}/){_SEGMENT}/){{0,3}}(?!{_DEVICE}\.){_SEGMENT}"
    r"\.(?:json|csv|pdf|jpg|png|xml|bin|crl|crt|age)",
    re.ASCII,
)
_NAME_LIMIT: Final = 180


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the directory describes it, its header already checked."""

    name: str
    method: int
    crc: int
    packed_bytes: int
    size_bytes: int
    offset: int  # of the local header
    content_offset: int


@dataclass(frozen=True, slots=True)
class Written:
    """One entry as it was written."""

    name: str
    sha256: bytes
    size_bytes: int


def is_payload_name(name: str) -> bool:
    """Whether a name follows the grammar of entries that are not the container's own."""
    return len(name) <= _NAME_LIMIT and _NAME.fullmatch(name) is not None


class Writer:
    """Writes entries one after the other to a seekable stream, hashing while it compresses."""

    def __init__(self, stream: BinaryIO) -> None:
        """Begin with the `mimetype` entry."""
        self._stream = stream
        self._directory: list[bytes] = []
        self._total = 0
        self._add(MIMETYPE_NAME, _chunks_of(MIMETYPE), STORED)

    def add(self, name: str, content: bytes | BinaryIO, *, deflate: bool) -> Written:
        """Add a payload entry.

        Raises:
            BundleNameError: the name is outside the grammar.
            BundleTooLargeError: the bundle would exceed a limit of the reader.
        """
        if not is_payload_name(name):
            raise BundleNameError(name=name)
        return self._add(name, _chunks_of(content), DEFLATED if deflate else STORED)

    def copy(self, reader: Reader, entry: Entry) -> Written:
        """Add a payload entry of another container, checked while it is read.

        Raises:
            FaultFoundError: it is damaged there.
        """
        return self._add(entry.name, reader.chunks(entry), entry.method)

    def finish(self, manifest: bytes, signature: bytes, *second: bytes) -> None:
        """Add manifest and signature, a second pair when given, and the directory.

        The stream is left open.
        """
        names = (MANIFEST_NAME, SIGNATURE_NAME, SECOND_MANIFEST_NAME, SECOND_SIGNATURE_NAME)
        for name, content in zip(names, (manifest, signature, *second), strict=False):
            large = name.endswith(".xml") and len(content) >= DEFLATE_FROM_BYTES
            self._add(name, _chunks_of(content), DEFLATED if large else STORED)
        start = self._stream.tell()
        directory = b"".join(self._directory)
        count = len(self._directory)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
        self._check_size(start + len(directory) + len(end))
        self._stream.write(directory + end)

    def _add(self, name: str, chunks: Iterator[bytes], method: int) -> Written:
        if len(self._directory) >= ENTRY_LIMIT:
            raise BundleTooLargeError(found=len(self._directory) + 1, limit=ENTRY_LIMIT)
        stream, raw_name = self._stream, name.encode("ascii")
        offset = stream.tell()
        stream.write(bytes(_LOCAL.size) + raw_name)
        packer = zlib.compressobj(6, zlib.DEFLATED, -15) if method == DEFLATED else None
        digest, crc, size, packed = hashlib.sha256(), 0, 0, 0
        for chunk in chunks:
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            packed += stream.write(packer.compress(chunk) if packer else chunk)
            self._check_size(offset + packed)
        if packer:
            packed += stream.write(packer.flush())
        self._total += size
        if self._total > TOTAL_LIMIT_BYTES:
            raise BundleTooLargeError(found=self._total, limit=TOTAL_LIMIT_BYTES)
        end = stream.tell()
        stream.seek(offset)
        shared = (_VERSION, 0, method, _TIME, _DATE, crc, packed, size, len(raw_name), 0)
        stream.write(_LOCAL.pack(b"PK\3\4", *shared))
        stream.seek(end)
        self._directory.append(
            _CENTRAL.pack(b"PK\1\2", _MADE_BY, *shared, 0, 0, 0, _ATTRIBUTES, offset) + raw_name
        )
        return Written(name, digest.digest(), size)

    @staticmethod
    def _check_size(size: int) -> None:
        if size > FILE_LIMIT_BYTES:
            raise BundleTooLargeError(found=size, limit=FILE_LIMIT_BYTES)


class Reader:
    """A container whose structure was checked when it was opened; contents are read on demand.

    The file is opened once; what was checked is what is read.
    """

    def __init__(self, path: Path) -> None:
        """Open and check all headers.

        Raises:
            FaultFoundError: the container is not of the one allowed form.
        """
        self._beside: ThreadPoolExecutor | None = None
        try:
            self._stream = open_plain(path)
        except OSError as error:
            raise FaultFoundError(Faults.UNREADABLE, found=system_reason(error)) from error
        try:
            self.entries = self._read_directory()
            self._check_mimetype()
            self._by_name = {entry.name: entry for entry in self.entries}
        except OSError as error:
            self._stream.close()
            raise FaultFoundError(Faults.UNREADABLE, found=system_reason(error)) from error
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()
        if self._beside is not None:
            self._beside.shutdown()

    def payload(self) -> tuple[Entry, ...]:
        """The entries that the manifest must list, in order."""
        return self.entries[1 : -2 * len(self.signatures())]

    def signatures(self) -> tuple[tuple[Entry, Entry], ...]:
        """Manifest and signature, once or twice."""
        pairs = [(MANIFEST_NAME, SIGNATURE_NAME), (SECOND_MANIFEST_NAME, SECOND_SIGNATURE_NAME)]
        return tuple(
            (self._by_name[manifest], self._by_name[signature])
            for manifest, signature in pairs
            if signature in self._by_name
        )

    def entry(self, name: str) -> Entry | None:
        """The entry of that name."""
        return self._by_name.get(name)

    def read(self, entry: Entry, limit_bytes: int) -> bytes:
        """All of an entry that may be at most that large.

        Raises:
            FaultFoundError: larger, or damaged.
        """
        if entry.size_bytes > limit_bytes:
            raise FaultFoundError(
                Faults.ENTRY_SIZE, entry.name, str(limit_bytes), str(entry.size_bytes)
            )
        return b"".join(self.chunks(entry))

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The content in pieces; size, end and checksum are known to hold once it is exhausted.

        Raises:
            FaultFoundError: damaged.
        """
        source = self._raw(entry) if entry.method == STORED else self._inflated(entry)
        crc, size = _Checksum(self._helper if entry.size_bytes > CHUNK_BYTES else None), 0
        for chunk in source:
            crc.add(chunk)
            size += len(chunk)
            if size > entry.size_bytes:
                raise FaultFoundError(Faults.DEFLATE, entry.name, str(entry.size_bytes), f">{size}")
            yield chunk
        if size != entry.size_bytes:
            raise FaultFoundError(Faults.DEFLATE, entry.name, str(entry.size_bytes), str(size))
        if crc.value() != entry.crc:
            found = f"{crc.value():08x}"
            raise FaultFoundError(Faults.CHECKSUM, entry.name, f"{entry.crc:08x}", found)

    def _helper(self) -> ThreadPoolExecutor:
        """One thread beside ours, there once a large entry is read."""
        if self._beside is None:
            from concurrent.futures import (  # noqa: PLC0415 - 20 ms that most files do without
                ThreadPoolExecutor,
            )

            self._beside = ThreadPoolExecutor(1, "checksum")
        return self._beside

    def _raw(self, entry: Entry) -> Iterator[bytes]:
        left = entry.packed_bytes
        while left:
            try:
                self._stream.seek(entry.content_offset + entry.packed_bytes - left)
                chunk = self._stream.read(min(CHUNK_BYTES, left))
            except OSError as error:  # the stick was pulled out
                reason = system_reason(error)
                raise FaultFoundError(Faults.UNREADABLE, entry.name, found=reason) from error
            if not chunk:
                raise FaultFoundError(Faults.UNREADABLE, entry.name)
            left -= len(chunk)
            yield chunk

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-15)
        try:
            for piece in self._raw(entry):
                if inflater.eof:
                    raise FaultFoundError(Faults.DEFLATE, entry.name)
                rest = piece
                while rest:
                    yield inflater.decompress(rest, CHUNK_BYTES)
                    rest = inflater.unconsumed_tail
            tail = inflater.flush(CHUNK_BYTES)
        except zlib.error as error:
            raise FaultFoundError(Faults.DEFLATE, entry.name) from error
        if not inflater.eof or inflater.unused_data or inflater.unconsumed_tail:
            raise FaultFoundError(Faults.DEFLATE, entry.name)
        yield tail

    def _check_mimetype(self) -> None:
        """No signature covers the first entry, so its content is a constant too."""
        first = self.entries[0]
        self._stream.seek(first.content_offset)
        if self._stream.read(first.packed_bytes) != MIMETYPE:
            raise FaultFoundError(Faults.MIMETYPE)

    def _read_directory(self) -> tuple[Entry, ...]:
        size = os.fstat(self._stream.fileno()).st_size
        if size > FILE_LIMIT_BYTES:
            raise FaultFoundError(Faults.TOO_LARGE, "", str(FILE_LIMIT_BYTES), str(size))
        if size < _END.size:
            raise FaultFoundError(Faults.NOT_A_ZIP)
        self._stream.seek(size - _END.size)
        mark, *disks, on_disk, count, length, start, comment = _END.unpack(
            self._stream.read(_END.size)
        )
        if mark != b"PK\5\6":
            raise FaultFoundError(Faults.NOT_A_ZIP)
        if disks != [0, 0] or comment or on_disk != count:
            raise FaultFoundError(Faults.END_RECORD)
        if start + length + _END.size != size or length > _DIRECTORY_LIMIT_BYTES:
            raise FaultFoundError(Faults.END_RECORD)
        if count > ENTRY_LIMIT:
            raise FaultFoundError(Faults.TOO_MANY, "", str(ENTRY_LIMIT), str(count))
        self._stream.seek(start)
        entries = tuple(self._entries(self._stream.read(length), count, start))
        _check_order(entries)
        _check_sizes(entries)
        return entries

    def _entries(self, directory: bytes, count: int, directory_start: int) -> Iterator[Entry]:
        """Central and local headers together: constants, equality, contiguity."""
        position, offset = 0, 0
        for _ in range(count):
            if position + _CENTRAL.size > len(directory):
                raise FaultFoundError(Faults.DIRECTORY)
            fields = _CENTRAL.unpack_from(directory, position)
            name_length = fields[10]
            raw_name = directory[position + _CENTRAL.size :][:name_length]
            position += _CENTRAL.size + name_length
            name = _checked_name(raw_name, name_length)
            entry = _checked_entry(fields, name, offset)
            if offset + _LOCAL.size + name_length > directory_start:
                raise FaultFoundError(Faults.GAP, name)
            self._stream.seek(offset)
            local = self._stream.read(_LOCAL.size + name_length)
            if local != _LOCAL.pack(b"PK\3\4", *fields[2:12]) + raw_name:
                raise FaultFoundError(Faults.LOCAL_HEADER, name)
            offset = entry.content_offset + entry.packed_bytes
            yield entry
        if position != len(directory):
            raise FaultFoundError(Faults.DIRECTORY)
        if offset != directory_start:
            raise FaultFoundError(Faults.GAP, "", str(directory_start), str(offset))


class _Checksum:
    """CRC-32 of pieces, reckoned beside whoever hashes them, where there is a second thread."""

    def __init__(self, helper: Callable[[], ThreadPoolExecutor] | None) -> None:
        self._helper = helper
        self._value = 0
        self._running: Future[int] | None = None

    def add(self, piece: bytes) -> None:
        value = self.value()
        if self._helper is None:
            self._value = zlib.crc32(piece, value)
        else:
            self._running = self._helper().submit(zlib.crc32, piece, value)

    def value(self) -> int:
        if self._running is not None:
            self._value, self._running = self._running.result(), None
        return self._value


def _checked_name(raw_name: bytes, length: int) -> str:
    name = raw_name.decode("ascii", "backslashreplace")
    if len(raw_name) != length or not (name in _OWN_NAMES or is_payload_name(name)):
        raise FaultFoundError(Faults.NAME, name[:80])
    return name


def _checked_entry(fields: tuple[bytes | int, ...], name: str, offset: int) -> Entry:
    """An entry whose central header holds nothing but the constants and its own numbers."""
    method, crc, packed, size, name_length = (int(fields[at]) for at in (4, 7, 8, 9, 10))
    numbers = (crc, packed, size, name_length)
    constant = (b"PK\1\2", _MADE_BY, _VERSION, 0, method, _TIME, _DATE, *numbers, *_NOTHING)
    if method not in {STORED, DEFLATED} or fields[:16] != constant:
        raise FaultFoundError(Faults.HEADER, name)
    if fields[16] != offset:
        raise FaultFoundError(Faults.GAP, name, str(offset), str(fields[16]))
    if method == STORED and packed != size:
        raise FaultFoundError(Faults.HEADER, name)
    if size > RATIO_FREE_BYTES and size > packed * RATIO_LIMIT:
        raise FaultFoundError(Faults.RATIO, name, f"{packed}*{RATIO_LIMIT}", str(size))
    return Entry(name, method, crc, packed, size, offset, offset + _LOCAL.size + name_length)


def _check_order(entries: tuple[Entry, ...]) -> None:
    """`mimetype` first, manifest and signature last, each once, no name twice."""
    names = [entry.name for entry in entries]
    if len({name.casefold() for name in names}) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise FaultFoundError(Faults.DUPLICATE, twice)
    if not names or names[0] != MIMETYPE_NAME or entries[0].method != STORED:
        raise FaultFoundError(Faults.MIMETYPE)
    if entries[0].crc != zlib.crc32(MIMETYPE) or entries[0].size_bytes != len(MIMETYPE):
        raise FaultFoundError(Faults.MIMETYPE)
    countersigned = not {*_TAIL[2:]}.isdisjoint(names)
    tail = _TAIL if countersigned else _TAIL[:2]
    if names[-len(tail) :] != list(tail) or not _OWN_NAMES.isdisjoint(names[1 : -len(tail)]):
        kind = Faults.SECOND_SIGNATURE if countersigned else Faults.REQUIRED
        raise FaultFoundError(kind, tail[-2])
    for entry in entries[-len(tail) :]:
        if entry.name.endswith(".p7s") and entry.method != STORED:
            raise FaultFoundError(Faults.HEADER, entry.name)


def _check_sizes(entries: tuple[Entry, ...]) -> None:
    total = sum(entry.size_bytes for entry in entries)
    if total > TOTAL_LIMIT_BYTES:
        raise FaultFoundError(Faults.ENTRY_SIZE, "", str(TOTAL_LIMIT_BYTES), str(total))


def _chunks_of(content: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(content, bytes):
        if content:
            yield content
        return
    while chunk := content.read(CHUNK_BYTES):
        yield chunk
