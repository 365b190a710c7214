"""Comparing a printed report with the data: the code is scanned or typed, the answer stands below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hrdesk.gui.look.buttons import QuietButton
from hrdesk.gui.look.components import Banner, label
from hrdesk.gui.look.messages import message_of
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import N_, tr
from hrdesk.services import paper_proof

if TYPE_CHECKING:
    from hrdesk.gui.look.components import Tone
    from hrdesk.gui.look.page import Session
    from hrdesk.services.paper_proof import PaperOutcome

_TONES: Final[dict[str, tuple[Tone, str]]] = {
    "matches": ("good", N_("Matches.")),
    "older": ("warn", N_("An older version.")),
    "unknown": ("bad", N_("Not known.")),
}


class PaperCheck(QWidget):
    """A field for the code; Enter compares."""

    def __init__(
        self, session: Session, *, stacked: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT * 2)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        words = label(tr("Co&mpare the code on paper"), "label")
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Code at the foot of a printed report"))
        self.field.setPlaceholderText("XXXX-XXXX-XXXX-XXXX")
        self.field.setMaxLength(200)
        self.field.setClearButtonEnabled(True)
        words.setBuddy(self.field)
        self.button = QuietButton(tr("Compare"), icon="check", on_click=self.compare)
        (column if stacked else row).addWidget(words)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.answer = Banner("")
        self.answer.hide()
        column.addWidget(self.answer)
        self.field.returnPressed.connect(self.compare)
        self.field.textChanged.connect(self.answer.hide)

    def compare(self) -> None:
        """Compare what is typed with what this workspace knows."""
        typed = self.field.text().strip()
        if not typed:
            self.field.setFocus()
            return
        ws = self._session.workspace
        self._session.workers.run(
            lambda: paper_proof.compare_known(ws, typed),
            on_done=self._show,
            on_error=self._failed,
            owner=self,
            urgent=True,
        )

    def _show(self, outcome: PaperOutcome) -> None:
        tone, word = _TONES[outcome.state]
        self.answer.show_text(f"{tr(word)} {outcome.sentence}", tone)
        self.answer.show()

    def _failed(self, error: BaseException) -> None:
        said = message_of(error)
        self.answer.show_text(said.whole, "bad")
        self.answer.show()
