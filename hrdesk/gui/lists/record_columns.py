"""The columns of a list: read from the settings, sized, moved, chosen, and kept again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hrdesk.i18n import tr
from hrdesk.services.list_columns import (
    CellTexts,
    ListColumn,
    ShownColumn,
    choose_columns,
    columns_offered,
    columns_shown,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.lists.record_model import RecordModel
    from hrdesk.gui.lists.record_view import RowsView
    from hrdesk.gui.look.workers import Workers
    from hrdesk.services.lists import ListRow
    from hrdesk.services.workspace import Workspace

_KEEP_AFTER_MS = 400  # a column is dragged through many widths

Read = tuple[tuple[ListColumn, ...], tuple[ShownColumn, ...], CellTexts]


class RecordColumns(QObject):
    """Gives model and view the columns of a kind, and remembers what is done to them."""

    order_wanted = Signal(str)  # as `RecordQuery.order`

    def __init__(self, view: RowsView, workers: Workers, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._workers = workers
        self._workspace: Workspace | None = None
        self._form_id = ""
        self._order: tuple[str, str, str, bool] | None = None
        self._texts: CellTexts | None = None
        self._model: RecordModel | None = None
        self.offered: tuple[ListColumn, ...] = ()
        self.shown: tuple[ShownColumn, ...] = ()
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_AFTER_MS)
        self._keep.timeout.connect(self.keep_now)
        view.columns_changed.connect(self._changed)
        view.horizontalHeader().setSectionsClickable(True)
        view.horizontalHeader().sectionClicked.connect(self._clicked)

    # --- what they show

    def texts(self, rows: Sequence[ListRow]) -> list[dict[str, str]]:
        """The cells of rows; runs on the worker."""
        texts = self._texts
        return texts.of(rows) if texts is not None else [{} for _ in rows]

    def take(self, model: RecordModel) -> None:
        """Another model; its columns come with `read`."""
        if self._keep.isActive():
            self.keep_now()
        self._model = model
        self._texts = None
        self.shown = ()
        self._view.setModel(model)
        self._view.arrange()

    def read(self, workspace: Workspace, form_id: str, order: tuple[str, str, str, bool]) -> None:
        """Read the columns of a kind; the rows come first, this after them."""
        self._workspace, self._form_id, self._order = workspace, form_id, order
        model = self._model

        def call() -> Read:
            shown = columns_shown(workspace, form_id)
            texts = CellTexts(workspace, form_id, [one.key for one in shown])
            return columns_offered(workspace, form_id), shown, texts

        def done(read: Read) -> None:
            if self._model is model:
                self._came(read)

        self._workers.run(call, on_done=done, owner=self, urgent=True)

    def _came(self, read: Read) -> None:
        self.offered, self.shown, self._texts = read
        model = self._model
        if model is None:
            return
        by_key = {one.key: one for one in self.offered}
        widths = {one.key: one.width for one in self.shown}
        keys = ["title", *(one.key for one in self.shown if one.key != "title")]
        current = self._view.currentIndex().row()
        chosen = model.ids_of(self._view.selectionModel().selection())
        model.show_columns(tuple(by_key[key] for key in keys))
        self._view.show_widths([widths.get(key, by_key[key].width) for key in keys])
        self._view.show_order([keys.index(one.key) for one in self.shown])
        if current >= 0:
            self._view.setCurrentIndex(model.index(current))
        if len(chosen) > 1:
            self._view.choose(model.selection_of(chosen))
        if self._order is not None:
            self.mark_order(self._order)

    # --- order

    def mark_order(self, order: tuple[str, str, str, bool]) -> None:
        """Show by which column the list is ordered."""
        self._order = order
        head = self._view.horizontalHeader()
        columns = self._model.columns if self._model is not None else ()
        place = next((n for n, one in enumerate(columns) if one.order == order[2]), -1)
        head.setSortIndicatorShown(place >= 0)
        if place >= 0:
            down = Qt.SortOrder.DescendingOrder if order[3] else Qt.SortOrder.AscendingOrder
            head.setSortIndicator(place, down)

    def _clicked(self, section: int) -> None:
        columns = self._model.columns if self._model is not None else ()
        if section < len(columns) and columns[section].order:
            self.order_wanted.emit(columns[section].order)
        elif self._order is not None:
            self.mark_order(self._order)

    # --- kept

    def _changed(self) -> None:
        self._keep.start()

    def as_they_stand(self) -> tuple[ShownColumn, ...]:
        """The columns from left to right, as wide as they are."""
        head = self._view.horizontalHeader()
        columns = self._model.columns if self._model is not None else ()
        places = sorted(range(len(columns)), key=head.visualIndex)
        return tuple(ShownColumn(columns[one].key, head.sectionSize(one)) for one in places)

    def keep_now(self) -> None:
        """Write order and widths into the settings."""
        self._keep.stop()
        if self._workspace is None or not self._model or self._view.compact or not self.shown:
            return
        workspace, form_id, shown = self._workspace, self._form_id, self.as_they_stand()
        self._workers.run(lambda: choose_columns(workspace, form_id, shown), owner=self)

    def ask(self, parent: QWidget) -> None:
        """Ask which columns are shown, and show them."""
        from hrdesk.gui.lists.column_chooser import ColumnChooser  # noqa: PLC0415 - when asked for

        if not self.offered:
            return
        dialog = ColumnChooser(self.offered, self.as_they_stand(), parent)
        dialog.setAccessibleName(tr("Columns of the list"))
        if dialog.exec():
            self.choose(dialog.shown)

    def choose(self, shown: Sequence[ShownColumn]) -> None:
        """Show these columns and remember them; none brings the usual ones back."""
        workspace, form_id, order = self._workspace, self._form_id, self._order
        if workspace is None or order is None:
            return
        self._keep.stop()
        self._workers.run(
            lambda: choose_columns(workspace, form_id, shown),
            on_done=lambda _kept: self.read(workspace, form_id, order),
            owner=self,
            urgent=True,
        )
