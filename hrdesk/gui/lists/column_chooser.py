"""Which columns a list shows, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout
from typing_extensions import override

from hrdesk.gui.look.buttons import PrimaryButton, QuietButton
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.labels import label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services.list_columns import ShownColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from hrdesk.services.list_columns import ListColumn

_KEY = int(Qt.ItemDataRole.UserRole)


class _Columns(QListWidget):
    """Space ticks; Ctrl+Up and Ctrl+Down move."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in moves:
            self.move_current(moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def move_current(self, by: int) -> None:
        """Put the column under the keyboard further up or down."""
        row = self.currentRow()
        if 0 <= row + by < self.count():
            self.insertItem(row + by, self.takeItem(row))
            self.setCurrentRow(row + by)


class ColumnChooser(RoomyDialog):
    """Columns to tick, those shown first. `shown` is the choice; None brings the usual ones back."""

    def __init__(
        self,
        offered: Sequence[ListColumn],
        shown: Sequence[ShownColumn],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Columns of the list"))
        self.resize(440, 520)
        self._widths = {one.key: one.width for one in offered}
        self._widths |= {one.key: one.width for one in shown}
        self._usual = False
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 6, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(label(tr("Columns of the list"), "heading"))
        column.addWidget(
            label(tr("Space ticks, Ctrl+Up and Ctrl+Down move a column."), "second", wraps=True)
        )
        self.rows = _Columns()
        self.rows.setAccessibleName(tr("Columns"))
        titles = {one.key: one.title for one in offered}
        chosen = [one.key for one in shown if one.key in titles]
        for key in [*chosen, *(one.key for one in offered if one.key not in chosen)]:
            item = QListWidgetItem(titles[key])
            item.setData(_KEY, key)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags | Qt.ItemFlag.ItemIsEnabled)
            state = Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked
            item.setCheckState(state)
            if key == "title":  # a list without names says nothing
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            self.rows.addItem(item)
        self.rows.setCurrentRow(0)
        column.addWidget(self.rows, 1)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addWidget(QuietButton(tr("Usual columns"), on_click=self._take_usual))
        row.addStretch(1)
        row.addWidget(QuietButton(tr("Cancel"), on_click=self.reject))
        self.take = PrimaryButton(tr("Show these columns"), on_click=self.accept)
        self.take.setDefault(True)
        row.addWidget(self.take)
        column.addLayout(row)

    def _take_usual(self) -> None:
        self._usual = True
        self.accept()

    @property
    def shown(self) -> tuple[ShownColumn, ...]:
        """The columns ticked, in their order; none when the usual ones are wanted."""
        if self._usual:
            return ()
        items = [self.rows.item(row) for row in range(self.rows.count())]
        keys = [
            str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked
        ]
        return tuple(ShownColumn(key, self._widths[key]) for key in keys)
