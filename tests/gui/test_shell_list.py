"""The list of records: found as one types, chips, order, keys; hundreds of rows by pages."""

from __future__ import annotations

import threading
from array import array
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from hrdesk.gui.lists.record_model import FIRST, LINE_ROLE, PAGE, Line, RecordModel, Source
from hrdesk.gui.lists.record_painting import shown_part
from hrdesk.gui.look import messages
from hrdesk.services.lists import RecordQuery
from tests.support.desk import NOW, activity, fill
from tests.support.gui import compose, press, settle, type_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.lists import ListRow
    from hrdesk.services.workspace import Workspace


def records(window: MainWindow, workers: Workers, form_id: str = "activity") -> RecordsPage:
    window.go("records", form_id=form_id)
    settle(workers)
    return cast("RecordsPage", window.page("records"))


def titles(page: RecordsPage) -> list[str]:
    model = page.list.model
    return [model.index(row).data() for row in range(model.rowCount())]


def test_list__of_the_period__shows_newest_first_with_counts(
    window: MainWindow, workers: Workers
) -> None:
    page = records(window, workers)
    assert titles(page)[0] == "Tọa đàm quyền của phụ nữ dân tộc thiểu số"
    assert len(titles(page)) == 11
    assert page.list.chips["this_period"].isChecked()
    assert page.list.chips["incomplete"].accessibleName() == "Còn thiếu  1"
    assert window.navigation.items["kind:activity"].accessibleName() == "Hoạt động, 11"


def test_search__typed_without_accents__finds_and_marks(
    window: MainWindow, workers: Workers
) -> None:
    page = records(window, workers)
    press(window, "Ctrl+F")
    assert window.focusWidget() is page.list.search
    type_text(page.list.search, "dan toc")
    settle(workers)
    assert len(titles(page)) == 9
    assert all("dân tộc" in title.lower() for title in titles(page))
    press(page.list.search, "Esc")
    settle(workers)
    assert len(titles(page)) == 11


