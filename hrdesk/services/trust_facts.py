"""What certificates and withdrawals amount to: at this desk, in a kit that came, in one being made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hrdesk.bundles.kit import KitTrust
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.certificates import CertificateFacts
    from hrdesk.trust.revocation import RevocationList
    from hrdesk.verification.kit import KitContent


@dataclass(frozen=True, slots=True)
class TrustFacts:
    """What the certificates and lists of a kit say; read before they are compared."""

    authorities: tuple[CertificateFacts, ...] = ()
    certificates: tuple[CertificateFacts, ...] = ()
    revoked: Mapping[str, str] = field(default_factory=dict)  # reasons by serial


def trust_known_here(ws: Workspace) -> TrustFacts:
    """The authorities and revocations that are known without a kit, and this desk's certificate."""
    from hrdesk.trust.certificates import read_certificate
    from hrdesk.trust.identity import identity_exists, read_identity
    from hrdesk.trust.material import has_trust, load_trust

    if not has_trust(ws.paths.trust):
        return TrustFacts()
    trust = load_trust(ws.paths.trust)
    mine = (
        read_identity(ws.paths.identity).certificate if identity_exists(ws.paths.identity) else None
    )
    return TrustFacts(
        tuple(read_certificate(one) for one in trust.authorities),
        (mine,) if mine else (),
        _reasons(trust.revocation_lists),
    )


def trust_received(content: KitContent) -> TrustFacts:
    """What certificates and lists of a kit that came say."""
    from hrdesk.trust.certificates import read_certificate

    return TrustFacts(
        tuple(read_certificate(one) for one in content.authorities),
        tuple(read_certificate(one) for one in content.certificates),
        _reasons(content.revocation_lists),
    )


def trust_sent(trust: KitTrust) -> TrustFacts:
    """What certificates and lists of a kit being made say."""
    from hrdesk.trust.certificates import certificate_from_pem, read_certificate
    from hrdesk.trust.revocation import revocation_list_from_pem

    return TrustFacts(
        tuple(read_certificate(certificate_from_pem(one, "ca")) for one in trust.authorities),
        tuple(read_certificate(certificate_from_pem(one, "u")) for one in trust.certificates),
        _reasons(revocation_list_from_pem(one, "ca.crl") for one in trust.revocation_lists),
    )


def _reasons(lists: Iterable[RevocationList]) -> Mapping[str, str]:
    """Why each certificate was withdrawn, by its serial in hexadecimal."""
    return {
        format(serial, "x"): revoked.reason
        for one in lists
        for serial, revoked in one.revoked.items()
    }
