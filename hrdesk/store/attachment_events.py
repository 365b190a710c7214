"""Which files a record had when: each one added or taken off is written down and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hrdesk.store import attachments
from hrdesk.store.attachments import Attachment
from hrdesk.store.records import OWN
from hrdesk.store.stamps import read_time, stored_time

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime


def attach(connection: sqlite3.Connection, attachment: Attachment, at: datetime) -> None:
    """Name a kept file at a question; a second time changes nothing."""
    if attachments.add(connection, attachment, at):
        _write(connection, attachment, "added", stored_time(at))


def detach(
    connection: sqlite3.Connection, record_id: str, key: str, sha256: str, at: datetime | None
) -> None:
    """Take a file off a question. Without `at`, the time of its coming stands for its going."""
    gone = connection.execute(
        "SELECT sha256, name, media_type, size_bytes, record_id, question_key, added_at"
        " FROM attachment WHERE record_id = ? AND question_key = ? AND sha256 = ?",
        (record_id, key, sha256),
    ).fetchall()
    attachments.remove(connection, record_id, key, sha256)
    for *facts, added_at in gone:
        _write(connection, Attachment(*facts), "removed", stored_time(at) if at else added_at)


def set_files(
    connection: sqlite3.Connection, record_id: str, wanted: Iterable[Attachment], at: datetime
) -> None:
    """Make these the files of a record, with as few changes as that takes."""
    wanted = tuple(wanted)
    there = attachments.of_record(connection, record_id)
    for one in there:
        if one not in wanted:
            detach(connection, record_id, one.question_key, one.sha256, at)
    for one in wanted:
        if one not in there:
            attach(connection, one, at)


def revert(connection: sqlite3.Connection, record_id: str) -> None:
    """Make the files of a record those of its last saved state; none for one never saved."""
    last = connection.execute(
        "SELECT max(at) FROM attachment_event WHERE record_id = ?", (record_id,)
    ).fetchone()[0]
    if last is None:
        return
    saved = of_revisions(connection, record_id)
    set_files(connection, record_id, saved[max(saved)] if saved else (), read_time(last))


def mark(connection: sqlite3.Connection, record_id: str) -> None:
    """The saved state just written knows all that happened to the files until now."""
    connection.execute(
        "INSERT OR REPLACE INTO revision_files (revision_row, event_id)"
        " SELECT r.revision_row, e.last FROM record r, (SELECT coalesce(max(event_id), 0) AS last"
        " FROM attachment_event WHERE record_id = ?) e WHERE r.record_id = ?",
        (record_id, record_id),
    )


def of_revisions(
    connection: sqlite3.Connection, record_id: str
) -> dict[int, tuple[Attachment, ...]]:
    """The files that each saved state of this desk had, by revision; empty when never any.

    States from before this was written down know of what had happened by their time.
    """
    events = connection.execute(
        "SELECT event_id, action, at, sha256, name, media_type, size_bytes, record_id,"
        " question_key FROM attachment_event WHERE record_id = ? ORDER BY event_id",
        (record_id,),
    ).fetchall()
    if not events:
        return {}
    states = connection.execute(
        "SELECT v.revision, v.at, f.event_id FROM record r"
        " JOIN revision v ON v.record_row = r.row_id"
        " LEFT JOIN revision_files f ON f.revision_row = v.revision_row"
        " WHERE r.record_id = ? AND v.source = ? ORDER BY v.revision",
        (record_id, OWN),
    )
    return {
        revision: _replayed(
            [e for e in events if (e[0] <= last if last is not None else e[2] <= at)]
        )
        for revision, at, last in states.fetchall()
    }


def _replayed(events: list[tuple[Any, ...]]) -> tuple[Attachment, ...]:
    files: dict[tuple[str, str, str], Attachment] = {}
    for _, action, _, *facts in events:
        one = Attachment(*facts)
        place = (one.question_key, one.sha256, one.name)
        if action == "added":
            files[place] = one
        else:
            files.pop(place, None)
    return tuple(files.values())


def _write(connection: sqlite3.Connection, one: Attachment, action: str, at: str) -> None:
    connection.execute(
        "INSERT INTO attachment_event (record_id, question_key, sha256, name, media_type,"
        " size_bytes, action, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.record_id,
            one.question_key,
            one.sha256,
            one.name,
            one.media_type,
            one.size_bytes,
            action,
            at,
        ),
    )
