"""Drafts: what is being typed, kept within a second, bound to one record and one form version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hrdesk.store.content import read_accepted, read_content, write_content
from hrdesk.store.records import Draft
from hrdesk.store.stamps import read_time, stored_time

if TYPE_CHECKING:
    import sqlite3

_SELECT: Final = (
    "SELECT record_id, form_id, form_version, base_revision, updated_at, title, content FROM draft"
)


def save_draft(connection: sqlite3.Connection, draft: Draft) -> None:
    """Keep a draft in place of the earlier one of the same record."""
    if draft.updated_at is None:
        raise ValueError(draft.record_id)  # our mistake: a draft says when it was typed
    connection.execute(
        "INSERT OR REPLACE INTO draft (record_id, form_id, form_version, base_revision, updated_at,"
        " title, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            draft.record_id,
            draft.form_id,
            draft.form_version,
            draft.base_revision,
            stored_time(draft.updated_at),
            draft.title,
            write_content(draft.answers, draft.repeats, draft.accepted),
        ),
    )


def draft(connection: sqlite3.Connection, record_id: str) -> Draft | None:
    """The draft of a record."""
    row = connection.execute(f"{_SELECT} WHERE record_id = ?", (record_id,)).fetchone()
    return None if row is None else _draft(row)


def drafts(connection: sqlite3.Connection) -> tuple[Draft, ...]:
    """All drafts, the one typed last first."""
    rows = connection.execute(f"{_SELECT} ORDER BY updated_at DESC, record_id")
    return tuple(_draft(row) for row in rows)


def delete_draft(connection: sqlite3.Connection, record_id: str) -> None:
    """Let go of a draft; nothing happens when there is none."""
    connection.execute("DELETE FROM draft WHERE record_id = ?", (record_id,))


def follow(connection: sqlite3.Connection, record_id: str, before: int, after: int) -> None:
    """Let a draft typed upon one saved state of a record stand upon another of the same answers."""
    connection.execute(
        "UPDATE draft SET base_revision = ? WHERE record_id = ? AND base_revision = ?",
        (after, record_id, before),
    )


def _draft(row: tuple[Any, ...]) -> Draft:
    record_id, form_id, form_version, base_revision, updated_at, title, content = row
    answers, repeats = read_content(content)
    return Draft(
        record_id=record_id,
        form_id=form_id,
        form_version=form_version,
        answers=answers,
        repeats=repeats,
        base_revision=base_revision,
        updated_at=read_time(updated_at),
        title=title,
        accepted=read_accepted(content),
    )
