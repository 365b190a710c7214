"""Icons: Lucide drawings, coloured by a role of the theme, sharp at any scaling."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QImageReader, QPixmap

from hrdesk.gui.look.theme import look, tokens
from hrdesk.resources import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QAbstractButton

_SIZE = 18


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    path = resource("icons", f"{name}.svg")
    return path.read_text(encoding="utf-8").replace('stroke-width="2"', 'stroke-width="1.75"')


@lru_cache(maxsize=1024)
def _image(name: str, value: str, size: int, ratio: float) -> QImage:
    pixels = max(1, round(size * ratio))
    drawing = _drawing(name).replace("currentColor", value)
    buffer = QBuffer()
    buffer.setData(QByteArray(drawing.encode()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(pixels, pixels))
    image = reader.read()
    image.setDevicePixelRatio(ratio)
    return image


def pixmap(name: str, role: str = "second", size: int = _SIZE, ratio: float = 1.0) -> QPixmap:
    """The drawing in the colour of a role of `Tokens`, for a device pixel ratio."""
    return QPixmap.fromImage(_image(name, str(getattr(tokens(), role)), size, ratio))


def paint(painter: QPainter, left: int, top: int, name: str, role: str, size: int = _SIZE) -> None:
    """Draw the drawing, as sharp as what the painter paints on."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawImage(left, top, _image(name, str(getattr(tokens(), role)), size, ratio))


def icon(name: str, role: str = "second", size: int = _SIZE) -> QIcon:
    """The drawing as an icon, with a paler face where its control is disabled.

    It is drawn for the screens there are; `look().changed` tells when there is another one.
    """
    result = QIcon()
    for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()}:
        result.addPixmap(pixmap(name, role, size, ratio))
        result.addPixmap(pixmap(name, "disabled", size, ratio), QIcon.Mode.Disabled)
    return result


class _Painter(QObject):
    """Gives a button its icon, and a new one whenever the theme changes; lives as long as it."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button
        self._drawing = ("", "", 0)
        look().changed.connect(self.paint)

    def show_icon(self, name: str, role: str, size: int) -> None:
        self._drawing = (name, role, size)
        self.paint()

    def paint(self) -> None:
        name, role, size = self._drawing
        self._button.setIcon(icon(name, role, size))
        self._button.setIconSize(QSize(size, size))


def set_icon(button: QAbstractButton, name: str, role: str = "second", size: int = _SIZE) -> None:
    """Put an icon on a button and keep its colour right through changes of theme."""
    painter = next((child for child in button.children() if isinstance(child, _Painter)), None)
    if painter is None:
        painter = _Painter(button)
    painter.show_icon(name, role, size)
