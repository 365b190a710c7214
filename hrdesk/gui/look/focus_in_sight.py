"""What takes the keyboard is scrolled to, wherever it lies."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from hrdesk.gui.look.theme import UNIT

_WHOLE: Final = UNIT * 20  # a control up to this height is to be seen whole


class FocusInSight(QObject):
    """Scrolls to the control that holds the keyboard, in all that scrolls around it.

    Qt scrolls only when Tab stays inside of one area, and only that area: in a small window the
    keyboard went to buttons that nobody saw.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return  # nothing moves away from under a click
        if not in_sight(now):
            show_in_areas(now)


def in_sight(widget: QWidget) -> bool:
    """Whether a control is seen whole, or a tall one as much as a control is high."""
    seen = widget.visibleRegion().boundingRect()
    return seen.height() >= min(widget.height(), _WHOLE) and not seen.isEmpty()


def show_in_areas(widget: QWidget) -> None:
    """Scroll to a control, in whatever scrolls around it."""
    outer = widget.parentWidget()
    while outer is not None:
        if isinstance(outer, QScrollArea):
            outer.ensureWidgetVisible(widget, 0, UNIT * 4)
        outer = outer.parentWidget()
