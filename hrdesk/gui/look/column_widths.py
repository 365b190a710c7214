"""Columns that share the room there is, and keep a least width where there is too little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence


class ColumnWidths(QObject):
    """Keeps the columns of a table as wide as told; where that is too much, the table scrolls."""

    def __init__(self, table: QTableView, columns: Sequence[tuple[int, int]]) -> None:
        """`columns` are the least width of each in pixels, and its share of what is left over."""
        super().__init__(table)
        self._table = table
        self._columns = tuple(columns)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        table.viewport().installEventFilter(self)
        self.share()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.share()
        return False

    def share(self) -> None:
        """Give out the room anew."""
        room = self._table.viewport().width() - sum(least for least, _ in self._columns)
        shares = max(1, sum(share for _, share in self._columns))
        given = 0  # of all the shares: the last column ends exactly where the table does
        for at, (least, share) in enumerate(self._columns):
            begins = max(0, room) * given // shares
            given += share
            ends = max(0, room) * given // shares
            self._table.setColumnWidth(at, least + ends - begins)
