"""Warnings, kept answers, near duplicates, go-to, the strip of keys, and recovery: all by keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.compare_dialog import CompareDialog
from hrdesk.gui.entry.recovery import RecoveryDialog
from hrdesk.gui.lists.records_page import RecordsPage
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering, recovering
from hrdesk.services.kept_answers import kept_answers
from tests.support.desk import NOW, activity
from tests.support.gui import press, rest, settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.entry.form_view import FormView
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.gui.shell.settings_page import SettingsPage
    from hrdesk.services.workspace import Workspace


@pytest.fixture
def hands() -> Hands:
    return Hands()


def begin(window: MainWindow, workers: Workers, form_id: str = "activity") -> EntryPage:
    window.open_record(form_id, None)
    settle(workers)
    page = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    page.focus_first()
    return page


def view_of(page: EntryPage) -> FormView:
    assert page.view is not None
    return page.view


def current_key(page: EntryPage) -> str:
    ref = view_of(page).current_ref()
    return ref.key if ref else ""


def to(page: EntryPage, key: str) -> None:
    view_of(page).focus_ref(NodeRef(key))


def ordinary(page: EntryPage, hands: Hands, people: str = "64") -> None:
    to(page, "title")
    hands.answer("Mít tinh hưởng ứng ngày quyền con người")
    to(page, "event_on")
    hands.answer("1111")
    to(page, "activity_kind")
    hands.press("1", "Enter")
    to(page, "people")
    hands.answer(people)


# --- warnings


def test_warning__unusual_answer__is_said_in_another_tone_and_blocks_nothing(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers)
    ordinary(page, hands, "6000")
    rest(200)
    field = view_of(page).fields[NodeRef("people")]
    assert field.fault == ""
    assert "6000" in field.warning.replace(".", "")
    assert field.line is not None
    assert field.line.property("type") == "remark"
    assert field.editor.focus_target().accessibleDescription() == field.warning
    hands.press("Ctrl+Enter")
    settle(workers)
    assert page.filled is not None
    assert page.filled.record is not None


def test_warning__accepted_by_a_digit__keeps_the_reason_with_the_record(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    page = begin(window, workers)
    ordinary(page, hands, "6000")
    hands.press("F3", "2")
    rest(200)
    assert QApplication.activePopupWidget() is None
    field = view_of(page).fields[NodeRef("people")]
    assert field.warning == "Đã chấp nhận: Hoạt động quy mô lớn hơn thường lệ."
    hands.press("Ctrl+Enter")
    settle(workers)
    assert page.filled is not None
    kept = workspace.store.get(page.filled.record_id)
    assert kept is not None
    assert [(one.key, one.reason) for one in kept.accepted] == [
        ("people", "Hoạt động quy mô lớn hơn thường lệ.")
    ]


def test_warning__accepted_in_own_words__is_in_the_draft_within_a_moment(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    page = begin(window, workers)
    ordinary(page, hands, "6000")
    hands.press("F3")
    hands.type("Cả huyện cùng dự")
    hands.press("Enter")
    rest(600)
    settle(workers)
    (draft,) = entering.drafts(workspace)
    assert [one.reason for one in draft.accepted] == ["Cả huyện cùng dự"]


def test_f8__with_no_fault_left__goes_to_the_warning(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers)
    ordinary(page, hands, "6000")
    to(page, "title")
    hands.press("F8")
    assert current_key(page) == "people"


# --- kept answers


def test_kept_answer__f7__begins_the_next_record_and_a_change_is_kept_instead(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    page = begin(window, workers)
    ordinary(page, hands)
    to(page, "place")
    hands.type("Hội trường xã")
    hands.press("F7")
    assert view_of(page).fields[NodeRef("place")].kept
    hands.press("Ctrl+Enter")
    settle(workers)
    hands.press("Ctrl+N")
    settle(workers)
    assert view_of(page).entry.value(NodeRef("place")) == "Hội trường xã"
    assert view_of(page).fields[NodeRef("place")].kept
    assert not view_of(page).entry.can_undo
    assert entering.drafts(workspace) == ()
    ordinary(page, hands)
    to(page, "place")
    hands.press("Ctrl+A")
    hands.type("Nhà văn hóa")
    hands.press("Ctrl+Enter")
    settle(workers)
    assert kept_answers(workspace, "activity") == {"place": "Nhà văn hóa"}
    hands.press("Ctrl+N")
    settle(workers)
    assert view_of(page).entry.value(NodeRef("place")) == "Nhà văn hóa"
    to(page, "place")
    hands.press("F7")
    settle(workers)
    assert kept_answers(workspace, "activity") == {}


def test_kept_answer__old_record_changed__leaves_what_is_kept(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    page = begin(window, workers)
    to(page, "place")
    hands.type("Hội trường xã")
    hands.press("F7")
    query = entering.RecordQuery(form_id="activity", limit=1)
    row = entering.list_rows(workspace, entering.list_ids(workspace, query))[0]
    window.open_record("activity", row.record_id)
    settle(workers)
    to(page, "place")
    hands.press("Ctrl+A")
    hands.type("Chợ")
    hands.press("Ctrl+Enter")
    settle(workers)
    assert kept_answers(workspace, "activity") == {"place": "Hội trường xã"}


# --- near duplicates


def test_near__same_title_two_days_later__stands_beside_and_is_compared_by_keys(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    other = activity(workspace, "Tọa đàm quyền trẻ em ở ấp Tân Thành", date(2026, 11, 9), people=30)
    workspace.store.save(other, at=NOW, actor="x")
    page = begin(window, workers)
    assert page.near.isHidden()
    hands.answer("toa dam quyen tre em tai ap Tan Thanh")
    hands.answer("1011")
    rest(700)
    settle(workers)
    assert not page.near.isHidden()
    assert current_key(page) == "ended_on"  # the keyboard stays where it was
    hands.press("F12")
    assert QApplication.focusWidget() is page.near.rows
    hands.press("Enter")
    settle(workers)
    dialog = next(one for one in page.findChildren(CompareDialog) if one.isVisible())
    shown = [
        [dialog.table.item(row, place).text() for place in range(3)]  # type: ignore[union-attr]
        for row in range(dialog.table.rowCount())
    ]
    assert ["Từ ngày", "10/11/2026", "09/11/2026"] in shown
    dialog.reject()
    settle(workers)
    hands.press("F12", "Ctrl+Enter")
    settle(workers)
    assert page.filled is not None
    assert page.filled.record_id == other.record_id


def test_near__dismissed__stays_away_for_this_record(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    other = activity(workspace, "Tọa đàm quyền trẻ em", NOW.date() - timedelta(1))
    workspace.store.save(other, at=NOW, actor="x")
    page = begin(window, workers)
    hands.answer("Tọa đàm quyền trẻ em")
    hands.answer("h")
    rest(700)
    settle(workers)
    page.near.dismiss.click()
    assert page.near.isHidden()
    to(page, "title")
    hands.press("End")
    hands.type(" 2")
    rest(700)
    settle(workers)
    assert page.near.isHidden()


# --- moving, keys, marks


def test_f9__letters_without_marks__go_to_the_question(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers)
    hands.press("F9")
    hands.type("kinh phi")
    hands.press("Enter")
    settle(workers)
    assert current_key(page) == "cost"


def test_strip_of_keys__put_away__stays_away_until_it_is_called(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    page = begin(window, workers)
    assert not page.strip.isHidden()
    page.footer.dismiss.click()
    settle(workers)
    assert page.strip.isHidden()
    assert workspace.setting("hint_strip") == "hidden"
    hands.press("Shift+F1")
    settle(workers)
    assert not page.strip.isHidden()
    assert workspace.setting("hint_strip") == "shown"


def test_saved_mark__after_a_draft_and_after_saving__says_the_time(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers)
    ordinary(page, hands)
    rest(600)
    settle(workers)
    assert "09:41" in page.header.facts()
    assert "09:41" in window.status.saved.text()
    hands.press("Ctrl+Enter")
    settle(workers)
    assert page.header.facts().endswith("đã lưu 09:41")


# --- recovery


def test_recovery__after_a_stop_in_the_middle__is_asked_by_name_and_keeps_the_identity(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    filled = entering.new_entry(workspace, "activity", now=NOW)
    filled.entry.set_value(NodeRef("title"), "Hội thi dở dang")
    entering.save_draft(workspace, filled, now=NOW)
    recovering.begin_typing(workspace, filled.record_id)
    window._ask_recovery()
    settle(workers)
    (dialog,) = [one for one in window.findChildren(RecoveryDialog) if one.isVisible()]
    assert "Hội thi dở dang" in dialog.words.text()
    assert "12/11/2026 09:41" in dialog.words.text()
    hands.press("Enter")
    settle(workers)
    page = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    assert page.filled is not None
    assert page.filled.record_id == filled.record_id
    hands.type("!")
    rest(600)
    settle(workers)
    assert [draft.record_id for draft in entering.drafts(workspace)] == [filled.record_id]


def test_recovery__after_leaving_in_order__is_not_asked(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    begin(window, workers)
    hands.type("Hội thi")
    rest(600)
    settle(workers)
    assert recovering.interrupted(workspace) is not None
    window.go("home")
    settle(workers)
    assert recovering.interrupted(workspace) is None
    assert len(entering.drafts(workspace)) == 1


def test_strip_of_keys__put_away__is_brought_back_in_the_settings(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    page = begin(window, workers)
    page.footer.dismiss.click()
    settle(workers)
    window.go("settings")
    settle(workers)
    box = cast("SettingsPage", window.page("settings")).strip_box
    assert not box.isChecked()
    box.setFocus()
    press(box, "Space")
    settle(workers)
    assert workspace.setting("hint_strip") == "shown"
    window.go("records", form_id="activity")
    settle(workers)
    again = begin(window, workers)
    assert not again.strip.isHidden()
