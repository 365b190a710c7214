"""Whole records by keys alone, as a clerk types them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.question_widgets.select_one import SearchEditor
from hrdesk.gui.lists.records_page import RecordsPage
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import RecordStatus
from hrdesk.services import entering
from tests.support.desk import NOW
from tests.support.gui import settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace


@pytest.fixture
def hands() -> Hands:
    return Hands()


def begin(window: MainWindow, workers: Workers, form_id: str) -> EntryPage:
    window.open_record(form_id, None)
    settle(workers)
    page = cast("RecordsPage", window.page("records"))._entry
    page.focus_first()
    return cast("EntryPage", page)


def current_key(page: EntryPage) -> str:
    assert page.view is not None
    ref = page.view.current_ref()
    return ref.key if ref else ""


def go_on_to(page: EntryPage, hands: Hands, key: str) -> None:
    for _ in range(40):
        if current_key(page) == key:
            return
        hands.press("Enter")
    pytest.fail(f"Enter never reached {key}")


def test_activity__by_keys_alone__is_saved_complete(
    window: MainWindow, workers: Workers, workspace: Workspace, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    assert current_key(page) == "title"
    hands.answer("Tọa đàm quyền của phụ nữ dân tộc thiểu số")
    hands.answer("1111")
    hands.press("Enter")  # one day
    assert current_key(page) == "activity_kind"
    hands.press("2", "Enter")  # Tọa đàm, hội thảo
    hands.answer("Nhà văn hóa ấp Phước Lộc")
    hands.press("Enter", "Enter")  # role as it stands, no partners
    assert current_key(page) == "languages"
    hands.press("2", "Enter")
    assert current_key(page) == "people"
    hands.answer("64")
    hands.answer("40")
    hands.answer("38")
    hands.press("Ctrl+Enter")
    settle(workers)
    assert page.filled is not None
    record = page.filled.record
    assert record is not None
    assert record.status is RecordStatus.COMPLETE
    assert record.answers["event_on"] == "2026-11-11"
    assert record.answers["activity_kind"] == "seminar"
    assert record.answers["languages"] == "vi km"
    assert record.answers["place"] == "Nhà văn hóa ấp Phước Lộc"
    assert (record.answers["people"], record.answers["women"]) == ("64", "40")
    kept = entering.open_entry(workspace, record.record_id, now=NOW)
    assert kept.resumed_at is None
    assert kept.entry.value(NodeRef("title")).startswith("Tọa đàm")
    assert "đã lưu" in page.header.facts()
    assert hands.pressed <= 18


def test_training__with_participants_by_keys_alone__keeps_every_row(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "training")
    hands.answer("Bồi dưỡng báo cáo viên cơ sở")
    hands.answer("1011")
    view = page.view
    assert view is not None
    go_on_to(page, hands, "people")
    hands.answer("2")
    go_on_to(page, hands, "full_name")
    for name, place in (("Nguyễn Thị Hường", "Trạm Y tế xã"), ("Chau Sóc Kha", "Ấp Phước Lộc")):
        hands.answer(name)
        hands.answer(place)
        hands.answer("Cán bộ")
        hands.press("7", "Enter")  # tuyên truyền viên
        hands.press("1" if name.startswith("Nguyễn") else "2", "Enter")
        hands.answer("1")
        hands.press("1", "Enter")
        if current_key(page) == "official_id":
            hands.press("Enter")
    assert current_key(page) == "full_name"
    hands.press("Enter")  # out of the empty row, out of the table
    assert current_key(page) != "full_name"
    hands.press("Ctrl+Enter")
    settle(workers)
    assert page.filled is not None
    record = page.filled.record
    assert record is not None, [v.message for v in page.filled.entry.violations()]
    rows = record.repeats["participants"]
    assert [row.answers["full_name"] for row in rows] == ["Nguyễn Thị Hường", "Chau Sóc Kha"]
    assert rows[0].answers["participant_group"] == "grassroots_speakers"
    assert [row.answers["sex"] for row in rows] == ["female", "male"]
    assert rows[1].answers["passed"] == "yes"


def test_shift_enter__from_the_third_question__goes_back(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    hands.answer("Hội nghị")
    hands.press("Enter")
    assert current_key(page) == "ended_on"
    hands.press("Shift+Enter")
    assert current_key(page) == "event_on"
    hands.press("Shift+Tab")
    assert current_key(page) == "title"
    hands.press("Tab")
    assert current_key(page) == "event_on"


def test_date__typed_in_every_short_way__is_written_out(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    assert page.view is not None
    line = page.view.fields[NodeRef("event_on")].editor.focus_target()
    for typed, iso, shown in (
        ("1503", "2026-03-15", "15/03/2026"),
        ("h", "2026-11-12", "12/11/2026"),
        ("5/11", "2026-11-05", "05/11/2026"),
        ("99", "99", "99"),
    ):
        page.view.focus_ref(NodeRef("event_on"))
        hands.answer(typed)
        assert page.view.entry.value(NodeRef("event_on")) == iso
        assert line.text() == shown


def test_fault__of_a_question__is_said_after_leaving_it(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    view.focus_ref(NodeRef("people"))
    hands.answer("64")
    women = view.fields[NodeRef("women")]
    hands.type("71")
    assert women.fault == ""
    hands.press("Enter")
    assert women.fault == "71 lớn hơn số lượt người (64)"
    assert not page.header.faults.isHidden()
    view.focus_ref(NodeRef("people"))
    hands.answer("80")
    assert women.fault == ""


def test_f8__pressed_again_and_again__visits_every_fault_in_order(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    seen = []
    for _ in range(3):
        hands.press("F8")
        seen.append(current_key(page))
    assert seen == ["event_on", "activity_kind", "title"]


def test_complete__with_faults__goes_to_the_first_and_keeps_the_record_out(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    hands.type("Hội nghị")
    hands.press("Ctrl+Enter")
    settle(workers)
    assert page.filled is not None
    assert page.filled.record is None
    assert current_key(page) == "event_on"
    assert page.header.banner_text().startswith("Chưa hoàn thành: còn 2 chỗ")
    hands.press("F2")
    assert QApplication.activePopupWidget() is not None
    hands.press("Down", "Enter")
    assert current_key(page) == "activity_kind"
    assert page.view is not None
    assert page.view.shown_faults() == 2


def test_digits__in_a_long_list__wait_for_the_second_digit(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    view.focus_ref(NodeRef("activity_kind"))
    assert isinstance(view.fields[NodeRef("activity_kind")].editor, SearchEditor)
    hands.press("1", "2", "Enter")
    assert view.entry.value(NodeRef("activity_kind")) == "online_campaign"
    view.focus_ref(NodeRef("activity_kind"))
    hands.press("1", "Enter")
    assert view.entry.value(NodeRef("activity_kind")) == "conference"
    view.focus_ref(NodeRef("activity_kind"))
    hands.type("phat th")
    hands.press("Enter")
    assert view.entry.value(NodeRef("activity_kind")) == "broadcast"


def test_several_choices__typed_by_number_and_letters__are_listed(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    view.focus_ref(NodeRef("audiences"))
    hands.press("3", "1")
    hands.type("hoc sinh")
    hands.press("Enter")
    hands.press("Enter")
    assert view.entry.value(NodeRef("audiences")) == "public members students"
    line = view.fields[NodeRef("audiences")].editor.focus_target()
    assert line.text() == "Nhân dân; Đoàn viên, hội viên; Học sinh, sinh viên"
    assert current_key(page) == "channels"


def test_undo__of_two_questions__takes_back_visit_by_visit(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    view = page.view
    assert view is not None
    hands.answer("Hội nghị sơ kết")
    hands.answer("1111")
    assert view.entry.value(NodeRef("event_on")) == "2026-11-11"
    hands.press("Ctrl+Z")
    assert view.entry.value(NodeRef("event_on")) == ""
    assert current_key(page) == "event_on"
    assert view.entry.value(NodeRef("title")) == "Hội nghị sơ kết"
    hands.press("Ctrl+Z")
    assert view.entry.value(NodeRef("title")) == ""
    hands.press("Ctrl+Y")
    assert view.entry.value(NodeRef("title")) == "Hội nghị sơ kết"


def test_f4__in_a_question__takes_the_answer_of_the_record_before(
    window: MainWindow, workers: Workers, hands: Hands, workspace: Workspace
) -> None:
    page = begin(window, workers, "activity")
    previous = page.over.previous
    assert previous["title"]
    hands.press("F4")
    assert page.view is not None
    assert page.view.entry.value(NodeRef("title")) == previous["title"]
    assert current_key(page) == "event_on"


def test_copy__of_the_whole_record_with_a_new_date__takes_six_keys(
    window: MainWindow, workers: Workers, hands: Hands
) -> None:
    page = begin(window, workers, "activity")
    previous = dict(page.over.previous)
    hands.press("Ctrl+Shift+D")
    assert current_key(page) == "event_on"
    hands.type("1011")
    hands.press("Ctrl+Enter")
    settle(workers)
    assert page.filled is not None
    record = page.filled.record
    assert record is not None, [v.message for v in page.filled.entry.violations()]
    assert record.answers["title"] == previous["title"]
    assert record.answers["event_on"] == "2026-11-10"
    assert hands.pressed <= 6
