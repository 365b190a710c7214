"""What is typed is on the disk within a second of the last key, without stopping the typing."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from hrdesk.gui.look.page import Session
from hrdesk.services import entering, recovering
from hrdesk.services.entering import EntrySession

_DELAY_MS: Final = 400
_RETRY_MS: Final = 4000
_LONGEST_WAIT_S: Final = 20.0


class DraftKeeper(QObject):
    """Keeps drafts of one entry, on the worker thread, in the order they were typed."""

    kept = Signal(object)  # datetime
    failed = Signal(object)  # the error; it is tried again

    def __init__(
        self, session: Session, filled: EntrySession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._filled = filled
        self._dirty = False
        self._held = False
        self._marked = False  # the workspace knows that this record is being typed in
        self._written: threading.Event | None = None  # set when the last draft is on the disk
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._save)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not on the disk yet."""
        return self._dirty

    def touch(self) -> None:
        """Something was typed. The clock is not set back by further keys."""
        self._dirty = True
        if not self._timer.isActive() and not self._held:
            self._timer.start(_DELAY_MS)

    def hold(self) -> None:
        """The record itself is being saved: no draft meanwhile."""
        self._held = True
        self._dirty = False
        self._timer.stop()

    def release(self, *, saved: bool) -> None:
        """The record was saved, or could not be."""
        self._held = False
        if self._dirty or not saved:
            self.touch()

    def forget(self) -> None:
        """What was typed is not wanted."""
        self._dirty = False
        self._timer.stop()

    def rest(self) -> None:
        """The record was left in order: nothing is to be recovered of it."""
        if self._marked:
            self._marked = False
            workspace = self._session.workspace
            self._session.workers.run(lambda: recovering.begin_typing(workspace, ""))

    def flush(self) -> None:
        """Wait until everything typed is on the disk."""
        self._timer.stop()
        if self._dirty:
            self._save()
        if self._written is not None:
            self._written.wait(_LONGEST_WAIT_S)

    def _save(self) -> None:
        self._dirty = False
        written = self._written = threading.Event()
        now = self._session.clock()
        draft = entering.draft_of(self._filled, now=now)
        workspace = self._session.workspace
        mark, self._marked = not self._marked, True

        def keep() -> datetime:
            try:
                if mark:
                    recovering.begin_typing(workspace, draft.record_id)
                entering.keep_draft(workspace, draft)
            finally:
                written.set()
            return now

        self._session.workers.run(
            keep, on_done=self._on_kept, on_error=self._on_failed, owner=self, urgent=True
        )

    def _on_kept(self, at: datetime) -> None:
        self.kept.emit(at)

    def _on_failed(self, error: BaseException) -> None:
        self._dirty = True
        self._timer.start(_RETRY_MS)
        self.failed.emit(error)
