"""Imports as wholes: which records came in together, and putting them all away again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.errors import ImportMissingError
from hrdesk.store.stamps import read_time, stored_day, stored_time
from hrdesk.store.writing import RecordWriter
from hrdesk.values import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from hrdesk.store.layout import Layout
    from hrdesk.store.making import MadeRecord
    from hrdesk.store.writing import Act

_MANY_WORDS: Final = 8 << 20
_USUAL_WORDS: Final = 1 << 20  # what FTS5 has by itself


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import. `count` is how many records it brought; `undone_at` None while they stand."""

    batch_id: str
    form_id: str
    source_name: str
    at: datetime
    actor: str
    count: int
    undone_at: datetime | None = None
    source_sha256: str = ""  # of the file it was read from


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record of an import that is not as it came. `why`: changed, sent, deleted."""

    record_id: str
    title: str
    why: str


def save_import(
    connection: sqlite3.Connection,
    layout_of: Callable[[str], Layout],
    batch: ImportBatch,
    records: Iterable[MadeRecord],
    act: Act,
) -> int:
    """New records as one import; how many. Its `count` is what came, whatever the batch says."""
    _gather_words(connection, _MANY_WORDS)
    last = connection.execute("SELECT coalesce(max(row_id), 0) FROM record").fetchone()[0]
    writer = RecordWriter(connection, layout_of)
    count = 0
    for record in records:  # new ids, drawn for this import: the file refuses one that is there
        writer.insert_made(record, act)
        count += 1
    writer.flush()
    _gather_words(connection, _USUAL_WORDS)
    connection.execute(
        "INSERT INTO import_batch (batch_id, form_id, source_name, at, actor, record_count,"
        " undone_at, source_sha256) VALUES (?, ?, ?, ?, ?, ?, NULL, ?)",
        (
            batch.batch_id,
            batch.form_id,
            batch.source_name,
            stored_time(batch.at),
            batch.actor,
            count,
            batch.source_sha256,
        ),
    )
    # Row ids are counted up, and the writer has the file to itself until it commits.
    connection.execute(
        "INSERT INTO import_record (batch_id, record_row)"
        " SELECT ?, row_id FROM record WHERE row_id > ?",
        (batch.batch_id, last),
    )
    return count


def _gather_words(connection: sqlite3.Connection, size_bytes: int) -> None:
    """How much the search index gathers before it writes: seldom and in order costs a third less."""
    connection.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (size_bytes,))


def imports(connection: sqlite3.Connection, form_id: str | None = None) -> tuple[ImportBatch, ...]:
    """All imports, or those of a form, the last one first."""
    rows = connection.execute(
        "SELECT batch_id, form_id, source_name, at, actor, record_count, undone_at,"
        " source_sha256 FROM import_batch WHERE ? IS NULL OR form_id = ?"
        " ORDER BY at DESC, rowid DESC",
        (form_id, form_id),
    )
    return tuple(
        ImportBatch(
            batch_id,
            form,
            name,
            read_time(at),
            actor,
            count,
            read_time(undone) if undone else None,
            sha256,
        )
        for batch_id, form, name, at, actor, count, undone, sha256 in rows
    )


def titles_on(
    connection: sqlite3.Connection, form_id: str, day: date | None, unit_code: str
) -> list[tuple[str, str]]:
    """Id and title of this desk's records of a form and a unit on a day; None: those without one."""
    found = connection.execute(
        "SELECT record_id, title FROM record WHERE form_id = ? AND event_on IS ? AND present = 1"
        " AND own = 1 AND unit_code = ? ORDER BY row_id DESC",
        (form_id, stored_day(day), unit_code),
    )
    return found.fetchall()


def changed_since(connection: sqlite3.Connection, batch_id: str) -> list[ChangedRecord]:
    """Records of an import that stay when it is undone, and why each does."""
    found = connection.execute(
        "SELECT r.record_id, r.title, CASE WHEN r.submission IS NOT NULL THEN 'sent'"
        " WHEN r.present = 0 THEN 'deleted' ELSE 'changed' END"
        " FROM import_record i JOIN record r ON r.row_id = i.record_row WHERE i.batch_id = ?"
        " AND (r.revision > 1 OR r.present = 0 OR r.submission IS NOT NULL OR r.own = 0)"
        " ORDER BY r.row_id",
        (batch_id,),
    )
    return [ChangedRecord(*row) for row in found]


def undo_import(connection: sqlite3.Connection, batch_id: str, act: Act) -> tuple[int, int]:
    """Put away what an import brought; how many were, and how many stay.

    Those stay that were saved anew since, that have left in a submission, or that were put away
    by hand. Each record gets a new revision, so that it can be brought back one by one.

    Raises:
        ImportMissingError: there is no such import, or it was undone before.
    """
    row = connection.execute(
        "SELECT record_count FROM import_batch WHERE batch_id = ? AND undone_at IS NULL",
        (batch_id,),
    ).fetchone()
    if row is None:
        raise ImportMissingError(batch_id=batch_id)
    at = stored_time(act.at)
    still = (
        "SELECT r.row_id FROM import_record i JOIN record r ON r.row_id = i.record_row"
        " WHERE i.batch_id = ? AND r.revision = 1 AND r.present = 1"
        " AND r.submission IS NULL AND r.own = 1"
    )
    connection.execute(
        "INSERT INTO revision (record_row, revision, source, action, at, actor, note,"
        " form_version, status, author, updated_at, event_on, content)"
        " SELECT v.record_row, 2, 'own', ?, ?, ?, ?, v.form_version, v.status, v.author, ?,"
        f" v.event_on, v.content FROM revision v WHERE v.revision = 1 AND v.record_row IN ({still})",
        (act.action, at, act.actor, act.note, at, batch_id),
    )
    undone = connection.execute(
        "UPDATE record SET revision = 2, updated_at = ?, deleted_at = ?, present = 0,"
        " revision_row = (SELECT v.revision_row FROM revision v WHERE v.record_row = record.row_id"
        f" AND v.revision = 2 AND v.source = 'own') WHERE row_id IN ({still})",
        (at, at, batch_id),
    ).rowcount
    connection.execute("UPDATE import_batch SET undone_at = ? WHERE batch_id = ?", (at, batch_id))
    return undone, row[0] - undone
