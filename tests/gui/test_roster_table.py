"""Participants by keys alone: pasted, corrected, known again, marked, ordered, counted."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.fault_list import _MESSAGE as FAULT
from hrdesk.gui.entry.fault_list import FaultList
from hrdesk.gui.entry.paste_preview import PastePreview
from hrdesk.gui.look.theme import SCALE, UNIT, font
from hrdesk.gui.papers.paper_dialog import PaperDialog
from hrdesk.records.entry import NodeRef
from hrdesk.services.entering import new_entry, save_record
from tests.gui.test_entry_table import come_back, people
from tests.support.desk import NOW
from tests.support.gui import settle
from tests.support.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from hrdesk.gui.entry.cell_editing import CellDelegate
    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.entry.repeat_model import RepeatModel
    from hrdesk.gui.entry.roster_table import RosterTable
    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace

REPEAT = "participants"
HEAD = "STT\tHọ tên\tĐơn vị công tác\tGiới tính"


@pytest.fixture
def table(window: MainWindow, workers: Workers) -> RosterTable:
    window.open_record("training", None)
    settle(workers)
    page = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    assert page.view is not None
    made = cast("RosterTable", page.view.tables[REPEAT])
    made.take_focus()
    settle(workers)
    return made


@pytest.fixture
def met_before(workspace: Workspace) -> None:
    """Two people of one name and one other, in last month's training."""
    session = new_entry(workspace, "training", now=NOW)
    entry = session.entry
    day = NOW.date() - timedelta(days=30)
    entry.set_value(NodeRef("title"), "Lớp tập huấn tháng trước")
    entry.set_value(NodeRef("event_on"), day.isoformat())
    entry.set_value(NodeRef("roster_until"), (day + timedelta(days=700)).isoformat())
    rows = (
        ("Nguyễn Thị Hường", "Trạm Y tế xã", "Điều dưỡng"),
        ("Trần Văn Đại", "Trường Tiểu học A", "Giáo viên"),
        ("Trần Văn Đại", "Hội Nông dân xã", "Chủ tịch"),
    )
    entry.add_rows(
        REPEAT,
        [[("full_name", n), ("workplace", w), ("position", p)] for n, w, p in rows],
    )
    save_record(workspace, session, now=NOW, complete=False)


@pytest.fixture
def in_preview() -> Iterator[Callable[[Callable[[PastePreview], None]], None]]:
    """Do something in the next preview of what is pasted, as soon as it stands there."""
    timers: list[QTimer] = []
    failed: list[BaseException] = []

    def arrange(does: Callable[[PastePreview], None]) -> None:
        timer = QTimer()
        timers.append(timer)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, PastePreview):
                focus = QApplication.focusWidget()
                if focus is None or not dialog.isAncestorOf(focus):
                    dialog.activateWindow()  # a busy machine: it has not the keyboard yet
                    return
                timer.stop()
                try:
                    does(dialog)
                except BaseException as error:  # noqa: BLE001 - raised again when the test ends
                    failed.append(error)
                    dialog.reject()

        timer.timeout.connect(look)
        timer.start(20)

    yield arrange
    for timer in timers:
        timer.stop()
    if failed:
        raise failed[0]


def paste(text: str) -> None:
    QApplication.clipboard().setText(text)
    Hands().press("Ctrl+V")


def column(table: RosterTable, key: str) -> list[str]:
    model = table.model
    place = model.column_of(key)
    return [model.index(row, place).data() for row in range(model.real_rows())]


def shown_heads(preview: PastePreview) -> list[str]:
    return [box.currentText() for box in preview.boxes]


# --- pasting


