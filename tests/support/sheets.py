"""Workbooks as offices keep them: with titles above the header, old letters, cells at fault."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hrdesk.vietnamese import legacy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADER = ("Tên hoạt động", "Từ ngày", "Hình thức", "Số lượt người", "Trong đó nữ", "Ngôn ngữ")
FIRST_DAY = date(2026, 1, 5)


def good_rows(count: int) -> list[list[object]]:
    """Activities that nothing is wrong with; dates and numbers as a spreadsheet has them."""
    kinds = ("Hội nghị", "Tọa đàm, hội thảo", "Hội thi")
    return [
        [
            f"Tọa đàm quyền trẻ em, ấp {n + 1}",
            FIRST_DAY + timedelta(days=n % 300),
            kinds[n % 3],
            30 + n % 200,
            n % 30,
            "Tiếng Việt; Khmer",
        ]
        for n in range(count)
    ]


def write_workbook(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    header: Sequence[str] = HEADER,
    above: Sequence[str] = (),
    sheet: str = "Sổ hoạt động",
    font: str = "",
    others: Sequence[str] = (),
) -> Path:
    """A workbook; lines of `above` are merged over the whole width before the header."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    page = book.active
    page.title = sheet
    for number, line in enumerate(above, 1):
        page.append([line])
        page.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(header))
    page.append(list(header))
    for row in rows:
        page.append(list(row))
    if font:
        for line in page.iter_rows():
            for cell in line:
                cell.font = Font(name=font)
    for name in others:
        book.create_sheet(name).append(["ghi chú"])
    book.save(path)
    return path


def write_csv(path: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8-sig") -> Path:
    """A .csv with semicolons."""
    path.write_bytes("\r\n".join(";".join(row) for row in rows).encode(encoding))
    return path


def in_tcvn3(text: str) -> str:
    """The text as a workbook in .VnTime holds it; capitals with marks are written small."""
    letters = {letter: chr(code) for code, letter in legacy._tcvn3().items()}
    return "".join(letters.get(ch, letters.get(ch.lower(), ch)) for ch in text)


def in_vni(text: str) -> str:
    """The text as a workbook in VNI-Times holds it."""
    sequences, _ = legacy._vni()
    letters: dict[str, str] = {}
    for sequence, letter in sequences.items():
        letters.setdefault(letter, sequence)
    return "".join(letters.get(ch, ch) for ch in text)
