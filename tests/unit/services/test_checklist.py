"""What is missing before a period is closed."""

from __future__ import annotations

from hrdesk.indicators.period import parse_period
from hrdesk.services.checklist import checklist
from hrdesk.services.entering import new_entry, save_record
from hrdesk.services.workspace import Workspace
from tests.support.sample import NOW


def test_checklist__of_a_sound_period__has_no_fault(sample: Workspace) -> None:
    lines = checklist(sample, parse_period("2026-11"))
    assert {line.severity for line in lines} == {"info"}


def test_checklist__incomplete_record__is_a_fault_that_opens_it(sample: Workspace) -> None:
    from hrdesk.records.entry import NodeRef

    session = new_entry(sample, "activity", now=NOW)
    session.entry.set_value(NodeRef("event_on"), "2026-11-01")
    save_record(sample, session, now=NOW, complete=False)
    faults = [
        line for line in checklist(sample, parse_period("2026-11")) if line.severity == "fault"
    ]
    assert [(line.form_id, line.record_id) for line in faults] == [("activity", session.record_id)]


def test_checklist__empty_period__is_a_zero_report(sample: Workspace) -> None:
    lines = checklist(sample, parse_period("2026-03"))
    assert [line.severity for line in lines] == ["remark"]
