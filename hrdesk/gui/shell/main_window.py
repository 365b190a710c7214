"""The window: navigation at the left, the page, and the line that says what is safe."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QSize, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import TypeIs, override

from hrdesk.gui.look import actions
from hrdesk.gui.look.page import Page, Session
from hrdesk.gui.shell import pages
from hrdesk.gui.shell.navigation import Navigation
from hrdesk.gui.shell.status_bar import StatusBar
from hrdesk.i18n import N_, label_in, tr
from hrdesk.services import entering

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.components import Tone
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.locking import Locking
    from hrdesk.gui.shell.pages import PageSpec
    from hrdesk.services.workspace import Workspace

NARROW_BELOW: Final = 1180  # logical pixels: 1366 at 125 % is 1093
_RECORDS: Final = "records"
_LEAST: Final = QSize(640, 360)  # a screen of 1280×720 at 200 %
_COPY_AFTER_MS: Final = 4000  # the copy reads the whole file: not while the window comes up
_LOCKING_AFTER_MS: Final = 3000
_RECOVERY_AFTER_MS: Final = 700  # the first paint comes before the question
_SHORT_NAMES: Final = {  # where the form's own title is too long for the navigation
    "product": N_("Products"),
    "press_information": N_("Press information"),
    "false_news": N_("False news"),
    "agency": N_("Spokespersons"),
}


class MainWindow(QMainWindow):
    """Shows one page at a time; it is the `Shell` of them all."""

    closed = Signal()
    rebuild_wanted = Signal()  # the language changed

    def __init__(
        self, workspace: Workspace, workers: Workers, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.session = Session(workspace, workers, clock, self)
        self._kinds = workspace.kinds()
        self._specs: dict[str, PageSpec] = {
            spec.page_id: spec for spec in pages.available(province=workspace.province)
        }
        self._made: dict[str, Page] = {}
        self._page_id = ""
        self._narrow_wanted: bool | None = None  # None: as the width asks
        self._locking: Locking | None = None
        self.setWindowTitle(tr("{unit} - HR Desk", unit=workspace.unit.name))
        self.setMinimumSize(_LEAST)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.navigation = self._make_navigation()
        self.stack = QStackedWidget()
        row.addWidget(self.navigation)
        row.addWidget(self.stack, 1)
        self.status = StatusBar(workspace.name)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(centre)
        self.actions_by_id = actions.install(
            self,
            {
                "new_record": self.new_record,
                "find": self.focus_search,
                "import": self.import_table,
                "home": self.go_home,
                "next_record": self.next_record,
                "previous_record": self.previous_record,
                "history": self.show_history,
                "toggle_list": self.toggle_list,
                "toggle_navigation": self.toggle_navigation,
                "refresh": self.refresh,
                "settings": self.go_settings,
                "lock": self.lock,
                "shortcuts": self.show_shortcuts,
                "quit": self.close,
            },
        )
        self.go("home" if "home" in self._specs else _RECORDS)
        QTimer.singleShot(0, self, self._read_margins)  # after the rows of the first page
        QTimer.singleShot(_COPY_AFTER_MS, self, self._keep_daily_copy)
        QTimer.singleShot(_RECOVERY_AFTER_MS, self, self._ask_recovery)
        QTimer.singleShot(_LOCKING_AFTER_MS, self, self._begin_locking)

    def _make_navigation(self) -> Navigation:
        unit = self.session.workspace.unit.name
        navigation = Navigation(unit, self._navigate)
        navigation.fold.clicked.connect(self.toggle_navigation)
        self._add_pages(navigation, "")
        navigation.add_place("kind:*", tr("All records"), "files")
        for group, title in (("log", tr("Log")), ("register", tr("Registers"))):
            kinds = [kind for kind in self._kinds if kind.group == group]
            if kinds:
                navigation.add_group(title)
            for kind in kinds:
                short = _SHORT_NAMES.get(kind.form_id)
                name = tr(short) if short else label_in(dict(kind.titles))
                navigation.add_place(f"kind:{kind.form_id}", name, kind.icon)
        for group, msgid in pages.GROUP_TITLES.items():
            self._add_pages(navigation, group, tr(msgid))
        self._add_pages(navigation, "end")
        return navigation

    def _add_pages(self, navigation: Navigation, group: str, title: str = "") -> None:
        members = [spec for spec in self._specs.values() if spec.group == group]
        if members and title:
            navigation.add_group(title)
        for spec in members:
            at_end = group == "end"
            navigation.add_place(spec.page_id, tr(spec.title), spec.icon, at_end=at_end)

    # --- Shell

    def go(self, page_id: str, **arguments: object) -> None:
        """Show a page; what it needs to know travels in `arguments`."""
        current = self._made.get(self._page_id)
        if current is not None and page_id != self._page_id and not current.may_leave():
            self._show_place()
            return
        page = self._page(page_id)
        self._page_id = page_id
        self.stack.setCurrentWidget(page)
        page.arrive(**arguments)
        self._place = f"kind:{arguments['form_id']}" if arguments.get("form_id") else page_id
        self._show_place()
        page.focus_first()

    def open_record(self, form_id: str, record_id: str | None) -> None:
        """Open a record, or begin one, beside the list of its kind."""
        if record_id is None:
            self.go(_RECORDS, form_id=form_id, new=True)
        else:
            self.go(_RECORDS, form_id=form_id, record_id=record_id)

    def show_unsaved(self) -> None:
        """Say, always visible, that something typed is not on the disk."""
        self.status.show_unsaved()

    def show_saved(self, at: datetime) -> None:
        """Everything is on the disk since `at`."""
        self.status.show_saved(at)

    def notify(self, sentence: str, tone: Tone = "good") -> None:
        """Say something in passing."""
        self.status.notify(sentence, tone)

    def data_changed(self) -> None:
        """Counts of the navigation, age of the backup, and the page shown are read anew."""
        self._read_margins()
        page = self._made.get(self._page_id)
        if page is not None:
            page.refresh()

    def _read_margins(self) -> None:
        workers = self.session.workers
        workers.run(self._read_counts, on_done=self._show_counts, owner=self)
        workers.run(self._last_backup, on_done=self._show_backup, owner=self)

    # --- pages

    def page(self, page_id: str) -> Page:
        """A page, made if it was not yet."""
        return self._page(page_id)

    def _page(self, page_id: str) -> Page:
        page = self._made.get(page_id)
        if page is None:
            page = (
                _records_page(self.session)
                if page_id == _RECORDS
                else self._specs[page_id].make(self.session)
            )
            self._made[page_id] = page
            self.stack.addWidget(page)
        return page

    def has_page(self, page_id: str) -> bool:
        """Whether this desk has such a page."""
        return page_id in self._specs or page_id == _RECORDS

    def _navigate(self, key: str) -> None:
        kind, _, form_id = key.partition(":")
        if form_id:
            self.go(_RECORDS, form_id=form_id)
        else:
            self.go(kind)

    def _show_place(self) -> None:
        self.navigation.choose(getattr(self, "_place", self._page_id))

    # --- what the navigation and the status bar tell

    def _read_counts(self) -> dict[str, int]:
        from hrdesk.indicators.period import current  # noqa: PLC0415 - on the worker

        period = current(self.session.today(), overrides=self.session.workspace.kit.calendar)
        found: dict[str, int] = {}
        for kind in self._kinds:
            counts = entering.list_counts(self.session.workspace, kind.form_id, period)
            found[kind.form_id] = counts["this_period" if kind.group == "log" else "all"]
        return found

    def _show_counts(self, counts: dict[str, int]) -> None:
        for form_id, count in counts.items():
            self.navigation.items[f"kind:{form_id}"].set_count(count)

    def _last_backup(self) -> datetime | None:
        folder = self.session.workspace.paths.backups
        if not folder.is_dir():
            return None
        newest = max(
            (path.stat().st_mtime for path in folder.iterdir() if path.is_file()), default=0
        )
        return datetime.fromtimestamp(newest, UTC) if newest else None

    def _keep_daily_copy(self) -> None:
        """Once a day, when the window has come to rest; a copy that fails is said calmly.

        On a thread of its own: a large office takes a minute, and its lists must not wait for that.
        """
        from hrdesk.gui.shell.resting import give_back  # noqa: PLC0415 - after the start
        from hrdesk.services.safekeeping import keep_daily_copy  # noqa: PLC0415 - after the start

        ws, now = self.session.workspace, self.session.clock()
        copying = self.session.workers.beside()

        def call() -> None:
            keep_daily_copy(ws, now=now)
            give_back()

        def done(_path: object) -> None:
            copying.stop(0)
            self._show_backup(self._last_backup())

        def failed(error: BaseException) -> None:
            copying.stop(0)
            self._copy_failed(error)

        copying.run(call, on_done=done, on_error=failed, owner=self)

    def _ask_recovery(self) -> None:
        """Where the last run ended in the middle of a record, ask whether to go on with it."""
        from hrdesk.gui.entry.recovery import ask_recovery  # noqa: PLC0415 - after the start

        ask_recovery(self.session, self)

    def is_open(self, record_id: str) -> bool:
        """Whether that record is on the screen."""
        page = self._made.get(_RECORDS)
        return self._page_id == _RECORDS and _is_records(page) and page.is_open(record_id)

    def _copy_failed(self, error: BaseException) -> None:
        from hrdesk.gui.look.messages import message_of  # noqa: PLC0415

        self.notify(tr("The daily copy failed: {why}", why=message_of(error).title), "warn")

    def _show_backup(self, last: datetime | None) -> None:
        self.status.show_backup(last, self.session.clock())

    # --- actions

    def go_home(self) -> None:
        """Show the home page."""
        self.go("home")

    def go_settings(self) -> None:
        """Show the settings."""
        self.go("settings")

    def new_record(self) -> None:
        """Begin a record of the kind shown, else an activity."""
        page = self._made.get(_RECORDS)
        if self._page_id == _RECORDS and _is_records(page):
            page.new_record()
        else:
            self.open_record(self._kinds[0].form_id, None)

    def import_table(self) -> None:
        """Take over a workbook into the kind shown, else into the activities."""
        page = self._made.get(_RECORDS)
        form_id = self._kinds[0].form_id
        if self._page_id == _RECORDS and _is_records(page):
            form_id = page.form_id
        self.go("import", form_id=form_id)

    def focus_search(self) -> None:
        """Search the records of the kind shown, else the activities."""
        if self._page_id != _RECORDS:
            self.go(_RECORDS, form_id=self._kinds[0].form_id)
        page = self._page(_RECORDS)
        if _is_records(page):
            page.focus_search()

    def _step(self, by: int) -> None:
        page = self._made.get(_RECORDS)
        if self._page_id == _RECORDS and _is_records(page):
            page.list.step(by)

    def next_record(self) -> None:
        """Open the record below."""
        self._step(1)

    def previous_record(self) -> None:
        """Open the record above."""
        self._step(-1)

    def show_history(self) -> None:
        """Show what happened to the record that is open or chosen."""
        page = self._made.get(_RECORDS)
        if self._page_id == _RECORDS and _is_records(page):
            page.show_history()

    def toggle_list(self) -> None:
        """Show or hide the list."""
        page = self._made.get(_RECORDS)
        if self._page_id == _RECORDS and _is_records(page):
            page.toggle_list()

    def toggle_navigation(self) -> None:
        """Narrow or widen the navigation, whatever the width asks."""
        self._narrow_wanted = not self.navigation.narrow
        self.navigation.set_narrow(self._narrow_wanted)

    def refresh(self) -> None:
        """Read everything anew."""
        self.data_changed()

    def _begin_locking(self) -> None:
        """Made when the window stands, or when it is first asked for."""
        if self._locking is None and self.isVisible():  # else it ended before it began
            from hrdesk.gui.shell.locking import Locking  # noqa: PLC0415 - after the start

            self._locking = Locking(self.session, self)

    def lock(self) -> None:
        """Hide everything until the passphrase is typed."""
        self._begin_locking()
        if self._locking is not None:
            self._locking.lock()

    def show_shortcuts(self) -> None:
        """Show the keys that work here."""
        page: Any = self._made.get(self._page_id)
        keys, groups = getattr(page, "keys", None), getattr(page, "key_groups", None)
        from hrdesk.gui.look.shortcuts import ShortcutsDialog  # noqa: PLC0415 - when asked for

        ShortcutsDialog(
            self, keys() if keys is not None else (), groups() if groups is not None else ()
        ).exec()

    def rebuild(self) -> None:
        """Ask for a new window in another language."""
        self.rebuild_wanted.emit()

    # --- Qt

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self._narrow_wanted is None:
            self.navigation.set_narrow(event.size().width() < NARROW_BELOW)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        page = self._made.get(self._page_id)
        if page is not None and not page.may_leave():
            event.ignore()
            return
        self.session.workspace.set_setting("window_geometry", geometry_text(self))
        event.accept()
        self.closed.emit()


def geometry_text(window: QMainWindow) -> str:
    """Where the window stands, as text for the settings."""
    return bytes(window.saveGeometry().toBase64().data()).decode("ascii")


def restore_geometry(window: QMainWindow, text: str) -> bool:
    """Put the window where it stood."""
    return bool(text) and window.restoreGeometry(QByteArray.fromBase64(text.encode("ascii")))


def _records_page(session: Session) -> Page:
    from hrdesk.gui.lists.records_page import RecordsPage  # noqa: PLC0415 - the home page comes first

    return RecordsPage(session)


def _is_records(page: Page | None) -> TypeIs[RecordsPage]:
    """Whether this is the page of records, which is imported when it is first shown."""
    from hrdesk.gui.lists.records_page import RecordsPage  # noqa: PLC0415

    return isinstance(page, RecordsPage)
