"""Rows and shared texts of an .xlsx tag by tag, however they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from hrdesk.records.plain_xml import unescaped
from hrdesk.records.xlsx_cells import (
    MOST_COLUMNS,
    CellTexts,
    RawRow,
    column_at,
    plain,
    put,
    whole,
    without_result,
)

FONT_ROWS: Final = 1_000
_DIGITS: Final = "0123456789"
_TRUE: Final = ("1", "true")
_SHARED: Final = re.compile(r'\s*<si><t(?: xml:space="preserve")?>([^<]*)</t>')

Start = Callable[[str, dict[str, str]], None]


class SharedParser:
    """Shared texts, with how they are read aloud (`rPh`) left out."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        """The parser has its handlers from now on."""
        self.parser = parser
        self.texts: list[str] = []
        self.is_between_texts = False
        self._pieces: list[str] = []
        self._phonetic = 0
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def take(self, text: str) -> bool:
        """Read one text that is written in the plainest way, without its closing tag."""
        found = _SHARED.fullmatch(text)
        if found is None:
            return False
        said = found[1]
        if "&" in said:
            try:
                said = unescaped(said)
            except ValueError:
                return False
        self.texts.append(plain(said))
        return True

    def _start(self, tag: str, _values: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.is_between_texts = False
        if name == "rPh":
            self._phonetic += 1
        elif name == "si":
            self._pieces.clear()
        wanted = name == "t" and not self._phonetic
        self.parser.CharacterDataHandler = self._pieces.append if wanted else None

    def _end(self, tag: str) -> None:
        self.parser.CharacterDataHandler = None
        name = tag.rpartition(":")[2]
        self.is_between_texts = name == "si"
        if name == "rPh":
            self._phonetic -= 1
        elif name == "si":
            self.texts.append(plain("".join(self._pieces)))


class RowParser:
    """Rows tag by tag, however they are written: as many calls as a sheet has tags."""

    def __init__(
        self,
        parser: expat.XMLParserType,
        cells: CellTexts,
        styles: list[tuple[bool, str]],
        fonts: dict[int, dict[str, int]],
    ) -> None:
        """`styles` are whether numbers are days, and the font; `fonts` counts them by column."""
        self.parser = parser
        self.cells = cells
        self.ready: list[RawRow] = []
        self.number = 0  # of the row that came last
        self.is_between_rows = False
        parser.StartElementHandler, parser.EndElementHandler = self._handlers(styles, fonts)

    def _handlers(  # noqa: C901, PLR0915 - one tight loop on purpose
        self, styles: list[tuple[bool, str]], fonts: dict[int, dict[str, int]]
    ) -> tuple[Start, Callable[[str], None]]:
        parser, read, ready = self.parser, self.cells.text, self.ready
        cells: list[str] = []
        places: dict[str, int] = {}
        pieces: list[str] = []
        formula: list[str] = []
        at = 0
        style: str | None = None
        kind = ""
        prefix: str | None = None
        hidden = False
        cell_tag, row_tag, formula_tag, texts = "c", "row", "f", frozenset(("v", "t"))

        def start(name: str, values: dict[str, str]) -> None:
            nonlocal at, style, kind, prefix, hidden, cell_tag, row_tag, formula_tag, texts
            self.is_between_rows = False
            if name == cell_tag:
                place = values.get("r", "").rstrip(_DIGITS)
                if place not in places:
                    places[place] = column_at(place) if place else at + 1
                at = places[place] if place else at + 1
                style = values.get("s")
                kind = values.get("t", "n")
                pieces.clear()
                formula.clear()
            elif name in texts:
                parser.CharacterDataHandler = pieces.append
            elif name == row_tag:
                self.number = whole(values.get("r")) or self.number + 1
                hidden = values.get("hidden") in _TRUE
                at = -1
                cells.clear()
            elif name == formula_tag:
                formula.append("")
                parser.CharacterDataHandler = formula.append
            elif prefix is None:
                prefix = name.rpartition(":")[0]
                if prefix:
                    cell_tag, row_tag, formula_tag = f"{prefix}:c", f"{prefix}:row", f"{prefix}:f"
                    texts = frozenset((f"{prefix}:v", f"{prefix}:t"))

        def end(name: str) -> None:
            if name in texts or name == formula_tag:
                parser.CharacterDataHandler = None
            elif name == cell_tag:
                if pieces and at >= 0:
                    put_read(read(kind, "".join(pieces), style))
                elif formula and at >= 0 and kind != "str":  # "str": its result is no letter
                    put_read(without_result("".join(formula)))
            elif name == row_tag:
                self.is_between_rows = True
                ready.append((self.number, tuple(cells), hidden))

        def put_read(text: str) -> None:
            if text:
                put(cells, at, text)
                font = styles[number][1] if (number := whole(style)) < len(styles) else ""
                if font and self.number <= FONT_ROWS and at < MOST_COLUMNS:
                    seen = fonts.setdefault(at, {})
                    seen[font] = seen.get(font, 0) + 1

        return start, end
