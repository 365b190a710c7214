"""The search field and the rows of a list, with the keys a clerk expects of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTableView,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.lists.record_model import RecordModel
from hrdesk.gui.lists.record_painting import CELL, SIDE, Column, RecordPainter, Row
from hrdesk.gui.look import icons
from hrdesk.gui.look.faces import face
from hrdesk.gui.look.theme import UNIT, look
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QAbstractItemModel, QItemSelection
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

Index = QModelIndex | QPersistentModelIndex
COMPACT_ROW: Final = UNIT * 14
TABLE_ROW: Final = UNIT * 9
TITLE_LEAST: Final = UNIT * 40


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


class RowsView(QTableView):
    """The rows, as a table or as two lines each; several can be chosen, Enter opens the one.

    Letters go to the search. `set_compact` changes between the two ways of looking.
    """

    opened = Signal(QModelIndex)
    delete_wanted = Signal(QModelIndex)
    current_changed = Signal()
    chosen_changed = Signal()
    columns_changed = Signal()  # sized or moved by hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("records")
        self.painting = RecordPainter()
        self.compact = True
        self.hovered = -1
        self._arranging = False
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(UNIT * 7)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(UNIT * 10)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.sectionResized.connect(self._resized)
        head.sectionMoved.connect(self._moved)
        self.set_compact(True)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._double_clicked)

    # --- two ways of looking

    def set_compact(self, compact: bool) -> None:
        """Two lines a record, or one line and columns."""
        self.compact = compact
        self.verticalHeader().setDefaultSectionSize(COMPACT_ROW if compact else TABLE_ROW)
        self.horizontalHeader().setVisible(not compact)
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(off if compact else needed)
        self.arrange()

    def arrange(self) -> None:
        """Let the columns of the way of looking fill the width; the title takes what is left."""
        model: QAbstractItemModel | None = self.model()  # None until one is set
        if model is None:
            return
        self._arranging = True
        head = self.horizontalHeader()
        count = model.columnCount()
        for column in range(count):  # the title too: where sections were moved and a model with
            self.setColumnHidden(column, self.compact and column > 0)  # fewer came, it may be hid
        room = self.viewport().width()
        if not self.compact:
            others = sum(head.sectionSize(column) for column in range(1, count))
            room = max(TITLE_LEAST, room - others)
        head.resizeSection(0, room)
        self._arranging = False

    def show_widths(self, widths: Sequence[int]) -> None:
        """As wide as told, by column; the title takes what is left."""
        self._arranging = True
        for column, width in enumerate(widths):
            self.horizontalHeader().resizeSection(column, width)
        self._arranging = False
        self.arrange()

    def _resized(self, section: int, _before: int, _after: int) -> None:
        if self._arranging or self.compact:
            return
        if section:
            self.arrange()
        self.columns_changed.emit()

    def _moved(self, _section: int, _before: int, _after: int) -> None:
        if not self._arranging:
            self.columns_changed.emit()

    def show_order(self, wanted: Sequence[int]) -> None:
        """Put the columns where they were moved to; `wanted` are columns from the left."""
        self._arranging = True
        head = self.horizontalHeader()
        for place, column in enumerate(wanted):
            head.moveSection(head.visualIndex(column), place)
        self._arranging = False

    # --- Qt

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        model = self.model()
        if isinstance(model, RecordModel) and model.rowCount():
            self._paint_rows(painter, model, event.rect())
        painter.end()

    def _paint_rows(self, painter: QPainter, model: RecordModel, area: QRect) -> None:
        columns = [] if self.compact else self._columns_in(model, area)
        left = 0 if self.compact or not columns else min(one.left for one in columns)
        right = max((one.left + one.width for one in columns), default=self.viewport().width())
        rows = self._rows_in(model, area, left, right - left)
        if self.compact:
            self.painting.paint_lines(painter, rows)
        else:
            self.painting.paint_table(painter, rows, columns)
        here = self.currentIndex().row()
        if here >= 0 and self.hasFocus():
            top = self.rowViewportPosition(here)
            place = QRect(0, top, self.viewport().width(), self.rowHeight(here))
            if place.intersects(area):
                self.painting.paint_focus(painter, place, two_lines=self.compact)

    def _rows_in(self, model: RecordModel, area: QRect, left: int, width: int) -> list[Row]:
        tall = self.verticalHeader().defaultSectionSize()
        first = self.rowAt(area.top())
        if first < 0:
            return []
        last = min(model.rowCount() - 1, first + (area.height() - 1) // tall + 1)
        top = self.rowViewportPosition(first)
        chosen = self.selectionModel()
        model.look_at(first, last)
        return [
            Row(
                model.line(row),
                QRect(left, top + (row - first) * tall, width, tall),
                is_chosen=chosen.isSelected(model.index(row)),
                is_hovered=row == self.hovered,
            )
            for row in range(first, last + 1)
        ]

    def _columns_in(self, model: RecordModel, area: QRect) -> list[Column]:
        head = self.horizontalHeader()
        columns = []
        for column in range(model.columnCount()):
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            if left <= area.right() and left + width > area.left():
                shown = model.columns[column] if model.columns else None
                columns.append(Column(shown, left, width, head.visualIndex(column) == 0))
        return columns

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        moves = QAbstractItemView.CursorAction
        model = self.model()
        last = model.rowCount() - 1
        page = max(1, self.viewport().height() // self.rowHeight(0) - 1) if last >= 0 else 1
        row = self.currentIndex().row()
        steps = {
            moves.MoveUp: -1,
            moves.MovePrevious: -1,
            moves.MoveDown: 1,
            moves.MoveNext: 1,
            moves.MovePageUp: -page,
            moves.MovePageDown: page,
        }
        if action == moves.MoveHome:
            row = 0
        elif action == moves.MoveEnd:
            row = last
        else:
            row += steps.get(action, 0)
        return model.index(max(0, min(last, row)), 0)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            QToolTip.showText(event.globalPos(), self._cut_text(index), self)
            return True
        return super().viewportEvent(event)

    def _cut_text(self, index: QModelIndex) -> str:
        """What a cell says, where there is no room to say it."""
        text = str(index.data() or "")
        side = SIDE if self.compact else CELL
        room = self.visualRect(index).width() - 2 * side
        return text if face().width(text) > room else ""

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            before, self.hovered = self.hovered, row
            for one in (before, row):
                top, tall = self.rowViewportPosition(one), self.rowHeight(one)
                self.viewport().update(0, top, self.viewport().width(), tall)

    def _clicked(self, index: QModelIndex) -> None:
        plain = QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
        if self.compact and plain:
            self.opened.emit(index)

    def _double_clicked(self, index: QModelIndex) -> None:
        if not self.compact:
            self.opened.emit(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.opened.emit(index)
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.delete_wanted.emit(index)
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.choose_one()
        else:
            super().keyPressEvent(event)

    def choose(self, selection: QItemSelection) -> None:
        """These rows and no others; the keyboard stays where it is."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def choose_one(self) -> None:
        """Only the row under the keyboard is chosen."""
        index = self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.clearSelection()

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters do not jump about: there is a search for that."""
