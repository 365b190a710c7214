from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from hrdesk import i18n
from hrdesk.errors import (
    AuthorityAwayError,
    AuthorityPlaceError,
    CertificateExpiredError,
    FingerprintDiffersError,
    IdentityLockedError,
    KitRefusedError,
    SecondOfficerError,
)
from hrdesk.indicators.period import parse_period
from hrdesk.services import authority, enrolment, kit_making, province, submitting
from hrdesk.services.kits import countersign_kit, look_at_kit, take_kit
from hrdesk.services.province import Issuing
from hrdesk.services.renewals_received import issue_renewal, issue_waiting, waiting_renewals
from hrdesk.services.renewing import renew, renewal_state, renewal_words
from hrdesk.services.workspace import WorkspaceSetup, create_workspace, open_workspace, today_of
from hrdesk.trust.identity import read_identity, unlock
from hrdesk.trust.material import load_trust
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.outcome import Verdict
from tests.support.desk import NOW, PASSPHRASE, make_desk
from tests.support.kits import LATER, enrolled_pair, made

OWN = "một cụm từ khác hẳn"


@pytest.fixture(autouse=True)
def english():
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pair")
    office, desk = enrolled_pair(folder)
    office.close()
    desk.close()
    return folder


@pytest.fixture
def offices(pair, tmp_path):
    shutil.copytree(pair, tmp_path / "pair")
    office = open_workspace(tmp_path / "pair" / "province", now=NOW)
    desk = open_workspace(tmp_path / "pair" / "desk", now=NOW)
    yield office, desk
    office.close()
    desk.close()


def apart(office, folder):
    authority.set_up_authority(office, folder, passphrase=OWN, old_passphrase=PASSPHRASE)
    return folder


def ids(outcome):
    return [one.finding_id for one in outcome.findings]


def test_authority__brought_apart__leaves_no_key_in_the_workspace_and_issues_as_before(
    offices, tmp_path
):
    office, _ = offices
    before = authority.authority_state(office)
    stick = apart(office, tmp_path / "stick")
    state = authority.authority_state(office)
    assert (before.apart, state.apart, state.reachable) == (False, True, True)
    assert state.fingerprint == before.fingerprint
    assert not office.paths.authority.exists()
    assert not list(office.paths.folder.rglob("ca.sealed"))
    with pytest.raises(IdentityLockedError):
        authority.open_apart(office, PASSPHRASE)
    fresh = make_desk(tmp_path / "fresh")
    request = enrolment.write_request(fresh, tmp_path, now=NOW)
    answer = tmp_path / "fresh.asice"
    keys = Issuing(authority_passphrase=OWN)
    province.enrol(office, request, answer, passphrase=PASSPHRASE, now=NOW, issuing=keys)
    assert enrolment.take_trust(fresh, answer, now=NOW).state == "enrolled"
    fresh.close()
    stick.rename(tmp_path / "drawer")
    assert not authority.authority_state(office).reachable
    with pytest.raises(AuthorityAwayError):
        authority.open_apart(office, OWN)
    made(office, tmp_path / "kits")  # daily work needs no key of the authority


def test_authority__to_be_kept_in_the_workspace__is_refused(offices):
    office, _ = offices
    with pytest.raises(AuthorityPlaceError):
        apart(office, office.paths.folder / "ca")
    assert not authority.authority_state(office).apart


def test_authority__wrong_old_passphrase__changes_nothing(offices, tmp_path):
    office, _ = offices
    with pytest.raises(IdentityLockedError):
        authority.set_up_authority(
            office, tmp_path / "stick", passphrase=OWN, old_passphrase="không phải câu này"
        )
    assert not authority.authority_state(office).apart
    assert authority.open_apart(office, PASSPHRASE).facts


def test_request__read_out_otherwise__is_not_issued(offices, tmp_path):
    office, _ = offices
    fresh = make_desk(tmp_path / "fresh")
    request = enrolment.write_request(fresh, tmp_path, now=NOW)
    fresh.close()
    with pytest.raises(FingerprintDiffersError):
        province.enrol(
            office,
            request,
            tmp_path / "no.asice",
            passphrase=PASSPHRASE,
            now=NOW,
            issuing=Issuing(fingerprint="AAAA-AAAA-AAAA-AAAA"),
        )
    assert len(authority.register(office, now=NOW)) == 2


