"""Lists of people end: their names go out of the record, its drafts and every earlier state.

This is the one place where something saved is changed. What is not a name stays: the rows, the
choices and numbers in them, all figures. That it was done is a saved state of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from hrdesk.records.record import Row
from hrdesk.store import reading
from hrdesk.store.content import read_accepted, read_content, write_content
from hrdesk.store.writing import Act, RecordWriter
from hrdesk.values import dataclass, replace

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from hrdesk.store.layout import Layout

Blanks = Mapping[str, Mapping[str, str]]
"""By repeat, the questions that name people, each with what stands there afterwards."""
Repeats = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Roster:
    """A list of people that is still there, in a record or in one of its earlier states."""

    record_id: str
    form_id: str
    title: str
    until: date | None  # the day up to which it is kept, as told last
    people: int  # the longest the list ever was


def rosters(
    connection: sqlite3.Connection, form_id: str, until_key: str, blanks: Blanks
) -> list[Roster]:
    """All own records of a form that name people anywhere, deleted ones and drafts included."""
    found: dict[str, Roster] = {}
    states = connection.execute(
        "SELECT r.record_id, r.title, v.content FROM record r"
        " JOIN revision v ON v.record_row = r.row_id"
        " WHERE r.form_id = ? AND r.own = 1 AND v.content LIKE '%\"r\":{%'"
        " ORDER BY r.row_id, v.revision",
        (form_id,),
    )
    drafts = connection.execute(
        "SELECT record_id, title, content FROM draft WHERE form_id = ?", (form_id,)
    )
    for several in (states, drafts):
        for record_id, title, content in several:
            answers, repeats = read_content(content)
            people = _named(repeats, blanks)
            before = found.get(record_id)
            if not people and before is None:
                continue
            until = _day(answers.get(until_key, "")) or (before.until if before else None)
            most = max(people, before.people if before else 0)
            found[record_id] = Roster(record_id, form_id, title, until, most)
    return list(found.values())


def forget(
    connection: sqlite3.Connection,
    layout_of: Callable[[str], Layout],
    record_ids: Iterable[str],
    blanks: Blanks,
    act: Act,
) -> int:
    """Take the names out of these records, inside a transaction; of how many."""
    return sum(
        _forget(connection, layout_of, record_id, blanks, act)
        for record_id in dict.fromkeys(record_ids)
    )


def _forget(
    connection: sqlite3.Connection,
    layout_of: Callable[[str], Layout],
    record_id: str,
    blanks: Blanks,
    act: Act,
) -> bool:
    changed = _blank_states(connection, record_id, blanks)
    drafted = _blank_draft(connection, record_id, blanks)
    record = reading.get(connection, record_id)
    if not changed or record is None:
        return drafted
    row_id: int = connection.execute(
        "SELECT row_id FROM record WHERE record_id = ?", (record_id,)
    ).fetchone()[0]
    saved = replace(record, revision=record.revision + 1, updated_at=act.at)
    writer = RecordWriter(connection, layout_of, strict=False)
    writer.project(row_id, writer.add_revision(row_id, saved, act), saved)
    connection.execute(  # a draft begun at the state before goes on from this one
        "UPDATE draft SET base_revision = ? WHERE record_id = ? AND base_revision = ?",
        (saved.revision, record_id, record.revision),
    )
    return True


def _blank_states(connection: sqlite3.Connection, record_id: str, blanks: Blanks) -> bool:
    rows = connection.execute(
        "SELECT v.revision_row, v.content FROM record r JOIN revision v"
        " ON v.record_row = r.row_id WHERE r.record_id = ? AND r.own = 1",
        (record_id,),
    ).fetchall()
    changed = False
    for revision_row, content in rows:
        if (blanked := _blanked(content, blanks)) is not None:
            changed = True
            connection.execute(
                "UPDATE revision SET content = ? WHERE revision_row = ?", (blanked, revision_row)
            )
    return changed


def _blank_draft(connection: sqlite3.Connection, record_id: str, blanks: Blanks) -> bool:
    row = connection.execute(
        "SELECT content FROM draft WHERE record_id = ?", (record_id,)
    ).fetchone()
    blanked = _blanked(row[0], blanks) if row else None
    if blanked is None:
        return False
    connection.execute("UPDATE draft SET content = ? WHERE record_id = ?", (blanked, record_id))
    return True


def _blanked(content: str, blanks: Blanks) -> str | None:
    """The content without names; None when there are none in it."""
    answers, repeats = read_content(content)
    if not _named(repeats, blanks):
        return None
    kept = tuple(one for one in read_accepted(content) if one.repeat is None)
    return write_content(answers, _without_names(repeats, blanks), kept)


def _without_names(repeats: Repeats, blanks: Blanks) -> dict[str, tuple[Row, ...]]:
    return {
        key: tuple(
            Row(
                {
                    question: blanks.get(key, {}).get(question, value)
                    for question, value in row.answers.items()
                },
                _without_names(row.repeats, blanks),
            )
            for row in rows
        )
        for key, rows in repeats.items()
    }


def _named(repeats: Repeats, blanks: Blanks) -> int:
    """How many rows name somebody."""
    count = 0
    for key, rows in repeats.items():
        there = blanks.get(key, {})
        for row in rows:
            count += any(
                row.answers.get(question, left) not in {left, ""}
                for question, left in there.items()
            )
            count += _named(row.repeats, blanks)
    return count


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
