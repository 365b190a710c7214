"""Ctrl+P on an open record: the record on paper; of a training also its sign-in sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from hrdesk.gui.paper_making import drawn, show_made
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.page import Session
    from hrdesk.gui.paper_making import Maker
    from hrdesk.services.entering import EntrySession

_TRAINING: Final = "training"  # the kind with a sign-in sheet


class RecordPapers(QObject):
    """Makes the papers of one record on the worker and shows them to be printed or kept."""

    def __init__(self, session: Session, page: QWidget, put_on_disk: Callable[[], object]) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._put_on_disk = put_on_disk
        self.menu: QMenu | None = None

    def ask(self, filled: EntrySession, place: QPoint) -> None:
        """Offer the papers of this kind of record; with one alone, make it."""
        self._put_on_disk()
        papers = self._papers(filled)
        if not papers:
            self._session.shell.notify(tr("Keep the record first (Ctrl+S), then print it."), "info")
        elif len(papers) == 1:
            self._make(papers[0][1])
        else:
            self.menu = menu = QMenu(self._page)
            menu.setAccessibleName(tr("Print…"))
            for number, (words, make) in enumerate(papers, 1):
                action = menu.addAction(f"&{number}  {words}")
                action.triggered.connect(lambda _on=False, made=make: self._make(made))
            menu.setActiveAction(menu.actions()[0])
            menu.popup(place)

    def _papers(self, filled: EntrySession) -> list[tuple[str, Maker]]:
        from hrdesk.services import certifying, printing  # noqa: PLC0415 - first use

        ws, now, record_id = self._session.workspace, self._session.clock(), filled.record_id
        found: list[tuple[str, Maker]] = []
        if filled.entry.form.form_id == _TRAINING:
            found += [
                (
                    tr("Sign-in sheet with the names listed"),
                    drawn(lambda: printing.attendance_of(ws, record_id, now=now)),
                ),
                (
                    tr("Sign-in sheet with blank lines"),
                    drawn(lambda: printing.attendance_of(ws, record_id, now=now, filled=False)),
                ),
            ]
        if filled.record is not None:
            if filled.entry.form.form_id == _TRAINING:
                found.append(
                    (
                        tr("Certificates of all who attended"),
                        lambda path, progress: certifying.write_certificates(
                            ws, record_id, path, now=now, progress=progress
                        ),
                    )
                )
            found.append(
                (
                    tr("The record as it is kept"),
                    drawn(lambda: printing.record_of(ws, record_id, now=now)),
                )
            )
        return found

    def _make(self, make: Maker) -> None:
        show_made(self._session, self._page, make)
