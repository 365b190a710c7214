"""Paragraphs and tables in the markup of word processors (ISO/IEC 29500, WordprocessingML).

Written as text and parsed once: a table of 5,000 rows takes a second, built cell by cell minutes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from hrdesk.reports.shaping import reads_right_to_left, right_to_left_spans
from hrdesk.reports.tables import TableSetter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hrdesk.reports.content import Align, Column, Table
    from hrdesk.reports.shaping import Shaper

NAMESPACES: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TWENTIETHS: Final = 20  # of a point
FONT: Final = "Times New Roman"
KHMER_FONT: Final = "Khmer UI"
CELL_MARGIN: Final = 3.0

_UNWRITABLE: Final = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]")
_JUSTIFICATION: Final = {"left": "left", "center": "center", "right": "right", "both": "both"}


@dataclass(frozen=True, slots=True)
class Look:
    """What sets a run of text apart from its style; a size of 0 is that of the style."""

    bold: bool = False
    italic: bool = False
    size: float = 0.0

    def markup(self) -> str:
        """The properties that a run carries."""
        marks = "<w:b/><w:bCs/>" if self.bold else ""
        marks += "<w:i/><w:iCs/>" if self.italic else ""
        if self.size:
            half = round(self.size * 2)
            marks += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        return marks


PLAIN: Final = Look()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: its side, its indents and the gap above, in points."""

    side: str = ""
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    keep_next: bool = False

    def spacing(self) -> str:
        """Gap and indents."""
        said = f'<w:spacing w:before="{twentieths(self.before)}"/>' if self.before else ""
        if self.left or self.right:
            left, right = twentieths(self.left), twentieths(self.right)
            said += f'<w:ind w:left="{left}" w:right="{right}" w:firstLine="0"/>'
        return said


def twentieths(points: float) -> int:
    """Points in the unit of the format."""
    return round(points * TWENTIETHS)


def written(text: str) -> str:
    """`text` without what the format cannot hold."""
    return _UNWRITABLE.sub("", text)


def runs(text: str, look: Look = PLAIN) -> str:
    """Text as runs, those of Khmer and of right-to-left scripts marked so."""
    text = written(text)
    marks = look.markup()
    if text.isascii() or all(
        ord(letter) < 0x590 or 0x1E00 <= ord(letter) < 0x2100 for letter in text
    ):
        return _run(text, "", marks, "")
    kinds = ["khmer" if _is_khmer(letter) else "" for letter in text]
    for start, end in right_to_left_spans(text):
        kinds[start:end] = ["right_to_left"] * (end - start)
    made, start = [], 0
    for kind, same in groupby(kinds):
        end = start + len(list(same))
        part = text[start:end]
        start = end
        match kind:
            case "khmer":
                fonts = (
                    f'<w:rFonts w:ascii="{KHMER_FONT}" w:hAnsi="{KHMER_FONT}" w:cs="{KHMER_FONT}"/>'
                )
                made.append(_run(part, fonts, marks, "<w:cs/>"))
            case "right_to_left":
                made.append(_run(part, "", marks, "<w:rtl/>"))
            case _:
                made.append(_run(part, "", marks, ""))
    return "".join(made)


def _is_khmer(letter: str) -> bool:
    return "\u1780" <= letter <= "\u17ff" or "\u19e0" <= letter <= "\u19ff" or letter == "\u200b"


def _run(text: str, fonts: str, marks: str, script: str) -> str:
    properties = f"{fonts}{marks}{script}"
    inside = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>"


def paragraph(text: str, style: str = "", look: Look = PLAIN, place: Place | None = None) -> str:
    """One paragraph; one that begins in a right-to-left script runs that way."""
    place = place or Place()
    turned = reads_right_to_left(text)
    side = _JUSTIFICATION.get(place.side, "")
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += "<w:keepNext/>" if place.keep_next else ""
    properties += "<w:bidi/>" if turned else ""
    properties += place.spacing()
    properties += f'<w:jc w:val="{side}"/>' if side else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs(text, look)}</w:p>"


def rule(left: float, right: float) -> str:
    """A solid line between two indents, as the border of an empty paragraph."""
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="20" w:after="0" w:line="60" w:lineRule="exact"/>'
        f'<w:ind w:left="{twentieths(left)}" w:right="{twentieths(right)}" w:firstLine="0"/></w:pPr></w:p>'
    )


