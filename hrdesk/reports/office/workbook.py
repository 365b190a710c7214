"""A report as .xlsx: true numbers and dates, frozen heads, pages that can be printed.

The only formulas stand in total rows, and only where they give the very value of the paper: an
office's own total may count a shared product once, and then a sum would say something else.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from hrdesk.i18n import tr_in
from hrdesk.reports import elements
from hrdesk.reports.content import Heading, ListItem, Paragraph, Picture, Table
from hrdesk.reports.fonts import FontBook
from hrdesk.reports.layout import LEFT_SHARE, MM
from hrdesk.reports.lines import break_lines
from hrdesk.reports.office.cells import (
    SheetColumn,
    Value,
    follows_its_parts,
    is_share,
    spread,
    values_of,
)
from hrdesk.reports.office.markup import FONT, written
from hrdesk.reports.shaping import Shaper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from hrdesk.reports.content import Appendix, Block, ReportContent
    from hrdesk.reports.fonts import Style

_SIZE: Final = 12
_CHARACTER: Final = 5.25  # points of a unit of a column's width
_SPARE: Final = 0.97  # of a cell's width: what another program's letters may take more
_INSIDE: Final = 2.0  # points that a cell keeps free at its sides
_LINE: Final = 1.3
_SIGNING_ROWS: Final = 4
_PORTRAIT, _LANDSCAPE = 92.0, 138.0  # units of width on a page
_BODY_COLUMNS: Final = 8
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_THIN: Final = Side(style="thin", color="000000")
_RULES: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write_workbook(
    content: ReportContent, stream: BinaryIO, progress: Callable[[int], None] | None = None
) -> int:
    """Write `content` as .xlsx: the body on one sheet, each appendix on its own; how many."""
    book = Workbook()
    book.remove(book.worksheets[0])
    facts = book.properties
    facts.title, facts.creator = written(content.document_title), written(content.author)
    facts.language = content.language
    if content.issued_on is not None:
        facts.created = facts.modified = datetime.combine(content.issued_on, time(), UTC)
    first = book.create_sheet(_sheet_name(content.title.capitalize()))
    shaper = Shaper(FontBook())
    sheets = [_Sheet(first, shaper, _columns_of(content.body), landscape=content.landscape)]
    sheets[0].front(content)
    if progress is not None:
        progress(1)
    for number, appendix in enumerate(content.appendices, start=1):
        head = elements.appendix_head(content, number)
        columns = _columns_of(appendix.blocks)
        empty = book.create_sheet(_sheet_name(head))
        sheet = _Sheet(empty, shaper, columns, landscape=appendix.landscape)
        sheet.appendix(appendix, head, elements.reference(content))
        sheets.append(sheet)
        if progress is not None:
            progress(number + 1)
    for sheet in sheets:
        sheet.finish()
    book.save(stream)
    return len(sheets)


def _sheet_name(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)[:31]


def _columns_of(blocks: Sequence[Block]) -> int:
    """Columns of the widest table, each fraction as two."""
    tables = (block for block in blocks if isinstance(block, Table))
    return max((len(spread(table.columns)) for table in tables), default=_BODY_COLUMNS)


class _Sheet:
    """One sheet under way; `row` is the next free one."""

    def __init__(
        self, sheet: Worksheet, shaper: Shaper, columns: int, *, landscape: bool = False
    ) -> None:
        self._sheet = sheet
        self._shaper = shaper
        self._columns = max(columns, 2)
        self._width = _LANDSCAPE if landscape else _PORTRAIT
        self._widths = [self._width / self._columns] * self._columns
        self._row = 1
        self._has_table = False
        setup = sheet.page_setup
        setup.paperSize, setup.fitToWidth, setup.fitToHeight = 9, 1, 0
        setup.orientation = "landscape" if landscape else "portrait"
        setup.firstPageNumber, setup.useFirstPageNumber = 1, True  # each appendix by itself
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = sheet.page_margins
        margins.left, margins.right, margins.top, margins.bottom = (
            millimetres * MM / 72 for millimetres in (30, 15, 20, 20)
        )
        margins.header = 10 * MM / 72
        sheet.HeaderFooter = HeaderFooter(
            differentFirst=True, oddHeader=HeaderFooterItem(center=_HeaderFooterPart("&P"))
        )

    def finish(self) -> None:
        """What can be said once all rows stand: the area to print, the widths."""
        last = get_column_letter(self._columns)
        self._sheet.print_area = f"A1:{last}{self._sheet.max_row}"
        for index, width in enumerate(self._widths, start=1):
            self._sheet.column_dimensions[get_column_letter(index)].width = width

    # --- text -------------------------------------------------------------------------------

    def front(self, content: ReportContent) -> None:
        """The body of the report in the order of the paper."""
        self._fit(content.body)
        language = content.language
        nation = tr_in(language, "SOCIALIST REPUBLIC OF VIET NAM")
        motto = tr_in(language, "Independence - Freedom - Happiness")
        parts = [content.letterhead.parent, *content.letterhead.agency.split("\n")]
        agency = [part.upper() for part in parts if part]
        upper = 1 if content.letterhead.parent else 0  # the body above is not bold
        strong, plain = Font(name=FONT, size=_SIZE, bold=True), Font(name=FONT, size=_SIZE)
        for index in range(max(2, len(agency))):
            left = agency[index] if index < len(agency) else ""
            right = (nation, motto)[index] if index < 2 else ""
            self._pair(left, right, plain if index < upper else strong, strong)
        symbol = elements.numbered(content.number, content.symbol)
        number = tr_in(language, "No. {symbol}", symbol=symbol) if content.symbol else ""
        dated = elements.dated_place(content.place, content.issued_on, language)
        upright = Font(name=FONT, size=_SIZE)
        self._pair(number, dated, upright, Font(name=FONT, size=_SIZE, italic=True))
        self._row += 1
        self._line(content.title.upper(), side="center", bold=True)
        self._line(content.subject, side="center", bold=True)
        self._row += 1
        names = elements.recipient_lines(content)
        head = tr_in(language, "To:")
        for line in [f"{head} {names[0]}"] if len(names) == 1 else [head, *names] if names else []:
            self._line(line)
        for basis in elements.basis_lines(content):
            self._line(basis, italic=True)
        self.blocks(content.body)
        self._row += 1
        if content.is_signed:
            self._signature(content)

    def _signature(self, content: ReportContent) -> None:
        """Receivers to the left, level with who signs to the right."""
        strong = Font(name=FONT, size=_SIZE, bold=True)
        right = [*content.signature.authority, *[""] * _SIGNING_ROWS, content.signature.name]
        left: list[tuple[str, Font]] = []
        if content.copies:
            head = Font(name=FONT, size=_SIZE, bold=True, italic=True)
            left = [(tr_in(content.language, "Copies:"), head)]
            small = Font(name=FONT, size=_SIZE - 1)
            left += [(line, small) for line in elements.copy_lines(content)]
        for index in range(max(len(left), len(right))):
            copy, font = left[index] if index < len(left) else ("", strong)
            signer = right[index] if index < len(right) else ""
            self._pair(copy, signer, font, strong, side="left")

    def appendix(self, appendix: Appendix, head: str, reference: str) -> None:
        """Number, title, to which report it belongs; its blocks."""
        self._fit(appendix.blocks)
        self._line(head, side="center", bold=True)
        self._line(appendix.title.upper(), side="center", bold=True)
        self._line(reference, side="center", italic=True)
        self._row += 1
        self.blocks(appendix.blocks)

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Blocks one under another."""
        for block in blocks:
            match block:
                case Heading():
                    self._line(elements.heading_text(block), bold=block.level < 3)
                case Paragraph():
                    self._line(block.text, bold=block.bold, italic=block.italic)
                case ListItem():
                    self._line(f"{block.mark} {block.text}")
                case Table():
                    self._table(block)
                case Picture():
                    self._line(block.caption, side="center", italic=True)

    def _line(
        self, text: str, *, side: str = "left", bold: bool = False, italic: bool = False
    ) -> None:
        """Text over the whole width, as high as its lines."""
        font = Font(name=FONT, size=_SIZE, bold=bold, italic=italic)
        self._merged(text, (1, self._columns), font, side)
        self._row += 1

    def _pair(
        self, left: str, right: str, left_font: Font, right_font: Font, *, side: str = "center"
    ) -> None:
        """Two texts side by side, parted where a column ends nearest to two fifths."""
        whole = sum(self._widths)
        middle = min(
            range(1, self._columns),
            key=lambda count: abs(sum(self._widths[:count]) - whole * LEFT_SHARE),
        )
        self._merged(left, (1, middle), left_font, side)
        self._merged(right, (middle + 1, self._columns), right_font, "center")
        self._row += 1

    def _merged(self, text: str, columns: tuple[int, int], font: Font, side: str) -> None:
        first, last = columns
        cell = self._put(first, text, font, Alignment(side, "center", wrap_text=True))
        if last > first:
            self._sheet.merge_cells(
                start_row=cell.row, end_row=cell.row, start_column=first, end_column=last
            )
        style: Style = "bold" if font.bold else "regular"
        height = self._height(text, sum(self._widths[first - 1 : last]), style)
        dimension = self._sheet.row_dimensions[self._row]
        dimension.height = max(dimension.height or 0, height)

    def _height(self, text: str, width: float, style: Style) -> float:
        """What the lines of a text need in a cell so many units wide, in points."""
        room = max(width * _CHARACTER * _SPARE - _INSIDE, _SIZE)
        lines = (
            line
            for paragraph in written(text).split("\n")
            for line in break_lines(self._shaper, paragraph, style, room * 1000 / _SIZE)
        )
        high = (max(_LINE, (line.ascent + line.descent) / 1000) * _SIZE for line in lines)
        return round(sum(high) + 3, 1)

    def _put(
        self, column: int, value: Value, font: Font, alignment: Alignment, form: str = ""
    ) -> Cell:
        cell = cast("Cell", self._sheet.cell(self._row, column))
        if isinstance(value, str):
            cell.value = written(value)
            cell.data_type = "s"  # never a formula, whatever it begins with
        else:
            cell.value = value
        cell.font, cell.alignment = font, alignment
        if form:
            cell.number_format = form
        return cell

    # --- tables -----------------------------------------------------------------------------

    def _fit(self, blocks: Sequence[Block]) -> None:
        """Widths of the widest table."""
        tables = (spread(block.columns) for block in blocks if isinstance(block, Table))
        widest = max(tables, key=len, default=None)
        if widest is not None:
            self._set_widths(widest)

    def _set_widths(self, columns: Sequence[SheetColumn]) -> None:
        whole = sum(column.width for column in columns)
        widths = [self._width * column.width / whole for column in columns]
        self._widths = [
            max(width, 11.0 if column.kind == "date" else 6.0)
            for width, column in zip(widths, columns, strict=True)
        ]
        if len(self._widths) < self._columns:
            self._widths = [self._widths[0] / 2] * 2

    def _table(self, table: Table) -> None:
        columns = spread(table.columns)
        if table.caption:
            self._line(table.caption, bold=True)
        first_head = self._row
        self._heads(columns)
        if not self._has_table:
            self._has_table = True
            wide = len(columns) > 7
            self._sheet.freeze_panes = f"{'C' if wide else 'A'}{self._row}"
            self._sheet.print_title_rows = f"{first_head}:{self._row - 1}"
        font, strong = Font(name=FONT, size=_SIZE), Font(name=FONT, size=_SIZE, bold=True)
        first_row = self._row
        sums: list[Fraction] = [Fraction(0)] * len(columns)
        for cells in table.rows:
            if len(cells) == 1 and len(columns) > 1:
                self._span(cells[0], len(columns), strong)
                continue
            values = values_of(cells, columns)
            for index, (value, _) in enumerate(values):
                if columns[index].kind == "number" and isinstance(value, int | float):
                    sums[index] += Fraction(str(value))
            self._values_row(values, columns, font, table.row_height)
        if table.total_row is not None:
            self._total(
                values_of(table.total_row, columns), columns, sums, (first_row, self._row - 1)
            )
        self._row += 1

    def _values_row(
        self,
        values: Sequence[tuple[Value, str]],
        columns: Sequence[SheetColumn],
        font: Font,
        height: float = 0.0,
    ) -> None:
        style: Style = "bold" if font.bold else "regular"
        needed = [
            self._height(value, width, style)
            for (value, _), width in zip(values, self._widths, strict=False)
            if isinstance(value, str)
        ]
        height = max(height, *needed, 0.0)
        if height > _SIZE * _LINE + 3:  # a program that opens it makes a single line high enough
            self._sheet.row_dimensions[self._row].height = height
        for index, ((value, form), column) in enumerate(zip(values, columns, strict=True), start=1):
            side = column.align if not isinstance(value, str) or column.kind == "text" else "center"
            cell = self._put(index, value, font, Alignment(side, "top", wrap_text=True), form)
            cell.border = _RULES
        self._row += 1

    def _span(self, text: str, count: int, font: Font) -> None:
        row = self._row
        self._merged(text, (1, count), font, "left")
        for index in range(1, count + 1):
            self._sheet.cell(row, index).border = _RULES
        self._row += 1

    def _total(
        self,
        values: Sequence[tuple[Value, str]],
        columns: Sequence[SheetColumn],
        sums: Sequence[Fraction],
        rows: tuple[int, int],
    ) -> None:
        row = self._row
        self._values_row(values, columns, Font(name=FONT, size=_SIZE, bold=True))
        first, last = rows
        if last < first:
            return
        for index, (value, _) in enumerate(values):
            cell = self._sheet.cell(row, index + 1)
            is_number = isinstance(value, int | float)
            if (
                columns[index].kind == "number"
                and is_number
                and sums[index] == Fraction(str(value))
            ):
                letter = get_column_letter(index + 1)
                cell.value = f"=SUM({letter}{first}:{letter}{last})"
            elif (
                columns[index].kind == "percent" and is_number and follows_its_parts(columns, index)
            ):
                above, below = get_column_letter(index - 1), get_column_letter(index)
                numerator, denominator = values[index - 2][0], values[index - 1][0]
                if is_share(value, numerator, denominator):
                    cell.value = f"={above}{row}/{below}{row}"

    def _heads(self, columns: Sequence[SheetColumn]) -> None:
        font = Font(name=FONT, size=_SIZE, bold=True)
        middle = Alignment("center", "center", wrap_text=True)
        grouped = any(column.group for column in columns)
        first = self._row
        start = 1
        for group, same in groupby(columns, lambda column: column.group):
            run = list(same)
            end = start + len(run) - 1
            if group:
                self._put(start, group, font, middle)
                self._merge(first, first, start, end)
            for index, column in enumerate(run, start=start):
                self._row = first + 1 if group else first
                self._put(index, column.label, font, middle)
                if grouped and not group:
                    self._merge(first, first + 1, index, index)
            self._row = first
            start = end + 1
        last = first + 1 if grouped else first
        for row in range(first, last + 1):
            for index in range(1, len(columns) + 1):
                self._sheet.cell(row, index).border = _RULES
        self._sheet.row_dimensions[last].height = self._head_height(columns)
        self._row = last + 1

    def _head_height(self, columns: Sequence[SheetColumn]) -> float:
        return max(
            self._height(column.label, width, "bold")
            for column, width in zip(columns, self._widths, strict=False)
        )

    def _merge(self, first: int, last: int, start: int, end: int) -> None:
        if first != last or start != end:
            self._sheet.merge_cells(
                start_row=first, end_row=last, start_column=start, end_column=end
            )
