"""Entering records: lists, drafts, saving, attachments, suggestions."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.records.record import Record, Violation

if TYPE_CHECKING:
    from hrdesk.indicators.period import Period
    from hrdesk.records.entry import FormEntry
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.attachments import Attachment
    from hrdesk.store.records import Draft, ListRow, RecordQuery, Revision


@dataclass(slots=True)
class EntrySession:
    """One record being filled, from opening the page to leaving it.

    `record` is what is kept (None while new); `resumed_at` says when the draft taken up was typed.
    """

    record_id: str
    entry: FormEntry
    record: Record | None
    resumed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """The record as kept, or, when `record` is None, why it was not."""

    record: Record | None
    violations: tuple[Violation, ...]


def list_ids(ws: Workspace, query: RecordQuery) -> array[int]:
    """Row ids of all records that match, in order; cheap for hundreds of thousands."""
    raise NotImplementedError


def list_rows(ws: Workspace, rowids: Sequence[int]) -> list[ListRow]:
    """What a list shows of these rows, in the order asked."""
    raise NotImplementedError


def list_counts(ws: Workspace, form_id: str, period: Period) -> dict[str, int]:
    """For the filter chips: "this_period", "incomplete", "drafts", "all"."""
    raise NotImplementedError


def drafts(ws: Workspace, form_id: str | None = None) -> tuple[Draft, ...]:
    """What was being typed and is not saved yet, newest first."""
    raise NotImplementedError


def new_entry(ws: Workspace, form_id: str, *, now: datetime) -> EntrySession:
    """A blank record with its defaults; nothing is kept before the first draft."""
    raise NotImplementedError


def open_entry(ws: Workspace, record_id: str, *, now: datetime) -> EntrySession:
    """A kept record or a draft; the draft wins when it is the newer."""
    raise NotImplementedError


def save_draft(ws: Workspace, session: EntrySession, *, now: datetime) -> None:
    """Keep all that is typed, faults included."""
    raise NotImplementedError


def save_record(
    ws: Workspace, session: EntrySession, *, now: datetime, complete: bool
) -> SaveOutcome:
    """Keep the record. `complete` demands that nothing is at fault; else it stays incomplete."""
    raise NotImplementedError


def discard_draft(ws: Workspace, record_id: str) -> None:
    """Forget what was typed since the last save."""
    raise NotImplementedError


def delete_record(ws: Workspace, record_id: str, *, now: datetime) -> None:
    """Put a record away; `restore_record` brings it back."""
    raise NotImplementedError


def restore_record(ws: Workspace, record_id: str, *, now: datetime) -> None:
    """Bring a deleted record back."""
    raise NotImplementedError


def revisions(ws: Workspace, record_id: str) -> tuple[Revision, ...]:
    """Every saved state of a record, newest first."""
    raise NotImplementedError


def suggestions(ws: Workspace, form_id: str, key: str, typed: str) -> list[str]:
    """Past answers that begin like what is typed, frequent ones first."""
    raise NotImplementedError


def attach(
    ws: Workspace, session: EntrySession, key: str, path: Path, *, now: datetime
) -> Attachment:
    """Take a copy of a file in and name it in the answer `key`."""
    raise NotImplementedError


def attachments(ws: Workspace, record_id: str) -> tuple[Attachment, ...]:
    """The files attached to a record."""
    raise NotImplementedError


def attachment_path(ws: Workspace, attachment: Attachment) -> Path:
    """Where the file lies; read only."""
    raise NotImplementedError
