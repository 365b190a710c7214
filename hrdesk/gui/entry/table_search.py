"""A line above a table that finds in it, without marks, while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from hrdesk.gui.look.components import IconButton, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.vietnamese.text import fold, words

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent

    from hrdesk.gui.entry.cell_grid import CellGrid
    from hrdesk.gui.entry.repeat_model import RepeatModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _SearchLine(QLineEdit):
    stepped = Signal(bool)
    closed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER or event.key() == Qt.Key.Key_F3:
            self.stepped.emit(not back)
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.stepped.emit(event.key() == Qt.Key.Key_Down)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class TableSearch(QWidget):
    """What is sought, which hit of how many, and a way to close it."""

    def __init__(self, grid: CellGrid, model: RepeatModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid
        self._model = model
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT * 2)
        self.line = _SearchLine(self)
        self.line.setClearButtonEnabled(True)
        self._hits = label("", "second")
        self._close = IconButton("x", "", on_click=self.close_search, parent=self)
        row.addWidget(self.line, 1)
        row.addWidget(self._hits)
        row.addWidget(self._close)
        self.line.textChanged.connect(self._on_typed)
        self.line.stepped.connect(self._step)
        self.line.closed.connect(self.close_search)
        self.show_words()
        self.hide()

    def show_words(self) -> None:
        """In the language now spoken."""
        self.line.setPlaceholderText(tr("Find in this table"))
        self.line.setAccessibleName(tr("Find in this table"))
        self._close.setAccessibleName(tr("Close the search (Esc)"))
        self._close.setToolTip(tr("Close the search (Esc)"))

    def open(self) -> None:
        """Take the keyboard, what was sought before marked."""
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close_search(self) -> None:
        """Nothing is sought any more; the keyboard goes back to the cell."""
        self._model.sought = ""
        self._model.all_changed()
        self.hide()
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """As if nothing had been sought."""
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self._model.sought = ""
        self._hits.setText("")
        self.hide()

    def find_next(self) -> None:
        """On to the next hit, round to the first."""
        self._step(True)

    def find_previous(self) -> None:
        """Back to the hit before."""
        self._step(False)

    def hits_words(self) -> str:
        """Which hit of how many, as it stands beside the line."""
        return self._hits.text()

    def _step(self, forward: bool) -> None:
        if not self._model.sought:
            self.open()
            return
        self._show(*self._model.found(self._grid.currentIndex(), forward=forward))

    def _on_typed(self, text: str) -> None:
        self._model.sought = " ".join(words(fold(text)))
        here = self._grid.currentIndex()
        before = self._model.index(here.row(), here.column() - 1) if here.column() > 0 else here
        self._show(*self._model.found(before, forward=True))
        self._model.all_changed()

    def _show(self, index: QModelIndex, number: int, count: int) -> None:
        if not self._model.sought:
            self._hits.setText("")
            return
        found = tr("{number} of {count}", number=number, count=count)
        self._hits.setText(found if count else tr("not found"))
        if index.isValid():
            self._grid.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self._grid.scrollTo(index)
