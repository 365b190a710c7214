"""What the window gives back while nobody wants anything."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from hrdesk.gui.shell.resting import Rest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from hrdesk.gui.look.workers import Workers
    from hrdesk.services.workspace import Workspace


class Counting:
    """A workspace that counts how often its caches were let go of."""

    def __init__(self) -> None:
        self.times = 0

    def let_go_of_caches(self) -> None:
        """Called on the worker."""
        self.times += 1


def test_rest__while_a_copy_is_made_beside_the_work__comes_after_it(
    qtbot: QtBot, workers: Workers
) -> None:
    workspace, owner, done = Counting(), QObject(), threading.Event()
    beside = workers.beside()
    beside.run(done.wait)
    rest = Rest(cast("Workspace", workspace), workers, owner)
    rest._soon.setInterval(10)
    rest._soon.start()
    with qtbot.waitSignal(rest._soon.timeout):
        pass
    assert workspace.times == 0
    done.set()
    qtbot.waitUntil(lambda: workspace.times == 1)
    beside.stop()
    owner.deleteLater()
