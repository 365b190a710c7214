"""Sheets as rows of text: .csv and .xlsx, whoever made them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from hrdesk.errors import (
    FileMissingError,
    FileTooLargeError,
    TableEmptyError,
    TableTooLongError,
    TableUnreadableError,
)
from hrdesk.forms.expression.values import number_text

COLUMN_LIMIT: Final = 500
NO_RESULT: Final = "\x1a"  # before a formula that no program has worked out: no text begins so
_CELL_LIMIT: Final = 100_000  # characters
_SIZE_LIMIT_BYTES: Final = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells as text; `number` is the row as a spreadsheet counts, the header being 1."""

    number: int
    cells: tuple[str, ...]
    hidden: bool = False  # by hand or by a filter


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: header cells and the rows that are not blank."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(path: Path, limit: int = 50_000) -> Table:
    """The first sheet or the whole .csv; RecordError when it is neither, or has too many rows.

    Dates of a spreadsheet arrive as ISO, its numbers with a decimal comma, as they are typed here.
    A column with cells and no name is called by its letter, so that nothing is lost unseen.
    """
    if not path.is_file():
        raise FileMissingError(path=path)
    size = path.stat().st_size
    if size > _SIZE_LIMIT_BYTES:
        raise FileTooLargeError(path=path, size_bytes=size, limit_bytes=_SIZE_LIMIT_BYTES)
    match path.suffix.lower():
        case ".csv" | ".txt" | ".tsv":
            found = _csv_rows(path)
        case ".xlsx" | ".xlsm":
            found = _xlsx_rows(path)
        case suffix:
            raise TableUnreadableError(name=path.name, reason=f"{suffix or '?'} is no table")
    return _table(found, path, limit)


def _table(found: Iterator[tuple[str, ...]], path: Path, limit: int) -> Table:
    header: tuple[str, ...] | None = None
    rows: list[TableRow] = []
    for number, cells in enumerate(found, 1):
        if not any(cells):
            continue
        if len(cells) > COLUMN_LIMIT or len(rows) > limit:
            raise TableTooLongError(name=path.name, limit=max(limit, COLUMN_LIMIT))
        if header is None:
            header = cells
        else:
            rows.append(TableRow(number, cells))
    if header is None:
        raise TableEmptyError(name=path.name)
    if len(rows) > limit:
        raise TableTooLongError(name=path.name, limit=limit)
    width = max([len(header), *(len(row.cells) for row in rows)])
    used = {at for row in rows for at, cell in enumerate(row.cells) if cell}
    names = [*header, *[""] * (width - len(header))]
    named = [
        name or (f"({column_letter(at)})" if at in used else "") for at, name in enumerate(names)
    ]
    padded = (TableRow(r.number, (*r.cells, *[""] * (width - len(r.cells)))) for r in rows)
    return Table(tuple(named), tuple(padded))


def column_letter(at: int) -> str:
    """What a spreadsheet calls the column at a place: A, B, … AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _csv_rows(path: Path) -> Iterator[tuple[str, ...]]:
    raw = path.read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise TableUnreadableError(name=path.name, reason="it is not in UTF-8") from None
    if "\0" in text:
        raise TableUnreadableError(name=path.name, reason="it is not text")
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            yield tuple(cell.strip() for cell in cells)
    except csv.Error as fault:
        raise TableUnreadableError(name=path.name, reason=str(fault)) from None


def _delimiter(text: str) -> str:
    """Of ; , and tab the one that stands most often in the header, outside quotation marks."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(header.split('"')[::2])
    return max(";,\t", key=outside.count)


def _xlsx_rows(path: Path) -> Iterator[tuple[str, ...]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, needed for tables only

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except Exception as fault:  # noqa: BLE001 - openpyxl raises whatever a broken file makes it
        raise TableUnreadableError(name=path.name, reason=str(fault)) from None
    try:
        for row in _values(workbook.worksheets[0]) if workbook.worksheets else ():
            cells = [cell_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            yield tuple(cells)
    finally:
        workbook.close()


def _values(sheet: object) -> Iterable[Iterable[object]]:
    rows = getattr(sheet, "iter_rows", None)
    reset = getattr(sheet, "reset_dimensions", None)
    if reset is not None:
        reset()  # what a file says of its own size is often wrong
    return rows(values_only=True) if rows is not None else ()


def cell_text(value: object) -> str:
    """A value of a spreadsheet as it is typed here: dates as ISO, numbers with a decimal comma."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (datetime, time)):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return number_text(float(value)).replace(".", ",") if value == value else ""  # noqa: PLR0124 - NaN
    return str(value)[:_CELL_LIMIT].strip()
