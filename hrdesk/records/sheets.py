"""A workbook or .csv as a stream of rows, sheet by sheet; whoever made it, whatever its letters."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from hrdesk.errors import (
    FileMissingError,
    FileTooLargeError,
    TableLockedError,
    TableTooLongError,
    TableUnreadableError,
)
from hrdesk.files import known_fault
from hrdesk.i18n import tr
from hrdesk.records.merged_cells import Merged
from hrdesk.records.tables import COLUMN_LIMIT, TableRow
from hrdesk.records.xlsx_cells import RawRow
from hrdesk.records.xlsx_sheet import Workbook
from hrdesk.vietnamese.legacy import decode, guess_encoding, syllables_in

ROW_LIMIT: Final = 300_000
PEEKED_ROWS: Final = 400
_SIZE_LIMIT_BYTES: Final = 100 * 1024 * 1024
_CSV: Final = frozenset([".csv", ".txt", ".tsv"])
_XLSX: Final = frozenset([".xlsx", ".xlsm"])
_KINDS: Final = _CSV | _XLSX | {".xls", ".ods"}
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")  # what a locked workbook is kept in
_HEAD_BYTES: Final = 2048
_CHUNK: Final = 1 << 20
_SAMPLE_LETTERS: Final = 1 << 16
_WIDE_BYTES: Final = 4096
_TOLD: Final = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)  # how Excel is told the separator
_END_OF_FILE: Final = "\x1a"  # what DOS wrote behind a text
_SUSPICIOUS: Final = 3  # separators inside one cell, before it is taken for whole rows
_MARKED: Final = frozenset("=+-@")


@dataclass(frozen=True, slots=True)
class Peek:
    """The first rows of a sheet that are not blank, and the fonts each column is set in.

    With `since_1904` its workbook counts days from there.
    """

    rows: tuple[TableRow, ...]
    fonts: dict[int, str] = field(default_factory=dict)  # the one most used, by column
    more: bool = False  # there are rows after these
    since_1904: bool = False


def sheets_of(path: Path) -> tuple[str, ...]:
    """Names of the sheets to choose from, hidden ones left out; none for a .csv.

    Raises:
        FileError, TableUnreadableError: it is no table that can be read.
    """
    if kind_of(path) == "csv":
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
    for number, cells, hidden in _raw_rows(path, sheet):
        if number <= after or not any(cells):
            continue
        count += 1
        if count > ROW_LIMIT or len(cells) > COLUMN_LIMIT:
            limit = ROW_LIMIT if count > ROW_LIMIT else COLUMN_LIMIT
            raise TableTooLongError(name=path.name, limit=limit)
        yield TableRow(number, cells, hidden)


def peek(path: Path, sheet: str = "", limit: int = PEEKED_ROWS) -> Peek:
    """The beginning of a sheet, for guessing and for showing."""
    if kind_of(path) == "csv":
        rows = tuple(islice(rows_of(path, sheet), limit + 1))
        return Peek(rows[:limit], {}, len(rows) > limit)
    with Workbook(path) as book:
        found = (
            TableRow(number, cells[:COLUMN_LIMIT], hidden)
            for number, cells, hidden in book.rows(sheet)
            if any(cells)
        )
        rows = tuple(islice(found, limit + 1))
        fonts = {at: max(seen, key=seen.__getitem__) for at, seen in book.font_counts.items()}
        return Peek(rows[:limit], fonts, len(rows) > limit, book.since_1904)


def merged_of(path: Path, sheet: str = "") -> tuple[Merged, ...]:
    """Cells of a sheet that are merged over several rows; only an .xlsx says so.

    Raises:
        FileError, TableUnreadableError, SheetMissingError: it is no table that can be read.
    """
    if kind_of(path) != "xlsx":
        return ()
    known = path.stat()
    return _merged(path.resolve(), sheet, known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=8)  # they stand behind all rows: a long sheet is unpacked to its end for them
def _merged(path: Path, sheet: str, *_stamp: int) -> tuple[Merged, ...]:
    with Workbook(path) as book:
        return book.merged(sheet)


def kind_of(path: Path) -> str:
    """`csv`, `xlsx` or `old` (.xls, .ods): by the ending, for workbooks by what is in the file.

    Raises:
        FileError, TableUnreadableError: there is no such file, or it is no table.
        TableLockedError: a password stands before it.
    """
    if not path.is_file():
        raise FileMissingError(path=path)
    try:
        with path.open("rb") as stream:  # what another program holds, or nobody may read
            stream.read(1)
        size = path.stat().st_size
    except OSError as error:
        raise known_fault(error, path, writing=False) from error
    if size > _SIZE_LIMIT_BYTES:
        raise FileTooLargeError(path=path, size_bytes=size, limit_bytes=_SIZE_LIMIT_BYTES)
    suffix = path.suffix.lower()
    if suffix not in _KINDS:
        raise TableUnreadableError(
            name=path.name, reason=tr("{ending} is no table", ending=suffix or "?")
        )
    if not size:
        raise TableUnreadableError(name=path.name, reason=tr("it is empty"))
    if suffix in _CSV:
        return "csv"
    return "old" if suffix == ".ods" else _kind_of_workbook(path)


def _kind_of_workbook(path: Path) -> str:
    """What is called .xls or .xlsx: either of them, a locked one, text with tabs, a web page."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith(b"\xd0\xcf\x11\xe0"):  # OLE: a workbook from before 2007, or a locked one
        if _holds(path, _LOCKED):
            raise TableLockedError(name=path.name)
        return "old"
    if head.startswith(b"PK") or path.suffix.lower() in _XLSX:
        return "xlsx"
    if head[:1] == b"\x09":  # a BIFF stream alone
        return "old"
    if b"<" in head[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:1]:
        raise TableUnreadableError(name=path.name, reason=tr("it is a web page"))
    return "csv"


