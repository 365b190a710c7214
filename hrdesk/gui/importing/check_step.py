"""Third step: what becomes of each row; the faults with their cells, and the rows themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.importing.twins_table import TwinsTable
from hrdesk.gui.look.column_widths import ColumnWidths
from hrdesk.gui.look.components import GAP, Banner, Chip
from hrdesk.gui.look.theme import UNIT, tokens
from hrdesk.i18n import tr, trn
from hrdesk.services.import_plan import cells_filled, columns_numbered, rows_hidden, shown
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hrdesk.records.tables import TableRow
    from hrdesk.services.import_plan import ImportPlan, Proposal
    from hrdesk.services.importing import Duplicates, ImportOutcome, RefusedRow

MOST_SHOWN: Final = 500
_PREVIEWED: Final = 100
_NAMED: Final = 3  # records named that stay when an import is undone


class CheckStep(QWidget):
    """Shows an outcome; what is there already stays out until a person wants it otherwise."""

    choice_changed = Signal()

    def __init__(self, undo: Callable[[], object]) -> None:
        super().__init__()
        self._outcome: ImportOutcome | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        self.said = Banner("", action=tr("Undo this import"), on_action=undo)
        outer.addWidget(self.said)
        self.stack = QStackedWidget()
        self.chips = QHBoxLayout()
        self.chips.setSpacing(UNIT * 2)
        self.faults_chip = Chip(tr("Rows refused"))
        self.rows_chip = Chip(tr("The first rows"))
        self.twins_chip = Chip(tr("There already"))
        for at, chip in enumerate((self.faults_chip, self.rows_chip, self.twins_chip)):
            chip.setAutoExclusive(True)
            chip.clicked.connect(lambda _checked=False, at=at: self.stack.setCurrentIndex(at))
        for chip in (self.faults_chip, self.twins_chip, self.rows_chip):
            self.chips.addWidget(chip)
        self.chips.addStretch(1)
        self.keep_box = QCheckBox(tr("Take in the rows that are there already, too"))
        self.keep_box.toggled.connect(lambda _on: self.choice_changed.emit())
        self.chips.addWidget(self.keep_box)
        outer.addLayout(self.chips)
        self.faults = _table(tr("Rows refused"))
        self.faults.setColumnCount(5)
        self.faults.setHorizontalHeaderLabels(
            [tr("Row"), tr("Column"), tr("Cell"), tr("What is wrong"), tr("What to do")]
        )
        self.faults.setWordWrap(True)
        self.faults.verticalHeader().hide()
        self.faults.verticalHeader().setDefaultSectionSize(UNIT * 12)
        self._widths = ColumnWidths(
            self.faults,
            ((UNIT * 14, 0), (UNIT * 34, 1), (UNIT * 30, 1), (UNIT * 52, 3), (UNIT * 52, 3)),
        )
        self.rows = _table(tr("The first rows"))
        self.stack.addWidget(self.faults)
        self.stack.addWidget(self.rows)
        self.twins = TwinsTable()
        self.stack.addWidget(self.twins)
        outer.addWidget(self.stack, 1)

    def show_checked(self, proposal: Proposal, plan: ImportPlan, outcome: ImportOutcome) -> None:
        """What would happen."""
        self.said.button.hide()
        self._outcome = outcome
        good = trn("{count} row can go in", "{count} rows can go in", outcome.imported)
        parts = [f"{good}."]
        if outcome.refused_count:
            bad = trn("{count} is refused.", "{count} are refused.", outcome.refused_count)
            rest = tr("The rows refused stay out; save them as a workbook, correct, import again.")
            parts = [f"{good}, {bad}", rest]
        if outcome.duplicate_count:
            parts.append(
                trn(
                    "{count} row is there already and stays out.",
                    "{count} rows are there already and stay out.",
                    outcome.duplicate_count,
                )
            )
        parts += cells_filled(outcome.filled_count)
        parts += rows_hidden(outcome.hidden_count)
        parts += columns_numbered(outcome.numbering_row)
        if outcome.taken_before is not None:
            before = show_datetime(outcome.taken_before.at)
            parts.append(tr("This very file was imported at {when} already.", when=before))
        doubts = outcome.taken_before or outcome.hidden_count
        if outcome.refused_count or outcome.duplicate_count or doubts:
            out = bool(outcome.imported or outcome.duplicate_count)
            self.said.show_text(" ".join(parts), "warn" if out else "bad")
        else:
            self.said.show_text(" ".join([*parts, tr("Nothing is wrong.")]), "good")
        self.keep_box.setVisible(bool(outcome.duplicate_count))
        self.keep_box.setChecked(False)
        self.twins.show_twins(outcome)
        self.twins_chip.set_count(outcome.duplicate_count)
        self.twins_chip.setVisible(bool(outcome.duplicate_count))
        self._fill_faults(plan, outcome)
        self._fill_rows(proposal, plan, outcome)
        self.faults_chip.set_count(outcome.refused_count)
        self.faults_chip.setVisible(bool(outcome.refused_count))
        first = 0 if outcome.refused_count else 2 if outcome.duplicate_count else 1
        self.stack.setCurrentIndex(first)
        (self.faults_chip, self.rows_chip, self.twins_chip)[first].setChecked(True)

    @property
    def duplicates(self) -> Duplicates:
        """What happens to rows that are there already."""
        return "keep" if self.keep_box.isChecked() else "skip"

    @property
    def offered(self) -> int:
        """How many rows go in, as things are chosen."""
        checked = self._outcome
        if checked is None:
            return 0
        return checked.imported + (checked.duplicate_count if self.keep_box.isChecked() else 0)

    def show_taken(self, outcome: ImportOutcome) -> None:
        """What happened."""
        said = trn("{count} row was taken in.", "{count} rows were taken in.", outcome.imported)
        if outcome.refused_count:
            bad = trn("{count} is refused.", "{count} are refused.", outcome.refused_count)
            said = f"{said} {bad}"
        if outcome.skipped:
            out = trn(
                "{count} row was there already and stayed out.",
                "{count} rows were there already and stayed out.",
                outcome.skipped,
            )
            said = f"{said} {out}"
        self.keep_box.hide()
        self.said.show_text(said, "good")
        self.said.button.setVisible(bool(outcome.batch_id))

    def show_undone(self, undone: int, kept: int, titles: Sequence[str] = ()) -> None:
        """The import is undone; `titles` are of the records that stay."""
        said = trn("{count} record was put away.", "{count} records were put away.", undone)
        if kept:
            stays = trn(
                "{count} was changed or sent since and stays.",
                "{count} were changed or sent since and stay.",
                kept,
            )
            named = "; ".join(title for title in titles[:_NAMED] if title)
            more = ";…" if len(titles) > _NAMED else ""
            said = f"{said} {stays} {named}{more}".rstrip()
        self.said.show_text(said, "info")
        self.said.button.hide()

    def _fill_faults(self, plan: ImportPlan, outcome: ImportOutcome) -> None:
        lines = [
            (str(refused.row_number), found.column, _cell(plan, refused, found.at), found)
            for refused in outcome.refused
            for found in refused.findings
        ][:MOST_SHOWN]
        self.faults.setRowCount(len(lines))
        for line, (number, column, cell, found) in enumerate(lines):
            texts = (number, column, cell, found.message, found.remedy)
            for at, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if at == 2 and text:
                    item.setForeground(QColor(tokens().bad))
                if at == 4:
                    item.setForeground(QColor(tokens().second))
                self.faults.setItem(line, at, item)

    def _fill_rows(self, proposal: Proposal, plan: ImportPlan, outcome: ImportOutcome) -> None:
        labels = {place.place_id: place.label for place in proposal.places}
        columns = [column for column in plan.columns if column.place_id]
        faults = {
            (refused.row_number, found.at): found
            for refused in outcome.refused
            for found in refused.findings
        }
        bad = {number for number, _ in faults}
        rows = proposal_rows(proposal, plan)[:_PREVIEWED]
        self.rows.clear()
        self.rows.setRowCount(len(rows))
        self.rows.setColumnCount(len(columns))
        self.rows.setHorizontalHeaderLabels([labels.get(c.place_id, "") for c in columns])
        self.rows.setVerticalHeaderLabels([str(row.number) for row in rows])
        for line, row in enumerate(rows):
            for at, column in enumerate(columns):
                cell = row.cells[column.at] if column.at < len(row.cells) else ""
                item = QTableWidgetItem(shown(column, cell))
                found = faults.get((row.number, column.at))
                if found is not None:
                    item.setBackground(QColor(tokens().bad_soft))
                    item.setForeground(QColor(tokens().bad))
                    item.setToolTip(f"{found.message} {found.remedy}".strip())
                elif row.number in bad:
                    item.setForeground(QColor(tokens().second))
                self.rows.setItem(line, at, item)
        self.rows.resizeColumnsToContents()
        for at in range(len(columns)):
            self.rows.setColumnWidth(at, min(300, max(96, self.rows.columnWidth(at) + UNIT * 2)))

    def focus_first(self) -> None:
        """Where the keyboard begins."""
        shown = self.stack.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)


def proposal_rows(proposal: Proposal, plan: ImportPlan) -> list[TableRow]:
    """The first rows below the header of a plan."""
    return list(proposal.below(plan))


def _cell(plan: ImportPlan, refused: RefusedRow, at: int | None) -> str:
    if at is None or not refused.rows:
        return ""
    column = next((each for each in plan.columns if each.at == at), None)
    texts = [row.cells[at] for row in refused.rows if at < len(row.cells) and row.cells[at]]
    return shown(column, texts[0]) if texts and column else ""


def _table(name: str) -> QTableWidget:
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    return table
