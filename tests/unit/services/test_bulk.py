"""Many records at once: what may be changed is, what may not is told, and it can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hrdesk.errors import StoreError
from hrdesk.records.record import RecordStatus, UnitKey
from hrdesk.services import bulk, entering
from hrdesk.services.bulk import BulkAct
from hrdesk.services.progress import Silent
from tests.support.desk import NOW, TITLES, activity, fill, make_desk

LATER = NOW + timedelta(minutes=5)


@pytest.fixture(scope="module")
def prototype(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bulk") / "office"
    with make_desk(folder) as ws:
        fill(ws)
    return folder


@pytest.fixture
def ws(prototype, tmp_path):
    import shutil

    from hrdesk.services.workspace import open_workspace

    folder = tmp_path / "office"
    shutil.copytree(prototype, folder)
    with open_workspace(folder, now=NOW) as opened:
        yield opened


def ids(ws):
    rows = ws.store.rows(ws.store.ids(entering.RecordQuery(form_id="activity")))
    return [row.record_id for row in rows]


def status(ws, record_id):
    return ws.store.get(record_id).status


def sound(ws, record_id, *, on_day=0):
    """A record of which nothing is missing."""
    session = entering.open_entry(ws, record_id, now=NOW)
    return not session.entry.violations()


class Stops(Silent):
    """Asks to stop after so many questions."""

    def __init__(self, after):
        self.left = after

    def cancelled(self):
        self.left -= 1
        return self.left < 0


def test_incomplete__of_complete_ones__marked_and_undone(ws):
    chosen = ids(ws)
    outcome = bulk.change_records(ws, BulkAct.INCOMPLETE, chosen, now=LATER)
    assert len(outcome.changed) == len(TITLES) - 1
    assert (outcome.same, outcome.refused) == (1, ())
    assert {status(ws, one) for one in chosen} == {RecordStatus.INCOMPLETE}
    back = bulk.undo(ws, outcome, now=LATER)
    assert len(back.changed) == len(TITLES) - 1
    states = [status(ws, one) for one in chosen]
    assert states.count(RecordStatus.COMPLETE) == len(TITLES) - 1
    assert all(len(ws.store.revisions(one.record_id)) == 3 for one in outcome.changed)


def test_complete__with_faults__told_with_the_question_and_not_marked(ws):
    faulty = activity(ws, "Thiếu hình thức", NOW.date(), status=RecordStatus.INCOMPLETE)
    answers = {key: value for key, value in faulty.answers.items() if key != "activity_kind"}
    kept = ws.store.save(replace(faulty, answers=answers), at=NOW, actor=ws.name)
    outcome = bulk.change_records(ws, BulkAct.COMPLETE, [kept.record_id], now=LATER)
    assert outcome.changed == ()
    refused = outcome.refused[0]
    assert refused.title == "Thiếu hình thức"
    assert refused.faults
    assert refused.faults[0] in refused.reason
    assert status(ws, kept.record_id) is RecordStatus.INCOMPLETE
    query = entering.RecordQuery(form_id="activity", has_fault=True)
    assert kept.record_id in [row.record_id for row in ws.store.rows(ws.store.ids(query))]


def test_complete__nothing_missing__marked(ws):
    first = bulk.change_records(ws, BulkAct.INCOMPLETE, ids(ws)[:1], now=LATER)
    record_id = first.changed[0].record_id
    session = entering.open_entry(ws, record_id, now=LATER)
    violations = session.entry.violations()
    outcome = bulk.change_records(ws, BulkAct.COMPLETE, [record_id], now=LATER)
    assert bool(outcome.changed) is (not violations)
    assert bool(outcome.refused) is bool(violations)


def test_mark__handed_over_foreign_deleted_or_being_typed__refused_each_with_its_reason(ws):
    sent, gone, typed = ids(ws)[:3]
    ws.store.mark_submitted([sent], "b1", NOW)
    ws.store.delete(gone, NOW, ws.name)
    session = entering.open_entry(ws, typed, now=NOW)
    entering.save_draft(ws, session, now=NOW)
    alien = replace(activity(ws, "Của xã khác", NOW.date()), unit=UnitKey("30337", "2025-07-01"))
    foreign = ws.store.save(alien, at=NOW, actor=ws.name).record_id
    chosen = [sent, gone, typed, foreign]
    outcome = bulk.change_records(ws, BulkAct.INCOMPLETE, chosen, now=LATER)
    assert outcome.changed == ()
    assert [one.record_id for one in outcome.refused] == chosen
    assert len({one.reason for one in outcome.refused}) == 4
    assert entering.open_entry(ws, typed, now=NOW).resumed_at is not None


def test_delete_and_restore__many__as_before(ws):
    chosen = ids(ws)
    outcome = bulk.change_records(ws, BulkAct.DELETE, chosen, now=LATER)
    assert len(outcome.changed) == len(chosen)
    assert ids(ws) == []
    again = bulk.change_records(ws, BulkAct.DELETE, chosen, now=LATER)
    assert (again.changed, again.same) == ((), len(chosen))
    bulk.undo(ws, outcome, now=LATER)
    assert ids(ws) == chosen
    assert ws.store.integrity_check() == []


def test_undo__changed_since__left_alone(ws):
    chosen = ids(ws)[:2]
    outcome = bulk.change_records(ws, BulkAct.INCOMPLETE, chosen, now=LATER)
    record = ws.store.get(chosen[0])
    ws.store.save(record, at=LATER, actor=ws.name)
    back = bulk.undo(ws, outcome, now=LATER)
    assert [one.record_id for one in back.changed] == chosen[1:]
    assert [one.record_id for one in back.refused] == chosen[:1]


def test_change__stopped__whole_parts_stay_and_can_be_undone(ws, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 4)
    chosen = ids(ws)
    outcome = bulk.change_records(ws, BulkAct.DELETE, chosen, now=LATER, progress=Stops(2))
    assert outcome.stopped
    assert [one.record_id for one in outcome.changed] == chosen[:8]
    assert ids(ws) == chosen[8:]
    assert "8" in bulk.told(outcome)


def test_change__the_disk_is_full_in_the_third_part__that_part_is_as_it_was(ws, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 4)
    chosen = ids(ws)
    delete, calls = ws.store.delete, []

    def full(record_id, at, actor):
        calls.append(record_id)
        if len(calls) == 7:
            raise StoreError
        return delete(record_id, at, actor)

    monkeypatch.setattr(ws.store, "delete", full)
    outcome = bulk.change_records(ws, BulkAct.DELETE, chosen, now=LATER)
    assert isinstance(outcome.fault, StoreError)
    assert ids(ws) == chosen[4:]
