"""What a submission is made of, as values: records, figures, files, what was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hrdesk.bundles.facts import KitReference, ReportNamed, Stream
from hrdesk.forms.definition import Form
from hrdesk.records.record import Record


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
    kit: KitReference | None = None  # the kit in use here
    zero: bool = False  # nothing happened in the period, and the office says so
    recipient_key: str = ""  # the age key that the file will be encrypted to
    rosters: Mapping[str, bytes] = field(default_factory=dict)  # name → encrypted list of people
    roster_reason: str = ""  # why the province asks for them
    restored_from: str = ""  # the epoch before this desk was restored from a backup
    renewal: bytes = b""  # the request for the next key's certificate, when it is due
    report: ReportNamed | None = None  # what the foot of the report's pages names