def test_register__searched_without_marks__finds_unit_and_person_and_is_exported(offices, tmp_path):
    office, _ = offices
    found = authority.register(office, now=NOW, search="o lam chau")
    assert [desk.line.unit_code for desk in found] == ["30577"]
    assert authority.register(office, now=NOW, search="vắng") == ()
    out = tmp_path / "register.xlsx"
    assert authority.export_register(authority.register(office, now=NOW), out) == 2
    rows = list(load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0][0] == "Code"
    assert "30577" in [row[0] for row in rows]


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [("keyCompromise", Verdict.REFUSED), ("cessationOfOperation", Verdict.VALID)],
)
def test_certificate__revoked__does_to_older_signatures_what_its_reason_says(
    offices, tmp_path, reason, verdict
):
    office, desk = offices
    path = renew(desk, tmp_path, passphrase=PASSPHRASE, now=NOW + timedelta(hours=1))
    serial = authority.register(office, now=NOW, search="30577")[0].line.serial
    authority.revoke(office, serial, reason, passphrase=PASSPHRASE, now=LATER)
    outcome = verify_bundle(path, load_trust(office.paths.trust), LATER).outcome
    assert outcome.verdict is verdict


def test_certificate__revoked__is_told_to_desks_by_the_next_kit_and_its_number_never_falls(
    offices, tmp_path
):
    office, desk = offices
    take_kit(desk, made(office, tmp_path / "a"), now=LATER)
    serial = authority.register(office, now=NOW, search="30577")[0].line.serial
    authority.revoke(office, serial, "affiliationChanged", passphrase=PASSPHRASE, now=LATER)
    newer = authority.write_list(office, tmp_path / "ca.crl", passphrase=PASSPHRASE, now=LATER)
    assert newer.number > load_trust(desk.paths.trust).newest_list.number
    seen = take_kit(desk, made(office, tmp_path / "b", days=2), now=LATER + timedelta(days=1))
    assert seen.changes[0].sentence.startswith("The certificate of this desk was withdrawn")
    assert load_trust(desk.paths.trust).newest_list.number == newer.number


def test_renewal__asked_with_the_old_key__comes_back_in_a_kit_and_is_used(offices, tmp_path):
    office, desk = offices
    take_kit(desk, made(office, tmp_path / "a"), now=LATER)
    until = renewal_state(desk, today_of(NOW)).until
    assert not renewal_state(desk, until - timedelta(days=366)).due
    late = NOW + timedelta(days=4 * 365 + 30)
    assert renewal_state(desk, today_of(late)).due
    old = read_identity(desk.paths.identity)
    path = renew(desk, tmp_path, passphrase=PASSPHRASE, now=late)
    assert not renewal_state(desk, today_of(late)).due
    assert read_identity(desk.paths.identity).key_id == old.key_id
    authority.write_list(office, tmp_path / "ca.crl", passphrase=PASSPHRASE, now=late)
    issued = issue_renewal(office, path, passphrase=PASSPHRASE, now=late)
    assert issued.line.unit_code == "30577"
    kit = kit_making.make_kit(office, tmp_path / "b", passphrase=PASSPHRASE, now=late).path
    take_kit(desk, kit, now=late, accept_remarks=True)
    new = read_identity(desk.paths.identity)
    assert new.key_id == issued.line.key_id != old.key_id
    assert new.certificate is not None
    assert unlock(desk.paths.identity, PASSPHRASE).certificate_at(late)
    assert renewal_state(desk, today_of(late)).until > until


def test_renewal__inside_a_submission__waits_for_the_officer_and_comes_back_in_a_kit(
    offices, tmp_path
):
    office, desk = offices
    period = parse_period("2030-11")

    def sent(folder, now):
        how = {"passphrase": PASSPHRASE, "now": now}
        outcome = submitting.submit(desk, period, tmp_path / folder, **how)
        return outcome, province.receive(office, [outcome.path], now=now, accept_remarks=True)[0]

    long_before = NOW + timedelta(days=3 * 365)
    authority.write_list(office, tmp_path / "ca.crl", passphrase=PASSPHRASE, now=long_before)
    assert not sent("early", long_before)[0].renewal
    assert renewal_words(desk, today_of(long_before)) == ""
    late = NOW + timedelta(days=4 * 365 + 30)
    authority.write_list(office, tmp_path / "ca.crl", passphrase=PASSPHRASE, now=late)
    old = read_identity(desk.paths.identity)
    assert "by itself" in renewal_words(desk, today_of(late))
    made_once, taken = sent("a", late)
    assert "was asked for on 11/12/2030" in renewal_words(desk, today_of(late))
    assert made_once.renewal
    assert taken.result == "accepted"
    assert "asks for its next certificate" in taken.reason
    assert not renewal_state(desk, today_of(late)).due
    again, taken = sent("b", late + timedelta(hours=1))
    assert again.renewal  # until the certificate comes; it is the same key
    assert "asks for" not in taken.reason
    alone = renew(desk, tmp_path / "alone", passphrase=PASSPHRASE, now=late + timedelta(hours=2))
    (taken,) = province.receive(office, [alone], now=late + timedelta(hours=2), accept_remarks=True)
    assert taken.result == "already"
    (waiting,) = waiting_renewals(office)
    assert (waiting.line.key_id, waiting.line.unit_code) == (old.key_id, "30577")
    with pytest.raises(IdentityLockedError):
        issue_waiting(office, passphrase="nothing of that", now=late)
    (issued,) = issue_waiting(office, passphrase=PASSPHRASE, now=late)
    assert waiting_renewals(office) == ()
    assert issued.line.key_id == waiting.request.key_id != old.key_id
    assert (issued.line.person, issued.line.role) == (waiting.line.person, waiting.line.role)
    kit = kit_making.make_kit(office, tmp_path / "k", passphrase=PASSPHRASE, now=late).path
    take_kit(desk, kit, now=late, accept_remarks=True)
    assert read_identity(desk.paths.identity).key_id == issued.line.key_id
    after, taken = sent("c", late + timedelta(days=1))
    assert not after.renewal
    assert taken.result == "accepted"


