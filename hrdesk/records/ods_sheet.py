"""What an .ods sheet says beside its cells: which are merged over rows, which rows are hidden.

The reader that takes the cells out of such a file says nothing of it.
"""

from __future__ import annotations

import zipfile
import zlib
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from hrdesk.records.merged_cells import Merged
from hrdesk.records.xlsx_cells import MOST_COLUMNS, whole

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK: Final = 1 << 18
_MOST: Final = 100_000  # merged cells, and pieces of hidden rows
_MOST_ROWS: Final = 1 << 20
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_HIDDEN: Final = ("collapse", "filter")
_BROKEN: Final = (
    OSError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(slots=True)
class OdsFacts:
    """Cells merged over several rows, rows hidden by hand or by a filter, and the first day."""

    merged: list[Merged] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)  # first and last row, in order
    since_1904: bool = False

    def is_hidden(self, number: int) -> bool:
        """Whether a row is hidden."""
        at = bisect_right(self.hidden, (number, _MOST_ROWS))
        return at > 0 and number <= self.hidden[at - 1][1]


def ods_facts(path: Path, sheet: str) -> OdsFacts:
    """What the sheet says; nothing when the file is no .ods or is broken: its reader says so."""
    facts = OdsFacts()
    reader = _Reader(facts, sheet)
    try:
        with zipfile.ZipFile(path) as packed, packed.open("content.xml") as stream:
            while chunk := stream.read(_CHUNK):
                reader.parser.Parse(chunk, False)
    except _BROKEN:
        return facts
    return facts


class _Reader:
    """Goes through the tags of `content.xml`."""

    def __init__(self, facts: OdsFacts, sheet: str) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self._facts = facts
        self._sheet = sheet
        self._open: list[bool] = []  # tables that stand open: whether each is the sheet
        self._row = 0  # that came last
        self._last = 0  # that the open one stands for
        self._at = 0  # place of the next cell
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._refuse

    def _start(self, name: str, values: dict[str, str]) -> None:
        tag = name.removeprefix(_TABLE)
        if tag == "table":
            is_sheet = not self._open and values.get(f"{_TABLE}name") == self._sheet
            self._open.append(is_sheet)
        elif tag == "null-date":
            self._facts.since_1904 = values.get(f"{_TABLE}date-value") == "1904-01-01"
        elif self._open == [True]:
            if tag == "table-row":
                self._begin_row(values)
            elif tag in ("table-cell", "covered-table-cell"):
                self._take_cell(values)

    def _end(self, name: str) -> None:
        if name == f"{_TABLE}table" and self._open:
            self._open.pop()
        elif name == f"{_TABLE}table-row" and self._open == [True]:
            self._row = self._last

    def _begin_row(self, values: dict[str, str]) -> None:
        first = self._row + 1
        repeated = whole(values.get(f"{_TABLE}number-rows-repeated")) or 1
        self._last = min(self._row + repeated, _MOST_ROWS)
        self._at = 0
        hidden = self._facts.hidden
        if values.get(f"{_TABLE}visibility") not in _HIDDEN:
            return
        if hidden and hidden[-1][1] == first - 1:
            hidden[-1] = (hidden[-1][0], self._last)
        elif len(hidden) < _MOST:
            hidden.append((first, self._last))

    def _take_cell(self, values: dict[str, str]) -> None:
        over = whole(values.get(f"{_TABLE}number-rows-spanned"))
        merged = self._facts.merged
        if over > 1 and self._at < MOST_COLUMNS and len(merged) < _MOST:
            merged.append(Merged(self._at, self._row + 1, min(self._row + over, _MOST_ROWS)))
        self._at += whole(values.get(f"{_TABLE}number-columns-repeated")) or 1

    def _refuse(self, *_declared: object) -> None:
        raise ValueError
