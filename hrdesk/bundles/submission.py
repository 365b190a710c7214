"""A unit's submission for a period: records as tables, attachments, report, claimed figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.bundles.facts import Stream
from hrdesk.forms.definition import Form
from hrdesk.records.record import Record

if TYPE_CHECKING:
    from hrdesk.trust.identity import SigningIdentity


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One claimed target figure; what is counted is stated by numerator and denominator alone."""

    target_id: str  # T1 … T5
    period_id: str
    numerator: int
    denominator: int
    cumulative_numerator: int
    cumulative_denominator: int
    achieved: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A record submitted earlier and deleted since."""

    record_id: str
    form_id: str
    revision: int
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """A file that belongs to an answer of a record."""

    record_id: str
    form_id: str
    key: str
    path: Path
    sha256: str
    original_name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class SubmissionContent:
    """All that travels. Incomplete and deleted records among `records` are left at home.

    `forms` holds every (form_id, version) that a record names.
    """

    bundle_uuid: str  # UUID, drawn by the caller
    province_code: str
    period_id: str
    stream: Stream
    app_version: str
    forms: Sequence[Form]
    records: Sequence[Record]
    revocation_list_pem: bytes  # the newest list this desk has
    supersedes: str = ""  # bundle id of the submission this one replaces
    withdrawn: Sequence[Withdrawn] = ()
    attachments: Sequence[AttachmentFile] = ()
    reports: Mapping[str, Path] = field(default_factory=dict)  # "report_2026-10" → PDF
    figures: Sequence[FigureLine] = ()


@dataclass(frozen=True, slots=True)
class SubmissionWritten:
    """What was written."""

    path: Path
    bundle_id: str  # SHA-256 of the manifest
    tables: Mapping[str, int]  # rows by table
    attachments: int
    size_bytes: int
    record_ids: tuple[str, ...]  # the records that travelled


def submission_file_name(unit_code: str, period_id: str, seq: int) -> str:
    """`30307_submission_2026-10_000123.asice`. The name carries no trust."""
    return f"{unit_code}_submission_{period_id}_{seq:06d}.asice"


def write_submission(
    path: Path, content: SubmissionContent, identity: SigningIdentity, *, now: datetime
) -> SubmissionWritten:
    """Write the signed bundle, whole or not at all.

    Raises:
        NotEnrolledError, CertificateExpiredError: the identity cannot sign now.
        BundleError: an attachment changed, an answer that fits no column, too large.
        FileError: the file cannot be written.
    """
    raise NotImplementedError
