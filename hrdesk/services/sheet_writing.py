"""Cells that say what they say: text stays text, whatever it begins with, and no formula fires."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from hrdesk.files import durable_replace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell

DATE_FORMAT: Final = "dd/mm/yyyy"
SHEET_ROWS: Final = 1_048_575  # rows of a sheet below its header
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_SIGNS: Final = (*"0123456789.,(",)  # what a number, a date or a time begins with
_LOGICAL: Final = frozenset({"true", "false"})
_CELL_LETTERS: Final = 32_767
_DIGITS_TRUE: Final = 15  # a spreadsheet's numbers are true up to so many digits


class BookWriter:
    """A workbook on its way to a file. Left without `save`, nothing of it remains anywhere."""

    def __init__(self) -> None:
        """An empty workbook, whose rows go to the disk as they come."""
        from openpyxl import Workbook

        self._workbook = Workbook(write_only=True)
        self._saved = False

    def __enter__(self) -> BookWriter:
        return self

    def __exit__(self, *_fault: object) -> None:
        if self._saved:
            return
        for sheet in self._workbook.worksheets:
            sheet.close()
            writer = getattr(sheet, "_writer", None)
            if writer is not None:
                writer.cleanup()

    def sheet(self, title: str) -> SheetWriter:
        """One more sheet."""
        return SheetWriter(self._workbook, title)

    def save(self, path: Path) -> None:
        """Put the workbook in the place of `path`, whole or not at all."""
        with durable_replace(path) as stream:
            self._workbook.save(stream)
            self._saved = True


class SheetWriter:
    """One sheet of a workbook that is written row by row and never held whole."""

    def __init__(self, workbook: Workbook, title: str) -> None:
        """A new sheet; titles that a workbook does not allow are mended."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Alignment, Font, PatternFill

        name = "".join(" " if letter in r"[]:*?/\'" else letter for letter in title).strip()
        self._sheet = workbook.create_sheet(name[:31] or "1")
        self._cell = WriteOnlyCell
        self._illegal = ILLEGAL_CHARACTERS_RE
        self._head = Font(bold=True), PatternFill("solid", fgColor="E8EEF6")
        self._fault = Font(color="9C1C1C"), PatternFill("solid", fgColor="FDECEC")
        self._wrapped = Alignment(wrap_text=True, vertical="top")

    def begin(self, titles: Sequence[str], widths: Sequence[float]) -> None:
        """The header row, frozen, in these widths (characters)."""
        from openpyxl.utils import get_column_letter

        self._sheet.freeze_panes = "A2"
        for at, width in enumerate(widths, 1):
            self._sheet.column_dimensions[get_column_letter(at)].width = width
        cells = [self.text(title) for title in titles]
        for cell in cells:
            cell.font, cell.fill = self._head
            cell.alignment = self._wrapped
        self._sheet.append(cells)

    def add(self, cells: Sequence[object]) -> None:
        """One more row."""
        self._sheet.append(cells)

    def text(self, text: str) -> Cell:
        """A cell of text, also when it looks like a number, a date or a formula."""
        clean = self._illegal.sub("", text)[:_CELL_LETTERS]
        cell = self._cell(self._sheet)
        cell.value = clean
        cell.data_type = "s"
        if clean.startswith(_FORMULA_SIGNS):
            cell.quotePrefix = True
        if clean.startswith(_NUMBER_SIGNS) or clean.lower() in _LOGICAL:
            cell.number_format = "@"  # stays text when somebody goes into the cell and leaves it
        return cell

    def fault(self, text: str) -> Cell:
        """A cell that says what is wrong."""
        cell = self.text(text)
        if text:
            cell.font, cell.fill = self._fault
            cell.alignment = self._wrapped
        return cell

    def number(self, lexical: str) -> int | float | Cell:
        """A true number; one with more digits than a sheet keeps stays text."""
        if sum(letter.isdigit() for letter in lexical) > _DIGITS_TRUE:
            return self.text(lexical)
        try:
            return int(lexical) if "." not in lexical else float(lexical)
        except ValueError:
            return self.text(lexical)

    def day(self, day: date) -> Cell:
        """A true date, shown the Vietnamese way."""
        cell = self._cell(self._sheet, value=datetime.combine(day, time()))
        cell.number_format = DATE_FORMAT
        return cell


def plain_cell(text: str) -> str:
    """A cell of a .csv that no spreadsheet takes for a formula: a quotation mark before it."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    body = text.removeprefix("-").replace(",", "", 1)
    return body.isascii() and body.isdigit()
