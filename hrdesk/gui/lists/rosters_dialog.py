"""Lists of people and how long they are kept: delete the list, keep the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.look import messages
from hrdesk.gui.look.components import DangerButton, PageHeader, QuietButton, label
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.services import retention
from hrdesk.vietnamese.formats import show_date, show_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hrdesk.gui.look.page import Session
    from hrdesk.services.retention import Roster

_SIZE: Final = QSize(UNIT * 200, UNIT * 115)


_PEOPLE: Final = 2  # the column of numbers


class RostersDialog(RoomyDialog):
    """Every list of people at this desk; those whose last day is over are chosen already."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rosters: tuple[Roster, ...] = ()
        self.setWindowTitle(tr("Lists of people"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE)
        self.header = PageHeader(tr("Lists of people"))
        self.table = _make_table()
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.delete_button = DangerButton(
            tr("Delete the list, keep the figures"), on_click=self.delete
        )
        self.close_button = QuietButton(tr("Close"), key="Esc", on_click=self.reject)
        below = QHBoxLayout()
        below.setSpacing(UNIT * 2)
        below.addStretch(1)
        below.addWidget(self.close_button)
        below.addWidget(self.delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(self.header)
        column.addWidget(
            label(
                tr(
                    "Names, workplaces and positions are deleted from the record, from its draft and "
                    "from all its earlier versions. Numbers and figures stay. Attached files and "
                    "backups made before are not touched."
                ),
                "second",
                wraps=True,
            )
        )
        column.addWidget(self.table, 1)
        column.addLayout(below)
        self._read()

    def _read(self) -> None:
        workspace = self._session.workspace
        self._session.workers.run(
            lambda: retention.rosters(workspace),
            on_done=self.show_rosters,
            on_error=self._failed,
            owner=self,
        )

    def show_rosters(self, rosters: Sequence[Roster]) -> None:
        """Show what was read."""
        self._rosters = tuple(rosters)
        today = self._session.today()
        ended = [_has_ended(one, today) for one in self._rosters]
        lists = trn("{count} list", "{count} lists", len(ended))
        self.header.set_facts(
            " · ".join((lists, trn("{count} ended", "{count} ended", sum(ended))))
        )
        self.table.setRowCount(len(self._rosters))
        chosen = QItemSelection()
        for row, (roster, over) in enumerate(zip(self._rosters, ended, strict=True)):
            for column, text in enumerate(
                (
                    roster.title or tr("(draft)"),
                    show_date(roster.until) if roster.until else tr("no date"),
                    show_number(roster.people),
                    tr("ended") if over else tr("kept"),
                )
            ):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == _PEOPLE:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.table.setItem(row, column, item)
            if over:
                chosen.select(self.table.model().index(row, 0), self.table.model().index(row, 3))
        self.table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._show_chosen()
        self.table.setFocus()

    def chosen(self) -> list[Roster]:
        """The lists that are chosen."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [self._rosters[row] for row in sorted(rows)]

    def _show_chosen(self) -> None:
        self.delete_button.setEnabled(bool(self.chosen()))

    def delete(self) -> None:
        """Delete the names of the chosen lists, after asking."""
        chosen = self.chosen()
        sure = bool(chosen) and messages.ask(
            self,
            trn(
                "Delete the names of {count} list for ever?",
                "Delete the names of {count} lists for ever?",
                len(chosen),
            ),
            tr("This cannot be undone. The figures of your reports do not change."),
            tr("Delete the list, keep the figures"),
            danger=True,
        )
        if not sure:
            return
        workspace, now = self._session.workspace, self._session.clock()
        wanted = [one.record_id for one in chosen]
        self._session.workers.run(
            lambda: retention.forget(workspace, wanted, now=now),
            on_done=self._deleted,
            on_error=self._failed,
            owner=self,
        )

    def _deleted(self, count: int) -> None:
        self._session.shell.notify(
            trn(
                "{count} list of people deleted; its figures are kept.",
                "{count} lists of people deleted; their figures are kept.",
                count,
            )
        )
        self._session.shell.data_changed()
        self._read()

    def _failed(self, error: BaseException) -> None:
        messages.show_error(self, error)


def _has_ended(roster: Roster, today: date) -> bool:
    return roster.until is not None and roster.until < today


def _make_table() -> QTableWidget:
    table = QTableWidget(0, 4)
    table.setAccessibleName(tr("Lists of people"))
    table.setHorizontalHeaderLabels([tr("Training"), tr("Kept until"), tr("People"), tr("State")])
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    heads = table.horizontalHeader()
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    heads.setHighlightSections(False)
    heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (1, 2, 3):
        heads.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return table
