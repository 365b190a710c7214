"""What the province does: enrol, receive, consolidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.services.progress import SILENT, Progress
from hrdesk.verification.outcome import Outcome

if TYPE_CHECKING:
    from hrdesk.consolidation.consolidate import Consolidated
    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import IntakeRecord


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """What a desk asks for, to be compared by telephone before it is granted."""

    path: Path
    unit_code: str
    unit_name: str
    name: str
    position: str
    desk_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class IntakeOutcome:
    """What became of one file. `result`: "accepted", "already", "held" or "refused".

    `reason` is the sentence for a person; a refused file lies in `quarantined_at`.
    """

    file_name: str
    result: str
    outcome: Outcome
    unit_code: str = ""
    unit_name: str = ""
    period_id: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    reason: str = ""
    quarantined_at: Path | None = None


def read_request(path: Path) -> EnrolRequest:
    """A desk's request, checked to be whole and signed by its own key."""
    raise NotImplementedError


def enrol(
    ws: Workspace, request_path: Path, out: Path, *, passphrase: str, now: datetime
) -> EnrolRequest:
    """Issue the certificate a desk asks for and write the answer to `out`."""
    raise NotImplementedError


def receive(
    ws: Workspace, paths: Sequence[Path], *, now: datetime, progress: Progress = SILENT
) -> tuple[IntakeOutcome, ...]:
    """Verify and take in files, or all bundles below folders; one bad file stops no other."""
    raise NotImplementedError


def intakes(ws: Workspace, period: Period | None = None) -> tuple[IntakeRecord, ...]:
    """What was taken in, newest first."""
    raise NotImplementedError


def consolidated(ws: Workspace, period: Period) -> Consolidated:
    """The province's figures: sums of numerators and denominators, by unit, and who is missing."""
    raise NotImplementedError


def write_consolidated(
    ws: Workspace, period: Period, path: Path, *, now: datetime, progress: Progress = SILENT
) -> int:
    """Write the consolidated report as PDF; gives its number of pages."""
    raise NotImplementedError
