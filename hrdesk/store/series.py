"""Series of recurring activities: what recurs, by which rule, and what became of each date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from hrdesk.records.record import RecordStatus
from hrdesk.store.content import read_content, write_content
from hrdesk.store.stamps import read_day, read_time, stored_day, stored_time
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from hrdesk.store.connection import Connections

_SERIES: Final = (
    "SELECT series_id, form_id, form_version, title, rule, starts_on, until_on, date_count,"
    " content, made_at, changed_at, actor, deleted_at FROM series"
)
_DATES: Final = (
    "SELECT s.series_id, s.occurs_on, s.held_on, s.skipped, s.record_id, s.made_at,"
    " d.updated_at, d.title, r.status, r.title, r.deleted_at"
    " FROM series_date s LEFT JOIN draft d ON d.record_id = s.record_id"
    " LEFT JOIN record r ON r.record_id = s.record_id"
)


@dataclass(frozen=True, slots=True)
class Series:
    """Something that recurs. `rule` is RFC 5545 without its end; `answers` stand in each draft."""

    series_id: str
    form_id: str
    form_version: str
    title: str
    rule: str
    starts_on: date
    until_on: date | None
    date_count: int | None
    answers: Mapping[str, str]
    made_at: datetime
    changed_at: datetime
    actor: str
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """One date of a series, and what there is of it: a draft, a record, neither."""

    series_id: str
    occurs_on: date  # what the rule says
    held_on: date
    skipped: bool
    record_id: str
    made_at: datetime | None = None  # when its draft was made
    drafted_at: datetime | None = None  # when its draft was typed in last; None without a draft
    title: str = ""
    status: RecordStatus | None = None  # of its record; None without one
    deleted: bool = False


class SeriesShelf:
    """The series of one store."""

    def __init__(self, connections: Connections) -> None:
        """Those of the store that these connections open."""
        self._connections = connections

    def put(self, series: Series) -> None:
        """Keep a series, in place of its earlier state; its dates stay."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO series (series_id, form_id, form_version, title, rule, starts_on,"
                " until_on, date_count, content, made_at, changed_at, actor, deleted_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (series_id) DO UPDATE"
                " SET form_version = excluded.form_version, title = excluded.title,"
                " rule = excluded.rule, starts_on = excluded.starts_on,"
                " until_on = excluded.until_on, date_count = excluded.date_count,"
                " content = excluded.content, changed_at = excluded.changed_at,"
                " actor = excluded.actor, deleted_at = excluded.deleted_at",
                (
                    series.series_id,
                    series.form_id,
                    series.form_version,
                    series.title,
                    series.rule,
                    series.starts_on.isoformat(),
                    stored_day(series.until_on),
                    series.date_count,
                    write_content(series.answers, {}),
                    stored_time(series.made_at),
                    stored_time(series.changed_at),
                    series.actor,
                    stored_time(series.deleted_at) if series.deleted_at else None,
                ),
            )

    def get(self, series_id: str) -> Series | None:
        """One series, deleted or not."""
        found = self._select("WHERE series_id = ?", (series_id,))
        return found[0] if found else None

    def all(self) -> tuple[Series, ...]:
        """All series that are not deleted, by title."""
        return self._select("WHERE deleted_at IS NULL ORDER BY title, series_id", ())

    def put_date(self, one: SeriesDate) -> None:
        """Keep what is known of one date, in place of what was."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO series_date (series_id, occurs_on, held_on, skipped, record_id,"
                " made_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (series_id, occurs_on) DO UPDATE"
                " SET held_on = excluded.held_on, skipped = excluded.skipped,"
                " made_at = excluded.made_at",
                (
                    one.series_id,
                    one.occurs_on.isoformat(),
                    one.held_on.isoformat(),
                    int(one.skipped),
                    one.record_id,
                    stored_time(one.made_at) if one.made_at else None,
                ),
            )

    def drop_date(self, series_id: str, occurs_on: date) -> None:
        """Forget a date that the rule no longer says."""
        with self._connections.writing() as connection:
            connection.execute(
                "DELETE FROM series_date WHERE series_id = ? AND occurs_on = ?",
                (series_id, occurs_on.isoformat()),
            )

    def dates(self, series_id: str) -> tuple[SeriesDate, ...]:
        """The dates kept of a series, in the order they are held."""
        return self._dates("WHERE s.series_id = ? ORDER BY s.held_on, s.occurs_on", (series_id,))

    def date_of(self, record_id: str) -> SeriesDate | None:
        """The date that a draft or a record belongs to."""
        found = self._dates("WHERE s.record_id = ?", (record_id,))
        return found[0] if found else None

    def record_ids_beside(self, record_id: str) -> frozenset[str]:
        """Drafts and records of the other dates of the same series."""
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                "SELECT o.record_id FROM series_date s JOIN series_date o"
                " ON o.series_id = s.series_id AND o.record_id <> s.record_id"
                " WHERE s.record_id = ?",
                (record_id,),
            )
            return frozenset(row[0] for row in rows)

    def _select(self, where: str, values: tuple[str, ...]) -> tuple[Series, ...]:
        with self._connections.known_faults():
            rows = self._connections.reading().execute(f"{_SERIES} {where}", values)
            return tuple(_series(row) for row in rows)

    def _dates(self, where: str, values: tuple[str, ...]) -> tuple[SeriesDate, ...]:
        with self._connections.known_faults():
            rows = self._connections.reading().execute(f"{_DATES} {where}", values)
            return tuple(_date(row) for row in rows)


def _series(row: tuple[Any, ...]) -> Series:
    answers, _ = read_content(row[8])
    return Series(
        series_id=row[0],
        form_id=row[1],
        form_version=row[2],
        title=row[3],
        rule=row[4],
        starts_on=date.fromisoformat(row[5]),
        until_on=read_day(row[6]),
        date_count=row[7],
        answers=answers,
        made_at=read_time(row[9]),
        changed_at=read_time(row[10]),
        actor=row[11],
        deleted_at=read_time(row[12]) if row[12] else None,
    )


def _date(row: tuple[Any, ...]) -> SeriesDate:
    return SeriesDate(
        series_id=row[0],
        occurs_on=date.fromisoformat(row[1]),
        held_on=date.fromisoformat(row[2]),
        skipped=bool(row[3]),
        record_id=row[4],
        made_at=read_time(row[5]) if row[5] else None,
        drafted_at=read_time(row[6]) if row[6] else None,
        title=row[9] or row[7] or "",
        status=RecordStatus(row[8]) if row[8] else None,
        deleted=row[10] is not None,
    )
