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
from hrdesk.services.submitting import SubmissionOutcome, submit
from hrdesk.services.verifying import verify_files
from hrdesk.store.submissions import Submission

if TYPE_CHECKING:
    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace

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
    return ws.store.journal.submissions(period.period_id if period else None)
