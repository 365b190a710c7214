"""Signatures and signers that must not be believed, made with real keys."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from hrdesk.bundles import assembly
from hrdesk.bundles.submission import write_submission
from hrdesk.trust.certificates import (
    EKU_DOCUMENT_SIGNING,
    EKU_EMAIL_PROTECTION,
    key_id,
    spki_of,
)
from hrdesk.trust.identity import SigningIdentity
from hrdesk.verification.checks import Expected, verify_bundle
from hrdesk.verification.judgements import JudgedError
from hrdesk.verification.outcome import Outcome, Verdict
from hrdesk.verification.signature import check_signature
from tests.support.bundles import DEVICE, NOW, small_bundle, submission, world
from tests.support.hostile_zip import build, taken_apart

MANIFEST = b"<manifest/>"
SAN = tuple(f"urn:x-hrdesk:{one}" for one in ("unit:30307", "role:clerk", f"device:{DEVICE}"))


@dataclass(frozen=True)
class Wish:
    """What a certificate shall look like; the defaults make a good one."""

    san: tuple[str, ...] | None = SAN
    purposes: tuple[x509.ObjectIdentifier, ...] | None = (
        EKU_DOCUMENT_SIGNING,
        EKU_EMAIL_PROTECTION,
    )
    content_commitment: bool = True
    usage_critical: bool = True
    ca: bool = False
    basic: bool = True
    begins: datetime = NOW - timedelta(days=10)
    ends: datetime = NOW + timedelta(days=10)


def issued(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    wish: Wish,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Thử")]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(wish.begins)
        .not_valid_after(wish.ends)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
        .add_extension(
            x509.KeyUsage(
                True, wish.content_commitment, False, False, False, wish.ca, False, False, False
            ),
            wish.usage_critical,
        )
    )
    if wish.basic:
        builder = builder.add_extension(x509.BasicConstraints(wish.ca, None), True)
    if wish.purposes is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage(wish.purposes), False)
    if wish.san is not None:
        names = [x509.UniformResourceIdentifier(uri) for uri in wish.san]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
    return builder.sign(issuer_key, hashes.SHA256())


def identity_with(
    wish: Wish | None = None,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
) -> SigningIdentity:
    """An identity whose certificate the real authority's key issued, as wished."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    authority = world().authority
    certificate = issued(own, wish or Wish(), authority.certificate, authority._key)
    return like_unit(own, certificate)


def like_unit(key: object, certificate: x509.Certificate) -> SigningIdentity:
    facts = replace(world().unit.facts, key_id=key_id(spki_of(certificate.public_key())))
    return SigningIdentity(facts, key, certificate)  # type: ignore[arg-type]


def outcome_of(
    path: Path, identity: SigningIdentity, *, signed: datetime = NOW, now: datetime = NOW
) -> Outcome:
    write_submission(path, submission(world().crl), identity, now=signed)
    return verify_bundle(path, world().trust, now, expected=Expected("91")).outcome


def ids(outcome: Outcome) -> set[str]:
    return {finding.finding_id for finding in outcome.findings}


def test_signer__made_by_hand_like_the_authority_does__valid(tmp_path: Path) -> None:
    assert outcome_of(tmp_path / "a.asice", identity_with()).verdict is Verdict.VALID


def test_signer__p384_or_rsa_2048__valid(tmp_path: Path) -> None:
    keys = (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048))
    for number, key in enumerate(keys):
        outcome = outcome_of(tmp_path / f"{number}.asice", identity_with(key=key))
        assert outcome.verdict is Verdict.VALID, outcome


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,)), "SIGN_202"),
        (Wish(purposes=None), "SIGN_202"),
        (Wish(content_commitment=False), "SIGN_202"),
        (Wish(usage_critical=False), "SIGN_202"),
        (Wish(ca=True), "SIGN_202"),
        (Wish(basic=False), "SIGN_202"),
        (Wish(san=None), "SIGN_206"),
        (Wish(san=(*SAN, "urn:x-hrdesk:unit:30308")), "SIGN_206"),
        (Wish(san=SAN[:2]), "SIGN_206"),
        (Wish(san=(SAN[0], "urn:x-hrdesk:role:king", SAN[2])), "SIGN_206"),
        (Wish(san=("urn:x-hrdesk:unit:30308", *SAN[1:])), "SIGN_207"),
        (Wish(san=(*SAN[:2], "urn:x-hrdesk:device:" + "0" * 8 + DEVICE[8:])), "SIGN_208"),
        (Wish(san=(SAN[0], "urn:x-hrdesk:role:province", SAN[2])), "SIGN_209"),
    ],
)
def test_signer__wrong_certificate__refused(wish: Wish, expected: str, tmp_path: Path) -> None:
    assert expected in ids(outcome_of(tmp_path / "a.asice", identity_with(wish)))


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP192R1()),
        ec.generate_private_key(ec.SECP256K1()),
        ec.generate_private_key(ec.SECP521R1()),
        ec.generate_private_key(ec.SECP224R1()),
    ],
    ids=lambda key: key.curve.name,
)
def test_signer__other_curve__refused(key: ec.EllipticCurvePrivateKey, tmp_path: Path) -> None:
    found = ids(outcome_of(tmp_path / "a.asice", identity_with(key=key)))
    assert found & {"SIGN_201", "SIGN_101"}


