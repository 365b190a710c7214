"""The middle: the records of one kind. Search as one types, chips, period, order, the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.buttons import BareButton, Chip, IconButton, QuietButton
from hrdesk.gui.components import EmptyState
from hrdesk.gui.flow import Flow
from hrdesk.gui.labels import ElidedLabel, label
from hrdesk.gui.record_delegate import RecordDelegate
from hrdesk.gui.record_lines import line_of, line_of_draft
from hrdesk.gui.record_model import LINE_ROLE, Line, RecordModel, Source
from hrdesk.gui.record_view import RowsView, SearchField
from hrdesk.gui.theme import UNIT, look
from hrdesk.i18n import N_, language, tr, trn
from hrdesk.records.record import RecordStatus
from hrdesk.services.lists import ListRow, RecordQuery
from hrdesk.values import dataclass, replace
from hrdesk.vietnamese.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from hrdesk.gui.workers import Workers
    from hrdesk.indicators.period import Period
    from hrdesk.services.lists import Draft

LIST_WIDTH: Final = UNIT * 100
_ROOM_FOR_TOTAL: Final = UNIT * 96
LIST_LEAST: Final = UNIT * 91
ORDERS: Final = (
    ("newest", N_("Newest first"), "event_on", True),
    ("oldest", N_("Oldest first"), "event_on", False),
    ("title", N_("By name"), "title", False),
    ("edited", N_("Edited last"), "updated_at", True),
)
CHIPS: Final = ("this_period", "incomplete", "drafts", "all", "deleted")
_PARTIAL: Final = frozenset({"incomplete", "drafts"})
_CHIP_NAMES: Final = {
    "this_period": N_("This period"),
    "incomplete": N_("Incomplete"),
    "drafts": N_("Drafts"),
    "all": N_("All"),
    "deleted": N_("Deleted"),
}


@dataclass(frozen=True, slots=True)
class ListContents:
    """What one kind's list works with; the calls run on the worker."""

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
    failed = Signal(object)
    filled = Signal(bool)  # whether the kind has any record at all

    def __init__(
        self, workers: Workers, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("listpane")
        self.setMinimumWidth(LIST_LEAST)
        self._workers = workers
        self._today = today
        self._contents: ListContents | None = None
        self._period: Period | None = None
        self._current_period: Period | None = None
        self._periods: tuple[Period, ...] = ()
        self._chip = "all"
        self._order = ORDERS[0]
        self._deleted = False
        self._all = 0
        self._delegate = RecordDelegate(self)
        self._wanted_id: str | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, UNIT * 4, 0, 0)
        outer.setSpacing(UNIT * 3)
        outer.addLayout(self._make_head())
        outer.addLayout(self._make_chips())
        outer.addLayout(self._make_tools())
        self._stack = QStackedWidget()
        self.view = RowsView()
        self.view.setItemDelegate(self._delegate)
        self.view.setAccessibleName(tr("Records"))
        self.view.opened.connect(self._open_index)
        self.view.delete_wanted.connect(self._delete_index)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._context_menu)
        self.empty = EmptyState("inbox", "")
        self._empty_button = QuietButton("", on_click=self._empty_action)
        self.empty.add_action(self._empty_button)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        outer.addWidget(self._stack, 1)
        self.search.leave_down.connect(self._to_rows)
        self.search.textChanged.connect(self._search_changed)
        look().changed.connect(self.view.viewport().update)
        self.model = RecordModel(Source(_nothing, _no_rows, self._line), workers, self)
        self._take_model(self.model)

    # --- parts

    def _make_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(UNIT * 4, 0, UNIT * 4, 0)
        head.setSpacing(UNIT * 3)
        row = QHBoxLayout()
        self.heading = ElidedLabel("", "heading")
        self.new_button = QuietButton(
            tr("New record"), icon="plus", key="Ctrl+N", on_click=self._new
        )
        self.more_button = IconButton("ellipsis", tr("Import, export"))
        menu = QMenu(self.more_button)
        self.import_action = menu.addAction(tr("Import from Excel…") + "\tCtrl+I")
        self.import_action.triggered.connect(lambda _checked=False: self._import())
        self.export_action = menu.addAction(tr("Export this list…"))
        self.export_action.triggered.connect(
            lambda _checked=False: self.export_wanted.emit(self.query())
        )
        self.more_button.setMenu(menu)
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.heading, 1)
        row.addWidget(self.more_button)
        row.addWidget(self.new_button)
        self.search = SearchField()
        head.addLayout(row)
        head.addWidget(self.search)
        return head

    def _make_chips(self) -> Flow:
        row = Flow(UNIT)
        row.setContentsMargins(UNIT * 4, 0, UNIT * 4, 0)
        self.chips: dict[str, Chip] = {}
        for name in CHIPS:
            chip = Chip(tr(_CHIP_NAMES[name]))
            chip.clicked.connect(lambda _checked=False, name=name: self.choose_chip(name))
            self.chips[name] = chip
            row.addWidget(chip)
        return row

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(UNIT * 3 + 2, 0, UNIT * 4, 0)
        row.setSpacing(0)
        self.period_button = BareButton("", icon="calendar")
        self.order_button = BareButton("", icon="arrow-up-down")
        for button in (self.period_button, self.order_button):
            button.setMenu(QMenu(button))
        self.period_button.menu().aboutToShow.connect(self._fill_period_menu)
        self.order_button.menu().aboutToShow.connect(self._fill_order_menu)
        self.total = label("", "second")
        row.addWidget(self.period_button)
        row.addWidget(self.order_button)
        row.addStretch(1)
        row.addWidget(self.total)
        return row

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.total.setVisible(event.size().width() >= _ROOM_FOR_TOTAL)

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
        self._current_period = self._period = current if contents.dated else None
        self._periods = tuple(periods) if contents.dated else ()
        self._deleted = False
        self._chip = chip or ("this_period" if self._period is not None else "all")
        self.heading.set_text(contents.title)
        self.view.setAccessibleName(contents.title)
        self.chips["this_period"].setVisible(self._period is not None)
        self.period_button.setVisible(self._period is not None)
        self.search.empty_quietly()
        self._delegate.folded_query = ""
        self._take_model(
            RecordModel(Source(contents.ids, contents.rows, self._line), self._workers, self)
        )
        self._show_controls()
        self.reload()

    def _line(self, row: ListRow) -> Line:
        return line_of(row, self._today())

    def _take_model(self, model: RecordModel) -> None:
        earlier = self.model
        model.on_filled = self._filled
        model.on_error = self.failed.emit
        self.model = model
        self.view.setModel(model)
        if earlier is not model:
            earlier.clear()
            earlier.deleteLater()

    def reload(self) -> None:
        """Read rows and counts anew; what is open stays marked."""
        contents = self._contents
        if contents is None:
            return
        period = self._period
        self._workers.run(lambda: contents.counts(period), on_done=self._show_counts, owner=self)
        if self._chip == "drafts":
            self._workers.run(contents.drafts, on_done=self._show_drafts, owner=self)
        else:
            self.model.show_query(self.query())

    def query(self) -> RecordQuery:
        """What the list now asks for."""
        assert self._contents is not None  # noqa: S101 - reload asks first
        made = RecordQuery(
            form_id=self._contents.form_id,
            search=nfc(self.search.text()).strip(),
            order=self._order[2],
            descending=self._order[3],
            only_deleted=self._deleted,
        )
        if self._chip == "this_period" and self._period is not None:
            return replace(made, event_from=self._period.first_on, event_to=self._period.last_on)
        if self._chip == "incomplete":
            return replace(made, statuses=frozenset({RecordStatus.INCOMPLETE}))
        return made

    def _show_drafts(self, drafts: Sequence[Draft]) -> None:
        sought = fold(self.search.text()).split()
        shown = [draft for draft in drafts if all(word in fold(draft.title) for word in sought)]
        self.model.show_lines([line_of_draft(draft) for draft in shown])

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        self._all = counts.get("all", 0)
        for name, chip in self.chips.items():
            chip.set_count(counts.get(name))
        self.chips["deleted"].setVisible(self._deleted or bool(counts.get("deleted")))

    # --- filters

    def choose_chip(self, name: str) -> None:
        """Filter by one of the chips."""
        if name == "deleted":
            self.show_deleted()
            return
        self._chip = name
        self._deleted = False
        self._show_controls()
        self.reload()

    def choose_period(self, period: Period) -> None:
        """Look at another period."""
        self._period = period
        self.choose_chip("this_period")

    def choose_order(self, name: str) -> None:
        """Another order: "newest", "oldest", "title" or "edited"."""
        self._order = next(order for order in ORDERS if order[0] == name)
        self._show_controls()
        self.reload()

    def show_deleted(self) -> None:
        """List what was put away."""
        self._chip = "all"
        self._deleted = True
        self._show_controls()
        self.reload()

    def _show_controls(self) -> None:
        shown = "" if self._deleted else self._chip
        for name, chip in self.chips.items():
            chip.setChecked(self._deleted if name == "deleted" else name == shown)
        if self._period is not None:
            now = self._period == self._current_period
            self.chips["this_period"].set_name(tr("This period") if now else tr("Period chosen"))
            self.period_button.set_text(_short_period(self._period))
        self.order_button.set_text(tr("Deleted") if self._deleted else tr(self._order[1]))

    def _fill_period_menu(self) -> None:
        menu = self.period_button.menu()
        menu.clear()
        group = QActionGroup(menu)
        for period in self._periods:
            action = menu.addAction(_short_period(period))
            action.setCheckable(True)
            action.setChecked(period == self._period)
            action.triggered.connect(
                lambda _checked=False, period=period: self.choose_period(period)
            )
            group.addAction(action)

    def _fill_order_menu(self) -> None:
        menu = self.order_button.menu()
        menu.clear()
        group = QActionGroup(menu)
        for order in ORDERS:
            action = menu.addAction(tr(order[1]))
            action.setCheckable(True)
            action.setChecked(order is self._order and not self._deleted)
            action.triggered.connect(
                lambda _checked=False, name=order[0]: self._order_from_menu(name)
            )
            group.addAction(action)
        menu.addSeparator()
        deleted = menu.addAction(tr("Deleted records"))
        deleted.setCheckable(True)
        deleted.setChecked(self._deleted)
        deleted.triggered.connect(lambda _checked=False: self.show_deleted())

    def _order_from_menu(self, name: str) -> None:
        self._deleted = False
        self.choose_order(name)

    def _search_changed(self, text: str) -> None:
        self._delegate.folded_query = fold(text)
        if text and self._chip == "this_period" and not self._deleted:
            self._chip = "all"  # one who searches wants to find, whatever the period
            self._show_controls()
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
        self.view.viewport().update()
        looked_for = bool(self.search.text()) or self._deleted or self._chip in _PARTIAL
        self.filled.emit(bool(count) or looked_for)

    def _explain_emptiness(self) -> None:
        words = fold(self.search.text())
        self._empty_button.setVisible(True)
        if words:
            self.empty.show_text(
                "search",
                tr("Nothing found for “{text}”", text=self.search.text().strip()),
                tr("Accents do not matter. Fewer words find more."),
            )
            self._empty_button.set_text(tr("Clear the search"), "Esc")
        elif self._deleted:
            self.empty.show_text("trash-2", tr("Nothing was deleted"))
            self._empty_button.set_text(tr("Show all records"))
        elif self._chip == "incomplete":
            self.empty.show_text("circle-check", tr("No record is missing anything"))
            self._empty_button.set_text(tr("Show all records"))
        elif self._chip == "drafts":
            self.empty.show_text(
                "square-pen",
                tr("No draft is waiting"),
                tr("What you type is kept as a draft by itself, until it is complete."),
            )
            self._empty_button.set_text(tr("Show all records"))
        else:
            icon = self._contents.icon if self._contents else "inbox"
            if self._chip == "this_period" and self._all:
                self.empty.show_text(icon, tr("Nothing logged in this period"))
                self._empty_button.set_text(tr("Show all records"))
                return
            self.empty.show_text(icon, tr("Nothing logged here yet"))
            self._empty_button.hide()  # the page beside it offers to begin

    def _empty_action(self) -> None:
        if self.search.text():
            self.search.clear()
            self.search.setFocus()
        else:
            self.choose_chip("all")

    def _new(self) -> None:
        if self._contents is not None:
            self.new_wanted.emit(self._contents.form_id)

    def _import(self) -> None:
        if self._contents is not None:
            self.import_wanted.emit(self._contents.form_id)

    def chosen_id(self) -> str:
        """The record under the keyboard, "" when there is none."""
        line = self.view.currentIndex().data(LINE_ROLE)
        return line.record_id if isinstance(line, Line) else ""

    def mark_open(self, record_id: str | None) -> None:
        """Show which record stands on the right."""
        self._wanted_id = record_id
        self._delegate.open_id = record_id
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
        line = index.data(LINE_ROLE)
        if isinstance(line, Line) and not line.deleted:
            self.delete_wanted.emit(line.record_id, line.title)

    def _context_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        menu = QMenu(self)
        menu.addAction(tr("Open")).triggered.connect(lambda: self._open_index(index))
        history = menu.addAction(tr("History of the record") + "\tF6")
        history.triggered.connect(lambda: self.history_wanted.emit(line.record_id))
        if line.deleted:
            menu.addAction(tr("Bring back")).triggered.connect(
                lambda: self.restore_wanted.emit(line.record_id)
            )
        else:
            menu.addAction(tr("Delete…")).triggered.connect(lambda: self._delete_index(index))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(place))


def _short_period(period: Period) -> str:
    text = period.title(language())
    return text[:1].upper() + text[1:]


def _nothing(_query: RecordQuery) -> Any:
    return ()


def _no_rows(_rowids: Sequence[int]) -> list[ListRow]:
    return []
