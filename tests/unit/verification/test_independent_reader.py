"""The second reader, written from the page alone, over everything that the program sends."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hrdesk.bundles.encryption import encrypt_file
from hrdesk.trust.certificates import certificate_pem
from hrdesk.trust.recipient import write_escrow
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Verdict
from tests.corpus.hand import CA as OTHER
from tests.independent_reader import Refused, read
from tests.support import kinds
from tests.support.bundles import NOW, small_bundle, world
from tests.support.hostile_zip import build, taken_apart

TRUST = world().trust
CA = world().authority.certificate_pem


def made(kind: str, folder: Path) -> list[Path]:
    key = write_escrow(folder / "escrow.txt", now=NOW)
    path = folder / f"{kind}.asice"
    return {
        "submission": lambda: [small_bundle(path)],
        "zero": lambda: [small_bundle(path, records=(), zero=True)],
        "second-signature": lambda: [kinds.countersigned(path)],
        "people": lambda: [kinds.with_people(path, key)],
        "parts": lambda: kinds.parts(folder),
        "enrolment": lambda: [kinds.enrolment(path)],
        "renewal": lambda: [kinds.renewal(path)],
        "kit": lambda: [kinds.kit(path)],
        "receipt": lambda: [kinds.receipt(path)],
    }[kind]()


@pytest.mark.parametrize(
    "kind",
    [
        "submission",
        "zero",
        "second-signature",
        "people",
        "parts",
        "enrolment",
        "renewal",
        "kit",
        "receipt",
    ],
)
def test_second_reader__what_the_program_sends__believed_by_both(kind: str, tmp_path: Path) -> None:
    for path in made(kind, tmp_path):
        seen = verify_bundle(path, TRUST, NOW, expected=Expected("91"))
        assert seen.outcome.verdict is Verdict.VALID, seen.outcome
        facts, entries = read(path.read_bytes(), CA, NOW)
        assert seen.facts is not None
        assert facts["type"] == str(seen.facts.bundle_type)
        assert facts["id"] == seen.facts.uuid
        assert list(entries)[1] == "bundle.json"


def test_second_reader__encrypted__the_age_tool_opens_it(tmp_path: Path) -> None:
    key = write_escrow(tmp_path / "escrow.txt", now=NOW)
    path = small_bundle(tmp_path / "a.asice", recipient_key=key)
    encrypt_file(path, tmp_path / "a.asice.age", [key])
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "escrow.txt", tmp_path / "a.asice.age"],
        capture_output=True,
        check=True,
    ).stdout
    facts, _ = read(opened, CA, NOW)
    assert facts["to"] == {"province": "91", "key": key}
    assert opened == path.read_bytes()


@pytest.mark.parametrize(
    "kind", ["submission", "second-signature", "enrolment", "renewal", "kit", "receipt"]
)
def test_second_reader__any_entry_changed_or_missing__refused_by_both(
    kind: str, tmp_path: Path
) -> None:
    (path,) = made(kind, tmp_path)
    entries = taken_apart(path)
    for at, entry in enumerate(entries):
        flipped = bytes([entry.content[0] ^ 1]) + entry.content[1:]
        changed = [*entries[:at], type(entry)(entry.name, flipped), *entries[at + 1 :]]
        for mutated in (changed, [*entries[:at], *entries[at + 1 :]]):
            other = tmp_path / "changed.asice"
            other.write_bytes(build(mutated))
            outcome = verify_bundle(other, TRUST, NOW, expected=Expected("91"))
            assert outcome.outcome.verdict is Verdict.REFUSED
            with pytest.raises(Refused):
                read(other.read_bytes(), CA, NOW)


def test_second_reader__of_another_authority__refused(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    with pytest.raises(Refused):
        read(path.read_bytes(), certificate_pem(OTHER), NOW)
