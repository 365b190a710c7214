"""Tables row by row: set, measured, drawn; the time a row takes does not grow with the table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain, groupby, islice
from typing import TYPE_CHECKING, Final, Literal

from hrdesk.reports.lines import Line, Sheet, break_lines
from hrdesk.reports.shaping import reads_right_to_left

if TYPE_CHECKING:
    from hrdesk.reports.content import Align, Table
    from hrdesk.reports.fonts import Style
    from hrdesk.reports.shaping import Shaper

PADDING: Final = 3.0
LEADING: Final = 1.15
AIR: Final = 1.25  # of what a number needs, where there is room for it
WORD_SHARE: Final = 0.15  # of the table: a longer word may be cut
SAMPLED_ROWS: Final = 1000  # looked at for the widths of columns


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of one cell, each with its side, and where it stands from the table's left edge."""

    x: float
    width: float
    lines: tuple[tuple[Line, Align], ...]
    middle: bool = False


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row ready to be drawn; `spanning` rows have no rules between columns."""

    cells: tuple[Cell, ...]
    height: float
    spanning: bool = False


class TableSetter:
    """Sets the heads and rows of one table for a given width and size of letters."""

    def __init__(self, shaper: Shaper, table: Table, width: float, size: float) -> None:
        self._shaper = shaper
        self._least = table.row_height
        self._columns = table.columns
        self.size = size
        self.width = width
        self.edges = [0.0, *accumulate(self._widths(table))]
        self.heads = self._set_heads()

    def _widths(self, table: Table) -> list[float]:
        """Widths by share, after every column got what its longest number, date or word needs."""
        least = [self._longest_word(column.label, "bold") for column in table.columns]
        for cells in chain(islice(table.rows, SAMPLED_ROWS), [table.total_row or ()]):
            for index, (cell, column) in enumerate(zip(cells, table.columns, strict=False)):
                if len(cells) > 1:
                    least[index] = max(least[index], self._room_for(cell, column.align))
        airy = [
            room if column.align == "left" else room * AIR
            for room, column in zip(least, table.columns, strict=True)
        ]
        if sum(airy) < self.width:  # digits of another program's letters may be wider
            least = airy
        if sum(least) >= self.width:
            return [self.width * width / sum(least) for width in least]
        fixed: set[int] = set()
        while True:
            free = self.width - sum(least[index] for index in fixed)
            shares = sum(
                column.width for index, column in enumerate(table.columns) if index not in fixed
            )
            widths = [
                least[index] if index in fixed else free * column.width / shares
                for index, column in enumerate(table.columns)
            ]
            tight = {index for index, width in enumerate(widths) if width < least[index]}
            if not tight:
                return widths
            fixed |= tight

    def _room_for(self, cell: str, align: Align) -> float:
        """Numbers and dates are never cut; a word of running text only when it is very long."""
        longest = self._longest_word(cell, "bold")
        return longest if align != "left" else min(longest, self.width * WORD_SHARE)

    def _longest_word(self, text: str, style: Style) -> float:
        """Room for the widest word, in points."""
        face = self._shaper.face(style)
        words = (word for word in text.split() if self._shaper.is_plain(word, style))
        widest = max((self._shaper.plain_width(word, face) for word in words), default=0.0)
        return widest * self.size / 1000 + 2 * PADDING + 0.1

    def line_height(self, line: Line) -> float:
        """Room that a line takes; tall scripts take more."""
        return max(LEADING * self.size, (line.ascent + line.descent) * self.size / 1000)

    def row(self, cells: tuple[str, ...], style: Style = "regular") -> SetRow:
        """One row. A row of a single cell spans the table, in bold."""
        if len(cells) == 1 and len(self._columns) > 1:
            cell = self._cell(cells[0], 0, len(self._columns), "left", "bold")
            return SetRow((cell,), self._height(cell), spanning=True)
        made = tuple(
            self._cell(text, index, index + 1, column.align, style)
            for index, (text, column) in enumerate(zip(cells, self._columns, strict=True))
        )
        height = max(map(self._height, made))
        if height > self._least:
            return SetRow(made, height)
        return SetRow(
            tuple(Cell(one.x, one.width, one.lines, middle=True) for one in made), self._least
        )

    def split(self, row: SetRow, room: float) -> tuple[SetRow, SetRow] | None:
        """A row cut so that its first part fits into `room`; None when not a line fits."""
        tops, rests = [], []
        for cell in row.cells:
            used, count = 2 * PADDING, 0
            while count < len(cell.lines):
                used += self.line_height(cell.lines[count][0])
                if used > room:
                    break
                count += 1
            tops.append(self._with_lines(cell, cell.lines[:count]))
            rests.append(self._with_lines(cell, cell.lines[count:]))
        if not any(cell.lines for cell in tops):
            return None
        return (
            SetRow(tuple(tops), max(map(self._height, tops)), row.spanning),
            SetRow(tuple(rests), max(map(self._height, rests)), row.spanning),
        )

    def _with_lines(self, cell: Cell, lines: tuple[tuple[Line, Align], ...]) -> Cell:
        return Cell(cell.x, cell.width, lines, cell.middle)

    def draw(self, sheet: Sheet, x: float, top: float, row: SetRow) -> None:
        """Draw a row's texts below `top`; rules are drawn by `rule_row`."""
        for cell in row.cells:
            y = top - PADDING
            if cell.middle:
                y -= (row.height - self._height(cell)) / 2
            for line, align in cell.lines:
                height = self.line_height(line)
                spare = height - (line.ascent + line.descent) * self.size / 1000
                baseline = y - spare / 2 - line.ascent * self.size / 1000
                sheet.text(x + self._start(cell, line, align), baseline, line, self.size)
                y -= height

    def _start(self, cell: Cell, line: Line, align: Align) -> float:
        free = cell.width - 2 * PADDING - line.width * self.size / 1000
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        return cell.x + PADDING + free * share

    def _cell(
        self,
        text: str,
        first: int,
        end: int,
        align: Align,
        style: Style,
        *,
        middle: bool = False,
    ) -> Cell:
        x = self.edges[first]
        width = self.edges[end] - x
        limit = (width - 2 * PADDING) * 1000 / self.size
        lines: list[tuple[Line, Align]] = []
        for paragraph in text.split("\n"):
            is_turned = align == "left" and reads_right_to_left(paragraph)
            side: Align = "right" if is_turned else align
            broken = break_lines(self._shaper, paragraph, style, limit)
            lines.extend((line, side) for line in broken)
        return Cell(x, width, tuple(lines), middle)

    def _height(self, cell: Cell) -> float:
        return sum(self.line_height(line) for line, _ in cell.lines) + 2 * PADDING

    def _set_heads(self) -> Heads:
        """The heads: one row, or two where neighbouring columns share a head."""
        upper: list[tuple[Cell, int, int, Literal["group", "own"]]] = []
        lower: list[Cell] = []
        start = 0
        grouped = any(column.group for column in self._columns)
        for group, run in groupby(self._columns, lambda column: column.group):
            columns = list(run)
            if group:
                end = start + len(columns)
                cell = self._cell(group, start, end, "center", "bold", middle=True)
                upper.append((cell, start, end, "group"))
            for offset, column in enumerate(columns):
                index = start + offset
                cell = self._cell(column.label, index, index + 1, "center", "bold", middle=True)
                if group:
                    lower.append(cell)
                else:
                    upper.append((cell, index, index + 1, "own"))
            start += len(columns)
        return self._heads(upper, lower, grouped=grouped)

    def _heads(
        self,
        upper: list[tuple[Cell, int, int, Literal["group", "own"]]],
        lower: list[Cell],
        *,
        grouped: bool,
    ) -> Heads:
        own = max((self._height(cell) for cell, _, _, kind in upper if kind == "own"), default=0.0)
        first = max(
            (self._height(cell) for cell, _, _, kind in upper if kind == "group"), default=0.0
        )
        second = max(map(self._height, lower), default=0.0)
        total = max(own, first + second)
        if grouped:
            second = total - first
        return Heads(
            own=SetRow(tuple(cell for cell, _, _, kind in upper if kind == "own"), total),
            groups=SetRow(tuple(cell for cell, _, _, kind in upper if kind == "group"), first),
            under=SetRow(tuple(lower), second),
            spans=tuple((start, end) for _, start, end, kind in upper if kind == "group"),
            height=total,
        )

    def draw_heads(self, sheet: Sheet, x: float, top: float) -> None:
        """Draw the heads below `top`, with their rules except those at their sides."""
        heads = self.heads
        self.draw(sheet, x, top, heads.own)
        self.draw(sheet, x, top, heads.groups)
        self.draw(sheet, x, top - heads.groups.height, heads.under)
        inside = {edge for start, end in heads.spans for edge in range(start + 1, end)}
        for index, edge in enumerate(self.edges):
            start = top - heads.groups.height if index in inside else top
            sheet.rule(x + edge, start, x + edge, top - heads.height)
        for first, end in heads.spans:
            y = top - heads.groups.height
            sheet.rule(x + self.edges[first], y, x + self.edges[end], y)
        self.rule_across(sheet, x, top)
        self.rule_across(sheet, x, top - heads.height)

    def rule_across(self, sheet: Sheet, x: float, y: float) -> None:
        """A rule over the whole width."""
        sheet.rule(x, y, x + self.width, y)

    def rule_row(self, sheet: Sheet, x: float, top: float, row: SetRow) -> None:
        """The rules at the sides of a row's cells and below it."""
        bottom = top - row.height
        edges = (0.0, self.width) if row.spanning else self.edges
        for edge in edges:
            sheet.rule(x + edge, top, x + edge, bottom)
        self.rule_across(sheet, x, bottom)


@dataclass(frozen=True, slots=True)
class Heads:
    """Heads of a table: those over one column, those over several, and those under them."""

    own: SetRow
    groups: SetRow
    under: SetRow
    spans: tuple[tuple[int, int], ...]
    height: float
