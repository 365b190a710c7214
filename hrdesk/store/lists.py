"""Lists: the row ids of all records of a query in their order, and the lines of those on screen.

No OFFSET and no fetching of what is not shown: a list of 200,000 records is an array of numbers.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from typing_extensions import override

from hrdesk.records.record import RecordStatus
from hrdesk.store.records import ListRow
from hrdesk.store.search import match_of
from hrdesk.store.stamps import read_day, read_time
from hrdesk.values import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from hrdesk.store.records import RecordQuery

PAGE: Final = 64
FEW: Final = 4000  # matches up to here are looked up one by one, beyond in the order's index

_STATUSES: Final = {status.value: status for status in RecordStatus}
_ORDERS: Final = {"event_on": "event_on", "title": "title_key", "updated_at": "updated_at"}
_ROWS: Final = (
    "SELECT row_id, record_id, form_id, title, event_on, status, attachment_count, summary,"
    " unit_code, updated_at, present, own, unit_valid_from, fault_count FROM record WHERE row_id IN"
    f" ({', '.join('?' * PAGE)})"
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which records are looked at: both dates are included; empty statuses mean any."""

    event_from: date | None = None
    event_to: date | None = None
    unit_code: str | None = None
    statuses: frozenset[RecordStatus] = frozenset()
    own: bool | None = None


