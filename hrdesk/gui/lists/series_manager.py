"""All series of the office: their rules and days; changed, ended, a day left out or moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.entry.series_dialog import SeriesDialog
from hrdesk.gui.look import messages
from hrdesk.gui.look.components import DangerButton, PageHeader, QuietButton, label
from hrdesk.gui.look.day_dialog import DayDialog
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.flow import Flow
from hrdesk.gui.look.labels import shortened
from hrdesk.gui.look.theme import UNIT, colour
from hrdesk.i18n import tr, trn
from hrdesk.services import recurring
from hrdesk.services.recurrence import recurrence_of
from hrdesk.services.recurring import DateState
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hrdesk.gui.look.page import Session
    from hrdesk.services.recurrence import Recurrence
    from hrdesk.services.recurring import ListedDate, Series

_SIZE: Final = QSize(UNIT * 264, UNIT * 130)
_ROW: Final = UNIT * 8


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known of the series."""

    series: tuple[Series, ...]
    words: dict[str, str]
    dates: dict[str, tuple[ListedDate, ...]]


class SeriesManager(RoomyDialog):
    """Series on the left, the days of the chosen one on the right; every act has its key."""

    def __init__(self, session: Session, parent: QWidget | None, chosen: str = "") -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = chosen
        self._day_wanted: date | None = None
        self._read = _Read((), {}, {})
        self.setWindowTitle(tr("All series"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE)
        self.header = PageHeader(tr("All series"))
        self.series = _table(tr("Series"), [tr("Title"), tr("Rule")])
        self.days = _table(
            tr("Days of the series"), [tr("Day by the rule"), tr("Held on"), tr("State")]
        )
        self.series.itemSelectionChanged.connect(self._show_days)
        self.days.itemSelectionChanged.connect(self._show_acts)
        self.change_button = QuietButton(tr("Change the rule…"), key="F2", on_click=self.change)
        self.end_button = QuietButton(tr("Let it end…"), key="F4", on_click=self.end)
        self.delete_button = DangerButton(tr("Delete the series"), on_click=self.delete)
        self.move_button = QuietButton(
            tr("Hold it on another day…"), key="F6", on_click=self.move_day
        )
        self.skip_button = QuietButton("", key="Del", on_click=self.skip)
        self.close_button = QuietButton(tr("Close"), key="Esc", on_click=self.reject)
        self._arrange()
        for keys, act in (
            ("F2", self.change),
            ("F4", self.end),
            ("F6", self.move_day),
            ("Delete", self.skip),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self._load()

    def _arrange(self) -> None:
        tables = QHBoxLayout()
        tables.setSpacing(UNIT * 4)
        for table, buttons, share in (
            (self.series, (self.change_button, self.end_button, self.delete_button), 6),
            (self.days, (self.move_button, self.skip_button), 5),
        ):
            side = QVBoxLayout()
            side.setSpacing(UNIT * 2)
            side.addWidget(table, 1)
            row = Flow(UNIT * 2)
            for button in buttons:
                row.addWidget(button)
            side.addLayout(row)
            tables.addLayout(side, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(self.header)
        column.addWidget(
            label(
                tr("What was confirmed or typed in stays; drafts nobody touched follow the rule."),
                "second",
                wraps=True,
            )
        )
        column.addLayout(tables, 1)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.close_button)
        column.addLayout(below)

    # --- acts

    def change(self) -> None:
        """Another rule for the chosen series."""
        one = self._chosen()
        if one is None:
            return
        known = recurrence_of(one.rule, one.starts_on, one.until_on, one.date_count)
        dialog = SeriesDialog(one.title, one.starts_on, self._session.today, self, known=known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def keep(rule: Recurrence) -> None:
            ws, now = self._session.workspace, self._session.clock()
            self._do(
                lambda: recurring.change_series(ws, one.series_id, now=now, recurrence=rule),
                tr("The series follows its new rule."),
            )

        dialog.made.connect(keep)
        dialog.open()

    def end(self) -> None:
        """Let the chosen series end on a day."""
        one = self._chosen()
        if one is None:
            return
        dialog = DayDialog(
            tr("Let the series end"), one.title, tr("Last day"), self._session.today, self
        )

        def keep(day: date) -> None:
            ws, now = self._session.workspace, self._session.clock()
            self._do(
                lambda: recurring.end_series(ws, one.series_id, day, now=now),
                tr("The series ends on {day}.", day=show_date(day)),
            )

        dialog.chosen.connect(keep)
        dialog.open()

    def delete(self) -> None:
        """Put the chosen series away, after asking."""
        one = self._chosen()
        if one is None or not messages.ask(
            self,
            tr("Delete this series?"),
            tr("Its records stay, and so do drafts that were typed in."),
            tr("Delete the series"),
            danger=True,
        ):
            return
        ws, now = self._session.workspace, self._session.clock()
        self._do(
            lambda: recurring.delete_series(ws, one.series_id, now=now),
            tr("The series was deleted."),
        )

    def move_day(self) -> None:
        """Hold the chosen day's event on another day."""
        line = self._chosen_day()
        if line is None or not _may_change(line):
            return
        dialog = DayDialog(
            tr("Hold it on another day"),
            tr("{title}, {day}", title=shortened(line.title), day=show_date(line.occurs_on)),
            tr("Held on"),
            self._session.today,
            self,
            first=line.held_on,
        )

        def keep(day: date) -> None:
            ws, now = self._session.workspace, self._session.clock()
            self._do(
                lambda: recurring.move_date(ws, line.series_id, line.occurs_on, day, now=now),
                tr("It is held on {day}.", day=show_date(day)),
            )

        dialog.chosen.connect(keep)
        dialog.open()

    def skip(self) -> None:
        """Leave the chosen day out, or take it up again."""
        line = self._chosen_day()
        if line is None or not _may_change(line):
            return
        ws, now = self._session.workspace, self._session.clock()
        if line.state is DateState.SKIPPED:
            self._do(
                lambda: recurring.take_up(ws, line.series_id, line.occurs_on, now=now),
                tr("The day is taken up again."),
            )
        else:
            self._do(
                lambda: recurring.skip(ws, line.series_id, line.occurs_on),
                trn("{count} date left out.", "{count} dates left out.", 1),
            )

    # --- inside

    def _do(self, act: Callable[[], object], said: str) -> None:
        one, line = self._chosen(), self._chosen_day()
        self._wanted = one.series_id if one is not None else ""
        self._day_wanted = line.occurs_on if line is not None else None
        self._session.workers.run(
            act,
            on_done=lambda _made: self._done(said),
            on_error=partial(messages.show_error, self),
            owner=self,
            urgent=True,
        )

    def _done(self, said: str) -> None:
        self._session.shell.notify(said, "good")
        self._load()

    def _load(self) -> None:
        ws, now = self._session.workspace, self._session.clock()

        def read() -> _Read:
            found = recurring.series_list(ws)
            return _Read(
                found,
                {one.series_id: recurring.series_words(one) for one in found},
                {
                    one.series_id: recurring.listed_dates(ws, one.series_id, now=now)
                    for one in found
                },
            )

        self._session.workers.run(
            read,
            on_done=self._show,
            on_error=partial(messages.show_error, self),
            owner=self,
            urgent=True,
        )

    def _show(self, read: _Read) -> None:
        on_days = self.days.hasFocus()
        self._read = read
        self.header.set_facts(tr("{count} series", count=len(read.series)))
        _fill(self.series, [(one.title, read.words[one.series_id]) for one in read.series])
        ids = [one.series_id for one in read.series]
        if ids:
            self.series.selectRow(ids.index(self._wanted) if self._wanted in ids else 0)
        self._show_days()
        (self.days if on_days else self.series).setFocus()

    def _show_days(self) -> None:
        one = self._chosen()
        lines = self._read.dates.get(one.series_id, ()) if one is not None else ()
        _fill(
            self.days,
            [
                (show_date(line.occurs_on), show_date(line.held_on), _state_words(line))
                for line in lines
            ],
        )
        for row, line in enumerate(lines):
            for place in range(3):
                item = self.days.item(row, place)
                if item is not None and not _may_change(line):
                    item.setForeground(colour("second"))
        if lines:
            days = [line.occurs_on for line in lines]
            wanted = self._day_wanted
            self.days.selectRow(days.index(wanted) if wanted in days else 0)
        self._show_acts()

    def _show_acts(self) -> None:
        one, line = self._chosen(), self._chosen_day()
        for button in (self.change_button, self.end_button, self.delete_button):
            button.setEnabled(one is not None)
        may = line is not None and _may_change(line)
        self.move_button.setEnabled(may)
        self.skip_button.setEnabled(may)
        skipped = line is not None and line.state is DateState.SKIPPED
        self.skip_button.set_text(tr("Take it up again") if skipped else tr("Leave out"), "Del")

    def _chosen(self) -> Series | None:
        row = _row(self.series)
        return self._read.series[row] if 0 <= row < len(self._read.series) else None

    def _chosen_day(self) -> ListedDate | None:
        one, row = self._chosen(), _row(self.days)
        lines = self._read.dates.get(one.series_id, ()) if one is not None else ()
        return lines[row] if 0 <= row < len(lines) else None


def _may_change(line: ListedDate) -> bool:
    return line.state not in {DateState.CONFIRMED, DateState.DELETED}


def _state_words(line: ListedDate) -> str:
    words = {
        DateState.WAITING: tr("to confirm"),
        DateState.CONFIRMED: tr("confirmed"),
        DateState.SKIPPED: tr("left out"),
        DateState.COMING: tr("to come"),
        DateState.DELETED: tr("record deleted"),
    }[line.state]
    return tr("{state}, moved", state=words) if line.moved else words


def _row(table: QTableWidget) -> int:
    rows = table.selectionModel().selectedRows()
    return rows[0].row() if rows else -1


def _fill(table: QTableWidget, rows: list[tuple[str, ...]]) -> None:
    table.blockSignals(True)
    table.setRowCount(len(rows))
    for number, cells in enumerate(rows):
        for place, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(number, place, item)
    table.blockSignals(False)


def _table(name: str, heads: list[str]) -> QTableWidget:
    table = QTableWidget(0, len(heads))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(heads)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.setWordWrap(False)
    return table