def _holds(path: Path, mark: bytes) -> bool:
    """Whether the mark stands anywhere in the file: the list of what is in it may be at any place."""
    before = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if mark in before + chunk:
                return True
            before = chunk[-len(mark) :]
    return False


def _raw_rows(path: Path, sheet: str) -> Iterator[RawRow]:
    if kind_of(path) == "csv":
        yield from _csv_rows(path)
        return
    with Workbook(path) as book:
        yield from book.rows(sheet)


def _csv_rows(path: Path) -> Iterator[RawRow]:
    encoding = _encoding(path)
    csv.field_size_limit(_CHUNK)
    with path.open(encoding=encoding, newline="") as stream:
        try:
            sample = stream.read(_SAMPLE_LETTERS)
        except UnicodeError:
            raise TableUnreadableError(name=path.name, reason=tr("it is not text")) from None
        told = _TOLD.match(sample)
        delimiter = told[1] if told else _delimiter(sample)
        stream.seek(0)
        reader = csv.reader(stream, delimiter=delimiter)
        width = begun = line = 0
        try:
            for number, cells in enumerate(reader, 1):
                begun, line = line, reader.line_num
                if line - begun > 1 and _swallows(cells, delimiter, width):
                    raise _unclosed(path, begun + 1)
                width = max(width, len(cells))
                letters = "".join(cells)
                if "\0" in letters:
                    raise TableUnreadableError(name=path.name, reason=tr("it is not text"))
                if told and number == 1:
                    continue
                bare = _bare if "'" in letters or _END_OF_FILE in letters else str.strip
                yield number, tuple(map(bare, cells)), False
            if line - begun > 1:
                stream.seek(0)
                if _is_cut_short(islice(stream, begun, None), delimiter):
                    raise _unclosed(path, begun + 1)
        except (csv.Error, UnicodeError):
            raise TableUnreadableError(name=path.name, reason=tr("it is broken")) from None


def _bare(cell: str) -> str:
    """The cell without the mark that keeps a spreadsheet from taking it for a formula."""
    cell = cell.replace(_END_OF_FILE, "").strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _MARKED and len(cell) > 1 else cell


def _swallows(cells: list[str], delimiter: str, width: int) -> bool:
    """Whether a cell holds whole rows: its quotation mark was never meant to begin one."""
    for cell in cells:
        within = cell.splitlines()[1:-1]
        if len(within) * (width - 1) >= _SUSPICIOUS and all(
            line.count(delimiter) == width - 1 for line in within
        ):
            return True
    return False


def _is_cut_short(lines: Iterable[str], delimiter: str) -> bool:
    """Whether the text ends within quotation marks."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as fault:
        return "end of data" in str(fault)
    return False


def _unclosed(path: Path, line: int) -> TableUnreadableError:
    reason = tr("a quotation mark in line {line} is not closed", line=line)
    return TableUnreadableError(name=path.name, reason=reason)


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16; what is neither is from before Unicode: see `_before_unicode`."""
    with path.open("rb") as stream:
        head = stream.read(_CHUNK)
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        if wide := _wide(head[:_WIDE_BYTES]):
            return wide
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _before_unicode(stream)
    return "utf-8-sig"


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of what is mostly Latin is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 4
    if odd > half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half and not odd else ""


def _before_unicode(stream: BinaryIO) -> str:
    """Windows' own Vietnamese (1258) when that makes most words Vietnamese.

    Else Western (1252), the bytes kept as Latin letters: what TCVN3 and VNI look like, which are
    told apart column by column later.
    """
    stream.seek(0)
    sample = stream.read(_CHUNK)
    cut = sample.rfind(b"\n") + 1 or len(sample)
    vietnamese = sample[:cut].decode("cp1258", errors="replace")
    western = sample[:cut].decode("latin-1")
    best = guess_encoding(western.splitlines())
    if syllables_in(vietnamese) > syllables_in(decode(western, best)):
        return "cp1258" if _decodes(stream, "cp1258") else "latin-1"
    return "cp1252" if _decodes(stream, "cp1252") else "latin-1"


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(sample: str) -> str:
    """Of ; , tab and | the one that makes most columns in most rows; a heading line counts little."""
    best, most = ";", 0
    for delimiter in ";,\t|":
        widths: dict[int, int] = {}
        with contextlib.suppress(csv.Error):
            for cells in islice(
                csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 60
            ):
                widths[len(cells)] = widths.get(len(cells), 0) + 1
        found = max(((width - 1) * count for width, count in widths.items()), default=0)
        if found > most:
            best, most = delimiter, found
    return best
