"""What a desk believes: the authority's certificate and every revocation list ever accepted.

folder/ca.crt            the anchor, PEM
folder/crl-000007.crl    lists, PEM; all are kept, because a revocation once seen stays
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import OtherAuthorityError
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.trust.certificates import (
    CertificateFacts,
    certificate_from_pem,
    certificate_pem,
    read_certificate,
)
from hrdesk.trust.revocation import RevocationList, revocation_list_from_pem

if TYPE_CHECKING:
    from cryptography import x509

CERTIFICATE_LIMIT_BYTES: Final = 1 << 16
LIST_LIMIT_BYTES: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class TrustMaterial:
    """The anchor and the lists known so far; a bundle may bring a newer list of its own."""

    authority: x509.Certificate
    revocation_lists: tuple[RevocationList, ...] = ()

    @property
    def authority_facts(self) -> CertificateFacts:
        """Name and fingerprint of the authority, to show."""
        return read_certificate(self.authority)

    @property
    def newest_list(self) -> RevocationList | None:
        """The list with the highest number."""
        return max(self.revocation_lists, key=lambda known: known.number, default=None)


def trust_from_certificate(path: Path) -> TrustMaterial:
    """Trust in the authority of a certificate file alone.

    Raises:
        CertificateUnreadableError: it is not one.
        FileError: it cannot be read.
    """
    content = read_limited(path, CERTIFICATE_LIMIT_BYTES)
    return TrustMaterial(certificate_from_pem(content, path.name))


def has_trust(folder: Path) -> bool:
    """Whether an authority was taken in."""
    return (folder / "ca.crt").is_file()


def load_trust(folder: Path) -> TrustMaterial:
    """All that the folder holds. Lists that cannot be read or are not the authority's are left out.

    Raises:
        CertificateUnreadableError, FileError: the anchor cannot be read.
    """
    anchor = trust_from_certificate(folder / "ca.crt").authority
    lists = (
        revocation_list_from_pem(read_limited(path, LIST_LIMIT_BYTES), path.name)
        for path in sorted(folder.glob("crl-*.crl"))
    )
    return TrustMaterial(anchor, tuple(known for known in lists if known.signed_by(anchor)))


def keep_authority(folder: Path, authority: x509.Certificate) -> None:
    """Trust this authority from now on.

    Raises:
        OtherAuthorityError: another one is trusted already; nothing is changed.
    """
    if has_trust(folder):
        known = trust_from_certificate(folder / "ca.crt").authority
        if known != authority:
            raise OtherAuthorityError(
                found=read_certificate(authority).fingerprint,
                known=read_certificate(known).fingerprint,
            )
        return
    write_durably(make_folder(folder) / "ca.crt", certificate_pem(authority))


def keep_revocation_list(folder: Path, accepted: RevocationList) -> None:
    """Keep a list that was accepted under the trusted authority; none is ever removed."""
    path = make_folder(folder) / f"crl-{accepted.number:06d}.crl"
    if not path.is_file():
        write_durably(path, accepted.pem)
