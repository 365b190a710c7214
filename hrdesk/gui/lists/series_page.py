"""Recurring activities: every date that waits, in one list; confirmed one by one or all by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look import messages
from hrdesk.gui.look.components import (
    GAP,
    PAGE_MARGIN,
    EmptyState,
    PageHeader,
    PrimaryButton,
    QuietButton,
    label,
)
from hrdesk.gui.look.page import Page, Session
from hrdesk.gui.look.theme import UNIT, colour
from hrdesk.i18n import tr, trn
from hrdesk.services import recurring
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.services.recurring import Confirmation, ListedDate, Series

_ROW: Final = UNIT * 9


class SeriesPage(Page):
    """Space marks, Enter edits, Delete leaves a date out, Ctrl+Enter confirms all that can be."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._lines: tuple[ListedDate, ...] = ()
        self._series: tuple[Series, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 5)
        column.setSpacing(GAP)
        self.header = PageHeader(tr("Recurring activities"), may_stack=True)
        self.confirm_button = PrimaryButton(on_click=self.confirm_all)
        self.confirm_button.set_text(tr("Confirm all"), "Ctrl+Enter")
        self.manage_button = QuietButton(on_click=self.manage)
        self.manage_button.set_text(tr("All series…"), "F2")
        self.header.add_action(self.manage_button)
        self.header.add_action(self.confirm_button)
        column.addWidget(self.header)
        self.stack = QStackedWidget()
        self.table = self._make_table()
        self.empty = EmptyState(
            "refresh-cw",
            tr("No date waits to be confirmed"),
            tr("Open an activity and press Ctrl+R to make a series of it."),
        )
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.below = QWidget()
        row = QHBoxLayout(self.below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT * 2)
        row.addWidget(
            label(
                tr(
                    "Enter: open and edit   Delete: leave the date out   "
                    "F2: change or end a series   F5: read anew"
                ),
                "second",
                wraps=True,
            ),
            1,
        )
        self.skip_button = QuietButton(tr("Leave out"), on_click=self.skip_chosen)
        self.one_button = QuietButton(tr("Confirm this one"), on_click=self.confirm_chosen)
        row.addWidget(self.skip_button)
        row.addWidget(self.one_button)
        column.addWidget(self.below)
        for keys, act in (
            ("Ctrl+Return", self.confirm_all),
            ("Ctrl+Enter", self.confirm_all),
            ("Delete", self.skip_chosen),
            ("F2", self.manage),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setAccessibleName(tr("Dates to confirm"))
        table.setHorizontalHeaderLabels(
            [tr("Date"), tr("Title"), tr("Rule"), tr("Places to look at")]
        )
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.itemActivated.connect(self._on_activated)  # Enter, or a double click
        table.setTabKeyNavigation(False)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for place in (1, 2, 3):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        return table

    @override
    def refresh(self) -> None:
        workspace, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: (
                recurring.waiting_dates(workspace, now=now),
                recurring.series_list(workspace),
            ),
            on_done=self._show,
            owner=self,
            urgent=True,
        )

    @override
    def focus_first(self) -> None:
        (self.table if self._lines else self.manage_button).setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys that work here, with what they do."""
        return (
            ("Ctrl+Enter", tr("Confirm all")),
            ("Enter", tr("Open and change")),
            ("Del", tr("Leave this date out")),
            ("F2", tr("Change or end a series")),
        )

    # --- acts

    def confirm_all(self) -> None:
        """Make records of all that wait; those at fault stay."""
        self._confirm([line.record_id for line in self._lines])

    def confirm_chosen(self) -> None:
        """Make records of the chosen ones."""
        self._confirm([line.record_id for line in self._chosen()])

    def skip_chosen(self) -> None:
        """Leave the chosen dates out; the list of a series brings them back."""
        lines = self._chosen()
        if not lines:
            return
        workspace = self.session.workspace

        def skip() -> int:
            for line in lines:
                recurring.skip(workspace, line.series_id, line.occurs_on)
            return len(lines)

        self.session.workers.run(
            skip, on_done=self._skipped, on_error=self._failed, owner=self, urgent=True
        )

    def open_chosen(self) -> None:
        """Open the draft of the chosen date."""
        lines = self._chosen()
        if lines:
            self.session.shell.open_record(lines[0].form_id, lines[0].record_id)

    def manage(self) -> None:
        """All series: their rules and dates, to be changed, left out, moved or ended."""
        from hrdesk.gui.lists.series_manager import SeriesManager  # noqa: PLC0415 - when asked for

        lines = self._chosen()
        dialog = SeriesManager(self.session, self, lines[0].series_id if lines else "")
        dialog.finished.connect(lambda _result: self.session.shell.data_changed())
        dialog.open()

    # --- inside

    def _confirm(self, record_ids: list[str]) -> None:
        if not record_ids:
            return
        workspace, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: recurring.confirm(workspace, record_ids, now=now),
            on_done=self._confirmed,
            on_error=self._failed,
            owner=self,
            urgent=True,
        )

    def _confirmed(self, done: tuple[Confirmation, ...]) -> None:
        count = sum(one.record is not None for one in done)
        left = len(done) - count
        said = trn("{count} record confirmed.", "{count} records confirmed.", count)
        if left:
            more = trn("{count} draft needs a look.", "{count} drafts need a look.", left)
            said = f"{said} {more}"
        self.session.shell.notify(said, "warn" if left else "good")
        self.session.shell.data_changed()

    def _skipped(self, count: int) -> None:
        self.session.shell.notify(
            trn("{count} date left out.", "{count} dates left out.", count), "info"
        )
        self.session.shell.data_changed()

    def _on_activated(self, _item: QTableWidgetItem) -> None:
        self.open_chosen()

    def _failed(self, error: BaseException) -> None:
        messages.show_error(self, error)

    def _chosen(self) -> list[ListedDate]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self._lines[row] for row in rows if row < len(self._lines)]

    def _show(self, read: tuple[tuple[ListedDate, ...], tuple[Series, ...]]) -> None:
        self._lines, self._series = read
        row = max(0, self.table.currentRow())
        rules = {one.series_id: recurring.series_words(one) for one in self._series}
        self.table.setRowCount(len(self._lines))
        for place, line in enumerate(self._lines):
            faults = "; ".join(line.faults)
            cells = (show_date(line.held_on), line.title, rules.get(line.series_id, ""), faults)
            for number, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if number == 2:
                    item.setForeground(colour("second"))
                elif number == 3:
                    item.setForeground(colour("bad"))
                self.table.setItem(place, number, item)
        self.stack.setCurrentWidget(self.table if self._lines else self.empty)
        for button in (self.confirm_button, self.skip_button, self.one_button):
            button.setEnabled(bool(self._lines))
        self.header.set_facts(
            tr(
                "{series} · {dates}",
                series=tr("{count} series", count=len(self._series)),
                dates=trn("{count} date to confirm", "{count} dates to confirm", len(self._lines)),
            )
        )
        if self._lines:
            flag = QItemSelectionModel.SelectionFlag  # said plainly: a held Ctrl would deselect
            self.table.setCurrentCell(
                min(row, len(self._lines) - 1), 0, flag.ClearAndSelect | flag.Rows
            )
        self.below.setVisible(bool(self._lines))
        if self.isVisible() and self.window().isActiveWindow():
            self.focus_first()
