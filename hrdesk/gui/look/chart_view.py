"""A chart on the screen, drawn from the same description as on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from hrdesk.gui.look.theme import SCALE, colour, font
from hrdesk.reports.charts import LABEL_SIZE, LEADING, Box, Words, in_words, lay_out

if TYPE_CHECKING:
    from hrdesk.reports.charts import Drawing, Fill
    from hrdesk.reports.content import Chart

_SCALE: Final = SCALE.body / LABEL_SIZE  # pixels a point, so that labels have the size of the body
_LEAST_WIDTH: Final = 280
_ROLES: Final[dict[Fill, str]] = {
    "bar": "accent",
    "earlier": "border",
    "track": "track",
    "mark": "text",
}


class ChartView(QWidget):
    """One chart; what it says is its accessible description."""

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(in_words(chart))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setFixedHeight(self.height_for(_LEAST_WIDTH))

    def drawing(self, width: int) -> Drawing:
        """The chart laid out for a width in pixels."""
        return lay_out(self.chart, width / _SCALE, self._lines)

    def _lines(self, words: Words) -> float:
        metrics = QFontMetricsF(_font(words))
        room = QRectF(0, 0, words.width * _SCALE, 1e6)
        high = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words.text).height()
        return high / (words.size * LEADING * _SCALE)

    def height_for(self, width: int) -> int:
        """The height that all rows need, in pixels."""
        return round(self.drawing(max(width, 1)).height * _SCALE) + 1

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self.height_for(self.width())
        if wanted != self.height():
            self.setFixedHeight(wanted)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for item in self.drawing(self.width()).items:
            if isinstance(item, Box):
                place = QRectF(item.x, item.y, item.width, item.height)
                painter.fillRect(_scaled(place), colour(_ROLES[item.fill]))
                continue
            painter.setFont(_font(item))
            painter.setPen(colour("text"))
            side = (
                Qt.AlignmentFlag.AlignRight if item.side == "right" else Qt.AlignmentFlag.AlignLeft
            )
            room = _scaled(QRectF(item.x, item.y, item.width, 1e5))
            flags = int(side | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(room, flags, item.text)
        painter.end()


def _scaled(place: QRectF) -> QRectF:
    return QRectF(
        place.x() * _SCALE, place.y() * _SCALE, place.width() * _SCALE, place.height() * _SCALE
    )


def _font(words: Words) -> QFont:
    return font(round(words.size * _SCALE), strong=words.bold)
