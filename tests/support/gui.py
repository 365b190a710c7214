"""Keys as a person presses them, and waiting for the worker.

`qtbot.keyClicks` aborts the interpreter on any letter outside ASCII, so letters are sent one by one
as key events, or as an input method commits them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.look.workers import Workers


def type_text(widget: QWidget, text: str) -> None:
    """Type letters, whatever their script, into the widget."""
    for char in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char)
            QCoreApplication.sendEvent(widget, event)


def compose(widget: QWidget, text: str) -> None:
    """Commit a text the way an input method (Telex) does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def press(widget: QWidget, keys: str) -> None:
    """Press a key or chord in Qt's portable spelling: "Enter", "Ctrl+N", "PgDown"."""
    chord = QKeySequence(keys)[0]
    QTest.keyClick(widget, chord.key(), chord.keyboardModifiers())


def rest(milliseconds: int) -> None:
    """Run the event loop for a while; unlike `QTest.qWait` this lets the worker work meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(workers: Workers, *, seconds: float = 20.0) -> None:
    """Let the worker and the event loop come to rest."""
    turns = int(seconds * 100)
    calm = 0
    for _ in range(turns):
        rest(10)
        calm = calm + 1 if workers.idle else 0
        if calm >= 3:
            return
    msg = "the worker did not come to rest"
    raise AssertionError(msg)