def test_signer__rsa_1024__refused(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 1024)
    found = ids(outcome_of(tmp_path / "a.asice", identity_with(key=key)))
    assert found & {"SIGN_201", "SIGN_101"}


def test_signer__authority_itself__refused(tmp_path: Path) -> None:
    authority = world().authority
    identity = like_unit(authority._key, authority.certificate)
    assert "SIGN_202" in ids(outcome_of(tmp_path / "a.asice", identity))


def test_signer__authority_of_the_same_name__refused(tmp_path: Path) -> None:
    foreign = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = issued(key, Wish(), world().authority.certificate, foreign)
    found = ids(outcome_of(tmp_path / "a.asice", like_unit(key, certificate)))
    assert found == {"SIGN_203"}


def test_signer__self_signed__refused(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = world().unit.certificate
    assert name is not None
    certificate = issued(key, Wish(), name, key)
    assert "SIGN_203" in ids(outcome_of(tmp_path / "a.asice", like_unit(key, certificate)))


def test_signer__certificate_issued_by_a_unit__refused(tmp_path: Path) -> None:
    unit, key = world().unit, ec.generate_private_key(ec.SECP256R1())
    assert unit.certificate is not None
    certificate = issued(key, Wish(), unit.certificate, unit.private_key)
    assert "SIGN_203" in ids(outcome_of(tmp_path / "a.asice", like_unit(key, certificate)))


@pytest.mark.parametrize("signed", [NOW - timedelta(days=11), NOW + timedelta(days=11)])
def test_signing_time__outside_certificate__refused(
    signed: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = identity_with()
    monkeypatch.setattr(SigningIdentity, "certificate_at", lambda self, _moment: self.certificate)
    outcome = outcome_of(tmp_path / "a.asice", identity, signed=signed, now=signed)
    assert "SIGN_204" in ids(outcome)


def test_signing_time__more_than_a_day_ahead__refused(tmp_path: Path) -> None:
    ahead = NOW + timedelta(hours=25)
    assert ids(outcome_of(tmp_path / "a.asice", identity_with(), signed=ahead)) == {"SIGN_205"}


def test_signing_time__certificate_expired_since__still_valid(tmp_path: Path) -> None:
    later = NOW + timedelta(days=300)
    assert outcome_of(tmp_path / "a.asice", identity_with(), now=later).verdict is Verdict.VALID


def test_created__far_from_signing_time__remark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = assembly.sign_manifest
    monkeypatch.setattr(
        assembly,
        "sign_manifest",
        lambda manifest, identity, now: sign(manifest, identity, now=now + timedelta(days=2)),
    )
    path = tmp_path / "a.asice"
    write_submission(path, submission(world().crl), identity_with(), now=NOW)
    outcome = verify_bundle(path, world().trust, NOW + timedelta(days=2)).outcome
    assert ids(outcome) == {"SIGN_212"}
    assert outcome.verdict is Verdict.REMARKS


# --- the form of the signature -----------------------------------------------------------------


def signature(
    *, cades: bool = True, detached: bool = True, digest: str = "sha256", manifest: bytes = MANIFEST
) -> cms.ContentInfo:
    unit = world().unit
    assert unit.certificate is not None
    secret = unit.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=Certificate.load(unit.certificate.public_bytes(Encoding.DER)),
        signing_key=PrivateKeyInfo.load(secret),
        cert_registry=None,  # type: ignore[arg-type]
    )
    return asyncio.run(
        signer.async_sign_general_data(
            manifest,
            digest,
            detached=detached,
            use_cades=cades,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=NOW),
        )
    )


def judged(content: bytes, manifest: bytes = MANIFEST) -> str:
    with pytest.raises(JudgedError) as caught:
        check_signature(manifest, content)
    return caught.value.judged.kind.value.finding_id


def resigned(change: object) -> bytes:
    """A signature whose attributes were changed and then really signed."""
    content = signature()
    signer_info = content["content"]["signer_infos"][0]
    change(signer_info)  # type: ignore[operator]
    attributes = cms.CMSAttributes(list(signer_info["signed_attrs"]))
    signer_info["signed_attrs"] = attributes
    signed = attributes.untag().dump(force=True)
    signer_info["signature"] = world().unit.private_key.sign(signed, ec.ECDSA(hashes.SHA256()))
    return content.dump(force=True)


