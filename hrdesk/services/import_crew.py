"""Judging the rows of a long table on all cores: helper processes, their answers in order.

A table that is short is judged here, before a process could have begun. When a process cannot be
started or ends, what it was asked is judged here too: nothing but time is lost.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Final

from hrdesk.i18n import language
from hrdesk.services.helper_process import environment
from hrdesk.services.import_rows import RowReader
from hrdesk.services.import_worker import pack, read_frame, unpack, write_frame

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from concurrent.futures import Future

    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.records.merged_cells import FillDown
    from hrdesk.records.tables import TableRow
    from hrdesk.services.import_rows import GoodRow, ImportJob, RefusedRow

HIDDEN_COMMAND: Final = "_rows"  # how the frozen program calls itself
SHORT: Final = 3_000  # records; what a process takes to begin, they are judged in
_PIECE: Final = 200  # records; what becomes of more does not stay in the cache of a core
_MOST: Final = 4  # processes


def judged(
    job: ImportJob, compiled: CompiledForm, rows: Iterable[TableRow], fill: FillDown | None = None
) -> Generator[GoodRow | RefusedRow]:
    """What becomes of each record of the rows, in order; `fill` fills merged cells before."""
    reader = RowReader(job, compiled)
    records = reader.grouped(rows)
    if fill is not None:
        records = fill.filled(records)
    head = list(islice(records, SHORT))
    count = min(_cores(), _MOST) if len(head) == SHORT else 0
    if count <= 1:  # another process would only stand in the way
        yield from map(reader.read, chain(head, records))
        return
    with contextlib.closing(_Crew(job, count)) as crew:
        asked: deque[tuple[list[list[TableRow]], Future[bytes]]] = deque()
        records = chain(head, records)
        del head
        while piece := list(islice(records, _PIECE)):
            asked.append((piece, crew.ask(pack(piece))))
            if len(asked) > crew.count + 1:
                yield from _answered(reader, *asked.popleft())
        while asked:
            yield from _answered(reader, *asked.popleft())


def _answered(
    reader: RowReader, piece: list[list[TableRow]], future: Future[bytes]
) -> Iterable[GoodRow | RefusedRow]:
    answer = future.result()
    return unpack(answer, piece) if answer else map(reader.read, piece)


class _Crew:
    """Some processes, and a thread for each that waits for its answers."""

    def __init__(self, job: ImportJob, count: int) -> None:
        self.count = count
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        first = pickle.dumps((language(), job), pickle.HIGHEST_PROTOCOL)
        self._workers = [_Worker(first) for _ in range(count)]
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="rows")

    def ask(self, piece: bytes) -> Future[bytes]:
        """The answer to a piece as it will come; b"" when nobody can answer."""
        return self._threads.submit(self._asked, piece)

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def _asked(self, piece: bytes) -> bytes:
        worker = self._idle.get()
        try:
            return worker.answer(piece)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process; one that is gone answers b"" to everything."""

    def __init__(self, first: bytes) -> None:
        self._first = first
        self._process: subprocess.Popen[bytes] | None = None
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def answer(self, piece: bytes) -> bytes:
        if self._process is None:
            return b""
        source, target = self._process.stdout, self._process.stdin
        assert source is not None  # noqa: S101 - both were asked for above
        assert target is not None  # noqa: S101
        try:
            if self._first:
                write_frame(target, self._first)
                self._first = b""
            write_frame(target, piece)
            return read_frame(source)
        except (OSError, ValueError):  # it ended, or was ended
            return b""

    def kill(self) -> None:
        process = self._process
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            _close(stream)


def _close(stream: IO[bytes] | None) -> None:
    with contextlib.suppress(OSError):  # the other end went first
        if stream is not None:
            stream.close()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_COMMAND]
    return [sys.executable, "-m", "hrdesk.services.import_worker"]
