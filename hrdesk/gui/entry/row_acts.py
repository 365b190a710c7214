"""What can be done with the rows of a table: add, insert, take out, move, copy down, clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.cell_copying import copied_down, written_cells
from hrdesk.i18n import tr, trn

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.gui.entry.repeat_table import RepeatTable


class RowActs:
    """Acts on the marked rows of one table; each is one step of undo."""

    def __init__(self, table: RepeatTable) -> None:
        self._table = table

    def by_name(self) -> dict[str, Callable[[], object]]:
        """The acts by the names that the grid gives its keys."""
        return {
            "new_row": self.new_row,
            "remove_rows": self.remove,
            "insert_row": self.insert,
            "move_up": lambda: self.move(down=False),
            "move_down": lambda: self.move(down=True),
            "clear": self.clear,
            "copy": self.copy,
            "copy_down": self.copy_down,
        }

    def marked(self) -> list[int]:
        """Rows of the table that are marked, or the one that holds the keyboard; no blank one."""
        grid, model = self._table.grid, self._table.model
        marked = grid.selectionModel().selectedIndexes() or [grid.currentIndex()]
        rows = {index.row() for index in marked if index.isValid()}
        return sorted(row for row in rows if not model.is_extra(row))

    def new_row(self) -> None:
        """On to the first cell of the empty row at the end."""
        table = self._table
        table.close_editor()
        if table.rows_fixed():
            return
        if not table.model.is_blank(table.model.rowCount() - 1):
            table.filling.add_row(table.key, parent_row=table.model.parent_row)
        table.focus_cell(table.model.index(table.model.rowCount() - 1, 0))

    def remove(self) -> None:
        """Take the marked rows out; Ctrl+Z brings them back."""
        table, model = self._table, self._table.model
        table.close_editor()
        real = self.marked()
        if not real or table.rows_fixed():
            return
        column = max(0, table.grid.currentIndex().column())
        table.filling.remove_rows(table.key, [model.record_row(row) for row in real])
        table.focus_cell(model.index(min(*real, model.rowCount() - 1), column))
        table.line.set_text(
            trn(
                "{count} row was removed. Ctrl+Z brings it back.",
                "{count} rows were removed. Ctrl+Z brings them back.",
                len(real),
            )
        )

    def insert(self) -> None:
        """A blank row above the one that holds the keyboard."""
        table, model = self._table, self._table.model
        here = table.grid.currentIndex()
        table.close_editor()
        if table.rows_fixed() or not here.isValid() or model.is_extra(here.row()):
            return
        row = model.record_row(here.row())
        model.show_order(())
        if model.parent_row is not None:
            table.filling.add_row(table.key, here.row(), parent_row=model.parent_row)
            table.focus_cell(model.index(here.row(), 0))
            return
        table.filling.add_row(table.key, row)
        table.focus_cell(model.index(row, 0))

    def move(self, *, down: bool) -> None:
        """The marked rows one place up or down; the keyboard and the marks go with them."""
        table, model = self._table, self._table.model
        table.close_editor()
        rows = self.marked()
        if not rows or table.rows_fixed() or model.parent_row is not None:
            return
        if model.ordered:
            table.line.set_text(tr("The list is shown by given name. F11 shows it as entered."))
            return
        first, last = rows[0], rows[-1]
        step = 1 if down else -1
        if not first + step >= 0 or model.is_blank(last + step) or len(rows) != last - first + 1:
            return
        order = list(range(model.real_rows()))
        passed = order.pop(last + 1 if down else first - 1)
        order.insert(first if down else last, passed)
        here = table.grid.currentIndex()
        columns = [index.column() for index in table.grid.selectionModel().selectedIndexes()]
        table.filling.reorder(table.key, order)
        table.focus_cell(model.index(here.row() + step, here.column()))
        if len(rows) > 1:
            table.grid.selectionModel().select(
                QItemSelection(
                    model.index(first + step, min(columns)), model.index(last + step, max(columns))
                ),
                QItemSelectionModel.SelectionFlag.ClearAndSelect,
            )

    def clear(self) -> None:
        """Blank the marked cells."""
        table, model = self._table, self._table.model
        answers = [
            (model.ref(index), "")
            for index in table.grid.selectionModel().selectedIndexes()
            if not model.is_extra(index.row()) and index.flags() & Qt.ItemFlag.ItemIsEditable
        ]
        table.filling.answer_many(answers)

    def copy_down(self) -> None:
        """Into every marked row what the uppermost says; one row: what stands above it."""
        table, model = self._table, self._table.model
        here = table.grid.currentIndex()
        marked = table.grid.selectionModel().selectedIndexes()
        if len({index.row() for index in marked}) > 1:
            table.filling.answer_many(copied_down(model, marked))
        elif here.row() > 0:
            model.answer(here, model.value(model.index(here.row() - 1, here.column())))
            table.step(forward=True)

    def copy(self) -> None:
        """The marked cells to the clipboard, as a spreadsheet reads them."""
        marked = self._table.grid.selectionModel().selectedIndexes()
        QApplication.clipboard().setText(written_cells(marked))
