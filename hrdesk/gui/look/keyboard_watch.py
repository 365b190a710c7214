"""Tells widgets where the keyboard went, but never one that is being destroyed.

A widget that takes the keyboard with it when it goes makes Qt say so in the middle of its own
destruction: a slot of that widget would be called on what is half gone. So one function listens for
all of them, and asks first who still lives.
"""

from __future__ import annotations

from typing import Final, Protocol
from weakref import WeakSet

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

_LISTENED: Final = "keyboard_watched"


class Watcher(Protocol):
    """A widget that wants to know when the keyboard moved."""

    def keyboard_moved(self) -> None:
        """The keyboard is somewhere else now, in this widget or out of it."""

    @override
    def __hash__(self) -> int: ...


_watchers: WeakSet[Watcher] = WeakSet()


def watch_keyboard(watcher: Watcher) -> None:
    """Call `keyboard_moved` of a widget at each move of the keyboard, for as long as it lives."""
    _watchers.add(watcher)
    program = QApplication.instance()
    if isinstance(program, QApplication) and not program.property(_LISTENED):
        program.setProperty(_LISTENED, True)
        program.focusChanged.connect(_tell)


def _tell(_old: QWidget | None, _now: QWidget | None) -> None:
    for watcher in tuple(_watchers):
        if isValid(watcher):
            watcher.keyboard_moved()
