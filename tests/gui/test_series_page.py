"""A series by keys: made of the open record, confirmed in one list by one key, a date left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hrdesk.gui.entry.series_dialog import SeriesDialog
from hrdesk.gui.lists.records_page import RecordsPage
from hrdesk.gui.lists.series_manager import SeriesManager
from hrdesk.gui.lists.series_page import SeriesPage
from hrdesk.gui.look.day_dialog import DayDialog
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering, recurring
from tests.support.desk import NOW
from tests.support.gui import rest, settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace


def make(window: MainWindow, workers: Workers, kind: str) -> SeriesPage:
    hands = Hands()
    window.open_record("activity", None)
    settle(workers)
    page = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    page.focus_first()
    hands.answer("Phát thanh sáng thứ Hai")
    hands.answer("1910")
    assert page.view is not None
    page.view.focus_ref(NodeRef("activity_kind"))
    hands.press(kind, "Enter")
    hands.press("Ctrl+R")
    dialog = next(one for one in page.findChildren(SeriesDialog) if one.isVisible())
    assert [box.isChecked() for box in dialog.days] == [True, *[False] * 6]
    assert dialog.words.text().endswith("4.")
    dialog.starts.setText("99")
    assert not dialog.make_button.isEnabled()
    dialog.starts.setText("1910")
    dialog.make_button.click()
    settle(workers)
    found = window.page("series")
    assert isinstance(found, SeriesPage)
    window.activateWindow()
    settle(workers)
    found.focus_first()
    return found


def test_series__of_a_broadcast__all_confirmed_by_one_key(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = make(window, workers, "5")
    assert page.table.rowCount() == 4
    assert page.table.item(0, 0).text() == "19/10/2026"
    Hands().press("Ctrl+Enter")
    settle(workers)
    assert page.table.rowCount() == 0
    assert page.stack.currentWidget() is page.empty
    assert recurring.waiting_dates(workspace, now=NOW) == ()


def test_series__date_left_out_and_one_at_fault__stay_apart(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = make(window, workers, "2")  # a seminar needs its number of people
    hands = Hands()
    hands.press("Delete")
    settle(workers)
    assert page.table.rowCount() == 3
    assert page.table.item(0, 3).text() != ""
    hands.press("Ctrl+Enter")
    settle(workers)
    assert page.table.rowCount() == 3
    assert len(page._chosen()) == 1
    hands.press("Enter")
    settle(workers)
    entry = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    assert entry.filled is not None
    assert entry.filled.record_id in {draft.record_id for draft in entering.drafts(workspace)}


def managed(page: SeriesPage, workers: Workers) -> SeriesManager:
    """All series, called by their key."""
    Hands().press("F2")
    settle(workers)
    dialog = next(one for one in page.findChildren(SeriesManager) if one.isVisible())
    in_front(dialog)
    dialog.series.setFocus()
    return dialog


def in_front(dialog: QDialog) -> None:
    """The window manager's part: a dialog that opens holds the keyboard."""
    dialog.activateWindow()
    rest(100)


def day_asked(dialog: SeriesManager) -> None:
    """The keyboard stands in the dialog that asks for a day, its day marked to be typed over."""
    asked = next(one for one in dialog.findChildren(DayDialog) if one.isVisible())
    in_front(asked)
    assert asked.line.hasFocus()
    assert asked.line.selectedText() == asked.line.text()


def test_series__rule_changed_by_keys__makes_the_untouched_drafts_anew(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = make(window, workers, "5")
    dialog = managed(page, workers)
    hands = Hands()
    hands.press("F2")
    asked = next(one for one in dialog.findChildren(SeriesDialog) if one.isVisible())
    assert [box.isChecked() for box in asked.days] == [True, *[False] * 6]
    assert asked.starts.text() == "19/10/2026"
    in_front(asked)
    asked.days[0].setFocus()
    hands.press("Space", "Tab", "Space")  # Tuesday in place of Monday
    asked.starts.setFocus()
    hands.press("Enter")
    settle(workers)
    days = [line.occurs_on.isoformat() for line in recurring.waiting_dates(workspace, now=NOW)]
    assert days == ["2026-10-20", "2026-10-27", "2026-11-03", "2026-11-10"]


def test_series__day_left_out_taken_up_and_moved_by_keys__is_an_exception(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = make(window, workers, "5")
    dialog = managed(page, workers)
    hands = Hands()
    hands.press("Tab")
    dialog.days.setFocus()
    hands.press("Down", "Delete")
    settle(workers)
    assert dialog.days.item(1, 2).text() == "đã bỏ"
    assert len(recurring.waiting_dates(workspace, now=NOW)) == 3
    hands.press("Delete")
    settle(workers)
    assert len(recurring.waiting_dates(workspace, now=NOW)) == 4
    hands.press("F6")
    day_asked(dialog)
    hands.type("2810")
    hands.press("Enter")
    settle(workers)
    lines = recurring.waiting_dates(workspace, now=NOW)
    assert [line.held_on.isoformat() for line in lines if line.moved] == ["2026-10-28"]


def test_series__ended_by_keys__makes_no_more_dates(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = make(window, workers, "5")
    dialog = managed(page, workers)
    hands = Hands()
    hands.press("F4")
    day_asked(dialog)
    hands.type("3110")
    hands.press("Enter")
    settle(workers)
    (series,) = recurring.series_list(workspace)
    assert series.until_on is not None
    assert series.until_on.isoformat() == "2026-10-31"
    assert len(recurring.waiting_dates(workspace, now=NOW)) == 2
    in_front(dialog)
    hands.press("Escape")
    settle(workers)
    assert page.table.rowCount() == 2
