"""Old workbooks (.xls, .ods) opened in the helper process: what breaks there breaks nothing else.

The reader takes a sheet into memory whole, so it runs where memory and time are limited, and
writes the rows to a file that is then read as a stream. It knows no workspace and no language.
"""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from hrdesk.records.merged_cells import Merged
from hrdesk.records.ods_sheet import ods_facts
from hrdesk.records.sheets import ROW_LIMIT
from hrdesk.records.tables import COLUMN_LIMIT, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

UNPACKED_LIMIT_BYTES: Final = 256 << 20
BESIDE_FILE: Final = "beside"
_CHUNK: Final = 1 << 20


def sheet_names(source: Path) -> dict[str, Any]:
    """`{"sheets": [...]}`, hidden ones left out unless all are; or its fault."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    book = _opened(source)
    if isinstance(book, dict):
        return book
    sheets = [one for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    shown = [one.name for one in sheets if one.visible is SheetVisibleEnum.Visible]
    return {"sheets": shown or [one.name for one in sheets]}


def write_rows(source: Path, sheet: str, target: Path) -> dict[str, Any]:
    """Write the rows of a sheet that are not blank, `[number, cells, hidden]` a line; or its fault.

    Cells merged over several rows go into a file `beside`, and whether days are counted from 1904.
    Which rows are hidden, and from where days are counted, only an .ods can be asked.
    """
    book = _opened(source)
    if isinstance(book, dict):
        return book
    if sheet not in book.sheet_names:
        return {"fault": "sheet", "sheets": book.sheet_names}
    page = book.get_sheet_by_name(sheet)
    facts = ods_facts(source, sheet)
    merged = facts.merged or [
        Merged(left, top + 1, bottom + 1)
        for (top, left), (bottom, _right) in page.merged_cell_ranges or ()
        if bottom > top
    ]
    beside = json.dumps({"merged": merged, "since_1904": facts.since_1904})
    target.with_name(BESIDE_FILE).write_text(beside, encoding="utf-8")
    count = 0
    with target.open("w", encoding="utf-8") as stream:
        for number, cells in _rows(page):
            line = json.dumps([number, cells, facts.is_hidden(number)], ensure_ascii=False)
            stream.write(f"{line}\n")
            count += 1
            if count > ROW_LIMIT + 1:  # whoever reads it says that there are too many
                break
    return {"rows": count}


def _opened(source: Path) -> CalamineWorkbook | dict[str, Any]:
    import python_calamine

    if zipfile.is_zipfile(source) and not _unpacks_small(source):
        return {"fault": "heavy"}
    try:
        if source.suffix.lower() in {".xls", ".ods"}:
            return python_calamine.CalamineWorkbook.from_path(str(source))
        with source.open("rb") as stream:  # an old one under a new name
            return python_calamine.CalamineWorkbook.from_filelike(stream)
    except python_calamine.PasswordError:
        return {"fault": "password"}
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - the reader gives up by an exception of its own kind
        return {"fault": "broken"}


def _unpacks_small(source: Path) -> bool:
    """Whether all parts unpack to what is allowed, counted and not believed."""
    total = 0
    try:
        with zipfile.ZipFile(source) as packed:
            for part in packed.infolist():
                with packed.open(part) as stream:
                    while chunk := stream.read(_CHUNK):
                        total += len(chunk)
                        if total > UNPACKED_LIMIT_BYTES:
                            return False
    except Exception:  # noqa: BLE001 - broken in whatever way: the reader will say so
        return True
    return True


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    first = sheet.start
    left = [""] * (first[1] if first else 0)  # its rows begin at the first column in use
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [*left, *(_text(value) for value in row)][: COLUMN_LIMIT + 1]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _text(value: object) -> str:
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}"
    return cell_text(value)
