"""The rows an import refused, as a workbook to correct: the reason stands right of its cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hrdesk.i18n import tr
from hrdesk.records.tables import NO_RESULT
from hrdesk.services.import_plan import ColumnPlan, ImportPlan, remember, shown
from hrdesk.services.importing import RefusedRow, refused_rows
from hrdesk.services.progress import SILENT, Progress
from hrdesk.services.sheet_writing import BookWriter, SheetWriter

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace

_REASON_WIDTH = 44.0
_CELL_WIDTH = 22.0


def write_refused(
    ws: Workspace,
    plan: ImportPlan,
    path: Path,
    *,
    now: datetime,
    period: Period | None = None,
    progress: Progress = SILENT,
) -> int:
    """Write the refused rows; how many. Corrected, the workbook can be imported as it is.

    All cells are text in Unicode. Columns of reasons are remembered as left out.

    Raises:
        FileError: it cannot be written; RecordError, CancelledError: as for `take_in`.
    """
    at_fault: set[int | None] = set()
    for refused in refused_rows(ws, plan, now=now, period=period, progress=progress):
        at_fault.update(found.at for found in refused.findings)
    columns = [column for column in plan.columns if column.title]
    titles = [tr("Row in the sheet")]
    layout: list[ColumnPlan | int] = []
    for column in columns:
        titles.append(column.title)
        layout.append(column)
        if column.at in at_fault:
            titles.append(tr("Reason: {column}", column=column.title))
            layout.append(column.at)
    without_column = None in at_fault
    if without_column:
        titles.append(tr("Reason: questions without a column"))
    widths = [9.0, *(_REASON_WIDTH if isinstance(each, int) else _CELL_WIDTH for each in layout)]
    count = 0
    with BookWriter() as book:
        sheet = book.sheet(tr("Refused rows"))
        sheet.begin(titles, [*widths, _REASON_WIDTH] if without_column else widths)
        for refused in refused_rows(ws, plan, now=now, period=period, progress=progress):
            count += 1
            _add(sheet, refused, layout, without_column=without_column)
        book.save(path)
    remember(ws, _as_written(plan, layout, titles))
    return count


def _add(
    sheet: SheetWriter,
    refused: RefusedRow,
    layout: list[ColumnPlan | int],
    *,
    without_column: bool,
) -> None:
    for row in refused.rows:
        first = row is refused.rows[0]
        cells: list[object] = [row.number]
        for each in layout:
            if isinstance(each, int):
                cells.append(sheet.fault(_reasons(refused, each) if first else ""))
            else:
                text = row.cells[each.at] if each.at < len(row.cells) else ""
                if text.startswith(NO_RESULT):  # it would come back as a text
                    text = ""
                cells.append(sheet.text(shown(each, text)))
        if without_column:
            cells.append(sheet.fault(_reasons(refused, None) if first else ""))
        sheet.add(cells)


def _reasons(refused: RefusedRow, at: int | None) -> str:
    return "\n".join(
        " ".join(
            part
            for part in (found.column + ":" if at is None else "", found.message, found.remedy)
            if part.strip(":")
        )
        for found in refused.findings
        if found.at == at
    )


def _as_written(plan: ImportPlan, layout: list[ColumnPlan | int], titles: list[str]) -> ImportPlan:
    """The plan by which the workbook just written is imported."""
    columns = [ColumnPlan(0, titles[0], "")]
    for at, title in enumerate(titles[1:], 1):
        source = layout[at - 1] if at <= len(layout) else at
        place_id = source.place_id if isinstance(source, ColumnPlan) else ""
        columns.append(ColumnPlan(at, title, place_id))
    return replace(plan, columns=tuple(columns))
