"""The search field and the rows of a list, with the keys a clerk expects of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QWidget
from typing_extensions import override

from hrdesk.gui import icons
from hrdesk.gui.theme import UNIT, look
from hrdesk.i18n import tr


class SearchField(QLineEdit):
    """Search as one types; Esc empties it, Down goes to the rows."""

    leave_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setPlaceholderText(tr("Search, with or without accents"))
        self.setAccessibleName(tr("Search the records"))
        self._glass = QAction(self)
        self._clear = QAction(tr("Clear the search"), self)
        self._clear.triggered.connect(self._emptied)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._show_clear)
        look().changed.connect(self._paint_icons)
        self._paint_icons()
        self._show_clear("")

    def _paint_icons(self) -> None:
        self._glass.setIcon(icons.icon("search"))
        self._clear.setIcon(icons.icon("x"))

    def _show_clear(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    def empty_quietly(self) -> None:
        """Empty it without searching anew."""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self._show_clear("")

    def _emptied(self, _checked: bool = False) -> None:
        self.clear()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.leave_down.emit()
        else:
            super().keyPressEvent(event)


class RowsView(QListView):
    """The rows; Enter opens the one under the keyboard, letters go to the search."""

    opened = Signal(QModelIndex)
    delete_wanted = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("records")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(UNIT * 7)
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        self.opened.emit(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.opened.emit(index)
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.delete_wanted.emit(index)
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters do not jump about: there is a search for that."""
