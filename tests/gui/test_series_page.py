"""A series by keys: made of the open record, confirmed in one list by one key, a date left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hrdesk.gui.records_page import RecordsPage
from hrdesk.gui.series_dialog import SeriesDialog
from hrdesk.gui.series_page import SeriesPage
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering, recurring
from tests.support.desk import NOW
from tests.support.gui import settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from hrdesk.gui.entry_page import EntryPage
    from hrdesk.gui.main_window import MainWindow
    from hrdesk.gui.workers import Workers
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
