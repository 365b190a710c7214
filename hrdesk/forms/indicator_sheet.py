"""The sheet `indicators` of a definition, or a table beside it, taken into the XForm.

Columns: id, label (label::Tiếng Việt (vi), label::English (en)), condition, numerator, denominator,
basis. Other readers of XForms pass over it: it is one more instance that no question asks for.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from hrdesk.files import read_limited
from hrdesk.forms.markup import escaped
from hrdesk.forms.model import language_code
from hrdesk.vietnamese.text import nfc

INSTANCE: Final = "hrdesk_indicators"
SHEET: Final = "indicators"
COLUMNS: Final = ("id", "condition", "numerator", "denominator", "basis")
_LIMIT_BYTES: Final = 1024 * 1024
_SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm"})

Line = dict[str, str]


def with_indicators(xform: str, source: Path) -> str:
    """The XForm with the indicators that its definition brings; unchanged when it brings none."""
    lines = indicator_lines(source)
    if not lines:
        return xform
    items = "".join(f"<item>{_cells(line)}</item>" for line in lines)
    instance = f'<instance id="{INSTANCE}"><root>{items}</root></instance>'
    head, end, rest = xform.rpartition("</instance>")
    return f"{head}{end}{instance}{rest}" if end else xform


def indicator_lines(source: Path) -> list[Line]:
    """Cells by column: the sheet's rows, then those of `<name>.indicators.csv` beside it.

    Labels are under `label_vi`, `label_en`. `row` is where a line stands, as a spreadsheet counts.
    """
    lines: list[Line] = []
    for table in (_sheet(source), _beside(source)):
        if not table:
            continue
        titles = [_column(title) for title in table[0]]
        for number, row in enumerate(table[1:], start=2):
            line = {t: nfc(c).strip() for t, c in zip(titles, row, strict=False) if t and c.strip()}
            if line:
                lines.append({**line, "row": str(number)})
    return lines


def _column(title: str) -> str:
    name, _, spoken = title.strip().partition("::")
    name = name.strip().lower()
    if name in ("label", "name"):
        return f"label_{language_code(spoken) or 'vi'}"
    return name if name in COLUMNS else ""


def _cells(line: Line) -> str:
    return "".join(f"<{name}>{escaped(value)}</{name}>" for name, value in line.items())


def _sheet(source: Path) -> list[list[str]]:
    if source.suffix.lower() == ".md":
        from hrdesk.forms.workbook import read_markdown  # noqa: PLC0415 - as below

        return read_markdown(source.read_text("utf-8")).get(SHEET, [])
    if source.suffix.lower() not in _SPREADSHEETS:
        return []
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and needed only when a form changes

    book = load_workbook(source, read_only=True, data_only=True)
    try:
        if SHEET not in book.sheetnames:
            return []
        rows = book[SHEET].iter_rows(values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    finally:
        book.close()


def _beside(source: Path) -> list[list[str]]:
    path = source.with_name(f"{source.stem}.indicators.csv")
    if not path.is_file():
        return []
    text = read_limited(path, _LIMIT_BYTES).decode("utf-8-sig", "replace")
    head = text.partition("\n")[0]
    return list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count)))
