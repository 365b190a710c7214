"""Figures of a period and what stands beside them."""

from __future__ import annotations

from hrdesk.indicators.period import parse_period
from hrdesk.services.period_figures import figures, period_choices
from hrdesk.services.workspace import Workspace
from hrdesk.store.records import RecordQuery
from tests.support.sample import TODAY


def test_period_choices__begin_with_the_period_to_report(sample: Workspace) -> None:
    choices = [period.period_id for period in period_choices(sample, TODAY)]
    assert choices[:3] == ["2026-11", "2026-12", "2026-10"]
    assert {"2026-Q4", "2026-H2", "2026"} <= set(choices)


def test_figures__previous_period__is_the_one_before(sample: Workspace) -> None:
    this, before = (
        figures(sample, parse_period("2026-11")),
        figures(sample, parse_period("2026-10")),
    )
    assert this.previous_targets == before.targets
    assert this.previous_counts == before.counts
    total = this.counts["product"].total + before.counts["product"].total
    assert this.cumulative_counts["product"].total == total


def test_comparison__with_periods_before_the_first_record__is_unknown(sample: Workspace) -> None:
    known = figures(sample, parse_period("2026-11"))
    first = min(
        row.event_on for row in sample.store.rows(sample.store.ids(RecordQuery())) if row.event_on
    )
    assert known.period.same_last_year().last_on < first <= known.period.previous().last_on
    assert known.missing == {"same_last_year"}
