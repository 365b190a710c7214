"""What the province says of bundles, and what it asks about records; both ends keep it alike."""

from __future__ import annotations

import json
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Final

from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hrdesk.store.connection import Connections

OPEN: Final = "open"
CORRECTED: Final = "corrected"
WITHDRAWN: Final = "withdrawn"
CLOSED: Final = "closed"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What became of one bundle of this desk. Times are ISO texts."""

    bundle_id: str
    sequence: int
    result: str  # "accepted", "held", "refused"
    code: str
    reason: str
    received_at: str
    new: int
    changed: int
    refused: int
    officer: str
    signed_at: str
    receipt_id: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark about a record or one of its answers. Times are ISO texts, "" for not yet."""

    remark_id: str
    record_id: str
    form_id: str
    unit_code: str
    period_id: str
    question: str  # key or repeat/key, "" for the whole record
    row: int  # from 1, 0 outside a repeat
    text: str
    value: str  # the answer that it was made about
    revision: int  # and the saved state
    made_at: str
    made_by: str
    sent_at: str = ""
    state: str = OPEN
    changed_at: str = ""


_LINE: Final = tuple(one.name for one in fields(ReceiptLine))
_REMARK: Final = tuple(one.name for one in fields(Remark))


class Receipts:
    """Receipts and remarks of one store."""

    def __init__(self, connections: Connections) -> None:
        """Those of the store that these connections open."""
        self._connections = connections

    # --- at the province

    def note_rows(self, bundle_id: str, new: int, changed: int, refused: Sequence[str]) -> None:
        """What taking a bundle in changed; the first time counts."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO intake_rows (bundle_id, new, changed, refused)"
                " VALUES (?, ?, ?, ?)",
                (bundle_id, new, changed, json.dumps(list(refused))),
            )

    def rows_of(self, bundle_id: str) -> tuple[int, int, tuple[str, ...]]:
        """New and changed records of a bundle, and those that were left out."""
        with self._connections.known_faults():
            found = (
                self._connections.reading()
                .execute(
                    "SELECT new, changed, refused FROM intake_rows WHERE bundle_id = ?",
                    (bundle_id,),
                )
                .fetchone()
            )
        return (found[0], found[1], tuple(json.loads(found[2]))) if found else (0, 0, ())

    # --- at the desk

    def keep_lines(self, lines: Iterable[ReceiptLine]) -> None:
        """What a receipt says; a later one replaces an earlier, but what was accepted stays so."""
        with self._connections.writing() as connection:
            connection.executemany(
                f"INSERT INTO receipt_line ({', '.join(_LINE)})"
                f" VALUES ({', '.join('?' * len(_LINE))})"
                " ON CONFLICT (bundle_id) DO UPDATE SET"
                f" {', '.join(f'{one} = excluded.{one}' for one in _LINE[1:])}"
                " WHERE receipt_line.result <> 'accepted' AND excluded.signed_at"
                " >= receipt_line.signed_at",
                [astuple(line) for line in lines],
            )

    def lines(self) -> dict[str, ReceiptLine]:
        """By bundle id."""
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                f"SELECT {', '.join(_LINE)} FROM receipt_line"
            )
            return {row[0]: ReceiptLine(*row) for row in rows}

    # --- remarks, at both

    def keep_remarks(self, remarks: Iterable[Remark]) -> None:
        """New ones, and new states of those that are here."""
        with self._connections.writing() as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO remark ({', '.join(_REMARK)})"
                f" VALUES ({', '.join('?' * len(_REMARK))})",
                [astuple(one) for one in remarks],
            )

    def remarks(self, *, record_id: str = "", states: Sequence[str] = ()) -> tuple[Remark, ...]:
        """All, or those of a record, or in some states; the oldest first."""
        where, values = ["1"], []
        if record_id:
            where.append("record_id = ?")
            values.append(record_id)
        if states:
            where.append(f"state IN ({', '.join('?' * len(states))})")
            values += states
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                f"SELECT {', '.join(_REMARK)} FROM remark WHERE {' AND '.join(where)}"
                " ORDER BY made_at, remark_id",
                values,
            )
            return tuple(Remark(*row) for row in rows)
