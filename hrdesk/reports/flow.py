"""Blocks flowing down pages: A4 with the decree's margins, numbered per section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.reports.chart_paper import draw_chart
from hrdesk.reports.content import Chart, Heading, ListItem, Paragraph, Picture, Table
from hrdesk.reports.document import Bookmark, PdfDocument
from hrdesk.reports.elements import heading_text
from hrdesk.reports.foot import FOOT_BOTTOM
from hrdesk.reports.layout import (
    A4,
    BODY_SIZE,
    BOTTOM,
    CAPTION_SIZE,
    FIRST_INDENT,
    LARGE_SIZE,
    LEFT,
    LINE_SPACING,
    NUMBER_BASELINE,
    NUMBER_SIZE,
    PARAGRAPH_GAP,
    PICTURE_SHARE,
    RIGHT,
    RULE_WIDTH,
    TOP,
    table_size,
)
from hrdesk.reports.lines import Line, Sheet, break_lines
from hrdesk.reports.shaping import reads_right_to_left
from hrdesk.reports.tables import SetRow, TableSetter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hrdesk.reports.content import Block
    from hrdesk.reports.fonts import Style
    from hrdesk.reports.foot import ProofFoot
    from hrdesk.reports.shaping import Shaper

WIDEST_STRETCH: Final = 1.5  # of the size; a line with wider gaps stays ragged


class Flow:
    """Where the next line goes. `y` is the top of the free room on the page under way."""

    def __init__(
        self,
        shaper: Shaper,
        document: PdfDocument,
        progress: Callable[[int], None] | None,
        foot: ProofFoot | None = None,
    ) -> None:
        """Draw with `shaper` into `document`; `progress` hears of each finished page.

        With a `foot` the bottom margin is as wide as the decree allows.
        """
        self._foot = foot
        self._bottom = FOOT_BOTTOM if foot else BOTTOM
        self.shaper = shaper
        self._document = document
        self._progress = progress
        self._page_of_section = 0
        self._bookmarks: list[Bookmark] = []
        self._started = False
        self.page_width, self._page_height = A4
        self.sheet = Sheet()
        self.y = 0.0

    @property
    def width(self) -> float:
        """Room for text from margin to margin."""
        return self.page_width - LEFT - RIGHT

    def start_section(self, *, landscape: bool = False) -> None:
        """Go on on a new page whose section counts its pages from 1."""
        if self._started:
            self._finish_page()
        self._started = True
        self.page_width, self._page_height = (A4[1], A4[0]) if landscape else A4
        self._page_of_section = 0
        self._begin_page()

    def new_page(self) -> None:
        """Go on on a new page of the section."""
        self._finish_page()
        self._begin_page()

    def _begin_page(self) -> None:
        self._page_of_section += 1
        self.sheet = Sheet()
        self.sheet.line_width(RULE_WIDTH)
        self.y = self._page_height - TOP
        if self._page_of_section > 1:
            line = self.one_line(str(self._page_of_section), "regular", NUMBER_SIZE)
            x = LEFT + (self.width - line.width * NUMBER_SIZE / 1000) / 2
            self.sheet.text(x, self._page_height - NUMBER_BASELINE, line, NUMBER_SIZE)

    def _finish_page(self) -> None:
        if self._foot is not None:
            self._foot.draw(self)
        self._document.add(self.sheet, (self.page_width, self._page_height), self._bookmarks)
        self._bookmarks = []
        if self._progress is not None:
            self._progress(self._document.pages)

    def finish(self) -> None:
        """Hand over the last page."""
        self._finish_page()

    @property
    def room(self) -> float:
        """Height that is still free on the page."""
        return self.y - self._bottom

    @property
    def is_at_top(self) -> bool:
        """Whether nothing has been drawn on the page."""
        return self.y >= self._page_height - TOP

    def bookmark(self, title: str, level: int) -> None:
        """Let the outline point here."""
        self._bookmarks.append(Bookmark(title, level, self.y + PARAGRAPH_GAP))

    def signature_field(self, name: str, box: tuple[float, float, float, float]) -> None:
        """An empty signature field on this page; it takes no room."""
        self._document.add_signature_field(name, box)

    # --- lines ------------------------------------------------------------------------------

    def one_line(self, text: str, style: Style, size: float) -> Line:
        """`text` unbroken, however wide."""
        return break_lines(self.shaper, text, style, 1e9 / size)[0]

    def height_of(self, line: Line, size: float) -> float:
        """Room that a line of running text takes."""
        return max(LINE_SPACING * size, (line.ascent + line.descent) * size / 1000)

    def put(self, x: float, line: Line, size: float, stretch: float = 0.0) -> None:
        """Draw a line at the top of the free room and take the room it needs."""
        height = self.height_of(line, size)
        spare = height - (line.ascent + line.descent) * size / 1000
        baseline = self.y - spare / 2 - line.ascent * size / 1000
        self.sheet.text(x, baseline, line, size, stretch)
        self.y -= height

    def centered(self, text: str, style: Style, size: float) -> float:
        """Lines centred between the margins; the width of the widest, in points."""
        lines = self.balanced(text, style, self.width * 1000 / size)
        if sum(self.height_of(line, size) for line in lines) > self.room:
            self.new_page()
        for line in lines:
            self.put(LEFT + (self.width - line.width * size / 1000) / 2, line, size)
        return max(line.width for line in lines) * size / 1000

    def balanced(self, text: str, style: Style, limit: float) -> list[Line]:
        """As few lines as fit, of about the same width."""
        lines = break_lines(self.shaper, text, style, limit)
        if len(lines) == 1:
            return lines
        for percent in range(50, 100, 2):
            tried = break_lines(self.shaper, text, style, limit * percent / 100)
            if len(tried) == len(lines):
                return tried
        return lines

    # --- blocks -----------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block], *, keep_after: float = 0.0) -> None:
        """Draw blocks in order; `keep_after` is what must follow the last on the same page."""
        for index, block in enumerate(blocks):
            is_last = index == len(blocks) - 1
            match block:
                case Heading():
                    self._heading(block, _least_after(blocks[index + 1 :]))
                case Paragraph(large=True):
                    self.y -= LARGE_SIZE / 2
                    self.centered(block.text, "bold", LARGE_SIZE)
                    self.y -= LARGE_SIZE / 2
                case Paragraph():
                    style: Style = _style(bold=block.bold, italic=block.italic)
                    self.paragraph(block.text, style, keep_after if is_last else 0.0)
                case ListItem():
                    text = f"{block.mark} {block.text}"
                    self.paragraph(text, "regular", keep_after if is_last else 0.0)
                case Table():
                    self._table(block)
                case Chart():
                    draw_chart(self, block)
                case Picture():
                    self._picture(block)

    def _picture(self, picture: Picture) -> None:
        """The picture in the middle, never larger than its dots, its words below it."""
        most = (self._page_height - TOP - self._bottom) * PICTURE_SHARE
        scale = min(self.width / picture.width, most / picture.height, 1.0)
        width, height = picture.width * scale, picture.height * scale
        words = self.balanced(picture.caption, "italic", self.width * 1000 / CAPTION_SIZE)
        below = sum(self.height_of(line, CAPTION_SIZE) for line in words)
        if height + below + 2 * PARAGRAPH_GAP > self.room and not self.is_at_top:
            self.new_page()
        self.y -= height
        left = LEFT + (self.width - width) / 2
        self.sheet.picture(picture.path, (left, self.y, width, height))
        self.y -= PARAGRAPH_GAP
        self.centered(picture.caption, "italic", CAPTION_SIZE)
        self.y -= 2 * PARAGRAPH_GAP

    def _heading(self, heading: Heading, least_after: float) -> None:
        text = heading_text(heading)
        style: Style = "regular" if heading.level == 3 else "bold"
        lines = self._lines(text, style)
        height = sum(self.height_of(line, BODY_SIZE) for line in lines) + PARAGRAPH_GAP
        if height + least_after > self.room:
            self.new_page()
        if heading.level < 3:
            self.bookmark(text, heading.level - 1)
        self._put_paragraph(lines, starts=True, ends=True)

    def paragraph(self, text: str, style: Style = "regular", keep_after: float = 0.0) -> None:
        """Running text; never a single line of it alone on a page."""
        lines = self._lines(text, style)
        right_to_left = reads_right_to_left(text)
        while lines:
            count = self._fitting(lines, keep_after)
            if count == 0:
                self.new_page()
                keep_after = 0.0
                continue
            first = len(lines) == count
            self._put_paragraph(lines[:count], starts=True, ends=first, right_to_left=right_to_left)
            lines = lines[count:]
            if lines:
                self.new_page()
                self._put_rest(lines, keep_after, right_to_left=right_to_left)
                return

    def _put_rest(self, lines: list[Line], keep_after: float, *, right_to_left: bool) -> None:
        """The lines of a paragraph after its first page."""
        while lines:
            count = max(1, self._fitting(lines, keep_after))
            rest = lines[count:]
            self._put_paragraph(
                lines[:count], starts=False, ends=not rest, right_to_left=right_to_left
            )
            lines = rest
            if lines:
                self.new_page()

    def _fitting(self, lines: list[Line], keep_after: float) -> int:
        """How many of the lines go on this page, so that no line and no signature is left alone."""
        room, count = self.room, 0
        for line in lines:
            room -= self.height_of(line, BODY_SIZE)
            if room < -0.01:
                break
            count += 1
        if count == len(lines):
            if room >= keep_after or self.is_at_top:
                return count
            count = max(0, len(lines) - 2)
        elif len(lines) - count == 1:
            count -= 1
        return count if count >= 2 else 0

    def _lines(self, text: str, style: Style) -> list[Line]:
        limit = self.width * 1000 / BODY_SIZE
        indent = FIRST_INDENT * 1000 / BODY_SIZE
        return break_lines(self.shaper, text, style, limit, indent=indent)

    def _put_paragraph(
        self, lines: list[Line], *, starts: bool, ends: bool, right_to_left: bool = False
    ) -> None:
        for index, line in enumerate(lines):
            indent = FIRST_INDENT if starts and index == 0 else 0.0
            room = self.width - indent - line.width * BODY_SIZE / 1000
            is_last = ends and index == len(lines) - 1
            stretch = room / line.gaps if line.gaps and not is_last and room > 0 else 0.0
            if stretch > WIDEST_STRETCH * BODY_SIZE:
                stretch = 0.0
            x = LEFT if right_to_left else LEFT + indent
            if right_to_left and not stretch:
                x += room
            self.put(x, line, BODY_SIZE, stretch)
        if ends:
            self.y -= PARAGRAPH_GAP

    # --- tables -----------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        setter = TableSetter(self.shaper, table, self.width, table_size(len(table.columns)))
        headed = False
        for row, least in _with_next(_rows(setter, table)):
            if table.caption and not headed:
                self._caption(table.caption, setter.heads.height + row.height + least)
            if not headed or row.height + least > self.room:
                room = setter.heads.height + row.height + least
                if room > self.room and not self.is_at_top:
                    self.new_page()
                self._heads(setter)
                headed = True
            self._row(setter, row)
        if not headed:
            if table.caption:
                self._caption(table.caption, setter.heads.height)
            self._heads(setter)
        self.y -= 2 * PARAGRAPH_GAP

    def _caption(self, text: str, after: float) -> None:
        """The words above a table, on the page on which its first row stands."""
        lines = self._lines(text, "bold")
        height = sum(self.height_of(line, BODY_SIZE) for line in lines) + PARAGRAPH_GAP
        if height + after > self.room and not self.is_at_top:
            self.new_page()
        self.paragraph(text, "bold")

    def _heads(self, setter: TableSetter) -> None:
        setter.draw_heads(self.sheet, LEFT, self.y)
        self.y -= setter.heads.height

    def _row(self, setter: TableSetter, row: SetRow) -> None:
        """A row, cut over pages when it is higher than a page."""
        while row.height > self.room:
            parts = setter.split(row, self.room)
            if parts:
                self._draw(setter, parts[0])
                row = parts[1]
            self.new_page()
            self._heads(setter)
        self._draw(setter, row)

    def _draw(self, setter: TableSetter, row: SetRow) -> None:
        setter.draw(self.sheet, LEFT, self.y, row)
        setter.rule_row(self.sheet, LEFT, self.y, row)
        self.y -= row.height


def _style(*, bold: bool, italic: bool) -> Style:
    if bold:
        return "bold italic" if italic else "bold"
    return "italic" if italic else "regular"


def _least_after(blocks: Sequence[Block]) -> float:
    """Room that the start of what follows a heading needs on the same page."""
    line = LINE_SPACING * BODY_SIZE
    for depth, block in enumerate(blocks):
        if not isinstance(block, Heading):
            return depth * (line + PARAGRAPH_GAP) + (5 if isinstance(block, Table) else 2) * line
    return 0.0


def _rows(setter: TableSetter, table: Table) -> Iterator[SetRow]:
    for cells in table.rows:
        yield setter.row(cells)
    if table.total_row is not None:
        yield setter.row(table.total_row, "bold")


def _with_next(rows: Iterator[SetRow]) -> Iterator[tuple[SetRow, float]]:
    """Each row with the room that must stay for the row it introduces."""
    held: SetRow | None = None
    for row in rows:
        if held is not None:
            yield held, row.height if held.spanning else 0.0
        held = row
    if held is not None:
        yield held, 0.0
