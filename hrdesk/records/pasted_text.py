"""What the clipboard holds as cells: Excel, a table of Word, lines of a message, numbered lists.

Only the plain text of the clipboard is read; HTML beside it is never looked at.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from hrdesk.vietnamese.legacy import decode, guess_encoding
from hrdesk.vietnamese.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS: Final = 2000
FULL_NAME: Final = "Họ và tên"
_BULLET: Final = re.compile(r"^\s*(?:\(?(\d{1,4})\s*[.)/:\-–]|[-–—•*+·▪✓>])\s*(?=\D)")
_BARE_NUMBER: Final = re.compile(r"^\s*(\d{1,4})\s+(?=\D)")
_BRACKETS: Final = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*$")
_MARKS: Final = {
    ";": re.compile(r"\s*;\s*"),
    "|": re.compile(r"\s*\|\s*"),
    "-": re.compile(r"\s+[-–—]\s+|\s*—\s*"),
    ",": re.compile(r"\s*,\s*"),
}
_UNSEEN: Final = (
    re.compile(  # control characters, and marks that turn the direction of what follows
        r"[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]"
    )
)
_MOST_LINES: Final = 0.6  # of the lines must hold a mark that cuts them into cells
SEX: Final = "Giới tính"
_NUMBERS: Final = frozenset({"stt", "tt", "so tt", "so thu tu"})
_SUMS: Final = ("tong cong", "tong so", "cong:", "cong ", "danh sach nay co", "danh sach co")
_GROUP: Final = re.compile(r"[IVX]{1,5}\.?|[A-H]\.?")
_FAMILY: Final = {
    "ho",
    "ho dem",
    "ho lot",
    "ho va dem",
    "ho va ten dem",
    "ho va chu lot",
    "ho, dem",
}
_GIVEN: Final = {"ten", "ten goi"}
_HEADS: Final = 6  # rows among which the headings are looked for

Cells = list[list[str]]


def read_pasted(text: str) -> Cells:
    """Cells of what was copied; rows are made equally long, blank ones left out.

    With tabs it is a table. Without, each line is a row: numbers and bullets before it go, and what
    most lines have in common (; | - , or brackets) cuts them into cells. A single line stays one
    cell, unless several people stand in it with semicolons between them.
    """
    plain = _in_unicode(text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    table = _table(plain) if "\t" in plain or _is_quoted(plain) else _list(plain)
    rows = [[" ".join(cell.split()) for cell in row] for row in table]
    rows = [row for row in rows if any(row)][:MOST_ROWS]
    width = max((len(row) for row in rows), default=0)
    whole = [row + [""] * (width - len(row)) for row in rows]
    return _whole_names(_one_sex(_people_only(whole)))


def without_titles(rows: Cells, headings: Sequence[str]) -> Cells:
    """The rows from that of the headings on, when a title stands above it."""
    known = {fold(heading) for heading in headings}
    for place, row in enumerate(rows[:_HEADS]):
        found = sum(fold(cell) in known for cell in row if cell)
        if found >= min(2, len(known)):
            return rows[place:]
    return rows


def _in_unicode(text: str) -> str:
    """The text as it reads when it was copied from a sheet in the old fonts, else as it is."""
    text = _UNSEEN.sub("", text).replace("\x0b", " ").replace("\x0c", " ")  # Word's line breaks
    if any(ord(letter) > 0xFF for letter in text):
        return nfc(text)
    return decode(text, guess_encoding(text.splitlines()))


def _is_quoted(text: str) -> bool:
    """Whether it is one cell with line breaks in it, as Excel copies it."""
    whole = text.strip()
    inside = whole[1:-1].replace('""', "")
    return len(whole) > 1 and whole[0] == whole[-1] == '"' and "\n" in inside and '"' not in inside


def _table(text: str, mark: str = "\t") -> Cells:
    if '"' in text:
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
        except csv.Error:  # a quotation mark that only quotes a word
            pass
    return [line.split(mark) for line in text.split("\n")]


def _list(text: str) -> Cells:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        parts = [part for part in _MARKS[";"].split(lines[0]) if part]
        if len(parts) < 3:
            return [lines]
        lines = parts
    lines = _without_numbers(lines)
    mark = _mark_of(lines)
    if mark in {",", ";"} and any(line.startswith('"') for line in lines):
        return _table("\n".join(lines), mark)
    if mark:
        return [_MARKS[mark].split(line) for line in lines]
    bracketed = [_BRACKETS.match(line) for line in lines]
    if len(lines) > 1 and sum(map(bool, bracketed)) >= _MOST_LINES * len(lines):
        return [
            list(found.groups()) if found else [line]
            for line, found in zip(lines, bracketed, strict=True)
        ]
    return [[line] for line in lines]


def _without_numbers(lines: list[str]) -> list[str]:
    """The lines without what numbers them, where most are numbered."""
    for pattern in (_BULLET, _BARE_NUMBER):
        if sum(bool(pattern.match(line)) for line in lines) >= _MOST_LINES * len(lines):
            return [pattern.sub("", line, count=1).strip() for line in lines]
    return lines


def _mark_of(lines: list[str]) -> str:
    """The mark that most lines have, that which comes first in them before the others."""
    if len(lines) < 2:
        return ""
    first: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for line in lines:
        places = {
            mark: found.start() for mark, one in _MARKS.items() if (found := one.search(line))
        }
        held.update(places)
        if places:
            first[min(places, key=lambda mark: places[mark])] += 1
    fit = [mark for mark in _MARKS if held[mark] >= _MOST_LINES * len(lines)]
    return max(fit, key=lambda mark: (mark in ";|", first[mark]), default="")


def _people_only(rows: Cells) -> Cells:
    """Without the lines of a numbered table that part it into groups or add it up."""
    heads = next((at for at, row in enumerate(rows[:_HEADS]) if fold(row[0]) in _NUMBERS), None)
    if heads is None:
        return rows
    return [row for at, row in enumerate(rows) if at <= heads or not _is_between(row)]


def _is_between(row: Sequence[str]) -> bool:
    said = [cell for cell in row if cell]
    if fold(said[0]).startswith(_SUMS):
        return True
    return len(said) <= 2 and bool(_GROUP.fullmatch(row[0]))


def _one_sex(rows: Cells) -> Cells:
    """The two columns of men and women, marked by a cross or a year of birth, become one."""
    for at, row in enumerate(rows[:_HEADS]):
        for place in range(len(row) - 1):
            names = [fold(cell) for cell in row[place : place + 2]]
            if sorted(names) == ["nam", "nu"]:
                words = row[place : place + 2]
                told = [
                    [*each[:place], _marked(each[place : place + 2], words), *each[place + 2 :]]
                    for each in rows
                ]
                told[at][place] = SEX
                if at and len([cell for cell in row if cell]) == 2:  # below a merged heading
                    told[at - 1][place] = SEX
                    del told[at]
                return told
    return rows


def _marked(cells: Sequence[str], words: Sequence[str]) -> str:
    said = [word for cell, word in zip(cells, words, strict=True) if cell]
    return said[0].capitalize() if len(said) == 1 else ""


def _whole_names(rows: Cells) -> Cells:
    """Family name and given name in two columns under headings of their own become one."""
    for row in rows[:_HEADS]:
        for place in range(len(row) - 1):
            if fold(row[place]) in _FAMILY and fold(row[place + 1]) in _GIVEN:
                joined = [
                    [*each[:place], f"{each[place]} {each[place + 1]}".strip(), *each[place + 2 :]]
                    for each in rows
                ]
                joined[rows.index(row)][place] = FULL_NAME
                return joined
    return rows
