"""What is given back to the computer while nobody wants anything: caches, freed memory."""

from __future__ import annotations

import ctypes
import gc
import linecache
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from hrdesk.gui.look.workers import Workers
    from hrdesk.services.workspace import Workspace

_AFTER_MS = 1200
_M_TRIM_THRESHOLD = -1  # <malloc.h>
_KEPT_BYTES = 1 << 18


class Rest(QObject):
    """Once the worker has had nothing to do for a while, pages of the store are let go of."""

    def __init__(self, workspace: Workspace, workers: Workers, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._workers = workers
        self._resting = False  # its own job is under way
        self._rested = False  # nothing was done since
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self._rest)
        workers.idle_changed.connect(self._idle_changed)
        self._soon.start()
        _keep_little()

    def _idle_changed(self, idle: bool) -> None:
        if self._resting:
            return
        if idle:
            self._soon.start()
        else:
            self._rested = False
            self._soon.stop()

    def _rest(self) -> None:
        if self._rested:
            return
        if not self._workers.idle:
            self._soon.start()  # a copy is being made beside the work, which tells nobody its end
            return
        self._resting = self._rested = True
        self._workers.run(self._let_go, on_done=self._woken, on_error=self._woken, owner=self)

    def _let_go(self) -> None:
        self._workspace.let_go_of_caches()
        linecache.clearcache()  # PySide6 reads the sources of what it is imported from, and keeps them

    def _woken(self, _result: object) -> None:
        self._resting = False
        gc.collect()  # here and not on the worker: widgets may go with it
        give_back()


def _keep_little() -> None:
    """Have each thread's memory shrink as it is freed: glibc never trims the end of any but the first's."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def give_back() -> None:
    """Freed memory back to the system, where it keeps it otherwise (glibc)."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
