"""The home page as data."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hrdesk.services.entering import new_entry, save_draft, save_record
from hrdesk.services.home import home_summary
from hrdesk.services.workspace import Workspace, WorkspaceSetup, create_workspace
from tests.support.sample import NOW, TODAY


def test_home__of_a_desk_that_is_not_enrolled__says_so_and_what_is_due(sample: Workspace) -> None:
    summary = home_summary(sample, TODAY)
    assert summary.period.period_id == "2026-12"
    assert [figure.target_id for figure in summary.targets] == ["T1", "T2", "T3", "T4", "T5"]
    assert [task.kind for task in summary.tasks] == ["enrol", "report"]
    assert summary.days_left == (summary.due_on - TODAY).days


def test_home__with_a_draft_and_an_incomplete_record__names_both(sample: Workspace) -> None:
    save_draft(sample, new_entry(sample, "activity", now=NOW), now=NOW)
    save_record(sample, new_entry(sample, "product", now=NOW), now=NOW, complete=False)
    kinds = [task.kind for task in home_summary(sample, TODAY).tasks]
    assert kinds == ["enrol", "report", "draft", "incomplete"]


def test_home__of_an_office_on_its_first_day__says_how_to_begin_and_calls_nothing_late(
    tmp_path: Path,
) -> None:
    setup = WorkspaceSetup("30544", "Chau Thị Mẫu", "Công chức", "bốn chữ dễ nhớ", province=False)
    now, today = NOW + timedelta(days=5), TODAY + timedelta(days=5)
    with create_workspace(tmp_path, setup, now=now) as office:
        assert office.begun_on == today
        assert home_summary(office, today).period.previous().due_on < today
        tasks = home_summary(office, today).tasks
        assert [task.kind for task in tasks] == ["first", "import", "enrol"]
        assert not any(task.urgent for task in tasks)
        save_draft(office, new_entry(office, "activity", now=now), now=now)
        assert [task.kind for task in home_summary(office, today).tasks] == ["enrol", "draft"]
        later = today + timedelta(days=31)
        assert "report" in [task.kind for task in home_summary(office, later).tasks]
