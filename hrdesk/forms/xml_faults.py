"""Cells that make a converted form no XML at all, found again in the sheets they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.parsers import expat

from hrdesk.forms.conversion_words import Said
from hrdesk.i18n import N_
from hrdesk.values import dataclass

_WORD: Final = re.compile(r"[^\s<>\"'=/]+")
_AROUND: Final = 80  # letters before and after the fault
_OF_THE_FORMAT: Final = frozenset(
    [
        "bind",
        "body",
        "data",
        "id",
        "instance",
        "item",
        "itemset",
        "label",
        "model",
        "nodeset",
        "ref",
        "string",
        "text",
        "type",
        "value",
    ]
)
Sheets = Mapping[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong, and where a person finds it; `row` 0 when no cell could be found."""

    reason: Said
    sheet: str
    row: int
    column: str


def cell_at_fault(xform: str, sheets: Sheets) -> CellFault | None:
    """The cell that broke the XML; None when nothing is broken."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(xform.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as fault:
        words = list(_words(xform, fault.lineno, fault.offset))
    else:
        return None
    prefixed = [word for word in words if ":" in word.strip(":")]
    for word in (*prefixed, *words):
        for sheet, rows in sheets.items():
            if found := _find(word, rows):
                return CellFault(_reason(word), sheet, *found)
    return CellFault(_reason(words[0] if words else ""), "survey", 0, "")


def _words(xform: str, line: int, offset: int) -> Iterator[str]:
    """Words beside the fault, the nearest first; attributes and tags of the format left out."""
    text = xform.splitlines()[line - 1] if xform else ""
    at = len(text.encode()[:offset].decode("utf-8", "ignore"))
    start = max(0, at - _AROUND)
    near = [
        (abs(start + match.start() - at), match[0])
        for match in _WORD.finditer(text[start : at + _AROUND])
    ]
    for _, word in sorted(near):
        if word not in _OF_THE_FORMAT:
            yield word


def _find(word: str, rows: list[dict[str, str]]) -> tuple[int, str] | None:
    titles = dict.fromkeys(title for row in rows for title in row)
    for title in titles:
        if word in re.split(r"\s+|::", title):
            return 1, title
    for number, row in enumerate(rows, 2):
        for title, cell in row.items():
            if cell == word:
                return number, title
    return None


def _reason(word: str) -> Said:
    if ":" in word.strip(":"):
        return Said(
            N_("“{cell}” has a prefix that the column namespaces of settings does not name."), word
        )
    return Said(N_("“{cell}” is no name: letters, digits, _ and - only, no space."), word)
