"""A repeat inside a repeat: below the outer table stand the rows of the outer row that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from hrdesk.gui.entry.repeat_model import RepeatModel
from hrdesk.gui.entry.repeat_table import RepeatTable
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QObject
    from PySide6.QtWidgets import QWidget

    from hrdesk.forms.definition import Repeat
    from hrdesk.gui.entry.filling import Filling
    from hrdesk.gui.entry.question_widgets.choosing import Surroundings
    from hrdesk.records.entry import NodeRef

_NONE = -1


class InnerModel(RepeatModel):
    """The rows inside one outer row; nothing while none is chosen."""

    def __init__(self, filling: Filling, repeat: Repeat, parent: QObject | None = None) -> None:
        self._first = 0  # rows of this repeat in the outer rows before
        super().__init__(filling, repeat, parent)

    def follow(self, outer_row: int, outer_rows: int) -> None:
        """Show the rows of another outer row, or of the same one that now stands elsewhere."""
        entry = self._filling.entry
        parent_row = outer_row if 0 <= outer_row < outer_rows else None
        first = sum(entry.rows(self.repeat, parent_row=row) for row in range(parent_row or 0))
        if (parent_row, first) == (self.parent_row, self._first):
            self.rows_changed()  # what is being typed in goes on
            return
        self.beginResetModel()
        self.parent_row, self._first = parent_row, first
        self._count_again()
        self._words.clear()
        self.endResetModel()

    @override
    def real_rows(self) -> int:
        if self.parent_row is None:
            return 0
        return self._filling.entry.rows(self.repeat, parent_row=self.parent_row)

    @override
    def record_row(self, row: int) -> int:
        return self._first + row

    @override
    def shown_row(self, row: int) -> int:
        return row - self._first

    @override
    def show_order(self, order: Sequence[int]) -> None:
        del order  # inner rows stand as they were entered

    @override
    def cell_changed(self, ref: NodeRef) -> None:
        if ref.row is not None and 0 <= self.shown_row(ref.row) < self.rowCount():
            super().cell_changed(ref)

    @override
    def _wanted_rows(self) -> int:
        return 0 if self.parent_row is None else super()._wanted_rows()


class InnerTable(RepeatTable):
    """The table of an inner repeat; it follows the row that the outer table stands on."""

    def __init__(
        self,
        filling: Filling,
        repeat: Repeat,
        around: Surroundings,
        outer: RepeatTable,
        parent: QWidget | None = None,
    ) -> None:
        self._outer = outer
        super().__init__(filling, repeat, around, parent)
        outer.grid.selectionModel().currentRowChanged.connect(self._on_outer_row)
        outer.model.modelReset.connect(self._follow)
        self._follow()

    @property
    def inner_model(self) -> InnerModel:
        """The model, known as what it is."""
        assert isinstance(self.model, InnerModel)  # noqa: S101 - made by `make_model`
        return self.model

    @override
    def make_model(self, filling: Filling, repeat: Repeat) -> RepeatModel:
        return InnerModel(filling, repeat, self)

    @override
    def rows_fixed(self) -> bool:
        return super().rows_fixed() or self.model.parent_row is None

    @override
    def rows_changed(self) -> None:
        self._follow()
        super().rows_changed()

    @override
    def show_again(self, *, revealed: bool) -> None:
        super().show_again(revealed=revealed)
        self._follow()

    @override
    def show_words(self) -> None:
        super().show_words()
        outer = self.filling.entry.label(self._outer.path)
        inner = self.filling.entry.label(self.path)
        row = self.model.parent_row
        if row is None:
            said = tr("{inner}: choose a row of “{outer}” above", inner=inner, outer=outer)
        else:
            said = tr("{inner}: of row {row} of “{outer}”", inner=inner, row=row + 1, outer=outer)
        self.show_heading(said)

    @override
    def go_to(self, row: int, key: str) -> None:
        entry, before = self.filling.entry, 0
        for outer_row in range(entry.rows(self._outer.key)):
            inside = entry.rows(self.key, parent_row=outer_row)
            if row < before + inside:
                shown = self._outer.model.shown_row(outer_row)
                self._outer.grid.setCurrentIndex(self._outer.model.index(shown, 0))
                break
            before += inside
        super().go_to(row, key)

    def _on_outer_row(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._follow()

    def _follow(self) -> None:
        index = self._outer.grid.currentIndex()
        shown = index.row() if index.isValid() else 0  # before any is chosen: the first
        outer_rows = self.filling.entry.rows(self._outer.key)
        row = self._outer.model.record_row(shown) if outer_rows else _NONE
        self.inner_model.follow(row, outer_rows)
        self.show_words()
        self.fit()
