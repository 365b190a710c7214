"""Draws a record: two lines where the list is narrow, a cell of its columns where it is wide.

Search hits are marked; its state is a pill where it is not done.
"""

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

from hrdesk.gui.lists.record_model import LINE_ROLE, Line, RecordModel
from hrdesk.gui.lists.record_view import COMPACT_ROW, TABLE_ROW, RowsView
from hrdesk.gui.look.components import paint_pill, pill_size
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font
from hrdesk.vietnamese.text import match_spans

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex
_SIDE: Final = UNIT * 4
_CELL: Final = UNIT * 2
_SAID_BY_ITS_ABSENCE: Final = "state"  # a record that is done says so by saying nothing
_NEAR_HIT: Final = 12  # letters: the next word that was looked for stands beside the first
_UNSEARCHED: Final = frozenset({"date", "updated", "files", "state", "unit", "kind"})


def shown_part(text: str, folded_query: str, elided: Callable[[str, bool], str]) -> str:
    """The text as far as there is room; what ends with its first hit when that would be cut off.

    `elided` cuts a text to the room there is, on its right, or on its left when that is true.
    """
    shown = elided(text, False)
    if not folded_query or shown == text or match_spans(shown, folded_query):
        return shown
    hits = match_spans(text, folded_query)
    if not hits:
        return shown
    end = next((one for _, one in hits[1:2] if one - hits[0][1] < _NEAR_HIT), hits[0][1])
    return elided(text if end == len(text) else f"{text[:end]}…", True)


