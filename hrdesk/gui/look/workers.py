"""The one worker thread: whatever touches the store or a file runs here, results come back there.

`run(call, …)` queues `call` on the worker; `on_done(result)` or `on_error(error)` is then called on
the window's thread. Never touch a widget inside `call`.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from hrdesk.services.progress import CancelledError
from hrdesk.values import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
T = TypeVar("T")
_URGENT, _ORDINARY, _LAST = range(3)


class TaskProgress(QObject):
    """A `services.progress.Progress` that tells the window and listens to its Cancel."""

    moved = Signal(int, int, str)  # done, total, sentence

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._total = 0
        self._done = 0

    def total(self, steps: int) -> None:
        """How many steps there are."""
        self._total = steps
        self.moved.emit(self._done, self._total, "")

    def step(self, sentence: str = "") -> None:
        """One step is done."""
        self._done += 1
        self.moved.emit(self._done, self._total, sentence)

    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()


@dataclass(slots=True)
class Job:
    """One piece of work under way; `cancel` drops its result, and the work if not begun."""

    number: int
    call: Callable[[], Any]
    on_done: Callable[[Any], object] | None
    on_error: Callable[[BaseException], object] | None
    owner: QObject | None
    progress: TaskProgress | None
    dropped: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    outcome: tuple[Any, BaseException | None] = (None, None)  # once it has ended
    delivered: bool = False

    def cancel(self) -> None:
        """Nobody wants the result any more."""
        self.dropped.set()
        if self.progress is not None:
            self.progress.cancel()

    def wanted(self) -> bool:
        """Whether somebody still waits for the result."""
        if self.dropped.is_set():
            return False
        return _lives(self.owner) and _lives(getattr(self.on_done, "__self__", None))


def _lives(waiting: object) -> bool:
    """Whether who waits is still there: a widget may end before the answer to its question."""
    return not isinstance(waiting, QObject) or bool(shiboken6.isValid(waiting))


@dataclass(frozen=True, order=True, slots=True)
class _Place:
    """A place in the queue: by urgency, then first in first out. No job is the end."""

    urgency: int
    number: int
    job: Job | None = field(compare=False)


class Workers(QObject):
    """One thread, urgent work first, else first in first out; results arrive on the thread that made this object."""

    _finished = Signal(object)
    idle_changed = Signal(bool)

    def __init__(
        self,
        on_unexpected: Callable[[BaseException], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Start the thread. `on_unexpected` gets errors for which nobody gave an `on_error`."""
        super().__init__(parent)
        self._on_unexpected = on_unexpected
        self._numbers = itertools.count(1)
        self._queue: queue.PriorityQueue[_Place] = queue.PriorityQueue()
        self._pending = 0
        self._doing: Job | None = None  # what the thread is at, or was last
        self._beside: list[Workers] = []
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="hrdesk-worker", daemon=True)
        self._thread.start()

    def run(
        self,
        call: Callable[[], T],
        *,
        on_done: Callable[[T], object] | None = None,
        on_error: Callable[[BaseException], object] | None = None,
        owner: QObject | None = None,
        progress: TaskProgress | None = None,
        urgent: bool = False,
    ) -> Job:
        """Queue `call`; with an `owner`, a result that comes after its end is dropped.

        What is `urgent` (rows that somebody looks at) comes before what only counts.
        """
        job = Job(next(self._numbers), call, on_done, on_error, owner, progress)
        self._pending += 1
        if self._pending == 1:
            self.idle_changed.emit(False)
        self._queue.put(_Place(_URGENT if urgent else _ORDINARY, job.number, job))
        return job

    def soon(self, job: Job, seconds: float) -> bool:
        """Wait a moment for a result that is about to come; whether it came and was handed over.

        For what is painted at once when it is there: a moment is less than a person sees. Behind
        other work it does not come at once, and is not waited for. An error is told later, as always.
        """
        ahead = self._doing
        if self._queue.qsize() > 1 or (
            ahead is not None and ahead is not job and not ahead.ended.is_set()
        ):
            return False
        if not job.ended.wait(seconds) or job.outcome[1] is not None:
            return False
        if not job.delivered:
            self._hand_over(job)
        return True

    def beside(self) -> Workers:
        """A further thread for one long piece of work that nothing else may wait for.

        This one ends after it; whoever asked stops it when the work is done.
        """
        made = Workers(self._on_unexpected, self)
        self._beside.append(made)
        return made

    @property
    def idle(self) -> bool:
        """Whether nothing is under way, beside it neither."""
        return self._pending == 0 and all(one.idle for one in self._beside)

    def stop(self, seconds: float = 30.0) -> None:
        """Finish what was queued and end the thread; results of it are no longer delivered."""
        for one in self._beside:
            one.stop(seconds)
        self._queue.put(_Place(_LAST, next(self._numbers), None))
        self._thread.join(seconds)

    def _work(self) -> None:
        while (job := self._queue.get().job) is not None:
            result: Any = None
            error: BaseException | None = None
            self._doing = job
            if not job.dropped.is_set():
                try:
                    result = job.call()
                except BaseException as caught:  # noqa: BLE001 - handed to the window
                    error = caught
            job.outcome = (result, error)
            job.ended.set()
            try:
                self._finished.emit(job)
            except RuntimeError:  # the window ended before its work
                return

    @Slot(object)
    def _deliver(self, job: Job) -> None:
        self._pending -= 1
        if self._pending == 0:
            self.idle_changed.emit(True)
        if not job.delivered:
            self._hand_over(job)

    def _hand_over(self, job: Job) -> None:
        job.delivered = True
        (result, error), job.outcome = job.outcome, (None, None)
        if not job.wanted() and not isinstance(error, CancelledError):
            return
        if error is None:
            if job.on_done is not None:
                job.on_done(result)
            return
        handler = job.on_error or self._on_unexpected
        if handler is None:
            _log.error("Work failed and nobody asked", exc_info=error)
            return
        handler(error)
