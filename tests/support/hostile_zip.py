"""A zip writer that does whatever it is told: every field of every header can be set wrong."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True)
class Header:
    """The fields that local and central header share; None means the right value."""

    mark: bytes | None = None
    version: int = 20
    flags: int = 0
    method: int | None = None
    time: int = 0
    date: int = 0x0021
    crc: int | None = None
    packed: int | None = None
    size: int | None = None
    name: bytes | None = None
    extra: bytes = b""


@dataclass(frozen=True)
class HostileEntry:
    """One entry; `local` and `central` may lie, each in its own way."""

    name: str
    content: bytes
    deflate: bool = False
    local: Header = field(default_factory=Header)
    central: Header = field(default_factory=Header)
    raw: bytes | None = None  # the packed bytes, when they are not to be made from `content`
    made_by: int = 3 << 8 | 20
    attributes: int = 0o100644 << 16
    internal: int = 0
    disk: int = 0
    comment: bytes = b""
    offset: int | None = None
    before: bytes = b""  # stray bytes before the local header
    hidden: bool = False  # not in the directory

    def lying(self, **values: object) -> HostileEntry:
        """Both headers changed alike."""
        return replace(
            self,
            local=replace(self.local, **values),  # type: ignore[arg-type]
            central=replace(self.central, **values),  # type: ignore[arg-type]
        )


@dataclass(frozen=True)
class HostileEnd:
    """The end record; None means the right value."""

    mark: bytes = b"PK\5\6"
    disk: int = 0
    directory_disk: int = 0
    on_disk: int | None = None
    count: int | None = None
    length: int | None = None
    start: int | None = None
    comment: bytes = b""
    comment_length: int | None = None


def packed(entry: HostileEntry) -> bytes:
    """The bytes between two headers."""
    if entry.raw is not None:
        return entry.raw
    if not entry.deflate:
        return entry.content
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(entry.content) + packer.flush()


def build(
    entries: list[HostileEntry],
    end: HostileEnd | None = None,
    *,
    prepend: bytes = b"",
    append: bytes = b"",
    before_directory: bytes = b"",
    after_directory: bytes = b"",
) -> bytes:
    """The file."""
    end = end or HostileEnd()
    body, directory, count = bytearray(prepend), bytearray(), 0
    for entry in entries:
        body += entry.before
        offset = len(body)
        content = packed(entry)
        body += _LOCAL.pack(
            entry.local.mark or b"PK\3\4", *_shared(entry, entry.local, len(content))
        )
        body += _name(entry, entry.local) + entry.local.extra + content
        if entry.hidden:
            continue
        count += 1
        directory += _CENTRAL.pack(
            entry.central.mark or b"PK\1\2",
            entry.made_by,
            *_shared(entry, entry.central, len(content)),
            len(entry.comment),
            entry.disk,
            entry.internal,
            entry.attributes,
            offset if entry.offset is None else entry.offset,
        )
        directory += _name(entry, entry.central) + entry.central.extra + entry.comment
    body += before_directory
    start = len(body)
    body += directory + after_directory
    body += _END.pack(
        end.mark,
        end.disk,
        end.directory_disk,
        _or(end.on_disk, count),
        _or(end.count, count),
        _or(end.length, len(directory)),
        _or(end.start, start),
        _or(end.comment_length, len(end.comment)),
    )
    return bytes(body) + end.comment + append


def taken_apart(path: Path) -> list[HostileEntry]:
    """The entries of a well-made file, to be changed and built again."""
    content = path.read_bytes()
    *_, count, length, start, _comment = _END.unpack(content[-22:])
    entries, at = [], start
    for _ in range(count):
        fields = _CENTRAL.unpack_from(content, at)
        name = content[at + 46 : at + 46 + fields[10]].decode()
        begin = fields[16] + 30 + fields[10]
        raw = content[begin : begin + fields[8]]
        deflated = fields[4] == 8
        plain = zlib.decompress(raw, -15) if deflated else raw
        entries.append(HostileEntry(name, plain, deflate=deflated))
        at += 46 + fields[10]
    assert at == start + length
    return entries


def _name(entry: HostileEntry, header: Header) -> bytes:
    return entry.name.encode("utf-8") if header.name is None else header.name


def _shared(entry: HostileEntry, header: Header, packed_bytes: int) -> tuple[int, ...]:
    return (
        header.version,
        header.flags,
        _or(header.method, 8 if entry.deflate else 0),
        header.time,
        header.date,
        _or(header.crc, zlib.crc32(entry.content)),
        _or(header.packed, packed_bytes),
        _or(header.size, len(entry.content)),
        len(_name(entry, header)),
        len(header.extra),
    )


def _or(value: int | None, right: int) -> int:
    return right if value is None else value
