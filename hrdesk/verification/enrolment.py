"""Taking in the province's answer: first trust, and the desk's certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.bundles.container import Reader
from hrdesk.bundles.enrolment import AUTHORITY_NAME
from hrdesk.bundles.facts import BundleType
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.errors import (
    CertificateUnreadableError,
    EnrolmentElsewhereError,
    EnrolmentRefusedError,
    FingerprintDiffersError,
    OtherAuthorityError,
)
from hrdesk.trust.certificates import certificate_from_pem, read_certificate
from hrdesk.trust.identity import IdentityFacts, install_certificate, read_identity
from hrdesk.trust.material import (
    CERTIFICATE_LIMIT_BYTES,
    TrustMaterial,
    has_trust,
    keep_authority,
    keep_revocation_list,
    load_trust,
)
from hrdesk.verification.checks import verify_bundle
from hrdesk.verification.judgements import Judged, Judgements, fault_finding
from hrdesk.verification.outcome import Outcome
from hrdesk.verification.verified import EnrolmentContent, VerifiedBundle

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from hrdesk.trust.certificates import CertificateFacts


@dataclass(frozen=True, slots=True)
class EnrolmentSeen:
    """What a reply says. With `first_trust` a person must compare the authority's fingerprint."""

    outcome: Outcome
    authority: CertificateFacts | None = None  # .fingerprint: 16 characters to compare
    certificate: CertificateFacts | None = None
    province_code: str = ""
    first_trust: bool = False


def read_enrolment(
    path: Path, *, identity_folder: Path, trust_folder: Path, now: datetime
) -> EnrolmentSeen:
    """Look at a reply without taking anything in. Never raises for a bad file.

    Raises:
        IdentityError: this desk's own key or trust cannot be read.
    """
    known = load_trust(trust_folder) if has_trust(trust_folder) else None
    seen, _ = _read(path, known, read_identity(identity_folder), now)
    return seen


def take_trust(
    path: Path,
    *,
    identity_folder: Path,
    trust_folder: Path,
    now: datetime,
    fingerprint: str | None = None,
) -> EnrolmentSeen:
    """Take in authority, certificate and revocation list; all are checked before any is kept.

    `fingerprint` is what the person compared; when given, the authority must have it.

    Raises:
        EnrolmentRefusedError: the reply is not believed.
        EnrolmentElsewhereError: it is for another desk.
        FingerprintDiffersError: the authority is not the one that was compared.
        OtherAuthorityError: another authority is trusted already.
    """
    known = load_trust(trust_folder) if has_trust(trust_folder) else None
    identity = read_identity(identity_folder)
    seen, bundle = _read(path, known, identity, now)
    if known is not None and seen.authority is not None:
        trusted = known.authority_facts
        if seen.authority.key_id != trusted.key_id:
            raise OtherAuthorityError(found=seen.authority.fingerprint, known=trusted.fingerprint)
    if bundle is None or bundle.enrolment is None or bundle.revocation_list is None:
        ids = ", ".join(one.finding_id for one in seen.outcome.findings)
        raise EnrolmentRefusedError(finding_ids=ids, outcome=seen.outcome)
    _check_for_me(bundle.enrolment, identity)
    content = bundle.enrolment
    if fingerprint is not None and seen.authority and seen.authority.fingerprint != fingerprint:
        raise FingerprintDiffersError(found=seen.authority.fingerprint, expected=fingerprint)
    keep_authority(trust_folder, certificate_from_pem(content.authority_pem, AUTHORITY_NAME))
    keep_revocation_list(trust_folder, bundle.revocation_list)
    install_certificate(identity_folder, content.certificate_pem)
    return seen


def _read(
    path: Path, known: TrustMaterial | None, identity: IdentityFacts, now: datetime
) -> tuple[EnrolmentSeen, VerifiedBundle | None]:
    """The reply judged under the authority known, or at first trust under the one it brings."""
    try:
        brought = _authority_inside(path)
    except (FaultFoundError, CertificateUnreadableError):
        brought = None
    trust = known if known is not None else (TrustMaterial(brought) if brought else None)
    if trust is None:
        finding = fault_finding(FaultFoundError(Faults.REQUIRED, AUTHORITY_NAME))
        return EnrolmentSeen(Outcome(path.name, (finding,))), None
    bundle = verify_bundle(path, trust, now)
    outcome = bundle.outcome
    if bundle.believed and bundle.enrolment is None:
        finding = fault_finding(FaultFoundError(Faults.BUNDLE_TYPE, "type", BundleType.ENROLMENT))
        outcome = replace(outcome, findings=(*outcome.findings, finding))
    if bundle.enrolment is not None and bundle.enrolment.certificate.key_id != identity.key_id:
        finding = Judged(
            Judgements.NOT_FOR_ME, identity.fingerprint, bundle.enrolment.certificate.fingerprint
        ).finding()
        outcome = replace(outcome, findings=(*outcome.findings, finding))
    seen = EnrolmentSeen(
        outcome=outcome,
        authority=read_certificate(brought) if brought else None,
        certificate=bundle.enrolment.certificate if bundle.enrolment else None,
        province_code=bundle.facts.recipient.province if bundle.facts else "",
        first_trust=known is None,
    )
    return seen, bundle if bundle.believed else None


def _authority_inside(path: Path) -> Certificate:
    """The authority that a reply brings; nothing is believed of it yet."""
    with Reader(path) as reader:
        entry = reader.entry(AUTHORITY_NAME)
        if entry is None:
            raise FaultFoundError(Faults.REQUIRED, AUTHORITY_NAME)
        return certificate_from_pem(reader.read(entry, CERTIFICATE_LIMIT_BYTES), AUTHORITY_NAME)


def _check_for_me(content: EnrolmentContent, identity: IdentityFacts) -> None:
    given, mine = content.certificate, identity.holder
    if given.key_id != identity.key_id:
        raise EnrolmentElsewhereError(found=given.fingerprint, expected=identity.fingerprint)
    if (given.unit_code, given.device_id) != (mine.unit_code, mine.device_id):
        raise EnrolmentElsewhereError(found=given.unit_code, expected=mine.unit_code)
