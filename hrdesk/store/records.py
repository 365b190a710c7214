"""Records in the store: saved states, drafts, and what a list asks for and gets.

Each saved state is kept whole, as it was typed, in `revision`; the form's own tables hold the same
answers typed, for counting, and are written in the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.records.record import AcceptedWarning, Record, RecordStatus, Row, UnitKey
from hrdesk.values import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

COUNTED: Final = frozenset({RecordStatus.COMPLETE, RecordStatus.SUBMITTED})
OWN: Final = "own"  # the origin of a record that was typed at this desk


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state. `action`: saved, deleted, restored, received, forgotten."""

    revision: int
    at: datetime
    actor: str
    note: str
    action: str
    record: Record


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being typed and is not saved yet; never counts, never travels."""

    record_id: str
    form_id: str
    form_version: str
    answers: Mapping[str, str]
    repeats: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    base_revision: int = 0  # the saved revision it started from; 0 for a record never saved
    updated_at: datetime | None = None
    title: str = ""
    accepted: tuple[AcceptedWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """Which records a list shows, and in which order.

    With `search` and `limit`, the `limit` matches recorded last are taken and then ordered; without
    `limit` all matches are. `own=True` leaves out what was received, `own=False` what was typed.
    """

    form_id: str | None = None
    form_ids: frozenset[str] = frozenset()  # empty: all kinds; `form_id` is the same for one
    unit_code: str | None = None
    units: frozenset[UnitKey] = frozenset()  # a unit with those before it; empty: any
    search: str = ""
    event_from: date | None = None
    event_to: date | None = None
    statuses: frozenset[RecordStatus] = frozenset()  # empty: any
    has_attachment: bool | None = None
    has_fault: bool | None = None
    include_deleted: bool = False
    only_deleted: bool = False
    own: bool | None = None
    order: str = "event_on"  # "event_on" | "title" | "updated_at"
    descending: bool = True
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list. `deleted` is true for what was put away, superseded or withdrawn."""

    rowid: int
    record_id: str
    form_id: str
    title: str
    event_on: date | None
    status: RecordStatus
    has_faults: bool
    attachment_count: int
    summary: str
    unit_code: str
    updated_at: datetime
    deleted: bool
    own: bool
    unit_valid_from: str = ""
