"""Whether the desk is enrolled, its sixteen characters, and what comes from the province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from hrdesk.gui.look.components import Card, LinkButton, QuietButton, label
from hrdesk.gui.look.flow import Flow
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.services.exchange import EnrolmentStatus


class EnrolmentCard(Card):
    """Shows the state; the page asks for folders and files."""

    def __init__(
        self,
        on_request: Callable[[], object],
        on_answer: Callable[[], object],
        on_kit: Callable[[], object],
    ) -> None:
        super().__init__(tr("Enrolment and kit"))
        self.state = label("", "label", wraps=True)
        self.fingerprint = label("", "heading")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fingerprint.setAccessibleName(tr("Sixteen characters"))
        self.kit = label("", "second", wraps=True)
        for line in (self.state, self.fingerprint):
            self.body.addWidget(line)
        row = Flow(UNIT * 2)
        self.request_button = QuietButton(
            tr("Write the request…"), icon="download", on_click=on_request
        )
        self.trust_button = QuietButton(
            tr("Take in the answer…"), icon="upload", on_click=on_answer
        )
        self.kit_button = LinkButton(tr("Look at a kit…"), on_click=on_kit)
        for button in (self.request_button, self.trust_button):
            row.addWidget(button)
        self.body.addLayout(row)
        kit_row = QHBoxLayout()
        kit_row.addWidget(self.kit, 1)
        kit_row.addWidget(self.kit_button)
        self.body.addLayout(kit_row)

    def show_status(self, status: EnrolmentStatus, kit_number: int, renewal: str = "") -> None:
        """Show how far the enrolment is, what is done about its end, and which kit is in use."""
        enrolled = status.state == "enrolled"
        if enrolled:
            until = show_date(status.valid_until) if status.valid_until else ""
            self.state.setText(
                tr(
                    "Enrolled with {province}. {holder} signs until {until}.",
                    province=status.province_name or tr("the province"),
                    holder=status.holder,
                    until=until,
                )
                + (f" {renewal}" if renewal else "")
            )
        elif status.state == "requested":
            self.state.setText(
                tr(
                    "The request was written. Carry it to the province, and read these sixteen "
                    "characters out on the telephone:"
                )
            )
        else:
            self.state.setText(
                tr(
                    "This desk is not enrolled yet. You can log and hand over already; for the "
                    "province to take it in, it must know your key once. Its sixteen characters:"
                )
            )
        self.fingerprint.setText(in_fours(status.fingerprint))
        self.fingerprint.setVisible(not enrolled)
        self.request_button.setVisible(not enrolled)
        self.trust_button.setVisible(not enrolled)
        self.kit.setText(
            tr("Kit {number} is in use.", number=kit_number)
            if kit_number
            else tr("No kit of the province is in use yet.")
        )


def in_fours(text: str) -> str:
    """Sixteen characters as people read them out: four by four."""
    plain = "".join(ch for ch in text if ch.isalnum())
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))
