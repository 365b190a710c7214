"""A drop-down list in which one types, with accents or without, to find an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget
from typing_extensions import override

from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QWheelEvent

_FOLDED: Final = int(Qt.ItemDataRole.UserRole) + 1


class _Folding(QCompleter):
    @override
    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]


class FindBox(QComboBox):
    """Entries are (value, text). `chosen` tells that a person chose another value."""

    chosen = Signal(str)

    def __init__(
        self, entries: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(16)
        self.setAccessibleName(name)
        model = QStandardItemModel(self)
        for value, text in entries:
            item = QStandardItem(text)
            item.setData(value, Qt.ItemDataRole.UserRole)
            item.setData(fold(text), _FOLDED)
            model.appendRow(item)
        self.setModel(model)
        completer = _Folding(model, self)
        completer.setCompletionRole(_FOLDED)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.activated.connect(self._completed)
        self.line = QLineEdit()
        self.setLineEdit(self.line)
        self.setCompleter(completer)
        self._list = completer
        # The frame is the box's; the sheet of the window would give the line one of its own.
        self.line.setStyleSheet(
            "QLineEdit, QLineEdit:focus { border: 0; padding: 0; min-height: 0; background: none; }"
        )
        self.line.setAccessibleName(name)
        self.line.editingFinished.connect(self._settle)
        self.line.installEventFilter(self)
        self.activated.connect(lambda _row: self._tell())
        self._told = ""

    def value(self) -> str:
        """The value of the entry shown."""
        return str(self.itemData(self.currentIndex(), Qt.ItemDataRole.UserRole) or "")

    def show_value(self, value: str) -> None:
        """Show an entry without telling anybody."""
        self._told = value
        self.setCurrentIndex(max(0, self.findData(value, Qt.ItemDataRole.UserRole)))
        self.line.setCursorPosition(0)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the table scrolls; a question is not changed by accident

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.FocusIn:
            self.line.selectAll()
        return super().eventFilter(watched, event)

    def _completed(self, text: str) -> None:
        row = self.findText(text, Qt.MatchFlag.MatchExactly)
        if row < 0:  # the completer gives the folded text
            row = next((r for r in range(self.count()) if self.itemData(r, _FOLDED) == text), -1)
        if row >= 0:
            self.setCurrentIndex(row)
            self._tell()

    def _settle(self) -> None:
        """What was typed and names one entry is it; else what stood there comes back."""
        typed = fold(self.line.text())
        popup = self._list.popup()
        if popup is not None and popup.isVisible():
            return
        if typed != fold(self.itemText(self.currentIndex())):
            rows = [r for r in range(self.count()) if typed in str(self.itemData(r, _FOLDED))]
            exact = [r for r in rows if self.itemData(r, _FOLDED) == typed]
            row = exact[0] if exact else rows[0] if len(rows) == 1 and typed else -1
            if row >= 0:
                self.setCurrentIndex(row)
        self.line.setText(self.itemText(self.currentIndex()))
        self._tell()

    def _tell(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.chosen.emit(self._told)
