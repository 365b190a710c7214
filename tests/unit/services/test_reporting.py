"""Home page, check list and figures as data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hrdesk.indicators.period import parse_period
from hrdesk.services.demo import create_sample_office
from hrdesk.services.entering import new_entry, save_draft, save_record
from hrdesk.services.exchange import enrolment_status
from hrdesk.services.progress import CancelledError
from hrdesk.services.reporting import (
    checklist,
    figures,
    home_summary,
    period_choices,
    report_content,
    write_report,
)
from hrdesk.services.workspace import Workspace, open_workspace
from hrdesk.store.records import RecordQuery

NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
TODAY = date(2026, 11, 16)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "w"
    create_sample_office(folder, now=NOW).close()
    return folder


@pytest.fixture
def ws(sample: Path, tmp_path: Path):
    import shutil

    shutil.copytree(sample, tmp_path / "w")
    with open_workspace(tmp_path / "w", now=NOW) as workspace:
        yield workspace


def test_home__of_a_desk_that_is_not_enrolled__says_so_and_what_is_due(ws: Workspace) -> None:
    summary = home_summary(ws, TODAY)
    assert summary.period.period_id == "2026-12"
    assert [figure.target_id for figure in summary.targets] == ["T1", "T2", "T3", "T4", "T5"]
    assert [task.kind for task in summary.tasks] == ["enrol", "report"]
    assert summary.days_left == (summary.due_on - TODAY).days


def test_home__with_a_draft_and_an_incomplete_record__names_both(ws: Workspace) -> None:
    save_draft(ws, new_entry(ws, "activity", now=NOW), now=NOW)
    save_record(ws, new_entry(ws, "product", now=NOW), now=NOW, complete=False)
    kinds = [task.kind for task in home_summary(ws, TODAY).tasks]
    assert kinds == ["enrol", "report", "draft", "incomplete"]


def test_period_choices__begin_with_the_period_to_report(ws: Workspace) -> None:
    choices = [period.period_id for period in period_choices(ws, TODAY)]
    assert choices[:3] == ["2026-11", "2026-12", "2026-10"]
    assert {"2026-Q4", "2026-H2", "2026"} <= set(choices)


def test_checklist__of_a_sound_period__has_no_fault(ws: Workspace) -> None:
    lines = checklist(ws, parse_period("2026-11"))
    assert {line.severity for line in lines} == {"info"}


def test_checklist__incomplete_record__is_a_fault_that_opens_it(ws: Workspace) -> None:
    from hrdesk.records.entry import NodeRef

    session = new_entry(ws, "activity", now=NOW)
    session.entry.set_value(NodeRef("event_on"), "2026-11-01")
    save_record(ws, session, now=NOW, complete=False)
    faults = [line for line in checklist(ws, parse_period("2026-11")) if line.severity == "fault"]
    assert [(line.form_id, line.record_id) for line in faults] == [("activity", session.record_id)]


def test_checklist__empty_period__is_a_zero_report(ws: Workspace) -> None:
    lines = checklist(ws, parse_period("2026-03"))
    assert [line.severity for line in lines] == ["remark"]


def test_figures__previous_period__is_the_one_before(ws: Workspace) -> None:
    this, before = figures(ws, parse_period("2026-11")), figures(ws, parse_period("2026-10"))
    assert this.previous_targets == before.targets
    assert this.previous_counts == before.counts
    total = this.counts["product"].total + before.counts["product"].total
    assert this.cumulative_counts["product"].total == total


def test_report__says_the_same_as_the_figures(ws: Workspace) -> None:
    period = parse_period("2026-11")
    content = report_content(ws, period, now=NOW)
    counted = figures(ws, period)
    text = repr(content)
    for figure in counted.targets:
        if figure.denominator:
            assert f"{figure.numerator}" in text
    assert content.letterhead.parent == ""
    assert content.place == "Châu Phong"


def test_report__stopped__leaves_no_file(ws: Workspace, tmp_path: Path) -> None:
    class Impatient:
        def total(self, steps: int) -> None: ...

        def step(self, sentence: str = "") -> None: ...

        def cancelled(self) -> bool:
            return True

    target = tmp_path / "r.pdf"
    with pytest.raises(CancelledError):
        write_report(ws, parse_period("2026-11"), target, now=NOW, progress=Impatient())
    assert not target.exists()
    assert not list(tmp_path.glob(".r.pdf*"))


def test_enrolment__of_a_new_desk__is_none(ws: Workspace) -> None:
    assert enrolment_status(ws).state == "none"


def test_settings__language_and_theme__are_kept(ws: Workspace) -> None:
    ws.set_setting("theme", "dark")
    ws.set_setting("language", "en")
    with open_workspace(ws.paths.folder, now=NOW) as again:
        assert (again.theme, again.language) == ("dark", "en")


def test_kinds__stand_in_the_order_of_the_navigation(ws: Workspace) -> None:
    assert [kind.form_id for kind in ws.kinds()] == [
        "activity",
        "training",
        "product",
        "press_information",
        "false_news",
        "agency",
        "key_official",
    ]
    assert ws.kinds()[0].titles["vi"]


def test_comparison__with_periods_before_the_first_record__is_unknown(ws: Workspace) -> None:
    known = figures(ws, parse_period("2026-11"))
    first = min(row.event_on for row in ws.store.rows(ws.store.ids(RecordQuery())) if row.event_on)
    assert known.period.same_last_year().last_on < first <= known.period.previous().last_on
    assert known.missing == {"same_last_year"}
