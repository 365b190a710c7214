"""Participants and postings: typed, pasted, taken out, brought back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.paste_preview import PastePreview
from hrdesk.gui.entry.pasted_rows import guess_columns, value_of
from hrdesk.gui.lists.records_page import RecordsPage
from hrdesk.records.entry import NodeRef
from hrdesk.records.pasted_text import read_pasted
from tests.support.desk import NOW
from tests.support.gui import rest, settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.entry.repeat_table import RepeatTable
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow

HEAD = "STT\tHọ tên\tĐơn vị công tác\tGiới tính\tGhi chú"
NAMES = ("Nguyễn Thị Hường", "Chau Sóc Kha", "Trần Văn Đại", "Néang Sóc Rây")


@pytest.fixture
def page(window: MainWindow, workers: Workers) -> EntryPage:
    window.open_record("training", None)
    settle(workers)
    made = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    made.focus_first()
    return made


@pytest.fixture
def table(page: EntryPage) -> RepeatTable:
    assert page.view is not None
    made = page.view.tables["participants"]
    made.take_focus()
    return made


def people(count: int) -> list[list[tuple[str, str]]]:
    return [
        [
            ("full_name", f"{NAMES[number % 4]} {number}"),
            ("workplace", "Trạm Y tế xã"),
            ("sex", "female" if number % 2 else "male"),
        ]
        for number in range(count)
    ]


def column(table: RepeatTable, key: str) -> list[str]:
    model = table.model
    place = model.column_of(key)
    return [model.index(row, place).data() for row in range(model.real_rows())]


def accept_preview(parent: QObject) -> QTimer:
    """Press Enter in the preview as soon as it is there."""
    clock = QTimer(parent)

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PastePreview):
            clock.stop()
            QTest.keyClick(dialog, Qt.Key.Key_Return)

    clock.timeout.connect(press)
    clock.start(20)
    return clock


def come_back(table: RepeatTable) -> None:
    """The window is active again, as a window manager makes it when a dialog ends."""
    table.window().activateWindow()
    QTest.qWaitForWindowActive(table.window())
    rest(50)
    table.grid.setFocus()
    rest(20)


def test_paste__of_thirty_rows_with_headings__takes_few_keys(
    table: RepeatTable, page: EntryPage
) -> None:
    rows = [
        f"{number}\t{NAMES[number % 4]}\tẤp {number}\t{'Nữ' if number % 2 else 'nam'}\tx"
        for number in range(1, 31)
    ]
    QApplication.clipboard().setText("\n".join([HEAD, *rows]))
    hands = Hands()
    accept_preview(page)
    hands.press("Ctrl+V")
    assert column(table, "full_name")[:2] == ["Chau Sóc Kha", "Trần Văn Đại"]
    assert column(table, "workplace")[29] == "Ấp 30"
    assert column(table, "sex")[:2] == ["Nữ", "Nam"]
    assert table.model.real_rows() == 30
    assert hands.pressed + 1 <= 8
    come_back(table)
    hands.press("Ctrl+Z")
    assert table.model.real_rows() == 0


def test_paste__of_one_word__goes_into_the_cell(table: RepeatTable) -> None:
    QApplication.clipboard().setText("Lê Hoàng Phúc\n")
    Hands().press("Ctrl+V")
    assert column(table, "full_name") == ["Lê Hoàng Phúc"]


def test_guess__without_headings__drops_the_running_number(table: RepeatTable) -> None:
    rows = read_pasted("1\tNguyễn Thị A\tTrạm Y tế\tNữ\n2\tChau B\tẤp 2\tNam\n")
    guess = guess_columns(rows, table.model.columns())
    assert not guess.has_header
    assert guess.keys == (None, "full_name", "workplace", "sex")


def test_guess__without_headings__knows_places_and_positions_by_their_words(
    table: RepeatTable,
) -> None:
    rows = read_pasted(
        "Nguyễn Thị A\t1985\tChủ tịch\tHội Phụ nữ xã\t0912345678\n"
        "Chau B\t1990\tCán bộ\tTrạm Y tế\t0987654321\n"
    )
    guess = guess_columns(rows, table.model.columns())
    assert guess.keys == ("full_name", None, "position", "workplace", None)


def test_pasted_cell__that_cannot_be_read__is_kept_as_it_is(table: RepeatTable) -> None:
    by_key = {one.key: one for one in table.model.columns()}
    today = NOW.date()
    assert value_of("nữ", by_key["sex"], today) == "female"
    assert value_of("bà", by_key["sex"], today) == "bà"
    assert value_of("2", by_key["sessions_attended"], today) == "2"
    assert value_of("hai", by_key["sessions_attended"], today) == "hai"


def test_row__removed_by_keys__comes_back_with_undo(table: RepeatTable) -> None:
    table.add_rows(people(3))
    hands = Hands()
    hands.press("Up")
    hands.press("Ctrl+Delete")
    assert column(table, "full_name") == ["Nguyễn Thị Hường 0", "Chau Sóc Kha 1"]
    assert "Ctrl+Z" in table.line.whole_text()
    hands.press("Ctrl+Z")
    assert column(table, "full_name")[2] == "Trần Văn Đại 2"


def test_ctrl_enter__in_a_row__begins_the_next(table: RepeatTable, page: EntryPage) -> None:
    hands = Hands()
    hands.type("Sa Lês")
    hands.press("Ctrl+Enter")
    hands.type("Trần Văn Đại")
    hands.press("Enter")
    assert column(table, "full_name") == ["Sa Lês", "Trần Văn Đại"]
    assert page.view is not None
    assert page.view.current_ref() == NodeRef("workplace", "participants", 1)


def test_escape__while_typing_in_a_cell__takes_the_typing_back(table: RepeatTable) -> None:
    table.add_rows(people(1))
    hands = Hands()
    hands.press("Up")
    hands.type("x")
    assert column(table, "full_name") == ["x"]
    hands.press("Esc")
    assert column(table, "full_name") == ["Nguyễn Thị Hường 0"]
    assert table.grid.hasFocus()


def test_tab_and_shift_tab__at_the_ends__leave_the_table(
    table: RepeatTable, page: EntryPage
) -> None:
    assert page.view is not None
    hands = Hands()
    hands.press("Shift+Tab")
    assert page.view.current_ref() == NodeRef("other_count")
    hands.press("Tab")
    assert table.grid.hasFocus()
    hands.press("Tab")
    assert page.view.current_ref() == NodeRef("plan_number")


def test_f8__with_a_fault_in_a_row__goes_to_the_cell(table: RepeatTable, page: EntryPage) -> None:
    rows = people(5)
    rows[3].append(("sessions_attended", "9"))
    table.add_rows(rows)
    assert page.view is not None
    filling = page.view.filling
    for key, value in (("title", "Lớp"), ("event_on", "2026-11-10"), ("people", "5")):
        filling.answer(NodeRef(key), value)
    page.focus_first()
    Hands().press("F8")
    assert page.view.current_ref() == NodeRef("sessions_attended", "participants", 3)
    assert table.line.whole_text() == "9 lớn hơn số buổi của lớp (1)"


def test_cell__not_asked_in_its_row__is_passed_over(table: RepeatTable) -> None:
    table.add_rows(people(2))
    model = table.model
    official = model.column_of("official_id")
    passed = model.column_of("passed")
    table.focus_cell(model.index(0, passed))
    Hands().press("Enter")
    assert (table.grid.currentIndex().row(), table.grid.currentIndex().column()) == (1, 0)
    assert official > passed


def test_model__through_changes_of_rows__keeps_the_contract_of_qt(table: RepeatTable) -> None:
    tester = QAbstractItemModelTester(
        table.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    table.add_rows(people(4))
    table.filling.remove_rows("participants", [1, 2])
    table.filling.undo()
    table.filling.undo()
    assert table.model.rowCount() == 1
    del tester


def test_three_hundred_rows__typed_in__stay_fluent(
    table: RepeatTable, page: EntryPage, record_property: pytest.FixtureRequest
) -> None:
    table.add_rows(people(300))
    hands = Hands()
    hands.type("Nguyễn")
    began = time.perf_counter()
    for char in " Thị Bưởi":
        hands.type(char)
        QApplication.processEvents()
    record_property("ms a key", round((time.perf_counter() - began) / 9 * 1000, 1))  # type: ignore[operator]
    assert column(table, "full_name")[300] == "Nguyễn Thị Bưởi"
    assert table._count.text() == "301 dòng"
