"""The menus of a list: periods, orders, what can be done with one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from hrdesk.gui.lists.list_head import short_period
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hrdesk.indicators.period import Period

_PERIODS_AT_ONCE: Final = 13  # a year and the same month of the year before

Order = tuple[str, str, str, bool]  # name, words, column, descending


def fill_periods(
    menu: QMenu, periods: Sequence[Period], wanted: str, choose: Callable[[Period], object]
) -> None:
    """Offer the periods, the older ones in a menu of their own."""
    menu.clear()
    for earlier in menu.findChildren(QMenu):
        earlier.deleteLater()
    group = QActionGroup(menu)
    place = menu
    for number, period in enumerate(periods):
        if number == _PERIODS_AT_ONCE:
            menu.addSeparator()
            place = menu.addMenu(tr("Earlier periods"))
        action = place.addAction(short_period(period))
        action.setCheckable(True)
        action.setChecked(period.period_id == wanted)
        action.triggered.connect(lambda _checked=False, period=period: choose(period))
        group.addAction(action)


def fill_orders(
    menu: QMenu, orders: Sequence[Order], chosen: Order, choose: Callable[[str], object]
) -> None:
    """Offer the orders."""
    menu.clear()
    group = QActionGroup(menu)
    for order in orders:
        action = menu.addAction(tr(order[1]))
        action.setCheckable(True)
        action.setChecked(order is chosen)
        action.triggered.connect(lambda _checked=False, name=order[0]: choose(name))
        group.addAction(action)


def row_menu(parent: QWidget, acts: Sequence[tuple[str, Callable[[], object]]]) -> QMenu:
    """What can be done with a row, each with its key; it ends when it is closed."""
    menu = QMenu(parent)
    for words, act in acts:
        menu.addAction(words).triggered.connect(lambda _checked=False, act=act: act())
    return menu
