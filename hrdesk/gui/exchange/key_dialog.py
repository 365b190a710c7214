"""The passphrase of the province's key, asked when encrypted bundles are to be received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from hrdesk.gui.look.components import FormField, PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import FittingDialog, button_row
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class KeyDialog(FittingDialog):
    """Calls `on_answer` with what was typed, or with "" when the files may wait."""

    def __init__(self, on_answer: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Receive"))
        self.setMinimumWidth(UNIT * 120)
        self._on_answer = on_answer
        outer = self.column()
        outer.addWidget(label(tr("Some of these files are encrypted"), "heading", wraps=True))
        self.passphrase = PassphraseField(tr("Passphrase of the province's key"))
        self.field = FormField(
            tr("Passphrase of the province's key"),
            self.passphrase,
            hint=tr("Without it they are kept and wait; nothing is lost."),
        )
        outer.addWidget(self.field)
        self.later_button = QuietButton(tr("Let them wait"), on_click=self.reject)
        self.open_button = PrimaryButton(tr("Open and take in"), icon="lock", on_click=self._open)
        self.open_button.setDefault(True)
        self.rejected.connect(self._wait)
        outer.addLayout(button_row(self.later_button, self.open_button))

    def _open(self) -> None:
        if not self.passphrase.text():
            self.field.show_fault(tr("Type the passphrase."))
            self.passphrase.setFocus()
            return
        typed = self.passphrase.text()
        self.passphrase.clear()
        self.accept()
        self._on_answer(typed)

    def _wait(self) -> None:
        self._on_answer("")
