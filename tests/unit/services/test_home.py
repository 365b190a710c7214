"""The home page as data."""

from __future__ import annotations

from hrdesk.services.entering import new_entry, save_draft, save_record
from hrdesk.services.home import home_summary
from hrdesk.services.workspace import Workspace
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