def test_paste__from_excel_with_headings_and_a_cell_of_two_lines__keeps_its_rows(
    table: RosterTable, in_preview: Callable[[Callable[[PastePreview], None]], None]
) -> None:
    seen: list[list[str]] = []

    def confirm(preview: PastePreview) -> None:
        seen.append(shown_heads(preview))
        Hands().press("Enter")

    in_preview(confirm)
    paste(f'{HEAD}\n1\tNguyễn Thị Mơ\t"Trạm Y tế\nxã Mẫu"\tNữ\n2\tChau Sóc Kha\tẤp 2\tNam\n')
    assert seen == [["Bỏ qua", "Họ và tên", "Đơn vị công tác", "Giới tính"]]
    assert column(table, "full_name") == ["Nguyễn Thị Mơ", "Chau Sóc Kha"]
    assert column(table, "workplace") == ["Trạm Y tế xã Mẫu", "Ấp 2"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Nguyễn Thị Mơ - Trạm Y tế xã\n2. Chau Sóc Kha - Ban Nhân dân ấp 2",
        "Nguyễn Thị Mơ (Trạm Y tế xã)\nChau Sóc Kha (Ban Nhân dân ấp 2)",
        "- Nguyễn Thị Mơ, Trạm Y tế xã\n- Chau Sóc Kha, Ban Nhân dân ấp 2",
        "Nguyễn Thị Mơ\tTrạm Y tế xã\nChau Sóc Kha\tBan Nhân dân ấp 2",
    ],
)
def test_paste__free_text_and_cells_without_headings__are_cut_into_columns(
    table: RosterTable,
    in_preview: Callable[[Callable[[PastePreview], None]], None],
    text: str,
) -> None:
    in_preview(lambda _preview: Hands().press("Enter"))
    paste(text)
    assert column(table, "full_name") == ["Nguyễn Thị Mơ", "Chau Sóc Kha"]
    assert column(table, "workplace") == ["Trạm Y tế xã", "Ban Nhân dân ấp 2"]


def test_paste__columns_guessed_wrongly__are_corrected_by_keys_before_rows_land(
    table: RosterTable, in_preview: Callable[[Callable[[PastePreview], None]], None]
) -> None:
    guessed: list[list[str]] = []

    def correct(preview: PastePreview) -> None:
        guessed.append(shown_heads(preview))
        assert table.model.real_rows() == 0
        hands = Hands()
        for _ in range(12):
            if QApplication.focusWidget() is preview.boxes[0]:
                break
            hands.press("Tab")
        assert QApplication.focusWidget() is preview.boxes[0]
        hands.press("Home", "Down", "Down")  # not the name: the workplace, which leaves its column
        assert preview.boxes[0].currentText() == "Đơn vị công tác"
        hands.press("Tab", "Home", "Down")
        assert preview.boxes[1].currentText() == "Họ và tên"
        hands.press("Enter")

    in_preview(correct)
    paste("Ấp Mẫu\tNguyễn Thị Mơ\nẤp Thử\tChau Sóc Kha")
    assert guessed[0][0] == "Họ và tên"
    assert column(table, "full_name") == ["Nguyễn Thị Mơ", "Chau Sóc Kha"]
    assert column(table, "workplace") == ["Ấp Mẫu", "Ấp Thử"]


def test_paste__headings_in_other_words__are_left_out_by_space(
    table: RosterTable, in_preview: Callable[[Callable[[PastePreview], None]], None]
) -> None:
    titles: list[str] = []

    def correct(preview: PastePreview) -> None:
        hands = Hands()
        assert not preview.headed.isChecked()
        hands.press("Tab")
        assert QApplication.focusWidget() is preview.headed
        hands.press("Space")
        titles.append(preview.take.accessibleName())
        hands.press("Enter")

    in_preview(correct)
    paste("Danh tánh\tChỗ làm việc\nNguyễn Thị Mơ\tẤp Mẫu\nChau Sóc Kha\tẤp Thử")
    assert titles == ["Thêm 2 dòng"]
    assert column(table, "full_name") == ["Nguyễn Thị Mơ", "Chau Sóc Kha"]


def test_paste__declined__changes_nothing(
    table: RosterTable, in_preview: Callable[[Callable[[PastePreview], None]], None]
) -> None:
    in_preview(lambda _preview: Hands().press("Escape"))
    paste("Nguyễn Thị Mơ\tẤp 1\nChau Sóc Kha\tẤp 2")
    assert table.model.real_rows() == 0


# --- people met before


