"""History by keys: F6, versions, what changed, bringing back; the trash; who reads by ear."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication

from hrdesk.gui.lists.history_dialog import HistoryDialog
from hrdesk.gui.look.messages import CalmDialog
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering
from tests.support.desk import NOW
from tests.support.gui import press, settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace

TITLE = "Tọa đàm quyền của phụ nữ dân tộc thiểu số"


@pytest.fixture
def record_id(workspace: Workspace) -> str:
    """The first activity, edited twice."""
    query = entering.RecordQuery(form_id="activity", search="toa dam quyen")
    (row,) = entering.list_rows(workspace, entering.list_ids(workspace, query))
    for step, (key, value) in enumerate((("people", "70"), ("activity_kind", "contest")), start=1):
        at = NOW + step * timedelta(minutes=7)
        session = entering.open_entry(workspace, row.record_id, now=at)
        session.entry.set_value(NodeRef(key), value)
        assert entering.save_record(workspace, session, now=at, complete=False).record
    return row.record_id


def page_of(window: MainWindow) -> RecordsPage:
    return cast("RecordsPage", window.page("records"))


def dialog_of(window: MainWindow, workers: Workers) -> HistoryDialog:
    settle(workers)
    (dialog,) = [one for one in window.findChildren(HistoryDialog) if one.isVisible()]
    return dialog


def cells(dialog: HistoryDialog) -> list[list[str]]:
    table = dialog.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def answer_yes() -> QTimer:
    """Press Enter's button in the question that comes."""

    def agree() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, CalmDialog):
            shown.accept()
            watch.stop()

    watch = QTimer()
    watch.timeout.connect(agree)
    watch.start(20)
    return watch


def test_f6__on_an_open_record__shows_who_when_and_what(
    window: MainWindow, workers: Workers, record_id: str
) -> None:
    window.open_record("activity", record_id)
    settle(workers)
    Hands().press("F6")
    dialog = dialog_of(window, workers)
    assert dialog.versions.count() == 3
    assert dialog.versions.hasFocus()
    assert TITLE in dialog.header.facts.whole_text()
    assert cells(dialog)[0][:2] == ["Hình thức", "Tọa đàm, hội thảo"]
    Hands().press("Down")
    assert ["Số lượt người", "64", "70"] in cells(dialog)
    spoken = dialog.versions.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Phiên bản 2" in spoken
    assert "12/11/2026 09:48" in spoken
    Hands().press("Down")
    assert dialog.whole_chip.isChecked()
    assert ["Số lượt người", "64"] in cells(dialog)
    Hands().press("Escape")
    assert not dialog.isVisible()


def test_ctrl_enter__brings_the_chosen_version_back(
    window: MainWindow, workers: Workers, workspace: Workspace, record_id: str
) -> None:
    window.open_record("activity", record_id)
    settle(workers)
    Hands().press("F6")
    dialog = dialog_of(window, workers)
    assert not dialog.restore_button.isEnabled()
    Hands().press("Down", "Down")
    watch = answer_yes()
    Hands().press("Ctrl+Return")
    watch.stop()
    settle(workers)
    kept = workspace.store.get(record_id)
    assert kept is not None
    assert (kept.revision, kept.answers["people"]) == (4, "64")
    entry = page_of(window)._entry
    assert entry.filled.entry.value(NodeRef("people")) == "64"


def test_f6__in_the_list__shows_the_chosen_record(
    window: MainWindow, workers: Workers, record_id: str
) -> None:
    window.go("records", form_id="activity", chip="all")
    settle(workers)
    page = page_of(window)
    page.list.view.setFocus()
    Hands().press("Home", "F6")
    dialog = dialog_of(window, workers)
    assert dialog.versions.count() >= 1
    dialog.reject()


def test_f6__on_a_record_never_saved__says_so(window: MainWindow, workers: Workers) -> None:
    window.go("records", form_id="activity", new=True)
    settle(workers)
    Hands().press("F6")
    settle(workers)
    assert window.findChildren(HistoryDialog) == []


def test_trash__chip_lists_what_was_deleted_and_it_comes_back_by_key(
    window: MainWindow, workers: Workers, workspace: Workspace, record_id: str
) -> None:
    window.go("records", form_id="activity", chip="all")
    settle(workers)
    page = page_of(window)
    chip = page.list.chips["deleted"]
    assert not chip.isVisible()
    entering.delete_record(workspace, record_id, now=NOW + timedelta(hours=1))
    window.data_changed()
    settle(workers)
    assert chip.isVisible()
    chip.setFocus()
    press(chip, "Space")
    settle(workers)
    assert chip.isChecked()
    assert page.list.model.rowCount() == 1
    page.list.view.setFocus()
    Hands().press("Home", "Return")
    settle(workers)
    entry = page._entry
    assert "Đã xóa lúc 12/11/2026 10:41" in entry.header.banner_text()
    assert not entry.footer.isVisible()
    (back,) = [
        button
        for button in entry.header.findChildren(QAbstractButton)
        if button.isVisible() and button.text() == "Khôi phục"
    ]
    back.setFocus()
    press(back, "Space")
    settle(workers)
    kept = workspace.store.get(record_id)
    assert kept is not None
    assert kept.deleted_at is None
    assert entry.footer.isVisible()


def test_history__of_a_deleted_record__says_so_and_brings_it_back(
    window: MainWindow, workers: Workers, workspace: Workspace, record_id: str, qtbot: QtBot
) -> None:
    entering.delete_record(workspace, record_id, now=NOW + timedelta(hours=1))
    window.open_record("activity", record_id)
    settle(workers)
    Hands().press("F6")
    dialog = dialog_of(window, workers)
    assert dialog.banner.isVisible()
    Hands().press("Down")
    watch = answer_yes()
    Hands().press("Ctrl+Return")
    watch.stop()
    settle(workers)
    kept = workspace.store.get(record_id)
    assert kept is not None
    assert kept.deleted_at is None


def test_history__every_control__has_a_name(
    window: MainWindow, workers: Workers, record_id: str
) -> None:
    window.open_record("activity", record_id)
    settle(workers)
    Hands().press("F6")
    dialog = dialog_of(window, workers)
    for widget in (dialog.versions, dialog.table, dialog.restore_button, dialog.close_button):
        assert widget.accessibleName()
    assert page_of(window)._entry.header.history.accessibleName()
    dialog.reject()
