"""The fixed elements of a Báo cáo and their places: Nghị định 30/2020/NĐ-CP, Phụ lục I, Mẫu 1.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.i18n import tr_in
from hrdesk.reports.elements import (
    appendix_head,
    basis_lines,
    copy_lines,
    dated_place,
    numbered,
    recipient_lines,
    reference,
)
from hrdesk.reports.layout import (
    BODY_SIZE,
    LEFT,
    LEFT_SHARE,
    LINE_SPACING,
    MOTTO_SIZE,
    NATION_SIZE,
    PARAGRAPH_GAP,
    RECEIVERS_HEAD_SIZE,
    RECEIVERS_SIZE,
    SHORT_RULE,
    SIGNATURE_ROOM,
)
from hrdesk.reports.lines import break_lines
from hrdesk.reports.sign_fields import fields_in

if TYPE_CHECKING:
    from hrdesk.reports.content import Appendix, ReportContent
    from hrdesk.reports.flow import Flow
    from hrdesk.reports.fonts import Style
    from hrdesk.reports.lines import Line


class Decree:
    """Draws the fixed elements of one report."""

    def __init__(self, flow: Flow, content: ReportContent) -> None:
        self._flow = flow
        self._content = content

    def _say(self, msgid: str, **values: object) -> str:
        return tr_in(self._content.language, msgid, **values)

    # --- head of page 1 ---------------------------------------------------------------------

    def letterhead(self) -> None:
        """Nation and motto to the right, agencies to the left; number and date under them."""
        flow, content = self._flow, self._content
        left = (LEFT, flow.width * LEFT_SHARE - 4)
        right = (LEFT + flow.width * LEFT_SHARE, flow.width * (1 - LEFT_SHARE))
        top = flow.y
        if content.letterhead.parent:
            self._stack(content.letterhead.parent.upper(), "regular", NATION_SIZE, left)
        widest = self._stack(content.letterhead.agency.upper(), "bold", NATION_SIZE, left)
        self._rule_under(left, widest * SHORT_RULE)
        left_end, flow.y = flow.y, top
        self._stack(self._say("SOCIALIST REPUBLIC OF VIET NAM"), "bold", NATION_SIZE, right)
        widest = self._stack(
            self._say("Independence - Freedom - Happiness"), "bold", MOTTO_SIZE, right
        )
        self._rule_under(right, widest)
        flow.y = top = min(left_end, flow.y) - PARAGRAPH_GAP
        if content.symbol:
            number = self._say("No. {symbol}", symbol=numbered(content.number, content.symbol))
            self._stack(number, "regular", NATION_SIZE, left)
        left_end, flow.y = flow.y, top
        place = dated_place(content.place, content.issued_on, content.language)
        self._stack(place, "italic", MOTTO_SIZE, right)
        flow.y = min(left_end, flow.y) - 2 * PARAGRAPH_GAP

    def _stack(self, text: str, style: Style, size: float, box: tuple[float, float]) -> float:
        """Lines centred in a box `(x, width)`; the width of the widest, in points."""
        flow, (x, width) = self._flow, box
        widest = 0.0
        for part in text.split("\n"):
            for line in flow.balanced(part, style, width * 1000 / size):
                drawn = line.width * size / 1000
                flow.put(x + (width - drawn) / 2, line, size)
                widest = max(widest, drawn)
        return widest

    def _rule_under(self, box: tuple[float, float], length: float) -> None:
        x, width = box
        start, y = x + (width - length) / 2, self._flow.y - 2
        self._flow.sheet.rule(start, y, start + length, y)
        self._flow.y -= 5

    # --- title and addressees ---------------------------------------------------------------

    def title(self) -> None:
        """BÁO CÁO, what it is about, a short rule."""
        flow, content = self._flow, self._content
        flow.bookmark(content.document_title, 0)
        flow.centered(content.title.upper(), "bold", MOTTO_SIZE)
        widest = flow.centered(content.subject, "bold", MOTTO_SIZE)
        length = min(widest * SHORT_RULE, flow.width / 3)
        self._rule_under((LEFT, flow.width), length)
        flow.y -= 2 * PARAGRAPH_GAP

    def recipients(self) -> None:
        """`Kính gửi`: one receiver on the same line, several under one another."""
        flow, names = self._flow, self._content.recipients
        if not names:
            return
        size = BODY_SIZE
        head = flow.one_line(self._say("To:") + " ", "regular", size)
        limit = flow.width * 0.62 * 1000 / size
        lines = [
            break_lines(flow.shaper, item, "regular", limit)
            for item in recipient_lines(self._content)
        ]
        widest = max(line.width for item in lines for line in item) * size / 1000
        head_width = head.width * size / 1000
        x = LEFT + max(0.0, (flow.width - head_width - widest) / 2)
        top = flow.y
        flow.put(x, head, size)
        if len(names) == 1:
            flow.y = top
        for item in lines:
            for line in item:
                flow.put(x + head_width, line, size)
        flow.y -= 2 * PARAGRAPH_GAP

    def legal_bases(self) -> None:
        """`Căn cứ`: italic, each ending in a semicolon, the last in a full stop."""
        for basis in basis_lines(self._content):
            self._flow.paragraph(basis, "italic")

    # --- signature and receivers ------------------------------------------------------------

    def signature_height(self) -> float:
        """Room that the signature and the list of receivers need together."""
        signs = len(self._content.signature.authority) * LINE_SPACING * BODY_SIZE
        name = LINE_SPACING * BODY_SIZE if self._content.signature.name else 0.0
        copies = RECEIVERS_HEAD_SIZE * LINE_SPACING + sum(
            self._flow.height_of(line, RECEIVERS_SIZE) for line in self._copies()
        )
        return max(signs + SIGNATURE_ROOM + name, copies) + 2 * PARAGRAPH_GAP

    def _copies(self) -> list[Line]:
        limit = self._flow.width * (LEFT_SHARE + 0.05) * 1000 / RECEIVERS_SIZE
        return [
            line
            for item in copy_lines(self._content)
            for line in break_lines(self._flow.shaper, item, "regular", limit)
        ]

    def signature(self) -> None:
        """Receivers to the left, authority, room to sign and name to the right."""
        flow, content = self._flow, self._content
        if self.signature_height() > flow.room:
            flow.new_page()
        flow.y -= PARAGRAPH_GAP
        top = flow.y
        right = (LEFT + flow.width * 0.5, flow.width * 0.5)
        for line in content.signature.authority:
            self._stack(line, "bold", BODY_SIZE, right)
        room = (right[0], flow.y - SIGNATURE_ROOM, right[0] + right[1], flow.y)
        for name, box in fields_in(room).items():
            flow.signature_field(name, box)
        flow.y -= SIGNATURE_ROOM
        if content.signature.name:
            self._stack(content.signature.name, "bold", BODY_SIZE, right)
        right_end, flow.y = flow.y, top
        if content.copies:
            head = flow.one_line(self._say("Copies:"), "bold italic", RECEIVERS_HEAD_SIZE)
            flow.put(LEFT, head, RECEIVERS_HEAD_SIZE)
            for copy in self._copies():
                flow.put(LEFT, copy, RECEIVERS_SIZE)
        flow.y = min(flow.y, right_end)

    # --- appendices -------------------------------------------------------------------------

    def appendix(self, appendix: Appendix, number: int) -> None:
        """Number, title and the line that says to which report it belongs; then its blocks."""
        flow, content = self._flow, self._content
        flow.start_section(landscape=appendix.landscape)
        head = appendix_head(content, number)
        flow.bookmark(f"{head}. {appendix.title}", 0)
        flow.centered(head, "bold", BODY_SIZE)
        flow.centered(appendix.title.upper(), "bold", BODY_SIZE)
        flow.centered(reference(content), "italic", BODY_SIZE)
        flow.y -= 2 * PARAGRAPH_GAP
        flow.blocks(appendix.blocks)
