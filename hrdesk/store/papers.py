"""Numbers given to papers, and what a person wrote for them, by period.

A number is unique in its year and symbol; it is never edited and never taken back. A paper that
replaces another supersedes its number.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from hrdesk.errors import NumberTakenError
from hrdesk.store.stamps import read_time, stored_time
from hrdesk.values import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime

    from hrdesk.store.connection import Connections


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """One number. `kind` is "report" or "consolidated"; the year follows from `issued_on`."""

    number: int
    symbol: str
    kind: str
    period_id: str
    subject: str
    issued_on: date
    given_at: datetime
    actor: str
    superseded_by: int | None = None
    superseded_year: int | None = None


@dataclass(frozen=True, slots=True)
class KeptRemark:
    """What was written for one section, and the figures as they stood then."""

    section: str
    text: str
    figures: Mapping[str, str]
    kept_at: datetime


class Papers:
    """The register of numbers and the remarks of one store."""

    def __init__(self, connections: Connections) -> None:
        """Those of the store that these connections open."""
        self._connections = connections

    def next_number(self, year: int, symbol: str) -> int:
        """The number after the highest of the year."""
        with self._connections.known_faults():
            return _next(self._connections.reading(), year, symbol)

    def give(self, given: PaperNumber) -> None:
        """Enter a number; the one that stood for the same paper is superseded by it.

        Raises:
            NumberTakenError: the number was given before in that year.
        """
        year = given.issued_on.year
        with self._connections.writing() as connection:
            taken = connection.execute(
                "SELECT 1 FROM paper_number WHERE year = ? AND symbol = ? AND number = ?",
                (year, given.symbol, given.number),
            ).fetchone()
            if taken:
                free = _next(connection, year, given.symbol)
                raise NumberTakenError(
                    number=given.number, symbol=given.symbol, year=year, free=free
                )
            connection.execute(
                "UPDATE paper_number SET superseded_by = ?, superseded_year = ?"
                " WHERE kind = ? AND period_id = ? AND superseded_by IS NULL",
                (given.number, year, given.kind, given.period_id),
            )
            connection.execute(
                "INSERT INTO paper_number (year, symbol, number, kind, period_id, subject,"
                " issued_on, given_at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    year,
                    given.symbol,
                    given.number,
                    given.kind,
                    given.period_id,
                    given.subject,
                    given.issued_on.isoformat(),
                    stored_time(given.given_at),
                    given.actor,
                ),
            )

    def numbers(self, year: int | None = None) -> tuple[PaperNumber, ...]:
        """All numbers, or those of a year, the last one first."""
        where, values = ("WHERE year = ?", (year,)) if year is not None else ("", ())
        return self._select(f"{where} ORDER BY year DESC, number DESC", values)

    def standing(self, kind: str, period_id: str) -> PaperNumber | None:
        """The number that stands for the paper of a period."""
        where = "WHERE kind = ? AND period_id = ? AND superseded_by IS NULL"
        found = self._select(where, (kind, period_id))
        return found[0] if found else None

    def _select(self, where: str, values: tuple[object, ...]) -> tuple[PaperNumber, ...]:
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                "SELECT number, symbol, kind, period_id, subject, issued_on, given_at, actor,"
                f" superseded_by, superseded_year FROM paper_number {where}",
                values,
            )
            return tuple(_number(row) for row in rows)

    # --- remarks

    def keep_remark(self, kind: str, period_id: str, remark: KeptRemark, *, actor: str) -> None:
        """Keep what was written for a section; a blank text takes it away."""
        with self._connections.writing() as connection:
            if not remark.text:
                connection.execute(
                    "DELETE FROM report_remark WHERE kind = ? AND period_id = ? AND section = ?",
                    (kind, period_id, remark.section),
                )
                return
            connection.execute(
                "INSERT INTO report_remark (kind, period_id, section, text, figures, kept_at, actor)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, period_id, section) DO UPDATE SET"
                " text = excluded.text, figures = excluded.figures, kept_at = excluded.kept_at,"
                " actor = excluded.actor",
                (
                    kind,
                    period_id,
                    remark.section,
                    remark.text,
                    json.dumps(dict(remark.figures), ensure_ascii=False),
                    stored_time(remark.kept_at),
                    actor,
                ),
            )

    def remarks(self, kind: str, period_id: str) -> dict[str, KeptRemark]:
        """What was written for a period, by section."""
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                "SELECT section, text, figures, kept_at FROM report_remark"
                " WHERE kind = ? AND period_id = ?",
                (kind, period_id),
            )
            return {
                section: KeptRemark(section, text, json.loads(figures), read_time(kept_at))
                for section, text, figures, kept_at in rows
            }


def _next(connection: sqlite3.Connection, year: int, symbol: str) -> int:
    query = "SELECT max(number) FROM paper_number WHERE year = ? AND symbol = ?"
    highest: int | None = connection.execute(query, (year, symbol)).fetchone()[0]
    return (highest or 0) + 1


def _number(row: tuple[Any, ...]) -> PaperNumber:
    return PaperNumber(
        number=row[0],
        symbol=row[1],
        kind=row[2],
        period_id=row[3],
        subject=row[4],
        issued_on=date.fromisoformat(row[5]),
        given_at=read_time(row[6]),
        actor=row[7],
        superseded_by=row[8],
        superseded_year=row[9],
    )
