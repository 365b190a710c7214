"""Taking in the province's answer: first trust, and the desk's certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.verification.outcome import Outcome

if TYPE_CHECKING:
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
    """Look at a reply without taking anything in. Never raises for a bad file."""
    raise NotImplementedError


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
        EnrolmentRefusedError: the reply is not believed or is for another desk.
        OtherAuthorityError: another authority is trusted already.
    """
    raise NotImplementedError
