"""A bundle after verification. Facts and tables are there only when it was not refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.bundles.facts import BundleFacts
from hrdesk.bundles.submission_content import FigureLine, Withdrawn
from hrdesk.records.record import Record
from hrdesk.verification.outcome import Outcome, Verdict

if TYPE_CHECKING:
    from hrdesk.bundles.receipt import ReceiptRead
    from hrdesk.trust.certificates import CertificateFacts
    from hrdesk.trust.request import EnrolmentRequest
    from hrdesk.trust.revocation import RevocationList
    from hrdesk.verification.kit import KitContent


@dataclass(frozen=True, slots=True)
class VerifiedTable:
    """The rows of one table of one form version. Answers are lexical strings; blank is absent."""

    name: str
    form_id: str
    form_version: str
    repeat: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class VerifiedAttachment:
    """A file of a record; `staged` is where it was unpacked, None when no staging was asked for."""

    record_id: str
    form_id: str
    key: str
    original_name: str
    media_type: str
    sha256: str
    size_bytes: int
    staged: Path | None


@dataclass(frozen=True, slots=True)
class EnrolmentContent:
    """What the province hands to a desk (PEM), and what the desk's certificate says."""

    authority_pem: bytes
    certificate_pem: bytes
    certificate: CertificateFacts


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """What may be believed of a file."""

    outcome: Outcome
    facts: BundleFacts | None = None
    signer: CertificateFacts | None = None
    signed_at: datetime | None = None
    countersigner: CertificateFacts | None = None  # who signed beside: a leader, a second officer
    countersigned_at: datetime | None = None
    tables: tuple[VerifiedTable, ...] = ()
    records: tuple[Record, ...] = ()  # when forms were given; author "", status SUBMITTED
    withdrawn: tuple[Withdrawn, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    attachments: tuple[VerifiedAttachment, ...] = ()
    reports: Mapping[str, Path | None] = field(default_factory=dict)  # name → staged PDF
    rosters: Mapping[str, Path | None] = field(default_factory=dict)  # name → staged, encrypted
    enrolment: EnrolmentContent | None = None
    kit: KitContent | None = None
    renewal: EnrolmentRequest | None = None  # of a renewal, or inside a submission
    renewal_json: bytes = b""  # as it came
    receipt: ReceiptRead | None = None
    revocation_list: RevocationList | None = None  # the one inside, when the authority signed it

    @property
    def signers(self) -> tuple[CertificateFacts, ...]:
        """Everybody who signed it, one or two."""
        return tuple(one for one in (self.signer, self.countersigner) if one is not None)

    @property
    def believed(self) -> bool:
        """Whether it may be taken in (remarks need a person's word first)."""
        return self.outcome.verdict is not Verdict.REFUSED
