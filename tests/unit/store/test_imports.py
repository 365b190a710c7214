"""An import is one act: kept whole, undone whole, and what was changed since stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hrdesk.errors import ImportMissingError
from hrdesk.records.record import RecordStatus
from hrdesk.store.database import Store
from hrdesk.store.imports import ImportBatch
from hrdesk.store.records import RecordQuery
from tests.support.records import ACTOR, NOW, activity_form, many_records

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def store(tmp_path):
    made = Store.create(tmp_path / "hrdesk.sqlite")
    made.put_form(activity_form(), source_name="test", at=NOW)
    yield made
    made.close()


def batch(name="so-2025.xlsx", batch_id="b1"):
    return ImportBatch(batch_id, "activity", name, NOW, ACTOR, 0)


def made(store, records):
    first = (replace(record, revision=1, updated_at=NOW) for record in records)
    return map(store.maker("activity").made, first)


def complete(count, seed=1):
    return [replace(r, status=RecordStatus.COMPLETE) for r in many_records(count, seed=seed)]


def test_save_import__records__counted_and_named(store):
    assert store.save_import(batch(), made(store, complete(7)), note="từ sổ cũ") == 7
    (kept,) = store.imports("activity")
    assert (kept.count, kept.source_name, kept.undone_at) == (7, "so-2025.xlsx", None)
    assert store.imports("training") == ()
    assert store.count(RecordQuery(form_id="activity")) == 7
    assert words_gathered(store) == 1 << 20


def words_gathered(store):
    """Bytes that the search index gathers before it writes, as the file has it."""
    connection = store._connections.reading()
    return connection.execute("SELECT v FROM search_config WHERE k = 'hashsize'").fetchone()[0]


def test_save_import__source_fails_midway__nothing_kept(store):
    def broken():
        yield from made(store, complete(600))
        raise KeyError

    with pytest.raises(KeyError):
        store.save_import(batch(), broken())
    assert store.imports() == ()
    assert store.count(RecordQuery(form_id="activity", include_deleted=True)) == 0


def test_undo_import__untouched__all_put_away_and_restorable(store):
    before = complete(3, seed=9)
    store.save_many(before, at=NOW, actor=ACTOR)
    records = complete(5)
    store.save_import(batch(), made(store, records))
    assert store.undo_import("b1", LATER, ACTOR, "hoàn tác") == (5, 0)
    assert store.count(RecordQuery(form_id="activity")) == 3
    assert store.imports()[0].undone_at == LATER
    gone = store.get(records[0].record_id)
    assert gone.deleted_at == LATER
    assert gone.revision == 2
    assert [r.action for r in store.revisions(records[0].record_id)] == ["saved", "deleted"]
    back = store.restore(records[0].record_id, LATER, ACTOR)
    assert (back.revision, back.deleted_at) == (3, None)
    assert back.answers == gone.answers
    assert store.integrity_check() == []


def test_undo_import__some_changed_or_handed_over__those_stay(store):
    records = complete(5)
    store.save_import(batch(), made(store, records))
    store.save(store.get(records[0].record_id), at=LATER, actor=ACTOR)
    store.delete(records[1].record_id, LATER, ACTOR)
    store.mark_submitted([records[2].record_id], "bundle", LATER)
    assert store.undo_import("b1", LATER, ACTOR) == (2, 3)
    assert store.count(RecordQuery(form_id="activity")) == 2


def test_undo_import__twice_or_unknown__refused(store):
    store.save_import(batch(), made(store, complete(1)))
    store.undo_import("b1", LATER, ACTOR)
    for batch_id in ("b1", "no such"):
        with pytest.raises(ImportMissingError):
            store.undo_import(batch_id, LATER, ACTOR)
