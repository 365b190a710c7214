"""Rows on their way into the file: gathered record by record, written table by table.

A writer lives inside one transaction. One record or ten thousand go the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.store.content import write_content
from hrdesk.store.layout import quoted
from hrdesk.store.making import RECORD_COLUMNS, REVISION_COLUMNS, RecordMaker
from hrdesk.store.projection import Projection, shown
from hrdesk.store.records import OWN
from hrdesk.store.stamps import stored_day, stored_time
from hrdesk.values import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from hrdesk.records.record import Record, Row
    from hrdesk.store.layout import Layout
    from hrdesk.store.making import MadeRecord
    from hrdesk.store.projection import Value

GATHERED: Final = 500  # records written at a time

_INSERT_RECORD: Final = (
    f"INSERT INTO record (row_id, revision_row, {RECORD_COLUMNS})"
    f" VALUES ({', '.join('?' * (RECORD_COLUMNS.count(',') + 3))})"
)
_UPDATE_RECORD: Final = (
    "UPDATE record SET form_version = ?, status = ?, revision = ?, revision_row = ?, author = ?,"
    " updated_at = ?, event_on = ?, superseded_by = ?, deleted_at = ?, withdrawn_by = ?,"
    " present = ?, origin = ?, title = ?, title_key = ?, summary = ? WHERE row_id = ?"
)
_INSERT_REVISION: Final = (
    f"INSERT INTO revision (revision_row, record_row, action, at, actor, note, {REVISION_COLUMNS})"
    f" VALUES ({', '.join('?' * (REVISION_COLUMNS.count(',') + 7))})"
)
_INSERT_SEARCH: Final = "INSERT INTO search (rowid, words) VALUES (?, ?)"
_UPDATE_SEARCH: Final = "UPDATE search SET words = ? WHERE rowid = ?"


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what when, and where the answers came from."""

    action: str
    at: datetime
    actor: str
    note: str = ""
    source: str = OWN
    sender: str = ""


class RecordWriter:
    """Writes records inside the transaction that is open on its connection."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        layout_of: Callable[[str], Layout],
        *,
        strict: bool = True,
    ) -> None:
        """`strict`: see `Projection`."""
        self._connection = connection
        self._layout_of = layout_of
        self._strict = strict
        self._gathered: dict[str, list[tuple[Value, ...]]] = {}
        self._records = 0
        self._next: dict[str, int] = {}

    def next_id(self, table: str, column: str) -> int:
        """A row id that is free, counted up within this transaction."""
        if table not in self._next:
            row = self._connection.execute(
                f"SELECT coalesce(max({column}), 0) + 1 FROM {quoted(table)}"
            ).fetchone()
            self._next[table] = row[0]
        number = self._next[table]
        self._next[table] = number + 1
        return number

    def insert(self, record: Record, act: Act, *, attachment_count: int = 0) -> tuple[int, int]:
        """A record that is not there yet, with its saved state; their rows."""
        maker = RecordMaker(self._layout_of(record.form_id), self._strict)
        made = maker.made(
            record, source=act.source, sender=act.sender, attachment_count=attachment_count
        )
        return self.insert_made(made, act)

    def insert_made(self, made: MadeRecord, act: Act) -> tuple[int, int]:
        """The same of a record that was worked out before, by the layout of today."""
        row_id = self.next_id("record", "row_id")
        revision_row = self._keep(row_id, act, made.saved)
        layout = self._layout_of(made.form_id)
        self._gather(_INSERT_RECORD, (row_id, revision_row, *made.cells))
        self._gather(_INSERT_SEARCH, (row_id, made.words))
        self._gather(layout.tables[""].insert, (row_id, *made.values))
        if made.repeats:
            projection = Projection(layout, made.status, strict=self._strict)
            self._repeats(projection, row_id, None, made.repeats)
        self._count()
        return row_id, revision_row

    def project(
        self,
        row_id: int,
        revision_row: int,
        record: Record,
        *,
        origin: str = OWN,
        withdrawn_by: str | None = None,
    ) -> None:
        """Make a record's row, its tables and its words those of one saved state."""
        self.flush()
        layout = self._layout_of(record.form_id)
        look = shown(layout, record)
        absent = record.deleted_at or record.superseded_by or withdrawn_by
        self._connection.execute(
            _UPDATE_RECORD,
            (
                record.form_version,
                str(record.status),
                record.revision,
                revision_row,
                record.author,
                stored_time(record.updated_at),
                stored_day(record.event_on),
                record.superseded_by,
                stored_time(record.deleted_at) if record.deleted_at else None,
                withdrawn_by,
                int(not absent),
                origin,
                look.title,
                look.title_key,
                look.summary,
                row_id,
            ),
        )
        self._connection.execute(_UPDATE_SEARCH, (look.words, row_id))
        for table in layout.tables.values():
            if table.repeat_key and not table.outer_key:  # inner rows go with their outer ones
                self._connection.execute(
                    f"DELETE FROM {quoted(table.name)} WHERE _record = ?", (row_id,)
                )
        projection = Projection(layout, record.status, strict=self._strict)
        own = layout.tables[""]
        self._gather(own.renew, (row_id, *projection.values(own, record.answers)))
        self._repeats(projection, row_id, None, record.repeats)
        self.flush()

    def add_revision(self, row_id: int, record: Record, act: Act) -> int:
        """Keep a saved state whole; the row it has."""
        saved = (
            record.revision,
            act.source,
            record.form_version,
            str(record.status),
            record.author,
            stored_time(record.updated_at),
            stored_day(record.event_on),
            write_content(record.answers, record.repeats, record.accepted),
        )
        return self._keep(row_id, act, saved)

    def _keep(self, row_id: int, act: Act, saved: tuple[Value, ...]) -> int:
        revision_row = self.next_id("revision", "revision_row")
        at = stored_time(act.at)
        self._gather(
            _INSERT_REVISION,
            (revision_row, row_id, act.action, at, act.actor, act.note, *saved),
        )
        return revision_row

    def flush(self) -> None:
        """Write what was gathered."""
        order = [_INSERT_RECORD, _INSERT_REVISION]  # the others refer to these
        for sql in [*order, *(sql for sql in self._gathered if sql not in order)]:
            if rows := self._gathered.get(sql):
                self._connection.executemany(sql, rows)
                rows.clear()
        self._records = 0

    def _repeats(
        self,
        projection: Projection,
        row_id: int,
        parent: int | None,
        repeats: Mapping[str, tuple[Row, ...]],
    ) -> None:
        for repeat_key, rows in repeats.items():
            if not rows:
                continue
            table = projection.table(repeat_key, inner=parent is not None)
            if table is None:
                continue
            outer = () if parent is None else (parent,)
            for position, row in enumerate(rows):
                number = self.next_id(table.name, "_id") if table.holds_repeats else None
                values = projection.values(table, row.answers)
                self._gather(table.insert, (number, row_id, position, *outer, *values))
                if number is not None:
                    self._repeats(projection, row_id, number, row.repeats)

    def _gather(self, sql: str, row: tuple[Value, ...]) -> None:
        rows = self._gathered.get(sql)
        if rows is None:
            self._gathered[sql] = [row]
        else:
            rows.append(row)

    def _count(self) -> None:
        self._records += 1
        if self._records >= GATHERED:
            self.flush()
