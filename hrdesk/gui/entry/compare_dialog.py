"""Two records beside one another, question by question; what differs is set off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.look.components import PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from hrdesk.services.comparing import Comparison


class CompareDialog(RoomyDialog):
    """Question, this record, the other one."""

    def __init__(self, comparison: Comparison, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Side by side"))
        self.resize(UNIT * 220, UNIT * 130)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(label(tr("Is it the same event?"), "heading"))
        self.table = QTableWidget(len(comparison.pairs), 3)
        self.table.setAccessibleName(tr("Side by side"))
        self.table.setHorizontalHeaderLabels(
            [tr("Question"), tr("This record"), tr("The other record")]
        )
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setWordWrap(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in range(3):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        for row, pair in enumerate(comparison.pairs):
            for place, text in enumerate((pair.question, pair.here, pair.there)):
                item = QTableWidgetItem(text)
                if place == 0:
                    item.setForeground(colour("second"))
                elif pair.differs:
                    item.setFont(font(SCALE.body, strong=True))
                self.table.setItem(row, place, item)
        self.table.resizeRowsToContents()
        column.addWidget(self.table, 1)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addWidget(
            label(tr("What differs is in bold. Nothing is changed here."), "second", wraps=True), 1
        )
        self.open_button = QuietButton(tr("Open the other record"), on_click=self.accept)
        self.close_button = PrimaryButton(tr("Back to what is being typed"), on_click=self.reject)
        self.close_button.setDefault(True)
        row_of_buttons.addWidget(self.open_button)
        row_of_buttons.addWidget(self.close_button)
        column.addLayout(row_of_buttons)
        self.close_button.setFocus()
