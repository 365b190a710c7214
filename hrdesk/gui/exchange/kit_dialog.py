"""A kit of the province: looked at as a difference in words, then put in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hrdesk.gui.look.components import (
    Banner,
    FormField,
    IconMark,
    PrimaryButton,
    QuietButton,
    label,
    scrolled,
)
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.messages import message_of
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services.kits import KitSeen, take_kit
from hrdesk.services.wording import main_reason
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session

_MARKS: Final = {
    "alert": ("triangle-alert", "warn"),
    "change": ("pencil", "accent"),
    "note": ("info", "second"),
}


class KitDialog(RoomyDialog):
    """Shows what a kit would change; says `taken()` when it was put in use."""

    taken = Signal()

    def __init__(self, session: Session, seen: KitSeen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Kit of the province"))
        self.resize(UNIT * 170, UNIT * 140)
        self._session, self._seen = session, seen
        outer = self.column()
        when = show_datetime(seen.issued_at) if seen.issued_at else ""
        heading = tr("Kit {number}, made on {when}", number=seen.seq, when=when)
        outer.addWidget(
            label(heading if seen.believed else tr("This kit is not believed"), "heading")
        )
        self.verdict = Banner("", "good")
        outer.addWidget(self.verdict)
        outer.addWidget(_changes(seen), 1)
        self.fingerprint = QLineEdit()
        self.fingerprint_field = FormField(
            tr("The authority's fingerprint, as it stands on paper"),
            self.fingerprint,
            hint=tr("Type it from the paper, or as the province reads it out on the telephone."),
        )
        self.fingerprint_field.setVisible(seen.believed and seen.first_trust)
        outer.addWidget(self.fingerprint_field)
        self.agree = QCheckBox(tr("I have read the remarks and agree to put it in use"))
        remarks = seen.believed and str(seen.outcome.verdict) == "remarks"
        self.agree.setAccessibleName(self.agree.text())
        self.agree.setVisible(remarks)
        outer.addWidget(self.agree)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addStretch(1)
        row.addWidget(QuietButton(tr("Close"), on_click=self.reject))
        self.take_button = PrimaryButton(tr("Put it in use"), icon="check", on_click=self.take)
        self.take_button.setVisible(seen.believed)
        self.take_button.setEnabled(not remarks)
        self.agree.toggled.connect(self.take_button.setEnabled)
        row.addWidget(self.take_button)
        outer.addLayout(row)
        self._say_verdict()

    def _say_verdict(self) -> None:
        if not self._seen.believed:
            self.verdict.show_text(main_reason(self._seen.outcome), "bad")
        elif self._seen.outcome.findings:
            self.verdict.show_text(main_reason(self._seen.outcome), "warn")
        else:
            self.verdict.show_text(
                tr("Signed by the province. Nothing is changed before you put it in use."), "good"
            )

    def take(self) -> None:
        """Put the kit in use."""
        ws, now, path = self._session.workspace, self._session.clock(), self._seen.path
        typed = self.fingerprint.text().strip() or None
        if self._seen.first_trust and typed is None:
            self.fingerprint_field.show_fault(tr("Type the fingerprint from the paper."))
            self.fingerprint.setFocus()
            return
        agreed = self.agree.isChecked()
        self.take_button.setEnabled(False)
        self._session.workers.run(
            lambda: take_kit(ws, path, now=now, fingerprint=typed, accept_remarks=agreed),
            on_done=self._taken,
            on_error=self._failed,
            owner=self,
        )

    def _taken(self, _seen: KitSeen) -> None:
        self.taken.emit()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.take_button.setEnabled(True)
        said = message_of(error)
        self.verdict.show_text(said.whole, "bad")


def _changes(seen: KitSeen) -> QWidget:
    inside = QWidget()
    lines = QVBoxLayout(inside)
    lines.setContentsMargins(0, 0, UNIT * 2, 0)
    lines.setSpacing(UNIT * 2)
    for change in seen.changes:
        lines.addWidget(_line(change.weight, change.sentence, change.details))
    if seen.believed and not seen.changes:
        lines.addWidget(_line("note", tr("It changes nothing here."), ()))
    lines.addStretch(1)
    return scrolled(inside)


def _line(weight: str, sentence: str, details: tuple[str, ...]) -> QWidget:
    icon, role = _MARKS.get(weight, _MARKS["note"])
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(UNIT * 2)
    line.addWidget(IconMark(icon, 18, role), 0, Qt.AlignmentFlag.AlignTop)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(label(sentence, "label", wraps=True))
    for detail in details:
        texts.addWidget(label(detail, "second", wraps=True))
    line.addLayout(texts, 1)
    return row
