"""Rows of a sheet that are there already, beside what they are the same as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from hrdesk.gui.look.theme import UNIT, tokens
from hrdesk.i18n import tr
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.services.importing import ImportOutcome

MOST_SHOWN: Final = 500


class TwinsTable(QTableWidget):
    """Shows them; decides nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Rows that are there already"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setColumnCount(4)
        self.setHorizontalHeaderLabels([tr("Row"), tr("Date"), tr("Title"), tr("The same as")])
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in ((0, UNIT * 16), (1, UNIT * 28), (3, UNIT * 76)):
            self.setColumnWidth(at, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def show_twins(self, outcome: ImportOutcome) -> None:
        """The first of them."""
        twins = outcome.duplicates[:MOST_SHOWN]
        self.setRowCount(len(twins))
        for line, twin in enumerate(twins):
            same = (
                tr("a record of this office")
                if twin.record_id
                else tr("row {row} of this sheet", row=twin.twin_row)
            )
            day = show_date(twin.event_on) if twin.event_on else ""
            for at, text in enumerate((str(twin.row_number), day, twin.title, same)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if at == 3:
                    item.setForeground(QColor(tokens().second))
                self.setItem(line, at, item)
