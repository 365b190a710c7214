"""A workbook or .csv as a stream of rows, sheet by sheet; whoever made it, whatever its letters."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from hrdesk.errors import (
    FileMissingError,
    FileTooLargeError,
    TableTooLongError,
    TableUnreadableError,
)
from hrdesk.records.tables import COLUMN_LIMIT, TableRow
from hrdesk.records.xlsx_sheet import Workbook

ROW_LIMIT: Final = 300_000
PEEKED_ROWS: Final = 400
_SIZE_LIMIT_BYTES: Final = 100 * 1024 * 1024
_CSV: Final = frozenset([".csv", ".txt", ".tsv"])
_XLSX: Final = frozenset([".xlsx", ".xlsm"])
_CHUNK: Final = 1 << 20
_MARKED: Final = frozenset("=+-@")


@dataclass(frozen=True, slots=True)
class Peek:
    """The first rows of a sheet that are not blank, and the fonts each column is set in."""

    rows: tuple[TableRow, ...]
    fonts: dict[int, str] = field(default_factory=dict)  # the one most used, by column
    more: bool = False  # there are rows after these


def sheets_of(path: Path) -> tuple[str, ...]:
    """Names of the sheets to choose from, hidden ones left out; none for a .csv.

    Raises:
        FileError, TableUnreadableError: it is no table that can be read.
    """
    if _kind(path) == "csv":
        return ()
    with Workbook(path) as book:
        shown = tuple(sheet.name for sheet in book.sheets if not sheet.hidden)
        return shown or tuple(sheet.name for sheet in book.sheets)


def rows_of(path: Path, sheet: str = "", *, after: int = 0) -> Iterator[TableRow]:
    """Rows that are not blank, numbered as a spreadsheet counts, from below row `after`.

    Raises:
        FileError, TableUnreadableError, TableTooLongError, SheetMissingError: while reading.
    """
    count = 0
    for number, cells in _raw_rows(path, sheet):
        if number <= after or not any(cells):
            continue
        count += 1
        if count > ROW_LIMIT or len(cells) > COLUMN_LIMIT:
            raise TableTooLongError(name=path.name, limit=max(ROW_LIMIT, COLUMN_LIMIT))
        yield TableRow(number, cells)


def peek(path: Path, sheet: str = "", limit: int = PEEKED_ROWS) -> Peek:
    """The beginning of a sheet, for guessing and for showing."""
    if _kind(path) == "csv":
        rows = tuple(islice(rows_of(path, sheet), limit + 1))
        return Peek(rows[:limit], {}, len(rows) > limit)
    with Workbook(path) as book:
        found = (
            TableRow(number, cells[:COLUMN_LIMIT])
            for number, cells in book.rows(sheet)
            if any(cells)
        )
        rows = tuple(islice(found, limit + 1))
        fonts = {at: max(seen, key=seen.__getitem__) for at, seen in book.font_counts.items()}
    return Peek(rows[:limit], fonts, len(rows) > limit)


def _kind(path: Path) -> str:
    if not path.is_file():
        raise FileMissingError(path=path)
    size = path.stat().st_size
    if size > _SIZE_LIMIT_BYTES:
        raise FileTooLargeError(path=path, size_bytes=size, limit_bytes=_SIZE_LIMIT_BYTES)
    suffix = path.suffix.lower()
    if suffix in _CSV:
        return "csv"
    if suffix in _XLSX:
        return "xlsx"
    raise TableUnreadableError(name=path.name, reason=f"{suffix or '?'} is no table")


def _raw_rows(path: Path, sheet: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    if _kind(path) == "csv":
        yield from _csv_rows(path)
        return
    with Workbook(path) as book:
        yield from book.rows(sheet)


def _csv_rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    encoding = _encoding(path)
    csv.field_size_limit(_CHUNK)
    with path.open(encoding=encoding, newline="") as stream:
        delimiter = _delimiter(next((line for line in stream if line.strip()), ""))
        stream.seek(0)
        reader = csv.reader(stream, delimiter=delimiter)
        try:
            for number, cells in enumerate(reader, 1):
                if any("\0" in cell for cell in cells):
                    raise TableUnreadableError(name=path.name, reason="it is not text")
                yield number, tuple(map(_bare, cells))
        except csv.Error as fault:
            raise TableUnreadableError(name=path.name, reason=str(fault)) from None


def _bare(cell: str) -> str:
    """The cell without the mark that keeps a spreadsheet from taking it for a formula."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _MARKED and len(cell) > 1 else cell


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16; what is neither is from before Unicode, its bytes kept as Latin letters."""
    with path.open("rb") as stream:
        begin = stream.read(2)
        if begin in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        stream.seek(0)
        for candidate in ("utf-8-sig", "cp1252"):
            stream.seek(0)
            decoder = codecs.getincrementaldecoder(candidate)()
            try:
                while chunk := stream.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return candidate
    return "latin-1"


def _delimiter(line: str) -> str:
    outside = "".join(line.split('"')[::2])
    return max(";,\t", key=outside.count)