class Where:
    """Conditions and their values, in the order of their marks."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.values: list[str | int] = []

    def add(self, condition: str, *values: str | int) -> None:
        """One more condition, which must hold with the others."""
        self.conditions.append(condition)
        self.values.extend(values)

    @override
    def __str__(self) -> str:
        return " AND ".join(self.conditions) or "1"


def ids(connection: sqlite3.Connection, query: RecordQuery) -> array[int]:
    """Row ids of a query, in its order."""
    where = _where(query)
    column = _ORDERS[query.order]
    direction = "DESC" if query.descending else "ASC"
    order = f"ORDER BY {column} {direction}, row_id {direction}"
    if not query.search.strip():
        limit = "" if query.limit is None else " LIMIT ?"
        values = where.values if query.limit is None else [*where.values, query.limit]
        return _column(
            connection, f"SELECT row_id FROM record WHERE {where} {order}{limit}", values
        )
    match = match_of(query.search)
    if not match:
        return array("q")
    joined = (
        "FROM search CROSS JOIN record ON record.row_id = search.rowid"
        f" WHERE search MATCH ? AND {where}"
    )
    if query.limit is not None:
        latest = f"SELECT row_id, {column} {joined} ORDER BY search.rowid DESC LIMIT ?"
        return _column(
            connection,
            f"SELECT row_id FROM ({latest}) {order}",
            [match, *where.values, query.limit],
        )
    if _many(connection, match):
        return _column(
            connection,
            f"SELECT row_id FROM record WHERE {where}"
            f" AND +row_id IN (SELECT rowid FROM search WHERE search MATCH ?) {order}",
            [*where.values, match],
        )
    return _column(connection, f"SELECT row_id {joined} {order}", [match, *where.values])


def count(connection: sqlite3.Connection, query: RecordQuery) -> int:
    """How many records a query has, its limit left aside."""
    where = _where(query)
    if not query.search.strip():
        sql, values = f"SELECT count(*) FROM record WHERE {where}", where.values
    else:
        match = match_of(query.search)
        if not match:
            return 0
        sql = (
            "SELECT count(*) FROM search CROSS JOIN record ON record.row_id = search.rowid"
            f" WHERE search MATCH ? AND {where}"
        )
        values = [match, *where.values]
    number: int = connection.execute(sql, values).fetchone()[0]
    return number


def rows(connection: sqlite3.Connection, rowids: Sequence[int]) -> list[ListRow]:
    """The lines of those row ids, in that order; ids that are gone are left out."""
    found: dict[int, ListRow] = {}
    for start in range(0, len(rowids), PAGE):
        part = list(rowids[start : start + PAGE])
        part += [-1] * (PAGE - len(part))  # one statement for every length, prepared once
        for row in connection.execute(_ROWS, part):
            found[row[0]] = _list_row(row)
    return [found[rowid] for rowid in rowids if rowid in found]


def counts_by_form(connection: sqlite3.Connection, bounds: Bounds) -> dict[str, int]:
    """How many records each form has; forms without any are left out."""
    where = Where()
    where.add("present = 1")
    add_bounds(where, bounds)
    return dict(
        connection.execute(
            f"SELECT form_id, count(*) FROM record WHERE {where} GROUP BY form_id", where.values
        )
    )


def add_bounds(where: Where, bounds: Bounds, prefix: str = "") -> None:
    """Conditions on period, unit, status and origin, which lists and figures share."""
    if bounds.unit_code is not None:
        where.add(f"{prefix}unit_code = ?", bounds.unit_code)
    if bounds.event_from is not None:
        where.add(f"{prefix}event_on >= ?", bounds.event_from.isoformat())
    if bounds.event_to is not None:
        where.add(f"{prefix}event_on <= ?", bounds.event_to.isoformat())
    if bounds.statuses and len(bounds.statuses) < len(RecordStatus):
        marks = ", ".join("?" * len(bounds.statuses))
        where.add(f"{prefix}status IN ({marks})", *sorted(bounds.statuses))
    if bounds.own is not None:
        where.add(f"{prefix}own = ?", int(bounds.own))


def _where(query: RecordQuery) -> Where:
    where = Where()
    if query.only_deleted:
        where.add("present = 0")
        where.add("deleted_at IS NOT NULL")
    elif not query.include_deleted:
        where.add("present = 1")
    if query.form_id is not None:
        where.add("form_id = ?", query.form_id)
    elif query.form_ids:
        where.add(f"form_id IN ({_marks(query.form_ids)})", *sorted(query.form_ids))
    if query.units:  # by code first, which the indexes hold: a code may have meant another unit
        codes = frozenset(unit.code for unit in query.units)
        keys = frozenset(f"{unit.code} {unit.valid_from}" for unit in query.units)
        where.add(f"unit_code IN ({_marks(codes)})", *sorted(codes))
        where.add(f"unit_code || ' ' || unit_valid_from IN ({_marks(keys)})", *sorted(keys))
    add_bounds(
        where,
        Bounds(query.event_from, query.event_to, query.unit_code, query.statuses, query.own),
    )
    if query.has_attachment is not None:
        where.add("attachment_count > 0" if query.has_attachment else "attachment_count = 0")
    if query.has_fault is not None:
        faulty = "(status = 'incomplete' AND fault_count > 0)"
        where.add(faulty if query.has_fault else f"NOT {faulty}")
    return where


def _marks(values: frozenset[str]) -> str:
    return ", ".join("?" * len(values))


def _many(connection: sqlite3.Connection, match: str) -> bool:
    row = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)",
        (match, FEW + 1),
    ).fetchone()
    return bool(row[0] > FEW)


def _column(connection: sqlite3.Connection, sql: str, values: Sequence[Any]) -> array[int]:
    return array("q", chain.from_iterable(connection.execute(sql, values)))


def _list_row(row: tuple[Any, ...]) -> ListRow:
    """By position and without calls that can be spared: this is run for each line painted."""
    (
        row_id,
        record_id,
        form_id,
        title,
        event_on,
        status,
        files,
        summary,
        unit,
        at,
        present,
        own,
        valid_from,
        faults,
    ) = row
    return ListRow(
        row_id,
        record_id,
        form_id,
        title,
        read_day(event_on),
        _STATUSES[status],
        status == "incomplete" and faults > 0,
        files,
        summary,
        unit,
        read_time(at),
        not present,
        own == 1,
        valid_from,
    )
