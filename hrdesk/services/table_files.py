"""Every kind of table an office has, as a stream of rows: .csv and .xlsx, and the older .xls, .ods.

Old workbooks are opened by the helper process, which writes their rows to a file in the system's
temporary folder; it is read as a stream, and is gone when another is opened or the program ends.
"""

from __future__ import annotations

import atexit
import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from hrdesk.errors import (
    FileTooLargeError,
    SheetMissingError,
    TableLockedError,
    TableTooLongError,
    TableUnreadableError,
)
from hrdesk.i18n import tr
from hrdesk.records import sheets
from hrdesk.records.merged_cells import Merged
from hrdesk.records.sheets import PEEKED_ROWS, ROW_LIMIT, Peek
from hrdesk.records.tables import COLUMN_LIMIT, TableRow
from hrdesk.scratch import kept_scratch
from hrdesk.services.helper_process import ask_helper
from hrdesk.services.workbook_worker import BESIDE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from tempfile import TemporaryDirectory

OLD_LIMIT_BYTES: Final = 50_000_000
TABLE_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt")
_SECONDS: Final = 60
_ROWS: Final = "rows"
_Key = tuple[str, int, int, str]
_made: dict[_Key, TemporaryDirectory[str]] = {}  # rows of old workbooks opened before


def sheets_of(path: Path) -> tuple[str, ...]:
    """Names of the sheets to choose from, hidden ones left out; none for a .csv.

    Raises:
        FileError, RecordError: it is no table that can be read.
    """
    if not _is_old(path):
        return sheets.sheets_of(path)
    said = ask_helper("sheets", str(path.resolve()), seconds=_SECONDS)
    if "fault" in said:
        _refuse(path, str(said["fault"]))
    return tuple(map(str, said["sheets"]))


def rows_of(path: Path, sheet: str = "", *, after: int = 0) -> Iterator[TableRow]:
    """Rows that are not blank, numbered as a spreadsheet counts, from below row `after`.

    Raises:
        FileError, RecordError: while reading.
    """
    if not _is_old(path):
        yield from sheets.rows_of(path, sheet, after=after)
        return
    with _rows_file(path, sheet).open(encoding="utf-8") as stream:
        for count, line in enumerate(stream, 1):
            number, cells, hidden = json.loads(line)
            if count > ROW_LIMIT or len(cells) > COLUMN_LIMIT:
                limit = ROW_LIMIT if count > ROW_LIMIT else COLUMN_LIMIT
                raise TableTooLongError(name=path.name, limit=limit)
            if number > after:
                yield TableRow(number, tuple(cells), hidden)


def peek(path: Path, sheet: str = "") -> Peek:
    """The beginning of a sheet, for guessing and for showing.

    Raises:
        FileError, RecordError: as for `rows_of`.
    """
    if not _is_old(path):
        return sheets.peek(path, sheet)
    rows = tuple(islice(rows_of(path, sheet), PEEKED_ROWS + 1))
    since_1904 = bool(_beside(path, sheet)["since_1904"])
    return Peek(rows[:PEEKED_ROWS], {}, len(rows) > PEEKED_ROWS, since_1904)


def merged_of(path: Path, sheet: str = "") -> tuple[Merged, ...]:
    """Cells of a sheet that are merged over several rows.

    Raises:
        FileError, RecordError: as for `rows_of`.
    """
    if not _is_old(path):
        return sheets.merged_of(path, sheet)
    return tuple(Merged(*each) for each in _beside(path, sheet)["merged"])


def _beside(path: Path, sheet: str) -> dict[str, Any]:
    """What an old workbook says of a sheet beside its cells."""
    kept = _rows_file(path, sheet).with_name(BESIDE_FILE).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(kept)
    return found


def _is_old(path: Path) -> bool:
    """Whether the helper reads it: by what the file is, since much is called .xls that is not."""
    if sheets.kind_of(path) != "old":
        return False
    size = path.stat().st_size
    if size > OLD_LIMIT_BYTES:
        raise FileTooLargeError(path=path, size_bytes=size, limit_bytes=OLD_LIMIT_BYTES)
    return True


def _rows_file(path: Path, sheet: str) -> Path:
    known = path.stat()
    sheet = sheet or next(iter(sheets_of(path)), "")
    key = (str(path.resolve()), known.st_mtime_ns, known.st_size, sheet)
    made = _made.get(key)
    if made is not None and (target := Path(made.name) / _ROWS).is_file():
        return target
    _forget()
    _made[key] = kept_scratch(None, "table")
    target = Path(_made[key].name) / _ROWS
    said = ask_helper("rows", str(path.resolve()), sheet, str(target), seconds=_SECONDS)
    if "fault" in said:
        _forget()  # rows half written are no rows
    if said.get("fault") == "sheet":
        names = ", ".join(map(str, said["sheets"]))
        raise SheetMissingError(name=path.name, sheet=sheet, sheets=names)
    if "fault" in said:
        _refuse(path, str(said["fault"]))
    return target


def _refuse(path: Path, fault: str) -> NoReturn:
    if fault == "password":
        raise TableLockedError(name=path.name)
    reason = tr("it is too large") if fault == "heavy" else tr("it is broken")
    raise TableUnreadableError(name=path.name, reason=reason)


@atexit.register
def _forget() -> None:
    """What was taken out of an old workbook does not stay on the disk."""
    for made in _made.values():
        made.cleanup()
    _made.clear()