@pytest.mark.usefixtures("met_before")
def test_people__met_before__are_shown_and_filled_in_from_the_preview(
    table: RosterTable,
    in_preview: Callable[[Callable[[PastePreview], None]], None],
) -> None:
    said: list[str] = []

    def fill(preview: PastePreview) -> None:
        place = len(preview.boxes)
        cells = (preview._table.item(line, place) for line in (1, 2, 3))
        said.extend(cell.text() if cell is not None else "" for cell in cells)
        assert preview.fill.isVisibleTo(preview)
        Hands().press("Ctrl+Enter")

    in_preview(fill)
    paste("nguyễn thị hường\tTRẠM Y TẾ XÃ\nTrần Văn Đại\tẤp 9\nLê Văn Thử\tẤp 3")
    assert said[0].endswith("Trạm Y tế xã")
    assert said[1] == "trùng tên, khác đơn vị"
    assert said[2] == ""
    assert column(table, "position") == ["Điều dưỡng", "", ""]


@pytest.mark.usefixtures("met_before")
def test_person__typed_without_marks__is_offered_and_brings_the_workplace(
    table: RosterTable, workers: Workers
) -> None:
    hands = Hands()
    hands.type("nguyen thi hu")
    settle(workers)
    hands.press("Down", "Enter")
    assert column(table, "full_name") == ["Nguyễn Thị Hường"]
    assert column(table, "workplace") == ["Trạm Y tế xã"]
    assert column(table, "position") == ["Điều dưỡng"]


# --- attendance, order, counts


def test_attendance__one_key_a_person_and_one_for_all(table: RosterTable) -> None:
    table.add_rows(people(4))
    table.focus_cell(table.model.index(1, 0))
    hands = Hands()
    hands.press("Space")
    assert table.acts.is_present(1)
    hands.press("Space")
    key = table.acts.roster.attendance_key
    assert table.filling.entry.value(NodeRef(key, REPEAT, 1)) == "0"
    hands.press("F9")
    assert [table.acts.is_present(row) for row in range(4)] == [True, False, True, True]
    hands.press("Ctrl+Z")
    assert [table.acts.is_present(row) for row in range(4)] == [False] * 4


def test_attendance__x_and_v_in_its_column__mark_and_go_down(table: RosterTable) -> None:
    table.add_rows(people(3))
    table.focus_cell(table.model.index(0, table.grid.attendance_column))
    hands = Hands()
    hands.type("xvx")
    assert [table.acts.is_present(row) for row in range(3)] == [True, False, True]


def test_order__by_given_name__is_that_of_the_vietnamese_alphabet(table: RosterTable) -> None:
    names = ("Lê Văn Đạt", "Trần Thị Ánh", "Nguyễn Văn An", "Phạm Thị Dung", "Bùi Văn Ân")
    table.add_rows([[("full_name", name)] for name in names])
    hands = Hands()
    hands.press("F11")
    wanted = ["Nguyễn Văn An", "Trần Thị Ánh", "Bùi Văn Ân", "Phạm Thị Dung", "Lê Văn Đạt"]
    assert column(table, "full_name")[:5] == wanted
    kept = [table.filling.entry.value(NodeRef("full_name", REPEAT, row)) for row in range(5)]
    assert kept == list(names)
    hands.press("Shift+F11")
    kept = [table.filling.entry.value(NodeRef("full_name", REPEAT, row)) for row in range(5)]
    assert kept == wanted
    come_back(table)
    hands.press("Ctrl+Z")
    assert table.filling.entry.value(NodeRef("full_name", REPEAT, 0)) == "Lê Văn Đạt"


def test_counts__beside_the_table__follow_every_change(
    table: RosterTable, workers: Workers
) -> None:
    table.add_rows(people(5))
    table.side.refresh()
    assert table.side.isVisibleTo(table)
    words = [table.side.by.itemText(place) for place in range(table.side.by.count())]
    assert any("Giới tính" in one for one in words)
    assert any("Đơn vị" in one for one in words)
    sex = next(place for place, one in enumerate(words) if "Giới tính" in one)
    table.side.by.setFocus()
    Hands().press("Home", *["Down"] * sex)
    assert sorted(table.side.groups.texts()) == ["Nam: 3", "Nữ: 2"]
    table.focus_cell(table.model.index(0, 0))
    Hands().press("Ctrl+Delete")
    settle(workers)
    table.side.refresh()
    assert sorted(table.side.groups.texts()) == ["Nam: 2", "Nữ: 2"]
    table.focus_cell(table.model.index(0, 0))
    Hands().press("F12")
    assert table.side.count is not None
    assert table.side.count.numbers
    for one in table.side.count.numbers:
        assert table.filling.entry.value(NodeRef(one.key)) == str(one.listed)


