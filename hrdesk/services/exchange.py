"""Between a desk and its province: enrolment, submission, verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.services.enrolment import (
    EnrolmentStatus,
    authority_fingerprint,
    enrolment_status,
    take_trust,
    write_request,
    write_request_paper,
    write_request_with_paper,
)
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.submitting import SubmissionOutcome, submit
from hrdesk.store.submissions import Submission

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace
    from hrdesk.verification.outcome import Outcome

__all__ = [
    "EnrolmentStatus",
    "Submission",
    "SubmissionOutcome",
    "authority_fingerprint",
    "enrolment_status",
    "submissions",
    "submit",
    "take_trust",
    "verify_files",
    "write_request",
    "write_request_paper",
    "write_request_with_paper",
]


def submissions(ws: Workspace, period: Period | None = None) -> tuple[Submission, ...]:
    """What was handed over, newest first."""
    return ws.store.submissions(period.period_id if period else None)


def verify_files(
    paths: Sequence[Path], *, ca: Path, now: datetime, progress: Progress = SILENT
) -> list[Outcome]:
    """One outcome a file, whatever the files are; never raises for a bad bundle.

    Raises:
        CertificateUnreadableError, FileError: the authority's certificate cannot be read.
        CancelledError: stopped.
    """
    from hrdesk.trust.material import trust_from_certificate
    from hrdesk.verification.checks import verify_bundle

    trust = trust_from_certificate(ca)
    progress.total(len(paths))
    outcomes = []
    for path in paths:
        if progress.cancelled():
            raise CancelledError
        progress.step(path.name)
        outcomes.append(verify_bundle(path, trust, now).outcome)
    return outcomes
