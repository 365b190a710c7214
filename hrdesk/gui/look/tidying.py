"""When Python throws away what refers to itself: between two events, on the thread of the window.

Python would do it wherever it happens to allocate: in the middle of building a form, or on the
worker. Widgets that are destroyed there take Qt down with them.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK_MS: Final = 1000


class Tidying(QObject):
    """As long as it lives nothing is collected by itself; it looks every second whether to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> int:
        """Collect what Python itself would have collected; gives how many objects went."""
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if most and count > most
        ]
        return gc.collect(due[-1]) if due else 0

    def end(self) -> None:
        """Let Python do it by itself again."""
        self._timer.stop()
        gc.enable()
