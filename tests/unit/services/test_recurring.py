"""Series: due days become drafts, once; exceptions hold; what was confirmed is never touched."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.errors import (
    SeriesDateConfirmedError,
    SeriesDateMissingError,
    SeriesFormError,
    SeriesMissingError,
    SeriesRuleError,
)
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import RecordStatus
from hrdesk.services import entering, recurring
from hrdesk.services.near_duplicates import likeness, near_duplicates
from hrdesk.services.recurrence import Frequency, Recurrence, dates
from hrdesk.services.recurring import DateState
from hrdesk.services.workspace import Workspace, open_workspace
from hrdesk.store.migrations import SCHEMA_VERSION
from tests.support.desk import make_desk

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)  # Thursday
SLOT = {
    "title": "Phát thanh sáng thứ Hai",
    "activity_kind": "broadcast",
    "sessions": "1",
    "languages": "vi",
    "our_role": "lead",
}
MONDAYS = Recurrence(Frequency.WEEKLY, date(2026, 10, 5))
WEEK = timedelta(days=7)


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


def slots(ws: Workspace, recurrence: Recurrence = MONDAYS, **more: str) -> recurring.Series:
    return recurring.add_series(ws, "activity", {**SLOT, **more}, recurrence, now=NOW)


def states(ws: Workspace, series: recurring.Series, now: datetime = NOW) -> dict[date, DateState]:
    lines = recurring.listed_dates(ws, series.series_id, now=now)
    return {line.occurs_on: line.state for line in lines}


def test_add__weekly__drafts_of_the_days_that_came_and_none_ahead(ws: Workspace) -> None:
    series = slots(ws)
    drafts = sorted(draft.answers["event_on"] for draft in entering.drafts(ws))
    assert drafts == [
        "2026-10-05",
        "2026-10-12",
        "2026-10-19",
        "2026-10-26",
        "2026-11-02",
        "2026-11-09",
    ]
    assert states(ws, series)[date(2026, 11, 16)] is DateState.COMING
    assert all(draft.title == SLOT["title"] for draft in entering.drafts(ws))


def test_due__looked_at_again__makes_nothing_twice(ws: Workspace) -> None:
    slots(ws)
    assert recurring.make_due_drafts(ws, now=NOW) == 0
    assert len(entering.drafts(ws)) == 6
    assert recurring.make_due_drafts(ws, now=NOW + WEEK) == 1
    assert recurring.make_due_drafts(ws, now=NOW + WEEK) == 0


def test_due__after_a_lapse_of_months__all_missed_days(ws: Workspace) -> None:
    slots(ws)
    assert recurring.make_due_drafts(ws, now=NOW + 26 * WEEK) == 26


def test_confirm__all__are_complete_records_and_confirming_again_changes_nothing(
    ws: Workspace,
) -> None:
    slots(ws)
    waiting = [line.record_id for line in recurring.waiting_dates(ws, now=NOW)]
    done = recurring.confirm(ws, waiting, now=NOW)
    assert [one.record.status for one in done if one.record] == [RecordStatus.COMPLETE] * 6
    assert entering.drafts(ws) == ()
    again = recurring.confirm(ws, waiting, now=NOW + WEEK)
    assert [one.record.revision for one in again if one.record] == [1] * 6
    assert recurring.waiting_dates(ws, now=NOW) == ()


def test_confirm__not_complete__says_the_faults_and_holds_up_no_other(ws: Workspace) -> None:
    series = recurring.add_series(
        ws, "activity", {"title": "Sinh hoạt tổ", "activity_kind": "conference", "languages": "vi"},
        MONDAYS, now=NOW,
    )  # fmt: skip
    first, *_, last = recurring.waiting_dates(ws, now=NOW)
    assert [broken.key for broken in first.violations] == ["people"]
    filled = entering.open_entry(ws, last.record_id, now=NOW)
    filled.entry.set_value(NodeRef("people"), "40")
    entering.save_draft(ws, filled, now=NOW + timedelta(minutes=1))
    outcome = recurring.confirm(ws, [first.record_id, last.record_id], now=NOW)
    assert outcome[0].record is None
    assert outcome[0].violations
    assert outcome[1].record is not None
    assert states(ws, series)[last.occurs_on] is DateState.CONFIRMED


def test_confirm__in_the_entry_page__is_seen_here(ws: Workspace) -> None:
    series = slots(ws)
    line = recurring.waiting_dates(ws, now=NOW)[0]
    entering.save_record(
        ws, entering.open_entry(ws, line.record_id, now=NOW), now=NOW, complete=True
    )
    assert states(ws, series)[line.occurs_on] is DateState.CONFIRMED
    entering.delete_record(ws, line.record_id, now=NOW)
    assert states(ws, series)[line.occurs_on] is DateState.DELETED
    assert recurring.make_due_drafts(ws, now=NOW) == 0


def test_skip__a_day__takes_its_draft_and_none_comes_back_until_taken_up(ws: Workspace) -> None:
    series = slots(ws)
    recurring.skip(ws, series.series_id, date(2026, 10, 12))
    recurring.skip(ws, series.series_id, date(2026, 11, 16))  # ahead: a holiday
    assert recurring.make_due_drafts(ws, now=NOW + WEEK) == 0
    assert len(entering.drafts(ws)) == 5
    assert states(ws, series)[date(2026, 11, 16)] is DateState.SKIPPED
    recurring.take_up(ws, series.series_id, date(2026, 10, 12), now=NOW)
    assert len(entering.drafts(ws)) == 6


def test_discarded_draft__is_a_day_left_out(ws: Workspace) -> None:
    series = slots(ws)
    line = recurring.waiting_dates(ws, now=NOW)[0]
    entering.discard_draft(ws, line.record_id)
    assert recurring.make_due_drafts(ws, now=NOW) == 0
    assert states(ws, series)[line.occurs_on] is DateState.SKIPPED


def test_move__a_day__its_draft_says_the_other_date(ws: Workspace) -> None:
    series = slots(ws)
    recurring.move_date(ws, series.series_id, date(2026, 10, 12), date(2026, 10, 13), now=NOW)
    line = next(
        one for one in recurring.waiting_dates(ws, now=NOW) if one.occurs_on == date(2026, 10, 12)
    )
    assert line.moved
    assert line.held_on == date(2026, 10, 13)
    (done,) = recurring.confirm(ws, [line.record_id], now=NOW)
    assert done.record is not None
    assert done.record.event_on == date(2026, 10, 13)
    with pytest.raises(SeriesDateConfirmedError):
        recurring.move_date(ws, series.series_id, date(2026, 10, 12), date(2026, 10, 14), now=NOW)


def test_move__ahead_of_its_day__the_draft_comes_when_it_is_held(ws: Workspace) -> None:
    series = slots(ws)
    recurring.move_date(ws, series.series_id, date(2026, 11, 9), date(2026, 11, 17), now=NOW)
    assert len(entering.drafts(ws)) == 5
    assert recurring.make_due_drafts(ws, now=NOW + WEEK) == 2
    days = {draft.answers["event_on"] for draft in entering.drafts(ws)}
    assert "2026-11-17" in days
    assert "2026-11-09" not in days


def test_change__leaves_confirmed_and_touched_alone_and_makes_the_rest_anew(ws: Workspace) -> None:
    series = slots(ws)
    first, second, *_ = recurring.waiting_dates(ws, now=NOW)
    recurring.confirm(ws, [first.record_id], now=NOW)
    filled = entering.open_entry(ws, second.record_id, now=NOW)
    filled.entry.set_value(NodeRef("place"), "Ấp 1")
    entering.save_draft(ws, filled, now=NOW + timedelta(minutes=1))
    changed = Recurrence(Frequency.WEEKLY, date(2026, 10, 6))  # Tuesdays
    recurring.change_series(
        ws,
        series.series_id,
        now=NOW,
        recurrence=changed,
        answers={**SLOT, "title": "Phát thanh mới"},
    )
    kept = ws.store.get(first.record_id)
    assert kept is not None
    assert (kept.answers["title"], kept.revision) == (SLOT["title"], 1)
    drafts = {draft.answers["event_on"]: draft.title for draft in entering.drafts(ws)}
    assert drafts.pop("2026-10-12") == SLOT["title"]
    assert set(drafts) == {
        f"2026-{day}" for day in ("10-06", "10-13", "10-20", "10-27", "11-03", "11-10")
    }
    assert set(drafts.values()) == {"Phát thanh mới"}


def test_end_and_delete__later_days_stop_and_records_stay(ws: Workspace) -> None:
    series = slots(ws)
    first = recurring.waiting_dates(ws, now=NOW)[0]
    recurring.confirm(ws, [first.record_id], now=NOW)
    recurring.end_series(ws, series.series_id, date(2026, 10, 20), now=NOW)
    assert len(entering.drafts(ws)) == 2
    assert recurring.make_due_drafts(ws, now=NOW + 20 * WEEK) == 0
    recurring.delete_series(ws, series.series_id, now=NOW)
    assert entering.drafts(ws) == ()
    assert ws.store.get(first.record_id) is not None
    assert recurring.series_list(ws) == ()
    with pytest.raises(SeriesMissingError):
        recurring.listed_dates(ws, series.series_id, now=NOW)


def test_template__of_a_record__without_dates_and_files(ws: Workspace) -> None:
    filled = entering.new_entry(ws, "activity", now=NOW)
    for key, value in {**SLOT, "event_on": "2026-11-09", "ended_on": "2026-11-09"}.items():
        filled.entry.set_value(NodeRef(key), value)
    record = entering.save_record(ws, filled, now=NOW, complete=True).record
    assert record is not None
    form_id, answers = recurring.template_of(ws, record.record_id)
    assert form_id == "activity"
    assert answers["title"] == SLOT["title"]
    assert not {"event_on", "ended_on"} & answers.keys()


def test_add__of_a_record__it_stands_for_its_own_day(ws: Workspace) -> None:
    filled = entering.new_entry(ws, "activity", now=NOW)
    for key, value in {**SLOT, "event_on": "2026-11-09"}.items():
        filled.entry.set_value(NodeRef(key), value)
    record = entering.save_record(ws, filled, now=NOW, complete=True).record
    assert record is not None
    made = recurring.add_series(
        ws, "activity", record.answers, MONDAYS, now=NOW, made_of=record.record_id
    )
    assert states(ws, made)[date(2026, 11, 9)] is DateState.CONFIRMED
    assert len(entering.drafts(ws)) == 5
    recurring.delete_series(ws, made.series_id, now=NOW)
    assert ws.store.get(record.record_id) == record


@pytest.mark.parametrize(
    "rule",
    [
        Recurrence(Frequency.WEEKLY, date(2026, 10, 5), until_on=date(2026, 10, 1)),
        Recurrence(Frequency.WEEKLY, date(2026, 10, 5), (3,), until_on=date(2026, 10, 6)),
        Recurrence(Frequency.WEEKLY, date(2026, 10, 5), count=0),
        Recurrence(Frequency.WEEKLY, date(2026, 10, 5), (9,)),
    ],
)
def test_add__rule_without_a_date__is_refused(ws: Workspace, rule: Recurrence) -> None:
    with pytest.raises(SeriesRuleError):
        slots(ws, rule)
    assert recurring.series_list(ws) == ()


def test_add__kind_without_a_date__is_refused(ws: Workspace) -> None:
    with pytest.raises(SeriesFormError):
        recurring.add_series(ws, "agency", {}, MONDAYS, now=NOW)


def test_skip__day_that_the_rule_does_not_say__is_refused(ws: Workspace) -> None:
    series = slots(ws)
    with pytest.raises(SeriesDateMissingError):
        recurring.skip(ws, series.series_id, date(2026, 10, 6))


# --- rules


def shown(recurrence: Recurrence, through: date) -> list[str]:
    found = dates(
        recurrence.rule, recurrence.starts_on, through, recurrence.until_on, recurrence.count
    )
    return [day.strftime("%d/%m") for day in found]


def test_dates__month_too_short__its_last_day() -> None:
    last = Recurrence(Frequency.MONTHLY, date(2026, 1, 31))
    assert shown(last, date(2026, 5, 31)) == ["31/01", "28/02", "31/03", "30/04", "31/05"]


def test_dates__monthly_on_a_weekday__the_same_of_each_month() -> None:
    second_tuesday = Recurrence(Frequency.MONTHLY, date(2026, 9, 8), (1,))
    assert shown(second_tuesday, date(2026, 11, 30)) == ["08/09", "13/10", "10/11"]


def test_dates__fortnightly_on_two_days__skip_every_other_week() -> None:
    rule = Recurrence(Frequency.FORTNIGHTLY, date(2026, 10, 5), (0, 3), count=4)
    assert shown(rule, date(2027, 1, 1)) == ["05/10", "08/10", "19/10", "22/10"]


@given(
    st.sampled_from(list(Frequency)),
    st.dates(date(2023, 1, 1), date(2030, 12, 31)),
    st.sets(st.integers(0, 6), max_size=3),
    st.integers(1, 20),
)
@settings(max_examples=60, deadline=None)
def test_dates__any_rule__in_order_on_their_weekdays_as_many_as_asked(
    frequency: Frequency, start: date, days: set[int], count: int
) -> None:
    rule = Recurrence(frequency, start, tuple(days), count=count)
    found = dates(rule.rule, start, date(2060, 1, 1), None, count)
    assert len(found) == count
    assert list(found) == sorted(set(found))
    assert found[0] >= start
    if days:
        assert {day.weekday() for day in found} <= days


# --- near duplicates


def test_near__same_words_two_days_later__is_pointed_out(ws: Workspace) -> None:
    filled = entering.new_entry(ws, "activity", now=NOW)
    for key, value in {
        **SLOT,
        "title": "Tọa đàm về quyền trẻ em",
        "event_on": "2026-11-08",
    }.items():
        filled.entry.set_value(NodeRef(key), value)
    assert entering.save_record(ws, filled, now=NOW, complete=True).record is not None
    (near,) = near_duplicates(
        ws, "activity", "toa dam quyen tre em", date(2026, 11, 10), besides="x"
    )
    assert (near.days_apart, near.is_draft) == (2, False)
    assert (
        near_duplicates(ws, "activity", "toa dam quyen tre em", date(2026, 11, 16), besides="x")
        == ()
    )
    assert near_duplicates(ws, "activity", "Hội thi nấu ăn", date(2026, 11, 10), besides="x") == ()
    assert near_duplicates(ws, "activity", near.title, None, besides="x") == ()
    assert near_duplicates(ws, "activity", near.title, near.on, besides=near.record_id) == ()


def test_near__another_day_of_the_same_series__is_not(ws: Workspace) -> None:
    slots(ws)
    line = recurring.waiting_dates(ws, now=NOW)[2]
    assert near_duplicates(ws, "activity", line.title, line.held_on, besides=line.record_id) == ()
    assert len(near_duplicates(ws, "activity", line.title, line.held_on, besides="another")) == 3


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_likeness__any_two__is_a_share_and_the_same_both_ways_round(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, one) == 1.0
    assert likeness(one, other) == likeness(other, one)


# --- the file of a version before


def test_open__file_without_series__gets_the_tables_and_keeps_its_records(
    made: Path, tmp_path: Path
) -> None:
    import sqlite3

    shutil.copytree(made, tmp_path / "old")
    path = tmp_path / "old" / "hrdesk.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE series_date")
        database.execute("DROP TABLE series")
        database.execute("DELETE FROM _sqlite_migrations WHERE name = '4_series'")
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    database.close()
    with open_workspace(tmp_path / "old", now=NOW) as workspace:
        slots(workspace)
        assert len(recurring.waiting_dates(workspace, now=NOW)) == 6
