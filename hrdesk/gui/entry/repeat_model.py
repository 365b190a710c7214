"""Rows of a repeat as a table model: shown from the entry, never copied.

After the last row stands an empty one to type in; its first answer makes it a row of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from hrdesk.forms.definition import Question, QuestionType, Repeat
from hrdesk.gui.entry.filling import Filling
from hrdesk.gui.entry.pasted_rows import Column
from hrdesk.gui.entry.question_widgets.choosing import is_shown
from hrdesk.gui.entry.question_widgets.date_time import write_date, write_time
from hrdesk.gui.entry.question_widgets.editor import ChoiceText
from hrdesk.gui.entry.question_widgets.number import write_number
from hrdesk.i18n import tr
from hrdesk.records.entry import NodeRef, NodeState
from hrdesk.vietnamese.text import match_spans, words

Index = QModelIndex | QPersistentModelIndex
FAULT_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
ASKED_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
KNOWN_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
SOUGHT_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 4
CAME_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 5  # None: nobody asks; "", "present", "absent"
_NO_INDEX: Final = QModelIndex()
_NUMBERS: Final = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})
_CHOSEN: Final = frozenset(
    {QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.ACKNOWLEDGE}
)
_WRITERS: Final = {QuestionType.DATE: write_date, QuestionType.TIME: write_time}
_UNFIT: Final = frozenset({QuestionType.NOTE, QuestionType.IMAGE, QuestionType.FILE})


class RepeatModel(QAbstractTableModel):
    """One repeat of the entry."""

    def __init__(self, filling: Filling, repeat: Repeat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filling = filling
        self.repeat = repeat.key
        self.parent_row: int | None = None  # the outer row whose rows these are
        self.questions: tuple[Question, ...] = tuple(
            question
            for question in filling.entry.form.questions(repeat.key)
            if is_shown(question) and question.question_type not in _UNFIT
        )
        self._places = {question.key: place for place, question in enumerate(self.questions)}
        self._words: dict[tuple[str, str], str] = {}
        self._rows = 0
        self.quiet_row = -1  # the row being typed in: its faults are not said yet
        self.revealed = False
        self.sought = ""  # folded, what is looked for in the table
        self.known: Callable[[int], str] = lambda _row: ""  # by row of the record, see `known_row`
        self.came: Callable[[int], str] | None = None  # by row of the record, where it is asked
        self._order: list[int] = []  # rows of the record as they are shown; none: as they stand
        self._roles: dict[int, Callable[[Index], object]] = {
            FAULT_ROLE: self.fault,
            KNOWN_ROLE: self._known,
            CAME_ROLE: self._came,
            SOUGHT_ROLE: lambda _index: self.sought,
            ASKED_ROLE: self._asked,
            int(Qt.ItemDataRole.ToolTipRole): self._tip,
            int(Qt.ItemDataRole.TextAlignmentRole): self._alignment,
            int(Qt.ItemDataRole.AccessibleTextRole): self._spoken,
            int(Qt.ItemDataRole.AccessibleDescriptionRole): self.fault,
        }
        self._count_again()

    def real_rows(self) -> int:
        """Rows of the record."""
        return self._filling.entry.rows(self.repeat)

    def is_extra(self, row: int) -> bool:
        """Whether a row is the empty one after the last."""
        return row >= self.real_rows()

    def is_blank(self, row: int) -> bool:
        """Whether nothing is answered in a row."""
        if self.is_extra(row):
            return True
        entry, row = self._filling.entry, self.record_row(row)
        return not any(
            entry.value(NodeRef(question.key, self.repeat, row)) for question in self.questions
        )

    def record_row(self, row: int) -> int:
        """The row of the record that stands in a row of the table."""
        return self._order[row] if row < len(self._order) else row

    def shown_row(self, row: int) -> int:
        """The row of the table in which a row of the record stands."""
        return self._order.index(row) if row < len(self._order) else row

    @property
    def ordered(self) -> tuple[int, ...]:
        """The rows of the record as they are shown; empty when they are shown as they stand."""
        return tuple(self._order)

    def show_order(self, order: Sequence[int]) -> None:
        """Show the rows in another order; the record keeps its own."""
        self.layoutAboutToBeChanged.emit()
        before = [self.record_row(index.row()) for index in self.persistentIndexList()]
        self._order = list(order)
        self.changePersistentIndexList(
            self.persistentIndexList(),
            [
                self.index(self.shown_row(row), index.column())
                for row, index in zip(before, self.persistentIndexList(), strict=True)
            ],
        )
        self.layoutChanged.emit()

    def found(self, after: QModelIndex, *, forward: bool) -> tuple[QModelIndex, int, int]:
        """The next cell that holds what is sought, its number among all of them, and how many."""
        width = max(1, self.columnCount())
        hits = [
            row * width + column
            for row in range(self.real_rows())
            for column in range(width)
            if self._is_sought(self._written(self.index(row, column)))
        ]
        if not hits:
            return QModelIndex(), 0, 0
        here = after.row() * width + after.column() if after.isValid() else -1
        if forward:
            place = next((at for at, hit in enumerate(hits) if hit > here), 0)
        else:
            earlier = [at for at, hit in enumerate(hits) if hit < here]
            place = earlier[-1] if earlier else len(hits) - 1
        return self.index(hits[place] // width, hits[place] % width), place + 1, len(hits)

    def ref(self, index: Index) -> NodeRef:
        """The answer's place in the entry."""
        row = self.record_row(index.row())
        return NodeRef(self.questions[index.column()].key, self.repeat, row)

    def column_of(self, key: str) -> int:
        """The column of a question, -1 when it has none."""
        return self._places.get(key, -1)

    def state(self, index: Index) -> NodeState | None:
        """The state of a cell; None in the empty row."""
        return None if self.is_extra(index.row()) else self._filling.entry.state(self.ref(index))

    def value(self, index: Index) -> str:
        """The answer in a cell, lexical."""
        if self.is_extra(index.row()):
            return ""
        return self._filling.entry.value(self.ref(index))

    def answer(self, index: Index, value: str) -> None:
        """An answer typed in a cell; in the empty row it makes a row first."""
        if self.is_extra(index.row()):
            if value:
                key = self.questions[index.column()].key
                self._filling.add_rows(self.repeat, [[(key, value)]], self.parent_row)
            return
        self._filling.answer(self.ref(index), value)

    def choices(self, index: Index) -> tuple[ChoiceText, ...]:
        """The choices offered in a cell."""
        question = self.questions[index.column()]
        entry = self._filling.entry
        if question.question_type is QuestionType.ACKNOWLEDGE:
            return (ChoiceText("OK", tr("Yes")),)
        offered = (
            entry.form.choices(question)
            if self.is_extra(index.row())
            else entry.choices(self.ref(index))
        )
        return tuple(ChoiceText(choice.name, entry.choice_label(choice)) for choice in offered)

    def columns(self) -> tuple[Column, ...]:
        """The questions as columns that pasted cells may go to."""
        entry = self._filling.entry
        return tuple(
            Column(
                question,
                self.heading(place),
                tuple(
                    ChoiceText(c.name, entry.choice_label(c)) for c in entry.form.choices(question)
                ),
            )
            for place, question in enumerate(self.questions)
        )

    def heading(self, column: int) -> str:
        """The label of a column."""
        return self._filling.entry.label(self.questions[column].path)

    def fault(self, index: Index) -> str:
        """What is wrong in a cell, once it is time to say so."""
        if index.row() == self.quiet_row and not self.revealed:
            return ""
        state = self.state(index)
        return state.violation.message if state is not None and state.violation is not None else ""

    def begin_again(self, *, revealed: bool) -> None:
        """The rows of another record, as they stand in it."""
        self.beginResetModel()
        self._order = []
        self._words.clear()
        self.quiet_row, self.revealed = -1, revealed
        self._count_again()
        self.endResetModel()

    def rows_changed(self) -> None:
        """Follow rows that were added or taken away."""
        self._follow_order()
        wanted = self._wanted_rows()
        if wanted > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, wanted - 1)
            self._rows = wanted
            self.endInsertRows()
        elif wanted < self._rows:
            self.beginRemoveRows(QModelIndex(), wanted, self._rows - 1)
            self._rows = wanted
            self.endRemoveRows()
        self.all_changed()

    def all_changed(self) -> None:
        """Every cell may read otherwise."""
        self._words.clear()
        if self._rows and self.questions:
            last = self.index(self._rows - 1, len(self.questions) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.questions) - 1)

    def cell_changed(self, ref: NodeRef) -> None:
        """One cell reads otherwise."""
        column = self.column_of(ref.key)
        if column >= 0 and ref.row is not None:
            index = self.index(self.shown_row(ref.row), column)
            self.dataChanged.emit(index, index)
        if self._wanted_rows() != self._rows:
            self.rows_changed()

    @override
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self._rows

    @override
    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.questions)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        state = self.state(index)
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if state is not None and (not state.relevant or state.readonly):
            return base
        return base | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self._written(index)
        reader = self._roles.get(role)
        return reader(index) if reader else None

    def _asked(self, index: Index) -> bool:
        state = self.state(index)
        return state is None or state.relevant

    def _tip(self, index: Index) -> str:
        return self.fault(index) or self._written(index)

    def _alignment(self, index: Index) -> int:
        number = self.questions[index.column()].question_type in _NUMBERS
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def _spoken(self, index: Index) -> str:
        said = tr(
            "{question}, row {row}: {answer}",
            question=self.heading(index.column()),
            row=self.record_row(index.row()) + 1,
            answer=self._written(index),
        )
        came = {"present": tr("present"), "absent": tr("absent")}.get(self._came(index) or "")
        return f"{said}, {came}" if came else said

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        if orientation == Qt.Orientation.Vertical:
            return "" if self.is_extra(section) else str(self.record_row(section) + 1)
        required = self.questions[section].required
        return f"{self.heading(section)} *" if required else self.heading(section)

    def _written(self, index: Index) -> str:
        value = self.value(index)
        if not value:
            return ""
        question = self.questions[index.column()]
        kind = question.question_type
        if kind in _CHOSEN:
            names = value.split() if kind is not QuestionType.SELECT_ONE else [value]
            return "; ".join(self._choice_words(index, name) for name in names)
        if kind in _NUMBERS:
            return write_number(value, grouped="thousands-sep" in question.appearance)
        writer = _WRITERS.get(kind)
        return writer(value) if writer else value

    def _choice_words(self, index: Index, name: str) -> str:
        place = (self.questions[index.column()].key, name)
        if place not in self._words:
            labels = {choice.name: choice.label for choice in self.choices(index)}
            self._words[place] = labels.get(name, name)
        return self._words[place]

    def _count_again(self) -> None:
        self._rows = self._wanted_rows()

    def _wanted_rows(self) -> int:
        real = self.real_rows()
        if self._filling.entry.rows_fixed(self.repeat):
            return real
        return real if real and self.is_blank(real - 1) else real + 1

    def _follow_order(self) -> None:
        """Rows came at the end, or went: an order that no longer fits is not kept."""
        real = self.real_rows()
        if not self._order or len(self._order) == real:
            return
        if len(self._order) + 1 == real:
            self._order.append(real - 1)
        else:
            self._order = []

    def _is_sought(self, text: str) -> bool:
        sought = words(self.sought)
        return bool(sought) and all(match_spans(text, word) for word in sought)

    def _came(self, index: Index) -> str | None:
        if self.came is None or index.column():
            return None
        return "" if self.is_extra(index.row()) else self.came(self.record_row(index.row()))

    def _known(self, index: Index) -> str:
        if index.column() or self.is_extra(index.row()):
            return ""
        return self.known(self.record_row(index.row()))
