"""Certificates as this program makes and reads them (signing.md §2.7).

Who a certificate speaks for stands in URIs of its subject alternative name, put there by the
authority: `urn:x-hrdesk:unit:30307`, `urn:x-hrdesk:role:clerk`, `urn:x-hrdesk:device:<uuid>`.
Files hold one certificate or list as PEM, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier

from hrdesk.errors import CertificateUnreadableError
from hrdesk.trust.names import URN

EKU_DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
EKU_EMAIL_PROTECTION: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.4")
UNREADABLE: Final = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,  # these are no ValueError; anybody can send such a certificate
    x509.ExtensionNotFound,
    x509.UnsupportedGeneralNameType,
)
_FINGERPRINT_LETTERS: Final = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says, as text. `unit_code`, `role`, `device_id` are "" when not one."""

    subject: str  # one line to show
    person: str
    position: str
    unit_name: str
    unit_code: str
    role: str
    device_id: str
    serial: str  # lower-case hex
    not_before: datetime
    not_after: datetime
    key_id: str  # SHA-256 of the SubjectPublicKeyInfo, lower-case hex
    fingerprint: str  # 16 characters of the same, for people


def spki_of(key: object) -> bytes:
    """SubjectPublicKeyInfo (DER) of a public key."""
    if not isinstance(key, (ec.EllipticCurvePublicKey, rsa.RSAPublicKey)):
        raise TypeError(f"unexpected kind of key: {type(key).__name__}")
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def key_id(spki: bytes) -> str:
    """SHA-256 of a SubjectPublicKeyInfo, lower-case hex."""
    return hashlib.sha256(spki).hexdigest()


def fingerprint(spki: bytes) -> str:
    """80 bits of the key's SHA-256 in 16 letters and digits (no I, L, O, U): `K3XQ-…`.

    Compared by telephone or on paper before a certificate is issued or an authority is believed.
    """
    letters = base64.b32encode(hashlib.sha256(spki).digest()[:10]).decode()
    text = letters.translate(_FINGERPRINT_LETTERS)
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def read_certificate(certificate: x509.Certificate) -> CertificateFacts:
    """What the certificate says. Nothing is believed by reading it.

    Raises:
        One of `UNREADABLE`: extensions or names that cannot be read, a key of an unexpected kind.
    """
    spki = spki_of(certificate.public_key())
    uris = _uris(certificate)
    name = certificate.subject
    person, position, unit_name = (
        _attribute(name, oid)
        for oid in (NameOID.COMMON_NAME, NameOID.TITLE, NameOID.ORGANIZATIONAL_UNIT_NAME)
    )
    return CertificateFacts(
        subject=", ".join(text for text in (person, position, unit_name) if text),
        person=person,
        position=position,
        unit_name=unit_name,
        unit_code=_only(uris, "unit"),
        role=_only(uris, "role"),
        device_id=_only(uris, "device"),
        serial=format(certificate.serial_number, "x"),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        key_id=key_id(spki),
        fingerprint=fingerprint(spki),
    )


def certificate_from_pem(content: bytes, name: str) -> x509.Certificate:
    """The one certificate of a PEM file, which must be written exactly as we write it.

    Raises:
        CertificateUnreadableError: anything else.
    """
    try:
        certificate = x509.load_pem_x509_certificate(content)
        certificate.public_key()
        written_alike = certificate_pem(certificate) == content.replace(b"\r\n", b"\n")
    except UNREADABLE as error:
        raise CertificateUnreadableError(name=name) from error
    if not written_alike:
        raise CertificateUnreadableError(name=name)
    return certificate


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """The certificate as PEM."""
    return certificate.public_bytes(Encoding.PEM)


def issuer_key(certificate: x509.Certificate | x509.CertificateRevocationList) -> bytes | None:
    """Which key signed it, as it says itself (AuthorityKeyIdentifier)."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    except UNREADABLE:
        return None
    return found.value.key_identifier


def subject_key(certificate: x509.Certificate) -> bytes | None:
    """How its key is called in what it signs (SubjectKeyIdentifier)."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except UNREADABLE:
        return None
    return found.value.digest


def issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    """Whether it names that authority's key as the one that signed it; nothing is verified."""
    named = issuer_key(certificate)
    return named is not None and named == subject_key(authority)


def _uris(certificate: x509.Certificate) -> list[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return names.get_values_for_type(x509.UniformResourceIdentifier)


def _only(uris: list[str], kind: str) -> str:
    """The value of the only URI of that kind; "" when there is none or more than one."""
    start = f"{URN}{kind}:"
    found = [uri.removeprefix(start) for uri in uris if uri.startswith(start)]
    return found[0] if len(found) == 1 else ""


def _attribute(name: x509.Name, oid: ObjectIdentifier) -> str:
    for attribute in name.get_attributes_for_oid(oid):
        return attribute.value if isinstance(attribute.value, str) else ""
    return ""
