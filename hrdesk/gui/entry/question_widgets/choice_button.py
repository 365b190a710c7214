"""One choice as a button: its digit, its words; a segment of one, or a box to tick among many."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.line import TICK, paint_tick
from hrdesk.gui.look.faces import face
from hrdesk.gui.look.theme import SCALE, UNIT, colour

HEIGHT: Final = 34  # as tall as a line edit
_PAD: Final = UNIT * 3
_INSET: Final = 3  # room for the ring of the keyboard
_DIGIT: Final = UNIT * 4 + 2
_TILE_GAP: Final = UNIT * 2


class ChoiceButton(QAbstractButton):
    """A choice. `ticked` draws a box to tick, otherwise the whole button is the mark."""

    arrow = Signal(int)  # Qt.Key of the arrow pressed
    digit = Signal(int)
    cleared = Signal()
    entered = Signal(bool)

    def __init__(self, digit: int, text: str, *, ticked: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._digit = digit
        self._ticked = ticked
        self._locked = False
        self.faulty = False
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self._width = -1

    def lock(self, *, locked: bool) -> None:
        """Let the choice be seen but not changed."""
        self._locked = locked
        self.setEnabled(not locked)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._width = -1

    @override
    def sizeHint(self) -> QSize:
        if self._width < 0:
            words = math.ceil(face(strong=True).width(self.text()))
            box = TICK + _TILE_GAP if self._ticked else 0
            pad = _INSET if self._ticked else _PAD
            number = _DIGIT if self._digit else 0
            self._width = pad * 2 + box + number + words + 2
        return QSize(self._width, HEIGHT if not self._ticked else HEIGHT - UNIT)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        bare = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.arrow.emit(int(key))
        elif bare and Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.digit.emit(int(key) - int(Qt.Key.Key_0))
        elif bare and key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.cleared.emit()
        elif bare and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ticked:
            self._paint_tile(painter)
        else:
            self._paint_segment(painter)
        painter.end()

    def _paint_segment(self, painter: QPainter) -> None:
        on = self.isChecked()
        edge = "accent" if on else "bad" if self.faulty else "border"
        ground = "accent_soft" if on else "raised" if self.underMouse() else "surface"
        if not self.isEnabled() and not on:
            ground = "field_off"
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colour(edge), 1))
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(box, 6, 6)
        self._paint_focus(painter)
        left = self._paint_digit(painter, _PAD, on=on)
        self._paint_words(painter, left, "accent" if on else "text", strong=on)

    def _paint_tile(self, painter: QPainter) -> None:
        on = self.isChecked()
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("raised"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        edge = "bad" if self.faulty else "border"
        paint_tick(painter, self.rect().adjusted(_INSET, 0, 0, 0), on=on, role=edge)
        self._paint_focus(painter)
        left = self._paint_digit(painter, _INSET + TICK + _TILE_GAP, on=on)
        self._paint_words(painter, left, "text", strong=on)

    def _paint_digit(self, painter: QPainter, left: int, *, on: bool) -> int:
        if not self._digit:
            return left
        painter.setPen(colour("accent" if on else "second"))
        spot = QRect(left, 0, _DIGIT, self.height())
        face(SCALE.second).write(painter, spot, str(self._digit))
        return left + _DIGIT

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(ring, 5, 5)

    def _paint_words(self, painter: QPainter, left: int, role: str, *, strong: bool) -> None:
        painter.setPen(colour(role if self.isEnabled() or strong else "second"))
        spot = QRect(left, 0, self.width() - left - UNIT, self.height())
        face(strong=strong).write(painter, spot, self.text())
