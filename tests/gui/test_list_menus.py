"""The menus of a list: none longer than the screen, each row's acts with their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tests.support.gui import rest, settle

if TYPE_CHECKING:
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow


_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def listed(window: MainWindow, workers: Workers) -> Any:
    window.go("records", form_id="activity", chip="all")
    settle(workers)
    page: Any = window.page("records")
    return page.list


def test_periods__of_two_years__a_year_at_once_and_the_rest_in_a_menu(
    window: MainWindow, workers: Workers
) -> None:
    rows = listed(window, workers)
    menu = rows.period_button.menu()
    for _ in range(3):
        menu.aboutToShow.emit()
        rest(10)
    assert len([one for one in menu.actions() if one.isCheckable()]) == 13
    (earlier,) = menu.findChildren(QMenu)
    assert earlier.title() == "Các kỳ trước nữa"
    last = earlier.actions()[-1]
    last.trigger()
    settle(workers)
    assert rows.period_button.text().strip() == last.text()
    menu.aboutToShow.emit()
    rest(10)
    assert menu.findChildren(QMenu)[-1].actions()[-1].isChecked()


def test_row__its_menu__names_each_act_with_its_key(window: MainWindow, workers: Workers) -> None:
    rows = listed(window, workers)
    place = rows.view.visualRect(rows.model.index(0, 0)).center()
    rows.view.customContextMenuRequested.emit(QPoint(place))
    rest(20)
    (menu,) = (one for one in rows.findChildren(QMenu, options=_DIRECT) if one.isVisible())
    assert [one.text() for one in menu.actions()] == [
        "Mở\tEnter",
        "Lịch sử bản ghi\tF6",
        "Xóa…\tDelete",
    ]
    menu.actions()[0].trigger()
    menu.close()
    settle(workers)
    page: Any = window.page("records")
    assert page._filling
