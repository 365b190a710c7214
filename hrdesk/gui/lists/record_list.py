"""The records of one kind, or of all: searched as one types, narrowed, ordered, chosen."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.lists.list_head import ListHead, short_period
from hrdesk.gui.lists.page_room import LIST_LEAST
from hrdesk.gui.lists.record_columns import RecordColumns
from hrdesk.gui.lists.record_lines import line_of, line_of_draft
from hrdesk.gui.lists.record_model import LINE_ROLE, Line, RecordModel, Source
from hrdesk.gui.lists.record_view import RowsView
from hrdesk.gui.look.buttons import QuietButton
from hrdesk.gui.look.components import EmptyState
from hrdesk.gui.look.theme import UNIT, look
from hrdesk.i18n import N_, tr, trn
from hrdesk.services.list_filters import ListFilter, part_words, query_of
from hrdesk.values import dataclass, replace
from hrdesk.vietnamese.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from hrdesk.gui.lists.bulk_bar import BulkBar
    from hrdesk.gui.lists.filter_menu import FilterMenu
    from hrdesk.gui.look.workers import Job, Workers
    from hrdesk.indicators.period import Period
    from hrdesk.services.lists import Draft, ListRow, RecordQuery
    from hrdesk.services.workspace import Workspace

TABLE_FROM: Final = UNIT * 190  # this wide, the list is a table: its titles keep room to be read
_ROOM_FOR_TOTAL: Final = UNIT * 112
_KEPT_CHOSEN: Final = 5000  # so many chosen records stay chosen when the list is read anew
ORDERS: Final = (
    ("newest", N_("Newest first"), "event_on", True),
    ("oldest", N_("Oldest first"), "event_on", False),
    ("title", N_("By name"), "title", False),
    ("title_back", N_("By name, backwards"), "title", True),
    ("edited", N_("Edited last"), "updated_at", True),
    ("edited_back", N_("Edited first"), "updated_at", False),
)


@dataclass(frozen=True, slots=True)
class ListContents:
    """What one kind's list works with; the calls run on the worker. `form_id` "": all kinds."""

    workspace: Workspace
    form_id: str
    title: str
    icon: str
    dated: bool  # registers have no period
    ids: Callable[[RecordQuery], Any]
    rows: Callable[[Sequence[int]], list[ListRow]]
    counts: Callable[[Period | None], Mapping[str, int]]
    drafts: Callable[[], Sequence[Draft]]


