"""Widgets that refer to themselves go between two events, never in the middle of something."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hrdesk.gui.look.tidying import Tidying
from tests.support.gui import rest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Knot(QObject):
    """Refers to itself."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def churn(count: int) -> None:
    """What would make Python collect a hundred times over."""
    kept = [[] for _ in range(count)]
    del kept


def test_garbage__while_tidying__stays_until_the_next_event(qtbot: QtBot) -> None:
    del qtbot
    tidying = Tidying()
    gone: list[str] = []
    knot = Knot()
    weakref.finalize(knot, lambda: gone.append(threading.current_thread().name))
    del knot
    other = threading.Thread(target=churn, args=(200_000,))
    other.start()
    other.join()
    churn(200_000)
    assert gone == []
    many = [Knot() for _ in range(2000)]
    del many
    tidying.look()
    gc.collect(0)
    for _ in range(3):
        gc.collect()
    assert gone == [threading.main_thread().name]
    tidying.end()
    assert not gc.isenabled()  # the windows that are destroyed next must not meet a collection


def test_look__nothing_due__does_nothing(qtbot: QtBot) -> None:
    del qtbot
    tidying = Tidying()
    gc.collect()
    assert tidying.look() == 0
    assert not gc.isenabled()
    rest(5)
    tidying.end()
