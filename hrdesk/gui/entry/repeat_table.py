"""A repeat as a table to type in: Enter goes on, the empty last row takes the next line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.forms.definition import Repeat
from hrdesk.gui.entry.cell_editing import ROW_HEIGHT, CellDelegate
from hrdesk.gui.entry.cell_grid import CellGrid, FirstColumn
from hrdesk.gui.entry.filling import Filling
from hrdesk.gui.entry.paste_preview import PastePreview, Rows
from hrdesk.gui.entry.pasted_rows import Column, Guess
from hrdesk.gui.entry.question_widgets.choosing import Surroundings
from hrdesk.gui.entry.repeat_model import RepeatModel
from hrdesk.gui.entry.row_acts import RowActs
from hrdesk.gui.entry.row_pasting import RowPasting
from hrdesk.gui.entry.table_room import fit_height, share_width
from hrdesk.gui.entry.table_search import TableSearch
from hrdesk.gui.look.components import Banner, BareButton, Pill, fitting
from hrdesk.gui.look.labels import ElidedLabel
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.records.entry import NodeRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent


_NARROW: Final = 700
_NARROWER: Final = 640


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
        self.filling = filling
        self.around = around
        self.key = repeat.key
        self._path = repeat.path
        self.locked = False
        self.model = self.make_model(filling, repeat)
        self.grid = CellGrid(self)
        self.grid.setModel(self.model)
        self.delegate = CellDelegate(self.model, around, self.grid)
        self.grid.setItemDelegate(self.delegate)
        self.row_acts = RowActs(self)
        self.pasting = RowPasting(self)
        self.search = TableSearch(self.grid, self.model, self)
        self.empty = Banner("", "info", "", self.paste, self)
        self._heading = ElidedLabel("", "heading")
        self._count = Pill()
        self.line = ElidedLabel("", "second")
        self._keys_shown = ""
        self._add = BareButton(icon="plus", on_click=self.row_acts.new_row)
        self._paste = BareButton(icon="table-2", on_click=self.paste)
        self._remove = BareButton(icon="trash-2", on_click=self.row_acts.remove)
        self.place = QGridLayout()
        self._set_up()
        self._first = FirstColumn(self.grid)
        self.show_words()
        self._fit()

    @property
    def path(self) -> str:
        """Where the repeat stands in the form."""
        return self._path

    def make_model(self, filling: Filling, repeat: Repeat) -> RepeatModel:
        """The rows to show."""
        return RepeatModel(filling, repeat, self)

    def show_heading(self, text: str) -> None:
        """Another heading than the label of the repeat."""
        self._heading.set_text(text)
        self.grid.setAccessibleName(text)

    def fit(self) -> None:
        """Be as high as the rows need."""
        self._fit()

    def show_words(self) -> None:
        """Heading, buttons and hint in the language now spoken."""
        self._heading.set_text(self.filling.entry.label(self._path))
        self._show_buttons()
        self.grid.setAccessibleName(self._heading.whole_text())
        self._show_keys()
        self.search.show_words()
        self.empty.text.setText(self.empty_words())
        self.empty.button.set_text(tr("Paste from Excel"), "Ctrl+V")
        self.empty.button.show()
        self.grid.setAccessibleDescription(self.keys_words())
        fixed = self.rows_fixed()
        for button in (self._add, self._paste, self._remove):
            button.setVisible(not fixed)
        self._show_count()

    def rows_fixed(self) -> bool:
        """Whether no row may be added or taken away."""
        return self.locked or self.filling.entry.rows_fixed(self.key)

    def lock(self) -> None:
        """Let rows be read, not changed."""
        self.locked = True
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.show_words()

    def show_again(self, *, revealed: bool) -> None:
        """The table stays, the rows are another record's; nothing is left of what was looked at."""
        self.search.forget()
        self.model.begin_again(revealed=revealed)
        self.grid.horizontalScrollBar().setValue(0)
        self.show_words()
        self._fit()

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
        shown = self.model.shown_row(row)
        self.focus_cell(self.model.index(shown, max(0, self.model.column_of(key))))

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
            for row in map(self.model.record_row, range(self.model.real_rows()))
            for question in self.model.questions
        ]

    def shows_fault(self, ref: NodeRef) -> bool:
        """Whether the fault of a cell is marked."""
        if self.model.revealed or ref.row is None:
            return True
        return self.model.shown_row(ref.row) != self.model.quiet_row

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
                self.focus_cell(index)
                return
            place += step
        self._leave(forward=forward)

    def paste(self) -> None:
        """Rows from the clipboard."""
        self.pasting.paste()

    def add_rows(self, rows: Rows) -> None:
        """Add rows after the last that is answered, as one step of undo."""
        self.pasting.add(rows)

    def preview(self, rows: list[list[str]], columns: tuple[Column, ...], guess: Guess) -> Rows:
        """Show what is about to be pasted; the rows to add, none when it is declined."""
        return PastePreview.ask(self, rows, columns, guess, self.around.today())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_buttons()
        self._fit()

    def _show_buttons(self) -> None:
        """The heading comes first: where there is little room, buttons show their icons only."""
        for button, words, key, from_width in (
            (self._add, tr("Add a row"), "Ctrl+Enter", _NARROW),
            (self._paste, tr("Paste from Excel"), "Ctrl+V", _NARROWER),
            (self._remove, tr("Remove the row"), "Ctrl+Delete", _NARROW),
        ):
            button.set_text(words if self.width() >= from_width else "")
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({key})")

    def _set_up(self) -> None:
        self.head = head = QHBoxLayout()
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
        column.addWidget(self.search)
        self.place.setContentsMargins(0, 0, 0, 0)
        self.place.setSpacing(UNIT * 3)
        self.place.setColumnStretch(0, 1)
        table = QVBoxLayout()
        table.setSpacing(UNIT * 2)
        table.addWidget(self.grid)
        table.addWidget(self.line)
        table.addWidget(self.empty)
        table.addStretch(1)
        self.place.addLayout(table, 0, 0)
        column.addLayout(self.place)
        self._set_up_grid()

    def _set_up_grid(self) -> None:
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
        grid.acted.connect(self.act)
        grid.resized.connect(self._share_width)
        grid.resized.connect(self._refit_keys)
        grid.selectionModel().currentChanged.connect(self._on_current)
        self.delegate.stepped.connect(self.step)

    def acts_here(self) -> dict[str, Callable[[], object]]:
        """What the keys of the grid do here, by name."""
        return {
            **self.row_acts.by_name(),
            "paste": self.paste,
            "find": self.search.open,
            "find_next": self.search.find_next,
            "find_previous": self.search.find_previous,
            "space": lambda: self.grid.edit(self.grid.currentIndex()),
        }

    def act(self, name: str) -> None:
        """Do what a key of the grid asks for; where nothing may be changed, only what reads."""
        does = self.acts_here()
        reading = {"find", "find_next", "find_previous", "copy", "order"}
        if name in does and (name in reading or not self.locked):
            does[name]()

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        self.filling.end_visit()
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
            self._say_about(now, other=now.row() != before.row())

    def _say_about(self, now: QModelIndex, *, other: bool) -> None:
        """What is wrong in a cell, else who stands in its row."""
        said = self.model.fault(now)
        if not said:
            said = self.about_row(now.row())
        if said:
            self.line.set_text(said)
        elif other:
            self._show_keys()

    def about_row(self, row: int) -> str:
        """What is known of a row of the table; nothing here."""
        del row
        return ""

    def _on_escaped(self) -> None:
        self._leave(forward=True)

    def _leave(self, *, forward: bool) -> None:
        self.close_editor()
        self.model.quiet_row = -1
        self.model.all_changed()
        self.show_words()
        self.stepped_out.emit(forward)

    def focus_cell(self, index: QModelIndex) -> None:
        """Put the keyboard on a cell and bring it into sight."""
        self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        self.grid.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.grid.scrollTo(index)
        self._on_current(index, index)

    def close_editor(self) -> None:
        """Done with what is being typed."""
        widget = QApplication.focusWidget()
        if widget is not None and widget is not self.grid and self.grid.isAncestorOf(widget):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys_words(self) -> str:
        """The keys that work here, below the table."""
        return tr(
            "Enter: next cell · Ctrl+Enter: next row · Ctrl+V: paste from Excel · "
            "Ctrl+Delete: remove the row · Esc: leave the table"
        )

    def _refit_keys(self) -> None:
        if self._keys_shown == self.line.whole_text():
            self._show_keys()

    def _show_keys(self) -> None:
        """The keys, as many as there is room for."""
        parts = self.keys_words().split(" · ")
        width = self.grid.width() if self.isVisible() else self.width()
        self._keys_shown = fitting(parts, " · ", self.line.fontMetrics(), width)
        self.line.set_text(self._keys_shown)

    def empty_words(self) -> str:
        """What to do where no row is yet."""
        return tr("Nothing here yet. Copy rows in Excel or Word and press Ctrl+V, or type above.")

    def _show_count(self) -> None:
        rows = self.model.real_rows()
        rows -= bool(rows) and self.model.is_blank(rows - 1)
        self._count.show_state(trn("{count} row", "{count} rows", rows), "neutral")
        self._count.setVisible(rows > 0)
        self.empty.setVisible(rows == 0 and not self.rows_fixed())

    def _fit(self) -> None:
        fit_height(self.grid, self.model.rowCount())
        self._share_width()

    def _share_width(self) -> None:
        share_width(self.grid, self.model)
