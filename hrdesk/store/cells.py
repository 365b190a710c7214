"""Answers as further columns of a list: one query for a page of rows and all its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.forms.definition import ValueType
from hrdesk.store.layout import quoted
from hrdesk.store.lexical import shortest
from hrdesk.store.lists import PAGE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from hrdesk.store.layout import Column, Layout


def cells(
    connection: sqlite3.Connection, layout: Layout, keys: Sequence[str], rowids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """Lexical answers to the form's own questions by row id; what is not answered is left out.

    Keys that no version of the form asks are left out too: a list remembers its columns for years.
    """
    table = layout.tables[""]
    columns = [column for key in keys if (column := table.column(key)) is not None]
    if not columns:
        return {}
    names = ", ".join(_lexical(column) for column in columns)
    sql = (
        f"SELECT _record, {names} FROM {quoted(table.name)}"
        f" WHERE _record IN ({', '.join('?' * PAGE)})"
    )
    found: dict[int, dict[str, str]] = {}
    for start in range(0, len(rowids), PAGE):
        part = list(rowids[start : start + PAGE])
        part += [-1] * (PAGE - len(part))  # one statement for every length, prepared once
        for row_id, *values in connection.execute(sql, part):
            found[row_id] = {
                column.key: shortest(value) or ""
                for column, value in zip(columns, values, strict=True)
                if value is not None
            }
    return found


def _lexical(column: Column) -> str:
    name = quoted(column.name)
    return f"CAST({name} AS TEXT)" if column.value_type is ValueType.INTEGER else name
