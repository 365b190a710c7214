"""History, trash and retention, over the real store and the shipped forms."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hrdesk import i18n
from hrdesk.errors import RecordMissingError, VersionMissingError
from hrdesk.indicators.period import parse_period
from hrdesk.records.entry import NodeRef
from hrdesk.services import history, period_figures, retention
from hrdesk.services.entering import (
    RecordQuery,
    delete_record,
    list_ids,
    new_entry,
    open_entry,
    save_draft,
    save_record,
)
from hrdesk.services.workspace import Workspace, open_workspace
from tests.support.desk import make_desk

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
STEP = timedelta(minutes=5)
TRAINING = {
    "title": "Tập huấn quyền con người",
    "event_on": "2026-11-03",
    "people": "40",
    "level": "province",
    "roster_until": "2028-11-02",
}
PEOPLE = (
    {"full_name": "Lê Văn Giả", "workplace": "UBND xã", "sex": "male", "sessions_attended": "1"},
    {
        "full_name": "Phạm Thị Mẫu",
        "position": "Công chức bịa",
        "participant_group": "provincial_key_officials",
        "official_id": "CB-001",
        "sessions_attended": "1",
    },
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "w"
    i18n.set_language("vi")
    make_desk(folder).close()
    return folder


@pytest.fixture
def ws(made: Path, tmp_path: Path):
    i18n.set_language("vi")
    shutil.copytree(made, tmp_path / "w")
    with open_workspace(tmp_path / "w", now=NOW) as workspace:
        yield workspace


def edit(
    ws: Workspace,
    record_id: str | None,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    rows: Sequence[Mapping[str, str]] = (),
    *,
    complete: bool = True,
    removed: int | None = None,
) -> str:
    """One sitting at a training: answers by key, rows by place; saved."""
    session = open_entry(ws, record_id, now=at) if record_id else new_entry(ws, "training", now=at)
    entry = session.entry
    if removed is not None:
        entry.remove_row("participants", removed)
    for place, row in enumerate(rows):
        if place >= entry.rows("participants"):
            entry.add_row("participants")
        for key, value in row.items():
            entry.set_value(NodeRef(key, "participants", place), value)
    for key, value in (answers or {}).items():
        entry.set_value(NodeRef(key), value)
    outcome = save_record(ws, session, now=at, complete=complete)
    assert outcome.record is not None, outcome.violations
    return session.record_id


def changes(version: history.Version) -> list[tuple[str, str, str, str]]:
    return [(one.place, one.question, one.before, one.after) for one in version.changes]


@pytest.fixture
def edited(ws: Workspace) -> str:
    """A training saved, and edited thrice."""
    record_id = edit(ws, None, NOW, TRAINING, PEOPLE, complete=True)
    edit(ws, record_id, NOW + STEP, {"people": "1240", "training_kind": "briefing"})
    edit(ws, record_id, NOW + 2 * STEP, {"event_on": "2026-11-04"}, [{"full_name": "Lê Văn Bịa"}])
    edit(ws, record_id, NOW + 3 * STEP, {"topics": "achievements other"}, removed=0)
    return record_id


def test_history__of_three_edits__says_who_when_and_what_in_words(
    ws: Workspace, edited: str
) -> None:
    told = history.history(ws, edited)
    assert [one.revision for one in told.versions] == [4, 3, 2, 1]
    assert {one.actor for one in told.versions} == {ws.name}
    assert [one.at for one in told.versions] == [NOW + step * STEP for step in (3, 2, 1, 0)]
    last, third, second, first = told.versions
    assert first.what == "Lập mới"
    assert first.changes == ()
    assert ("", "Số người dự", "40", "1.240") in changes(second)
    assert ("", "Loại", "Tập huấn", "Hội nghị cập nhật thông tin") in changes(second)
    assert ("", "Từ ngày", "03/11/2026", "04/11/2026") in changes(third)
    assert (
        "Danh sách học viên (không bắt buộc), dòng 1",
        "Họ và tên",
        "Lê Văn Giả",
        "Lê Văn Bịa",
    ) in changes(third)
    assert third.what == "Đã sửa 2 câu trả lời"
    removed = [one for one in last.changes if one.question == "Bỏ dòng"]
    assert len(removed) == 1
    assert removed[0].before.startswith("Lê Văn Bịa · UBND xã")
    assert "Nam" in removed[0].before
    assert (
        "",
        "Nội dung",
        "",
        "Nỗ lực, thành tựu bảo đảm quyền con người, Nội dung khác",
    ) in changes(last)


def test_history__spoken_in_english__is_in_english(ws: Workspace, edited: str) -> None:
    i18n.set_language("en")
    try:
        told = history.history(ws, edited)
    finally:
        i18n.set_language("vi")
    assert ("", "Kind", "Training", "Briefing") in changes(told.versions[2])


def test_history__shows_the_whole_record_as_it_was(ws: Workspace, edited: str) -> None:
    first = history.history(ws, edited).versions[-1]
    said = {(one.question, one.place): one.value for one in first.lines}
    assert said["Số người dự", ""] == "40"
    assert said["Danh sách học viên (không bắt buộc)", "dòng 2"].startswith("Phạm Thị Mẫu")


def test_history__of_nothing__is_refused(ws: Workspace) -> None:
    with pytest.raises(RecordMissingError):
        history.history(ws, "none")


def test_restore__of_a_version__is_a_new_saved_state(ws: Workspace, edited: str) -> None:
    kept = history.restore_version(ws, edited, 1, now=NOW + 4 * STEP)
    assert kept.revision == 5
    assert kept.answers["people"] == "40"
    assert len(kept.repeats["participants"]) == 2
    told = history.history(ws, edited)
    assert len(told.versions) == 5
    assert told.versions[0].what == "Khôi phục phiên bản 1"
    assert told.versions[0].is_current
    assert not told.versions[0].may_restore
    figures = period_figures.figures(ws, parse_period("2026-11"))
    assert figures is not None


def test_restore__of_no_version__is_refused(ws: Workspace, edited: str) -> None:
    with pytest.raises(VersionMissingError):
        history.restore_version(ws, edited, 99, now=NOW)


def test_restore__of_a_deleted_record__brings_it_back(ws: Workspace, edited: str) -> None:
    delete_record(ws, edited, now=NOW + 4 * STEP)
    (put_away,) = history.trash(ws)
    assert put_away.title == TRAINING["title"]
    assert put_away.deleted_by == ws.name
    assert put_away.deleted_at == NOW + 4 * STEP
    told = history.history(ws, edited)
    assert told.deleted
    assert all(one.may_restore for one in told.versions)
    history.restore_version(ws, edited, 3, now=NOW + 5 * STEP)
    assert history.trash(ws) == ()
    assert len(list_ids(ws, RecordQuery(form_id="training"))) == 1


# --- retention


@pytest.fixture
def ended(ws: Workspace, edited: str) -> str:
    """A list past its day, with a draft begun on it."""
    at = NOW + 4 * STEP
    edit(ws, edited, at, {"roster_until": "2026-11-20"})
    session = open_entry(ws, edited, now=at)
    session.entry.set_value(NodeRef("note"), "đang gõ dở")
    save_draft(ws, session, now=at)
    return edited


def test_due__is_what_ended_yesterday_not_what_ends_today(ws: Workspace, ended: str) -> None:
    assert retention.due(ws, date(2026, 11, 20)) == ()
    (roster,) = retention.due(ws, date(2026, 11, 21))
    assert (roster.record_id, roster.people) == (ended, 2)


def test_due__of_an_unsaved_draft__is_found_too(ws: Workspace) -> None:
    session = new_entry(ws, "training", now=NOW)
    session.entry.add_row("participants")
    session.entry.set_value(NodeRef("full_name", "participants", 0), "Võ Thị Nháp")
    session.entry.set_value(NodeRef("roster_until"), "2026-11-20")
    save_draft(ws, session, now=NOW)
    assert len(retention.due(ws, date(2026, 12, 1))) == 1
    assert retention.forget(ws, [session.record_id], now=NOW) == 1
    assert retention.rosters(ws) == ()


def test_due__after_the_list_was_emptied_by_hand__still_finds_earlier_states(
    ws: Workspace, ended: str
) -> None:
    session = open_entry(ws, ended, now=NOW + 6 * STEP)
    while session.entry.rows("participants"):
        session.entry.remove_row("participants", 0)
    save_record(ws, session, now=NOW + 6 * STEP, complete=True)
    assert ws.store.get(ended).repeats.get("participants", ()) == ()
    assert len(retention.due(ws, date(2026, 12, 1))) == 1


def test_forget__takes_names_out_of_record_draft_and_every_state_and_file(
    ws: Workspace, ended: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = ws.store.get(ended)
    with caplog.at_level(logging.INFO):
        assert retention.forget(ws, [ended], now=NOW + 6 * STEP) == 1
    names = ("Lê Văn", "Phạm Thị", "UBND xã", "Công chức bịa")
    for state in ws.store.revisions(ended):
        assert not any(name in repr(state.record.repeats) for name in names)
    draft = ws.store.draft(ended)
    assert draft is not None
    assert not any(name in repr(draft.repeats) for name in names)
    assert not any(name in caplog.text for name in names)
    assert ended in caplog.text
    for path in ws.paths.folder.glob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(name.encode() in content for name in names), path.name
    kept = ws.store.get(ended)
    assert kept.answers == before.answers
    (row,) = kept.repeats["participants"]
    assert row.answers["full_name"] == retention.REMOVED
    assert row.answers["official_id"] == "CB-001"  # a target counts by it
    assert row.answers["participant_group"] == "provincial_key_officials"
    told = history.history(ws, ended)
    assert "giữ số liệu" in told.versions[0].what
    assert retention.due(ws, date(2027, 1, 1)) == ()
    assert ws.store.integrity_check() == []


def test_forget__leaves_figures_and_the_record_completable(ws: Workspace, ended: str) -> None:
    period = parse_period("2026-11")
    before = period_figures.figures(ws, period)
    retention.forget(ws, [ended], now=NOW + 6 * STEP)
    after = period_figures.figures(ws, period)
    assert after.targets == before.targets
    assert after.counts == before.counts
    session = open_entry(ws, ended, now=NOW + 7 * STEP)
    assert session.resumed_at is not None  # the draft still goes on from where it was
    assert session.entry.value(NodeRef("note")) == "đang gõ dở"
    assert save_record(ws, session, now=NOW + 7 * STEP, complete=True).record is not None


def test_forget__what_holds_no_list__is_refused(ws: Workspace) -> None:
    with pytest.raises(RecordMissingError):
        retention.forget(ws, ["none"], now=NOW)
