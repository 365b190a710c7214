"""A target as a bar: how far, and a mark at what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from hrdesk.gui.look.theme import UNIT, colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

_HEIGHT: Final = UNIT * 6
_BAR: Final = 10


class BulletBar(QWidget):
    """Painted in one go; says nothing by itself, the words stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ratio: Fraction | None = None
        self._marks: tuple[Fraction, ...] = ()
        self._role = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(UNIT * 20)

    def show_ratio(self, ratio: Fraction | None, marks: Sequence[Fraction], role: str) -> None:
        """`ratio` of one (None: nothing occurred), marks at thresholds, a colour role."""
        self._ratio = ratio
        self._marks = tuple(marks)
        self._role = role
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(UNIT * 60, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = float(self.width() - 2)
        top = (self.height() - _BAR) / 2
        track = QRectF(0, top, width, _BAR)
        shape = QPainterPath()
        shape.addRoundedRect(track, _BAR / 2, _BAR / 2)
        painter.fillPath(shape, colour("track"))
        painter.save()
        painter.setClipPath(shape)
        if len(self._marks) > 1:  # the ground between two marks is where one wants to be
            first, last = float(min(self._marks)), float(max(self._marks))
            zone = QRectF(first * width, top, (last - first) * width, _BAR)
            painter.fillRect(zone, colour("good_soft"))
        if self._ratio:
            filled = max(_BAR / 2, min(1.0, float(self._ratio)) * width)
            part = QPainterPath()
            part.addRoundedRect(QRectF(0, top, filled, _BAR), _BAR / 2, _BAR / 2)
            painter.fillPath(part, colour(self._role))
        painter.restore()
        for mark in self._marks:
            place = min(float(mark) * width, width - 1)
            line = QRectF(place - 1, top - 5, 2, _BAR + 10)
            painter.fillRect(line.adjusted(-1, 0, 1, 0), colour("surface"))
            painter.fillRect(line, colour("text"))
        painter.end()
