"""Tables that travel: their columns follow from the form; personal answers have no column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from hrdesk.forms.definition import Form, Group, Item, Question, ValueType
from hrdesk.i18n import label_in


class ColumnType(StrEnum):
    """Types of Table Schema that are used."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `title` is the question's label in Vietnamese."""

    name: str
    column_type: ColumnType = ColumnType.STRING
    required: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The columns of a table and what makes a row unique."""

    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


RECORD_COLUMNS: Final = (
    Column("record_id", required=True),
    Column("unit_code", required=True),
    Column("unit_valid_from", ColumnType.DATE),
    Column("event_on", ColumnType.DATE),
    Column("status", required=True),
    Column("revision", ColumnType.INTEGER, required=True),
    Column("form_version", required=True),
    Column("created_at", ColumnType.DATETIME, required=True),
    Column("updated_at", ColumnType.DATETIME, required=True),
)
ROW_COLUMNS: Final = (Column("record_id", required=True), Column("row", required=True))
ATTACHMENTS: Final = TableSchema(
    (
        Column("record_id", required=True),
        Column("form_id", required=True),
        Column("key", required=True),
        Column("path", required=True),
        Column("original_name", required=True),
        Column("media_type", required=True),
        Column("bytes", ColumnType.INTEGER, required=True),
        Column("sha256", required=True),
    ),
    ("record_id", "key", "original_name", "sha256"),
)
FIGURES: Final = TableSchema(
    (
        Column("target_id", required=True),
        Column("period_id", required=True),
        Column("numerator", ColumnType.INTEGER, required=True),
        Column("denominator", ColumnType.INTEGER, required=True),
        Column("cumulative_numerator", ColumnType.INTEGER, required=True),
        Column("cumulative_denominator", ColumnType.INTEGER, required=True),
        Column("achieved"),
    ),
    ("target_id", "period_id"),
)
WITHDRAWN: Final = TableSchema(
    (
        Column("record_id", required=True),
        Column("form_id", required=True),
        Column("revision", ColumnType.INTEGER, required=True),
        Column("withdrawn_at", ColumnType.DATETIME, required=True),
    ),
    ("record_id",),
)
ACCEPTED_WARNINGS: Final = TableSchema(
    (
        Column("record_id", required=True),
        Column("form_id", required=True),
        Column("question", required=True),  # its key, or `repeat/key`
        Column("row", ColumnType.INTEGER, required=True),  # from 1; 0 outside every repeat
        Column("value"),
        Column("rule", required=True),
        Column("reason", required=True),
        Column("accepted_at", ColumnType.DATETIME, required=True),
    ),
    ("record_id", "question", "row", "rule"),
)
FIXED_TABLES: Final = {
    "accepted_warnings": ACCEPTED_WARNINGS,  # the only one that may be missing
    "attachments": ATTACHMENTS,
    "figures": FIGURES,
    "withdrawn": WITHDRAWN,
}

_TYPES: Final = {
    ValueType.INTEGER: ColumnType.INTEGER,
    ValueType.DECIMAL: ColumnType.NUMBER,
    ValueType.DATE: ColumnType.DATE,
}
_INTEGER: Final = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DATETIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?Z", re.ASCII
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def answer_columns(form: Form, repeat: str | None = None) -> tuple[tuple[str, Column], ...]:
    """(key of the question, its column) for all answers of a table that may travel.

    A question named like a column of the record itself gets the column `answer.<key>`.
    """
    taken = {column.name for column in (RECORD_COLUMNS if repeat is None else ROW_COLUMNS)}
    return tuple(
        (
            question.key,
            Column(
                f"answer.{question.key}" if question.key in taken else question.key,
                _TYPES.get(question.value_type, ColumnType.STRING),
                title=label_in(dict(question.labels), "vi"),
            ),
        )
        for question in form.questions(repeat)
        if not question.personal and question.value_type is not ValueType.NONE
    )


def table_schema(form: Form, repeat: str | None = None) -> TableSchema:
    """The table of a form, or of one of its repeats."""
    answers = tuple(column for _, column in answer_columns(form, repeat))
    if repeat is None:
        return TableSchema(RECORD_COLUMNS + answers, ("record_id",))
    return TableSchema(ROW_COLUMNS + answers, ("record_id", "row"))


def travelling_repeats(form: Form) -> dict[str, str | None]:
    """The repeats that have a table and the repeat each lies in, outer before inner.

    None inside a personal repeat travels.
    """
    return dict(_travelling(form.children, None))


def value_fits(column: Column, value: str) -> bool:
    """Whether a lexical value may stand in the column; "" is a missing value."""
    if not value:
        return not column.required
    return _FITS[column.column_type](value)


def _travelling(children: tuple[Item, ...], outer: str | None) -> Iterator[tuple[str, str | None]]:
    for child in children:
        if isinstance(child, Question):
            continue
        if isinstance(child, Group):
            yield from _travelling(child.children, outer)
        elif not child.personal:
            yield child.key, outer
            yield from _travelling(child.children, child.key)


def is_text(value: str) -> bool:
    """NFC, so that one name is written in one way, and without control characters."""
    return _CONTROL.search(value) is None and (
        value.isascii() or unicodedata.is_normalized("NFC", value)
    )


def _is_integer(value: str) -> bool:
    return _INTEGER.fullmatch(value) is not None


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


def _is_date(value: str) -> bool:
    return _DATE.fullmatch(value) is not None and _parses(date.fromisoformat, value)


def _is_datetime(value: str) -> bool:
    """A moment that every zone has: at the two ends of the calendar it could not be shown."""
    return (
        _DATETIME.fullmatch(value) is not None
        and not value.startswith(("0001", "9999"))
        and _parses(datetime.fromisoformat, value)
    )


def _parses(parse: Callable[[str], object], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


_FITS: Final[dict[ColumnType, Callable[[str], bool]]] = {
    ColumnType.STRING: is_text,
    ColumnType.INTEGER: _is_integer,
    ColumnType.NUMBER: _is_number,
    ColumnType.DATE: _is_date,
    ColumnType.DATETIME: _is_datetime,
}