def test_signature__as_we_make_it__accepted() -> None:
    signed_by = check_signature(MANIFEST, signature().dump())
    assert signed_by.signed_at == NOW
    assert check_signature(MANIFEST, resigned(lambda _info: None)).signed_at == NOW


def without(name: str) -> object:
    def change(signer_info: cms.SignerInfo) -> None:
        kept = [one for one in signer_info["signed_attrs"] if one["type"].native != name]
        signer_info["signed_attrs"] = cms.CMSAttributes(kept)

    return change


@pytest.mark.parametrize(
    "name", ["signing_certificate_v2", "signing_time", "message_digest", "content_type"]
)
def test_signature__attribute_missing__refused(name: str) -> None:
    assert judged(resigned(without(name))) == "SIGN_105"


def test_signature__attribute_twice__refused() -> None:
    def change(signer_info: cms.SignerInfo) -> None:
        attributes = list(signer_info["signed_attrs"])
        signer_info["signed_attrs"] = cms.CMSAttributes([*attributes, attributes[0]])

    assert judged(resigned(change)) == "SIGN_105"


def test_signature__other_content_type_signed__refused() -> None:
    def change(signer_info: cms.SignerInfo) -> None:
        for one in signer_info["signed_attrs"]:
            if one["type"].native == "content_type":
                one["values"] = ["signed_data"]

    assert judged(resigned(change)) == "SIGN_105"


def test_signature__content_attached__refused() -> None:
    assert judged(signature(detached=False).dump()) == "SIGN_103"


@pytest.mark.parametrize("digest", ["sha1", "sha512"])
def test_signature__other_digest__refused(digest: str) -> None:
    assert judged(signature(digest=digest).dump()) == "SIGN_104"


def test_signature__of_other_manifest__refused() -> None:
    assert judged(signature().dump(), b"other") == "SIGN_106"


def test_signature__value_of_another_key__refused() -> None:
    content = signature()
    stranger = ec.generate_private_key(ec.SECP256R1())
    content["content"]["signer_infos"][0]["signature"] = stranger.sign(
        b"x", ec.ECDSA(hashes.SHA256())
    )
    assert judged(content.dump(force=True)) == "SIGN_107"


def test_signature__two_signers_or_certificates_or_none__refused() -> None:
    two = signature()
    two["content"]["signer_infos"] = [two["content"]["signer_infos"][0].copy() for _ in range(2)]
    assert judged(two.dump(force=True)) == "SIGN_102"
    for count in (0, 2):
        content = signature()
        content["content"]["certificates"] = [content["content"]["certificates"][0]] * count
        assert judged(content.dump(force=True)) == "SIGN_102"


def test_signature__unsigned_attribute__refused() -> None:
    content = signature()
    extra = cms.CMSAttribute({"type": "content_type", "values": ["data"]})
    content["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([extra])
    assert judged(content.dump(force=True)) == "SIGN_101"


def test_signature__bytes_behind__refused() -> None:
    assert judged(signature().dump() + b"\0") == "SIGN_101"


def test_signature__indefinite_length__refused() -> None:
    plain = signature().dump()
    assert plain[1] == 0x82
    assert judged(b"\x30\x80" + plain[4:] + b"\0\0") == "SIGN_101"


@pytest.mark.parametrize("content", [b"", b"\x30", b"\x30\x00", b"\x30\x81\x05ab", b"x" * 5000])
def test_signature__nonsense__refused(content: bytes) -> None:
    assert judged(content) == "SIGN_101"


def test_signature__in_bundle_stripped__refused(tmp_path: Path) -> None:
    entries = taken_apart(small_bundle(tmp_path / "a.asice"))
    path = tmp_path / "b.asice"
    path.write_bytes(build([*entries[:-1], replace(entries[-1], content=b"")]))
    assert ids(verify_bundle(path, world().trust, NOW).outcome) == {"SIGN_101"}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_signature__made_by_openssl__accepted(tmp_path: Path) -> None:
    unit = world().unit
    assert unit.certificate is not None
    (tmp_path / "c.pem").write_bytes(unit.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "k.pem").write_bytes(
        unit.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (tmp_path / "m.xml").write_bytes(MANIFEST)
    subprocess.run(
        ["openssl", "cms", "-sign", "-cades", "-md", "sha256", "-binary", "-outform", "DER",
         "-signer", "c.pem", "-inkey", "k.pem", "-in", "m.xml", "-out", "s.p7s"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    signed_by = check_signature(MANIFEST, (tmp_path / "s.p7s").read_bytes())
    assert signed_by.signed_at.tzinfo is UTC or signed_by.signed_at.utcoffset() == timedelta(0)
