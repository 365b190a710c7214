"""F3: leave an answer standing against a warning. A digit takes a usual reason, letters another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.components import LinkButton, PrimaryButton, label
from hrdesk.gui.look.screens import room_around
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services.soft_checks import REASON_LETTERS, usual_reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from hrdesk.records.warnings import SoftWarning

_WIDTH: Final = UNIT * 110


class ReasonLine(QLineEdit):
    """A line in which a digit alone picks, and anything else is the reason."""

    digit = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if not self.text() and typed.isdecimal() and typed != "0":
            self.digit.emit(int(typed))
            return
        super().keyPressEvent(event)


class WarningPopup(QFrame):
    """The warning, the usual reasons by number, a line for another."""

    accepted = Signal(str)
    withdrawn = Signal()

    def __init__(self, where: str, warning: SoftWarning, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(tr("{question}: {fault}", question=where, fault=warning.message))
        self._reasons = usual_reasons()
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT * 4, UNIT * 4, UNIT * 4)
        column.setSpacing(UNIT * 2)
        column.addWidget(label(where, "strong", wraps=True))
        column.addWidget(label(warning.message, "remark", wraps=True))
        column.addSpacing(UNIT)
        column.addWidget(label(tr("Leave it so, because:"), "label"))
        for number, reason in enumerate(self._reasons, start=1):
            button = LinkButton(f"{number}   {reason}", on_click=self._taker(reason))
            button.setAccessibleName(reason)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setStyleSheet("text-align: left;")
            column.addWidget(button)
        self.line = ReasonLine()
        self.line.setMaxLength(REASON_LETTERS)
        self.line.setPlaceholderText(tr("Another reason, in a few words"))
        self.line.setAccessibleName(tr("Another reason, in a few words"))
        self.line.digit.connect(self._on_digit)
        self.line.returnPressed.connect(self._on_return)
        column.addWidget(self.line)
        row = QHBoxLayout()
        if warning.accepted is not None:
            self.line.setText(warning.accepted.reason)
            self.line.selectAll()
            row.addWidget(LinkButton(tr("Warn again"), on_click=self._withdraw))
        row.addStretch(1)
        row.addWidget(label(tr("Esc: not yet"), "second"))
        self.done = PrimaryButton(tr("Accept"), on_click=self._on_return)
        row.addWidget(self.done)
        column.addLayout(row)

    def show_at(self, corner: QPoint) -> None:
        """Open with the upper left corner there, inside the screen."""
        self.adjustSize()
        room = room_around(self)
        left = max(room.left(), min(corner.x(), room.right() - self.width()))
        top = max(room.top(), min(corner.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.line.setFocus()

    def _taker(self, reason: str) -> Callable[[], None]:
        def take() -> None:
            self._take(reason)

        return take

    def _on_digit(self, number: int) -> None:
        if number <= len(self._reasons):
            self._take(self._reasons[number - 1])

    def _on_return(self) -> None:
        if self.line.text().strip():
            self._take(self.line.text())

    def _take(self, reason: str) -> None:
        self.close()
        self.accepted.emit(reason)

    def _withdraw(self) -> None:
        self.close()
        self.withdrawn.emit()
