"""What gives way where there is little room, and what is said of people and records beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QTableWidget, QWidget

from hrdesk.gui.entry.repeat_model import CAME_ROLE
from hrdesk.gui.look.column_widths import ColumnWidths
from hrdesk.gui.look.components import PageHeader, QuietButton
from hrdesk.gui.look.flow import ActionRow
from hrdesk.gui.shell.home_page import HomePage
from tests.support.gui import press, rest, settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow


def test_header__no_room_for_title_and_actions__actions_below_and_title_whole(qtbot: QtBot) -> None:
    header = PageHeader("Kỳ tháng 10 năm 2026", may_stack=True)
    qtbot.addWidget(header)
    button = QuietButton("Ghi hoạt động", key="Ctrl+N")
    header.add_action(button)
    header.resize(900, 60)
    header.show()
    assert button.y() < 10
    assert button.x() > header.title.x() + header.title.width()
    header.resize(300, 160)
    rest(20)
    assert button.y() > header.title.y() + header.title.height()
    assert header.title.text() == header.title.whole_text()


def test_columns__too_little_room__keep_their_least_and_share_what_is_left(qtbot: QtBot) -> None:
    table = QTableWidget(1, 3)
    qtbot.addWidget(table)
    table.verticalHeader().hide()
    widths = ColumnWidths(table, ((100, 1), (60, 0), (100, 3)))
    table.resize(462, 100)
    table.show()
    rest(20)
    room = table.viewport().width()
    assert table.columnWidth(1) == 60
    assert table.columnWidth(2) - 100 == (room - 260) * 3 // 4
    table.resize(463, 100)
    rest(20)
    assert sum(table.columnWidth(at) for at in range(3)) == table.viewport().width()
    table.resize(150, 100)
    rest(20)
    widths.share()
    assert [table.columnWidth(at) for at in range(3)] == [100, 60, 100]
    assert table.horizontalScrollBar().maximum() > 0


def test_row_of_actions__too_narrow__goes_on_in_the_next_line(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    row = ActionRow(8)
    place.setLayout(row)
    for text in ("Một", "Hai", "Ba"):
        row.addWidget(QuietButton(text))
    wide = row.sizeHint().width()
    assert row.heightForWidth(wide) == row.sizeHint().height()
    assert row.heightForWidth(wide - 1) > row.sizeHint().height()


def test_home__records_edited_last__as_many_as_fit_and_open_by_their_button(
    window: MainWindow, workers: Workers
) -> None:
    home = window.page("home")
    assert isinstance(home, HomePage)
    settle(workers)
    rest(50)
    shown = [row for row in home.recent.rows if not row.isHidden()]
    assert len(shown) >= 2
    assert home._area.verticalScrollBar().maximum() == 0
    button = shown[0].findChild(QuietButton) or shown[0].findChildren(QWidget)[-1]
    title = shown[0].accessibleName()
    button.setFocus()
    press(button, "Space")
    settle(workers)
    opened: Any = window.page("records")
    assert opened._entry.filled.record.answers["title"] in title


def test_home__low_window__no_record_would_have_to_be_scrolled_to(
    window: MainWindow, workers: Workers
) -> None:
    home = window.page("home")
    assert isinstance(home, HomePage)
    window.resize(QSize(900, 420))
    settle(workers)
    rest(50)
    assert home.recent.isHidden()


@pytest.mark.parametrize(
    ("attended", "mark", "spoken"),
    [("2", "present", ", có mặt"), ("0", "absent", ", vắng"), ("", "", "")],
)
def test_list_of_people__who_came__stands_at_the_name_and_is_spoken(
    window: MainWindow, workers: Workers, attended: str, mark: str, spoken: str
) -> None:
    window.go("records", form_id="training", new=True)
    settle(workers)
    page: Any = window.page("records")
    page._entry.view.ensure_built()
    (table,) = page._entry.view.tables.values()
    row = [("full_name", "Lê Văn Giả"), *([("sessions_attended", attended)] if attended else [])]
    page._entry._filling.add_rows("participants", [row])
    index = table.model.index(0, 0)
    assert index.data(CAME_ROLE) == mark
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith(f"Lê Văn Giả{spoken}")


@pytest.mark.parametrize("size", [(1366, 768), (683, 384), (640, 360)], ids=str)
def test_record__opened_in_a_low_window__its_first_question_is_in_sight_with_its_heading(
    window: MainWindow, workers: Workers, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.go("records", form_id="activity", chip="all")
    settle(workers)
    page = window.page("records")
    page.list.view.setFocus()
    press(page.list.view, "Down")
    press(page.list.view, "Return")
    settle(workers)
    rest(50)
    view = page._entry.view
    first = next(iter(view.fields.values()))
    assert first.isAncestorOf(QApplication.focusWidget())
    assert view.verticalScrollBar().value() == 0
    assert first.mapTo(view.viewport(), QPoint(0, first.height())).y() <= view.viewport().height()
    for _ in range(4):
        press(QApplication.focusWidget(), "Return")
        rest(10)
        stop = view._stops.current()
        top = stop.mapTo(view.viewport(), QPoint(0, 0)).y()
        assert 0 <= top <= view.viewport().height() - min(stop.height(), 60), stop


def test_empty_kind__the_page_beside_says_how_to_begin__the_list_says_it_where_it_stands_alone(
    window: MainWindow, workers: Workers
) -> None:
    window.go("records", form_id="key_official")
    settle(workers)
    page = window.page("records")
    said = page.list.empty
    assert page.idle.isVisible()
    assert not said.title.isVisible()
    assert said.hint.text() == "Chưa ghi gì ở đây"
    assert not page.list._empty_button.isVisible()
    window.resize(683, 384)
    rest(50)
    settle(workers)
    assert not page.idle.isVisible()
    assert said.title.text() == "Chưa ghi gì ở đây"
    assert page.list.new_button.property("kind") == "primary"
    press(page.list._empty_button, "Space")
    settle(workers)
    assert window.stack.currentWidget() is window.page("import")
