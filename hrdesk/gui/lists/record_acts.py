"""What is done with one record of a list: put away, brought back, its history looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hrdesk.gui.lists.history_dialog import show_history
from hrdesk.gui.look import messages
from hrdesk.gui.look.labels import shortened
from hrdesk.i18n import tr
from hrdesk.services import entering

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.look.page import Session


class RecordActs(QObject):
    """Asks where it has to be asked, does it on the worker, says what was done."""

    going = Signal(str)  # id of a record that is about to be put away
    came_back = Signal(str)  # id of a record that is to be read anew where it is open

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page

    def delete(self, record_id: str, title: str) -> None:
        """Put a record away, when the person is sure."""
        sure = messages.ask(
            self._page,
            tr("Delete “{title}”?", title=shortened(title)),
            tr("It no longer counts. You can bring it back from “Deleted records”."),
            tr("Delete"),
            danger=True,
        )
        if not sure:
            return
        self.going.emit(record_id)
        workspace, now = self._session.workspace, self._session.clock()
        self._change(
            lambda: entering.delete_record(workspace, record_id, now=now),
            tr("Deleted: {title}", title=shortened(title)),
        )

    def restore(self, record_id: str) -> None:
        """Bring a record back."""
        workspace, now = self._session.workspace, self._session.clock()
        self._change(
            lambda: entering.restore_record(workspace, record_id, now=now),
            tr("The record is back."),
            record_id,
        )

    def show_history(self, record_id: str) -> None:
        """Show the versions of a record; one brought back is read anew."""
        show_history(self._session, record_id, self._page).restored.connect(self._on_restored)

    def _on_restored(self, record_id: str) -> None:
        self.came_back.emit(record_id)
        self._session.shell.data_changed()

    def _change(self, call: Callable[[], None], said: str, back: str = "") -> None:
        def done(_result: None) -> None:
            self._session.shell.notify(said)
            if back:
                self.came_back.emit(back)
            self._session.shell.data_changed()

        self._session.workers.run(call, on_done=done, on_error=self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        messages.show_error(self._page, error)
