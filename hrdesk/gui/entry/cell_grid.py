"""The grid of a repeat: says by name which key was pressed; its first column stays in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QKeyCombination, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView
from typing_extensions import override

if TYPE_CHECKING:
    from hrdesk.gui.entry.repeat_model import Index

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_KEYS: Final = {
    "Ctrl+Return": "new_row",
    "Ctrl+Enter": "new_row",
    "Ctrl+Delete": "remove_rows",
    "Ctrl+Backspace": "remove_rows",
    "Ctrl+-": "remove_rows",
    "Ctrl++": "insert_row",
    "Ctrl+=": "insert_row",
    "Alt+Up": "move_up",
    "Alt+Down": "move_down",
    "Delete": "clear",
    "Backspace": "clear",
    "Ctrl+V": "paste",
    "Shift+Ins": "paste",
    "Ctrl+C": "copy",
    "F4": "copy_down",
    "Ctrl+D": "copy_down",
    "Ctrl+F": "find",
    "F3": "find_next",
    "Shift+F3": "find_previous",
    "F7": "fill",
    "F9": "all_present",
    "F11": "order",
    "Shift+F11": "keep_order",
    "F12": "take_totals",
}
_ACTS: Final = {
    QKeySequence.fromString(keys)[0].toCombined(): act  # type: ignore[index]  # not in the stubs
    for keys, act in _KEYS.items()
}


def key_of(act: str) -> str:
    """The key of an act in a table, as it is written on it."""
    return next(keys for keys, named in _KEYS.items() if named == act)


_MARKS: Final = {"x": "present", "v": "absent"}
_PAD: Final = Qt.KeyboardModifier.KeypadModifier


class CellGrid(QTableView):
    """The table itself; says where the keyboard wants to go and what it wants done."""

    stepped = Signal(bool)
    escaped = Signal()
    acted = Signal(str)  # a name of _KEYS, "space", "present" or "absent"
    resized = Signal()

    attendance_column = -1  # where `x` and `v` mark who came

    @override
    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _act_of(event)
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~_PAD
        act = _act_of(event)
        mark = _MARKS.get(event.text().lower()) if plain else None
        if act:
            self.acted.emit(act)
        elif key in _ENTER:
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) or event.matches(
            QKeySequence.StandardKey.Redo
        ):
            event.ignore()
        elif key == Qt.Key.Key_Space and plain:
            self.acted.emit("space")
        elif mark and self.currentIndex().column() == self.attendance_column >= 0:
            self.acted.emit(mark)
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        self.stepped.emit(next)
        return True

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, also from under the first column."""
        super().scrollTo(index, hint)
        bar = self.horizontalScrollBar()
        hidden = self.columnWidth(0) - self.visualRect(index).left()
        if index.column() > 0 and bar.value() > 0 and hidden > 0:
            bar.setValue(max(0, bar.value() - hidden))


class FirstColumn(QTableView):
    """The first column again, above the grid, while the grid is scrolled sideways."""

    def __init__(self, grid: CellGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.setObjectName("firstcolumn")
        self.setModel(grid.model())
        self.setSelectionModel(grid.selectionModel())
        self.setItemDelegate(grid.itemDelegate())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setAccessibleName(grid.accessibleName())
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(grid.horizontalHeader().defaultAlignment())
        self.verticalHeader().setDefaultSectionSize(grid.verticalHeader().defaultSectionSize())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(grid.verticalScrollMode())
        for column in range(1, grid.model().columnCount()):
            self.setColumnHidden(column, True)
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        grid.horizontalHeader().sectionResized.connect(self.fit)
        grid.resized.connect(self.fit)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def fit(self) -> None:
        """Lie exactly over the column of the grid."""
        grid = self._grid
        self.setColumnWidth(0, grid.columnWidth(0))
        self.horizontalHeader().setFixedHeight(grid.horizontalHeader().height())
        self.setGeometry(
            grid.verticalHeader().width() + grid.frameWidth(),
            grid.frameWidth(),
            grid.columnWidth(0) + 1,
            grid.viewport().height() + grid.horizontalHeader().height(),
        )

    def _on_scrolled(self, value: int) -> None:
        self.setVisible(value > 0)
        if value > 0:
            self.fit()
            self.verticalScrollBar().setValue(self._grid.verticalScrollBar().value())

    def _on_clicked(self, index: QModelIndex) -> None:
        self._grid.setCurrentIndex(index)
        self._grid.setFocus(Qt.FocusReason.MouseFocusReason)


def _act_of(event: QKeyEvent) -> str:
    keys = QKeyCombination(event.modifiers() & ~_PAD, Qt.Key(event.key()))
    return _ACTS.get(keys.toCombined(), "")
