"""Starts the window: one per workspace, first run when there is none, a calm word when it fails."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from hrdesk import i18n
from hrdesk.errors import EXIT_OK, HrdeskError
from hrdesk.files import make_folder
from hrdesk.gui.look import icons, messages, qt_words
from hrdesk.gui.look.focus_in_sight import FocusInSight
from hrdesk.gui.look.theme import apply_theme, load_fonts, look
from hrdesk.gui.look.tidying import Tidying
from hrdesk.gui.look.workers import Workers
from hrdesk.i18n import tr
from hrdesk.paths import WorkspacePaths, default_data_folder
from hrdesk.scratch import clear_left
from hrdesk.services.workspace import Workspace, open_workspace, workspace_exists

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from hrdesk.gui.shell.first_run import FirstRun
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.gui.shell.resting import Rest

_log = logging.getLogger("hrdesk.gui")
_LOG_AFTER_MS = 500  # the handler and its imports are nothing the first picture needs
_DEFAULT_SIZE = (1366, 720)


def read_clock() -> datetime:
    """The time now; the one place of the window that reads the clock."""
    fixed = os.environ.get("HRDESK_NOW")
    return datetime.fromisoformat(fixed) if fixed else datetime.now(UTC)


def make_application() -> QApplication:
    """The Qt application, dressed, with fonts and words; the one there is if there is one."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("hrdesk")
    app.setApplicationDisplayName(tr("HR Desk"))
    app.setQuitOnLastWindowClosed(False)
    load_fonts()
    apply_theme(app, "system")
    if app.findChild(FocusInSight) is None:
        FocusInSight(app)
    return app


class Desk(QObject):
    """One run of the program: lock, workspace, worker, window."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        super().__init__(app)
        self.app = app
        self.folder = folder
        self.exit_code = EXIT_OK
        self.workers = Workers(self._unexpected, self)
        self.workspace: Workspace | None = None
        self.window: MainWindow | None = None
        self.first_run: FirstRun | None = None
        self._lock: QLockFile | None = None
        self._rest: Rest | None = None
        self._tidying = Tidying(self)
        self._words = qt_words.install(app)
        self._telling = False
        self._logging = False
        app.screenAdded.connect(lambda _screen: look().changed.emit())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    # --- beginning

    def begin(self) -> bool:
        """Open the workspace, or ask for one. False when there is nothing to show."""
        if workspace_exists(self.folder):
            return self.open(self.folder)
        from hrdesk.gui.shell.first_run import FirstRun  # noqa: PLC0415 - once in a desk's life

        self.first_run = FirstRun(self.folder, self.workers, read_clock)
        self.first_run.made.connect(self._made)
        self.first_run.dismissed.connect(self.end)
        self.first_run.setWindowIcon(icons.icon("megaphone", "accent", 32))
        _show(self.first_run)
        return True

    def open(self, folder: Path) -> bool:
        """Open the workspace in `folder` and show its window; says why when it cannot."""
        if not self._take_lock(folder):
            return False
        try:
            workspace = open_workspace(folder, now=read_clock())
        except HrdeskError as error:
            messages.show_error(None, error)
            self.exit_code = error.exit_code
            return False
        self.show(workspace)
        QTimer.singleShot(_LOG_AFTER_MS, self, self._begin_log)
        return True

    def _begin_log(self) -> None:
        """Log beside the data, from when the window stands or from the first mishap."""
        if self.workspace is not None and not self._logging:
            self._logging = True
            messages.log_to(self.workspace.paths.log)
            from hrdesk.gui.shell.resting import Rest  # noqa: PLC0415 - when the window stands

            self._rest = Rest(self.workspace, self.workers, self)
            paths, now = self.workspace.paths, read_clock()
            self.workers.run(lambda: clear_left(paths, now), owner=self)

    def _take_lock(self, folder: Path) -> bool:
        make_folder(folder)
        lock = QLockFile(str(WorkspacePaths(folder).lock))
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            self._lock = lock
            return True
        messages.tell(
            None,
            tr("This office is already open in another window."),
            tr("{who} Close that window first, or go on working there.", who=_holder(lock)),
        )
        self.exit_code = 7
        return False

    def _made(self, folder: Path) -> None:
        first_run = self.first_run
        self.first_run = None
        self.folder = folder
        if not self.open(folder):
            self.app.exit(self.exit_code)
        if first_run is not None:
            first_run.close()
            first_run.deleteLater()

    def show(self, workspace: Workspace) -> None:
        """Show the window of an open workspace."""
        from hrdesk.gui.shell.main_window import (  # noqa: PLC0415 - not before there is a workspace
            MainWindow,
            restore_geometry,
        )

        self.workspace = workspace
        i18n.set_language(workspace.language)
        apply_theme(self.app, workspace.theme)
        window = MainWindow(workspace, self.workers, read_clock)
        window.setWindowIcon(icons.icon("megaphone", "accent", 32))
        window.closed.connect(self.end)
        window.rebuild_wanted.connect(self._rebuild)
        self.window = window
        if restore_geometry(window, workspace.setting("window_geometry")):
            window.show()
        else:
            _show(window)

    def _rebuild(self) -> None:
        QTimer.singleShot(0, self, self._rebuild_now)

    def _rebuild_now(self) -> None:
        old, workspace = self.window, self.workspace
        if old is None or workspace is None:
            return
        old.closed.disconnect(self.end)
        self.show(workspace)
        old.close()
        old.deleteLater()
        if self.window is not None:
            self.window.go("settings")

    def _system_changed(self, _scheme: object) -> None:
        if self.workspace is not None and self.workspace.theme == "system":
            apply_theme(self.app, "system")

    # --- ending

    def end(self) -> None:
        """Finish what is under way, close the workspace, end the program."""
        self.close()
        self.app.exit(self.exit_code)

    def close(self) -> None:
        """Finish what is under way and let go of the workspace."""
        self.workers.stop()
        self._tidying.end()
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    # --- mishaps

    def _unexpected(self, error: BaseException) -> None:
        self.mishap(type(error), error, error.__traceback__)

    def mishap(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log where it happened, not what was typed; say one calm sentence, once at a time."""
        if issubclass(kind, KeyboardInterrupt):
            self.end()
            return
        self._begin_log()
        if not isinstance(error, HrdeskError):
            _log.error("%s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        if self._telling:
            return
        self._telling = True
        try:
            messages.show_error(self.window or self.first_run, error)
        finally:
            self._telling = False


def _holder(lock: QLockFile) -> str:
    process, machine = lock.getLockInfo()[:2]
    if not process:
        return ""
    return tr("It is held by process {process} on {machine}.", process=process, machine=machine)


def _show(window: QWidget) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    width, height = _DEFAULT_SIZE
    window.resize(min(width, screen.width()), min(height, screen.height()))
    if screen.width() <= width or screen.height() <= height:
        window.showMaximized()
    else:
        window.show()


def main(data_dir: Path | None = None) -> int:
    """Open the window on the workspace in `data_dir`; gives the exit code when it is closed."""
    app = make_application()
    desk = Desk(app, data_dir or default_data_folder())
    earlier = sys.excepthook
    sys.excepthook = desk.mishap
    try:
        return app.exec() if desk.begin() else desk.exit_code
    finally:
        sys.excepthook = earlier
        desk.close()
