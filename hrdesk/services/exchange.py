"""Between a desk and its province: enrolment, submission, verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.errors import FileError
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
        outcomes.append(_encrypted(path) or verify_bundle(path, trust, now).outcome)
    return outcomes


def _encrypted(path: Path) -> Outcome | None:
    """For a file encrypted with age: what it is and what to do; None for any other."""
    from hrdesk.bundles.encryption import is_encrypted
    from hrdesk.i18n import N_
    from hrdesk.verification.outcome import Aspect, Finding, Outcome, Severity

    try:
        if not is_encrypted(path):
            return None
    except (OSError, FileError):
        return None  # the verification says what is wrong with the file
    finding = Finding(
        finding_id="BUN_401",
        severity=Severity.FAULT,
        aspect=Aspect.CONTAINER,
        sentence=N_("This is a bundle encrypted with age; its signature lies inside."),
        remedy=N_(
            "At the province: receive it with the passphrase of the key. Elsewhere: "
            "“age --decrypt -i KEY FILE” gives the .asice, which can be verified."
        ),
    )
    return Outcome(path.name, (finding,))
