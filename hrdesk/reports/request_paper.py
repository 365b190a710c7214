"""The printed request for a certificate: who asks, and sixteen characters to compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.reports.content import Column, Letterhead, Paragraph, ReportContent, Signature, Table
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.reports.papers import PaperFrame


@dataclass(frozen=True, slots=True)
class CertificateRequest:
    """What stands on the paper; `fingerprint` as it is read out, in fours."""

    fingerprint: str
    unit_code: str
    unit_name: str
    name: str
    position: str
    desk_id: str
    file_name: str


def request_paper(frame: PaperFrame, asked: CertificateRequest) -> ReportContent:
    """One page, signed and stamped by the office, with room for the officer who compares."""
    texts, office = frame.texts, frame.office
    heads = texts.several("request", "columns")
    rows = [
        (texts.say("request", "unit"), asked.unit_name),
        (texts.say("request", "code"), asked.unit_code),
        (texts.say("request", "name"), asked.name),
        (texts.say("request", "position"), asked.position),
        (texts.say("request", "desk"), asked.desk_id),
        (texts.say("request", "file"), asked.file_name),
    ]
    if frame.issued_on is not None:
        rows.append((texts.say("request", "created"), show_date(frame.issued_on)))
    rows.append((texts.say("request", "done"), ""))
    return ReportContent(
        letterhead=Letterhead(office.parent_agency, office.agency, office.name_in_text),
        number="",
        symbol="",
        place=office.place,
        issued_on=frame.issued_on,
        title=texts.say("request", "title"),
        subject=texts.say("request", "subject"),
        recipients=(),
        body=(
            Paragraph(texts.say("request", "to")),
            Paragraph(asked.fingerprint, bold=True, large=True),
            Table((Column(heads[0], 30), Column(heads[1], 70)), rows),
            Paragraph(texts.say("request", "compare")),
        ),
        signature=Signature((texts.say("request", "signer"),), office.signer_name),
        copies=(),
        language=frame.language,
        author=asked.name,
    )
