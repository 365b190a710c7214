"""Ctrl+P on an open record: the record on paper; of a training also its sign-in sheet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from hrdesk.gui import messages
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.page import Session
    from hrdesk.reports.content import ReportContent
    from hrdesk.services.entering import EntrySession
    from hrdesk.services.progress import Progress

    Maker = Callable[[Path, Progress], object]  # writes a paper as PDF

_TRAINING: Final = "training"  # the kind with a sign-in sheet


def _of(content: Callable[[], ReportContent]) -> Maker:
    """Draws a paper that is made when it is wanted."""

    def make(path: Path, progress: Progress) -> None:
        from hrdesk.services import printing  # noqa: PLC0415 - first use

        printing.write_paper(content(), path, progress=progress)

    return make


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
                    _of(lambda: printing.attendance_of(ws, record_id, now=now)),
                ),
                (
                    tr("Sign-in sheet with blank lines"),
                    _of(lambda: printing.attendance_of(ws, record_id, now=now, filled=False)),
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
                    _of(lambda: printing.record_of(ws, record_id, now=now)),
                )
            )
        return found

    def _make(self, make: Maker) -> None:
        folder = tempfile.TemporaryDirectory(prefix="hrdesk-")
        path = Path(folder.name) / "paper.pdf"

        def call(progress: Progress) -> Path:
            make(path, progress)
            return path

        messages.run_with_progress(
            self._session.workers,
            self._page,
            tr("Making the paper"),
            call,
            on_done=lambda _path: self._show(path, folder),
        )

    def _show(self, path: Path, folder: tempfile.TemporaryDirectory[str]) -> None:
        from hrdesk.gui.paper_dialog import PaperDialog  # noqa: PLC0415 - with its paper

        dialog = PaperDialog(path, self._page)
        dialog.finished.connect(lambda _result: folder.cleanup())
        dialog.open()
