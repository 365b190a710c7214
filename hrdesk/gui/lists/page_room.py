"""Who stands where on a records page: the list alone, beside what is looked at, beside a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from hrdesk.gui.look.components import IconButton
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

LIST_WIDTH: Final = UNIT * 100
LIST_LEAST: Final = UNIT * 91
ENTRY_LEAST: Final = UNIT * 166  # what a record needs to be filled without scrolling sideways
INSPECTOR_WIDTH: Final = UNIT * 82
INSPECTOR_LEAST: Final = UNIT * 68


class PageRoom(QObject):
    """Shares the width of one page; where it is too narrow for two, a strip leads back to the list."""

    inspector_sized = Signal(int)  # by hand, in pixels

    def __init__(
        self, page: QWidget, rows: QWidget, right: QWidget, on_toggle: Callable[[], object]
    ) -> None:
        super().__init__(page)
        self._page, self._rows, self._right = page, rows, right
        self.list_wanted = True  # beside a record, or in its place
        self.inspector_width = 0  # as it was sized by hand; 0: as usual
        self._shows_record = False
        self._is_sized = False  # list and record, by hand
        self.strip = _strip(on_toggle)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(rows)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(self._moved)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip)
        row.addWidget(self.splitter, 1)

    def is_for_both(self) -> bool:
        """Whether a list and a record can stand beside each other."""
        return self._page.width() >= LIST_LEAST + ENTRY_LEAST

    def of_record(self) -> QSize:
        """How large a record will be: beside the list, or in its place."""
        width, height = self._page.width(), self._page.height()
        if not self.is_for_both():
            spare = self.strip.sizeHint().width() + self.splitter.handleWidth()
            return QSize(width - spare, height)
        beside = width - LIST_WIDTH - self.splitter.handleWidth()
        return QSize(max(ENTRY_LEAST, beside), height)

    def show_list(self) -> None:
        """The list alone."""
        self._shows_record = False
        self._rows.show()
        self._right.hide()
        self.strip.hide()

    def show_looked_at(self, *, is_made: bool) -> None:
        """The list as wide as it can be, what is looked at beside it where there is room."""
        self._shows_record = False
        self._rows.show()
        self.strip.hide()
        whole = self._page.width()
        self._right.setVisible(is_made and whole >= LIST_LEAST + INSPECTOR_LEAST)
        width = max(INSPECTOR_LEAST, self.inspector_width or INSPECTOR_WIDTH)
        width = min(width, max(INSPECTOR_LEAST, whole - LIST_LEAST))
        self.splitter.setSizes([max(1, whole - width), width])

    def show_right(self, *, is_record: bool) -> None:
        """A record, or how to begin, with the list where both have room or it is wanted."""
        self._shows_record = is_record
        whole = self._page.width()
        if not self._is_sized:
            width = LIST_WIDTH if whole >= LIST_WIDTH + ENTRY_LEAST else LIST_LEAST
            self.splitter.setSizes([width, max(1, whole - width)])
        with_list = self.list_wanted or not is_record
        self._rows.setVisible(with_list)
        self._right.setVisible(self.is_for_both() or not with_list)
        self.strip.setVisible(not with_list)

    def _moved(self, _place: int, _index: int) -> None:
        if self._shows_record:
            self._is_sized = True
        elif self._right.isVisible():
            self.inspector_sized.emit(self._right.width())


def _strip(on_toggle: Callable[[], object]) -> QFrame:
    strip = QFrame()
    strip.setObjectName("strip")
    strip.setFixedWidth(UNIT * 11)
    column = QVBoxLayout(strip)
    column.setContentsMargins(UNIT, UNIT * 4, UNIT, UNIT)
    button = IconButton("chevron-right", tr("Show the list (Ctrl+L)"), on_click=on_toggle)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    strip.hide()
    return strip
