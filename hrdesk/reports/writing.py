"""A report written in the format that the name of its file asks for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from hrdesk.errors import ArchiveFormatError, ReportFormatUnknownError
from hrdesk.files import durable_replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hrdesk.reports.content import ReportContent

FORMATS: Final = (".pdf", ".docx", ".xlsx")


def write_content(
    content: ReportContent,
    path: Path,
    progress: Callable[[int], None] | None = None,
    *,
    archive: bool = False,
) -> int | None:
    """Write `content` as .pdf, .docx or .xlsx, whole or not at all.

    Gives the number of pages or sheets; None for .docx, whose pages the reading program makes.
    With `archive` the PDF claims PDF/A-2b; see `hrdesk.reports.archive`.

    Raises:
        ArchiveFormatError: an archive copy that is not a PDF is asked for.
        ArchiveUnfitError: the copy fails a check.
        ReportFormatUnknownError: the name ends in something else.
        FileError: the file cannot be written.
    """
    suffix = path.suffix.lower()
    if archive and suffix != ".pdf":
        raise ArchiveFormatError(name=path.name)
    match suffix:
        case ".pdf" if archive:
            from hrdesk.reports.archive import archived  # noqa: PLC0415 - pikepdf
            from hrdesk.reports.pdf import write_pdf  # noqa: PLC0415 - a drawing library

            whole = io.BytesIO()
            pages = write_pdf(content, whole, progress)
            kept = archived(whole.getvalue())
            with durable_replace(path) as stream:
                stream.write(kept)
            return pages
        case ".pdf":
            from hrdesk.reports.pdf import write_pdf  # noqa: PLC0415 - a drawing library

            return write_pdf(content, path, progress)
        case ".docx":
            from hrdesk.reports.office.word import write_word  # noqa: PLC0415 - lxml

            with durable_replace(path) as stream:
                write_word(_tables_for_charts(content), stream, progress)
            return None
        case ".xlsx":
            from hrdesk.reports.office.workbook import write_workbook  # noqa: PLC0415 - openpyxl

            with durable_replace(path) as stream:
                return write_workbook(_tables_for_charts(content), stream, progress)
        case _:
            raise ReportFormatUnknownError(name=path.name)


def _tables_for_charts(content: ReportContent) -> ReportContent:
    from hrdesk.reports.charts import without_charts  # noqa: PLC0415 - for office programs alone

    return without_charts(content)
