"""Six columns of equal width, in which short answers stand side by side.

What is hidden takes no room and the rest moves up. In a row the controls are level even where one
label needs two lines; below every row there is the same gap, whether or not a hint stands there.
"""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol, cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override

from hrdesk.gui.look.theme import UNIT

COLUMNS: Final = 6
COLUMN_GAP: Final = UNIT * 4
ROW_GAP: Final = UNIT * 4
_NARROWEST: Final = 84  # a column thinner than this holds no field of its own


class Cell(Protocol):
    """What the layout asks of a field, so that the controls of a row stand level."""

    def head_height(self, width: int) -> int:
        """The height that the label needs at a width."""

    def body_height(self, width: int) -> int:
        """The height of all below the label at a width."""

    def set_head_height(self, height: int) -> None:
        """Give the label this much room."""


class _Placed(NamedTuple):
    """Never emptied while it lives: Qt asks for the item even when all else is being thrown away."""

    item: QLayoutItem
    span: int
    left: int = 0  # the column it begins in


class SixColumns(QLayout):
    """Lays `Cell` widgets out in rows of six columns; others take the whole row."""

    # While a tree of widgets is thrown away Python may empty the dictionary of an object before Qt
    # has asked for its last item: what Qt then reads is the class's own, which holds nothing.
    _items: list[_Placed] = []  # noqa: RUF012  # never filled: each layout has a list of its own
    _heights: dict[int, int] = {}  # noqa: RUF012  # as above

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = []
        self._heights = {}
        self.setContentsMargins(0, 0, 0, 0)

    def add_cell(self, widget: QWidget, span: int) -> None:
        """Put a widget that is `span` sixths wide behind the others."""
        self.addWidget(widget)
        self._items[-1] = self._items[-1]._replace(span=max(1, min(COLUMNS, span)))

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(_Placed(item, COLUMNS))

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem:
        if 0 <= index < len(self._items):
            return self._items[index].item
        return cast("QLayoutItem", None)  # what Qt expects past the end

    @override
    def takeAt(self, index: int) -> QLayoutItem:
        if 0 <= index < len(self._items):
            return self._items.pop(index).item
        return cast("QLayoutItem", None)

    @override
    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    @override
    def sizeHint(self) -> QSize:
        return QSize(COLUMNS * 110, self.heightForWidth(COLUMNS * 110))

    @override
    def minimumSize(self) -> QSize:
        return QSize(_NARROWEST * 2, 0)

    def _rows(self, width: int) -> list[list[_Placed]]:
        rows: list[list[_Placed]] = []
        used = COLUMNS
        widen = _widening(width)
        for placed in self._items:
            if placed.item.isEmpty():
                continue
            span = min(COLUMNS, placed.span * widen)
            if used + span > COLUMNS:
                rows.append([])
                used = 0
            rows[-1].append(placed._replace(left=used))
            used += span
        return rows

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        step = (rect.width() + COLUMN_GAP) / COLUMNS
        widen = _widening(rect.width())
        top = rect.top()
        for row in self._rows(rect.width()):
            if top > rect.top():
                top += ROW_GAP
            boxes = [
                (
                    placed.item,
                    round(placed.left * step),
                    round((placed.left + min(COLUMNS, placed.span * widen)) * step) - COLUMN_GAP,
                )
                for placed in row
            ]
            top += _set_row(boxes, rect.left(), top, place=place)
        return top - rect.top()


def _widening(width: int) -> int:
    """How many times wider a field is made where the page is too narrow for six columns."""
    column = (width + COLUMN_GAP) / COLUMNS - COLUMN_GAP
    return 1 if column >= _NARROWEST else 2 if column >= _NARROWEST / 2 else 3


def _set_row(boxes: list[tuple[QLayoutItem, int, int]], x: int, y: int, *, place: bool) -> int:
    heads: list[int] = []
    bodies: list[int] = []
    for item, left, right in boxes:
        widget = item.widget()
        if hasattr(widget, "head_height"):
            cell = cast("Cell", widget)
            heads.append(cell.head_height(right - left))
            bodies.append(cell.body_height(right - left))
        else:
            width = right - left
            tall = item.heightForWidth(width) if item.hasHeightForWidth() else -1
            heads.append(0)
            bodies.append(max(tall, item.sizeHint().height()) if tall < 0 else tall)
    head = max(heads)
    height = head + max(bodies)
    if place:
        for item, left, right in boxes:
            widget = item.widget()
            if hasattr(widget, "set_head_height"):
                cast("Cell", widget).set_head_height(head)
            item.setGeometry(QRect(x + left, y, right - left, height))
    return height
