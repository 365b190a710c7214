"""What signing needs to know of a key, wherever the key lies: sealed in a file or on a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cryptography import x509

    from hrdesk.trust.certificates import CertificateFacts


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a key is for."""

    unit_code: str
    unit_name: str
    name: str
    position: str
    device_id: str  # UUID of the desk


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where a key lies that never leaves its token. Nothing of this is secret."""

    library: str  # path of the maker's PKCS#11 library
    label: str  # of the token
    serial: str  # of the token
    object_id: str  # CKA_ID of the key, lower-case hex


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """What can be said about an identity without its passphrase or PIN."""

    holder: Holder
    created_at: datetime
    key_id: str
    fingerprint: str
    csr_pem: str
    certificate: CertificateFacts | None
    token: TokenPlace | None = None  # None: the key is sealed in a file


class Signer(Protocol):
    """An open key and its certificate. Two kinds: `SigningIdentity` (a file), `TokenIdentity`."""

    @property
    def facts(self) -> IdentityFacts:
        """Whose key it is."""

    @property
    def certificate(self) -> x509.Certificate | None:
        """The province's certificate for it, when there is one."""

    def certificate_at(self, moment: datetime) -> x509.Certificate:
        """The certificate to sign with at that moment.

        Raises:
            NotEnrolledError: there is none yet.
            CertificateExpiredError: the moment is outside its time.
        """

    def sign(self, content: bytes) -> bytes:
        """ECDSA (DER) or RSA PKCS#1 v1.5 over the SHA-256 of the content.

        Raises:
            TokenError: the key lies on a token that does not answer as it should.
        """

    def close(self) -> None:
        """Forget the key; nothing can be signed afterwards."""
