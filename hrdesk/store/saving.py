"""Saving records: each act adds a saved state and changes nothing that was saved before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from hrdesk.errors import RecordChangedError, RecordForeignError, RecordMissingError
from hrdesk.records.record import RecordStatus
from hrdesk.store import attachment_events, drafts, reading
from hrdesk.store.content import read_content
from hrdesk.store.stamps import read_time, stored_time
from hrdesk.store.writing import Act, RecordWriter

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from hrdesk.records.record import Record
    from hrdesk.store.layout import Layout

    LayoutOf = Callable[[str], Layout]


class _Kept(NamedTuple):
    """What of a record never changes, and where it stands."""

    row_id: int
    revision: int
    own: int
    form_id: str
    unit_code: str
    created_at: str
    content: str


def save(connection: sqlite3.Connection, layout_of: LayoutOf, record: Record, act: Act) -> Record:
    """A new record, or the next saved state of the one opened at `record.revision`.

    Raises:
        RecordChangedError: it was saved by somebody else meanwhile.
        RecordForeignError: it came from another unit.
        AnswerUnaskedError, AnswerUnstorableError: an answer cannot be kept.
    """
    writer = RecordWriter(connection, layout_of)
    kept = _kept(connection, record.record_id)
    if kept is None:
        saved = replace(record, revision=1, updated_at=act.at, answers=_given(record.answers))
        writer.insert(saved, act, attachment_count=_attached(connection, record.record_id))
        writer.flush()
    else:
        if not kept.own:
            raise RecordForeignError(unit_code=kept.unit_code)
        if record.revision != kept.revision:
            raise RecordChangedError(record_id=record.record_id)
        if record.form_id != kept.form_id:
            raise ValueError(record.form_id)  # our mistake: a record never changes its form
        saved = replace(
            record,
            revision=kept.revision + 1,
            created_at=read_time(kept.created_at),
            updated_at=act.at,
            answers=_with_unasked(layout_of(record.form_id), record, kept),
            # What changed since it left has not left yet.
            status=RecordStatus.COMPLETE
            if record.status is RecordStatus.SUBMITTED
            else record.status,
        )
        _write(writer, kept.row_id, saved, act)
    attachment_events.mark(connection, record.record_id)
    connection.execute("DELETE FROM draft WHERE record_id = ?", (record.record_id,))
    return saved


def save_many(
    connection: sqlite3.Connection, layout_of: LayoutOf, records: Iterable[Record], act: Act
) -> int:
    """New records, as fast as the disk takes them; how many.

    Raises:
        RecordChangedError: one of them is there already; then none is saved.
    """
    writer = RecordWriter(connection, layout_of)
    seen: set[str] = set()
    for record in records:
        if record.record_id in seen or _is_kept(connection, record.record_id):
            raise RecordChangedError(record_id=record.record_id)
        seen.add(record.record_id)
        first = replace(record, revision=1, updated_at=act.at, answers=_given(record.answers))
        writer.insert(first, act, attachment_count=_attached(connection, record.record_id))
    writer.flush()
    return len(seen)


def put_away(
    connection: sqlite3.Connection, layout_of: LayoutOf, record_id: str, act: Act
) -> Record:
    """Mark a record as deleted, or (`act.action` "restored") bring it back.

    Raises:
        RecordMissingError: there is no such record.
        RecordForeignError: it came from another unit.
    """
    record = reading.get(connection, record_id)
    kept = _kept(connection, record_id)
    if record is None or kept is None:
        raise RecordMissingError(record_id=record_id)
    if not kept.own:
        raise RecordForeignError(unit_code=kept.unit_code)
    deleting = act.action == "deleted"
    if deleting == (record.deleted_at is not None):
        return record
    saved = replace(
        record,
        revision=record.revision + 1,
        updated_at=act.at,
        deleted_at=act.at if deleting else None,
    )
    _write(RecordWriter(connection, layout_of), kept.row_id, saved, act)
    if not deleting:
        drafts.follow(connection, record_id, record.revision - 1, saved.revision)
    attachment_events.mark(connection, record_id)
    return saved


def mark_submitted(
    connection: sqlite3.Connection,
    records: Mapping[str, int] | Iterable[str],
    submission_id: str,
    at: datetime,
) -> int:
    """Mark complete records as having left in a submission; how many were.

    Given revisions, a record that was saved anew since is left as it is.
    """
    marked = 0
    for record_id, revision in _with_revisions(connection, records):
        connection.execute(
            "INSERT OR REPLACE INTO submission_record (bundle_id, record_row, revision, marked_at)"
            " SELECT ?, row_id, ?, ? FROM record WHERE record_id = ?",
            (submission_id, revision, stored_time(at), record_id),
        )
        marked += connection.execute(
            "UPDATE record SET status = 'submitted', submission = ?"
            " WHERE record_id = ? AND revision = ? AND status IN ('complete', 'submitted')",
            (submission_id, record_id, revision),
        ).rowcount
    return marked


def reread(connection: sqlite3.Connection, layout_of: LayoutOf, form_id: str) -> None:
    """Make title, summary and words of a form's records anew, after a change of what feeds them."""
    rows = connection.execute(
        "SELECT record_id, row_id, revision_row, origin, withdrawn_by FROM record"
        " WHERE form_id = ?",
        (form_id,),
    ).fetchall()
    writer = RecordWriter(connection, layout_of, strict=False)
    for record_id, row_id, revision_row, origin, withdrawn_by in rows:
        record = reading.get(connection, record_id)
        if record is not None:
            writer.project(row_id, revision_row, record, origin=origin, withdrawn_by=withdrawn_by)


def _write(writer: RecordWriter, row_id: int, record: Record, act: Act) -> None:
    revision_row = writer.add_revision(row_id, record, act)
    writer.project(row_id, revision_row, record)


def _kept(connection: sqlite3.Connection, record_id: str) -> _Kept | None:
    row = connection.execute(
        "SELECT r.row_id, r.revision, r.own, r.form_id, r.unit_code, r.created_at, v.content"
        " FROM record r JOIN revision v ON v.revision_row = r.revision_row WHERE r.record_id = ?",
        (record_id,),
    ).fetchone()
    return None if row is None else _Kept(*row)


def _is_kept(connection: sqlite3.Connection, record_id: str) -> bool:
    row = connection.execute("SELECT 1 FROM record WHERE record_id = ?", (record_id,)).fetchone()
    return row is not None


def _attached(connection: sqlite3.Connection, record_id: str) -> int:
    row = connection.execute(
        "SELECT count(*) FROM attachment WHERE record_id = ?", (record_id,)
    ).fetchone()
    count: int = row[0]
    return count


def _given(answers: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in answers.items() if value}


def _with_unasked(layout: Layout, record: Record, kept: _Kept) -> dict[str, str]:
    """The answers, and those given earlier to questions that this version does not ask."""
    answers = _given(record.answers)
    asked = layout.asked.get(record.form_version)
    table = layout.tables[""]
    if asked is None or not (table.keys - asked):
        return answers
    earlier, _ = read_content(kept.content)
    present = {table.current(key) for key in asked}  # what it asks, whatever it was called before
    unasked = {key: value for key, value in earlier.items() if table.current(key) not in present}
    return {**unasked, **answers}


def _with_revisions(
    connection: sqlite3.Connection, records: Mapping[str, int] | Iterable[str]
) -> Iterator[tuple[str, int]]:

    if isinstance(records, Mapping):
        yield from records.items()
        return
    for record_id in records:
        row = connection.execute(
            "SELECT revision FROM record WHERE record_id = ?", (record_id,)
        ).fetchone()
        if row is not None:
            yield record_id, row[0]
