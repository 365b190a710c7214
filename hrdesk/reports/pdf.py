"""A report drawn as PDF in the layout of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from hrdesk.files import durable_replace
from hrdesk.reports.content import ListItem, Paragraph, ReportContent
from hrdesk.reports.decree import Decree
from hrdesk.reports.document import Facts, PdfDocument
from hrdesk.reports.elements import missing_letters_note
from hrdesk.reports.flow import Flow
from hrdesk.reports.fonts import FontBook
from hrdesk.reports.foot import ProofFoot
from hrdesk.reports.layout import PARAGRAPH_GAP
from hrdesk.reports.shaping import Shaper

Progress = Callable[[int], None]


def write_pdf(
    content: ReportContent, target: Path | BinaryIO, progress: Progress | None = None
) -> int:
    """Draw `content` into a file or an open binary stream; the number of pages.

    A file appears whole or not at all. `progress` is told the pages done so far, after each
    page; whatever it raises stops the work and reaches the caller, and no file is left.
    Equal contents give equal bytes.

    Raises:
        FileError: the file cannot be written.
    """
    if isinstance(target, Path):
        with durable_replace(target) as stream:
            return _draw(content, stream, progress)
    return _draw(content, target, progress)


def _draw(content: ReportContent, stream: BinaryIO, progress: Progress | None) -> int:
    book = FontBook()
    facts = Facts(content.document_title, content.author, content.language, content.issued_on)
    document = PdfDocument(stream, facts)
    foot = ProofFoot(content, content.proof) if content.proof else None
    shaper = Shaper(book)
    flow = Flow(shaper, document, progress, foot)
    decree = Decree(flow, content)
    flow.start_section(landscape=content.landscape)
    decree.letterhead()
    decree.title()
    decree.recipients()
    decree.legal_bases()
    ends_in_text = (
        content.is_signed
        and bool(content.body)
        and isinstance(content.body[-1], Paragraph | ListItem)
    )
    keep = decree.signature_height() + PARAGRAPH_GAP if ends_in_text else 0.0
    flow.blocks(content.body, keep_after=keep)
    if content.is_signed:
        decree.signature()
    for number, appendix in enumerate(content.appendices, start=1):
        decree.appendix(appendix, number)
    if shaper.missing:
        flow.y -= 2 * PARAGRAPH_GAP
        flow.paragraph(missing_letters_note(content, shaper.missing), "italic")
    flow.finish()
    document.close(book.used())
    return document.pages