# --- rows


def test_rows__inserted_moved_and_taken_out_by_keys__come_back_step_by_step(
    table: RosterTable,
) -> None:
    table.add_rows([[("full_name", name)] for name in ("Một", "Hai", "Ba")])
    table.focus_cell(table.model.index(2, 0))
    hands = Hands()
    hands.press("Alt+Up")
    assert column(table, "full_name") == ["Một", "Ba", "Hai"]
    assert table.grid.currentIndex().row() == 1
    hands.press("Alt+Up", "Alt+Up")
    assert column(table, "full_name") == ["Ba", "Một", "Hai"]
    hands.press("Alt+Down")
    assert column(table, "full_name") == ["Một", "Ba", "Hai"]
    hands.press("Ctrl++")
    assert column(table, "full_name") == ["Một", "", "Ba", "Hai"]
    hands.press("Ctrl+Delete")
    hands.press("Ctrl+Delete")
    assert column(table, "full_name") == ["Một", "Hai"]
    for _ in range(3):
        come_back(table)
        hands.press("Ctrl+Z")
    assert column(table, "full_name") == ["Một", "Ba", "Hai"]
    hands.press("Ctrl+Y")
    assert column(table, "full_name") == ["Một", "", "Ba", "Hai"]


def test_rows__several_marked__move_together_and_stay_marked(table: RosterTable) -> None:
    table.add_rows([[("full_name", name)] for name in ("Một", "Hai", "Ba", "Bốn")])
    table.focus_cell(table.model.index(0, 0))
    hands = Hands()
    hands.press("Shift+Down", "Alt+Down")
    assert column(table, "full_name") == ["Ba", "Một", "Hai", "Bốn"]
    hands.press("Alt+Down", "Alt+Down")
    assert column(table, "full_name") == ["Ba", "Bốn", "Một", "Hai"]
    assert sorted({index.row() for index in table.grid.selectedIndexes()}) == [2, 3]


def test_first_column__scrolled_sideways__stays_in_sight(
    table: RosterTable, window: MainWindow
) -> None:
    table.add_rows(people(3))
    last = table.model.columnCount() - 1
    table.focus_cell(table.model.index(0, last))
    assert table.grid.horizontalScrollBar().value() > 0
    assert table._first.isVisible()
    assert table._first.columnViewportPosition(0) == 0
    assert table._first.rowViewportPosition(1) == table.grid.rowViewportPosition(1)


# --- size


