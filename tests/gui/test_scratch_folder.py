"""What a page shows for a while lies in the workspace and goes with the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from hrdesk.gui.look.scratch_folder import ScratchFolder
from tests.support.gui import settle

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace


def destroy(one: QObject) -> None:
    """Now, and not when the next event comes."""
    one.deleteLater()
    QCoreApplication.sendPostedEvents(one, QEvent.Type.DeferredDelete)


def left(workspace: Workspace) -> list[Path]:
    scratch = workspace.paths.scratch
    return sorted(scratch.iterdir()) if scratch.is_dir() else []


def test_scratch_folder__never_asked_for__is_not_made(
    qapp: QApplication, workspace: Workspace
) -> None:
    owner = QObject()
    ScratchFolder(workspace.paths, "report", owner)
    assert left(workspace) == []
    destroy(owner)


def test_scratch_folder__made_on_the_worker__goes_with_its_owner(
    qapp: QApplication, workspace: Workspace, workers: Workers
) -> None:
    owner = QObject()
    folder = ScratchFolder(workspace.paths, "report", owner)
    made: list[Path] = []
    workers.run(folder.path, on_done=made.append, owner=owner)
    settle(workers)
    assert made == left(workspace)
    assert folder.path() == made[0]
    (made[0] / "report.pdf").write_bytes(b"%PDF-")
    destroy(owner)
    assert left(workspace) == []


def test_report__shown__is_made_in_the_workspace(window: MainWindow, workers: Workers) -> None:
    window.go("report", period_id="2026-11")
    settle(workers)
    page = window.page("report")
    assert page._shown_pdf is not None
    assert [page._shown_pdf.parent] == left(window.session.workspace)