class RecordDelegate(QStyledItemDelegate):
    """The one delegate of record lists. `folded_query` marks hits; `open_id` is on the right."""

    def __init__(self, view: RowsView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.folded_query = ""
        self.open_id: str | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(UNIT * 40, COMPACT_ROW if self._view.compact else TABLE_ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        line = model.line(index.row()) if isinstance(model, RecordModel) else None
        place: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_open = line is not None and line.record_id == self.open_id
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        first = self._view.columnViewportPosition(index.column()) <= 0 or self._view.compact
        self._paint_ground(painter, place, index, on=is_open or selected)
        if is_open and first:
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), colour("accent"))
        if line is None:
            self._paint_waiting(painter, place)
        elif self._view.compact:
            self._paint_line(painter, place, line, strong=is_open)
        else:
            self._paint_cell(painter, place, line, index)
        if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            self._paint_focus(painter, place)
        painter.restore()

    def _paint_ground(self, painter: QPainter, place: QRect, index: Index, *, on: bool) -> None:
        if on:
            painter.fillRect(place, colour("accent_soft"))
        elif index.row() == self._view.hovered:
            painter.fillRect(place, colour("raised"))
        side = _SIDE if self._view.compact else 0
        painter.fillRect(
            QRect(place.left() + side, place.bottom(), place.width() - 2 * side, 1),
            colour("divider"),
        )

    def _paint_focus(self, painter: QPainter, place: QRect) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent"), 2))
        if self._view.compact:
            painter.drawRoundedRect(QRectF(place).adjusted(2, 2, -2, -3), 4, 4)
        else:  # the whole row, of which this is a cell
            painter.setClipRect(place)
            across = QRectF(0, place.top(), self._view.viewport().width(), place.height())
            painter.drawRoundedRect(across.adjusted(1, 1, -1, -2), 4, 4)

    # --- two lines

    def _paint_line(self, painter: QPainter, place: QRect, line: Line, *, strong: bool) -> None:
        left, width = place.left() + _SIDE, place.width() - 2 * _SIDE
        title = QRect(left, place.top() + UNIT * 2, width, UNIT * 5)
        role = "second" if line.deleted else "text"
        self._paint_text(painter, title, line.title, font(SCALE.body, strong=strong), role)
        facts = QRect(left, place.top() + UNIT * 7 + 2, width, UNIT * 5)
        if line.state and line.tone == "good":
            self._paint_quiet(painter, facts, line.state, right=True)
            said = QFontMetrics(font(SCALE.small, strong=True)).horizontalAdvance(line.state)
            facts.setWidth(facts.width() - said - UNIT * 2)
        elif line.state:
            size = pill_size(line.state)
            pill = QRect(facts.right() - size.width() + 1, facts.top(), size.width(), size.height())
            paint_pill(painter, pill, line.state, line.tone)
            facts.setWidth(facts.width() - size.width() - UNIT * 2)
        self._paint_text(painter, facts, line.facts, font(SCALE.second), "second")

    # --- cells

    def _paint_cell(self, painter: QPainter, place: QRect, line: Line, index: Index) -> None:
        model = index.model()
        columns = model.columns if isinstance(model, RecordModel) else ()
        column = columns[index.column()] if columns else None
        key = column.key if column else "title"
        leftmost = self._view.horizontalHeader().visualIndex(index.column()) == 0
        inner = place.adjusted(_SIDE if leftmost else _CELL, 0, -_CELL, -1)
        if key == "title":
            role = "second" if line.deleted else "text"
            self._paint_text(painter, inner, line.title, font(SCALE.body), role)
        elif key == "state" and line.tone == "good":
            self._paint_quiet(painter, inner, line.state)
        elif key == "state" and line.state:
            size = pill_size(line.state)
            top = inner.top() + (inner.height() - size.height()) // 2
            width = min(size.width(), inner.width())
            paint_pill(
                painter, QRect(inner.left(), top, width, size.height()), line.state, line.tone
            )
        elif key != _SAID_BY_ITS_ABSENCE:
            self._paint_text(
                painter,
                inner,
                line.cells.get(key, ""),
                font(SCALE.second),
                "second",
                marked=key not in _UNSEARCHED,
                right=column is not None and column.is_number,
            )

    def _paint_text(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        face: QFont,
        role: str,
        *,
        marked: bool = True,
        right: bool = False,
    ) -> None:
        if not text:
            return
        metrics = QFontMetrics(face)

        def elided(whole: str, left: bool) -> str:
            side = Qt.TextElideMode.ElideLeft if left else Qt.TextElideMode.ElideRight
            return metrics.elidedText(whole, side, place.width())

        shown = shown_part(text, self.folded_query if marked else "", elided)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        spans = match_spans(shown, self.folded_query) if marked and self.folded_query else []
        left = place.left()
        if spans and right:
            left = place.right() + 1 - metrics.horizontalAdvance(shown)
        tall = min(place.height(), UNIT * 5)
        top = place.top() + (place.height() - tall) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("hit"))
        for start, end in spans:
            before = metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[:end]) - before
            painter.drawRoundedRect(QRectF(left + before - 1, top, width + 2, tall), 3, 3)
        painter.setFont(face)
        painter.setPen(colour("text" if spans else role))
        flags = int(side | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(place, flags | int(Qt.TextFlag.TextSingleLine), shown)

    def _paint_quiet(
        self, painter: QPainter, place: QRect, state: str, *, right: bool = False
    ) -> None:
        """A state that asks for nothing is a word; a hundred pills of it would shout."""
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font(SCALE.small, strong=True))
        painter.setPen(colour("good"))
        painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), state)

    def _paint_waiting(self, painter: QPainter, place: QRect) -> None:
        """Soft bars for a row whose page is still being fetched."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("neutral_soft"))
        if not self._view.compact:
            top = place.top() + (place.height() - 12) // 2
            painter.drawRoundedRect(
                QRect(place.left() + _CELL, top, place.width() * 2 // 3, 12), 4, 4
            )
            return
        left = place.left() + _SIDE
        painter.drawRoundedRect(QRect(left, place.top() + UNIT * 3, place.width() // 2, 12), 4, 4)
        painter.drawRoundedRect(QRect(left, place.top() + UNIT * 8, place.width() // 3, 10), 4, 4)

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """What was cut is told in full."""
        line = index.data(LINE_ROLE)
        if event.type() == QEvent.Type.ToolTip and isinstance(line, Line):
            text = line.title if index.column() == 0 else str(index.data() or "")
            side = _SIDE if self._view.compact else _CELL
            room = self._view.visualRect(index).width() - 2 * side
            cut = QFontMetrics(font(SCALE.body)).horizontalAdvance(text) > room
            QToolTip.showText(event.globalPos(), text if cut else "", view)
            return True
        return super().helpEvent(event, view, option, index)
