"""One day, asked by itself: written the short ways of every date question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hrdesk.gui.look.components import FormField, PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import FittingDialog
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.vietnamese.formats import parse_date, show_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class DayDialog(FittingDialog):
    """Says which day it reads while it is typed; Enter takes it."""

    chosen = Signal(object)  # date

    def __init__(
        self,
        title: str,
        about: str,
        caption: str,
        today: Callable[[], date],
        parent: QWidget | None,
        *,
        first: date | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(UNIT * 100)
        self._today = today
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(label(about, "heading", wraps=True))
        self.line = QLineEdit(show_date(first or today()))
        self.line.selectAll()
        column.addWidget(FormField(caption, self.line, required=True))
        self.said = label("", "second", wraps=True)
        column.addWidget(self.said)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.take_button = PrimaryButton(tr("Take this day"), key="Enter", on_click=self._finish)
        self.take_button.setDefault(True)
        buttons.addWidget(QuietButton(tr("Cancel"), on_click=self.reject))
        buttons.addWidget(self.take_button)
        column.addLayout(buttons)
        self.line.textChanged.connect(self._say)
        self._say()
        self.line.setFocus()

    def _say(self) -> None:
        day = parse_date(self.line.text(), self._today())
        self.take_button.setEnabled(day is not None)
        self.said.setText(show_date(day) if day else tr("Write the days as 15/03/2026 or 1503."))

    def _finish(self) -> None:
        day = parse_date(self.line.text(), self._today())
        if day is not None:
            self.accept()
            self.chosen.emit(day)
