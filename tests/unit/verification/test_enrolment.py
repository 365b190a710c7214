"""First trust: the province's answer is looked at, compared, taken in; nothing else is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hrdesk.bundles.enrolment import EnrolmentReply, write_enrolment_reply
from hrdesk.errors import (
    EnrolmentElsewhereError,
    EnrolmentRefusedError,
    FingerprintDiffersError,
    OtherAuthorityError,
)
from hrdesk.trust.authority import Grant
from hrdesk.trust.identity import SigningIdentity, create_identity, read_identity, write_request
from hrdesk.trust.material import has_trust, load_trust
from hrdesk.trust.request import read_request
from hrdesk.verification.enrolment import read_enrolment, take_trust
from hrdesk.verification.outcome import Verdict
from tests.support.bundles import (
    NOW,
    PASSPHRASE,
    UUID,
    World,
    clerk,
    new_world,
    small_bundle,
    world,
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk that asks; identity and trust lie below."""
    create_identity(tmp_path / "identity", PASSPHRASE, clerk(), now=NOW)
    return tmp_path


def reply_for(
    desk: Path,
    one: World,
    *,
    signer: SigningIdentity | None = None,
    unit_code: str = "30307",
    authority_pem: bytes | None = None,
) -> Path:
    request = read_request(write_request(desk / "identity", now=NOW), "r.json")
    grant = Grant(unit_code, request.unit_name, request.name, request.position)
    reply = EnrolmentReply(
        UUID,
        "91",
        "0.1.0",
        authority_pem or one.authority.certificate_pem,
        one.authority.issue(request, grant, now=NOW),
        one.crl,
    )
    path = desk / "enrolment.asice"
    write_enrolment_reply(path, reply, signer or one.province, now=NOW)
    return path


def places(desk: Path) -> dict[str, Path]:
    return {"identity_folder": desk / "identity", "trust_folder": desk / "trust"}


def test_reply__looked_at__shows_authority_and_changes_nothing(desk: Path) -> None:
    seen = read_enrolment(reply_for(desk, world()), **places(desk), now=NOW)
    assert seen.outcome.verdict is Verdict.VALID
    assert seen.first_trust
    assert seen.authority == world().authority.facts
    assert seen.certificate is not None
    assert seen.certificate.unit_code == "30307"
    assert seen.province_code == "91"
    assert not has_trust(desk / "trust")


def test_reply__taken_in__desk_is_enrolled_and_again_changes_nothing(desk: Path) -> None:
    path = reply_for(desk, world())
    fingerprint = world().authority.facts.fingerprint
    take_trust(path, **places(desk), now=NOW, fingerprint=fingerprint)
    again = take_trust(path, **places(desk), now=NOW)
    assert not again.first_trust
    assert read_identity(desk / "identity").certificate is not None
    assert load_trust(desk / "trust").newest_list is not None


def test_reply__other_fingerprint_compared__refused(desk: Path) -> None:
    with pytest.raises(FingerprintDiffersError):
        take_trust(
            reply_for(desk, world()), **places(desk), now=NOW, fingerprint="0000-0000-0000-0000"
        )
    assert not has_trust(desk / "trust")


def test_reply__of_a_second_authority__refused(desk: Path) -> None:
    take_trust(reply_for(desk, world()), **places(desk), now=NOW)
    with pytest.raises(OtherAuthorityError):
        take_trust(reply_for(desk, new_world()), **places(desk), now=NOW)
    assert load_trust(desk / "trust").authority == world().authority.certificate


def test_reply__signed_by_a_clerk__refused(desk: Path) -> None:
    path = reply_for(desk, world(), signer=world().unit)
    with pytest.raises(EnrolmentRefusedError) as caught:
        take_trust(path, **places(desk), now=NOW)
    assert caught.value.values["finding_ids"] == "SIGN_209"


def test_reply__brings_another_authority_than_it_is_signed_under__refused(desk: Path) -> None:
    path = reply_for(desk, world(), authority_pem=new_world().authority.certificate_pem)
    with pytest.raises(EnrolmentRefusedError) as caught:
        take_trust(path, **places(desk), now=NOW)
    assert caught.value.values["finding_ids"] == "SIGN_203"


def test_reply__for_another_desk_or_unit__refused(desk: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    create_identity(other / "identity", PASSPHRASE, clerk(), now=NOW)
    path = reply_for(other, world())
    seen = read_enrolment(path, **places(desk), now=NOW)
    assert [one.finding_id for one in seen.outcome.findings] == ["SIGN_213"]
    with pytest.raises(EnrolmentElsewhereError):
        take_trust(path, **places(desk), now=NOW)
    with pytest.raises(EnrolmentElsewhereError):
        take_trust(reply_for(desk, new_world(), unit_code="30400"), **places(desk), now=NOW)
    assert not has_trust(desk / "trust")


def test_reply__not_one__refused(desk: Path) -> None:
    nonsense = desk / "x.asice"
    nonsense.write_bytes(b"hello")
    submission = small_bundle(desk / "s.asice")
    for path in (nonsense, submission, desk / "none.asice"):
        seen = read_enrolment(path, **places(desk), now=NOW)
        assert seen.outcome.verdict is Verdict.REFUSED
        with pytest.raises(EnrolmentRefusedError):
            take_trust(path, **places(desk), now=NOW)
    take_trust(reply_for(desk, world()), **places(desk), now=NOW)
    with pytest.raises(EnrolmentRefusedError):
        take_trust(submission, **places(desk), now=NOW)


def test_reply__certificate_swapped_inside__refused(desk: Path) -> None:
    stranger = world().folder / "unit" / "unit.crt"
    request = read_request(write_request(desk / "identity", now=NOW), "r.json")
    grant = Grant("30307", "", "", "")
    reply = EnrolmentReply(
        UUID,
        "91",
        "0.1.0",
        world().authority.certificate_pem,
        world().authority.issue(request, grant, now=NOW),
        world().crl,
    )
    path = desk / "x.asice"
    write_enrolment_reply(
        path, replace(reply, certificate_pem=stranger.read_bytes()), world().province, now=NOW
    )
    with pytest.raises(EnrolmentElsewhereError):
        take_trust(path, **places(desk), now=NOW)
