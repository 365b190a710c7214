"""The program's face at its sizes, measured once: a list cuts and draws a hundred texts a frame."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from hrdesk.gui.look.theme import SCALE, font


class Face:
    """One size and weight: its font, the room a text takes, and the text as far as there is room."""

    def __init__(self, size: int, *, strong: bool) -> None:
        self.font = font(size, strong=strong)
        self._metrics = QFontMetricsF(self.font)
        self._widths = _LetterWidths(self._metrics)
        self._tall = self._metrics.height()
        self._above = self._metrics.ascent()

    def width(self, text: str) -> float:
        """How wide the text is drawn."""
        return self._metrics.horizontalAdvance(text)

    def elided(self, text: str, room: float, *, left: bool = False) -> str:
        """The text in one line; cut with … on its right, or on its left, where there is no room."""
        if sum(map(self._widths.__getitem__, text)) < room - 1:  # kerning takes less than a pixel
            return text  # nine texts of ten: letters that stand alone are added, not shaped
        side = Qt.TextElideMode.ElideLeft if left else Qt.TextElideMode.ElideRight
        return self._metrics.elidedText(" ".join(text.split()), side, room)

    def write(self, painter: QPainter, place: QRect, text: str, *, right: bool = False) -> None:
        """Write as much as there is room for in the middle of `place`, in the colour of the pen."""
        painter.setFont(self.font)
        self.draw(painter, place, self.elided(text, place.width()), right=right)

    def draw(self, painter: QPainter, place: QRect, text: str, *, right: bool = False) -> None:
        """Write in the middle of `place`, at its left or right; `font` is the painter's already."""
        left = place.right() + 1 - self.width(text) if right else place.left()
        base = place.top() + (place.height() - self._tall) / 2 + self._above
        painter.drawText(QPointF(left, round(base)), text)


class _LetterWidths(dict[str, float]):
    """Letters of Latin script; of any other, whose letters change beside each other, infinite."""

    def __init__(self, metrics: QFontMetricsF) -> None:
        super().__init__()
        self._metrics = metrics

    def __missing__(self, letter: str) -> float:
        alone = " " <= letter < "\u0300" or "\u1e00" <= letter <= "\u1eff" or letter in "–—“”…"
        width = self._metrics.horizontalAdvance(letter) if alone else math.inf
        self[letter] = width
        return width


@cache
def face(size: int = SCALE.body, *, strong: bool = False) -> Face:
    """The face at `size` logical pixels, semi-bold when `strong`."""
    return Face(size, strong=strong)
