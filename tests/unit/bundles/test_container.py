"""Hostile containers: each is refused for its own reason, and good ones are read."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.bundles.container import Reader, Writer, is_payload_name
from hrdesk.bundles.faults import FaultFoundError
from hrdesk.errors import BundleNameError
from tests.support.hostile_zip import (
    Header,
    HostileEnd,
    HostileEntry,
    build,
    packed,
)

MIMETYPE = HostileEntry("mimetype", b"application/vnd.etsi.asic-e+zip")
FACTS = HostileEntry("bundle.json", b'{"a": "' + b"x" * 200 + b'"}', deflate=True)
STORED = HostileEntry("attachments/a.bin", b"0123456789" * 10)
MANIFEST = HostileEntry("META-INF/ASiCManifest001.xml", b"<x/>" * 30, deflate=True)
SIGNATURE = HostileEntry("META-INF/signature001.p7s", b"\x30\x00")
GOOD = [MIMETYPE, FACTS, STORED, MANIFEST, SIGNATURE]


def swapped(at: int, entry: HostileEntry) -> list[HostileEntry]:
    return [*GOOD[:at], entry, *GOOD[at + 1 :]]


def inserted(entry: HostileEntry) -> list[HostileEntry]:
    return [*GOOD[:3], entry, *GOOD[3:]]


def read_all(path: Path) -> dict[str, bytes]:
    with Reader(path) as reader:
        return {entry.name: b"".join(reader.chunks(entry)) for entry in reader.entries}


def refused_with(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "x.asice"
    path.write_bytes(content)
    with pytest.raises(FaultFoundError) as caught:
        read_all(path)
    return caught.value.fault.fault_id


def test_reader__well_made_zip_of_another_writer__read(tmp_path: Path) -> None:
    path = tmp_path / "x.asice"
    path.write_bytes(build(GOOD))
    assert read_all(path) == {entry.name: entry.content for entry in GOOD}


def test_reader__python_zipfile_with_constant_headers__read(tmp_path: Path) -> None:
    path = tmp_path / "x.asice"
    with zipfile.ZipFile(path, "w") as archive:
        for entry in GOOD:
            info = zipfile.ZipInfo(entry.name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if entry.deflate else zipfile.ZIP_STORED
            archive.writestr(info, entry.content)
    assert read_all(path) == {entry.name: entry.content for entry in GOOD}


def test_writer__entries__read_back_by_reader_and_by_zipfile(tmp_path: Path) -> None:
    path = tmp_path / "x.asice"
    large = os.urandom(1 << 20) + bytes(1 << 21)
    with path.open("w+b") as stream:
        writer = Writer(stream)
        writer.add("bundle.json", b"{}", deflate=True)
        writer.add("data/a.csv", io.BytesIO(large), deflate=True)
        writer.add("attachments/b.bin", io.BytesIO(large), deflate=False)
        writer.add("attachments/empty.bin", b"", deflate=False)
        writer.finish(b"<m/>", b"p7s")
    contents = read_all(path)
    assert contents["data/a.csv"] == contents["attachments/b.bin"] == large
    assert contents["attachments/empty.bin"] == b""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(contents)


@pytest.mark.parametrize(
    "name",
    [
        "../a.csv", "/a.csv", "C:a.csv", "a\\b.csv", "a.csv:b", "con.csv", "data/nul.csv",
        "lpt1/a.csv", "com0.bin", "a.csv.", "a.csv ", "A.csv", "a.exe", "a", "a.b.csv", ".a.csv",
        "a//b.csv", "a/b/c/d/e.csv", "x" * 64 + ".csv", "đ.csv", "a\0.csv", "", "./a.csv", "a.csv\n",
        "attachments/", "conin$.csv", "\u202efdp.csv", "_a.csv", "meta-inf/../a.csv",
    ],
)  # fmt: skip
def test_name__outside_grammar__refused(name: str, tmp_path: Path) -> None:
    assert not is_payload_name(name)
    with pytest.raises(BundleNameError):
        Writer(io.BytesIO()).add(name, b"", deflate=False)
    entry = HostileEntry(name, b"x")
    assert refused_with(tmp_path, build(inserted(entry))) == "BUN_110"


@pytest.mark.parametrize("name", ["bundle.json", "data/a__b-2.csv", "a/b/c/d.bin", "com10.csv"])
def test_name__inside_grammar__taken(name: str) -> None:
    assert is_payload_name(name)


HEADER_LIES: dict[str, HostileEntry] = {
    "version": FACTS.lying(version=45),
    "flag encrypted": FACTS.lying(flags=1),
    "flag data descriptor": FACTS.lying(flags=8),
    "flag utf-8": FACTS.lying(flags=0x800),
    "method": FACTS.lying(method=9),
    "time": FACTS.lying(time=1),
    "date": FACTS.lying(date=0x0022),
    "extra field": FACTS.lying(extra=b"\x75\x70\x00\x00"),
    "central extra": replace(FACTS, central=Header(extra=b"\x01\x00\x00\x00")),
    "made by windows": replace(FACTS, made_by=20),
    "symlink": replace(FACTS, attributes=0o120777 << 16),
    "folder attribute": replace(FACTS, attributes=0o40755 << 16 | 0x10),
    "internal attribute": replace(FACTS, internal=1),
    "other disk": replace(FACTS, disk=1),
    "comment": replace(FACTS, comment=b"hello"),
    "central mark": replace(FACTS, central=Header(mark=b"PK\1\3")),
    "stored with two sizes": STORED.lying(size=50),
}


@pytest.mark.parametrize("lie", HEADER_LIES)
def test_header__not_the_constant__refused(lie: str, tmp_path: Path) -> None:
    entry = HEADER_LIES[lie]
    at = 2 if entry.name == STORED.name else 1
    assert refused_with(tmp_path, build(swapped(at, entry))) in {"BUN_107", "BUN_106"}


@pytest.mark.parametrize(
    "local",
    [
        Header(name=b"bundle.xml"[:10] + b"x"),
        Header(crc=1),
        Header(size=1),
        Header(packed=1),
        Header(flags=8, crc=0, packed=0, size=0),
        Header(method=0),
        Header(time=1),
        Header(date=1),
        Header(version=10),
        Header(mark=b"PK\3\5"),
        Header(extra=b"\x01\x00\x00\x00"),
        Header(name=b"short.csv"),
    ],
)
def test_local_header__differs_from_central__refused(local: Header, tmp_path: Path) -> None:
    entry = replace(FACTS, local=local)
    assert refused_with(tmp_path, build(swapped(1, entry))) == "BUN_108"


def _directory_length() -> int:
    return sum(46 + len(entry.name) for entry in GOOD)


def _quoted_overlap() -> bytes:
    """The stored first entry quotes the local header of the second."""
    inner = build([STORED])[: 30 + len(STORED.name) + len(STORED.content)]
    outer = replace(FACTS, deflate=False, content=inner)
    start = 30 + len(MIMETYPE.name) + len(MIMETYPE.content) + 30 + len(FACTS.name)
    return build([MIMETYPE, outer, replace(STORED, offset=start), MANIFEST, SIGNATURE])


STRUCTURES: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "prepended MZ": (lambda: build(GOOD, prepend=b"MZ" * 50), {"BUN_109"}),
    "prepended, offsets as if not": (lambda: b"MZ" + build(GOOD), {"BUN_104"}),
    "appended": (lambda: build(GOOD, append=b"x"), {"BUN_103"}),
    "appended second end record": (lambda: build(GOOD, append=build([])), {"BUN_104"}),
    "comment": (lambda: build(GOOD, HostileEnd(comment=b"hi")), {"BUN_103"}),
    "comment length without comment": (lambda: build(GOOD, HostileEnd(comment_length=1)), {"BUN_104"}),
    "hidden local entry": (
        lambda: build(inserted(replace(STORED, name="data/h.csv", hidden=True))), {"BUN_109"}
    ),
    "bytes between entries": (lambda: build(swapped(2, replace(STORED, before=b"x"))), {"BUN_109"}),
    "bytes before directory": (lambda: build(GOOD, before_directory=b"x"), {"BUN_109"}),
    "bytes after directory": (lambda: build(GOOD, after_directory=b"x"), {"BUN_104"}),
    "bytes inside directory": (
        lambda: build(GOOD, HostileEnd(length=_directory_length() + 1), after_directory=b"x"),
        {"BUN_106"},
    ),
    "count too low": (lambda: build(GOOD, HostileEnd(count=4, on_disk=4)), {"BUN_106"}),
    "count too high": (lambda: build(GOOD, HostileEnd(count=6, on_disk=6)), {"BUN_106"}),
    "counts differ": (lambda: build(GOOD, HostileEnd(on_disk=4)), {"BUN_104"}),
    "two disks": (lambda: build(GOOD, HostileEnd(disk=1)), {"BUN_104"}),
    "directory on another disk": (lambda: build(GOOD, HostileEnd(directory_disk=1)), {"BUN_104"}),
    "directory starts elsewhere": (lambda: build(GOOD, HostileEnd(start=0)), {"BUN_104"}),
    "zip64 marks": (
        lambda: build(GOOD, HostileEnd(count=0xFFFF, on_disk=0xFFFF, start=0xFFFFFFFF)), {"BUN_104"}
    ),
    "overlap: second entry inside the first": (
        lambda: build(swapped(2, replace(STORED, offset=0))), {"BUN_109"}
    ),
    "quoted overlap": (_quoted_overlap, {"BUN_108", "BUN_109"}),
    "empty file": (lambda: b"", {"BUN_103"}),
    "empty zip": (lambda: build([]), {"BUN_116"}),
    "only text": (lambda: b"hello world, this is no zip at all", {"BUN_103"}),
    "same name twice": (lambda: build(inserted(FACTS)), {"BUN_111"}),
    "mimetype missing": (lambda: build(GOOD[1:]), {"BUN_116"}),
    "mimetype second": (lambda: build([FACTS, MIMETYPE, *GOOD[2:]]), {"BUN_116"}),
    "mimetype deflated": (lambda: build(swapped(0, replace(MIMETYPE, deflate=True))), {"BUN_116"}),
    "mimetype with newline": (
        lambda: build(swapped(0, replace(MIMETYPE, content=MIMETYPE.content + b"\n"))), {"BUN_116"}
    ),
    "mimetype of another kind": (
        lambda: build(swapped(0, replace(MIMETYPE, content=b"application/vnd.etsi.asic-s+zip"))),
        {"BUN_116"},
    ),
    "no signature": (lambda: build(GOOD[:-1]), {"BUN_117"}),
    "no manifest": (lambda: build([*GOOD[:3], SIGNATURE]), {"BUN_117"}),
    "signature before manifest": (lambda: build([*GOOD[:3], SIGNATURE, MANIFEST]), {"BUN_117"}),
    "entry after the signature": (
        lambda: build([*GOOD, replace(STORED, name="data/z.csv")]), {"BUN_117"}
    ),
    "signature deflated": (
        lambda: build(swapped(4, replace(SIGNATURE, deflate=True))), {"BUN_107"}
    ),
    "second manifest": (
        lambda: build(inserted(replace(MANIFEST, name="META-INF/ASiCManifest002.xml"))), {"BUN_118"}
    ),
    "other META-INF": (
        lambda: build(inserted(replace(MANIFEST, name="META-INF/manifest.xml"))), {"BUN_110"}
    ),
    "deflate longer than declared": (
        lambda: build(swapped(1, FACTS.lying(size=100, crc=zlib.crc32(FACTS.content[:100])))),
        {"BUN_114"},
    ),
    "deflate shorter than declared": (lambda: build(swapped(1, FACTS.lying(size=9999))), {"BUN_114"}),
    "deflate cut": (lambda: build(swapped(1, replace(FACTS, raw=packed(FACTS)[:-3]))), {"BUN_114"}),
    "deflate with bytes behind": (
        lambda: build(swapped(1, replace(FACTS, raw=packed(FACTS) + b"more"))), {"BUN_114"}
    ),
    "deflate nonsense": (lambda: build(swapped(1, replace(FACTS, raw=b"\xff" * 20))), {"BUN_114"}),
    "wrong checksum": (lambda: build(swapped(1, FACTS.lying(crc=1))), {"BUN_115"}),
    "bomb": (
        lambda: build(inserted(HostileEntry("data/b.csv", bytes(30 << 20), deflate=True))),
        {"BUN_113"},
    ),
    "bomb that lies about its size": (
        lambda: build(
            inserted(HostileEntry("data/b.csv", bytes(30 << 20), deflate=True).lying(size=1000))
        ),
        {"BUN_114"},
    ),
    "too many entries": (
        lambda: build([HostileEntry(f"data/t{n}.csv", b"") for n in range(20_001)]), {"BUN_105"}
    ),
    "sum too large": (
        lambda: build(
            [
                *GOOD[:3],
                *(
                    HostileEntry(f"data/t{n}.csv", b"", deflate=True, raw=bytes(4 << 20)).lying(
                        size=800 << 20
                    )
                    for n in range(6)
                ),
                *GOOD[3:],
            ]
        ),
        {"BUN_112"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURES)
def test_structure__hostile__refused(case: str, tmp_path: Path) -> None:
    make, expected = STRUCTURES[case]
    assert refused_with(tmp_path, make()) in expected


def test_reader__missing_file_or_folder__refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.asice", tmp_path):
        with pytest.raises(FaultFoundError) as caught:
            Reader(path)
        assert caught.value.fault.fault_id == "BUN_101"


def test_reader__entry_larger_than_asked_for__refused(tmp_path: Path) -> None:
    path = tmp_path / "x.asice"
    path.write_bytes(build(GOOD))
    with Reader(path) as reader, pytest.raises(FaultFoundError) as caught:
        reader.read(reader.entries[1], 10)
    assert caught.value.fault.fault_id == "BUN_112"


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 10_000), cut=st.integers(0, 60), piece=st.binary(max_size=60))
def test_reader__any_splice__refused_or_same_content(at: int, cut: int, piece: bytes) -> None:
    original = build(GOOD)
    at %= len(original)
    changed = original[:at] + piece + original[at + cut :]
    path = Path(os.environ["HOME"]) / "splice.asice"
    path.write_bytes(changed)
    try:
        contents = read_all(path)
    except FaultFoundError:
        return
    # Contents are covered by checksums here and by digests later; headers by equality.
    assert contents == {entry.name: entry.content for entry in GOOD}
