"""The line that everything short is typed in: undo per visit, Enter steps, a list may drop down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look import icons
from hrdesk.gui.look.screens import room_around
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font

if TYPE_CHECKING:
    from collections.abc import Sequence

TICK = 18
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW = 30
_MOST_ROWS = 10
Index = QModelIndex | QPersistentModelIndex


def paint_tick(painter: QPainter, place: QRect, *, on: bool, role: str = "border") -> None:
    """A box to tick at the left of a place, in its middle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = place.top() + (place.height() - TICK) / 2
    box = QRectF(place.left() + 0.5, top + 0.5, TICK - 1, TICK - 1)
    painter.setPen(QPen(colour("accent" if on else role), 1))
    painter.setBrush(colour("accent" if on else "surface"))
    painter.drawRoundedRect(box, 4, 4)
    if on:
        icons.paint(painter, place.left() + 2, round(top) + 2, "check", "on_accent", TICK - 4)
    painter.restore()


class Line(QLineEdit):
    """A line edit that steps on Enter and leaves undo to the form once there is none of its own."""

    left = Signal()
    stepped = Signal(bool)
    wants_list = Signal()  # Down or Alt+Down with nothing dropped down
    picked = Signal(int)  # a row of the list below

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drop: DropList | None = None
        self.stays_on_pick = False  # Enter takes a row and stays, where several can be taken

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            event.ignore()
            return
        if event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            event.ignore()
            return
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            taken = self._take_current()
            event.accept()
            if taken and self.stays_on_pick:
                return
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return
        if event.key() == Qt.Key.Key_Down and not self.drop_visible():
            self.wants_list.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
        ):
            self._take_current()
        return super().event(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        }:
            self.left.emit()

    def end_typing(self, text: str) -> None:
        """Show a text as settled: all of it marked, nothing of it to be undone here."""
        self.setText(text)
        self.selectAll()

    def drop(self) -> DropList:
        """The list that can drop down below the line."""
        if self._drop is None:
            self._drop = DropList(self)
            self._drop.chosen.connect(self._on_chosen)
        return self._drop

    def drop_visible(self) -> bool:
        """Whether a list hangs below the line now."""
        return self._drop is not None and self._drop.visible()

    def _on_chosen(self, row: int) -> None:
        self.picked.emit(row)

    def _take_current(self) -> bool:
        if self._drop is None or not self._drop.visible():
            return False
        row = self._drop.current_row()
        self._drop.hide()
        if row >= 0:
            self.picked.emit(row)
        return row >= 0


class DropList(QCompleter):
    """Rows below a line; the keyboard stays in the line."""

    chosen = Signal(int)

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._strings = QStringListModel(self)
        self.setModel(self._strings)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(_MOST_ROWS)
        self.setWidget(line)
        view = QListView()
        self._painter = _RowPainter(view)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPopup(view)
        view.setItemDelegate(self._painter)  # after setPopup, which puts one of its own there
        self._view = view
        self.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]  # overload by type is not in the stubs

    def show_rows(
        self,
        rows: Sequence[str],
        *,
        first: bool,
        current: int = -1,
        ticked: frozenset[int] | None = None,
    ) -> None:
        """Drop the rows down; `first` makes Enter take the first of them.

        With `ticked` every row has a box to tick, on in the rows named.
        """
        self._painter.ticked = ticked
        self._strings.setStringList(list(rows))
        if not rows:
            self.hide()
            return
        line = self.widget()
        metrics = line.fontMetrics()
        longest = max(metrics.horizontalAdvance(row) for row in rows) + UNIT * 10
        screen = room_around(line).width()
        width = min(max(line.width(), longest), max(line.width(), screen // 2))
        self.complete(QRect(0, UNIT // 2, width, line.height()))
        row = current if current >= 0 else 0 if first else -1
        if row >= 0:
            index = self.completionModel().index(row, 0)
            self._view.setCurrentIndex(index)
            self._view.scrollTo(index)

    def visible(self) -> bool:
        """Whether the rows are shown."""
        return self._view.isVisible()

    def current_row(self) -> int:
        """The marked row, -1 when none is."""
        return self._view.currentIndex().row()

    def hide(self) -> None:
        """Take the rows away."""
        self._view.hide()

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())


class _RowPainter(QStyledItemDelegate):
    ticked: frozenset[int] | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = option.rect
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if marked:
            painter.fillRect(place, colour("accent_soft"))
        painter.setPen(colour("text"))
        painter.setFont(font(SCALE.body))
        inside = place.adjusted(UNIT * 3, 0, -UNIT * 3, 0)
        if self.ticked is not None:
            paint_tick(painter, inside, on=index.row() in self.ticked)
            inside.adjust(TICK + UNIT * 2, 0, 0, 0)
        number, tab, words = str(index.data()).rpartition("\t")
        if tab:
            painter.setPen(colour("second"))
            digits = QRect(inside.left(), inside.top(), UNIT * 5, inside.height())
            painter.drawText(digits, int(Qt.AlignmentFlag.AlignCenter), number)
            inside.adjust(UNIT * 7, 0, 0, 0)
            painter.setPen(colour("text"))
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()
