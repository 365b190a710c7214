"""A sealed key, its request, its certificate; and the province's authority."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hrdesk.errors import (
    AuthorityDamagedError,
    AuthorityExistsError,
    AuthorityMissingError,
    CertificateExpiredError,
    CertificateMismatchError,
    CertificateUnknownError,
    CertificateUnreadableError,
    HrdeskError,
    IdentityDamagedError,
    IdentityExistsError,
    IdentityLockedError,
    IdentityMissingError,
    NotEnrolledError,
    OtherAuthorityError,
    PassphraseTooShortError,
    RequestConflictError,
    RequestUnreadableError,
)
from hrdesk.trust.authority import Authority, Grant, create_authority, open_authority
from hrdesk.trust.certificates import certificate_from_pem, fingerprint, read_certificate
from hrdesk.trust.identity import (
    create_identity,
    install_certificate,
    read_identity,
    request_file_name,
    unlock,
    write_request,
)
from hrdesk.trust.material import (
    has_trust,
    keep_authority,
    keep_revocation_list,
    load_trust,
    trust_from_certificate,
)
from hrdesk.trust.request import read_request
from hrdesk.trust.revocation import revocation_list_from_pem
from hrdesk.trust.sealing import seal, unseal
from tests.support.bundles import NOW, PASSPHRASE, World, clerk, new_world, world

GRANT = Grant("30307", "Xã Thử Nghiệm", "Nguyễn Thị Mẫu", "Công chức")


@pytest.fixture(scope="module")
def own() -> World:
    """A province whose register these tests may write to."""
    return new_world()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "identity"


def test_sealing__passphrase_in_nfd__opens_what_nfc_sealed() -> None:
    sealed = seal(b"secret", unicodedata.normalize("NFC", PASSPHRASE))
    assert b"secret" not in sealed
    assert unseal(sealed, unicodedata.normalize("NFD", PASSPHRASE)) == b"secret"


def test_sealing__changed_or_wrong__not_opened() -> None:
    sealed = seal(b"secret", PASSPHRASE)
    for changed in (sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:20] + b"x" + sealed[21:]):
        with pytest.raises(IdentityLockedError):
            unseal(changed, PASSPHRASE)
    for foreign in (b"", b"hello", sealed[:40], sealed[:17] + b"\x1e" + sealed[18:]):
        with pytest.raises(ValueError, match="seal"):
            unseal(foreign, PASSPHRASE)


def test_sealing__outside_of_these_tests__costs_the_full_work_factor() -> None:
    code = (
        "from hrdesk.trust.sealing import seal, unseal\n"
        "sealed = seal(b'secret', 'mot mat khau dai')\n"
        "print(sealed[17], unseal(sealed, 'mot mat khau dai').decode())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["17", "secret"]


def test_identity__made_and_unlocked__same_key_no_certificate(folder: Path) -> None:
    facts = create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    identity = unlock(folder, PASSPHRASE)
    assert identity.facts == facts == read_identity(folder)
    assert facts.holder == clerk()
    assert request_file_name(facts, NOW) == "enrol_30307_20261123.json"
    with pytest.raises(NotEnrolledError):
        identity.certificate_at(NOW)
    with pytest.raises(IdentityLockedError):
        unlock(folder, "một mật khẩu khác")
    with pytest.raises(IdentityExistsError):
        create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    assert b"PRIVATE" not in (folder / "key.sealed").read_bytes()


def test_identity__short_passphrase_or_no_folder__said(folder: Path) -> None:
    with pytest.raises(PassphraseTooShortError):
        create_identity(folder, "ngắn quá", clerk(), now=NOW)
    assert not folder.exists()
    with pytest.raises(IdentityMissingError):
        read_identity(folder)


def test_identity__files_damaged__said(folder: Path) -> None:
    create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    key, facts = folder / "key.sealed", folder / "identity.json"
    good_key, good_facts = key.read_bytes(), facts.read_bytes()
    for content in (b"", b"[]", b"{}", good_facts.replace(b"BEGIN", b"BEGIM")):
        facts.write_bytes(content)
        with pytest.raises(IdentityDamagedError):
            read_identity(folder)
    facts.write_bytes(good_facts)
    other = (world().folder / "unit" / "key.sealed").read_bytes()
    for content in (b"nothing", good_key[:30], other):
        key.write_bytes(content)
        with pytest.raises(IdentityDamagedError):
            unlock(folder, PASSPHRASE)


def test_certificate__of_another_key__not_installed(folder: Path) -> None:
    create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    pem = (world().folder / "unit" / "unit.crt").read_bytes()
    with pytest.raises(CertificateMismatchError):
        install_certificate(folder, pem)
    (folder / "unit.crt").write_bytes(pem)
    with pytest.raises(IdentityDamagedError):
        read_identity(folder)


def test_certificate__outside_its_time__does_not_sign() -> None:
    unit = world().unit
    for moment in (NOW - timedelta(days=400), NOW + timedelta(days=6 * 366)):
        with pytest.raises(CertificateExpiredError):
            unit.certificate_at(moment)


@pytest.mark.parametrize(
    "change",
    [
        lambda claim: claim.update(unit="3'; drop"),
        lambda claim: claim.update(device="x"),
        lambda claim: claim.update(name=5),
        lambda claim: claim.update(name="x" * 9000),
        lambda claim: claim.update(version=2),
        lambda claim: claim.update(format="other"),
        lambda claim: claim.update(fingerprint="0000-0000-0000-0000"),
        lambda claim: claim.update(csr=claim["csr"].replace("A", "B", 3)),
        lambda claim: claim.update(csr="no"),
        lambda claim: claim.pop("position"),
    ],
)
def test_request__changed__refused(change: Callable[[dict[str, object]], None], own: World) -> None:
    claim = json.loads(write_request(own.folder / "unit", now=NOW))
    change(claim)
    with pytest.raises(RequestUnreadableError):
        read_request(json.dumps(claim).encode(), "r.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"[" * 60000, b"x" * (1 << 17)])
def test_request__no_request__refused(content: bytes) -> None:
    with pytest.raises(RequestUnreadableError):
        read_request(content, "r.json")


def test_request__control_and_direction_characters__removed(own: World) -> None:
    claim = json.loads(write_request(own.folder / "unit", now=NOW))
    claim["name"] = "Nguyễn\u202e Thị\x1b[31m\nMẫu"
    name = read_request(json.dumps(claim).encode(), "r.json").name
    assert name == "Nguyễn Thị [31m Mẫu"


def test_fingerprint__sixteen_letters__no_ambiguous_ones() -> None:
    text = fingerprint(b"any key")
    assert len(text.replace("-", "")) == 16
    assert not set(text) & set("ILOU")


def issue(authority: Authority, folder: Path, grant: Grant = GRANT) -> x509.Certificate:
    if not folder.exists():
        create_identity(folder, PASSPHRASE, clerk(), now=NOW)
    request = read_request(write_request(folder, now=NOW), "r.json")
    return certificate_from_pem(authority.issue(request, grant, now=NOW), "c")


def test_issue__certificate__says_what_the_officer_granted(own: World, folder: Path) -> None:
    granted = replace(GRANT, unit_code="30400", name="Người Được Duyệt", role="head")
    certificate = issue(own.authority, folder, granted)
    facts = read_certificate(certificate)
    assert (facts.unit_code, facts.role, facts.person) == ("30400", "head", "Người Được Duyệt")
    assert facts.device_id == clerk().device_id
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    years = (facts.not_after - facts.not_before).days / 365.25
    assert 5 <= years < 5.02


def test_issue__same_request_again__same_certificate(own: World, folder: Path) -> None:
    first = issue(own.authority, folder)
    assert issue(open_authority(own.folder / "ca", PASSPHRASE), folder) == first
    with pytest.raises(RequestConflictError):
        issue(own.authority, folder, replace(GRANT, unit_code="30400"))


def test_revoke__key__never_certified_again_and_listed(own: World, folder: Path) -> None:
    certificate = issue(own.authority, folder)
    serial = read_certificate(certificate).serial
    before = own.authority.revocation_list(now=NOW)
    own.authority.revoke(serial, "keyCompromise", now=NOW)
    after = own.authority.revocation_list(now=NOW)
    assert after.number == before.number + 1
    assert after.revoked[certificate.serial_number].reason == "keyCompromise"
    assert (after.next_update - after.issued_at).days == 400
    assert after.signed_by(own.authority.certificate)
    assert not after.signed_by(world().authority.certificate)
    with pytest.raises(RequestConflictError):
        issue(own.authority, folder)
    with pytest.raises(CertificateUnknownError):
        own.authority.revoke("abc", "keyCompromise", now=NOW)
    again = open_authority(own.folder / "ca", PASSPHRASE)
    assert again.register() == own.authority.register()


def test_revocation_list__nothing_new__same_list_until_a_month_passed(own: World) -> None:
    first = own.authority.revocation_list(now=NOW + timedelta(days=1))
    assert own.authority.revocation_list(now=NOW + timedelta(days=20)).pem == first.pem
    later = own.authority.revocation_list(now=NOW + timedelta(days=60))
    assert later.number == first.number + 1
    (own.folder / "ca" / "ca.crl").write_bytes(b"damaged")
    assert own.authority.revocation_list(now=NOW + timedelta(days=60)).number > later.number


def test_authority__certificate__is_one_for_twenty_years(own: World) -> None:
    certificate = own.authority.certificate
    basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert basic.ca
    assert basic.path_length == 0
    span = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert span.days >= 20 * 365


def test_authority__missing_existing_damaged_or_locked__said(tmp_path: Path) -> None:
    folder = tmp_path / "ca"
    with pytest.raises(AuthorityMissingError):
        open_authority(folder, PASSPHRASE)
    create_authority(folder, PASSPHRASE, "91", "Tỉnh", now=NOW)
    with pytest.raises(AuthorityExistsError):
        create_authority(folder, PASSPHRASE, "91", "Tỉnh", now=NOW)
    with pytest.raises(IdentityLockedError):
        open_authority(folder, "một mật khẩu khác")
    (folder / "register.json").write_bytes(b"{}")
    with pytest.raises(AuthorityDamagedError):
        open_authority(folder, PASSPHRASE)


def test_trust__other_authority__refused_and_lists_kept(tmp_path: Path) -> None:
    folder, one = tmp_path / "trust", world()
    assert not has_trust(folder)
    keep_authority(folder, one.authority.certificate)
    keep_authority(folder, one.authority.certificate)
    crl = revocation_list_from_pem(one.crl, "ca.crl")
    keep_revocation_list(folder, crl)
    (folder / "crl-000099.crl").write_bytes(new_world().crl)  # another authority's: left out
    trust = load_trust(folder)
    assert [known.number for known in trust.revocation_lists] == [crl.number]
    assert trust.newest_list is not None
    assert trust.authority_facts == trust_from_certificate(folder / "ca.crt").authority_facts
    with pytest.raises(OtherAuthorityError):
        keep_authority(folder, new_world().authority.certificate)
    assert load_trust(folder).authority == one.authority.certificate


@pytest.mark.parametrize("tail", [b"\n", b"-----BEGIN CERTIFICATE-----\n", b"text"])
def test_certificate_file__anything_beside_it__refused(tail: bytes) -> None:
    pem = world().authority.certificate.public_bytes(Encoding.PEM)
    assert certificate_from_pem(pem.replace(b"\n", b"\r\n"), "windows")
    for content in (pem + tail, tail + pem, b"", pem[:200]):
        with pytest.raises(CertificateUnreadableError):
            certificate_from_pem(content, "x")
    with pytest.raises(CertificateUnreadableError):
        revocation_list_from_pem(world().crl + tail, "x")


def test_errors__all__have_sentence_and_remedy() -> None:
    for error in (IdentityLockedError(), RequestConflictError(fingerprint="x", reason="y")):
        assert isinstance(error, HrdeskError)
        assert error.sentence
        assert error.remedy
