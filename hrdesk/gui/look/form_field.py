"""The frame around a control: its label, its hint, its fault."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrdesk.gui.look.labels import label
from hrdesk.gui.look.theme import UNIT, look, set_role, tokens


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
        self.caption = label("", "label")
        self.caption.setTextFormat(Qt.TextFormat.RichText)
        self.caption.setBuddy(control)
        look().changed.connect(self._paint_caption)
        self.line = label("", "second", wraps=True)
        column.addWidget(self.caption)
        column.addWidget(control)
        column.addWidget(self.line)
        column.addStretch(1)
        self.set_caption(text, required=required)
        self.show_fault("")

    def set_caption(self, text: str, *, required: bool = False) -> None:
        """Another label; a required one carries a red star."""
        self._caption, self._required = text, required
        self.control.setAccessibleName(text)
        self._paint_caption()

    def _paint_caption(self) -> None:
        star = f' <span style="color:{tokens().bad}">*</span>' if self._required else ""
        import html  # noqa: PLC0415 - not before a question is shown

        self.caption.setText(f"{html.escape(self._caption)}{star}")

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