def test_search__committed_by_an_input_method__finds(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    compose(page.list.search, "Đại đoàn kết")
    settle(workers)
    assert titles(page) == ["Ngày hội Đại đoàn kết toàn dân tộc, ấp Phước Lộc"]


def test_search__finding_nothing__says_what_to_do(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    type_text(page.list.search, "khong co gi nhu vay")
    settle(workers)
    assert page.list.empty.isVisible()
    assert "khong co gi" in page.list.empty.title.text()


def test_chip__incomplete__shows_only_those(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    page.list.chips["incomplete"].setFocus()
    press(page.list.chips["incomplete"], "Space")
    settle(workers)
    assert titles(page) == ["Ngày hội Đại đoàn kết toàn dân tộc, ấp Phước Lộc"]
    line = page.list.model.index(0).data(LINE_ROLE)
    assert (line.state, line.tone) == ("còn thiếu", "bad")


def test_order__by_name__is_the_vietnamese_order(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    page.list.choose_order("title")
    settle(workers)
    assert titles(page)[0].startswith("Cổ động")
    assert titles(page)[-1].startswith("Văn nghệ")


def test_enter__on_a_row__opens_it_beside_the_list(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    press(window, "Ctrl+F")
    press(page.list.search, "Down")
    assert window.focusWidget() is page.list.view
    press(page.list.view, "Down")
    press(page.list.view, "Return")
    settle(workers)
    assert page.right.isVisible()
    assert not page.idle.isVisible()
    assert page.list.view.painting.open_id == page.list.model.line(1).record_id  # type: ignore[union-attr]
    press(window, "Ctrl+PgDown")
    settle(workers)
    assert page.list.view.currentIndex().row() == 2


def test_other_period__without_records__says_so(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers)
    page.list.choose_period(page._periods[3])
    settle(workers)
    assert titles(page) == []
    assert page.list.empty.isVisible()


def test_delete_and_bring_back__from_the_list(
    window: MainWindow, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "ask", lambda *_args, **_kinds: True)
    page = records(window, workers)
    page.list.view.setCurrentIndex(page.list.model.index(0))
    press(page.list.view, "Del")
    settle(workers)
    assert len(titles(page)) == 10
    page.list.show_deleted()
    settle(workers)
    assert titles(page) == ["Tọa đàm quyền của phụ nữ dân tộc thiểu số"]
    page.list.restore_wanted.emit(page.list.model.line(0).record_id)  # type: ignore[union-attr]
    settle(workers)
    page.list.choose_chip("all")
    settle(workers)
    assert len(titles(page)) == 11


def test_register__has_no_period(window: MainWindow, workers: Workers) -> None:
    page = records(window, workers, "agency")
    assert not page.list.chips["this_period"].isVisible()
    assert not page.list.period_button.isVisible()
    assert page.list.empty.isVisible()


def test_many_rows__scrolled_to_the_end__come_by_pages(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    day = NOW.date()
    for number in range(600):
        record = activity(
            workspace, f"Buổi phát thanh số {number}", day - timedelta(days=number % 20)
        )
        workspace.store.save(record, at=NOW, actor=workspace.name)
    page = records(window, workers)
    page.list.choose_chip("all")
    settle(workers)
    model = page.list.model
    assert model.rowCount() == 611
    assert page.list.total.text() == "611 bản ghi"
    page.list.view.setFocus()
    press(page.list.view, "End")
    settle(workers)
    assert page.list.view.currentIndex().row() == 610
    assert isinstance(model.line(610), Line)
    titles(page)  # asks for the pages between
    settle(workers)
    assert len(set(titles(page))) == 611


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Họp mặt người có uy tín trong đồng bào dân tộc", "dan toc", "…g đồng bào dân tộc"),
        ("Họp mặt người có uy tín trong đồng bào dân tộc", "hop", "Họp mặt người có u…"),
        ("Họp mặt người có uy tín trong đồng bào dân tộc", "", "Họp mặt người có u…"),
        ("Họp mặt người có uy tín trong đồng bào dân tộc", "khác", "Họp mặt người có u…"),
        ("Dân tộc", "dan", "Dân tộc"),
        ("Khôngcókhoảngtrắngnàotrongtên dân", "dan", "…ắngnàotrongtên dân"),
        ("Họp mặt người có uy tín trong đồng bào dân tộc", "uy tin", "…t người có uy tín…"),
    ],
)
def test_hit__beyond_the_edge__the_text_is_shown_from_before_it(
    text: str, query: str, shown: str
) -> None:
    def elided(whole: str, left: bool) -> str:
        if len(whole) <= 19:
            return whole
        return f"…{whole[-18:]}" if left else f"{whole[:18]}…"

    assert shown_part(text, query, elided) == shown


class Numbers:
    """Rows by number, in memory, counting what is fetched."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.fetched = 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def ids(self, query: RecordQuery) -> array[int]:
        return array(
            "q", range(self.count if query.limit is None else min(query.limit, self.count))
        )

    def rows(self, rowids: Sequence[int]) -> list[ListRow]:
        assert self.may_go_on.wait(20)
        self.fetched += len(rowids)
        return [cast("ListRow", number) for number in rowids]

    def line(self, row: ListRow) -> Line:
        return Line(f"id{row}", "activity", f"Dòng {row}", "")


def test_model__of_a_million_rows__fetches_what_is_looked_at(
    qtbot: QtBot, workers: Workers
) -> None:
    numbers = Numbers(1_000_000)
    model = RecordModel(Source(numbers.ids, numbers.rows, numbers.line), workers)
    told: list[int] = []
    model.dataChanged.connect(lambda first, *_: told.append(first.row()))
    model.show_query(RecordQuery())
    settle(workers)
    assert model.rowCount() == 1_000_000
    numbers.may_go_on.clear()  # a slow disk
    assert model.line(777_777) is None
    assert told == []
    numbers.may_go_on.set()
    settle(workers)
    assert told == [777_777 // PAGE * PAGE]
    assert model.line(777_777) == Line("id777777", "activity", "Dòng 777777", "")
    assert numbers.fetched <= 200 + PAGE
    assert model.row_of("id777777") == 777_777


def test_model__page_that_comes_within_a_frame__there_at_once_and_not_painted_twice(
    qtbot: QtBot, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hrdesk.gui.lists.record_model.PATIENCE", 20)
    numbers = Numbers(10_000)
    model = RecordModel(Source(numbers.ids, numbers.rows, numbers.line), workers)
    model.show_query(RecordQuery())
    settle(workers)
    told: list[int] = []
    model.dataChanged.connect(lambda first, *_: told.append(first.row()))
    assert model.line(7_777) == Line("id7777", "activity", "Dòng 7777", "")
    settle(workers)
    assert told == []
    assert numbers.fetched <= 200 + PAGE


def test_model__page_that_cannot_be_read__told_once_and_not_while_painting(
    qtbot: QtBot, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hrdesk.gui.lists.record_model.PATIENCE", 20)
    numbers = Numbers(10_000)
    model = RecordModel(Source(numbers.ids, numbers.rows, numbers.line), workers)
    model.show_query(RecordQuery())
    settle(workers)
    errors: list[BaseException] = []
    broken = RecordModel(Source(numbers.ids, _gone, numbers.line), workers)
    broken._ids = model._ids
    broken.on_error = errors.append
    assert broken.line(7_777) is None
    assert errors == []
    settle(workers)
    assert [str(error) for error in errors] == ["gone"]


class Searched(Numbers):
    """Other rows once something is searched for."""

    def ids(self, query: RecordQuery) -> array[int]:
        found = super().ids(query)
        return array("q", (5_000 + number for number in found)) if query.search else found


def test_model__page_asked_for_before_another_query_came__does_not_stand_in_its_list(
    qtbot: QtBot, workers: Workers
) -> None:
    numbers = Searched(1_000)
    model = RecordModel(Source(numbers.ids, numbers.rows, numbers.line), workers)
    model.show_query(RecordQuery())
    settle(workers)
    numbers.may_go_on.clear()
    model.show_query(RecordQuery(search="khác"))
    assert model.line(777) is None  # painted once more while the search is under way
    numbers.may_go_on.set()
    settle(workers)
    model.line(777)
    settle(workers)
    assert model.line(777) == Line("id5777", "activity", "Dòng 5777", "")


class Counted(Numbers):
    """All ids take their time, the first ones do not."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.counting = threading.Event()
        self.may_count = threading.Event()

    def ids(self, query: RecordQuery) -> array[int]:
        if query.limit is None:
            self.counting.set()
            assert self.may_count.wait(20)
        return super().ids(query)


def test_model__page_asked_for_while_its_list_was_short__is_fetched_whole(
    qtbot: QtBot, workers: Workers
) -> None:
    numbers = Counted(1_000)
    model = RecordModel(Source(numbers.ids, numbers.rows, numbers.line), workers)
    assert FIRST % PAGE
    model.show_query(RecordQuery())
    qtbot.waitUntil(numbers.counting.is_set)
    assert model.line(FIRST - 1) is None  # painted while all ids are being counted
    numbers.may_count.set()
    settle(workers)
    model.line(FIRST)
    settle(workers)
    assert model.line(FIRST) == Line(f"id{FIRST}", "activity", f"Dòng {FIRST}", "")


def test_model__rows_of_two_pages_in_sight__come_by_one_call(
    qtbot: QtBot, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hrdesk.gui.lists.record_model.PATIENCE", 20)
    numbers = Numbers(10_000)
    model = RecordModel(Source(numbers.ids, numbers.rows, numbers.line), workers)
    model.show_query(RecordQuery())
    settle(workers)
    asked: list[int] = []
    monkeypatch.setattr(numbers, "rows", lambda ids: asked.append(len(ids)) or list(ids))
    twice = RecordModel(Source(numbers.ids, numbers.rows, numbers.line), workers)
    twice._ids = model._ids
    twice.look_at(PAGE * 9 - 4, PAGE * 9 + 8)
    assert asked == [2 * PAGE]
    assert twice.line(PAGE * 9 - 1) == Line(f"id{PAGE * 9 - 1}", "activity", "Dòng 287", "")
    assert twice.line(PAGE * 9) == Line(f"id{PAGE * 9}", "activity", "Dòng 288", "")
    assert asked == [2 * PAGE]


def _gone(_rowids: Sequence[int]) -> list[ListRow]:
    raise OSError("gone")


def test_model__keeps_qts_rules(qtbot: QtBot, workers: Workers) -> None:
    numbers = Numbers(1000)
    model = RecordModel(Source(numbers.ids, numbers.rows, numbers.line), workers)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    model.show_query(RecordQuery())
    settle(workers)
    model.show_lines([Line("a", "activity", "Một", "", "nháp", "warn")])
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Một, nháp"
    assert tester is not None


def test_drafts__typed_and_not_saved__have_their_chip(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    from hrdesk.services import entering

    session = entering.new_entry(workspace, "activity", now=NOW)
    from hrdesk.records.entry import NodeRef

    session.entry.set_value(NodeRef("title"), "Đang gõ dở")
    entering.save_draft(workspace, session, now=NOW)
    page = records(window, workers)
    page.list.choose_chip("drafts")
    settle(workers)
    assert titles(page) == ["Đang gõ dở"]
    assert page.list.model.line(0).state == "nháp"  # type: ignore[union-attr]


def test_counts__after_a_save_elsewhere__are_read_anew(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    records(window, workers)
    fill(workspace, [("Thêm một buổi", "seminar", 10)])
    press(window, "F5")
    settle(workers)
    assert window.navigation.items["kind:activity"].accessibleName() == "Hoạt động, 12"
