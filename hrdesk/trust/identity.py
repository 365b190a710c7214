"""The signing identity of one person on one desk: a sealed key, a request, later a certificate.

folder/identity.json   who the key was made for, the certificate request, and where key and
                       certificate lie; a new key comes into use by replacing this one file
folder/key.sealed      the private key (trust/sealing.py); key-<id>.sealed for a later one
folder/unit.crt        the certificate, once the province has answered; unit-<id>.crt for a later one
folder/former/…        identity.json of keys that were in use before

A key may lie on a token instead (trust/token.py); then identity.json says on which.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID

from hrdesk.errors import (
    CertificateExpiredError,
    CertificateMismatchError,
    FileMissingError,
    IdentityDamagedError,
    IdentityExistsError,
    IdentityMissingError,
    NotEnrolledError,
    SoftwareKeyMissingError,
)
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.trust.certificates import (
    certificate_from_pem,
    certificate_pem,
    fingerprint,
    key_id,
    read_certificate,
    spki_of,
)
from hrdesk.trust.identity_files import (
    IDENTITY_NAME,
    KEY_NAME,
    LIMIT_BYTES,
    identity_exists,
    places_of,
)
from hrdesk.trust.request import REQUEST_FORMAT, REQUEST_VERSION
from hrdesk.trust.sealing import check_passphrase, seal, unseal
from hrdesk.trust.signer import Holder, IdentityFacts, TokenPlace

__all__ = ["Holder", "IdentityFacts", "identity_exists"]  # found here by those who make identities


_GRACE: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """A key opened from its file, and its certificate when the province has given one."""

    facts: IdentityFacts
    private_key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate | None

    def certificate_at(self, moment: datetime) -> x509.Certificate:
        """The certificate to sign with at that moment.

        Raises:
            NotEnrolledError: there is none yet.
            CertificateExpiredError: the moment is outside its time.
        """
        return valid_at(self.certificate, moment)

    def sign(self, content: bytes) -> bytes:
        """The signature over the SHA-256 of the content."""
        if isinstance(self.private_key, rsa.RSAPrivateKey):
            return self.private_key.sign(content, padding.PKCS1v15(), hashes.SHA256())
        return self.private_key.sign(content, ec.ECDSA(hashes.SHA256()))

    def close(self) -> None:
        """Nothing to let go: whoever drops this object drops the key."""


def valid_at(certificate: x509.Certificate | None, moment: datetime) -> x509.Certificate:
    """The certificate, if it may be signed with at that moment.

    A desk may sign for 90 days after the end; the province holds what it gets (signing.md §6).

    Raises:
        NotEnrolledError: there is none yet.
        CertificateExpiredError: the moment is outside its time.
    """
    if certificate is None:
        raise NotEnrolledError
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    grace = timedelta(0) if read_certificate(certificate).role == "province" else _GRACE
    if not first <= moment <= last + grace:
        raise CertificateExpiredError(
            not_before=first.date().isoformat(), not_after=last.date().isoformat()
        )
    return certificate


def create_identity(
    folder: Path, passphrase: str, holder: Holder, *, now: datetime
) -> IdentityFacts:
    """Make a P-256 key and its certificate request; about a third of a second for the sealing.

    Raises:
        IdentityExistsError: there is a key already; it is left alone.
        PassphraseTooShortError: fewer than twelve characters.
        FileError: the folder cannot be written.
    """
    check_passphrase(passphrase)
    if identity_exists(folder):
        raise IdentityExistsError(folder=folder)
    make_folder(folder)
    key, described = new_key(holder, now)
    write_durably(folder / IDENTITY_NAME, json_bytes(described))
    write_durably(folder / KEY_NAME, seal(key, passphrase))
    return read_identity(folder)


def new_key(holder: Holder, now: datetime) -> tuple[bytes, dict[str, object]]:
    """A P-256 key (PKCS#8, DER) and what identity.json says of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    request = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(subject_of(holder))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return secret, describe(holder, request.public_bytes(Encoding.PEM).decode(), now)


def subject_of(holder: Holder) -> x509.Name:
    """The name in a certificate request; the province writes its own into the certificate."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder.name[:64] or "?")])


def describe(holder: Holder, csr_pem: str, now: datetime) -> dict[str, object]:
    """What identity.json says of a key."""
    return {
        "format": "hrdesk-identity",
        "version": 1,
        "unit": holder.unit_code,
        "unit_name": holder.unit_name,
        "name": holder.name,
        "position": holder.position,
        "device": holder.device_id,
        "created": now.isoformat(timespec="seconds"),
        "csr": csr_pem,
    }


def read_identity(folder: Path) -> IdentityFacts:
    """What is known without the passphrase.

    Raises:
        IdentityMissingError: no key was made here.
        IdentityDamagedError: the files cannot be read or do not belong together.
    """
    if not identity_exists(folder):
        raise IdentityMissingError(folder=folder)
    places = places_of(folder)
    try:
        facts = json.loads(read_limited(folder / IDENTITY_NAME, LIMIT_BYTES))
        csr = x509.load_pem_x509_csr(facts["csr"].encode())
        spki = spki_of(csr.public_key())
        holder = Holder(
            unit_code=str(facts["unit"]),
            unit_name=str(facts["unit_name"]),
            name=str(facts["name"]),
            position=str(facts["position"]),
            device_id=str(facts["device"]),
        )
        created_at = datetime.fromisoformat(facts["created"])
        token = TokenPlace(**facts["token"]) if facts.get("token") else None
    except (ValueError, KeyError, TypeError, AttributeError, FileMissingError) as error:
        raise IdentityDamagedError(folder=folder, reason=IDENTITY_NAME) from error
    certificate = kept_certificate(places.certificate)
    if certificate is not None and spki_of(certificate.public_key()) != spki:
        raise IdentityDamagedError(folder=folder, reason=places.certificate.name)
    return IdentityFacts(
        holder=holder,
        created_at=created_at,
        key_id=key_id(spki),
        fingerprint=fingerprint(spki),
        csr_pem=facts["csr"],
        certificate=None if certificate is None else read_certificate(certificate),
        token=token,
    )


def unlock(folder: Path, passphrase: str) -> SigningIdentity:
    """Open the key; about a third of a second.

    Raises:
        IdentityLockedError: not this passphrase.
        SoftwareKeyMissingError: the key in use lies on a token (trust/token.py opens those).
        IdentityMissingError, IdentityDamagedError: see `read_identity`.
    """
    facts = read_identity(folder)
    places = places_of(folder)
    if facts.token is not None:
        raise SoftwareKeyMissingError
    try:
        secret = unseal(read_limited(places.key, LIMIT_BYTES), passphrase)
        key = load_der_private_key(secret, None)
    except ValueError as error:
        raise IdentityDamagedError(folder=folder, reason=places.key.name) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise IdentityDamagedError(folder=folder, reason=places.key.name)
    if key_id(spki_of(key.public_key())) != facts.key_id:
        raise IdentityDamagedError(folder=folder, reason=places.key.name)
    return SigningIdentity(facts, key, kept_certificate(places.certificate))


def install_certificate(folder: Path, pem: bytes) -> IdentityFacts:
    """Keep the certificate that the province issued for this key.

    Raises:
        CertificateMismatchError: it was issued for another key.
        CertificateUnreadableError: it is none.
    """
    facts = read_identity(folder)
    certificate = certificate_from_pem(pem, "unit.crt")
    if key_id(spki_of(certificate.public_key())) != facts.key_id:
        raise CertificateMismatchError
    write_durably(places_of(folder).certificate, certificate_pem(certificate))
    return read_identity(folder)


def write_request(folder: Path, *, now: datetime) -> bytes:
    """The enrolment request as JSON, to be carried to the province. No passphrase is needed."""
    facts = read_identity(folder)
    holder = facts.holder
    return json_bytes(
        {
            "format": REQUEST_FORMAT,
            "version": REQUEST_VERSION,
            "unit": holder.unit_code,
            "unit_name": holder.unit_name,
            "name": holder.name,
            "position": holder.position,
            "device": holder.device_id,
            "created": now.isoformat(timespec="seconds"),
            "fingerprint": facts.fingerprint,
            "csr": facts.csr_pem,
        }
    )


def request_file_name(facts: IdentityFacts, now: datetime) -> str:
    """`enrol_30307_20261123.json`."""
    return f"enrol_{facts.holder.unit_code}_{now:%Y%m%d}.json"


def kept_certificate(path: Path) -> x509.Certificate | None:
    """The certificate in a file of the folder, None when there is none."""
    if not path.is_file():
        return None
    return certificate_from_pem(read_limited(path, LIMIT_BYTES), path.name)


def json_bytes(content: dict[str, object]) -> bytes:
    """As it is written into the folder and into requests."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
