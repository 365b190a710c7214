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
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.importing.choosing import FindBox
from hrdesk.gui.look.column_widths import ColumnWidths
from hrdesk.gui.look.components import GAP, Banner
from hrdesk.gui.look.theme import UNIT, tokens
from hrdesk.i18n import N_, tr, trn
from hrdesk.services.import_plan import (
    ENCODINGS,
    ORDERS,
    ColumnPlan,
    column_letter,
    dates_in_doubt,
    is_dated,
    read_as,
    shown_in,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from hrdesk.gui.look.components import Tone
    from hrdesk.services.import_plan import DateOrder, Encoding, ImportPlan, Proposal

_SAMPLES: Final = 3
_ENCODING_NAMES: Final[dict[Encoding, str]] = {
    "unicode": N_("Unicode"),
    "tcvn3": N_("TCVN3 (ABC)"),
    "vni": N_("VNI"),
}
_ORDER_NAMES: Final[dict[DateOrder, str]] = {
    "day": N_("Day/month"),
    "month": N_("Month/day"),
    "turned": N_("Turned by Excel"),
    "month_turned": N_("Month/day, turned"),
}
_HEADING, _BEFORE, _ENCODING, _AFTER, _QUESTION = range(5)


def _with_reading(column: ColumnPlan, reading: str) -> ColumnPlan:
    for order in ORDERS:
        if order == reading:
            return replace(column, dates=order)
    return replace(column, encoding=next(each for each in ENCODINGS if each == reading))


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
                tr("Letters, dates"),
                tr("As it is read"),
                tr("Goes to the question"),
            ]
        )
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._widths = ColumnWidths(
            self.table,
            ((UNIT * 36, 1), (UNIT * 36, 1), (UNIT * 48, 0), (UNIT * 36, 1), (UNIT * 78, 0)),
        )
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
        self._show_readings(letters, column)
        letters.activated.connect(
            lambda index, at=column.at, of=letters: self._read_as(at, of.itemData(index))
        )
        self.table.setCellWidget(row, _ENCODING, _with_room(letters))
        self.table.setRowHeight(row, UNIT * 12)
        self.boxes.append(box)
        self.encodings.append(letters)
        self._show_samples(row, column)

    def _show_samples(self, row: int, column: ColumnPlan) -> None:
        assert self._proposal is not None  # noqa: S101 - rows are made from one
        cells = [r.cells[column.at] for r in self._proposal.body if column.at < len(r.cells)]
        texts = list(dict.fromkeys(cell for cell in cells if cell))[:_SAMPLES]
        before = "  |  ".join(shown_in("unicode", text) for text in texts)
        place = next((p for p in self._proposal.places if p.place_id == column.place_id), None)
        after = "  |  ".join(read_as(place, column, text) for text in texts)
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
        assert self._proposal is not None  # noqa: S101 - rows are made from one
        self._plan = self._proposal.with_place(self.plan, at, place_id)
        self._show_plan()

    def _read_as(self, at: int, reading: object) -> None:
        column = next(each for each in self.plan.columns if each.at == at)
        self._plan = self.plan.with_column(_with_reading(column, str(reading)))
        self._show_plan()

    def _is_dated(self, column: ColumnPlan) -> bool:
        assert self._proposal is not None  # noqa: S101 - rows are made from one
        places = self._proposal.places
        return any(is_dated(place) for place in places if place.place_id == column.place_id)

    def _show_readings(self, box: QComboBox, column: ColumnPlan) -> None:
        """Offer what decides how this column is read: the order of its dates, or its letters."""
        dated = self._is_dated(column)
        wanted: list[tuple[str, str]] = (
            [(order, tr(_ORDER_NAMES[order])) for order in ORDERS]
            if dated
            else [(each, tr(_ENCODING_NAMES[each])) for each in ENCODINGS]
        )
        if [box.itemData(at) for at in range(box.count())] != [name for name, _ in wanted]:
            box.clear()
            for name, words in wanted:
                box.addItem(words, name)
        box.setCurrentIndex(box.findData(column.dates if dated else column.encoding))
        name = (
            tr("Dates of the column {column}", column=column.title)
            if dated
            else tr("Letters of the column {column}", column=column.title)
        )
        box.setAccessibleName(name)

    def _show_plan(self) -> None:
        by_at = {column.at: column for column in self.plan.columns}
        for row, box in enumerate(self.boxes):
            column = by_at[self._places[row]]
            box.show_value(column.place_id)
            self._show_readings(self.encodings[row], column)
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
        doubts = dates_in_doubt(self.plan)
        parts += doubts
        tone: Tone = "warn" if left or doubled or legacy or doubts else "good"
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
