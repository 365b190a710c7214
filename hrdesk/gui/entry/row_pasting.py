"""What the clipboard holds goes into a table: a word into its cell, rows after a look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.pasted_rows import guess_columns, value_of
from hrdesk.i18n import trn
from hrdesk.records.pasted_text import read_pasted, without_titles

if TYPE_CHECKING:
    from hrdesk.gui.entry.paste_preview import Rows
    from hrdesk.gui.entry.repeat_table import RepeatTable


class RowPasting:
    """Pastes into one table."""

    def __init__(self, table: RepeatTable) -> None:
        self._table = table

    def paste(self) -> None:
        """Rows from the clipboard: a single word goes into the cell, a table is shown first."""
        table = self._table
        table.close_editor()
        rows = read_pasted(QApplication.clipboard().text())
        if not rows or table.rows_fixed():
            return
        here, columns = table.grid.currentIndex(), table.model.columns()
        at = max(0, here.column())
        if len(rows) == 1 and len(rows[0]) == 1:
            table.model.answer(here, value_of(rows[0][0], columns[at], table.around.today()))
            return
        rows = without_titles(rows, [column.label for column in columns])
        chosen = table.preview(rows, columns, guess_columns(rows, columns, at))
        if chosen:
            self.add(chosen)

    def add(self, rows: Rows) -> None:
        """Add rows after the last that is answered, as one step of undo."""
        table, model = self._table, self._table.model
        last = model.real_rows() - 1
        if last >= 0 and model.is_blank(last):
            table.filling.remove_rows(table.key, [model.record_row(last)])
        table.filling.add_rows(table.key, rows, model.parent_row)
        table.focus_cell(model.index(model.rowCount() - 1, 0))
        table.line.set_text(
            trn(
                "{count} row was added. Ctrl+Z takes it back.",
                "{count} rows were added. Ctrl+Z takes them back.",
                len(rows),
            )
        )
