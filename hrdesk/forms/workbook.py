"""A definition as a workbook that an officer can edit: what a spreadsheet would spoil is fenced.

All cells are text, so that dates, long numbers and formulas stay as they were typed; the header
stays in sight; type, required, readonly and appearance offer their words. Written twice from the
same definition, the file is the same byte for byte.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.files import write_durably

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SHEETS: Final = ("survey", "choices", "settings", "indicators")
_WIDTHS: Final = {"type": 24, "name": 20, "label": 44, "hint": 34, "constraint_message": 38}
_NARROW: Final = 16
_SPARE_ROWS: Final = 200
_LONGEST_FORMULA: Final = 255  # a spreadsheet takes no longer list inside a formula
_WORDS: Final = "_words"
_TYPES: Final = (
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "dateTime",
    "note",
    "calculate",
    "acknowledge",
    "range",
    "image",
    "file",
    "begin_group",
    "end_group",
    "begin_repeat",
    "end_repeat",
)
_OFFERED: Final = {
    "required": ("yes", "no"),
    "readonly": ("yes", "no"),
    "appearance": ("multiline", "minimal", "autocomplete", "horizontal", "likert", "field-list"),
}
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_WRITTEN: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - a spreadsheet's time has no zone


def write_workbook(md_path: Path, xlsx_path: Path) -> None:
    """Write the definition in `md_path` as a workbook to `xlsx_path`."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, needed when forms are made only

    sheets = read_markdown(md_path.read_text("utf-8"))
    workbook = Workbook()
    workbook.properties.creator = "hrdesk"
    workbook.properties.created = workbook.properties.modified = _WRITTEN
    if workbook.active is not None:
        workbook.remove(workbook.active)
    lists = list(dict.fromkeys(row[0] for row in sheets.get("choices", [])[1:] if row and row[0]))
    ordered = [name for name in _SHEETS if name in sheets]
    for name in (*ordered, *(name for name in sheets if name not in _SHEETS)):
        _fill(workbook.create_sheet(name), sheets[name], lists)
    if _WORDS in workbook.sheetnames:
        workbook.move_sheet(_WORDS, len(workbook.sheetnames))
    stream = io.BytesIO()
    workbook.save(stream)
    write_durably(xlsx_path, _with_fixed_times(stream.getvalue()))


def read_markdown(text: str) -> dict[str, list[list[str]]]:
    """Rows by sheet, the header first. A bar inside a cell is written after a backslash."""
    sheets: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip().startswith("|"):
            continue
        marked = line.strip()[1:].replace("\\|", "\x00").removesuffix("|")
        cells = [cell.strip().replace("\x00", "|") for cell in marked.split("|")]
        if cells[0]:
            rows = sheets.setdefault(cells[0].lower(), [])
        if any(cells[1:]):
            rows.append(cells[1:])
    return sheets


def _fill(sheet: Worksheet, rows: list[list[str]], lists: list[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    header = rows[0]
    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row[: len(header)], 1):
            cell = sheet.cell(number, at)
            if text:
                cell.value = text
                cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(vertical="top", wrap_text=number > 1)
    for at, title in enumerate(header, 1):
        head = sheet.cell(1, at)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DCE6F1")
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _WIDTHS.get(title.split("::")[0], _NARROW)
        for number in range(len(rows) + 1, len(rows) + _SPARE_ROWS):
            sheet.cell(number, at).number_format = "@"
        _offer(sheet, letter, title, lists, len(rows) + _SPARE_ROWS)
    sheet.freeze_panes = "C2" if sheet.title == "survey" else "A2"


def _offer(sheet: Worksheet, letter: str, title: str, lists: list[str], last: int) -> None:
    """A drop-down that offers words and forbids none: expressions may stand there too."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    words = _OFFERED.get(title, ())
    if title == "type":
        chosen = [f"{kind} {name}" for name in lists for kind in ("select_one", "select_multiple")]
        words = (*_TYPES, *chosen)
    if sheet.title == "choices":
        words = tuple(lists) if title == "list_name" else ()
    if not words or sheet.title not in ("survey", "choices"):
        return
    formula = f'"{",".join(words)}"'
    if len(formula) > _LONGEST_FORMULA:
        formula = _on_hidden_sheet(sheet, words)
    validation = DataValidation(type="list", formula1=formula, allow_blank=True)
    validation.showErrorMessage = False
    validation.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(validation)


def _on_hidden_sheet(sheet: Worksheet, words: tuple[str, ...]) -> str:
    """The words on a sheet that nobody sees, as a formula that names them."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    workbook = sheet.parent
    if workbook is None:
        return '""'
    if _WORDS not in workbook.sheetnames:
        workbook.create_sheet(_WORDS).sheet_state = "hidden"
    hidden = workbook[_WORDS]
    column = 1 if hidden.cell(1, 1).value is None else hidden.max_column + 1
    for number, word in enumerate(words, 1):
        hidden.cell(number, column, word)
    letter = get_column_letter(column)
    return f"{_WORDS}!${letter}$1:${letter}${len(words)}"


def _with_fixed_times(raw: bytes) -> bytes:
    """The same archive with one time for every file in it, and as the time of writing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(stream, "w") as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(entry.filename)
            if entry.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2026-01-01T00:00:00Z\g<2>", content)
            target.writestr(info, content)
    return stream.getvalue()
