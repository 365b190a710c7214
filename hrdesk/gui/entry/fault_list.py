"""F2: every place that needs a look, in the order of the form; Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.entry.repeat_model import Index
from hrdesk.gui.look.labels import label
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font
from hrdesk.i18n import tr, trn

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPainter

_ROW: Final = 48
_WIDTH: Final = 420
_MOST: Final = 8
_MESSAGE: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One fault: where, and in words."""

    where: str
    message: str


class FaultList(QFrame):
    """The list, dropped below the mark that counts the faults."""

    chosen = Signal(int)

    def __init__(self, lines: Sequence[FaultLine], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        column.setSpacing(UNIT * 2)
        column.addWidget(
            label(
                trn("{count} place to look at", "{count} places to look at", len(lines)), "strong"
            )
        )
        self.rows = _Rows(self)
        self.rows.setItemDelegate(_FaultPainter(self.rows))
        for line in lines:
            item = QListWidgetItem(line.where)
            item.setData(_MESSAGE, line.message)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                tr("{question}: {fault}", question=line.where, fault=line.message),
            )
            item.setSizeHint(QSize(UNIT, _ROW))
            self.rows.addItem(item)
        self.rows.setAccessibleName(tr("Places to look at"))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setUniformItemSizes(True)
        self.rows.setFixedSize(_WIDTH, min(_MOST, len(lines)) * _ROW + 2 * UNIT)
        self.rows.setCurrentRow(0)
        self.rows.taken.connect(self._on_taken)
        self.rows.itemClicked.connect(self._on_clicked)
        column.addWidget(self.rows)

    def show_below(self, right_corner: QPoint) -> None:
        """Open with the upper right corner there."""
        self.adjustSize()
        self.move(right_corner - QPoint(self.width(), 0))
        self.show()
        self.rows.setFocus()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        del item
        self._on_taken()

    def _on_taken(self) -> None:
        row = self.rows.currentRow()
        self.close()
        self.chosen.emit(row)


class _Rows(QListWidget):
    taken = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class _FaultPainter(QStyledItemDelegate):
    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, colour("accent_soft"))
        left, width = place.left() + UNIT * 2, place.width() - UNIT * 4
        upper = QRect(left, place.top() + UNIT, width, _ROW // 2 - UNIT)
        lower = QRect(left, place.top() + _ROW // 2, width, _ROW // 2 - UNIT)
        for box, words, role, size, strong in (
            (upper, str(index.data()), "text", SCALE.body, True),
            (lower, str(index.data(_MESSAGE)), "bad", SCALE.second, False),
        ):
            painter.setFont(font(size, strong=strong))
            painter.setPen(colour(role))
            text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()
