"""Answers for figures: only the columns asked for, in lexical form, straight from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.errors import AnswerUnaskedError
from hrdesk.forms.definition import ValueType
from hrdesk.store.layout import quoted
from hrdesk.store.lexical import shortest
from hrdesk.store.lists import Bounds, Where, add_bounds
from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from hrdesk.store.layout import Column, Layout, Table

READ_AT_ONCE: Final = 2000
REMEMBERED: Final = 20_000  # records, from the last one back, whose answers are suggested
SUGGESTED_LETTERS: Final = 200

Selected = tuple[str, str, str, dict[str, str]]
"""record_id, unit code, event date in ISO (or ""), the answers that are there."""


def select(
    connection: sqlite3.Connection,
    layout: Layout,
    repeat_key: str,
    keys: Sequence[str],
    bounds: Bounds,
    latest: int | None = None,
) -> Iterator[Selected]:
    """Answers of each record, or of each row of a repeat, in the order recorded.

    With `latest` only of so many records, those of the latest days.

    Raises:
        AnswerUnaskedError: a key that no version of the form asks.
    """
    table = layout.tables.get(repeat_key)
    if table is None:
        raise AnswerUnaskedError(form_id=layout.form_id, key=repeat_key)
    columns = [_column(layout, table, key) for key in keys]
    where = Where()
    where.add("r.form_id = ?", layout.form_id)
    where.add("r.present = 1")
    add_bounds(where, bounds, prefix="r.")
    if latest is not None:
        newest = Where()
        newest.add("form_id = ?", layout.form_id)
        newest.add("present = 1")
        add_bounds(newest, bounds)
        where.add(
            f"r.row_id IN (SELECT row_id FROM record WHERE {newest}"
            " ORDER BY event_on DESC, row_id DESC LIMIT ?)",
            *newest.values,
            latest,
        )
    position = ", t._pos" if repeat_key else ""
    answers = "".join(f", {_lexical(column)}" for column in columns)
    cursor = connection.execute(
        f"SELECT r.record_id, r.unit_code, coalesce(r.event_on, ''){answers}"
        f" FROM record r JOIN {quoted(table.name)} t ON t._record = r.row_id"
        f" WHERE {where} ORDER BY r.row_id{position}",
        where.values,
    )
    return _selected(cursor, list(keys), _decimals(columns))


def suggestions(
    connection: sqlite3.Connection,
    layout: Layout,
    repeat_key: str,
    key: str,
    folded_prefix: str,
    limit: int,
) -> list[str]:
    """Answers given before that begin so, the most frequent first; never personal ones."""
    table = layout.tables.get(repeat_key)
    column = table.column(key) if table else None
    if table is None or column is None or column.personal or column.storage != "TEXT":
        return []
    name = quoted(column.name)
    rows = connection.execute(
        f"SELECT t.{name}, count(*), max(r.row_id) FROM record r"
        f" JOIN {quoted(table.name)} t ON t._record = r.row_id"
        " WHERE r.form_id = ? AND r.present = 1 AND r.own = 1 AND r.row_id >"
        " (SELECT coalesce(max(row_id), 0) FROM record) - ?"
        f" AND t.{name} IS NOT NULL AND length(t.{name}) <= ?"
        f" GROUP BY t.{name} ORDER BY 2 DESC, 3 DESC",
        (layout.form_id, REMEMBERED, SUGGESTED_LETTERS),
    )
    wanted = fold(folded_prefix)
    found: list[str] = []
    for value, _, _ in rows:
        if len(found) >= limit:
            break
        if fold(value).startswith(wanted):
            found.append(value)
    return found


def _selected(cursor: sqlite3.Cursor, keys: list[str], decimals: set[str]) -> Iterator[Selected]:
    while part := cursor.fetchmany(READ_AT_ONCE):
        for record_id, unit_code, event_on, *values in part:
            answers = {
                key: value for key, value in zip(keys, values, strict=True) if value is not None
            }
            for key in decimals & answers.keys():
                answers[key] = shortest(answers[key])
            yield record_id, unit_code, event_on, answers


def _column(layout: Layout, table: Table, key: str) -> Column:
    column = table.column(key)
    if column is None:
        raise AnswerUnaskedError(form_id=layout.form_id, key=key)
    return column


def _lexical(column: Column) -> str:
    name = f"t.{quoted(column.name)}"
    return f"CAST({name} AS TEXT)" if column.value_type is ValueType.INTEGER else name


def _decimals(columns: list[Column]) -> set[str]:
    return {column.key for column in columns if column.value_type is ValueType.DECIMAL}
