"""The list of records as a model: an array of row ids, and pages of rows fetched when looked at.

Column 0 is the title, which is also where a narrow list writes its two lines.

8 bytes a row stay in memory; 128 pages of 32 rows are kept. A page that is not there yet is
fetched on the worker; when it does not come within a frame, its rows are painted as soft bars.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from hrdesk.values import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hrdesk.gui.look.components import Tone
    from hrdesk.gui.look.workers import Job, Workers
    from hrdesk.services.list_columns import ListColumn
    from hrdesk.services.lists import ListRow, RecordQuery

PAGE: Final = 32  # twenty rows are seen at a time
PAGES_KEPT: Final = 128
PATIENCE: Final = 0.012  # seconds: a page that comes within one frame is painted once, not twice
FIRST: Final = 200
LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """What the delegate draws of one record."""

    record_id: str
    form_id: str
    title: str
    facts: str
    state: str = ""
    tone: Tone = "neutral"
    deleted: bool = False
    row_id: int = 0
    cells: Mapping[str, str] = field(default_factory=dict)  # by the key of the column


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from; all calls run on the worker. `cells` are the further columns'."""

    ids: Callable[[RecordQuery], array[int]]
    rows: Callable[[Sequence[int]], list[ListRow]]
    line: Callable[[ListRow], Line]
    cells: Callable[[Sequence[ListRow]], list[dict[str, str]]] | None = None

    def lines(self, rowids: Sequence[int]) -> list[Line]:
        """What is drawn of these rows."""
        rows = self.rows(rowids)
        lines = [self.line(row) for row in rows]
        if self.cells is None:
            return lines
        return [
            replace(line, row_id=row.rowid, cells=cells)
            for line, row, cells in zip(lines, rows, self.cells(rows), strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _Fill:
    ids: array[int]
    first: list[Line]


class RecordModel(QAbstractTableModel):
    """Rows of a query, or lines given as they are (drafts)."""

    def __init__(self, source: Source, workers: Workers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self.columns: tuple[ListColumn, ...] = ()  # the title first
        self._workers = workers
        self._ids: array[int] = array("q")
        self._lines: tuple[Line, ...] | None = None
        self._pages: OrderedDict[int, list[Line]] = OrderedDict()
        self._asked: dict[int, Job] = {}
        self._awaited: range = range(0)  # the pages that are waited for at this very moment
        self._fill: Job | None = None
        self.on_filled: Callable[[], object] | None = None
        self.on_error: Callable[[BaseException], object] | None = None
        self.loading = False

    # --- what is shown

    def show_query(self, query: RecordQuery) -> None:
        """Show what matches: the first 200 rows at once, all ids right after."""
        self._cancel_work()
        self.loading = True
        self._fill = self._workers.run(
            lambda: self._first(query),
            on_done=lambda fill: self._first_came(query, fill),
            on_error=self._failed,
            owner=self,
            urgent=True,
        )

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self._cancel_work()
        self.beginResetModel()
        self._lines = tuple(lines)
        self._ids = array("q")
        self._pages.clear()
        self.endResetModel()
        self._filled()

    def clear(self) -> None:
        """Show nothing, and want nothing that is under way."""
        self.show_lines(())

    def _first(self, query: RecordQuery) -> _Fill:
        ids = self._source.ids(replace(query, limit=FIRST))
        return _Fill(ids, self._source.lines(ids))

    def _first_came(self, query: RecordQuery, fill: _Fill) -> None:
        self._reset(fill)
        if len(fill.ids) < FIRST:
            self._filled()
            return
        self._fill = self._workers.run(
            lambda: _Fill(self._source.ids(query), []),
            on_done=self._all_came,
            on_error=self._failed,
            owner=self,
        )
        self._filled()

    def _all_came(self, fill: _Fill) -> None:
        if fill.ids[: len(self._ids)] == self._ids:  # the usual case: only rows below are new
            first, last = len(self._ids), len(fill.ids) - 1
            if last >= first:
                self.beginInsertRows(QModelIndex(), first, last)
                self._ids = fill.ids
                was_asked = self._forget_page(first // PAGE)
                self.endInsertRows()
                if was_asked:  # who painted without its rows has to ask anew
                    self._changed(0, first - 1)
        else:
            self._reset(fill)
        self._filled()

    def _forget_page(self, number: int) -> bool:
        """A page is of rows known before; whether it, or pages fetched with it, were under way."""
        self._pages.pop(number, None)
        asked = self._asked.pop(number, None)
        if asked is None:
            return False
        asked.cancel()
        self._asked = {one: job for one, job in self._asked.items() if job is not asked}
        return True

    def _reset(self, fill: _Fill) -> None:
        self._cancel_pages()
        self.beginResetModel()
        self._lines = None
        self._ids = fill.ids
        self._pages.clear()
        for start in range(0, len(fill.first), PAGE):
            page = fill.first[start : start + PAGE]
            if len(page) == PAGE or len(fill.ids) < FIRST:
                self._pages[start // PAGE] = page
        self.endResetModel()

    def _filled(self) -> None:
        self.loading = False
        if self.on_filled is not None:
            self.on_filled()

    def _failed(self, error: BaseException) -> None:
        self.loading = False
        if self.on_error is not None:
            self.on_error(error)

    def _cancel_work(self) -> None:
        if self._fill is not None:
            self._fill.cancel()
            self._fill = None
        self._cancel_pages()

    def _cancel_pages(self) -> None:
        """Pages under way are of the rows known so far, not of those to come."""
        for job in self._asked.values():
            job.cancel()
        self._asked.clear()

    # --- pages

    def look_at(self, first: int, last: int) -> None:
        """These rows are about to be painted: what is not there of them is fetched by one call."""
        if self._lines is not None:
            return
        pages = range(first // PAGE, last // PAGE + 1)
        missing = [one for one in pages if one not in self._pages and one not in self._asked]
        if missing:
            self._ask(range(missing[0], missing[-1] + 1))

    def line(self, row: int) -> Line | None:
        """The line of a row; None while its page is being fetched."""
        if self._lines is not None:
            return self._lines[row] if 0 <= row < len(self._lines) else None
        if not 0 <= row < len(self._ids):
            return None
        number, place = divmod(row, PAGE)
        if number not in self._pages and number not in self._asked:
            self._ask(range(number, number + 1))
        page = self._pages.get(number)
        if page is None:
            return None
        self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def _ask(self, numbers: range) -> None:
        """Fetch pages beside each other; they are there when it comes back, or told of later."""
        wanted = self._ids[numbers.start * PAGE : numbers.stop * PAGE]
        job = self._workers.run(
            lambda: self._source.lines(wanted),
            on_done=lambda lines: self._pages_came(numbers, lines),
            on_error=self._failed,
            owner=self,
            urgent=True,
        )
        self._asked.update(dict.fromkeys(numbers, job))
        self._awaited = numbers
        self._workers.soon(job, PATIENCE)
        self._awaited = range(0)

    def _pages_came(self, numbers: range, lines: list[Line]) -> None:
        for place, number in enumerate(numbers):
            self._asked.pop(number, None)
            self._pages[number] = lines[place * PAGE : (place + 1) * PAGE]
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        if numbers == self._awaited:
            return  # whoever waits for them has not painted them yet
        first = numbers.start * PAGE
        last = min(numbers.stop * PAGE, self.rowCount()) - 1
        self._changed(first, last)

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last, self.columnCount() - 1))

    def row_of(self, record_id: str) -> int:
        """The row that shows a record, among the rows now in memory; -1 when none does."""
        if self._lines is not None:
            found = (row for row, line in enumerate(self._lines) if line.record_id == record_id)
            return next(found, -1)
        for number, page in reversed(self._pages.items()):  # what was looked at last comes first
            for place, line in enumerate(page):
                if line.record_id == record_id:
                    return number * PAGE + place
        return -1

    # --- columns

    def show_columns(self, columns: tuple[ListColumn, ...]) -> None:
        """Other columns, the title first; the rows are fetched anew with their cells."""
        self._cancel_pages()
        self.beginResetModel()
        self.columns = columns
        self._pages.clear()
        self.endResetModel()

    # --- choosing

    def count_of(self, selection: QItemSelection) -> int:
        """How many rows are chosen; drafts cannot be."""
        if self._lines is not None:
            return 0
        return sum(bottom - top + 1 for top, bottom in _spans(selection))

    def ids_of(self, selection: QItemSelection) -> array[int]:
        """Row ids of what is chosen, in the order of the list; no row is fetched for it."""
        chosen: array[int] = array("q")
        for top, bottom in _spans(selection):
            chosen.extend(self._ids[top : bottom + 1])
        return chosen

    def selection_of(self, rowids: Iterable[int]) -> QItemSelection:
        """The rows of those ids, as few spans as there are."""
        wanted = set(rowids)
        selection = QItemSelection()
        first = -1
        for row, row_id in enumerate(self._ids):
            if row_id in wanted:
                first = row if first < 0 else first
            elif first >= 0:
                selection.append(self._span(first, row - 1))
                first = -1
        if first >= 0:
            selection.append(self._span(first, len(self._ids) - 1))
        return selection

    def _span(self, first: int, last: int) -> QItemSelectionRange:
        return QItemSelectionRange(self.index(first), self.index(last, self.columnCount() - 1))

    # --- Qt

    @override
    def index(self, row: int, column: int = 0, parent: Index = QModelIndex()) -> QModelIndex:
        if 0 <= row < self.rowCount(parent) and 0 <= column < self.columnCount(parent):
            return self.createIndex(row, column)
        return QModelIndex()

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else max(1, len(self.columns))

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not section < len(self.columns):
            return None
        column = self.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        if parent.isValid():
            return 0
        return len(self._ids) if self._lines is None else len(self._lines)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role == LINE_ROLE:
            return self.line(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            line = self.line(index.row())
            if index.column() and line:
                return line.cells.get(self.columns[index.column()].key, "")
            return line.title if line else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.line(index.row())
            if index.column() and line:
                return line.cells.get(self.columns[index.column()].key, "")
            return (
                ", ".join(part for part in (line.title, line.facts, line.state) if part)
                if line
                else ""
            )
        return None


def _spans(selection: QItemSelection) -> Iterator[tuple[int, int]]:
    """First and last row of each part, none twice."""
    upto = -1
    for top, bottom in sorted({(part.top(), part.bottom()) for part in selection.toList()}):
        if bottom > upto:
            yield max(top, upto + 1), bottom
            upto = bottom
