"""What taking over a table works with: columns that mean questions, and what became of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hrdesk.forms.definition import Question
from hrdesk.records.record import Row
from hrdesk.records.tables import TableRow
from hrdesk.vietnamese.legacy import Encoding


@dataclass(frozen=True, slots=True)
class Column:
    """What a column answers; `encoding` is what its cells are written in."""

    at: int
    title: str
    question: Question
    repeat: str | None = None
    encoding: Encoding = "unicode"


@dataclass(frozen=True, slots=True)
class RowFinding:
    """What is wrong in a row, or (`row_number` 1 of the result) in the table.

    `at` is the column's place, None when the question has no column.
    """

    column: str
    message: str
    remedy: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class RowResult:
    """One record of the sheet; `answers` is None when it cannot be kept as it stands.

    `rows` are the rows it was read from.
    """

    row_number: int
    answers: Mapping[str, str] | None
    repeats: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    findings: tuple[RowFinding, ...] = ()
    rows: tuple[TableRow, ...] = ()
