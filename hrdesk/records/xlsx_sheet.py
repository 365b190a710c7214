"""Rows of an .xlsx sheet as text, read as a stream: 50,000 rows take no more memory than fifty.

Only what taking over a table needs is read: values, which numbers are dates, names of fonts.
Entities are refused, and what unpacks to more than the limits below is too.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from posixpath import join, normpath
from typing import Final
from xml.parsers import expat

from hrdesk.errors import SheetMissingError, TableUnreadableError
from hrdesk.i18n import tr
from hrdesk.records.merged_cells import Merged
from hrdesk.records.plain_xml import PlainPieces
from hrdesk.records.xlsx_cells import MOST_COLUMNS, CellTexts, RawRow, column_at, whole
from hrdesk.records.xlsx_parsers import FONT_ROWS, RowParser, SharedParser, Start

UNPACKED_LIMIT_BYTES: Final = 1 << 30
SHARED_LIMIT_BYTES: Final = 1 << 27  # kept in memory, as are styles and names
OTHERS_LIMIT_BYTES: Final = 1 << 26
_CHUNK: Final = 1 << 18
_MOST_ROWS: Final = 1 << 20  # of a sheet, blank ones too
_NOT_FORMAT: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|general', re.IGNORECASE)
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})[\"']"
)
_MERGED_BYTES: Final = 200  # of one such tag
_MOST_MERGED: Final = 100_000
_DATES: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BROKEN: Final = (
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet by name and where it lies in the file."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An open .xlsx. Use as a context; raises `TableUnreadableError` for whatever is broken."""

    def __init__(self, path: Path) -> None:
        """Read names of sheets and styles; shared texts when rows are first asked for."""
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile):
            raise self._unreadable(tr("it is broken")) from None
        try:
            self._names = {name.lstrip("/").lower(): name for name in self._zip.namelist()}
            self.since_1904 = False
            self._epoch = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no zone
            self.sheets = self._read_sheets()
            self._fonts: list[str] = []
            self._styles: list[tuple[bool, str]] = self._read_styles()
        except BaseException:
            self._zip.close()
            raise
        self._shared: list[str] | None = None
        self.font_counts: dict[int, dict[str, int]] = {}

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._zip.close()

    # --- what is in the file

    def rows(self, sheet: str = "") -> Iterator[RawRow]:
        """Number and cells of every row that the sheet has, "" for the first one shown.

        Raises:
            SheetMissingError, TableUnreadableError: there is no such sheet, or it is broken.
        """
        part = self._sheet(sheet).part
        if self._shared is None:
            self._shared = self._read_shared()
        return self._rows_of(part)

    def _sheet(self, name: str) -> SheetPart:
        for sheet in self.sheets:
            if sheet.name == name or (not name and not sheet.hidden):
                return sheet
        if not name and self.sheets:
            return self.sheets[0]
        names = ", ".join(sheet.name for sheet in self.sheets)
        raise SheetMissingError(name=self._path.name, sheet=name, sheets=names)

    def _read_sheets(self) -> tuple[SheetPart, ...]:
        targets: dict[str, str] = {}

        def relation(name: str, values: dict[str, str]) -> None:
            if name == "Relationship":
                targets[values.get("Id", "")] = values.get("Target", "")

        self._parse("xl/_rels/workbook.xml.rels", relation)
        found: list[SheetPart] = []

        def sheet(name: str, values: dict[str, str]) -> None:
            if name == "sheet":
                link = next((v for k, v in values.items() if k.endswith(":id")), "")
                target = targets.get(link, "")
                part = target.lstrip("/") if target.startswith("/") else join("xl", target)
                hidden = values.get("state", "visible") != "visible"
                found.append(SheetPart(values.get("name", ""), normpath(part), hidden))
            elif name == "workbookPr" and values.get("date1904") in ("1", "true"):
                self.since_1904 = True
                self._epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - as above

        self._parse("xl/workbook.xml", sheet)
        return tuple(each for each in found if each.part.lower() in self._names)

    def _read_styles(self) -> list[tuple[bool, str]]:
        """By style number: whether numbers are dates, and the name of the font."""
        formats: dict[int, bool] = {}
        fonts: list[str] = []
        styles: list[tuple[bool, str]] = []
        inside = [""]

        def start(name: str, values: dict[str, str]) -> None:
            if name in ("fonts", "cellXfs", "cellStyleXfs", "numFmts", "dxfs"):
                inside[0] = name
            elif name == "numFmt" and inside[0] == "numFmts":
                formats[whole(values.get("numFmtId"))] = _is_date(values.get("formatCode", ""))
            elif name == "font" and inside[0] == "fonts":
                fonts.append("")
            elif name == "name" and inside[0] == "fonts" and fonts:
                fonts[-1] = values.get("val", "")
            elif name == "xf" and inside[0] == "cellXfs":
                number, font = whole(values.get("numFmtId")), whole(values.get("fontId"))
                dated = formats.get(number, number in _DATES)
                styles.append((dated, fonts[font] if font < len(fonts) else ""))

        if "xl/styles.xml" in self._names:
            self._parse("xl/styles.xml", start)
        return styles

    def _read_shared(self) -> list[str]:
        if "xl/sharedstrings.xml" not in self._names:
            return []
        reader = SharedParser(self._parser(None))
        pieces = PlainPieces(
            b"</si>",
            reader.take,
            lambda chunk: self._feed(reader.parser, chunk),
            lambda: reader.is_between_texts,
        )
        for chunk in self._chunks("xl/sharedStrings.xml", SHARED_LIMIT_BYTES):
            pieces.feed(chunk)
        return reader.texts

    def merged(self, sheet: str = "") -> tuple[Merged, ...]:
        """Cells of the sheet that are merged over several rows, said at its very end.

        Raises:
            SheetMissingError, TableUnreadableError: as for `rows`.
        """
        found: list[Merged] = []
        before = b""
        for chunk in self._chunks(self._sheet(sheet).part):
            tail = before + chunk
            if b"mergeCell" in tail and len(found) < _MOST_MERGED:
                end = 0
                for each in _MERGED.finditer(tail):
                    at, first = column_at(each[1].decode()), int(each[2])
                    if int(each[3]) > first and at < MOST_COLUMNS:
                        found.append(Merged(at, first, int(each[3])))
                    end = each.end()
                tail = tail[end:]
            before = tail[-_MERGED_BYTES:]
        return tuple(found)

    # --- rows

    def _rows_of(self, part: str) -> Iterator[RawRow]:
        reader = RowParser(self._parser(None), self._cells(), self._styles, self.font_counts)

        def take(text: str) -> bool:
            # Fonts are counted tag by tag; those of the first rows are enough.
            row = cells.plain_row(text) if reader.number >= FONT_ROWS else None
            if row is not None:
                reader.number = row[0]
                reader.ready.append(row)
            return row is not None

        cells = reader.cells
        pieces = PlainPieces(
            b"</row>",
            take,
            lambda chunk: self._feed(reader.parser, chunk),
            lambda: reader.is_between_rows,
        )
        count = 0
        for chunk in self._chunks(part):
            pieces.feed(chunk)
            count += len(reader.ready)
            if count > _MOST_ROWS:
                raise self._unreadable(tr("it is too large"))
            yield from reader.ready
            reader.ready.clear()

    def _cells(self) -> CellTexts:
        dated = [is_day for is_day, _font in self._styles]
        return CellTexts(self._epoch, dated, self._shared or [])

    # --- XML

    def _parse(self, part: str, start: Start) -> None:
        parser = self._parser(start)
        for chunk in self._chunks(part, OTHERS_LIMIT_BYTES):
            self._feed(parser, chunk)

    def _parser(self, start: Start | None) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def refuse(*_declared: object) -> None:
            raise self._unreadable(tr("it is no workbook of a spreadsheet"))

        parser.EntityDeclHandler = refuse
        if start is not None:

            def local(name: str, values: dict[str, str]) -> None:
                start(name.rpartition(":")[2], values)

            parser.StartElementHandler = local
        return parser

    def _feed(self, parser: expat.XMLParserType, chunk: bytes) -> None:
        try:
            parser.Parse(chunk, not chunk)
        except (expat.ExpatError, ValueError):
            raise self._unreadable(tr("it is broken")) from None

    def _chunks(self, part: str, limit_bytes: int | None = None) -> Iterator[bytes]:
        """The bytes of a part, and b"" at its end."""
        name = self._names.get(part.lower())
        if name is None:
            raise self._unreadable(tr("it is no workbook of a spreadsheet"))
        limit = UNPACKED_LIMIT_BYTES if limit_bytes is None else limit_bytes
        read = 0
        try:
            with self._zip.open(name) as stream:
                while read <= limit and (chunk := stream.read(_CHUNK)):
                    read += len(chunk)
                    yield chunk
        except _BROKEN:
            raise self._unreadable(tr("it is broken")) from None
        if read > limit:
            raise self._unreadable(tr("it is too large"))
        yield b""

    def _unreadable(self, reason: str) -> TableUnreadableError:
        return TableUnreadableError(name=self._path.name, reason=reason)


def _is_date(code: str) -> bool:
    bare = _NOT_FORMAT.sub("", code.split(";", maxsplit=1)[0]).lower()
    return any(letter in bare for letter in "dmyhs")
