"""The leader's second signature: nothing leaves without it, and nobody else's will do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hrdesk.errors import BundleBackError, CountersignError, LeaderAwaitedError
from hrdesk.services.delivery.delivering import deliver
from hrdesk.services.delivery.journal import DeliveryState, journal
from hrdesk.services.importing import import_table
from hrdesk.services.province import intakes, receive
from hrdesk.services.sending import countersign, take_back_bundle
from hrdesk.services.submitting import submit
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.identity import unlock
from tests.corpus.hand import Seal, Signer, signature
from tests.support.bundles import small_bundle
from tests.support.hostile_zip import HostileEntry, build, taken_apart
from tests.support.office import SET_UP, WORDS, activities_file, init, offices, tell
from tests.unit.services.test_signed_loop import NOW, PERIOD


@pytest.fixture
def desks(tmp_path: Path):
    province, unit = offices(tmp_path)
    with open_workspace(province, now=NOW) as receiving, open_workspace(unit, now=NOW) as sending:
        import_table(sending, "activity", activities_file(tmp_path), now=NOW)
        for desk in (receiving, sending):
            desk.kit._policy = replace(desk.kit.policy, second_signature=True)
        yield receiving, sending


def leaders_key(province_folder: Path, tmp_path: Path) -> Path:
    """The key of the head of the office, enrolled as such."""
    leader = init(tmp_path / "leader" / "desk")
    request = next((leader / "enrolment").glob("enrol_*.json"))
    answer = tmp_path / "leader.asice"
    told = tell(
        "--data", province_folder, "enrol", request, "--role", "head", "--out", answer, now=SET_UP
    )
    assert told.code == 0, told.err
    assert tell("--data", leader, "trust", answer, now=SET_UP).code == 0
    return leader / "identity"


def test_leader__signs_in_the_outbox__the_bundle_may_leave_and_is_taken_in(
    tmp_path: Path,
) -> None:
    province_folder, unit_folder = offices(tmp_path)
    identity = leaders_key(province_folder, tmp_path)
    with (
        open_workspace(province_folder, now=NOW) as province,
        open_workspace(unit_folder, now=NOW) as desk,
    ):
        import_table(desk, "activity", activities_file(tmp_path), now=NOW)
        for one in (province, desk):
            one.kit._policy = replace(one.kit.policy, second_signature=True)
        sent = submit(desk, PERIOD, desk.paths.outbox, passphrase=WORDS, now=NOW)
        (early,) = receive(province, [sent.path], now=NOW)
        assert (early.result, early.cause) == ("held", "second")
        with pytest.raises(LeaderAwaitedError):
            deliver(desk, sent.bundle_id, tmp_path / "stick", now=NOW)
        countersign(desk, sent.bundle_id, None, identity_folder=identity, passphrase=WORDS, now=NOW)
        assert journal(desk)[0].state is DeliveryState.MADE
        deliver(desk, sent.bundle_id, tmp_path / "stick", now=NOW)
        assert journal(desk)[0].state is DeliveryState.WRITTEN
        (outcome,) = receive(province, [tmp_path / "stick"], now=NOW)
        assert outcome.result == "accepted", outcome.reason
        assert [one.bundle_id for one in intakes(province)] == [sent.bundle_id]


def test_leader__the_clerk_signs_twice__is_no_leader(desks, tmp_path: Path) -> None:
    _, desk = desks
    sent = submit(desk, PERIOD, desk.paths.outbox, passphrase=WORDS, now=NOW)
    with pytest.raises(CountersignError):
        countersign(
            desk,
            sent.bundle_id,
            None,
            identity_folder=desk.paths.identity,
            passphrase=WORDS,
            now=NOW,
        )
    assert journal(desk)[0].state is DeliveryState.AWAITS_LEADER


def signed_elsewhere(manifest: bytes, identity: Path) -> bytes:
    """What another tool makes of the list with the leader's key."""
    leader = unlock(identity, WORDS)
    assert leader.certificate is not None
    return signature(manifest, Signer(leader.private_key, leader.certificate), Seal(at=NOW))


def test_leader__signs_with_another_tool__the_bundle_is_taken_back_and_may_leave(
    tmp_path: Path,
) -> None:
    province_folder, unit_folder = offices(tmp_path)
    identity = leaders_key(province_folder, tmp_path)
    with open_workspace(unit_folder, now=NOW) as desk:
        import_table(desk, "activity", activities_file(tmp_path), now=NOW)
        desk.kit._policy = replace(desk.kit.policy, second_signature=True)
        sent = submit(desk, PERIOD, desk.paths.outbox, passphrase=WORDS, now=NOW)
        before = sent.path.read_bytes()
        entries = taken_apart(sent.path)
        second = entries[-2].content.replace(b"signature001", b"signature002")
        pairs = {"META-INF/ASiCManifest002.xml": second}
        pairs["META-INF/signature002.p7s"] = signed_elsewhere(second, identity)
        back = tmp_path / "back.asice"
        wrong = [
            replace(one, content=one.content[::-1]) if "csv" in one.name else one for one in entries
        ]
        back.write_bytes(build([*wrong, *(HostileEntry(*pair) for pair in pairs.items())]))
        with pytest.raises(BundleBackError):
            take_back_bundle(desk, back, now=NOW)
        assert sent.path.read_bytes() == before
        assert journal(desk)[0].state is DeliveryState.AWAITS_LEADER
        back.write_bytes(build([*entries, *(HostileEntry(*pair) for pair in pairs.items())]))
    now = NOW.isoformat()
    told = tell("--data", unit_folder, "take-back", back, "--json", now=now)
    assert told.code == 0, told.err
    assert [one["role"] for one in told.json["signers"]] == ["clerk", "head"]
    with (
        open_workspace(province_folder, now=NOW) as province,
        open_workspace(unit_folder, now=NOW) as desk,
    ):
        assert journal(desk)[0].state is DeliveryState.MADE
        deliver(desk, sent.bundle_id, tmp_path / "stick", now=NOW)
        (outcome,) = receive(province, [tmp_path / "stick"], now=NOW)
        assert outcome.result == "accepted", outcome.reason
        back.write_bytes(before)
        with pytest.raises(BundleBackError):  # the copy here has one signature more
            take_back_bundle(desk, back, now=NOW)
        other = small_bundle(tmp_path / "other.asice")
        with pytest.raises(BundleBackError):
            take_back_bundle(desk, other, now=NOW)