def test_three_hundred_rows__one_key_typed__asks_only_for_what_is_in_sight(
    table: RosterTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.add_rows(people(300))
    QApplication.processEvents()
    table.focus_cell(table.model.index(150, 0))
    hands = Hands()
    hands.type("A")
    QApplication.processEvents()
    asked: list[int] = []
    painted: list[int] = []
    data = type(table.model).data
    paint = type(table.delegate).paint

    def counted(model: RepeatModel, index: QModelIndex, role: int = 0) -> object:
        asked.append(index.row())
        return data(model, index, role)

    def drawn(
        delegate: CellDelegate,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> None:
        painted.append(index.row())
        paint(delegate, painter, option, index)

    monkeypatch.setattr(type(table.model), "data", counted)
    monkeypatch.setattr(type(table.delegate), "paint", drawn)
    hands.type("n")
    QApplication.processEvents()
    assert table.filling.entry.value(NodeRef("full_name", REPEAT, 150)) == "An"
    in_sight = table.grid.viewport().height() // 30 + 2
    assert len(set(asked)) <= in_sight
    assert len(painted) <= in_sight * table.model.columnCount()


def test_a_thousand_rows__one_answer__recalculates_its_own_row(table: RosterTable) -> None:
    few = _work(table, 10)
    many = _work(table, 990)
    assert many <= few * 2


def _work(table: RosterTable, more: int) -> int:
    """How many answers one typed answer sets off to be looked at again."""
    table.add_rows(people(more))
    changes = table.filling.entry.set_value(NodeRef("position", REPEAT, 3), f"Cán bộ {more}")
    return sum(
        len(part)
        for part in (changes.values, changes.relevance, changes.violations, changes.choices)
    )


# --- on paper


def test_sign_in_sheet__of_a_list_not_saved_yet__is_shown_to_be_printed(
    table: RosterTable, window: MainWindow, workers: Workers
) -> None:
    table.add_rows(people(2))
    page = cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)
    hands = Hands()
    pages: list[str] = []
    for steps, names in ((0, True), (1, False)):
        table.take_focus()
        hands.press("Ctrl+P")
        assert page.papers.menu is not None
        words = [action.text() for action in page.papers.menu.actions()]
        assert len(words) == 2  # the record itself is not kept yet
        hands.press(*["Down"] * steps, "Return")
        settle(workers)
        dialog = next(one for one in page.findChildren(PaperDialog) if one.isVisible())
        text = pdf_text(dialog._path)
        pages.append(text)
        assert ("Nguyễn Thị Hường 0" in text) is names
        dialog.reject()
        settle(workers)
        window.activateWindow()
        come_back(table)
    assert pages[0] != pages[1]


def pdf_text(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    )
    return done.stdout


def test_keyboard__back_in_the_table_from_elsewhere__its_cell_is_in_sight(
    table: RosterTable, window: MainWindow
) -> None:
    view = cast("RecordsPage", window.page("records"))._entry.view
    table.add_rows([[("full_name", f"Chau Sóc Kha {number}")] for number in range(300)])
    QApplication.processEvents()
    table.grid.clearFocus()  # as while a dialog stands before it
    view.verticalScrollBar().setValue(0)
    table.grid.setFocus()
    QApplication.processEvents()
    spot = table.mapTo(view, table.current_place().center())
    assert 0 < spot.y() < view.viewport().height()


# --- a number that is missing while the list gives it


def page_of(window: MainWindow) -> EntryPage:
    return cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)


def said_at(window: MainWindow, key: str) -> str:
    view = page_of(window).view
    assert view is not None
    return view.fields[NodeRef(key)].fault


def test_missing_number__list_filled__its_fault_names_the_key_that_takes_it_over(
    table: RosterTable, window: MainWindow, workers: Workers
) -> None:
    page = page_of(window)
    assert page.view is not None
    page.view.filling.add_rows(REPEAT, people(100))
    table.take_focus()
    for _ in range(20):  # through the faults, as the person goes
        Hands().press("F8")
        settle(workers)
        if page.view.current_ref() == NodeRef("people"):
            break
    assert said_at(window, "people") == (
        "Chưa trả lời. Theo danh sách là 100: nhấn F12 để lấy số này."
    )
    Hands().press("F12")
    settle(workers)
    assert page.view.entry.value(NodeRef("people")) == "100"
    assert said_at(window, "people") == ""
    assert not page.view.entry.value(NodeRef("women"))  # it takes what its sentence says, no more
    Hands().press("Ctrl+Z")
    assert page.view.entry.value(NodeRef("people")) == ""


def test_missing_number__list_grows__its_fault_says_the_number_of_now(
    table: RosterTable, window: MainWindow, workers: Workers
) -> None:
    page = page_of(window)
    assert page.view is not None
    page.view.reveal_faults()
    assert said_at(window, "people") == "Chưa trả lời."
    page.view.filling.add_rows(REPEAT, people(3))
    assert "là 3:" in said_at(window, "people")
    page.view.filling.add_rows(REPEAT, people(1))
    assert "là 4:" in said_at(window, "people")
    page.list_faults()
    popup = next(one for one in page.findChildren(FaultList) if one.isVisible())
    faults = [popup.rows.item(row).data(FAULT) for row in range(popup.rows.count())]
    said = next(one for one in faults if "nhấn F12" in one)
    room = popup.rows.viewport().width() - 4 * UNIT
    assert QFontMetrics(font(SCALE.second)).horizontalAdvance(said) <= room  # none of it is cut
    popup.close()
    settle(workers)
