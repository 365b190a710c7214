"""One month to pick a day from: Monday first, arrows, Page Up and Down, Enter."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.buttons import IconButton, LinkButton
from hrdesk.gui.look.labels import label
from hrdesk.gui.look.screens import room_around
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font
from hrdesk.i18n import tr

_CELL: Final = UNIT * 9
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


def month_later(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    if not 1 <= year <= 9998:
        return day
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class MonthGrid(QWidget):
    """The days of one month."""

    day_picked = Signal(str)  # ISO
    moved = Signal()

    def __init__(self, day: date, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = day
        self._today = today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(tr("Calendar"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(_CELL * 7, _CELL * 7)

    def move_to(self, day: date) -> None:
        """Mark another day."""
        self.day = day
        self.setAccessibleDescription(f"{day:%d/%m/%Y}")
        self.update()
        self.moved.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.move_to(self.day + timedelta(days=_STEPS[key]))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.move_to(month_later(self.day, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key in (Qt.Key.Key_H, Qt.Key.Key_T):
            self.move_to(self._today)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.day_picked.emit(self.day.isoformat())
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        place = (spot.y() // _CELL - 1) * 7 + spot.x() // _CELL
        if spot.y() >= _CELL and 0 <= place < 42:
            self.day_picked.emit((self._first() + timedelta(days=place)).isoformat())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SCALE.small, strong=True))
        painter.setPen(colour("second"))
        names = (tr("Mo"), tr("Tu"), tr("We"), tr("Th"), tr("Fr"), tr("Sa"), tr("Su"))
        for column, name in enumerate(names):
            box = QRect(column * _CELL, 0, _CELL, _CELL)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)
        painter.setFont(font(SCALE.second))
        for place in range(42):
            self._paint_day(painter, place)
        painter.end()

    def _first(self) -> date:
        first = self.day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def _paint_day(self, painter: QPainter, place: int) -> None:
        day = self._first() + timedelta(days=place)
        box = QRect(place % 7 * _CELL, (place // 7 + 1) * _CELL, _CELL, _CELL).adjusted(
            2, 2, -2, -2
        )
        chosen = day == self.day
        painter.setPen(colour("accent") if day == self._today else Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent") if chosen else Qt.BrushStyle.NoBrush)
        if chosen or day == self._today:
            painter.drawRoundedRect(box, 6, 6)
        here = day.month == self.day.month
        painter.setPen(colour("on_accent" if chosen else "text" if here else "disabled"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(day.day))


class MonthPopup(QFrame):
    """A month below a field; Esc goes back to it."""

    day_picked = Signal(str)

    def __init__(self, day: date, today: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        self._today = today
        self._grid = MonthGrid(day, today, self)
        self._name = label("", "strong")
        head = QHBoxLayout()
        head.addWidget(
            IconButton("chevron-left", tr("Previous month"), on_click=self._back, parent=self)
        )
        head.addWidget(self._name, 1, Qt.AlignmentFlag.AlignHCenter)
        head.addWidget(
            IconButton("chevron-right", tr("Next month"), on_click=self._forth, parent=self)
        )
        column.addLayout(head)
        column.addWidget(self._grid)
        column.addWidget(LinkButton(tr("Today"), on_click=self._pick_today, parent=self))
        self._grid.day_picked.connect(self._on_picked)
        self._grid.moved.connect(self._show_name)
        self._show_name()

    def show_below(self, spot: QPoint) -> None:
        """Open with the upper left corner there, moved in where the screen ends."""
        self.adjustSize()
        screen = room_around(self)
        x = max(screen.left(), min(spot.x(), screen.right() - self.width()))
        y = max(screen.top(), min(spot.y(), screen.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self._grid.setFocus()

    def _show_name(self) -> None:
        self._name.setText(
            tr("Month {month}/{year}", month=self._grid.day.month, year=self._grid.day.year)
        )

    def _back(self) -> None:
        self._grid.move_to(month_later(self._grid.day, -1))

    def _forth(self) -> None:
        self._grid.move_to(month_later(self._grid.day, 1))

    def _pick_today(self) -> None:
        self._on_picked(self._today.isoformat())

    def _on_picked(self, iso: str) -> None:
        self.day_picked.emit(iso)
        self.close()
