"""The room of the screen that something stands on.

WORKAROUND: `QWidget.screen()` must not be called. PySide makes the screen it gives a child of the
widget's wrapper; when that wrapper is collected in a cycle, the screen of Qt itself is deleted with it,
and the next widget that is made takes the program down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget


def room_around(widget: QWidget) -> QRect:
    """What is free for windows on the screen where the middle of the widget is."""
    middle = widget.mapToGlobal(widget.rect().center())
    screen = QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
