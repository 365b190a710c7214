"""Signing before the province has answered: a certificate that the desk makes for itself.

It proves nothing but that one key signed; whoever reads it believes nothing of it until the
authority has issued a certificate for the same key (signing.md §6). Its issuer has a fixed name, so
that it is never taken for anything else, and its profile is that of a unit's certificate.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from hrdesk.trust.certificates import (
    EKU_DOCUMENT_SIGNING,
    EKU_EMAIL_PROTECTION,
    UNREADABLE,
    read_certificate,
)
from hrdesk.trust.identity import SigningIdentity
from hrdesk.trust.names import URN

_NAME: Final = x509.Name(
    [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "hrdesk"),
        x509.NameAttribute(NameOID.COMMON_NAME, "hrdesk not enrolled"),
    ]
)
_BACKDATED: Final = timedelta(hours=24)
_LASTS: Final = timedelta(days=400)


def uncertified(identity: SigningIdentity, *, now: datetime) -> SigningIdentity:
    """The identity with a certificate of its own making, when it has none from the province."""
    if identity.certificate is not None:
        return identity
    holder, key = identity.facts.holder, identity.private_key
    speaks_for = [
        x509.UniformResourceIdentifier(f"{URN}{kind}:{value}")
        for kind, value in (
            ("unit", holder.unit_code),
            ("role", "clerk"),
            ("device", holder.device_id),
        )
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + _LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([EKU_DOCUMENT_SIGNING, EKU_EMAIL_PROTECTION]), critical=False
        )
        .add_extension(x509.SubjectAlternativeName(speaks_for), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return replace(identity, certificate=certificate)


def uncertified_key(certificate: x509.Certificate) -> str | None:
    """The id of the key that vouches for itself alone; None for any other certificate.

    Only the name is looked at: whoever bears it is judged by what was issued for the key, or by
    nothing.
    """
    try:
        if certificate.issuer != _NAME or certificate.subject != _NAME:
            return None
        return read_certificate(certificate).key_id
    except UNREADABLE:
        return None


def claims(certificate: x509.Certificate) -> dict[str, str]:
    """What such a certificate says of itself; nothing of it is believed."""
    said = read_certificate(certificate)
    return {"key_fingerprint": said.fingerprint, "claimed_unit": said.unit_code}


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
