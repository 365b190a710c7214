"""Warnings accepted with a reason: in drafts, records, history; figures from the unit's own past."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hrdesk.errors import ReasonBlankError
from hrdesk.indicators.period import parse_period
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering
from hrdesk.services.checklist import checklist, odd_lines
from hrdesk.services.history import history
from hrdesk.services.printing import record_of
from hrdesk.services.soft_checks import (
    Past,
    accept_warning,
    past_of,
    warnings_of,
    withdraw_acceptance,
)
from hrdesk.services.workspace import Workspace, open_workspace
from tests.support.desk import activity, make_desk

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
ANSWERS = {
    "title": "Mít tinh",
    "event_on": "2026-11-10",
    "activity_kind": "conference",
    "people": "6000",
    "languages": "vi",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "w"
    make_desk(folder).close()
    return folder


@pytest.fixture
def ws(made: Path, tmp_path: Path):
    shutil.copytree(made, tmp_path / "w")
    with open_workspace(tmp_path / "w", now=NOW) as workspace:
        yield workspace


def typed(ws: Workspace, **changes: str) -> entering.EntrySession:
    session = entering.new_entry(ws, "activity", now=NOW)
    for key, value in {**ANSWERS, **changes}.items():
        session.entry.set_value(NodeRef(key), value)
    return session


def reasons(ws: Workspace, record_id: str) -> list[str]:
    record = ws.store.get(record_id)
    assert record is not None
    return [one.reason for one in record.accepted]


def test_warning__not_accepted__blocks_nothing(ws: Workspace) -> None:
    session = typed(ws)
    assert [one.key for one in warnings_of(session)] == ["people"]
    assert entering.save_record(ws, session, now=NOW, complete=True).record is not None


def test_accept__without_a_reason__is_refused(ws: Workspace) -> None:
    session = typed(ws)
    with pytest.raises(ReasonBlankError):
        accept_warning(session, warnings_of(session)[0], "  ", now=NOW)


def test_accept__reason__is_in_the_draft_the_record_and_after_opening_again(ws: Workspace) -> None:
    session = typed(ws)
    accept_warning(session, warnings_of(session)[0], "Mít tinh toàn xã", now=NOW)
    entering.save_draft(ws, session, now=NOW)
    resumed = entering.open_entry(ws, session.record_id, now=NOW)
    assert [one.reason for one in resumed.accepted] == ["Mít tinh toàn xã"]
    assert warnings_of(resumed)[0].accepted is not None
    entering.save_record(ws, resumed, now=NOW, complete=True)
    assert reasons(ws, session.record_id) == ["Mít tinh toàn xã"]
    opened = entering.open_entry(ws, session.record_id, now=NOW)
    entering.save_record(ws, opened, now=NOW, complete=True)
    assert reasons(ws, session.record_id) == ["Mít tinh toàn xã"]


def test_accept__answer_changed_after__reason_goes_from_the_record_and_stays_in_its_past(
    ws: Workspace,
) -> None:
    session = typed(ws)
    accept_warning(session, warnings_of(session)[0], "Mít tinh toàn xã", now=NOW)
    entering.save_record(ws, session, now=NOW, complete=True)
    session.entry.set_value(NodeRef("people"), "60")
    entering.save_record(ws, session, now=NOW, complete=True)
    assert reasons(ws, session.record_id) == []
    first = entering.revisions(ws, session.record_id)[0]
    assert [one.reason for one in first.record.accepted] == ["Mít tinh toàn xã"]


def test_withdraw__warns_again(ws: Workspace) -> None:
    session = typed(ws)
    warning = warnings_of(session)[0]
    accept_warning(session, warning, "Đúng", now=NOW)
    withdraw_acceptance(session, warning)
    assert warnings_of(session)[0].accepted is None


def test_past__same_kind_with_enough_records__says_what_is_unusual(ws: Workspace) -> None:
    for number in range(9):
        ws.store.save(
            activity(ws, f"Hội nghị {number}", date(2026, 9, 1) + timedelta(number),
                     kind="conference", people=40 + number),
            at=NOW, actor=ws.name,
        )  # fmt: skip
    past = past_of(ws, "activity", now=NOW)
    assert [one.rule for one in warnings_of(typed(ws, people="400"), past)] == ["past"]
    assert warnings_of(typed(ws, people="60"), past) == ()
    other_kind = typed(ws, people="400", activity_kind="contest")
    assert warnings_of(other_kind, past) == ()
    assert warnings_of(typed(ws, people="400"), Past()) == ()


def test_past__very_many_records__only_the_latest_are_looked_at(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        day = date(2026, 11, 10) - timedelta(days=number)
        one = activity(ws, f"Họp {number}", day, kind="conference", people=40 + number)
        ws.store.save(one, at=NOW, actor=ws.name)
    monkeypatch.setattr("hrdesk.services.soft_checks._MOST_RECORDS", 9)
    figures = past_of(ws, "activity", now=NOW).by_kind["conference"]["people"]
    assert (figures.count, figures.least, figures.most) == (9, 40, 48)


def test_past__record_itself__does_not_judge_itself(ws: Workspace) -> None:
    ids = []
    for number in range(8):
        record = activity(ws, f"Hội nghị {number}", date(2026, 9, 1), kind="conference", people=40)
        ids.append(ws.store.save(record, at=NOW, actor=ws.name).record_id)
    assert past_of(ws, "activity", now=NOW).by_kind["conference"]["people"].count == 8
    assert past_of(ws, "activity", now=NOW, besides=ids[0]).by_kind["conference"] == {}


def test_reason__is_told_in_the_history_and_on_the_printed_record(ws: Workspace) -> None:
    session = typed(ws)
    entering.save_record(ws, session, now=NOW, complete=True)
    accept_warning(session, warnings_of(session)[0], "Mít tinh toàn xã", now=NOW)
    entering.save_record(ws, session, now=NOW, complete=True)
    latest = history(ws, session.record_id).versions[0]
    told = [(one.before, one.after) for one in latest.changes]
    assert told == [("", "Mít tinh toàn xã")]
    assert "Mít tinh toàn xã" in [line.value for line in latest.lines]
    paper = record_of(ws, session.record_id, now=NOW)
    assert "Mít tinh toàn xã" in str(paper)


def test_checklist__unusual_answers__are_pointed_out_with_their_reasons_and_block_nothing(
    ws: Workspace,
) -> None:
    for number in range(10):
        session = typed(ws, event_on=f"2026-10-{number + 5:02}", people=str(100 + number))
        entering.save_record(ws, session, now=NOW, complete=True)
    odd = typed(ws, title="Hội nghị lớn", people="5000")
    entering.save_record(ws, odd, now=NOW, complete=True)
    period = parse_period("2026-11")
    (line,) = odd_lines(ws, period, now=NOW)
    assert line.severity == "remark"
    assert line.record_id == odd.record_id
    assert "Hội nghị lớn" in line.sentence
    session = entering.open_entry(ws, odd.record_id, now=NOW)
    past = past_of(ws, "activity", now=NOW, besides=odd.record_id)
    (warning,) = [one for one in warnings_of(session, past) if one.key == "people"]
    accept_warning(session, warning, "Mít tinh toàn xã.", now=NOW)
    entering.save_record(ws, session, now=NOW, complete=True)
    lines = checklist(ws, period, now=NOW)
    (line,) = [one for one in lines if one.record_id == odd.record_id]
    assert line.severity == "info"
    assert line.sentence.endswith("Mít tinh toàn xã.")
