"""Entering through the services, with the real store and the shipped forms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hrdesk.errors import RecordForeignError, RecordMissingError
from hrdesk.indicators.period import parse_period
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import RecordStatus
from hrdesk.services.entering import (
    EntrySession,
    RecordQuery,
    attach,
    attachment_path,
    attachments,
    delete_record,
    discard_draft,
    drafts,
    list_counts,
    list_ids,
    new_entry,
    open_entry,
    restore_record,
    revisions,
    save_draft,
    save_record,
    suggestions,
)
from hrdesk.services.workspace import Workspace, open_workspace
from tests.support.desk import make_desk
from tests.support.files import scene

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ANSWERS = {
    "title": "Tọa đàm quyền của phụ nữ",
    "event_on": "2026-11-10",
    "activity_kind": "seminar",
    "people": "64",
    "women": "30",
    "place": "Nhà văn hóa ấp Phước Lộc",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "w"
    make_desk(folder).close()
    return folder


@pytest.fixture
def ws(made: Path, tmp_path: Path):
    import shutil

    shutil.copytree(made, tmp_path / "w")
    with open_workspace(tmp_path / "w", now=NOW) as workspace:
        yield workspace


def typed(ws: Workspace, **changes: str) -> EntrySession:
    session = new_entry(ws, "activity", now=NOW)
    for key, value in {**ANSWERS, **changes}.items():
        session.entry.set_value(NodeRef(key), value)
    return session


def test_save__complete__counts(ws: Workspace) -> None:
    outcome = save_record(ws, typed(ws), now=NOW, complete=True)
    assert outcome.record is not None
    assert (outcome.record.status, outcome.record.revision) == (RecordStatus.COMPLETE, 1)
    assert outcome.record.event_on == date(2026, 11, 10)


def test_save__complete_with_faults__keeps_nothing(ws: Workspace) -> None:
    session = typed(ws, women="70")
    outcome = save_record(ws, session, now=NOW, complete=True)
    assert outcome.record is None
    assert [(broken.key, broken.kind) for broken in outcome.violations] == [("women", "constraint")]
    assert ws.store.get(session.record_id) is None


def test_save__incomplete_with_faults__is_kept_and_does_not_count(ws: Workspace) -> None:
    outcome = save_record(ws, typed(ws, women="70"), now=NOW, complete=False)
    assert outcome.record is not None
    assert outcome.record.status is RecordStatus.INCOMPLETE


def test_save__incomplete_with_letters_for_a_number__keeps_the_letters_in_the_draft(
    ws: Workspace,
) -> None:
    session = typed(ws, people="sáu tư")
    outcome = save_record(ws, session, now=NOW, complete=False)
    assert outcome.record is not None
    assert "people" not in outcome.record.answers
    again = open_entry(ws, session.record_id, now=LATER)
    assert again.entry.value(NodeRef("people")) == "sáu tư"


def test_draft__after_typing__is_taken_up_again(ws: Workspace) -> None:
    session = typed(ws)
    save_draft(ws, session, now=NOW)
    again = open_entry(ws, session.record_id, now=LATER)
    assert again.resumed_at == NOW
    assert again.entry.value(NodeRef("title")) == ANSWERS["title"]
    assert [draft.title for draft in drafts(ws, "activity")] == [ANSWERS["title"]]


def test_draft__discarded__is_gone(ws: Workspace) -> None:
    session = typed(ws)
    save_draft(ws, session, now=NOW)
    discard_draft(ws, session.record_id)
    with pytest.raises(RecordMissingError):
        open_entry(ws, session.record_id, now=LATER)


def test_draft__after_the_record_is_saved__is_gone(ws: Workspace) -> None:
    session = typed(ws)
    save_draft(ws, session, now=NOW)
    save_record(ws, session, now=LATER, complete=True)
    assert drafts(ws) == ()


def test_edit__saved_again__is_the_next_revision(ws: Workspace) -> None:
    session = typed(ws)
    save_record(ws, session, now=NOW, complete=True)
    again = open_entry(ws, session.record_id, now=LATER)
    again.entry.set_value(NodeRef("people"), "65")
    save_record(ws, again, now=LATER, complete=True)
    assert [one.revision for one in revisions(ws, session.record_id)] in ([2, 1], [1, 2])


def test_delete__and_restore__leave_and_enter_the_list(ws: Workspace) -> None:
    session = typed(ws)
    save_record(ws, session, now=NOW, complete=True)
    delete_record(ws, session.record_id, now=LATER)
    assert len(list_ids(ws, RecordQuery(form_id="activity"))) == 0
    restore_record(ws, session.record_id, now=LATER)
    assert len(list_ids(ws, RecordQuery(form_id="activity"))) == 1


def test_foreign_record__is_not_changed(ws: Workspace) -> None:
    from dataclasses import replace

    from hrdesk.records.record import UnitKey

    session = typed(ws)
    kept = save_record(ws, session, now=NOW, complete=True).record
    assert kept is not None
    session.record = replace(kept, unit=UnitKey("30403", "2025-07-01"))
    with pytest.raises(RecordForeignError):
        save_record(ws, session, now=LATER, complete=True)


def test_counts__for_the_chips__tell_what_there_is(ws: Workspace) -> None:
    save_record(ws, typed(ws), now=NOW, complete=True)
    save_record(ws, typed(ws, event_on="2026-10-01"), now=NOW, complete=True)
    save_record(ws, typed(ws, women="70"), now=NOW, complete=False)
    save_draft(ws, typed(ws), now=NOW)
    assert list_counts(ws, "activity", parse_period("2026-11")) == {
        "this_period": 2,
        "incomplete": 1,
        "drafts": 1,
        "all": 3,
        "deleted": 0,
    }


def test_suggestions__begin_as_typed_without_marks(ws: Workspace) -> None:
    save_record(ws, typed(ws), now=NOW, complete=True)
    assert suggestions(ws, "activity", "place", "nha van") == [ANSWERS["place"]]


def test_attachment__is_copied_in_and_named(ws: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "anh.png"
    scene(60, 40).save(source)
    session = typed(ws)
    attach(ws, session, "attachments", source, now=NOW)
    save_record(ws, session, now=NOW, complete=True)
    source.unlink()
    (kept,) = attachments(ws, session.record_id)
    assert kept.name == "anh.png"
    assert attachment_path(ws, kept).read_bytes().startswith(b"\x89PNG")
