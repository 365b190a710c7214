"""Certificate revocation lists as facts: number, times, who was revoked when and why."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from hrdesk.errors import CertificateUnreadableError
from hrdesk.trust.certificates import UNREADABLE, issuer_key


@dataclass(frozen=True, slots=True)
class Revocation:
    """One line of a list. `reason` is the standard's name, "unspecified" when none is given."""

    revoked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A list as read; whether an authority signed it is asked with `signed_by`."""

    number: int
    issued_at: datetime
    next_update: datetime
    revoked: Mapping[int, Revocation]
    pem: bytes
    source: x509.CertificateRevocationList

    @property
    def authority_key(self) -> bytes | None:
        """Which authority's key signed it, as the list says itself."""
        return issuer_key(self.source)

    def signed_by(self, authority: x509.Certificate) -> bool:
        """Whether that authority made the list: its name and its key."""
        return _signed_by(self.pem, authority)


@functools.lru_cache(maxsize=16)  # the same list comes with every bundle of a month
def _signed_by(pem: bytes, authority: x509.Certificate) -> bool:
    source = x509.load_pem_x509_crl(pem)
    key = authority.public_key()
    if not isinstance(key, (ec.EllipticCurvePublicKey, rsa.RSAPublicKey)):
        return False
    try:
        return source.issuer == authority.subject and source.is_signature_valid(key)
    except UNREADABLE:
        return False


@functools.lru_cache(maxsize=4)
def revocation_list_from_pem(content: bytes, name: str) -> RevocationList:
    """The one list of a PEM file, written exactly as we write it.

    Raises:
        CertificateUnreadableError: anything else; also a list without number or next update.
    """
    try:
        source = x509.load_pem_x509_crl(content)
        number = source.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        issued_at, next_update = source.last_update_utc, source.next_update_utc
        revoked = {entry.serial_number: _revocation(entry) for entry in source}
        pem = source.public_bytes(Encoding.PEM)
    except UNREADABLE as error:
        raise CertificateUnreadableError(name=name) from error
    if next_update is None or pem != content.replace(b"\r\n", b"\n"):
        raise CertificateUnreadableError(name=name)
    return RevocationList(number, issued_at, next_update, revoked, pem, source)


def _revocation(entry: x509.RevokedCertificate) -> Revocation:
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except x509.ExtensionNotFound:
        reason = "unspecified"
    return Revocation(entry.revocation_date_utc, reason)
