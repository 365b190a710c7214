"""F9: go to a question. Letters search, without marks; Enter goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

_WIDTH: Final = UNIT * 100
_TALL: Final = UNIT * 80


class QuestionFinder(QFrame):
    """A line to search in, and the questions that are asked now."""

    chosen = Signal(int)  # place in the list that was given

    def __init__(self, questions: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self._questions = questions
        self._shown: list[int] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT * 2)
        self.line = _SearchLine()
        self.line.setPlaceholderText(tr("Go to a question…"))
        self.line.setAccessibleName(tr("Go to a question…"))
        self.rows = QListWidget()
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setAccessibleName(tr("Questions"))
        self.rows.setFixedSize(_WIDTH, _TALL)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.line)
        column.addWidget(self.rows)
        self.line.textChanged.connect(self._search)
        self.line.moved.connect(self._move)
        self.line.returnPressed.connect(self._take)
        self.rows.itemClicked.connect(self._on_clicked)
        self._search("")

    def show_below(self, right_corner: QPoint) -> None:
        """Open with the upper right corner there."""
        self.adjustSize()
        self.move(right_corner - QPoint(self.width(), 0))
        self.show()
        self.line.setFocus()

    def _search(self, typed: str) -> None:
        parts = fold(typed).split()
        found = []
        for place, words in enumerate(self._questions):
            folded = f" {fold(words)}"
            if all(f" {part}" in folded for part in parts):
                found.append(place)
        self._shown = found
        self.rows.clear()
        self.rows.addItems([self._questions[place] for place in found])
        self.rows.setCurrentRow(0)

    def _move(self, by: int) -> None:
        if self._shown:
            self.rows.setCurrentRow((self.rows.currentRow() + by) % len(self._shown))

    def _on_clicked(self, _item: object) -> None:
        self._take()

    def _take(self) -> None:
        row = self.rows.currentRow()
        if 0 <= row < len(self._shown):
            self.close()
            self.chosen.emit(self._shown[row])


class _SearchLine(QLineEdit):
    moved = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