def test_renewal__of_a_certificate_withdrawn_meanwhile__is_not_issued(offices, tmp_path):
    office, desk = offices
    late = NOW + timedelta(days=4 * 365 + 30)
    authority.write_list(office, tmp_path / "ca.crl", passphrase=PASSPHRASE, now=late)
    alone = renew(desk, tmp_path / "alone", passphrase=PASSPHRASE, now=late)
    (taken,) = province.receive(office, [alone], now=late, accept_remarks=True)
    assert taken.result == "accepted"
    (waiting,) = waiting_renewals(office)
    authority.revoke(
        office, waiting.line.serial, "affiliationChanged", passphrase=PASSPHRASE, now=late
    )
    assert waiting_renewals(office) == ()
    assert issue_waiting(office, passphrase=PASSPHRASE, now=late) == ()


def test_signature__after_the_end__is_a_remark_for_ninety_days_and_impossible_later(
    offices, tmp_path
):
    office, desk = offices
    signer = unlock(desk.paths.identity, PASSPHRASE)
    end = signer.facts.certificate.not_after
    with pytest.raises(CertificateExpiredError):
        signer.certificate_at(end + timedelta(days=91))
    moment = end + timedelta(days=60)
    path = renew(desk, tmp_path, passphrase=PASSPHRASE, now=moment)
    authority.write_list(office, tmp_path / "ca.crl", passphrase=PASSPHRASE, now=moment)
    trust = load_trust(office.paths.trust)
    outcome = verify_bundle(path, trust, moment, expected=Expected(at_province=True)).outcome
    assert outcome.verdict is Verdict.REMARKS
    assert "SIGN_218" in ids(outcome)
    assert "SIGN_204" in ids(verify_bundle(path, trust, moment).outcome)


def second_officer(folder, office):
    """Another desk of the province, enrolled as an officer."""
    setup = WorkspaceSetup("91", "Võ Văn Thử", "Trưởng phòng", PASSPHRASE)
    desk = create_workspace(folder / "second", setup, now=NOW)
    request = enrolment.write_request(desk, folder, now=NOW)
    answer = folder / "second.asice"
    how = Issuing(role="province")
    province.enrol(office, request, answer, passphrase=PASSPHRASE, now=NOW, issuing=how)
    enrolment.take_trust(desk, answer, now=NOW)
    return desk


def test_authority__followed_by_another__needs_two_officers_and_then_works(offices, tmp_path):
    office, desk = offices
    second = second_officer(tmp_path, office)
    take_kit(desk, made(office, tmp_path / "a"), now=LATER)
    root = tmp_path / "new root"
    begun = NOW + timedelta(days=2)
    authority.begin_rollover(office, root, passphrase=OWN, now=begun)
    kit = kit_making.make_kit(office, tmp_path / "b", passphrase=PASSPHRASE, now=begun)
    assert kit.needs_second_officer
    assert office.kit.seq == 1
    refused = look_at_kit(desk, kit.path, now=begun)
    assert "KIT_202" in ids(refused.outcome)
    with pytest.raises(KitRefusedError):
        take_kit(desk, kit.path, now=begun)
    with pytest.raises(SecondOfficerError):
        countersign_kit(office, kit.path, tmp_path / "no", passphrase=PASSPHRASE, now=begun)
    both = tmp_path / "both.asice"
    kit_id = countersign_kit(second, kit.path, both, passphrase=PASSPHRASE, now=begun)
    assert kit_id == kit.kit_id
    second.close()
    for ws in (office, desk):
        take_kit(ws, both, now=begun)
        assert len(load_trust(ws.paths.trust).authorities) == 2
    authority.finish_rollover(office, root, passphrase=OWN, now=begun)
    following = made(office, tmp_path / "c", days=3)
    seen = take_kit(desk, following, now=NOW + timedelta(days=3))
    assert seen.outcome.verdict is Verdict.VALID
    trust = load_trust(desk.paths.trust)
    assert trust.authority_facts.fingerprint == authority.authority_state(office).fingerprint
    assert len(trust.authorities) == 2  # certificates of the old one are still in use
