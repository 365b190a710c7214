"""The list driven by keys: columns, chips, saved filters, many chosen, the record beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QInputDialog, QToolTip

from hrdesk.gui.lists.record_model import LINE_ROLE
from hrdesk.gui.look import messages
from hrdesk.gui.shell.main_window import MainWindow
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import RecordStatus
from hrdesk.services import list_filters
from hrdesk.services.entering import new_entry, save_draft
from tests.gui.test_shell_list import records, titles
from tests.support.desk import NOW, activity
from tests.support.gui import press, rest, settle, type_text

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.services.workspace import Workspace


def more(workspace: Workspace, count: int) -> None:
    """Many more activities of this month."""
    day = NOW.date()
    with workspace.store.transaction():
        for number in range(count):
            record = activity(
                workspace, f"Buổi phát thanh số {number}", day - timedelta(days=number % 20)
            )
            workspace.store.save(record, at=NOW, actor=workspace.name)


def looked_at(page: RecordsPage, workers: Workers) -> str:
    """The record that the inspector shows, once it had time to read it."""
    rest(130)
    settle(workers)
    inspector = page.inspector
    assert inspector is not None
    assert inspector.shown is not None
    return inspector.shown.record_id


def to_rows(window: MainWindow, page: RecordsPage, workers: Workers) -> None:
    """Put the keyboard into the rows."""
    press(window, "Ctrl+F")
    press(page.list.search, "Down")
    settle(workers)


def choose(page: RecordsPage, workers: Workers, text: str) -> None:
    """Open the menu of filters by its key and walk down to a line of it by keys."""
    done: list[str] = []

    def inside() -> None:
        menu = page.list.head.filter.menu()
        if not menu.isVisible():
            return
        waiting.stop()
        lines = [one.text().partition("\t")[0] for one in menu.actions() if not one.isSeparator()]
        for _ in range(lines.index(text) + 1):
            press(menu, "Down")
        done.append(menu.activeAction().text().partition("\t")[0])
        press(menu, "Return")

    waiting = QTimer()
    waiting.setInterval(10)
    waiting.timeout.connect(inside)
    waiting.start()
    page.list.view.setFocus()
    press(page.list.view, "Ctrl+Shift+F")
    settle(workers)
    assert done == [text]


# --- the record beside the list


def test_inspector__list_settled__shows_the_record_under_the_keyboard(
    window: MainWindow, workers: Workers
) -> None:
    page = records(window, workers)
    assert page.inspector is not None
    assert page.inspector.isVisible()
    assert looked_at(page, workers) == page.list.chosen_id() != ""


def test_inspector__walking_down__follows(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    to_rows(window, page, workers)
    for _ in range(3):
        press(page.list.view, "Down")
    settle(workers)
    assert page.list.view.currentIndex().row() == 3
    third = page.list.model.index(3).data(LINE_ROLE).record_id
    assert looked_at(page, workers) == third


def test_inspector__at_the_end_of_a_long_list__shows_the_row_that_came_later(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    more(workspace, 900)
    page = records(window, workers)
    to_rows(window, page, workers)
    press(page.list.view, "End")
    settle(workers)
    assert page.list.chosen_id() != ""
    assert looked_at(page, workers) == page.list.chosen_id()


def test_inspector__nothing_found_or_a_draft__says_so_and_opens_the_draft(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    session = new_entry(workspace, "activity", now=NOW)
    session.entry.set_value(NodeRef("title"), "Nháp chưa xong")
    save_draft(workspace, session, now=NOW)
    page = records(window, workers)
    assert looked_at(page, workers)
    assert page.inspector is not None
    page.list.search.setText("khong co gi ca")
    rest(300)
    settle(workers)
    assert page.inspector.blank.text() == "Chưa chọn bản ghi nào."
    assert not page.inspector.open_button.isEnabled()
    page.list.search.clear()
    page.list.choose_chip("drafts")
    rest(300)
    settle(workers)
    assert page.inspector.blank.text().startswith("Mới là bản nháp")
    assert not page.inspector.history_button.isEnabled()
    page.inspector.open_button.click()
    settle(workers)
    assert page._entry.filled.record_id == session.record_id


def test_inspector__put_away_by_its_key__stays_away(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = records(window, workers)
    to_rows(window, page, workers)
    press(page.list.view, "Ctrl+Shift+I")
    settle(workers)
    assert page.inspector is not None
    assert not page.inspector.isVisible()
    other = MainWindow(workspace, workers, lambda: NOW)
    other.resize(1366, 768)
    other.show()
    settle(workers)
    again = records(other, workers)
    assert again.inspector is None or not again.inspector.isVisible()
    press(again.list.view, "Ctrl+Shift+I")
    settle(workers)
    assert again.inspector is not None
    assert again.inspector.isVisible()
    other.hide()
    settle(workers)
    other.deleteLater()


def test_current_row__order_changed_and_list_read_anew__stays_on_its_record(
    window: MainWindow, workers: Workers
) -> None:
    page = records(window, workers)
    to_rows(window, page, workers)
    for _ in range(4):
        press(page.list.view, "Down")
    settle(workers)
    kept = page.list.chosen_id()
    page.list.choose_order("title")
    settle(workers)
    assert page.list.chosen_id() == kept
    press(window, "F5")
    settle(workers)
    assert page.list.chosen_id() == kept
    assert looked_at(page, workers) == kept


# --- chips


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Có lỗi", "has_fault"),
        ("Không có lỗi", "has_fault"),
        ("Có tệp", "has_attachment"),
        ("Không có tệp", "has_attachment"),
    ],
)
def test_chip__chosen_in_the_menu_by_keys__narrows_and_goes_by_its_key(
    window: MainWindow, workers: Workers, line: str, part: str
) -> None:
    page = records(window, workers)
    before = titles(page)
    to_rows(window, page, workers)
    choose(page, workers, line)
    assert part in page.list.bar.wanted.parts
    wanted = page.list.query()
    found = titles(page)
    assert set(found) <= set(before)
    assert getattr(wanted, part) is (not line.startswith("Không"))
    chip = page.list.bar.parts[part]
    assert chip.isVisible()
    chip.setFocus()
    press(chip, "Del")
    settle(workers)
    assert part not in page.list.bar.wanted.parts
    assert titles(page) == before


def test_chips__two_of_them__both_hold(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    to_rows(window, page, workers)
    choose(page, workers, "Không có tệp")
    choose(page, workers, "Có lỗi")
    assert set(page.list.bar.wanted.parts) >= {"has_attachment", "has_fault"}
    assert titles(page) == ["Ngày hội Đại đoàn kết toàn dân tộc, ấp Phước Lộc"]


def test_filters__saved_renamed_applied_by_key_and_deleted(
    window: MainWindow, workers: Workers, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([("Còn lỗi", True), ("Phải sửa", True)])
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_kinds: next(answers))
    page = records(window, workers)
    everything = titles(page)
    to_rows(window, page, workers)
    choose(page, workers, "Có lỗi")
    narrowed = titles(page)
    assert len(narrowed) < len(everything)
    choose(page, workers, "Lưu bộ lọc này…")
    page.list.choose_chip("this_period")
    settle(workers)
    assert titles(page) == everything
    press(page.list.view, "Alt+1")
    settle(workers)
    assert titles(page) == narrowed
    (saved,) = list_filters.saved_filters(workspace, "activity")
    menu = page.list.filter_menu()
    assert menu is not None
    menu.ask_new_name(saved)
    (saved,) = list_filters.saved_filters(workspace, "activity")
    assert saved.name == "Phải sửa"
    list_filters.delete_filter(workspace, "activity", saved.name)
    assert list_filters.saved_filters(workspace, "activity") == ()


# --- search


def test_search__hits__are_marked_in_the_rows(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    press(window, "Ctrl+F")
    type_text(page.list.search, "dan toc")
    settle(workers)
    page.list.view.clearSelection()
    marked = picture(page)
    page.list.view.painting.folded_query = ""
    assert picture(page) != marked


def picture(page: RecordsPage) -> QImage:
    page.list.view.viewport().update()
    return page.list.view.viewport().grab().toImage()


# --- columns


def test_columns__chosen_moved_and_sized__are_there_after_a_restart(
    window: MainWindow, workers: Workers, workspace: Workspace, qtbot: QtBot
) -> None:
    window.resize(1900, 900)
    page = records(window, workers)
    press(page.list.view, "Ctrl+Shift+I")  # room for a table
    settle(workers)
    assert not page.list.view.compact
    from hrdesk.services.list_columns import ShownColumn

    page.list.columns.choose(
        [ShownColumn("title", 300), ShownColumn("answer:people", 120), ShownColumn("date", 140)]
    )
    settle(workers)
    assert [one.key for one in page.list.columns.as_they_stand()] == [
        "title",
        "answer:people",
        "date",
    ]
    head = page.list.view.horizontalHeader()
    head.moveSection(head.visualIndex(2), 1)
    head.resizeSection(2, 171)
    page.list.columns.keep_now()
    settle(workers)
    other = MainWindow(workspace, workers, lambda: NOW)
    qtbot.addWidget(other)
    other.resize(1900, 900)
    other.show()
    settle(workers)
    again = records(other, workers)
    shown = again.list.columns.as_they_stand()
    assert [one.key for one in shown] == ["title", "date", "answer:people"]
    assert shown[1].width == 171
    other.hide()
    settle(workers)


# --- several chosen


def test_ctrl_a__thousands_of_rows__chooses_all_and_fetches_none(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    more(workspace, 1500)
    page = records(window, workers)
    page.list.choose_chip("all")
    settle(workers)
    to_rows(window, page, workers)
    pages = len(page.list.model._pages)
    press(page.list.view, "Ctrl+A")
    assert page.list.chosen_count() == 1511
    assert len(page.list.model._pages) == pages
    bulk = page.list.bulk
    assert bulk is not None
    assert bulk.isVisible()
    assert "1.511" in bulk.count.text() or "1511" in bulk.count.text()
    press(page.list.view, "Esc")
    assert page.list.chosen_count() == 1


def test_bulk__state_changed_from_the_keyboard__and_undone(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = records(window, workers)
    to_rows(window, page, workers)
    press(page.list.view, "Home")
    for _ in range(3):
        press(page.list.view, "Shift+Down")
    assert page.list.chosen_count() == 4
    chosen = [page.list.model.line(row).record_id for row in range(4)]  # type: ignore[union-attr]
    bulk = page.list.bulk
    assert bulk is not None
    bulk.incomplete.setFocus()
    press(bulk.incomplete, "Space")
    settle(workers)
    assert {states(workspace, one) for one in chosen} == {RecordStatus.INCOMPLETE}
    strip = page.acts.strip
    assert strip.isVisible()
    assert "3" in strip.sentence.text()
    strip.undo.setFocus()
    press(strip.undo, "Space")
    settle(workers)
    assert RecordStatus.COMPLETE in {states(workspace, one) for one in chosen}


def states(workspace: Workspace, record_id: str) -> RecordStatus:
    record = workspace.store.get(record_id)
    assert record is not None
    return record.status


def test_bulk__deleted_and_brought_back(
    window: MainWindow, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_parent: object, title: str, *_args: object, **_kinds: object) -> bool:
        asked.append(title)
        return True

    monkeypatch.setattr(messages, "ask", ask)
    page = records(window, workers)
    before = titles(page)
    to_rows(window, page, workers)
    press(page.list.view, "Ctrl+A")
    press(page.list.view, "Del")
    settle(workers)
    assert asked == ["Xóa 11 bản ghi?"]
    assert titles(page) == []
    assert page.list.empty.isVisible()
    page.list.show_deleted()
    settle(workers)
    assert len(titles(page)) == 11
    to_rows(window, page, workers)
    press(page.list.view, "Ctrl+A")
    bulk = page.list.bulk
    assert bulk is not None
    assert bulk.restore.isVisible()
    assert not bulk.delete.isVisible()
    bulk.restore.setFocus()
    press(bulk.restore, "Space")
    settle(workers)
    page.list.choose_chip("this_period")
    settle(workers)
    assert sorted(titles(page)) == sorted(before)


def test_bulk__export_of_those_chosen(window: MainWindow, workers: Workers, tmp_path: Path) -> None:
    page = records(window, workers)
    to_rows(window, page, workers)
    press(page.list.view, "Home")
    press(page.list.view, "Shift+Down")
    page.export(page.list.query(), tmp_path / "two.csv", page.list.chosen_rowids())
    settle(workers)
    lines = (tmp_path / "two.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3


# --- nothing to show


def test_empty__nothing_found__its_button_clears_the_search(
    window: MainWindow, workers: Workers
) -> None:
    page = records(window, workers)
    press(window, "Ctrl+F")
    type_text(page.list.search, "khong co gi nhu vay")
    settle(workers)
    button = page.list._empty_button
    assert button.isVisible()
    button.setFocus()
    press(button, "Space")
    settle(workers)
    assert page.list.search.text() == ""
    assert len(titles(page)) == 11


def test_empty__trash__says_that_nothing_was_deleted(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    page.list.show_deleted()
    settle(workers)
    assert page.list.empty.isVisible()
    assert page.list.empty.title.text()
    press(page.list._empty_button, "Space")
    settle(workers)
    assert len(titles(page)) == 11


def test_empty__no_record_yet__offers_the_first(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers, "product")
    assert page.idle.isVisible()
    assert page.idle_button.isVisible()
    press(page.idle_button, "Space")
    settle(workers)
    assert page._filling


@pytest.mark.parametrize("width", [1024, 1366])
def test_controls__narrow_window__nothing_cut(
    window: MainWindow, workers: Workers, width: int
) -> None:
    window.resize(width, 768)
    page = records(window, workers)
    settle(workers)
    for button in (page.list.period_button, page.list.order_button, page.list.new_button):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width()
    for chip in page.list.chips.values():
        if chip.isVisible():
            assert chip.width() >= chip.sizeHint().width()
            assert chip.geometry().right() <= page.list.bar.width()


def test_list__after_kinds_with_other_columns__still_shows_its_titles(
    window: MainWindow, workers: Workers
) -> None:
    for kind, new in (
        ("activity", True),
        ("training", True),
        ("agency", True),
        ("activity", False),
    ):
        window.go("records", form_id=kind, new=new)
        settle(workers)
    page = records(window, workers)
    view = page.list.view
    assert not view.isColumnHidden(0)
    assert view.columnWidth(0) > 200
    press(window, "Ctrl+F")
    press(page.list.search, "Down")
    press(view, "Enter")
    settle(workers)
    assert view.compact
    assert not view.isColumnHidden(0)


# --- what is cut, and when rows are read


def told(page: RecordsPage, row: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is told where the pointer rests on a row's title."""
    said: list[str] = []
    view = page.list.view
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: said.append(text))
    spot = view.visualRect(page.list.model.index(row)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot))
    QCoreApplication.sendEvent(view.viewport(), event)
    return said[-1]


