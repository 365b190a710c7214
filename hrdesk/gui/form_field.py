"""The frame around a control: its label, its hint, its fault."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrdesk.gui.labels import label
from hrdesk.gui.theme import UNIT, set_role


class FormField(QWidget):
    """Label, control, and below them one line for hint or fault.

    All fields keep the same gaps: 4 px label to control, 4 px control to line; the line takes room
    only when it says something, so that rows with and without a hint stay level at the control.
    """

    def __init__(
        self,
        text: str,
        control: QWidget,
        *,
        hint: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        self.caption = label("", "label", wraps=True)
        self.caption.setBuddy(control)
        self.line = label("", "second", wraps=True)
        column.addWidget(self.caption)
        column.addWidget(control)
        column.addWidget(self.line)
        column.addStretch(1)
        self.set_caption(text, required=required)
        self.show_fault("")

    def set_caption(self, text: str, *, required: bool = False) -> None:
        """Another label; a required one carries a star and says so to a screen reader."""
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setText(f"{text} *" if required else text)
        self.control.setAccessibleName(text)

    def show_fault(self, fault: str) -> None:
        """Say what is wrong; "" says nothing is, and the hint comes back."""
        set_role(self.control, "fault", "true" if fault else "false")
        set_role(self.line, "type", "fault" if fault else "second")
        self.line.setText(fault or self._hint)
        self.line.setVisible(bool(fault or self._hint))
        self.control.setAccessibleDescription(fault or self._hint)

    def set_hint(self, hint: str) -> None:
        """Another hint."""
        self._hint = hint
        self.show_fault("")
