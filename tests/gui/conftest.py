"""A dressed application, a real workspace in the test's folder, a window on it."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from hrdesk import i18n
from hrdesk.gui.look.theme import apply_theme
from hrdesk.gui.look.workers import Workers
from hrdesk.gui.shell import app as program
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.services.workspace import open_workspace
from tests.support.desk import NOW, fill, make_desk
from tests.support.gui import settle

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from hrdesk.services.workspace import Workspace


HERE = Path(__file__).parent


def pytest_collection_finish() -> None:
    """What the modules hold stays, and need not be looked through after each test."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """As in the program, Python collects nothing while Qt is at work (`look.tidying`).

    All that a test left behind goes after it, where nothing of Qt is under way: a page of the window
    is tens of megabytes, and Qt itself deletes only where an event loop runs. Tests of other rooms
    in the same process have their memory tidied as ever.
    """
    if not item.path.is_relative_to(HERE):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        gc.enable()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """Fonts, palette and style sheet of the light theme, as the program starts."""
    program.make_application()
    apply_theme(qapp, "light")


@pytest.fixture(scope="session")
def desk_prototype(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commune's workspace with eleven activities, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("prototype") / "office"
    i18n.set_language("vi")
    with make_desk(folder) as workspace:
        fill(workspace)
    return folder


@pytest.fixture
def office_folder(desk_prototype: Path, tmp_path: Path) -> Path:
    """The test's own copy of the prototype."""
    folder = tmp_path / "office"
    shutil.copytree(desk_prototype, folder)
    return folder


@pytest.fixture
def workspace(office_folder: Path) -> Iterator[Workspace]:
    """The test's own open workspace."""
    with open_workspace(office_folder, now=NOW) as opened:
        yield opened


@pytest.fixture
def workers() -> Iterator[Workers]:
    """A worker thread that is gone after the test; an error nobody awaited fails the test."""
    unexpected: list[BaseException] = []
    made = Workers(unexpected.append)
    yield made
    made.stop()
    assert unexpected == []


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, workers: Workers) -> Iterator[MainWindow]:
    """The main window, shown and at rest."""
    made = MainWindow(workspace, workers, lambda: NOW)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    settle(workers)
    yield made
    made.hide()
    settle(workers)
    made.deleteLater()
