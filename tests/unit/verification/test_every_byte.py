"""Every single-byte change of a bundle is refused, padding bits of deflate excepted."""

from __future__ import annotations

import functools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from hrdesk.bundles.container import DEFLATED, Reader
from hrdesk.verification import checks
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Verdict
from tests.support.bundles import NOW, small_bundle, training_form, training_record, world
from tests.support.hostile_zip import build, taken_apart

pytestmark = pytest.mark.long

EXPECTED = Expected("91", at_province=True)


def contents(path: Path) -> dict[str, bytes]:
    with Reader(path) as reader:
        return {entry.name: b"".join(reader.chunks(entry)) for entry in reader.entries}


@pytest.fixture
def remembered_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same manifest and signature are judged once; the function has no other input."""
    judge = functools.lru_cache(maxsize=None)(checks.check_signature)
    monkeypatch.setattr(checks, "check_signature", judge)


def believed(path: Path, content: bytes) -> bool:
    path.write_bytes(content)
    outcome = verify_bundle(path, world().trust, NOW, expected=EXPECTED).outcome
    assert outcome.findings or outcome.verdict is Verdict.VALID
    return outcome.verdict is not Verdict.REFUSED


@pytest.mark.usefixtures("remembered_signatures")
def test_bundle__every_single_byte_changed__refused(tmp_path: Path) -> None:
    form = replace(training_form(), children=training_form().children[:1])
    record = training_record(1, repeats={})
    path = small_bundle(tmp_path / "a.asice", forms=(form,), records=(record,))
    original, changed_path = path.read_bytes(), tmp_path / "b.asice"
    assert believed(changed_path, original)
    accepted = []
    for at in range(len(original)):
        changed = bytearray(original)
        changed[at] ^= 1 << at % 8
        if believed(changed_path, bytes(changed)):
            accepted.append(at)
    assert accepted == []


@pytest.mark.usefixtures("remembered_signatures")
def test_bundle__every_byte_changed_of_deflated_entries__refused_or_same_content(
    tmp_path: Path,
) -> None:
    """Deflate has slack: padding bits, and copies of a run that may start in two places."""
    path, changed_path = tmp_path / "a.asice", tmp_path / "b.asice"
    small_bundle(path, records=(training_record(1),))
    entries = [
        replace(entry, deflate=entry.name.endswith((".json", ".csv", ".xml")))
        for entry in taken_apart(path)
    ]
    original = build(entries)
    assert believed(path, original)
    plain = contents(path)
    with Reader(path) as reader:
        packed = [entry for entry in reader.entries if entry.method == DEFLATED]
    places = [
        at
        for one in packed
        for at in range(one.content_offset, one.content_offset + one.packed_bytes)
    ]
    ends = {one.content_offset + one.packed_bytes - 1 for one in packed}
    accepted = []
    for at in places:
        changed = bytearray(original)
        changed[at] ^= 0x80 if at in ends else 1 << at % 8
        if believed(changed_path, bytes(changed)):
            accepted.append(at)
            assert contents(changed_path) == plain
    assert accepted  # the exception is real
    assert len(accepted) <= len(packed) + 3


def test_signature__every_bit_changed__refused(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    original = path.read_bytes()
    with Reader(path) as reader:
        entry = reader.entries[-1]
        manifest = reader.read(reader.entries[-2], 1 << 20)
    signature = original[entry.content_offset :][: entry.size_bytes]
    checks.check_signature(manifest, signature)
    survivors = []
    for bit in range(len(signature) * 8):
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            signed_by = checks.check_signature(manifest, bytes(changed))
        except checks.JudgedError:
            continue
        evidence = checks.examine(
            signed_by.certificate, world().authority.certificate, signed_by.signed_at
        )
        if evidence.issued_by_authority:
            survivors.append(bit)
    assert survivors == []


@pytest.mark.usefixtures("remembered_signatures")
def test_bundle__random_cuts_and_splices__refused(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    original, plain = path.read_bytes(), contents(path)
    chance = random.Random(20261123)
    changed_path = tmp_path / "b.asice"
    for _ in range(400):
        first, second = sorted(chance.sample(range(len(original) + 1), 2))
        piece = chance.choice(
            [b"", chance.randbytes(chance.randrange(1, 40)), original[second : second + 30]]
        )
        changed = chance.choice(
            [
                original[:first],
                original[:first] + piece + original[second:],
                original + piece + b"\0",
            ]
        )
        if believed(changed_path, changed):
            assert contents(changed_path) == plain


def test_bundle__manifest_and_signature_of_another__refused(tmp_path: Path) -> None:
    first = small_bundle(tmp_path / "a.asice")
    second = small_bundle(tmp_path / "b.asice", records=(training_record(9),))
    mixed = contents(first) | {
        name: content for name, content in contents(second).items() if "META-INF" in name
    }
    entries = [replace(entry, content=mixed[entry.name]) for entry in taken_apart(first)]
    path = tmp_path / "c.asice"
    path.write_bytes(build(entries))
    outcome = verify_bundle(path, world().trust, NOW, expected=EXPECTED).outcome
    assert [one.finding_id for one in outcome.findings] == ["BUN_203"]
