"""Whether a signer is believed: rules in order, no I/O, no cryptography.

1.  The key is P-256, P-384 or RSA of 2048 to 4096 bits.                                  SIGN_201
2.  The certificate is for signing documents: KU digitalSignature + contentCommitment
    (critical), EKU documentSigning, not an authority. An authority never signs bundles.  SIGN_202
3.  The authority trusted here issued it, with nothing between.                           SIGN_203
4.  The stated signing time lies within the certificate's time. The path is judged at
    that time, never at today's, so that archives stay readable. At the province a
    desk's signature up to 90 days after the end is a remark: it is held.          SIGN_204, 218
5.  The stated signing time is at most 24 hours ahead of this clock.                      SIGN_205
6.  The certificate says for which unit, role and desk it is, each once.                  SIGN_206
7.  Revocation, over every list of the authority ever seen, old ones too: withdrawn for
    any reason but the three below refuses whatever the signing time says, because a
    thief can back-date; superseded, ceased and changed affiliation refuse only what was
    signed after that day.                                                                SIGN_210
8.  No list at all refuses. The list with the highest number tells how fresh the data is:
    past its next update is a remark; at the province, 30 days past it refuses; a list
    from the future refuses.                                                              SIGN_30n
9.  The bundle names the unit, desk and key of the certificate.                           SIGN_207, 208
10. The role may send this kind: clerk and head a submission or a renewal; the province an
    enrolment, a kit, a receipt.                                                          SIGN_209
11. Who signs beside has another key, belongs to the same unit, and is the head of the unit
    (submission) or another officer of the province (kit).                           SIGN_216, 217
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from hrdesk.bundles.facts import BundleFacts, BundleType
from hrdesk.trust.names import ROLES
from hrdesk.verification.judgements import Judged, Judgements

if TYPE_CHECKING:
    from hrdesk.trust.certificates import CertificateFacts
    from hrdesk.trust.revocation import RevocationList
    from hrdesk.verification.path import CertificateEvidence

CLOCK_TOLERANCE: Final = timedelta(hours=24)
GRACE: Final = timedelta(days=90)
PROVINCE_GRACE: Final = timedelta(days=30)
HARMLESS_REASONS: Final = frozenset({"superseded", "cessationOfOperation", "affiliationChanged"})
ROLES_BY_TYPE: Final = {
    BundleType.SUBMISSION: frozenset({"clerk", "head"}),
    BundleType.RENEWAL: frozenset({"clerk", "head"}),
    BundleType.ENROLMENT: frozenset({"province"}),
    BundleType.KIT: frozenset({"province"}),
    BundleType.RECEIPT: frozenset({"province"}),
}
SECOND_ROLES: Final = {
    BundleType.SUBMISSION: frozenset({"head"}),
    BundleType.KIT: frozenset({"province"}),
}


@dataclass(frozen=True, slots=True)
class SignerRules:
    """The rules of this module, at one moment and one place."""

    now: datetime
    at_province: bool

    def certificate(self, evidence: CertificateEvidence, signed_at: datetime) -> Iterator[Judged]:
        """Rules 1 to 6."""
        facts = evidence.facts
        if facts is None or not evidence.key_allowed:
            yield Judged(Judgements.KEY)
            return
        if not evidence.signs_documents:
            yield Judged(Judgements.PROFILE)
        if not evidence.issued_by_authority:
            yield Judged(Judgements.UNTRUSTED, found=facts.fingerprint)
        in_grace = facts.not_after < signed_at and signed_at - facts.not_after <= GRACE
        if in_grace and self.at_province and facts.role != "province":
            yield Judged(Judgements.GRACE, facts.not_after.isoformat(), signed_at.isoformat())
        elif not facts.not_before <= signed_at <= facts.not_after:
            bounds = f"{facts.not_before.isoformat()} / {facts.not_after.isoformat()}"
            yield Judged(Judgements.OUT_OF_TIME, bounds, signed_at.isoformat())
        if signed_at - self.now > CLOCK_TOLERANCE:
            yield Judged(Judgements.FUTURE, self.now.isoformat(), signed_at.isoformat())
        if not facts.unit_code or facts.role not in ROLES or not facts.device_id:
            yield Judged(Judgements.NAMELESS)

    def revocation(
        self, serial: str, signed_at: datetime, lists: Sequence[RevocationList]
    ) -> Iterator[Judged]:
        """Rules 7 and 8. The lists are the authority's; their order does not matter."""
        number = int(serial, 16)
        seen = [known.revoked[number] for known in lists if number in known.revoked]
        for revoked in seen:
            said = f"{revoked.revoked_at.isoformat()} {revoked.reason}"
            if revoked.reason not in HARMLESS_REASONS or signed_at >= revoked.revoked_at:
                yield Judged(Judgements.REVOKED, found=said)
                break
        else:
            if seen:
                yield Judged(Judgements.WITHDRAWN_LATER, found=seen[0].revoked_at.isoformat())
        newest = max(lists, key=lambda known: known.number, default=None)
        if newest is None:
            yield Judged(Judgements.NO_LIST)
        elif newest.issued_at - self.now > CLOCK_TOLERANCE:
            yield Judged(Judgements.FUTURE_LIST, self.now.isoformat(), newest.issued_at.isoformat())
        elif self.at_province and self.now - newest.next_update > PROVINCE_GRACE:
            yield Judged(Judgements.TOO_STALE, found=newest.next_update.isoformat())
        elif self.now > newest.next_update:
            yield Judged(Judgements.STALE, found=newest.next_update.isoformat())

    def sender(
        self, signer: CertificateFacts, facts: BundleFacts, signed_at: datetime
    ) -> Iterator[Judged]:
        """Rules 9 and 10, and that the bundle was made when it was signed."""
        sender = facts.sender
        if sender.unit != signer.unit_code:
            yield Judged(Judgements.OTHER_UNIT, signer.unit_code, sender.unit)
        if (sender.device, sender.key) != (signer.device_id, signer.key_id):
            yield Judged(Judgements.OTHER_DESK, signer.device_id, sender.device)
        if signer.role not in ROLES_BY_TYPE.get(facts.bundle_type, frozenset()):
            yield Judged(Judgements.ROLE, str(facts.bundle_type), signer.role)
        if abs(facts.created_at - signed_at) > CLOCK_TOLERANCE:
            yield Judged(Judgements.CREATED, signed_at.isoformat(), facts.created_at.isoformat())

    def second(
        self, signer: CertificateFacts, first: CertificateFacts, facts: BundleFacts
    ) -> Iterator[Judged]:
        """Rule 11."""
        if signer.key_id == first.key_id:
            yield Judged(Judgements.SAME_KEY, found=signer.fingerprint)
        if signer.unit_code != first.unit_code:
            yield Judged(Judgements.OTHER_UNIT, first.unit_code, signer.unit_code)
        if signer.role not in SECOND_ROLES.get(facts.bundle_type, frozenset()):
            yield Judged(Judgements.SECOND_ROLE, str(facts.bundle_type), signer.role)
