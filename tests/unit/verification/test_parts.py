"""Submissions in parts, and a second signature beside the first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hrdesk.bundles.countersigning import write_countersigned
from hrdesk.bundles.faults import FaultFoundError
from hrdesk.bundles.submission import write_parts
from hrdesk.services.holding import put_together
from hrdesk.verification.checks import verify_bundle
from hrdesk.verification.outcome import Verdict
from hrdesk.verification.verified import VerifiedBundle
from tests.support.bundles import (
    NOW,
    PNG,
    attachment,
    clerk,
    enrolled,
    new_world,
    small_bundle,
    submission,
    training_record,
    world,
)
from tests.unit.verification.test_checks import EXPECTED, ids

SET = "018f3a2b-7c4d-7e5f-8a9b-0c1d2e3f4a5c"


def parts(tmp_path: Path, set_id: str = SET) -> list[VerifiedBundle]:
    record = training_record(1)
    files = tuple(
        attachment(tmp_path, record, PNG[:-12] + bytes(40_000) + bytes([n])) for n in range(3)
    )
    content = submission(world().crl, attachments=files)
    folder = tmp_path / set_id
    folder.mkdir()
    made = write_parts(
        folder / "a.asice", content, world().unit, now=NOW, limit_bytes=70_000, set_id=set_id
    )
    seen = []
    for number, one in enumerate(made):
        staging = folder / f"s{number}"
        staging.mkdir()
        seen.append(verify_bundle(one.path, world().trust, NOW, expected=EXPECTED, staging=staging))
    return seen


def test_parts__each_alone_valid__together_all_files(tmp_path: Path) -> None:
    seen = parts(tmp_path)
    assert len(seen) == 4
    assert {one.outcome.verdict for one in seen} == {Verdict.VALID}
    whole = put_together(seen)
    assert len(whole.attachments) == 3
    assert all(one.staged is not None for one in whole.attachments)
    assert len(whole.records) == 2


def test_parts__one_missing_or_of_another_set__refused(tmp_path: Path) -> None:
    seen = parts(tmp_path)
    other = parts(tmp_path, SET[:-1] + "d")
    for wrong in (seen[:-1], [*seen[:-1], other[-1]]):
        with pytest.raises(FaultFoundError) as caught:
            put_together(wrong)
        assert caught.value.fault.fault_id == "BUN_312"


def test_second_signature__of_the_head__named_beside_the_first(tmp_path: Path) -> None:
    one = new_world()
    holder = replace(clerk(), device_id="1b7c9c1e-5f39-4b0e-9a55-0d6f2a3c4d5e")
    head = enrolled(one.folder / "head", one.authority, holder, "head")
    clerk2 = enrolled(one.folder / "clerk2", one.authority, holder, "clerk")
    path = tmp_path / "a.asice"
    from hrdesk.bundles.submission import write_submission

    write_submission(path, submission(one.crl), one.unit, now=NOW)
    before = verify_bundle(path, one.trust, NOW, expected=EXPECTED)
    for identity, expected in (
        (head, []),
        (clerk2, ["SIGN_217"]),
        (one.unit, ["SIGN_216", "SIGN_217"]),
    ):
        write_countersigned(path, tmp_path / "b.asice", identity, now=NOW)
        seen = verify_bundle(tmp_path / "b.asice", one.trust, NOW, expected=EXPECTED)
        assert ids(seen.outcome) == expected
        assert seen.outcome.bundle_id == before.outcome.bundle_id
        if not expected:
            assert [signer.role for signer in seen.signers] == ["clerk", "head"]


def test_second_signature__every_byte_of_its_tail__refused_or_the_same(tmp_path: Path) -> None:
    path = small_bundle(tmp_path / "a.asice")
    write_countersigned(path, path, world().unit, now=NOW)
    content = path.read_bytes()
    at = content.index(b"META-INF/signature002.p7s")
    for place in range(at - 30, len(content), 97):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert verify_bundle(path, world().trust, NOW).outcome.verdict is Verdict.REFUSED
