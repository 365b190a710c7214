"""Rows of an .xlsx sheet as text, read as a stream: 50,000 rows take no more memory than fifty.

Only what taking over a table needs is read: values, which numbers are dates, names of fonts.
Entities are refused, and what unpacks to more than `UNPACKED_LIMIT_BYTES` is too.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from posixpath import join, normpath
from typing import Final
from xml.parsers import expat

from hrdesk.errors import SheetMissingError, TableUnreadableError
from hrdesk.forms.expression.values import number_text
from hrdesk.i18n import tr

UNPACKED_LIMIT_BYTES: Final = 1 << 30
_CHUNK: Final = 1 << 18
_CELL_LIMIT: Final = 100_000
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_FORMAT: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|general', re.IGNORECASE)
_DATES: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BROKEN: Final = (
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
_DIGITS: Final = "0123456789"
_REMEMBERED: Final = 8_000

Start = Callable[[str, dict[str, str]], None]
RawRow = tuple[int, tuple[str, ...]]


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
            self._epoch = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no zone
            self.sheets = self._read_sheets()
            self._fonts: list[str] = []
            self._styles: list[tuple[bool, str]] = self._read_styles()
        except BaseException:
            self._zip.close()
            raise
        self._shared: list[str] | None = None
        self._numbers: dict[tuple[bool, str], str] = {}
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
                formats[_int(values.get("numFmtId"))] = _is_date(values.get("formatCode", ""))
            elif name == "font" and inside[0] == "fonts":
                fonts.append("")
            elif name == "name" and inside[0] == "fonts" and fonts:
                fonts[-1] = values.get("val", "")
            elif name == "xf" and inside[0] == "cellXfs":
                number, font = _int(values.get("numFmtId")), _int(values.get("fontId"))
                dated = formats.get(number, number in _DATES)
                styles.append((dated, fonts[font] if font < len(fonts) else ""))

        if "xl/styles.xml" in self._names:
            self._parse("xl/styles.xml", start)
        return styles

    def _read_shared(self) -> list[str]:
        if "xl/sharedstrings.xml" not in self._names:
            return []
        texts: list[str] = []
        pieces: list[str] = []
        phonetic = [0]

        def start(name: str, _values: dict[str, str]) -> None:
            if name == "rPh":
                phonetic[0] += 1
            elif name == "si":
                pieces.clear()
            parser.CharacterDataHandler = pieces.append if name == "t" and not phonetic[0] else None

        def end(name: str) -> None:
            parser.CharacterDataHandler = None
            local = name.rpartition(":")[2]
            if local == "rPh":
                phonetic[0] -= 1
            elif local == "si":
                texts.append(_plain("".join(pieces)))

        parser = self._parser(start)
        parser.EndElementHandler = end
        for chunk in self._chunks("xl/sharedStrings.xml"):
            self._feed(parser, chunk)
        return texts

    # --- rows

    def _rows_of(self, part: str) -> Iterator[RawRow]:  # noqa: C901, PLR0915 - one tight loop on purpose
        parser = self._parser(None)
        ready: list[RawRow] = []
        cells: list[str] = []
        places: dict[str, int] = {}
        pieces: list[str] = []
        number = at = style = 0
        kind = ""
        prefix: str | None = None
        cell_tag, row_tag, texts = "c", "row", frozenset(("v", "t"))
        fonts, styles = self.font_counts, self._styles

        def start(name: str, values: dict[str, str]) -> None:
            nonlocal number, at, style, kind, prefix, cell_tag, row_tag, texts
            if name == cell_tag:
                place = values.get("r", "").rstrip(_DIGITS)
                if place not in places:
                    places[place] = _column(place) if place else at + 1
                at = places[place] if place else at + 1
                style = int(values.get("s", 0))
                kind = values.get("t", "n")
                pieces.clear()
            elif name in texts:
                parser.CharacterDataHandler = pieces.append
            elif name == row_tag:
                number = _int(values.get("r")) or number + 1
                at = -1
                cells.clear()
            elif prefix is None:
                prefix = name.rpartition(":")[0]
                if prefix:
                    cell_tag, row_tag = f"{prefix}:c", f"{prefix}:row"
                    texts = frozenset((f"{prefix}:v", f"{prefix}:t"))

        def end(name: str) -> None:
            if name in texts:
                parser.CharacterDataHandler = None
            elif name == cell_tag:
                if pieces and at >= 0:
                    dated, font = styles[style] if style < len(styles) else (False, "")
                    text = self._text(kind, "".join(pieces), dated)
                    if text and at < _MOST_COLUMNS:
                        while len(cells) < at:
                            cells.append("")
                        cells.append(text) if len(cells) == at else cells.__setitem__(at, text)
                        if font and number <= _FONT_ROWS:
                            seen = fonts.setdefault(at, {})
                            seen[font] = seen.get(font, 0) + 1
            elif name == row_tag:
                ready.append((number, tuple(cells)))

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        for chunk in self._chunks(part):
            self._feed(parser, chunk)
            yield from ready
            ready.clear()

    def _text(self, kind: str, raw: str, dated: bool) -> str:
        match kind:
            case "s":
                shared = self._shared or []
                at = _int(raw)
                return shared[at] if at < len(shared) else ""
            case "n":
                key = (dated, raw)
                found = self._numbers.get(key)
                if found is None:
                    if len(self._numbers) > _REMEMBERED:
                        self._numbers.clear()
                    found = self._numbers[key] = self._number(raw, dated)
                return found
            case "b":
                return "true" if raw.strip() == "1" else "false"
            case "d":
                return raw.strip().removesuffix("T00:00:00")
            case _:
                return _plain(raw)

    def _number(self, raw: str, dated: bool) -> str:
        try:
            value = float(raw)
        except ValueError:
            return raw.strip()
        if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN
            return ""
        return self._moment(value, raw) if dated else number_text(value).replace(".", ",")

    def _moment(self, value: float, raw: str) -> str:
        try:
            moment = self._epoch + timedelta(seconds=round(value * 86400))
        except OverflowError:
            return raw.strip()
        if 0 <= value < 1:
            return moment.time().isoformat(timespec="seconds")
        if moment.hour or moment.minute or moment.second:
            return moment.isoformat(timespec="seconds")
        return moment.date().isoformat()

    # --- XML

    def _parse(self, part: str, start: Start) -> None:
        parser = self._parser(start)
        for chunk in self._chunks(part):
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

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, and b"" at its end."""
        name = self._names.get(part.lower())
        if name is None:
            raise self._unreadable(tr("it is no workbook of a spreadsheet"))
        read = 0
        try:
            with self._zip.open(name) as stream:
                while read <= UNPACKED_LIMIT_BYTES and (chunk := stream.read(_CHUNK)):
                    read += len(chunk)
                    yield chunk
        except _BROKEN:
            raise self._unreadable(tr("it is broken")) from None
        if read > UNPACKED_LIMIT_BYTES:
            raise self._unreadable(tr("it is too large"))
        yield b""

    def _unreadable(self, reason: str) -> TableUnreadableError:
        return TableUnreadableError(name=self._path.name, reason=reason)


_MOST_COLUMNS: Final = 1_000
_FONT_ROWS: Final = 1_000


def _int(text: str | None) -> int:
    try:
        return max(0, int(text or 0))
    except ValueError:
        return 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _is_date(code: str) -> bool:
    bare = _NOT_FORMAT.sub("", code.split(";", maxsplit=1)[0]).lower()
    return any(letter in bare for letter in "dmyhs")


def _plain(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text[:_CELL_LIMIT].strip()
