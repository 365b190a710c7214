"""Draws a record as two lines: title, then facts; search hits marked; its state where not done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)
from typing_extensions import override

from hrdesk.gui.components import paint_pill, pill_size
from hrdesk.gui.record_model import LINE_ROLE, Line
from hrdesk.gui.theme import SCALE, UNIT, colour, font
from hrdesk.vietnamese.text import match_spans

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT: Final = UNIT * 14
_SIDE: Final = UNIT * 4


class RecordDelegate(QStyledItemDelegate):
    """The one delegate of record lists. `folded_query` marks hits; `open_id` is on the right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folded_query = ""
        self.open_id: str | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(UNIT * 40, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_open = isinstance(line, Line) and line.record_id == self.open_id
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_open or selected:
            painter.fillRect(place, colour("accent_soft" if is_open else "raised"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, colour("raised"))
        painter.fillRect(
            QRect(place.left() + _SIDE, place.bottom(), place.width() - 2 * _SIDE, 1),
            colour("divider"),
        )
        if is_open:
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), colour("accent"))
        if isinstance(line, Line):
            self._paint_line(painter, place, line, strong=is_open)
        else:
            _paint_waiting(painter, place)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(place).adjusted(2, 2, -2, -3), 4, 4)
        painter.restore()

    def _paint_line(self, painter: QPainter, place: QRect, line: Line, *, strong: bool) -> None:
        left, width = place.left() + _SIDE, place.width() - 2 * _SIDE
        title = QRect(left, place.top() + UNIT * 2, width, UNIT * 5)
        role = "second" if line.deleted else "text"
        self._paint_text(painter, title, line.title, font(SCALE.body, strong=strong), role)
        facts = QRect(left, place.top() + UNIT * 7 + 2, width, UNIT * 5)
        if line.state:
            size = pill_size(line.state)
            pill = QRect(facts.right() - size.width() + 1, facts.top(), size.width(), size.height())
            paint_pill(painter, pill, line.state, line.tone)
            facts.setWidth(facts.width() - size.width() - UNIT * 2)
        self._paint_text(painter, facts, line.facts, font(SCALE.second), "second")

    def _paint_text(
        self, painter: QPainter, place: QRect, text: str, face: QFont, role: str
    ) -> None:
        metrics = QFontMetrics(face)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        spans = match_spans(shown, self.folded_query) if self.folded_query else []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("hit"))
        for start, end in spans:
            before = metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[:end]) - before
            ground = QRectF(place.left() + before - 1, place.top(), width + 2, place.height())
            painter.drawRoundedRect(ground, 3, 3)
        painter.setFont(face)
        painter.setPen(colour("text" if spans else role))
        painter.drawText(place, flags | int(Qt.TextFlag.TextSingleLine), shown)

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A title that was cut is told in full."""
        line = index.data(LINE_ROLE)
        if event.type() == QEvent.Type.ToolTip and isinstance(line, Line):
            room = view.viewport().width() - 2 * _SIDE
            cut = QFontMetrics(font(SCALE.body, strong=True)).horizontalAdvance(line.title) > room
            QToolTip.showText(event.globalPos(), line.title if cut else "", view)
            return True
        return super().helpEvent(event, view, option, index)


def _paint_waiting(painter: QPainter, place: QRect) -> None:
    """Soft bars for a row whose page is still being fetched."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("neutral_soft"))
    left = place.left() + _SIDE
    painter.drawRoundedRect(QRect(left, place.top() + UNIT * 3, place.width() // 2, 12), 4, 4)
    painter.drawRoundedRect(QRect(left, place.top() + UNIT * 8, place.width() // 3, 10), 4, 4)
