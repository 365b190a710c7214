"""What is wrong with a form, a line each: sheet, row, column, the sentence and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look.theme import UNIT, colour
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from hrdesk.forms.checks import FormFinding

_SENTENCE = 3


class FindingTable(QTableWidget):
    """As high as its lines; Ctrl+C copies the chosen ones, tab-separated."""

    def __init__(self, name: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.findings: tuple[FormFinding, ...] = ()
        self._tone = tone
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([tr("Sheet"), tr("Row"), tr("Column"), tr("What to mend")])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_SENTENCE, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.sectionResized.connect(self._fit)

    def show_findings(self, findings: tuple[FormFinding, ...]) -> None:
        """These and no others."""
        self.findings = findings
        self.setRowCount(len(findings))
        for row, one in enumerate(findings):
            cells = (one.sheet, str(one.row or ""), one.column, f"{one.message}\n→ {one.remedy}")
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                if column < _SENTENCE:
                    item.setForeground(colour(self._tone if column == 1 else "second"))
                self.setItem(row, column, item)
        self._fit()

    def _fit(self, *_sizes: int) -> None:
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + UNIT)
        height = self.horizontalHeader().height() + self.verticalHeader().length() + 2
        self.setFixedHeight(height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            lines = [self.findings[row] for row in rows]
            text = "\n".join(
                "\t".join((one.sheet, str(one.row or ""), one.column, one.message, one.remedy))
                for one in lines
            )
            QGuiApplication.clipboard().setText(text)
        else:
            super().keyPressEvent(event)
