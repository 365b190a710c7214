"""Workbooks put together from their very XML, as other programs write them and ours never would."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKBOOK = (
    f'<workbook {MAIN} xmlns:r="{_RELATIONS}">%s'
    '<sheets><sheet name="Sổ" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet {MAIN}><fonts><font><name val="Arial"/></font></fonts><cellXfs>'
    '<xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="9" fontId="0"/>'
    "</cellXfs></styleSheet>"
)


def raw_workbook(
    path: Path, sheet: str | bytes, *, shared: str | bytes = "", settings: str = ""
) -> Path:
    """A workbook whose sheet and shared texts are these XML parts; styles 1 are days, 2 percent."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", _WORKBOOK % settings)
        packed.writestr("xl/_rels/workbook.xml.rels", _LINKS)
        packed.writestr("xl/styles.xml", _STYLES)
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
        if shared:
            packed.writestr("xl/sharedStrings.xml", shared)
    return path


def sheet_of(rows: str, *, after: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"
