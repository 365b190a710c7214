"""A person at the keyboard: keys go to whatever holds the focus, and are counted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class Hands:
    """Types and presses; `pressed` counts the keys that were not letters of an answer."""

    def __init__(self) -> None:
        self.pressed = 0

    def target(self) -> QWidget:
        """Where the next key goes."""
        popup = QApplication.activePopupWidget()
        found = (popup.focusWidget() or popup) if popup else QApplication.focusWidget()
        assert found is not None, "nothing holds the keyboard"
        return found

    def type(self, text: str) -> None:
        """Letters of an answer, whatever their script."""
        for char in text:
            if char.isascii():
                QTest.keyClick(self.target(), char)
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char)
                QCoreApplication.sendEvent(self.target(), event)

    def press(self, *chords: str) -> None:
        """Keys like Enter, 2, Ctrl+S."""
        for chord in chords:
            keys = QKeySequence(chord)[0]
            self.pressed += 1
            QTest.keyClick(self.target(), keys.key(), keys.keyboardModifiers())

    def answer(self, text: str) -> None:
        """Type an answer and go on."""
        self.type(text)
        self.press("Enter")
