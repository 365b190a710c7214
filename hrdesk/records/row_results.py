"""What taking over a table works with: columns that mean questions, and what became of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from hrdesk.forms.definition import Question
from hrdesk.records.record import Row
from hrdesk.records.sheet_dates import DateOrder
from hrdesk.records.tables import TableRow
from hrdesk.vietnamese.legacy import Encoding, decode

_ONLY_UNICODE: Final = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168-\u01b0\u1ea0-\u1ef9]"
)


def read_cell(text: str, encoding: Encoding) -> str:
    """A cell in Unicode. One with a letter that only Unicode has is left as it is."""
    if encoding != "unicode" and _ONLY_UNICODE.search(text):
        return decode(text, "unicode")
    return decode(text, encoding)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column answers; `encoding` is what its cells are written in, `dates` in which order.

    With `since_1904` its numbers are days counted from there.
    """

    at: int
    title: str
    question: Question
    repeat: str | None = None
    encoding: Encoding = "unicode"
    dates: DateOrder = "day"
    since_1904: bool = False


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
