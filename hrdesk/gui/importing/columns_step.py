"""Second step: to which question each column goes, and what its letters are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.components import GAP, Banner
from hrdesk.gui.importing.choosing import FindBox
from hrdesk.gui.theme import UNIT, tokens
from hrdesk.i18n import N_, tr, trn
from hrdesk.services.import_plan import ENCODINGS, ColumnPlan, column_letter, shown_in

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from hrdesk.gui.components import Tone
    from hrdesk.services.import_plan import Encoding, ImportPlan, Proposal

_SAMPLES: Final = 3
_ENCODING_NAMES: Final[dict[Encoding, str]] = {
    "unicode": N_("Unicode"),
    "tcvn3": N_("TCVN3 (ABC)"),
    "vni": N_("VNI"),
}
_HEADING, _BEFORE, _ENCODING, _AFTER, _QUESTION = range(5)


class _EncodingBox(QComboBox):
    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _with_room(box: QWidget) -> QWidget:
    """A control in a cell, not touching the ones above and below."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
    row.addWidget(box)
    return holder


class ColumnsStep(QWidget):
    """One line a column. `changed` tells that the plan is another one now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._proposal: Proposal | None = None
        self._plan: ImportPlan | None = None
        self._places: list[int] = []  # column by line
        self.boxes: list[FindBox] = []
        self.encodings: list[QComboBox] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        self.said = Banner("")
        outer.addWidget(self.said)
        self.table = QTableWidget()
        self.table.setAccessibleName(tr("Columns of the sheet and the questions they go to"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setColumnCount(5)
        self.table.setHorizontalHeaderLabels(
            [
                tr("Column"),
                tr("As it stands in the file"),
                tr("Letters"),
                tr("As it is read"),
                tr("Goes to the question"),
            ]
        )
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at in (_HEADING, _BEFORE, _AFTER):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        for at, width in ((_ENCODING, UNIT * 44), (_QUESTION, UNIT * 78)):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(at, width)
        outer.addWidget(self.table, 1)

    @property
    def plan(self) -> ImportPlan:
        """The plan as it stands."""
        assert self._plan is not None  # noqa: S101 - the page shows this step with one
        return self._plan

    def show_proposal(self, proposal: Proposal) -> None:
        """Show another sheet's columns."""
        self._proposal, self._plan = proposal, proposal.plan
        self.boxes, self.encodings, self._places = [], [], []
        columns = [column for column in proposal.plan.columns if column.title]
        self.table.setRowCount(0)
        self.table.setRowCount(len(columns))
        entries = [("", tr("Leave this column out"))]
        entries += [(place.place_id, place.label) for place in proposal.places]
        for row, column in enumerate(columns):
            self._make_row(row, column, entries)
        self._say()

    def _make_row(self, row: int, column: ColumnPlan, entries: list[tuple[str, str]]) -> None:
        name = f"{column_letter(column.at)}   {column.title}"
        heading = QTableWidgetItem(name)
        self._places.append(column.at)
        heading.setToolTip(column.title)
        self.table.setItem(row, _HEADING, heading)
        box = FindBox(
            entries,
            tr("Question for the column {column}", column=column.title),
        )
        box.show_value(column.place_id)
        box.chosen.connect(lambda value, at=column.at: self._choose(at, value))
        self.table.setCellWidget(row, _QUESTION, _with_room(box))
        letters = _EncodingBox()
        for encoding in ENCODINGS:
            letters.addItem(tr(_ENCODING_NAMES[encoding]), encoding)
        letters.setCurrentIndex(ENCODINGS.index(column.encoding))
        letters.setAccessibleName(tr("Letters of the column {column}", column=column.title))
        letters.activated.connect(lambda index, at=column.at: self._encode(at, index))
        self.table.setCellWidget(row, _ENCODING, _with_room(letters))
        self.table.setRowHeight(row, UNIT * 12)
        self.boxes.append(box)
        self.encodings.append(letters)
        self._show_samples(row, column)

    def _show_samples(self, row: int, column: ColumnPlan) -> None:
        assert self._proposal is not None  # noqa: S101 - rows are made from one
        cells = [r.cells[column.at] for r in self._proposal.body if column.at < len(r.cells)]
        texts = list(dict.fromkeys(cell for cell in cells if cell))[:_SAMPLES]
        before = "  |  ".join(texts)
        after = "  |  ".join(shown_in(column.encoding, text) for text in texts)
        muted = QColor(tokens().second)
        for at, text in ((_BEFORE, before), (_AFTER, after)):
            item = QTableWidgetItem(text)
            item.setToolTip("\n".join(text.split("  |  ")))
            if at == _BEFORE or not column.place_id:
                item.setForeground(muted)
            self.table.setItem(row, at, item)
        heading = self.table.item(row, _HEADING)
        if heading is not None:
            heading.setForeground(muted if not column.place_id else QColor(tokens().text))

    def _choose(self, at: int, place_id: str) -> None:
        column = next(each for each in self.plan.columns if each.at == at)
        self._plan = self.plan.with_column(replace(column, place_id=place_id))
        self._show_plan()

    def _encode(self, at: int, index: int) -> None:
        column = next(each for each in self.plan.columns if each.at == at)
        self._plan = self.plan.with_column(replace(column, encoding=ENCODINGS[index]))
        self._show_plan()

    def _show_plan(self) -> None:
        by_at = {column.at: column for column in self.plan.columns}
        for row, box in enumerate(self.boxes):
            column = by_at[self._places[row]]
            box.show_value(column.place_id)
            self.encodings[row].setCurrentIndex(ENCODINGS.index(column.encoding))
            self._show_samples(row, column)
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        columns = [column for column in self.plan.columns if column.title]
        left = [column.title for column in columns if not column.place_id]
        taken = len(columns) - len(left)
        parts = [trn("{count} column goes in.", "{count} columns go in.", taken)]
        if left:
            parts.append(tr("Left out: {columns}.", columns=", ".join(left)))
        doubled = sorted({column.title for column in columns if column.doubled})
        if doubled:
            parts.append(
                tr("The same heading stands twice: {columns}.", columns=", ".join(doubled))
            )
        if self._proposal is not None and self._proposal.remembered:
            parts.append(tr("As you chose for these headings before."))
        legacy = any(column.encoding != "unicode" for column in columns)
        if legacy:
            parts.append(tr("Old letters were found; compare how the text is read."))
        tone: Tone = "warn" if left or doubled or legacy else "good"
        self.said.show_text(" ".join(parts), tone if taken else "bad")

    @property
    def any_taken(self) -> bool:
        """Whether at least one column goes somewhere."""
        return any(column.place_id for column in self.plan.columns)

    def focus_first(self) -> None:
        """The first column that goes nowhere, else the first."""
        boxes = [box for box in self.boxes if not box.value()] or self.boxes
        if boxes:
            boxes[0].setFocus(Qt.FocusReason.TabFocusReason)
