"""What a bundle waits for, and the officer's word on it: take it in, or refuse it, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hrdesk.gui.look.components import Banner, DangerButton, FormField, PrimaryButton
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.services.deciding import Waiting


class DecisionPanel(QWidget):
    """Shows one waiting bundle; the page does what is asked: "accept", "refuse", or "open"."""

    def __init__(
        self,
        on_decide: Callable[[Waiting, str, str, str], object],
        on_open: Callable[[Waiting, str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.waiting: Waiting | None = None
        self._has_key = False
        self._on_decide, self._on_open = on_decide, on_open
        column = QVBoxLayout(self)
        column.setContentsMargins(0, UNIT * 2, 0, 0)
        column.setSpacing(UNIT * 2)
        self.state = Banner("", "warn")
        column.addWidget(self.state)
        self.passphrase = PassphraseField(tr("Passphrase of the province's key"))
        self.passphrase_field = FormField(
            tr("Passphrase of the province's key"),
            self.passphrase,
            hint=tr("It opens what desks encrypted for the province."),
        )
        self.passphrase.returnPressed.connect(self._open)
        column.addWidget(self.passphrase_field)
        self.open_button = PrimaryButton(tr("Open and take in"), icon="lock", on_click=self._open)
        self.reason = QLineEdit()
        self.reason_field = FormField(
            tr("Why you decide so"),
            self.reason,
            hint=tr("It goes into the log with your name and the time."),
            required=True,
        )
        column.addWidget(self.reason_field)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        self.accept_button = PrimaryButton(tr("Take in"), icon="check", on_click=self._accept)
        self.refuse_button = DangerButton(tr("Refuse"), on_click=self._refuse)
        for button in (self.open_button, self.accept_button, self.refuse_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_waiting(self, waiting: Waiting | None, *, encrypted: bool, has_key: bool) -> None:
        """Show what it waits for; None hides everything."""
        self.waiting = waiting
        self._has_key = has_key
        self.setVisible(waiting is not None)
        if waiting is None:
            return
        self.reason.clear()
        self.reason_field.show_fault("")
        self.passphrase_field.show_fault("")
        locked = waiting.outcome.cause == "locked"
        said = f"{waiting.waits_for}."
        if waiting.outcome.cause == "unenrolled":
            said += " " + tr(
                "Enrol the desk on the page Units and desks: the bundle is then taken in by itself, "
                "and the office need not send it again."
            )
        elif locked and not has_key:
            said += " " + tr("This computer has no key of the province; it cannot be opened here.")
        self.state.show_text(said, "warn")
        self.passphrase_field.setVisible(has_key and (locked or (encrypted and waiting.decidable)))
        self.open_button.setVisible(locked and has_key)
        self.accept_button.setVisible(waiting.decidable)

    def show_fault(self, fault: str, *, passphrase: bool = False) -> None:
        """Say what went wrong, at the field it concerns."""
        field = self.passphrase_field if passphrase else self.reason_field
        field.show_fault(fault)
        (self.passphrase if passphrase else self.reason).setFocus()

    def _accept(self) -> None:
        self._decide("accept")

    def _refuse(self) -> None:
        self._decide("refuse")

    def _decide(self, decision: str) -> None:
        if self.waiting is None:
            return
        if not self.reason.text().strip():
            self.show_fault(tr("Say why; the log keeps it."))
            return
        typed = self.passphrase.text() if not self.passphrase_field.isHidden() else ""
        self._on_decide(self.waiting, decision, self.reason.text().strip(), typed)

    def _open(self) -> None:
        if self.waiting is None or self.waiting.outcome.cause != "locked":
            return
        if not self.passphrase.text():
            self.show_fault(tr("Type the passphrase."), passphrase=True)
            return
        self._on_open(self.waiting, self.passphrase.text())
