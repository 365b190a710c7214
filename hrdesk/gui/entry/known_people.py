"""Who was met before, read on the worker thread when somebody first asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.services import people

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from hrdesk.gui.look.page import Session
    from hrdesk.services.people import PeopleSeen


def people_source(
    session: Session, form_id: str, own_id: Callable[[], str | None], owner: QObject
) -> Callable[[Callable[[PeopleSeen], None]], object]:
    """What a list of people calls to learn who was met before; the record that is open, left out."""
    workspace = session.workspace

    def ask(show: Callable[[PeopleSeen], None]) -> object:
        today, record_id = session.today(), own_id()
        return session.workers.run(
            lambda: people.people_seen(workspace, form_id, today=today, besides=record_id),
            on_done=show,
            on_error=_nothing,
            owner=owner,
        )

    return ask


def _nothing(error: BaseException) -> None:
    """Knowing people again is a courtesy: without it typing goes on."""
    del error
