"""When Python throws away what refers to itself: between two events, on the thread of the window.

Python would do it wherever it happens to allocate: in the middle of building a form, on the worker,
or while Qt destroys an object and asks for an override of its `disconnectNotify`. Qt holds a lock
then; another object that is destroyed by the collection waits for that lock for ever, or takes Qt
down with it. So whoever runs a window collects here.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK_MS: Final = 1000


def collect_due() -> int:
    """Collect what Python itself would have collected by now; how many objects went."""
    due = [
        generation
        for generation, (count, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if most and count > most
    ]
    return gc.collect(due[-1]) if due else 0


class Tidying(QObject):
    """From now on nothing is collected by itself; it looks every second whether to collect."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> int:
        """Collect what is due; how many objects went."""
        return collect_due()

    def end(self) -> None:
        """Look no more. Nothing is collected by itself after it either: windows are destroyed now."""
        self._timer.stop()
