"""Records and their saved states out of the file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from hrdesk.records.record import Record, RecordStatus, UnitKey
from hrdesk.store.content import read_accepted, read_content
from hrdesk.store.records import Revision
from hrdesk.store.stamps import read_day, read_time

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

ASKED_AT_ONCE: Final = 500  # values in one IN (…)

_SELECT: Final = (
    "SELECT r.record_id, r.form_id, r.form_version, r.unit_code, r.unit_valid_from, r.status,"
    " r.revision, r.desk_id, r.author, r.created_at, r.updated_at, r.event_on, r.superseded_by,"
    " r.deleted_at, v.content FROM record r JOIN revision v ON v.revision_row = r.revision_row"
)


def get(connection: sqlite3.Connection, record_id: str) -> Record | None:
    """The record as it was saved last, deleted or not."""
    row = connection.execute(f"{_SELECT} WHERE r.record_id = ?", (record_id,)).fetchone()
    return None if row is None else _record(row)


def get_many(connection: sqlite3.Connection, record_ids: Iterable[str]) -> dict[str, Record]:
    """Records by id, in the order asked for; those that are not there are left out."""
    wanted = list(dict.fromkeys(record_ids))
    found: dict[str, Record] = {}
    for part in batches(wanted):
        marks = ", ".join("?" * len(part))
        for row in connection.execute(f"{_SELECT} WHERE r.record_id IN ({marks})", part):
            found[row[0]] = _record(row)
    return {record_id: found[record_id] for record_id in wanted if record_id in found}


def revisions(connection: sqlite3.Connection, record_id: str) -> tuple[Revision, ...]:
    """All saved states of a record, the first one first."""
    current = get(connection, record_id)
    if current is None:
        return ()
    rows = connection.execute(
        "SELECT v.revision, v.at, v.actor, v.note, v.action, v.form_version, v.status, v.author,"
        " v.updated_at, v.event_on, v.content FROM record r"
        " JOIN revision v ON v.record_row = r.row_id WHERE r.record_id = ?"
        " ORDER BY v.revision, v.at, v.revision_row",
        (record_id,),
    )
    return tuple(_revision(current, row) for row in rows)


def batches(values: list[str]) -> Iterator[list[str]]:
    """The values, as many at a time as fit one statement."""
    for start in range(0, len(values), ASKED_AT_ONCE):
        yield values[start : start + ASKED_AT_ONCE]


def _record(row: tuple[Any, ...]) -> Record:
    answers, repeats = read_content(row[14])
    return Record(
        record_id=row[0],
        form_id=row[1],
        form_version=row[2],
        unit=UnitKey(row[3], row[4]),
        status=RecordStatus(row[5]),
        revision=row[6],
        desk_id=row[7],
        author=row[8],
        created_at=read_time(row[9]),
        updated_at=read_time(row[10]),
        event_on=read_day(row[11]),
        answers=answers,
        repeats=repeats,
        superseded_by=row[12],
        deleted_at=read_time(row[13]) if row[13] else None,
        accepted=read_accepted(row[14]),
    )


def _revision(current: Record, row: tuple[Any, ...]) -> Revision:
    (
        revision,
        at,
        actor,
        note,
        action,
        form_version,
        status,
        author,
        updated_at,
        event_on,
        content,
    ) = row
    answers, repeats = read_content(content)
    return Revision(
        revision=revision,
        at=read_time(at),
        actor=actor,
        note=note,
        action=action,
        record=replace(
            current,
            revision=revision,
            form_version=form_version,
            status=RecordStatus(status),
            author=author,
            updated_at=read_time(updated_at),
            event_on=read_day(event_on),
            answers=answers,
            repeats=repeats,
            deleted_at=read_time(at) if action == "deleted" else None,
            accepted=read_accepted(content),
        ),
    )
