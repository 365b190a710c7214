"""What was cut in a list is told in full where the pointer rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)
from typing_extensions import override

from hrdesk.gui.lists.record_model import LINE_ROLE, Line
from hrdesk.gui.lists.record_painting import CELL, SIDE
from hrdesk.gui.lists.record_view import COMPACT_ROW, TABLE_ROW, RowsView
from hrdesk.gui.look.faces import face
from hrdesk.gui.look.theme import UNIT

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QHelpEvent

Index = QModelIndex | QPersistentModelIndex


class RecordTips(QStyledItemDelegate):
    """Knows how high a row is and what it says; the view draws it (`record_painting`)."""

    def __init__(self, view: RowsView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(UNIT * 40, COMPACT_ROW if self._view.compact else TABLE_ROW)

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        line = index.data(LINE_ROLE)
        if event.type() == QEvent.Type.ToolTip and isinstance(line, Line):
            text = line.title if index.column() == 0 else str(index.data() or "")
            side = SIDE if self._view.compact else CELL
            room = self._view.visualRect(index).width() - 2 * side
            cut = face().width(text) > room
            QToolTip.showText(event.globalPos(), text if cut else "", view)
            return True
        return super().helpEvent(event, view, option, index)
