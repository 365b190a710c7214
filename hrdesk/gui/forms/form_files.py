"""What an officer needs beside the checker: the workbook of a form, and every version it had."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from hrdesk.gui.forms.form_versions import FormVersions
from hrdesk.gui.look.messages import show_error
from hrdesk.i18n import label_in, tr
from hrdesk.services.form_checking import write_form_workbook
from hrdesk.services.form_use import KeptVersion, form_versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.gui.look.page import Session
    from hrdesk.services.workspace import Workspace


def forms_menu(session: Session, page: QWidget, name: str, act: Callable[[str], None]) -> QMenu:
    """A menu of all forms, filled when it is opened; `act` gets the form_id chosen."""
    menu = QMenu(page)
    menu.setAccessibleName(name)

    def fill() -> None:
        menu.clear()
        for kind in session.workspace.kinds():
            words = label_in(dict(kind.titles)) or kind.form_id
            menu.addAction(words).triggered.connect(lambda _on=False, k=kind.form_id: act(k))

    menu.aboutToShow.connect(fill)
    return menu


def save_workbook(
    session: Session, page: QWidget, form_id: str, done: Callable[[Path], None]
) -> None:
    """Ask where to, write the workbook of a form there, and say where it lies."""
    start = str(Path.home() / f"{form_id}.xlsx")
    chosen, _ = QFileDialog.getSaveFileName(
        page, tr("Save the workbook of the form"), start, tr("Workbooks (*.xlsx)")
    )
    if not chosen:
        return
    target = Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
    workspace = session.workspace

    def work() -> Path:
        write_form_workbook(form_id, target, workspace)
        return target

    session.workers.run(work, on_done=done, on_error=lambda e: show_error(page, e), owner=page)


def show_versions(session: Session, page: QWidget, form_id: str) -> None:
    """Every version kept of a form, and in words what one changed against the one before."""
    workspace = session.workspace

    def work() -> tuple[Workspace, tuple[KeptVersion, ...]]:
        return workspace, form_versions(workspace, form_id)

    def done(found: tuple[Workspace, tuple[KeptVersion, ...]]) -> None:
        dialog = FormVersions(session, form_id, found[1], page)
        dialog.open()

    session.workers.run(work, on_done=done, on_error=lambda e: show_error(page, e), owner=page)
