"""A record saved elsewhere while it was being typed in: nothing of either side is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hrdesk import i18n
from hrdesk.errors import RecordChangedError
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import Row
from hrdesk.services import conflicts, entering
from hrdesk.services.entering import EntrySession, new_entry, open_entry, save_record
from hrdesk.services.workspace import Workspace
from tests.support.desk import NOW, make_desk

LATER = NOW + timedelta(minutes=5)
TRAINING = {"title": "Tập huấn", "event_on": "2026-11-03", "people": "40", "place": "Ấp 1"}


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    i18n.set_language("vi")
    with make_desk(tmp_path / "office") as opened:
        yield opened


@pytest.fixture
def session(ws: Workspace) -> EntrySession:
    """A training with two people, opened for changing."""
    begun = new_entry(ws, "training", now=NOW)
    for key, value in TRAINING.items():
        begun.entry.set_value(NodeRef(key), value)
    people = [[("full_name", "Lê Văn Giả")], [("full_name", "Phạm Thị Mẫu")]]
    begun.entry.add_rows("participants", people)
    save_record(ws, begun, now=NOW, complete=False)
    return open_entry(ws, begun.record_id, now=NOW)


def saved_elsewhere(ws: Workspace, record_id: str, **answers: str) -> None:
    kept = ws.store.get(record_id)
    assert kept is not None
    changed = replace(kept, answers={**kept.answers, **answers})
    ws.store.save(changed, at=LATER, actor="Lê Thị Thử")


def test_conflict_of__nothing_saved_since__none(ws: Workspace, session: EntrySession) -> None:
    session.entry.set_value(NodeRef("people"), "41")
    assert conflicts.conflict_of(ws, session, now=LATER) is None


def test_conflict_of__both_sides_changed__three_answers_and_who_changed(
    ws: Workspace, session: EntrySession
) -> None:
    session.entry.set_value(NodeRef("people"), "77")
    session.entry.set_value(NodeRef("title"), "Tập huấn quyền trẻ em")
    saved_elsewhere(ws, session.record_id, people="64", place="Ấp 2")
    found = conflicts.conflict_of(ws, session, now=LATER)
    assert found is not None
    assert (found.saved_by, found.saved_at) == ("Lê Thị Thử", LATER)
    told = {one.key: (one.before, one.theirs, one.mine, one.changed) for one in found.parts}
    assert told == {
        "title": ("Tập huấn", "Tập huấn", "Tập huấn quyền trẻ em", "mine"),
        "people": ("40", "64", "77", "both"),
        "place": ("Ấp 1", "Ấp 2", "Ấp 1", "theirs"),
    }
    assert {one.key: one.likely for one in found.parts} == {
        "title": "mine",
        "people": "mine",
        "place": "theirs",
    }


def test_settle__answers_and_rows_of_both__one_draft_that_can_be_saved(
    ws: Workspace, session: EntrySession
) -> None:
    session.entry.set_value(NodeRef("people"), "77")
    kept = ws.store.get(session.record_id)
    assert kept is not None
    rows = (*kept.repeats["participants"], Row({"full_name": "Trần Thị Thử"}))
    changed = replace(
        kept, repeats={"participants": rows}, answers={**kept.answers, "place": "Ấp 2"}
    )
    ws.store.save(changed, at=LATER, actor="Lê Thị Thử")
    with pytest.raises(RecordChangedError):
        save_record(ws, session, now=LATER, complete=False)
    found = conflicts.conflict_of(ws, session, now=LATER)
    assert found is not None
    theirs = {one.key for one in found.parts if one.likely == "theirs"}
    assert theirs == {"place", "participants"}
    merged = conflicts.settle(ws, session, theirs, now=LATER)
    outcome = save_record(ws, merged, now=LATER, complete=False)
    assert outcome.record is not None
    assert outcome.record.answers["people"] == "77"
    assert outcome.record.answers["place"] == "Ấp 2"
    names = [row.answers["full_name"] for row in outcome.record.repeats["participants"]]
    assert names == ["Lê Văn Giả", "Phạm Thị Mẫu", "Trần Thị Thử"]
    assert outcome.record.revision == 3


def test_overtaken_draft__typed_upon_an_older_state__found_with_what_it_began_from(
    ws: Workspace, session: EntrySession
) -> None:
    session.entry.set_value(NodeRef("people"), "77")
    draft = entering.draft_of(session, now=LATER)
    saved_elsewhere(ws, session.record_id, place="Ấp 2")
    entering.keep_draft(ws, draft)
    typed = conflicts.overtaken_draft(ws, session.record_id, now=LATER)
    assert typed is not None
    assert typed.entry.value(NodeRef("people")) == "77"
    found = conflicts.conflict_of(ws, typed, now=LATER)
    assert found is not None
    assert {one.key: one.changed for one in found.parts} == {"people": "mine", "place": "theirs"}
    merged = conflicts.settle(ws, typed, {"place"}, now=LATER)
    assert conflicts.overtaken_draft(ws, session.record_id, now=LATER) is None
    assert merged.entry.value(NodeRef("people")) == "77"
    assert merged.entry.value(NodeRef("place")) == "Ấp 2"


def test_conflict_of__deleted_meanwhile__none(ws: Workspace, session: EntrySession) -> None:
    entering.delete_record(ws, session.record_id, now=LATER)
    assert conflicts.conflict_of(ws, session, now=LATER) is None


@pytest.mark.parametrize("times", [1, 2])
def test_open_entry__deleted_with_a_draft_and_brought_back__goes_on_with_the_draft(
    ws: Workspace, session: EntrySession, times: int
) -> None:
    session.entry.set_value(NodeRef("people"), "77")
    entering.save_draft(ws, session, now=LATER)
    for _ in range(times):
        entering.delete_record(ws, session.record_id, now=LATER)
        entering.restore_record(ws, session.record_id, now=LATER)
    assert conflicts.overtaken_draft(ws, session.record_id, now=LATER) is None
    again = open_entry(ws, session.record_id, now=LATER)
    assert again.entry.value(NodeRef("people")) == "77"
    outcome = save_record(ws, again, now=LATER, complete=False)
    assert outcome.record is not None
    assert outcome.record.answers["people"] == "77"


def test_overtaken_draft__saved_over_then_deleted_and_brought_back__still_asked_about(
    ws: Workspace, session: EntrySession
) -> None:
    session.entry.set_value(NodeRef("people"), "77")
    draft = entering.draft_of(session, now=LATER)
    saved_elsewhere(ws, session.record_id, place="Ấp 2")
    entering.keep_draft(ws, draft)
    entering.delete_record(ws, session.record_id, now=LATER)
    entering.restore_record(ws, session.record_id, now=LATER)
    typed = conflicts.overtaken_draft(ws, session.record_id, now=LATER)
    assert typed is not None
    found = conflicts.conflict_of(ws, typed, now=LATER)
    assert found is not None
    assert found.is_open


def test_conflict_of__only_deleted_and_brought_back_meanwhile__leaves_nothing_to_choose(
    ws: Workspace, session: EntrySession
) -> None:
    session.entry.set_value(NodeRef("people"), "77")
    entering.delete_record(ws, session.record_id, now=LATER)
    entering.restore_record(ws, session.record_id, now=LATER)
    found = conflicts.conflict_of(ws, session, now=LATER)
    assert found is not None
    assert not found.is_open
