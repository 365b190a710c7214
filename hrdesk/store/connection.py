"""Connections to the one SQLite file: how they are opened, shared, and what their faults mean.

Rules: WAL and `synchronous=FULL` (a save that returned survives a power cut), foreign keys on, one
connection a thread, one writer at a time, every write in `BEGIN IMMEDIATE`.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import weakref
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    StoreDamagedError,
    StoreError,
    StoreForeignError,
    StoreFullError,
    StoreIoError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION_ID: Final = 0x68726431  # "hrd1": tells our file from any other SQLite file
BUSY_TIMEOUT_MS: Final = 5000
_PRAGMAS: Final = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-16000",
    "PRAGMA wal_autocheckpoint=1000",
    "PRAGMA temp_store=MEMORY",
)


class Connections:
    """The connections of one store, one a thread, and its write lock."""

    def __init__(
        self, path: Path, *, read_only: bool = False, busy_timeout_ms: int = BUSY_TIMEOUT_MS
    ) -> None:
        """Nothing is opened yet; the first use of a thread opens its connection."""
        self.path = path
        self.read_only = read_only
        self._busy_timeout_ms = busy_timeout_ms
        self._write_lock = threading.RLock()
        self._list_lock = threading.Lock()
        self._opened: list[tuple[weakref.ref[threading.Thread], sqlite3.Connection]] = []
        self._mine = threading.local()
        self._closed = False
        self._savepoints = 0

    def reading(self) -> sqlite3.Connection:
        """This thread's connection, for reading outside of a write."""
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            if self._closed:
                raise StoreMissingError(path=self.path)
            connection = self._open()
            self._mine.connection = connection
            with self._list_lock:
                self._forget_finished_threads()
                self._opened.append((weakref.ref(threading.current_thread()), connection))
        return connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed when the block ends, undone when it raises.

        Inside another one of the same thread it is a savepoint of that one.

        Raises:
            StoreError: locked, full, damaged, or only readable.
        """
        if self.read_only:
            raise StoreReadOnlyError(path=self.path)
        with self.known_faults(), self._write_lock:
            connection = self.reading()
            begin, commit, undo = self._statements(connection)
            connection.execute(begin)
            try:
                yield connection
                connection.execute(commit)
            except BaseException:
                if connection.in_transaction:  # a full disk has rolled back already
                    for statement in undo:
                        connection.execute(statement)
                raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Reads of this thread that all see one state of the file."""
        with self.known_faults():
            connection = self.reading()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextlib.contextmanager
    def apart(self) -> Iterator[sqlite3.Connection]:
        """A connection for one long piece of reading; its pages are let go of with it."""
        with self.known_faults():
            if self._closed:
                raise StoreMissingError(path=self.path)
            with contextlib.closing(self._open()) as connection:
                connection.execute("PRAGMA cache_size=-2000")  # every page is wanted once only
                yield connection

    @contextlib.contextmanager
    def known_faults(self) -> Iterator[None]:
        """Turn what the world does to the file into a sentence; our own mistakes stay as they are."""
        try:
            yield
        except sqlite3.Error as error:
            known = known_fault(error, self.path)
            if known is None:
                raise
            raise known from error

    def close_finished(self) -> None:
        """Close the connections of threads that have ended; they keep pages that nobody wants."""
        with self._list_lock:
            self._forget_finished_threads()

    def close(self) -> None:
        """Checkpoint and close the connections of all threads."""
        with self._write_lock, self._list_lock:
            self._closed = True
            connections = [connection for _, connection in self._opened]
            self._opened.clear()
            self._mine = threading.local()
            for place, connection in enumerate(connections, start=1):
                with contextlib.suppress(sqlite3.Error):
                    if place == len(connections) and not self.read_only:
                        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()

    def _statements(self, connection: sqlite3.Connection) -> tuple[str, str, tuple[str, ...]]:
        if not connection.in_transaction:
            return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
        self._savepoints += 1
        name = f"inner_{self._savepoints}"
        return f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}")

    def _open(self) -> sqlite3.Connection:
        with self.known_faults():
            if not self.path.exists():
                raise StoreMissingError(path=self.path)
            if not self.read_only:
                return self._connect("rw")
            try:
                connection = self._connect("ro")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError as error:
                # A WAL file on a medium that cannot be written needs no log when none is left over.
                if error.sqlite_errorname.startswith("SQLITE_BUSY") or self._has_log():
                    raise
                connection = self._connect("ro&immutable=1")
            return connection

    def _has_log(self) -> bool:
        log = self.path.with_name(f"{self.path.name}-wal")
        return log.exists() and log.stat().st_size > 0

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=self._busy_timeout_ms / 1000,
            isolation_level=None,  # transactions are ours
            check_same_thread=False,  # closing is done by whoever closes the store
            cached_statements=256,
        )
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            if self.read_only:
                connection.execute("PRAGMA query_only=ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def _forget_finished_threads(self) -> None:
        kept = []
        for thread, connection in self._opened:
            owner = thread()
            if owner is not None and owner.is_alive():
                kept.append((thread, connection))
            else:
                connection.close()
        self._opened = kept


def known_fault(error: sqlite3.Error, path: Path) -> StoreError | None:
    """The sentence for a fault of the world; None for a mistake of ours."""
    name = getattr(error, "sqlite_errorname", "")
    reason = str(error)
    for prefixes, known in (
        (("SQLITE_BUSY", "SQLITE_LOCKED"), StoreLockedError(path=path)),
        (("SQLITE_FULL", "SQLITE_TOOBIG"), StoreFullError(path=path)),
        (("SQLITE_NOTADB",), StoreForeignError(path=path)),
        (("SQLITE_CORRUPT",), StoreDamagedError(path=path, reason=reason)),
        (("SQLITE_READONLY", "SQLITE_PERM"), StoreReadOnlyError(path=path)),
        (
            ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL"),
            StoreIoError(path=path, reason=reason),
        ),
    ):
        if name.startswith(prefixes):
            return known
    return None
