"""XLSForm definitions, read through pyxform into an XForm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from hrdesk.errors import (
    FileMissingError,
    FileTooLargeError,
    FormError,
    FormSheetError,
    FormUnreadableError,
)
from hrdesk.forms.conversion_words import Said, column_of, said, said_of_crash, said_of_file
from hrdesk.forms.external_files import ExternalFileError, with_external_files
from hrdesk.forms.indicator_sheet import with_indicators
from hrdesk.forms.xml_faults import cell_at_fault
from hrdesk.i18n import N_

_SUFFIXES: Final = frozenset([".xlsx", ".xlsm", ".xls", ".csv", ".md"])
_SIZE_LIMIT_BYTES: Final = 20 * 1024 * 1024
_ROW: Final = re.compile(r"\[?row ?(?:number|:) ?(\d+)\]?\s*", re.IGNORECASE)
_NO_WORKBOOK: Final = "was not recognized as a supported type"
_MEANT: Final[dict[str, tuple[str, ...]]] = {
    "external_choices sheet": ("select_one_external", "select one external"),
    "choices sheet in this": ("select", "rank"),
    "section has not been included": ("include",),
    "location-": ("audit",),
    "track-changes": ("audit",),
    "identify-user": ("audit",),
    "max-pixels": ("image",),
    "randomize": ("select", "rank"),
    "seed": ("select", "rank"),
}
_SHEET: Final = re.compile(r"on the '?(\w+)'? sheet|for sheet: '(\w+)'", re.IGNORECASE)


def convert(path: Path) -> str:
    """The XForm of a definition (.xlsx, .xls, .csv, .md); FormError says sheet and row.

    Tables beside the definition are taken into it; one that is missing stays named in it.
    """
    _check_file(path)
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - heavy, and needed only when a form changes
    from pyxform.xls2xform import convert as pyxform_convert  # noqa: PLC0415 - heavy, and needed only when a form changes

    try:
        xform = str(pyxform_convert(path, validate=False, warnings=[]).xform)
    except PyXFormError as fault:
        if _NO_WORKBOOK in str(fault):
            raise FormUnreadableError(name=path.name, reason=said(str(fault))) from None
        raise _located(path, str(fault)) from fault
    except Exception as fault:  # pyxform lets IndexError, TypeError … of odd sheets through
        raise _crashed(path, fault) from fault
    _refuse_broken(path, xform)
    try:
        return with_indicators(with_external_files(xform, path.parent), path)
    except ExternalFileError as fault:
        row = row_naming(path, fault.name) or "?"
        reason = said_of_file(fault.reason, fault.name)
        raise FormSheetError(name=path.name, sheet="survey", row=row, reason=reason) from fault


def row_naming(path: Path, name: str) -> int:
    """The first row of the survey sheet that names a file (or its stem), 0 when none does."""
    stem = name.rpartition(".")[0]
    for number, row in enumerate(read_sheets(path).get("survey", []), 2):
        cells = " ".join(row.values())
        if name in cells or re.search(rf"""['"]{re.escape(stem)}['"]""", cells):
            return number
    return 0


def read_sheets(path: Path) -> dict[str, list[dict[str, str]]]:
    """Rows of the survey, choices and settings sheets; row n of a list is row n + 2 on the sheet."""
    _check_file(path)
    from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415 - heavy, and needed only when a form changes

    try:
        workbook = get_xlsform(path)
    except Exception as fault:  # as above
        raise FormUnreadableError(name=path.name, reason=said_of_crash(fault)) from fault
    sheets = {
        "survey": workbook.survey,
        "choices": workbook.choices,
        "settings": workbook.settings,
    }
    return {
        name: [{str(k): str(v) for k, v in row.items()} for row in rows or ()]
        for name, rows in sheets.items()
    }


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise FileMissingError(path=path)
    if path.suffix.lower() not in _SUFFIXES:
        raise FormUnreadableError(
            name=path.name, reason=Said(N_("{cell} is no form file"), path.suffix or "?")
        )
    size = path.stat().st_size
    if size > _SIZE_LIMIT_BYTES:
        raise FileTooLargeError(path=path, size_bytes=size, limit_bytes=_SIZE_LIMIT_BYTES)


def _crashed(path: Path, fault: Exception) -> FormError:
    """What an odd cell made of the converter: the title of a column is a number, most of the time."""
    for sheet, column in _titles_of_no_text(path):
        reason = Said(N_("the title of a column is no text: “{cell}”."), column)
        return FormSheetError(name=path.name, sheet=sheet, row=1, reason=reason, column=column)
    return FormUnreadableError(name=path.name, reason=said_of_crash(fault))


def _titles_of_no_text(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, needed when something is wrong

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except Exception:  # noqa: BLE001 - whatever it is, it is no workbook
        return
    with closing(workbook):
        for name in workbook.sheetnames:
            for title in next(workbook[name].iter_rows(max_row=1, values_only=True), ()):
                if title is not None and not isinstance(title, str):
                    yield name, str(title)


def _refuse_broken(path: Path, xform: str) -> None:
    """Raise where a cell made the form no XML, such as a name with a colon in it."""
    fault = cell_at_fault(xform, {})
    if fault is None:
        return
    fault = cell_at_fault(xform, read_sheets(path)) or fault
    raise FormSheetError(
        name=path.name,
        sheet=fault.sheet,
        row=fault.row or "?",
        reason=fault.reason,
        column=fault.column,
    )


def _located(path: Path, sentence: str) -> FormSheetError:
    row, sheet = _ROW.search(sentence), _SHEET.search(sentence)
    reason = said(_ROW.sub("", sentence).strip())
    name = next(filter(None, sheet.groups())).lower() if sheet else "survey"
    if name == "settings" and row and "header" not in sentence.lower():
        number = max(int(row[1]), 2)  # the converter counts them from 1
    elif not row and "header" in sentence.lower():
        number = 1
    else:
        number = int(row[1]) if row else _row_of(path, name, reason.cell)
    if not number and name == "survey":
        number = _row_of_type(path, sentence)
    return FormSheetError(
        name=path.name, sheet=name, row=number or "?", reason=reason, column=column_of(sentence)
    )


def _row_of(path: Path, sheet: str, cell: str) -> int:
    """The first row of a sheet in which a cell stands, 0 when there is none."""
    if not cell:
        return 0
    rows = list(enumerate(read_sheets(path).get(sheet, []), 2))
    exact = (number for number, row in rows if cell in row.values())
    inside = (number for number, row in rows if any(cell in value for value in row.values()))
    return next(exact, next(inside, 0))


def _row_of_type(path: Path, sentence: str) -> int:
    """The first row whose type a sentence without a row can only mean, 0 when there is none."""
    wanted = next((types for words, types in _MEANT.items() if words in sentence), ())
    for number, row in enumerate(read_sheets(path).get("survey", []) if wanted else (), 2):
        if row.get("type", "").lower().startswith(wanted):
            return number
    return 0


def write_xlsx(md_path: Path, xlsx_path: Path) -> None:
    """The same definition as a workbook for the officer: frozen header, text cells, lists."""
    from hrdesk.forms.workbook import write_workbook  # noqa: PLC0415 - as above

    write_workbook(md_path, xlsx_path)
