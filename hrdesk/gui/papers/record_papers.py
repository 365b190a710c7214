"""Ctrl+P on an open record: the record on paper; of a training also its sign-in sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from hrdesk.gui.papers.paper_making import Paper, drawn, show_made
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.look.page import Session
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
        elif len(papers) == 1 and papers[0][1] is not None:
            self._make(papers[0][1])
        else:
            self.menu = menu = QMenu(self._page)
            menu.setAccessibleName(tr("Print…"))
            for number, (words, make) in enumerate(papers, 1):
                action = menu.addAction(f"&{number}  {words}")
                if make is None:
                    action.triggered.connect(lambda _on=False: self._ask_person(filled.record_id))
                else:
                    action.triggered.connect(lambda _on=False, made=make: self._make(made))
            menu.setActiveAction(menu.actions()[0])
            menu.popup(place)

    def _papers(self, filled: EntrySession) -> list[tuple[str, Paper | None]]:
        from hrdesk.services import certifying, printing  # noqa: PLC0415 - first use

        ws, now, record_id = self._session.workspace, self._session.clock(), filled.record_id
        found: list[tuple[str, Paper | None]] = []
        if filled.entry.form.form_id == _TRAINING:
            found += [
                (
                    tr("Sign-in sheet with the names listed"),
                    drawn(
                        "attendance",
                        record_id,
                        lambda: printing.attendance_of(ws, record_id, now=now),
                    ),
                ),
                (
                    tr("Sign-in sheet with blank lines"),
                    drawn(
                        "attendance",
                        record_id,
                        lambda: printing.attendance_of(ws, record_id, now=now, filled=False),
                    ),
                ),
            ]
        if filled.record is not None:
            if filled.entry.form.form_id == _TRAINING:
                found.append(
                    (
                        tr("Certificates of all who attended"),
                        Paper(
                            "certificates",
                            record_id,
                            lambda path, progress: certifying.write_certificates(
                                ws, record_id, path, now=now, progress=progress
                            ),
                        ),
                    )
                )
                found.append((tr("Certificate of one person…"), None))
            found.append(
                (
                    tr("The record as it is kept"),
                    drawn("record", record_id, lambda: printing.record_of(ws, record_id, now=now)),
                )
            )
        return found

    def _ask_person(self, record_id: str) -> None:
        """Choose one of those who attended; typing finds the name."""
        from hrdesk.services import certifying  # noqa: PLC0415 - first use

        people = certifying.people_attended(self._session.workspace, record_id)
        if not people:
            self._session.shell.notify(tr("Nobody of the list attended."), "info")
            return
        dialog = QInputDialog(self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Certificate of one person"))
        dialog.setLabelText(tr("Whose certificate?"))
        names = {f"{row}. {name}": row for row, name in people}
        dialog.setComboBoxItems(list(names))
        dialog.textValueSelected.connect(lambda chosen: self._certify(record_id, names[chosen]))
        self.dialog = dialog
        dialog.open()

    def _certify(self, record_id: str, row: int) -> None:
        from hrdesk.services import certifying  # noqa: PLC0415 - first use

        ws, now = self._session.workspace, self._session.clock()
        self._make(
            Paper(
                "certificates",
                record_id,
                lambda path, progress: certifying.write_certificates(
                    ws, record_id, path, now=now, row=row, progress=progress
                ),
            )
        )

    def _make(self, paper: Paper) -> None:
        show_made(self._session, self._page, paper)
