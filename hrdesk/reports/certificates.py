"""Certificates of attendance: a landscape page for each person who came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.errors import ReportFormatUnknownError
from hrdesk.files import durable_replace
from hrdesk.i18n import tr_in
from hrdesk.reports.document import Facts, PdfDocument
from hrdesk.reports.elements import dated_place
from hrdesk.reports.flow import Flow
from hrdesk.reports.fonts import FontBook
from hrdesk.reports.layout import A4, MM
from hrdesk.reports.shaping import Shaper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path
    from typing import BinaryIO

    from hrdesk.reports.fonts import Style
    from hrdesk.reports.source import Office

_WIDE, _HIGH = A4[1], A4[0]
_FRAMES: Final = ((11 * MM, 1.6), (13 * MM, 0.5))  # distance from the edge, width of the line
_INNER: Final = 24 * MM
_NAME_SIZES: Final = (32.0, 28.0, 24.0, 21.0)  # the first at which the name takes one line
_TITLE_SIZE: Final = 17.0
_LONG_TITLE_SIZE: Final = 13.0  # of more than two lines
_NOTICE_SIZE: Final = 8.5


@dataclass(frozen=True, slots=True)
class Attended:
    """One person who came; `row` is the line of the list, from 1."""

    row: int
    name: str
    position: str = ""
    workplace: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What was attended, as it stands on each certificate."""

    title: str
    when: str
    where: str
    sessions: int
    number_stem: str  # stands after the number of the row: "05112026/GCN"
    issued_on: date | None
    keep_until: str = ""


def write_certificates(
    office: Office,
    course: Course,
    people: Sequence[Attended],
    path: Path,
    *,
    language: str = "vi",
    progress: Callable[[int], None] | None = None,
) -> int:
    """One .pdf with a page a person, whole or not at all; the number of pages.

    Raises:
        ReportFormatUnknownError: the name does not end in .pdf: a certificate is not edited.
        FileError: the file cannot be written.
    """
    if path.suffix.lower() != ".pdf":
        raise ReportFormatUnknownError(name=path.name)
    with durable_replace(path) as stream:
        return _write(office, course, people, stream, language, progress)


def _write(
    office: Office,
    course: Course,
    people: Sequence[Attended],
    stream: BinaryIO,
    language: str,
    progress: Callable[[int], None] | None,
) -> int:
    book = FontBook()
    title = tr_in(language, "Certificate of attendance")
    document = PdfDocument(stream, Facts(title, office.author, language, course.issued_on))
    flow = Flow(Shaper(book), document, progress)
    page = _Page(flow, office, course, language)
    for one in people:
        flow.start_section(landscape=True)
        page.draw(one)
    flow.finish()
    document.close(book.used())
    return document.pages


class _Page:
    """Draws one certificate."""

    def __init__(self, flow: Flow, office: Office, course: Course, language: str) -> None:
        self._flow = flow
        self._office = office
        self._course = course
        self._language = language

    def _say(self, msgid: str, **values: object) -> str:
        return tr_in(self._language, msgid, **values)

    def draw(self, one: Attended) -> None:
        flow, course = self._flow, self._course
        self._frame()
        head = _HIGH - 20 * MM
        half = (_WIDE - 2 * _INNER) / 2
        left, right = (_INNER, half - 20), (_INNER + half, half)
        flow.y = head
        if self._office.parent_agency:
            self._stack(self._office.parent_agency.upper(), "regular", 12, left)
        widest = self._stack(self._office.agency.upper(), "bold", 12, left)
        self._rule(left, widest * 0.4)
        number = self._say("No. {symbol}", symbol=f"{one.row:03}-{course.number_stem}")
        self._stack(number, "regular", 12, left)
        left_end, flow.y = flow.y, head
        self._stack(self._say("SOCIALIST REPUBLIC OF VIET NAM"), "bold", 12, right)
        widest = self._stack(self._say("Independence - Freedom - Happiness"), "bold", 13, right)
        self._rule(right, widest)
        flow.y = min(left_end, flow.y) - 28
        middle = (_INNER, _WIDE - 2 * _INNER)
        self._stack(self._say("Certificate of attendance").upper(), "bold", 28, middle)
        flow.y -= 12
        certifies = self._say("{office} certifies that", office=self._office.name_in_text)
        self._stack(certifies, "italic", 15, middle)
        flow.y -= 8
        self._stack(one.name, "bold", self._name_size(one.name, middle[1]), middle)
        belongs = ", ".join(part for part in (one.position, one.workplace) if part)
        if belongs:
            self._stack(belongs, "regular", 14, middle)
        flow.y -= 10
        self._stack(self._say("attended"), "italic", 15, middle)
        flow.y -= 4
        lines = len(flow.balanced(course.title, "bold", middle[1] * 1000 / _TITLE_SIZE))
        self._stack(course.title, "bold", _TITLE_SIZE if lines <= 2 else _LONG_TITLE_SIZE, middle)
        flow.y -= 4
        facts = [
            self._say("Time: {when}", when=course.when) if course.when else "",
            self._say("Place: {where}", where=course.where) if course.where else "",
        ]
        for line in facts:
            if line:
                self._stack(line, "regular", 13, middle)
        self._signature(right)
        self._notice(middle)

    def _name_size(self, name: str, width: float) -> float:
        for size in _NAME_SIZES:
            if self._flow.one_line(name, "bold", size).width * size / 1000 <= width:
                return size
        return _NAME_SIZES[-1]

    def _signature(self, box: tuple[float, float]) -> None:
        flow = self._flow
        flow.y = min(flow.y - 6, 66 * MM)
        day = dated_place(self._office.place, self._course.issued_on, self._language)
        self._stack(day, "italic", 13, box)
        for line in self._office.authority:
            self._stack(line, "bold", 13, box)
        if self._office.signer_name:
            flow.y = min(flow.y, 32 * MM) if flow.y > 50 * MM else flow.y - 14 * MM
            self._stack(self._office.signer_name, "bold", 13, box)

    def _notice(self, box: tuple[float, float]) -> None:
        until = self._course.keep_until or self._say("the day named on the list")
        notice = self._say(
            "Name, position and workplace stand here only to certify attendance (Law on Personal "
            "Data Protection No. 91/2025/QH15); the office deletes its list after {until}.",
            until=until,
        )
        self._flow.y = 21 * MM
        self._stack(notice, "italic", _NOTICE_SIZE, box)

    def _frame(self) -> None:
        sheet = self._flow.sheet
        for edge, width in _FRAMES:
            sheet.line_width(width)
            right, top = _WIDE - edge, _HIGH - edge
            sheet.rule(edge, edge, right, edge)
            sheet.rule(right, edge, right, top)
            sheet.rule(right, top, edge, top)
            sheet.rule(edge, top, edge, edge)
        sheet.line_width(0.6)

    def _stack(self, text: str, style: Style, size: float, box: tuple[float, float]) -> float:
        flow, (x, width) = self._flow, box
        widest = 0.0
        for part in text.split("\n"):
            for line in flow.balanced(part, style, width * 1000 / size):
                drawn = line.width * size / 1000
                flow.put(x + (width - drawn) / 2, line, size)
                widest = max(widest, drawn)
        return widest

    def _rule(self, box: tuple[float, float], length: float) -> None:
        x, width = box
        start, y = x + (width - length) / 2, self._flow.y - 1
        self._flow.sheet.rule(start, y, start + length, y)
        self._flow.y -= 4