class RecordList(QFrame):
    """List of one kind. Emits what the person wants; the page beside it does it."""

    record_wanted = Signal(str, str)  # form id, record id
    new_wanted = Signal(str)  # form id
    delete_wanted = Signal(str, str)  # record id, title
    restore_wanted = Signal(str)  # record id
    history_wanted = Signal(str)  # record id
    import_wanted = Signal(str)  # form id
    export_wanted = Signal(object)  # the query of what is listed
    receive_wanted = Signal()
    failed = Signal(object)
    filled = Signal(bool)  # whether the kind has any record at all
    looked_at = Signal(str)  # id of the record under the keyboard, "" for none
    act_wanted = Signal(str, object)  # a bulk act, row ids
    export_chosen = Signal(object)  # row ids
    print_chosen = Signal(object, bool)  # row ids, each on its own page

    def __init__(  # noqa: PLR0915 - the parts of the pane
        self, workers: Workers, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("listpane")
        self.setMinimumWidth(LIST_LEAST)
        self._workers = workers
        self._today = today
        self._contents: ListContents | None = None
        self._current_period: Period | None = None
        self._periods: tuple[Period, ...] = ()
        self._order = ORDERS[0]
        self._all = 0
        self._wanted_id: str | None = None
        self._drafts_read: Job | None = None
        self._kept_id = ""
        self._kept_chosen: array[int] = array("q")
        self._bulk: BulkBar | None = None
        self._menu: FilterMenu | None = None
        self.head = ListHead(self._new, self.choose_columns, self)
        self.search, self.bar, self.heading = self.head.search, self.head.bar, self.head.heading
        self.chips, self.total = self.bar.chips, self.head.total
        self.period_button, self.order_button = self.head.period, self.head.order
        self.new_button, self.more_button = self.head.new, self.head.more
        self.export_action, self.import_action = self.head.export_action, self.head.import_action
        self.view = RowsView()
        self._columns_wait = False
        self.columns = RecordColumns(self.view, workers, self)
        self.view.setAccessibleName(tr("Records"))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, UNIT * 4, 0, 0)
        self._outer.setSpacing(UNIT * 3)
        self._outer.addWidget(self.head)
        self._stack = QStackedWidget()
        self.empty = EmptyState("inbox", "")
        self._empty_button = QuietButton("", on_click=self._empty_action)
        self.empty.add_action(self._empty_button)
        self._empty_way = ""
        self._alone = True
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._below = QVBoxLayout()
        self._below.setSpacing(0)
        self._below.addWidget(self._stack, 1)
        self._outer.addLayout(self._below, 1)
        self.model = RecordModel(Source(_nothing, _no_rows, self._line), workers, self)
        self._take_model(self.model)
        self._connect()

    def _connect(self) -> None:
        self.view.opened.connect(self._open_index)
        self.view.delete_wanted.connect(self._delete_index)
        self.view.customContextMenuRequested.connect(self._context_menu)
        self.view.current_changed.connect(self._tell_current)
        self.view.chosen_changed.connect(self._show_bulk)
        self.columns.order_wanted.connect(self._order_by_column)
        self.bar.changed.connect(self._filter_changed)
        self.search.leave_down.connect(self._to_rows)
        self.search.textChanged.connect(self._search_changed)
        self.import_action.triggered.connect(lambda _checked=False: self._import())
        self.export_action.triggered.connect(
            lambda _checked=False: self.export_wanted.emit(self.query())
        )
        self.head.filter.menu().aboutToShow.connect(self._fill_filter_menu)
        self.period_button.menu().aboutToShow.connect(self._fill_period_menu)
        self.order_button.menu().aboutToShow.connect(self._fill_order_menu)
        look().changed.connect(self.view.viewport().update)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        compact = width < TABLE_FROM
        if compact != self.view.compact:
            self.view.set_compact(compact)
        self.head.columns.setVisible(not compact)
        self.total.setVisible(not compact or width >= _ROOM_FOR_TOTAL)
        self.head.fit(width)

    # --- what is listed

    def show_kind(
        self,
        contents: ListContents,
        current: Period | None,
        periods: Sequence[Period],
        *,
        chip: str | None = None,
    ) -> None:
        """List another kind."""
        self._contents = contents
        self._current_period = current if contents.dated else None
        self._periods = tuple(periods) if contents.dated else ()
        self.heading.set_text(contents.title)
        self.view.setAccessibleName(contents.title)
        self.period_button.setVisible(self._current_period is not None)
        self.search.empty_quietly()
        self.view.painting.folded_query = ""
        self._kept_id, self._kept_chosen = "", array("q")
        usual = chip or ("this_period" if self._current_period is not None else "all")
        self.bar.show_kind(contents.workspace, self._current_period, usual)
        source = Source(contents.ids, contents.rows, self._line, self.columns.texts)
        self._take_model(RecordModel(source, self._workers, self))
        self._show_controls()
        self._columns_wait = True  # the rows come first, and are painted, before their columns
        self.reload()

    def _read_columns(self) -> None:
        if self._contents is not None:
            self.columns.read(self._contents.workspace, self._contents.form_id, self._order)

    def _line(self, row: ListRow) -> Line:
        return line_of(row, self._today())

    def _take_model(self, model: RecordModel) -> None:
        earlier = self.model
        model.on_filled = self._filled
        model.on_error = self.failed.emit
        self.model = model
        model.dataChanged.connect(self._rows_came)
        self.columns.take(model)
        if earlier is not model:
            earlier.clear()
            earlier.deleteLater()

    def reload(self) -> None:
        """Read rows and counts anew; what is open, looked at or chosen stays so."""
        contents = self._contents
        if contents is None:
            return
        self._kept_id = self.chosen_id() or self._kept_id
        chosen = self.chosen_rowids() if self.chosen_count() > 1 else array("q")
        self._kept_chosen = chosen if len(chosen) <= _KEPT_CHOSEN else array("q")
        period = self._current_period
        self._workers.run(lambda: contents.counts(period), on_done=self._show_counts, owner=self)
        if self._drafts_read is not None:
            self._drafts_read.cancel()  # asked for in a view that was left since
            self._drafts_read = None
        if self.bar.drafts:
            self._drafts_read = self._workers.run(
                contents.drafts, on_done=self._show_drafts, owner=self, urgent=True
            )
        else:
            self.model.show_query(self.query())

    def query(self) -> RecordQuery:
        """What the list now asks for."""
        contents = self._contents
        assert contents is not None  # noqa: S101 - reload asks first
        made = query_of(
            contents.workspace,
            contents.form_id,
            self.bar.wanted,
            today=self._today(),
            search=nfc(self.search.text()).strip(),
        )
        return replace(made, order=self._order[2], descending=self._order[3])

    def _show_drafts(self, drafts: Sequence[Draft]) -> None:
        sought = fold(self.search.text()).split()
        shown = [draft for draft in drafts if all(word in fold(draft.title) for word in sought)]
        self.model.show_lines([line_of_draft(draft) for draft in shown])

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        self._all = counts.get("all", 0)
        self.bar.show_counts(counts)
        if self._stack.currentWidget() is self.empty:
            self._explain_emptiness()  # what it said may have been said before it was known

    # --- filters

    def choose_chip(self, name: str) -> None:
        """One of the usual views: "this_period", "incomplete", "drafts", "all", "deleted"."""
        self.bar.choose(name)

    def choose_period(self, period: Period) -> None:
        """Look at another period."""
        self.bar.narrow(replace(self.bar.wanted, period=period.period_id, deleted=False))

    def narrow(self, wanted: ListFilter) -> None:
        """Another filter."""
        self.bar.narrow(wanted)

    def show_deleted(self) -> None:
        """List what was put away."""
        self.bar.choose("deleted")

    def choose_order(self, name: str) -> None:
        """Another order, by its name in `ORDERS`."""
        self._order = next(order for order in ORDERS if order[0] == name)
        self._show_controls()
        self.reload()

    def _order_by_column(self, order: str) -> None:
        """Order by a column; by the same one again, the other way round."""
        ways = [one for one in ORDERS if one[2] == order]
        place = ways.index(self._order) + 1 if self._order in ways else 0
        self.choose_order(ways[place % len(ways)][0])

    def _filter_changed(self) -> None:
        self._kept_id, self._kept_chosen = "", array("q")
        self.view.clearSelection()
        self._show_controls()
        self.reload()

    def _show_controls(self) -> None:
        wanted = self.bar.wanted.period
        period = next((one for one in self._periods if one.period_id == wanted), None)
        self.period_button.set_text(short_period(period) if period else tr("All periods"))
        period_words = self.period_button.text().strip()
        self.period_button.setAccessibleName(tr("Period: {words}", words=period_words))
        self.head.show_order(tr(self._order[1]))
        self.columns.mark_order(self._order)

    def _fill_period_menu(self) -> None:
        from hrdesk.gui.lists.list_menus import fill_periods  # noqa: PLC0415 - when it is opened

        menu, wanted = self.period_button.menu(), self.bar.wanted.period
        fill_periods(menu, self._periods, wanted, self.choose_period)

    def _fill_order_menu(self) -> None:
        from hrdesk.gui.lists.list_menus import fill_orders  # noqa: PLC0415 - when it is opened

        fill_orders(self.order_button.menu(), ORDERS, self._order, self.choose_order)

    def filter_menu(self) -> FilterMenu | None:
        """The menu of filters, saved ones among them; None while nothing is listed."""
        if self._menu is None and self._contents is not None:
            from hrdesk.gui.lists.filter_menu import FilterMenu  # noqa: PLC0415 - when it is opened

            workspace, menu = self._contents.workspace, self.head.filter.menu()
            self._menu = FilterMenu(menu, self.bar, self.search, workspace, self._today)
        return self._menu

    def _fill_filter_menu(self) -> None:
        menu = self.filter_menu()
        if menu is not None and self._contents is not None:
            menu.fill(self._contents.form_id, self._periods)

    def choose_columns(self) -> None:
        """Ask which columns are shown."""
        self.columns.ask(self)

    def _search_changed(self, text: str) -> None:
        self.view.painting.folded_query = fold(text)
        if text and self.bar.name == "this_period":
            self.bar.blockSignals(True)
            self.bar.choose("all")  # one who searches wants to find, whatever the period
            self.bar.blockSignals(False)
            self._show_controls()
        self._kept_id = ""
        self.view.clearSelection()
        self.reload()

    # --- rows

    def _filled(self) -> None:
        count = self.model.rowCount()
        self.total.setText(trn("{count} record", "{count} records", count))
        self._stack.setCurrentWidget(self.view if count else self.empty)
        if not count:
            self._explain_emptiness()
        if self._wanted_id is not None:
            self.mark_open(self._wanted_id)
        elif count:
            row = self.model.row_of(self._kept_id) if self._kept_id else -1
            if row >= 0 or not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self.model.index(max(0, row)))
        if self._kept_chosen:
            self.view.choose(self.model.selection_of(self._kept_chosen))
        self._tell_current()
        if self._columns_wait:
            self._columns_wait = False
            QTimer.singleShot(0, self, self._read_columns)
        self.view.viewport().update()
        looked_for = bool(self.search.text() or self.bar.wanted.parts) or self.bar.drafts
        self.filled.emit(bool(count) or (looked_for and self.bar.name != "this_period"))

    def stand_alone(self, *, alone: bool) -> None:
        """Whether a page beside the list says how to begin, so that an empty list need not."""
        if alone != self._alone:
            self._alone = alone
            if self._stack.currentWidget() is self.empty:
                self._explain_emptiness()

    def _explain_emptiness(self) -> None:
        from hrdesk.gui.lists.list_emptiness import emptiness  # noqa: PLC0415 - when there is nothing

        contents, wanted = self._contents, self.bar.wanted
        if contents is None:
            return
        said = emptiness(
            icon=contents.icon,
            search=self.search.text().strip() if fold(self.search.text()) else "",
            view=self.bar.name,
            filters=[part_words(contents.workspace, wanted, part) for part in wanted.parts],
            has_any=bool(self._all),
            receives=contents.workspace.province,
            alone=self._alone,
        )
        self.empty.show_text(said.icon, said.title, said.hint)
        self._empty_way = said.way
        self._empty_button.setVisible(bool(said.way))
        if said.way:
            self._empty_button.set_text(said.words, said.key)

    def _empty_action(self) -> None:
        if self._empty_way == "clear_search":
            self.search.clear()
            self.search.setFocus()
        elif self._empty_way == "receive":
            self.receive_wanted.emit()
        elif self._empty_way == "import":
            self._import()
        else:
            self.choose_chip("all")

    def _new(self) -> None:
        if self._contents is not None:
            self.new_wanted.emit(self._contents.form_id)

    def _import(self) -> None:
        if self._contents is not None:
            self.import_wanted.emit(self._contents.form_id)

    def open_chosen(self) -> None:
        """Open what is under the keyboard."""
        self._open_index(self.view.currentIndex())

    def chosen_id(self) -> str:
        """The record under the keyboard, "" when there is none."""
        line = self.view.currentIndex().data(LINE_ROLE)
        return line.record_id if isinstance(line, Line) else ""

    def _tell_current(self) -> None:
        self.looked_at.emit(self.chosen_id())

    def _rows_came(self, first: QModelIndex, last: QModelIndex) -> None:
        """A row that was still on its way when the keyboard stood on it is told once it is there."""
        if first.row() <= self.view.currentIndex().row() <= last.row():
            self._tell_current()

    def mark_open(self, record_id: str | None) -> None:
        """Show which record stands on the right."""
        self._wanted_id = record_id
        self.view.painting.open_id = record_id
        row = self.model.row_of(record_id) if record_id else -1
        if row >= 0:
            index = self.model.index(row)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        self.view.viewport().update()

    def step(self, by: int) -> None:
        """Open the record `by` rows further down."""
        row = max(0, min(self.model.rowCount() - 1, self.view.currentIndex().row() + by))
        index = self.model.index(row)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self._open_index(index)

    def _to_rows(self) -> None:
        if self.model.rowCount():
            self.view.setFocus()
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self.model.index(0))

    def _open_index(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if isinstance(line, Line):
            self.record_wanted.emit(line.form_id, line.record_id)

    def _delete_index(self, index: QModelIndex) -> None:
        if self.chosen_count() > 1:
            self.act_wanted.emit("delete", self.chosen_rowids())
            return
        line = index.data(LINE_ROLE)
        if isinstance(line, Line) and not line.deleted:
            self.delete_wanted.emit(line.record_id, line.title)

    # --- several chosen

    def chosen_count(self) -> int:
        """How many records are chosen; no row is fetched to know."""
        return self.model.count_of(self.view.selectionModel().selection())

    def chosen_rowids(self) -> array[int]:
        """Row ids of those chosen, in the order of the list."""
        return self.model.ids_of(self.view.selectionModel().selection())

    def _show_bulk(self) -> None:
        count = self.chosen_count()
        if count > 1 and self._bulk is None:
            self._bulk = self._make_bulk()
        if self._bulk is not None:
            self._bulk.setVisible(count > 1)
            self._bulk.show_chosen(count, deleted=self.bar.wanted.deleted)

    def _make_bulk(self) -> BulkBar:
        from hrdesk.gui.lists.bulk_bar import BulkBar  # noqa: PLC0415 - when several are chosen

        made = BulkBar(self)
        made.act_wanted.connect(lambda act: self.act_wanted.emit(act, self.chosen_rowids()))
        made.export_wanted.connect(lambda: self.export_chosen.emit(self.chosen_rowids()))
        made.print_wanted.connect(lambda each: self.print_chosen.emit(self.chosen_rowids(), each))
        made.let_go.connect(self._let_go)
        self.put_above_rows(made)
        return made

    @property
    def bulk(self) -> BulkBar | None:
        """The bar of bulk acts, once several records were chosen."""
        return self._bulk

    def _let_go(self) -> None:
        self.view.choose_one()
        self.view.setFocus()

    def put_above_rows(self, widget: QWidget) -> None:
        """Place something between the controls and the rows."""
        self._below.insertWidget(self._below.indexOf(self._stack), widget)

    def _context_menu(self, place: QPoint) -> None:
        from hrdesk.gui.lists.list_menus import row_menu  # noqa: PLC0415 - when it is opened

        index = self.view.indexAt(place)
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        last: tuple[str, Callable[[], object]] = (
            (tr("Bring back"), lambda: self.restore_wanted.emit(line.record_id))
            if line.deleted
            else (tr("Delete…") + "\tDelete", lambda: self._delete_index(index))
        )
        menu = row_menu(
            self,
            (
                (tr("Open") + "\tEnter", lambda: self._open_index(index)),
                (
                    tr("History of the record") + "\tF6",
                    lambda: self.history_wanted.emit(line.record_id),
                ),
                last,
            ),
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(place))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        digit = event.key() - int(Qt.Key.Key_1)
        if event.modifiers() == control and event.key() == Qt.Key.Key_F:
            self.head.filter.showMenu()
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and 0 <= digit < 9:
            self._apply_saved(digit)
        else:
            super().keyPressEvent(event)

    def _apply_saved(self, number: int) -> None:
        from hrdesk.services.list_filters import saved_filters  # noqa: PLC0415 - by its key

        menu = self.filter_menu()
        if menu is None or self._contents is None:
            return
        saved = saved_filters(self._contents.workspace, self._contents.form_id)
        if number < len(saved):
            menu.apply(saved[number])


def _nothing(_query: RecordQuery) -> Any:
    return ()


def _no_rows(_rowids: Sequence[int]) -> list[ListRow]:
    return []
