"""A repeat as a table to type in: Enter goes on, the empty last row takes the next line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.forms.definition import Repeat
from hrdesk.gui.cell_editing import ROW_HEIGHT, CellDelegate
from hrdesk.gui.components import BareButton, Pill
from hrdesk.gui.filling import Filling
from hrdesk.gui.labels import ElidedLabel
from hrdesk.gui.paste_preview import PastePreview
from hrdesk.gui.pasted_rows import guess_columns, value_of
from hrdesk.gui.question_widgets.choosing import Surroundings, span_of
from hrdesk.gui.repeat_model import RepeatModel
from hrdesk.gui.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.records.entry import NodeRef
from hrdesk.records.pasted_text import read_pasted, without_titles

_MOST_SHOWN: Final = 12
_FEWEST_SHOWN: Final = 1
_SIXTH: Final = 56
_FIRST: Final = 144
_NARROW: Final = 700
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CellGrid(QTableView):
    """The table itself; says where the keyboard wants to go."""

    stepped = Signal(bool)
    escaped = Signal()
    row_wanted = Signal()
    rows_unwanted = Signal()
    cleared = Signal()
    paste_wanted = Signal()
    copy_down_wanted = Signal()
    resized = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            own = {*_ENTER, Qt.Key.Key_D, Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
            if (control and Qt.Key(event.key()) in own) or event.key() == Qt.Key.Key_F4:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in _ENTER and control:
            self.row_wanted.emit()
        elif key in _ENTER:
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif control and key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.rows_unwanted.emit()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.cleared.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif key == Qt.Key.Key_F4 or (control and key == Qt.Key.Key_D):
            self.copy_down_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) or event.matches(
            QKeySequence.StandardKey.Redo
        ):
            event.ignore()
        elif key == Qt.Key.Key_Space and not control:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        self.stepped.emit(next)
        return True

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class RepeatTable(QWidget):
    """Heading with the number of rows, what can be done with rows, and the rows."""

    stepped_out = Signal(bool)
    cell_entered = Signal()

    def __init__(
        self,
        filling: Filling,
        repeat: Repeat,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._filling = filling
        self._around = around
        self.key = repeat.key
        self._path = repeat.path
        self._locked = False
        self.model = RepeatModel(filling, repeat, self)
        self.grid = CellGrid(self)
        self.grid.setModel(self.model)
        self._delegate = CellDelegate(self.model, around, self.grid)
        self.grid.setItemDelegate(self._delegate)
        self._heading = ElidedLabel("", "heading")
        self._count = Pill()
        self._line = ElidedLabel("", "second")
        self._add = BareButton(icon="plus", on_click=self.new_row)
        self._paste = BareButton(icon="table-2", on_click=self.paste)
        self._remove = BareButton(icon="trash-2", on_click=self.remove_rows)
        self._set_up()
        self.show_words()
        self._fit()

    def show_words(self) -> None:
        """Heading, buttons and hint in the language now spoken."""
        self._heading.set_text(self._filling.entry.label(self._path))
        self._add.set_text(tr("Add a row"))
        self._paste.set_text(tr("Paste from Excel"))
        self._remove.set_text(tr("Remove the row"))
        self._add.setToolTip("Ctrl+Enter")
        self._paste.setToolTip("Ctrl+V")
        self._remove.setToolTip(tr("Remove the row (Ctrl+Delete)"))
        self.grid.setAccessibleName(self._heading.whole_text())
        self._line.set_text(
            tr(
                "Enter: next cell · Ctrl+Enter: next row · Ctrl+V: paste from Excel · "
                "Ctrl+Delete: remove the row · Esc: leave the table"
            )
        )
        self.grid.setAccessibleDescription(self._line.whole_text())
        fixed = self.rows_fixed()
        for button in (self._add, self._paste, self._remove):
            button.setVisible(not fixed)
        self._show_count()

    def rows_fixed(self) -> bool:
        """Whether no row may be added or taken away."""
        return self._locked or self._filling.entry.rows_fixed(self.key)

    def lock(self) -> None:
        """Let rows be read, not changed."""
        self._locked = True
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.show_words()

    def take_focus(self) -> None:
        """Put the keyboard on the first cell that is not answered, or the first of all."""
        if not self.grid.currentIndex().isValid():
            row = self.model.real_rows() if self.model.rowCount() > self.model.real_rows() else 0
            self.grid.setCurrentIndex(self.model.index(row, 0))
        self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        self._on_current(self.grid.currentIndex(), self.grid.currentIndex())

    def go_to(self, row: int, key: str) -> None:
        """Put the keyboard on a cell."""
        self.model.revealed = True
        self._focus_cell(self.model.index(row, max(0, self.model.column_of(key))))

    def current_ref(self) -> NodeRef | None:
        """The cell that holds the keyboard."""
        index = self.grid.currentIndex()
        return self.model.ref(index) if index.isValid() else None

    def current_place(self) -> QRect:
        """Where the cell that holds the keyboard is drawn, in the table's own coordinates."""
        place = self.grid.visualRect(self.grid.currentIndex())
        return QRect(self.grid.viewport().mapTo(self, place.topLeft()), place.size())

    def all_refs(self) -> list[NodeRef]:
        """Every cell in reading order."""
        return [
            NodeRef(question.key, self.key, row)
            for row in range(self.model.real_rows())
            for question in self.model.questions
        ]

    def shows_fault(self, ref: NodeRef) -> bool:
        """Whether the fault of a cell is marked."""
        return self.model.revealed or ref.row != self.model.quiet_row

    def reveal_faults(self) -> None:
        """Mark every fault."""
        self.model.revealed = True
        self.model.all_changed()

    def rows_changed(self) -> None:
        """Rows came or went."""
        self.model.rows_changed()
        self._show_count()
        self._fit()

    def cells_changed(self, refs: list[NodeRef]) -> None:
        """These cells read otherwise."""
        before = self.model.rowCount()
        if len(refs) > 40:
            self.model.rows_changed()
        else:
            for ref in refs:
                self.model.cell_changed(ref)
        if refs:
            self._show_count()
        if self.model.rowCount() != before:
            self._fit()

    def step(self, forward: bool) -> None:
        """To the next cell that can be typed in, or out of the table at its ends."""
        here = self.grid.currentIndex()
        if forward and here.column() == 0 and self.model.is_blank(here.row()):
            self._leave(forward=True)
            return
        columns = self.model.columnCount()
        place = here.row() * columns + here.column()
        step = 1 if forward else -1
        last = self.model.rowCount() * columns
        place += step
        while 0 <= place < last:
            index = self.model.index(place // columns, place % columns)
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self._focus_cell(index)
                return
            place += step
        self._leave(forward=forward)

    def new_row(self) -> None:
        """On to the first cell of the empty row at the end."""
        self._close_editor()
        if self.rows_fixed():
            return
        if not self.model.is_blank(self.model.rowCount() - 1):
            self._filling.add_row(self.key)
        self._focus_cell(self.model.index(self.model.rowCount() - 1, 0))

    def remove_rows(self) -> None:
        """Take the marked rows out; Ctrl+Z brings them back."""
        self._close_editor()
        marked = self.grid.selectionModel().selectedIndexes() or [self.grid.currentIndex()]
        rows = {index.row() for index in marked if index.isValid()}
        real = [row for row in rows if not self.model.is_extra(row)]
        if not real or self.rows_fixed():
            return
        column = max(0, self.grid.currentIndex().column())
        self._filling.remove_rows(self.key, real)
        row = min(*real, self.model.rowCount() - 1)
        self._focus_cell(self.model.index(row, column))
        self._line.set_text(
            trn(
                "{count} row was removed. Ctrl+Z brings it back.",
                "{count} rows were removed. Ctrl+Z brings them back.",
                len(real),
            )
        )

    def paste(self) -> None:
        """Rows from the clipboard: a single word goes into the cell, a table is shown first."""
        self._close_editor()
        rows = read_pasted(QApplication.clipboard().text())
        if not rows or self.rows_fixed():
            return
        here = self.grid.currentIndex()
        columns = self.model.columns()
        if len(rows) == 1 and len(rows[0]) == 1:
            column = columns[max(0, here.column())]
            self.model.answer(here, value_of(rows[0][0], column, self._around.today()))
            return
        rows = without_titles(rows, [column.label for column in columns])
        guess = guess_columns(rows, columns, max(0, here.column()))
        chosen = PastePreview.ask(self, rows, columns, guess, self._around.today())
        if chosen:
            self.add_rows(chosen)

    def add_rows(self, rows: list[list[tuple[str, str]]]) -> None:
        """Add rows after the last that is answered, as one step of undo."""
        last = self.model.real_rows() - 1
        if last >= 0 and self.model.is_blank(last):
            self._filling.remove_rows(self.key, [last])
        self._filling.add_rows(self.key, rows)
        self._focus_cell(self.model.index(self.model.rowCount() - 1, 0))
        self._line.set_text(
            trn(
                "{count} row was added. Ctrl+Z takes it back.",
                "{count} rows were added. Ctrl+Z takes them back.",
                len(rows),
            )
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._remove.set_text("" if self.width() < _NARROW else tr("Remove the row"))
        self._remove.setAccessibleName(tr("Remove the row"))
        self._fit()

    def _set_up(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(UNIT * 2)
        head.addWidget(self._heading, 1)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (self._add, self._paste, self._remove):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT * 2)
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addWidget(self._line)
        grid = self.grid
        grid.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        grid.setTabKeyNavigation(False)
        grid.setWordWrap(False)
        grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        grid.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        grid.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        grid.verticalHeader().setMinimumWidth(UNIT * 9)
        grid.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        grid.horizontalHeader().setHighlightSections(False)
        grid.stepped.connect(self.step)
        grid.escaped.connect(self._on_escaped)
        grid.row_wanted.connect(self.new_row)
        grid.rows_unwanted.connect(self.remove_rows)
        grid.cleared.connect(self._clear_cells)
        grid.paste_wanted.connect(self.paste)
        grid.copy_down_wanted.connect(self._copy_down)
        grid.resized.connect(self._share_width)
        grid.selectionModel().currentChanged.connect(self._on_current)
        self._delegate.stepped.connect(self.step)

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        self._filling.end_visit()
        if now.row() != before.row():
            self.model.quiet_row = now.row()
            for row in (before.row(), now.row()):
                if 0 <= row < self.model.rowCount():
                    last = self.model.columnCount() - 1
                    self.model.dataChanged.emit(
                        self.model.index(row, 0), self.model.index(row, last)
                    )
        if now.isValid():
            self.cell_entered.emit()
        fault = self.model.fault(now) if now.isValid() else ""
        if fault:
            self._line.set_text(fault)

    def _on_escaped(self) -> None:
        self._leave(forward=True)

    def _leave(self, *, forward: bool) -> None:
        self._close_editor()
        self.model.quiet_row = -1
        self.model.all_changed()
        self.show_words()
        self.stepped_out.emit(forward)

    def _focus_cell(self, index: QModelIndex) -> None:
        self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        self.grid.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.grid.scrollTo(index)
        self._on_current(index, index)

    def _close_editor(self) -> None:
        widget = QApplication.focusWidget()
        if widget is not None and widget is not self.grid and self.grid.isAncestorOf(widget):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear_cells(self) -> None:
        if self._locked:
            return
        answers = [
            (self.model.ref(index), "")
            for index in self.grid.selectionModel().selectedIndexes()
            if not self.model.is_extra(index.row()) and index.flags() & Qt.ItemFlag.ItemIsEditable
        ]
        self._filling.answer_many(answers)

    def _copy_down(self) -> None:
        here = self.grid.currentIndex()
        if here.row() > 0 and not self._locked:
            above = self.model.index(here.row() - 1, here.column())
            self.model.answer(here, self.model.value(above))
            self.step(forward=True)

    def _show_count(self) -> None:
        rows = self.model.real_rows()
        rows -= bool(rows) and self.model.is_blank(rows - 1)
        self._count.show_state(trn("{count} row", "{count} rows", rows), "neutral")
        self._count.setVisible(rows > 0)

    def _fit(self) -> None:
        shown = min(_MOST_SHOWN, max(_FEWEST_SHOWN, self.model.rowCount()))
        head = self.grid.horizontalHeader().sizeHint().height()
        bar = self.grid.horizontalScrollBar()
        across = bar.sizeHint().height() if bar.maximum() > 0 else 0
        height = head + shown * ROW_HEIGHT + across + 4
        if self.grid.height() != height:
            self.grid.setFixedHeight(height)
        self._share_width()

    def _share_width(self) -> None:
        room = self.grid.viewport().width()
        questions = self.model.questions
        header = self.grid.horizontalHeader()
        metrics = header.fontMetrics()
        least = [
            max(
                span_of(question) * _SIXTH,
                metrics.horizontalAdvance(self.model.heading(place)) + UNIT * 7,
            )
            for place, question in enumerate(questions)
        ]
        shares = [span_of(question) if span_of(question) > 1 else 0 for question in questions]
        if shares:
            shares[0] *= 2  # the first column says who or what the row is
            least[0] = max(least[0], _FIRST)
        spare = max(0, room - sum(least))
        for place, share in enumerate(shares):
            header.resizeSection(place, least[place] + spare * share // max(1, sum(shares)))
