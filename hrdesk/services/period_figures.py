"""What a period amounts to, beside the period before it and the same a year ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.indicators.period import (
    PLAN_START,
    Period,
    PeriodKind,
    current,
    period_of,
    plan_to_date,
)
from hrdesk.store.records import COUNTED, RecordQuery
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hrdesk.indicators.indicator import Counts, TargetFigure
    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The figures of one period beside the period before and the same a year ago.

    `missing`: which of these two ("previous", "same_last_year") end before the first record.
    """

    period: Period
    targets: tuple[TargetFigure, ...]
    counts: Mapping[str, Counts]
    previous_targets: tuple[TargetFigure, ...]
    previous_counts: Mapping[str, Counts]
    last_year_targets: tuple[TargetFigure, ...]
    last_year_counts: Mapping[str, Counts]
    cumulative_counts: Mapping[str, Counts]
    missing: frozenset[str] = frozenset()


def period_choices(ws: Workspace, today: date) -> tuple[Period, ...]:
    """Periods that can be reported: months back to the first record, then longer ones."""
    running = current(today, overrides=ws.kit.calendar)
    months = [running.previous(), running]
    earliest = _earliest(ws, today)
    month = running.previous()
    while len(months) < 25 and month.first_on > earliest:
        month = month.previous()
        months.append(month)
    longer: list[Period] = []
    for kind in (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR):
        now_running = period_of(today, kind, ws.kit.calendar)
        longer += [
            candidate
            for candidate in (now_running, now_running.previous())
            if candidate.last_on >= earliest and candidate.first_on <= today
        ]
    return tuple(dict.fromkeys([*months, *longer]))


def _earliest(ws: Workspace, today: date) -> date:
    """The day of the oldest dated record; today when there is none."""
    query = RecordQuery(event_from=PLAN_START, order="event_on", descending=False, limit=1)
    rows = ws.store.rows(ws.store.ids(query))
    return rows[0].event_on or today if rows else today


def figures(ws: Workspace, period: Period) -> PeriodFigures:
    """All figures of a period; report, bundle and screen show these same ones."""
    from hrdesk.indicators.indicator import compute, counts

    plan, period = ws.kit.plan, ws.kit.dated(period)
    before, last_year = period.previous(), period.same_last_year()
    with ws.store.snapshot():
        return PeriodFigures(
            period=period,
            targets=compute(plan, ws.store, period, own=True),
            counts=counts(plan, ws.store, period, own=True),
            previous_targets=compute(plan, ws.store, before, own=True),
            previous_counts=counts(plan, ws.store, before, own=True),
            last_year_targets=compute(plan, ws.store, last_year, own=True),
            last_year_counts=counts(plan, ws.store, last_year, own=True),
            cumulative_counts=counts(plan, ws.store, period, bounds=plan_to_date(period), own=True),
            missing=unknown_periods(ws, period, own=True),
        )


def counted_records(ws: Workspace, period: Period) -> int:
    """How many records of this desk count in the period; registers do not belong to one."""
    query = RecordQuery(
        event_from=period.first_on, event_to=period.last_on, statuses=COUNTED, own=True
    )
    return ws.store.count(query)


def unknown_periods(ws: Workspace, period: Period, *, own: bool) -> frozenset[str]:
    """Of the period before and the same a year ago, those that end before the first record.

    A desk that began later, or a unit that did not exist yet, knows nothing of them.
    """
    query = RecordQuery(
        statuses=COUNTED,
        event_from=PLAN_START,
        own=True if own else None,
        order="event_on",
        descending=False,
        limit=1,
    )
    rows = ws.store.rows(ws.store.ids(query))
    first_on = rows[0].event_on if rows else None
    others = {"previous": period.previous(), "same_last_year": period.same_last_year()}
    return frozenset(
        name for name, one in others.items() if first_on is None or one.last_on < first_on
    )