def bare_table(widths: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """Cells of ready paragraphs side by side, without rules, whole on one page."""
    made = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{twentieths(width)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for width, cell in zip(widths, cells, strict=True)
        )
        + "</w:tr>"
        for cells in rows
    )
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f"<w:tbl {NAMESPACES}><w:tblPr>{_total_width(widths)}"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"{_grid(widths)}{made}</w:tbl>"
    )


def _total_width(widths: Sequence[float]) -> str:
    return f'<w:tblW w:w="{twentieths(sum(widths))}" w:type="dxa"/>'


def _grid(widths: Sequence[float]) -> str:
    columns = "".join(f'<w:gridCol w:w="{twentieths(width)}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


class TableMarkup:
    """One table of a report: ruled, its heads repeated on every page."""

    def __init__(self, shaper: Shaper, table: Table, width: float, size: float) -> None:
        """Columns get the widths that they have on the paper."""
        self._table = table
        self._height = ""
        if table.row_height:
            self._height = f'<w:trHeight w:val="{twentieths(table.row_height)}" w:hRule="atLeast"/>'
        self._look = Look(size=size)
        self._strong = Look(bold=True, size=size)
        edges = TableSetter(shaper, table, width, size).edges
        self._widths = [end - start for start, end in pairwise(edges)]

    def markup(self) -> str:
        """The whole table."""
        margins = "".join(
            f'<w:{side} w:w="{twentieths(CELL_MARGIN)}" w:type="dxa"/>'
            for side in ("left", "right")
        )
        return (
            f'<w:tbl {NAMESPACES}><w:tblPr><w:tblStyle w:val="TableGrid"/>{_total_width(self._widths)}'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
            f"{_grid(self._widths)}{''.join(self._rows())}</w:tbl>"
        )

    def _rows(self) -> Iterator[str]:
        yield from self._heads()
        columns = self._table.columns
        for cells in self._table.rows:
            if len(cells) == 1 and len(columns) > 1:
                whole = self._cell(cells[0], self._strong, "left", (0, len(columns)))
                yield _row(whole)
            else:
                yield _row(self._cells(cells, self._look), self._height)
        if self._table.total_row is not None:
            yield _row(self._cells(self._table.total_row, self._strong))

    def _cells(self, cells: tuple[str, ...], look: Look) -> str:
        return "".join(
            self._cell(text, look, column.align, (index, index + 1))
            for index, (text, column) in enumerate(zip(cells, self._table.columns, strict=True))
        )

    def _cell(
        self, text: str, look: Look, align: Align, place: tuple[int, int], extra: str = ""
    ) -> str:
        first, end = place
        count = end - first
        width = twentieths(sum(self._widths[first:end]))
        span = f'<w:gridSpan w:val="{count}"/>' if count > 1 else ""
        standing = Place(side=align, keep_next=count == len(self._table.columns) > 1)
        inside = "".join(paragraph(line, "TableText", look, standing) for line in text.split("\n"))
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{extra}</w:tcPr>{inside}</w:tc>'

    def _heads(self) -> Iterator[str]:
        columns = self._table.columns
        if not any(column.group for column in columns):
            yield _row(
                "".join(self._head(column, index) for index, column in enumerate(columns)),
                "<w:tblHeader/>",
            )
            return
        upper, lower, start = "", "", 0
        for group, same in groupby(columns, lambda column: column.group):
            run = list(same)
            if group:
                upper += self._cell(
                    group, self._strong, "center", (start, start + len(run)), _MIDDLE
                )
            for index, column in enumerate(run, start=start):
                if group:
                    lower += self._head(column, index)
                else:
                    upper += self._head(column, index, '<w:vMerge w:val="restart"/>')
                    lower += self._cell(
                        "", self._strong, "center", (index, index + 1), "<w:vMerge/>"
                    )
            start += len(run)
        yield _row(upper, "<w:tblHeader/>")
        yield _row(lower, "<w:tblHeader/>")

    def _head(self, column: Column, index: int, merged: str = "") -> str:
        return self._cell(
            column.label, self._strong, "center", (index, index + 1), f"{merged}{_MIDDLE}"
        )


_MIDDLE: Final = '<w:vAlign w:val="center"/>'


def _row(cells: str, extra: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{extra}</w:trPr>{cells}</w:tr>"
