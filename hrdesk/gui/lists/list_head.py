"""The top of a list: its name, the search, the usual views, the tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from hrdesk.gui.lists.filter_bar import FilterBar
from hrdesk.gui.lists.record_view import SearchField
from hrdesk.gui.look.buttons import BareButton, IconButton, QuietButton
from hrdesk.gui.look.labels import ElidedLabel, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import language, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.indicators.period import Period


class ListHead(QWidget):
    """The controls above the rows. They decide nothing."""

    def __init__(
        self, on_new: Callable[[], object], on_columns: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(UNIT * 3)
        head = QVBoxLayout()
        head.setContentsMargins(UNIT * 4, 0, UNIT * 4, 0)
        head.setSpacing(UNIT * 3)
        row = QHBoxLayout()
        self.heading = ElidedLabel("", "heading")
        self.new = QuietButton(tr("New record"), icon="plus", key="Ctrl+N", on_click=on_new)
        self.more = IconButton("ellipsis", tr("Import, export"))
        menu = QMenu(self.more)
        self.import_action = menu.addAction(tr("Import from Excel…") + "\tCtrl+I")
        self.export_action = menu.addAction(tr("Export this list…"))
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.heading, 1)
        row.addWidget(self.more)
        row.addWidget(self.new)
        self.search = SearchField()
        head.addLayout(row)
        head.addWidget(self.search)
        outer.addLayout(head)
        self.bar = FilterBar()
        outer.addWidget(self.bar)
        outer.addLayout(self._tools(on_columns))

    def _tools(self, on_columns: Callable[[], object]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(UNIT * 3 + 2, 0, UNIT * 3, 0)
        row.setSpacing(0)
        self.filter = BareButton(tr("Filter"), icon="list-filter")
        self.filter.setToolTip(tr("Narrow the list (Ctrl+Shift+F)"))
        self.period = BareButton("", icon="calendar")
        self.order = BareButton("", icon="arrow-up-down")
        self._order_words = ""
        for button in (self.filter, self.period, self.order):
            button.setMenu(QMenu(button))
            row.addWidget(button)
        row.addStretch(1)
        self.total = label("", "second")
        self.columns = IconButton("table-2", tr("Columns of the list"), on_click=on_columns)
        self.inspect = IconButton("eye", tr("Show the record beside the list (Ctrl+Shift+I)"))
        self.inspect.setCheckable(True)
        row.addWidget(self.total)
        row.addSpacing(UNIT * 2)
        row.addWidget(self.columns)
        row.addWidget(self.inspect)
        return row

    def show_order(self, words: str) -> None:
        """By what the list is ordered."""
        self._order_words = words
        self.order.setAccessibleName(tr("Order: {words}", words=words))
        self.order.setToolTip(self.order.accessibleName())
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """Where there is no room for its words, the order is an icon with a tool tip."""
        spoken = self.order.accessibleName()
        self.order.set_text(self._order_words)
        controls = (self.filter, self.period, self.order, self.columns, self.inspect)
        shown = [one for one in controls if not one.isHidden()]
        needed = sum(one.sizeHint().width() for one in shown) + UNIT * 10
        if needed > width:
            self.order.set_text("")
        self.order.setAccessibleName(spoken)


def short_period(period: Period) -> str:
    """A period as a button and a menu call it."""
    text = period.title(language())
    return text[:1].upper() + text[1:]
