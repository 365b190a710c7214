"""Finding one's unit among all of the catalogue by typing the beginnings of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.lists.record_view import SearchField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from hrdesk.units import Unit

_ROWS: Final = 3


class UnitSearch(QWidget):
    """A search field over the units it finds; the chosen one stays marked."""

    chosen = Signal()

    def __init__(
        self, search: Callable[[str], Sequence[Unit]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._found: list[Unit] = []
        self.unit: Unit | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT * 2)
        self.field = SearchField()
        self.field.setPlaceholderText(tr("For example: rach gia, o lam"))
        self.field.setAccessibleName(tr("Unit"))
        self.rows = _Rows()
        self.rows.setAccessibleName(tr("Units found"))
        self.rows.setFixedHeight(_ROWS * UNIT * 8 + UNIT)
        self.rows.currentRowChanged.connect(self._choose)
        self.field.textChanged.connect(self._find)
        self.field.leave_down.connect(self._to_rows)
        self.field.returnPressed.connect(self._take_first)
        column.addWidget(self.field)
        column.addWidget(self.rows)
        self.setFocusProxy(self.field)
        self._find("")

    def _find(self, text: str) -> None:
        self._found = list(self._search(text))
        self.rows.blockSignals(True)
        self.rows.clear()
        for unit in self._found:
            self.rows.addItem(QListWidgetItem(unit.name))
        self.rows.setCurrentRow(-1)
        self.rows.blockSignals(False)
        self.unit = None
        if len(self._found) == 1:
            self.rows.setCurrentRow(0)
        else:
            self.chosen.emit()

    def search_anew(self) -> None:
        """Search again for what is typed: what may be found has changed."""
        self._find(self.field.text())

    def _choose(self, row: int) -> None:
        self.unit = self._found[row] if 0 <= row < len(self._found) else None
        self.chosen.emit()

    def _to_rows(self) -> None:
        if self._found:
            self.rows.setFocus()
            self.rows.setCurrentRow(max(0, self.rows.currentRow()))

    def _take_first(self) -> None:
        if self._found and self.unit is None:
            self.rows.setCurrentRow(0)
        self.focusNextChild()

    def choose(self, unit: Unit) -> None:
        """Choose a unit as if it had been typed."""
        self.field.setText(unit.name)
        for row, found in enumerate(self._found):
            if found == unit:
                self.rows.setCurrentRow(row)


class _Rows(QListWidget):
    """Enter goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)