def test_title__cut_in_its_row__is_told_where_the_pointer_rests(
    window: MainWindow, workers: Workers, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "កម្មវិធីផ្សព្វផ្សាយសិទ្ធិមនុស្ស " * 10
    record = activity(workspace, long.strip(), NOW.date())
    workspace.store.save(record, at=NOW, actor=workspace.name)
    page = records(window, workers)
    shown = titles(page)
    assert told(page, shown.index(long.strip()), monkeypatch) == long.strip()
    press(page.list.view, "Return")  # two lines beside the record
    settle(workers)
    assert told(page, shown.index(long.strip()), monkeypatch) == long.strip()
    short = shown.index("Hội thi tìm hiểu pháp luật về dân tộc")
    assert told(page, short, monkeypatch) == ""


def test_record__opened_from_the_list_in_sight__reads_no_row_anew(
    window: MainWindow, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = records(window, workers)
    asked: list[object] = []
    monkeypatch.setattr(page.list.model, "show_query", asked.append)
    first, second = (page.list.model.line(row).record_id for row in (0, 1))  # type: ignore[union-attr]
    window.open_record("activity", first)
    settle(workers)
    assert asked == []
    window.go("settings")
    settle(workers)
    window.open_record("activity", second)  # it was out of sight, and was told of nothing
    settle(workers)
    assert len(asked) == 1
    window.go("records", form_id="activity")  # asked for the list itself
    settle(workers)
    assert len(asked) == 2


def test_view__left_before_its_drafts_were_read__does_not_empty_the_next(
    window: MainWindow, workers: Workers
) -> None:
    page = records(window, workers)
    page.list.choose_chip("drafts")
    page.list.choose_chip("all")
    settle(workers)
    assert len(titles(page)) == 11
    page.list.choose_chip("all")
    page.list.choose_chip("drafts")
    settle(workers)
    assert titles(page) == []
