"""Every byte of each kind of container changed: nothing changed is believed."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from hrdesk.bundles.encryption import decrypt_bytes, encrypt_bytes
from hrdesk.bundles.faults import FaultFoundError
from hrdesk.trust.recipient import create_recipient, open_recipients
from hrdesk.verification import checks
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Verdict
from tests.support import kinds
from tests.support.bundles import NOW, PASSPHRASE, world
from tests.support.hostile_zip import build, taken_apart

pytestmark = pytest.mark.long

PARTS = 4  # of one container's bytes, so that several workers share them
TWICE_SIGNED = {"two-signatures", "root-change"}
EXPECTED = Expected("91", at_province=True)
MAKERS = {
    "enrolment": kinds.enrolment,
    "renewal": kinds.renewal,
    "kit": kinds.kit,
    "receipt": kinds.receipt,
    "two-signatures": kinds.countersigned,
    "root-change": kinds.root_change,
}


@pytest.fixture
def remembered_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same manifest and signature are judged once; the function has no other input."""
    judge = functools.lru_cache(maxsize=None)(checks.check_signature)
    monkeypatch.setattr(checks, "check_signature", judge)


def verdict(path: Path, content: bytes) -> Verdict:
    path.write_bytes(content)
    return verify_bundle(path, world().trust, NOW, expected=EXPECTED).outcome.verdict


@pytest.mark.usefixtures("remembered_signatures")
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", list(MAKERS))
def test_container__every_byte_changed__refused(kind: str, part: int, tmp_path: Path) -> None:
    original = MAKERS[kind](tmp_path / "a.asice").read_bytes()
    changed_path = tmp_path / "b.asice"
    assert verdict(changed_path, original) is Verdict.VALID
    accepted = []
    begin = original.index(b"META-INF/ASiC") - 30 if kind in TWICE_SIGNED else 0
    # What lies before is that of any submission or kit.
    for at in range(begin + part, len(original), PARTS):
        changed = bytearray(original)
        changed[at] ^= 1 << at % 8
        if verdict(changed_path, bytes(changed)) is not Verdict.REFUSED:
            accepted.append(at)
    assert accepted == []


@pytest.mark.usefixtures("remembered_signatures")
@pytest.mark.parametrize("kind", list(MAKERS))
def test_container__cut_anywhere__refused(kind: str, tmp_path: Path) -> None:
    original = MAKERS[kind](tmp_path / "a.asice").read_bytes()
    for length in range(0, len(original), 7):
        assert verdict(tmp_path / "b.asice", original[:length]) is Verdict.REFUSED


@pytest.mark.usefixtures("remembered_signatures")
def test_container__entries_of_one_kind_under_the_signature_of_another__refused(
    tmp_path: Path,
) -> None:
    folders = {kind: tmp_path / kind for kind in MAKERS}
    for folder in folders.values():
        folder.mkdir()
    apart = {kind: taken_apart(MAKERS[kind](folders[kind] / "a.asice")) for kind in MAKERS}
    for one, own in apart.items():
        for other, foreign in apart.items():
            if one == other or TWICE_SIGNED & {one, other}:
                continue
            mixed = build([*own[:-2], *foreign[-2:]])
            assert verdict(tmp_path / "b.asice", mixed) is Verdict.REFUSED


def test_encrypted__every_byte_changed_and_every_cut__nothing_comes_out(tmp_path: Path) -> None:
    key = create_recipient(tmp_path / "keys", PASSPHRASE, now=NOW).key
    opened = open_recipients(tmp_path / "keys", PASSPHRASE)
    plain = kinds.tiny_submission(tmp_path / "a.asice").read_bytes()
    sealed = encrypt_bytes(plain, [key])
    assert decrypt_bytes(sealed, opened.identities) == plain
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1 << at % 8
        with pytest.raises(FaultFoundError):
            decrypt_bytes(bytes(changed), opened.identities)
    for length in range(0, len(sealed), 5):
        with pytest.raises(FaultFoundError):
            decrypt_bytes(sealed[:length], opened.identities)
