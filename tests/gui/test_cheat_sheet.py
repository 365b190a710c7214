"""F1: every key that works on a record stands on the sheet, and every key on the sheet works."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from hrdesk.gui.entry import cell_grid
from hrdesk.gui.look.actions import ACTIONS
from hrdesk.gui.look.cheat_sheet import ENTRY_GROUPS, LIST_GROUPS
from hrdesk.gui.look.screens import room_around
from hrdesk.gui.look.shortcuts import ShortcutsDialog
from tests.support.gui import settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow

TYPED = {"1 to 9", "Letters", "1503"}  # answers, not acts
OF_CONTROLS = {"Enter", "Tab", "Shift+Enter", "Shift+Tab", "Esc", "Space", "X", "V"}
OF_CONTROLS |= {"Ctrl+Z", "Ctrl+Y", "Ctrl+V"}  # each is driven by a test of its control
SAME_KEY = {"Ctrl+Return", "Ctrl+Backspace", "Backspace", "Ins"}  # another name of a key said


def key(text: str) -> str:
    return QKeySequence(text).toString()


def said() -> set[str]:
    return {part for group in ENTRY_GROUPS for keys, _ in group.rows for part in keys.split(", ")}


def entry(window: MainWindow, workers: Workers) -> EntryPage:
    window.open_record("training", None)
    settle(workers)
    page = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    page.focus_first()
    return page


def test_sheet__every_key_on_it__is_bound(window: MainWindow, workers: Workers) -> None:
    page = entry(window, workers)
    bound = {one.key().toString() for one in page.findChildren(QShortcut)}
    bound |= {key(one) for action in ACTIONS for one in action.keys}
    bound |= {key(one) for one in cell_grid._KEYS}
    missing = {one for one in said() - TYPED - OF_CONTROLS if key(one) not in bound}
    assert missing == set()


def test_sheet__every_key_bound_on_a_record__stands_on_it(
    window: MainWindow, workers: Workers
) -> None:
    page = entry(window, workers)
    shown = {key(one) for one in said()}
    own = [one for one in page.children() if isinstance(one, QShortcut)]
    assert len(own) > 12
    bound = {one.key().toString() for one in own} | {key(one) for one in cell_grid._KEYS}
    assert bound - shown - {key(one) for one in SAME_KEY} == set()


def test_f1__on_a_record__shows_the_groups_and_fits_the_screen(
    window: MainWindow, workers: Workers
) -> None:
    entry(window, workers)
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ShortcutsDialog)
        seen.extend(one.text() for one in dialog.findChildren(QLabel))
        room = room_around(dialog)
        assert dialog.height() <= room.height()
        assert dialog.width() <= room.width()
        dialog.accept()

    QTimer.singleShot(300, look)
    Hands().press("F1")
    assert {"Trong danh sách người", "Trong bảng", "Alt+Up, Alt+Down", "Ctrl+N"} <= set(seen)


def words_of_f1() -> set[str]:
    """What the sheet says where the keyboard is now."""
    seen: set[str] = set()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ShortcutsDialog)
        seen.update(one.text() for one in dialog.findChildren(QLabel))
        dialog.accept()

    QTimer.singleShot(300, look)
    Hands().press("F1")
    return seen


def test_f1__on_a_list__shows_the_keys_of_the_list(window: MainWindow, workers: Workers) -> None:
    window.go("records", form_id="activity")
    settle(workers)
    cast("RecordsPage", window.page("records")).list.view.setFocus()
    seen = words_of_f1()
    assert {"Trong danh sách", "Ctrl+Shift+I", "Shift+Down, Ctrl+A"} <= seen


def test_f1__on_the_dates_to_confirm__shows_their_keys(
    window: MainWindow, workers: Workers
) -> None:
    window.go("series")
    settle(workers)
    assert {"Ở trang này", "Xác nhận tất cả", "Bỏ ngày này"} <= words_of_f1()


def test_sheet__each_key_of_the_list__does_what_it_says(
    window: MainWindow, workers: Workers
) -> None:
    window.go("records", form_id="activity", chip="all")
    settle(workers)
    page = cast("RecordsPage", window.page("records"))
    view = page.list.view
    view.setFocus()
    hands, tried = Hands(), set()

    def does(keys: str) -> None:
        tried.add(keys)
        hands.press(keys)
        settle(workers)

    def chosen() -> int:
        return len(view.selectionModel().selectedRows())

    does("Down")
    assert view.currentIndex().row() == 1
    does("Up")
    assert view.currentIndex().row() == 0
    does("Shift+Down")
    assert chosen() == 2
    does("Ctrl+A")
    assert chosen() == 11
    does("Esc")
    assert chosen() == 1
    inspected = page.list.head.inspect.isChecked()
    does("Ctrl+Shift+I")
    assert page.list.head.inspect.isChecked() != inspected
    does("Enter")
    assert page.is_open(page.list.chosen_id())
    view.setFocus()
    does("Ctrl+Shift+F")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    elsewhere = {"Del", "Alt+1"}  # in test_list_window and test_list_menus
    said = {one for group in LIST_GROUPS for keys, _ in group.rows for one in keys.split(", ")}
    assert tried | elsewhere == said


def test_line_of_keys__in_a_narrow_window__leaves_whole_keys_out(
    window: MainWindow, workers: Workers
) -> None:
    page = entry(window, workers)
    for width in (1366, 900, 690, 520, 400):
        page.strip.resize(width // 2, 30)
        text = page.strip.text()
        metrics = page.strip.fontMetrics()
        assert text.endswith("F1: phím tắt")
        parts = text.split("   ")
        assert len(parts) == 1 or metrics.horizontalAdvance(text) <= width // 2 * 1.1
