"""Between a desk and its province: enrolment, submission, verification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.services.progress import SILENT, Progress
from hrdesk.verification.outcome import Outcome

if TYPE_CHECKING:
    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import Submission


@dataclass(frozen=True, slots=True)
class EnrolmentStatus:
    """How far the desk's enrolment is. `state`: "none", "requested" or "enrolled".

    `fingerprint` is read out on the telephone; `request_path` is the newest request written.
    """

    state: str
    fingerprint: str
    request_path: Path | None
    province_name: str = ""
    holder: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class SubmissionOutcome:
    """What was handed over."""

    path: Path
    bundle_id: str
    sequence: int
    counts: Mapping[str, int]
    attachments: int
    report_pages: int
    size_bytes: int


def enrolment_status(ws: Workspace) -> EnrolmentStatus:
    """How far this desk's enrolment is."""
    raise NotImplementedError


def write_request(ws: Workspace, folder: Path, *, now: datetime) -> Path:
    """Write the certificate request to carry to the province."""
    raise NotImplementedError


def take_trust(ws: Workspace, path: Path, *, now: datetime) -> EnrolmentStatus:
    """Take in the province's answer: its certificate, ours, the revocation list."""
    raise NotImplementedError


def submit(
    ws: Workspace,
    period: Period,
    folder: Path,
    *,
    passphrase: str,
    now: datetime,
    progress: Progress = SILENT,
) -> SubmissionOutcome:
    """Make report and bundle of a period from the same figures, sign, and save to `folder`."""
    raise NotImplementedError


def submissions(ws: Workspace, period: Period | None = None) -> tuple[Submission, ...]:
    """What was handed over, newest first."""
    raise NotImplementedError


def verify_files(
    paths: Sequence[Path], *, ca: Path, now: datetime, progress: Progress = SILENT
) -> list[Outcome]:
    """One outcome a file, whatever the files are; never raises for a bad bundle."""
    raise NotImplementedError
