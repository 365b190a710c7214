"""Records from a sheet: rows of a .csv or .xlsx, read with what is wrong in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from hrdesk.forms.compiled import CompiledForm
from hrdesk.records.record import Row


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells as text; `number` is the row as a spreadsheet counts, the header being 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: header cells and the rows that are not blank."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class RowFinding:
    """What is wrong in a row, or (`row_number` 0 of the result) in the table."""

    column: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """One record of the sheet; `answers` is None when it cannot be kept as it stands."""

    row_number: int
    answers: Mapping[str, str] | None
    repeats: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    findings: tuple[RowFinding, ...] = ()


def read_table(path: Path, limit: int = 50_000) -> Table:
    """The first sheet or the whole .csv; RecordError when it is neither, or has too many rows."""
    raise NotImplementedError


def table_findings(compiled: CompiledForm, header: tuple[str, ...]) -> tuple[RowFinding, ...]:
    """Columns that are unknown or doubled, with the nearest match named."""
    raise NotImplementedError


def rows_to_records(
    compiled: CompiledForm, table: Table, *, today: date, now: datetime, language: str
) -> Iterator[RowResult]:
    """A result for every record of the sheet, in order. One bad row never stops the others.

    When the header is at fault there is one first result with `row_number` 1 and no answers.
    """
    raise NotImplementedError
