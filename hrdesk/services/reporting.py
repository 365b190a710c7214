"""What a period amounts to: home page, check list, figures, the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.services.progress import SILENT, Progress

if TYPE_CHECKING:
    from hrdesk.indicators.indicator import Counts, TargetFigure
    from hrdesk.indicators.period import Period
    from hrdesk.reports.content import ReportContent
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import Submission


@dataclass(frozen=True, slots=True)
class HomeTask:
    """One thing to do. `kind`: "draft", "incomplete", "report", "enrol", "receive"."""

    kind: str
    sentence: str
    detail: str
    form_id: str | None = None
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class HomeSummary:
    """The home page as data."""

    period: Period
    due_on: date
    days_left: int
    targets: tuple[TargetFigure, ...]
    tasks: tuple[HomeTask, ...]
    recent_submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the check list before closing. `severity`: "fault", "remark" or "info"."""

    severity: str
    sentence: str
    form_id: str | None = None
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The figures of one period beside the period before and the same a year ago."""

    period: Period
    targets: tuple[TargetFigure, ...]
    counts: Mapping[str, Counts]
    previous_targets: tuple[TargetFigure, ...]
    previous_counts: Mapping[str, Counts]
    last_year_targets: tuple[TargetFigure, ...]
    last_year_counts: Mapping[str, Counts]


def home_summary(ws: Workspace, today: date) -> HomeSummary:
    """The five targets, what is due, what was sent."""
    raise NotImplementedError


def period_choices(ws: Workspace, today: date) -> tuple[Period, ...]:
    """Periods that can be reported, the most useful first."""
    raise NotImplementedError


def checklist(ws: Workspace, period: Period) -> tuple[CheckLine, ...]:
    """What is missing or odd before the period is closed; each line opens its record."""
    raise NotImplementedError


def figures(ws: Workspace, period: Period) -> PeriodFigures:
    """All figures of a period; report, bundle and screen show these same ones."""
    raise NotImplementedError


def report_content(ws: Workspace, period: Period, *, now: datetime) -> ReportContent:
    """The periodic report as data."""
    raise NotImplementedError


def write_report(
    ws: Workspace, period: Period, path: Path, *, now: datetime, progress: Progress = SILENT
) -> int:
    """Write the report as PDF, whole or not at all; gives its number of pages."""
    raise NotImplementedError
