"""The periodic report, from the figures of its period and from what a person wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.services.period_figures import figures
from hrdesk.services.progress import SILENT, Progress, page_watch
from hrdesk.services.workspace import today_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.indicators.period import Period
    from hrdesk.reports.content import ReportContent
    from hrdesk.reports.source import ReportInput
    from hrdesk.services.period_figures import PeriodFigures
    from hrdesk.services.workspace import Workspace


def report_input(
    ws: Workspace, period: Period, *, counted: PeriodFigures | None = None
) -> ReportInput:
    """The figures that the report prints, without its number, its products and what a person wrote."""
    from hrdesk.reports.source import PeriodCounts, ReportInput
    from hrdesk.reports.targets import target_words
    from hrdesk.services.paper import office_of

    known = counted or figures(ws, period)
    spoken = ws.setting("report_language", "vi")
    return ReportInput(
        office=office_of(ws),
        period=known.period,
        figures=known.targets,
        counts=PeriodCounts(
            current=known.counts,
            previous=known.previous_counts,
            same_last_year=known.last_year_counts,
            cumulative=known.cumulative_counts,
            missing=known.missing,
        ),
        targets=target_words(ws.kit.plan, spoken),
        forms={kind.form_id: ws.form(kind.form_id) for kind in ws.kinds()},
        language=spoken,
    )


def report_content(
    ws: Workspace, period: Period, *, now: datetime, counted: PeriodFigures | None = None
) -> ReportContent:
    """The periodic report as data, a draft unless it was handed over like this; `counted`: figures."""
    from dataclasses import replace

    from hrdesk.reports.periodic import periodic_content
    from hrdesk.services.numbering import standing_number
    from hrdesk.services.paper import numbered_office, product_lines
    from hrdesk.services.paper_proof import proven
    from hrdesk.services.report_sections import written_remarks

    source = report_input(ws, period, counted=counted)
    given = standing_number(ws, source.period)
    content = periodic_content(
        replace(
            source,
            office=numbered_office(ws, given),
            products=tuple(product_lines(ws, source.period, source.language, own=True)),
            remarks=written_remarks(ws, source.period),
            issued_on=given.issued_on if given else today_of(now),
        )
    )
    return proven(ws, source.period, content)


def write_report(
    ws: Workspace,
    period: Period,
    path: Path,
    *,
    now: datetime,
    progress: Progress = SILENT,
    archive: bool = False,
) -> int | None:
    """Write the report as .pdf, .docx or .xlsx, whole or not at all.

    Gives the number of pages or sheets; None for .docx, whose pages the reading program makes.
    With `archive` the PDF claims PDF/A-2b; see `hrdesk.reports.archive`.

    Raises:
        ReportFormatUnknownError: the name of the file ends in something else.
        ArchiveFormatError: an archive copy that is not a PDF is asked for.
        FileError: it cannot be written; what stood there before is unharmed.
        CancelledError: stopped.
    """
    from hrdesk.reports.writing import write_content

    content = report_content(ws, period, now=now)
    pages = write_content(content, path, page_watch(progress), archive=archive)
    if path.suffix.casefold() == ".pdf":
        from hrdesk.services.signed_papers import note_paper

        note_paper(ws, path, "report", period.period_id, now=now)
    return pages
