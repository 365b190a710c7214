"""Past answers for a line of text, read on the worker thread while one types."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from hrdesk.gui.entry.question_widgets.text import Suggest
from hrdesk.gui.look.page import Session
from hrdesk.gui.look.workers import Job
from hrdesk.services import entering


class Suggester(QObject):
    """Asks the store for one form; only the last question asked is answered."""

    def __init__(self, session: Session, form_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._form_id = form_id
        self._job: Job | None = None

    def for_question(self, key: str, repeat: str | None = None) -> Suggest:
        """What a line of the question `key` calls with what was typed."""

        def suggest(typed: str, show: Callable[[list[str]], None]) -> None:
            self._ask(key, repeat, typed, show)

        return suggest

    def _ask(
        self, key: str, repeat: str | None, typed: str, show: Callable[[list[str]], None]
    ) -> None:
        if self._job is not None:
            self._job.cancel()
        workspace, form_id = self._session.workspace, self._form_id
        self._job = self._session.workers.run(
            lambda: entering.suggestions(workspace, form_id, key, typed, repeat=repeat),
            on_done=show,
            on_error=_nothing,
            owner=self,
        )


def _nothing(error: BaseException) -> None:
    """Suggestions are a courtesy: without them typing goes on."""
    del error
