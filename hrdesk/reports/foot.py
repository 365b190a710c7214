"""The foot of each page of a report: number, version, digest groups and the QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.i18n import tr_in
from hrdesk.reports.elements import numbered
from hrdesk.reports.layout import LEFT, MM, RIGHT
from hrdesk.reports.proof import qr_text, short_code

if TYPE_CHECKING:
    from hrdesk.reports.content import Proof, ReportContent
    from hrdesk.reports.fonts import Style
    from hrdesk.reports.lines import Sheet
    from hrdesk.reports.page import Page

FOOT_BOTTOM: Final = 25 * MM  # the bottom margin of the decree is 20 to 25 mm
QR_SIDE: Final = 15.5 * MM
_LOWEST: Final = 5 * MM  # what most printers leave white
_SIZE: Final = 8.5
_CODE_SIZE: Final = 9.5
_STEP: Final = 11.5


class ProofFoot:
    """Draws the same foot on every page."""

    def __init__(self, content: ReportContent, proof: Proof) -> None:
        """For this report; `proof` is what the foot says."""
        language = content.language
        number = tr_in(
            language,
            "Report No. {number} - {period} - version {version}",
            number=numbered(content.number, content.symbol),
            period=proof.period_id,
            version=proof.version,
        )
        self._lines: list[tuple[str, Style, float]] = [(number, "regular", _SIZE)]
        code = tr_in(language, "Data code: {code}", code=short_code(proof.digest))
        self._lines.append((code, "bold", _CODE_SIZE))
        if proof.draft:
            draft = tr_in(language, "DRAFT, printed before it was submitted")
            self._lines.append((draft, "bold", _SIZE))
        else:
            check = tr_in(language, "The code names the figures that were submitted")
            self._lines.append((check, "italic", _SIZE))
        self._qr = _modules(qr_text(proof))

    def draw(self, page: Page) -> None:
        """Put the foot on the page under way."""
        right = page.page_width - RIGHT
        _draw_qr(page.sheet, self._qr, right - QR_SIDE, _LOWEST)
        y = _LOWEST + QR_SIDE / 2 + _STEP * 0.7
        for text, style, size in self._lines:
            line = page.one_line(text, style, size)
            page.sheet.text(LEFT, y, line, size)
            y -= _STEP


def _modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of the QR code, row by row from the top, without a border."""
    import segno  # noqa: PLC0415 - only where a report is drawn

    code = segno.make_qr(text, error="m", boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def _draw_qr(sheet: Sheet, modules: tuple[tuple[bool, ...], ...], x: float, y: float) -> None:
    """Vector rectangles, one for each run of dark modules in a row."""
    side = QR_SIDE / len(modules)
    for number, row in enumerate(modules):
        bottom = y + QR_SIDE - (number + 1) * side
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                sheet.fill(x + start * side, bottom, (end - start) * side, side)
            start = end + 1
