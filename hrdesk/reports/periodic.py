"""The periodic report of a unit and the consolidated one of the province, from their figures.

The words stand in `resources/plan/report_texts.<language>.toml`; what an office says of itself
(letterhead, receivers, signer) is passed in and never assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.reports.appendices import (
    figures_appendix,
    products_appendix,
    targets_appendix,
    units_appendix,
)
from hrdesk.reports.content import Appendix, Letterhead, ReportContent, Signature
from hrdesk.reports.narrative import Narrative
from hrdesk.reports.source import (
    Office,
    PeriodCounts,
    ProductLine,
    Remarks,
    ReportInput,
    TargetWords,
    UnitLine,
)
from hrdesk.reports.targets import target_words
from hrdesk.reports.texts import Texts
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.reports.content import Block

__all__ = [
    "Office",
    "PeriodCounts",
    "ProductLine",
    "Remarks",
    "ReportInput",
    "TargetWords",
    "UnitLine",
    "consolidated_content",
    "periodic_content",
    "target_words",
]


def periodic_content(source: ReportInput) -> ReportContent:
    """A unit's report for one period, "không phát sinh" when nothing was counted."""
    texts = Texts(source.language)
    narrative = Narrative(source, texts)
    appendices = [figures_appendix(source, texts), targets_appendix(source, texts)]
    if source.products:
        appendices.append(products_appendix(source, texts, with_unit=False))
    if narrative.is_zero():
        subject = texts.say("zero", "subject", **narrative.frame())
        return _content(source, texts, subject, narrative.zero_body(), appendices)
    subject = texts.say("report", "subject", **narrative.frame())
    return _content(source, texts, subject, narrative.body(), appendices)


def consolidated_content(source: ReportInput, units: Sequence[UnitLine]) -> ReportContent:
    """The province's report: totals in `source`, each unit's share in `units`, missing named."""
    texts = Texts(source.language)
    narrative = Narrative(source, texts, units)
    appendices = [
        figures_appendix(source, texts),
        targets_appendix(source, texts),
        units_appendix(source, units, texts),
    ]
    if source.products:
        appendices.append(products_appendix(source, texts, with_unit=True))
    subject = texts.say("report", "subject_consolidated", **narrative.frame())
    return _content(source, texts, subject, narrative.body(), appendices)


def _content(
    source: ReportInput,
    texts: Texts,
    subject: str,
    body: Sequence[Block],
    appendices: Sequence[Appendix],
) -> ReportContent:
    office = source.office
    return ReportContent(
        letterhead=Letterhead(nfc(office.parent_agency), nfc(office.agency), office.name_in_text),
        number=office.number,
        symbol=office.symbol,
        place=office.place,
        issued_on=source.issued_on,
        title=texts.say("report", "title"),
        subject=subject,
        recipients=office.recipients,
        body=tuple(body),
        signature=Signature(office.authority, office.signer_name),
        copies=office.copies,
        appendices=tuple(appendices),
        language=source.language,
        author=office.author,
        electronic=office.electronic,
    )
