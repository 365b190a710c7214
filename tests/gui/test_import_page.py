"""An office's workbook taken over with the keyboard, from the list to the list and back again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QTableWidget, QWidget

from hrdesk.gui.look import messages
from hrdesk.services import importing
from hrdesk.services.lists import RecordQuery
from tests.support.gui import press, settle, type_text
from tests.support.sheets import HEADER, good_rows, in_tcvn3, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.gui.importing.page import ImportPage
    from hrdesk.gui.lists.records_page import RecordsPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.services.workspace import Workspace

TOTAL = 11  # records of the prototype


@pytest.fixture
def page(window: MainWindow, workers: Workers) -> ImportPage:
    window.go("records", form_id="activity")
    settle(workers)
    press(window, "Ctrl+I")
    settle(workers)
    return cast("ImportPage", window.page("import"))


def look(page: ImportPage, workers: Workers, path: Path) -> None:
    page.look_into(path)
    settle(workers)


def forth(page: ImportPage, workers: Workers) -> None:
    press(cast("QWidget", page.window().focusWidget() or page), "Ctrl+Return")
    settle(workers)


def bad_sheet(path: Path) -> Path:
    rows = good_rows(150)
    for row in rows[::3]:
        row[1] = "31/02/2026"
    return write_workbook(path, rows, above=("SỔ THEO DÕI", "Năm 2026"))


def count(workspace: Workspace) -> int:
    return workspace.store.count(RecordQuery(form_id="activity"))


def test_import__keys_only__checked_taken_in_and_undone(
    page: ImportPage, workers: Workers, workspace: Workspace, tmp_path: Path
) -> None:
    assert page.header.title.text().endswith("Hoạt động")
    assert not page.forth_button.isEnabled()
    look(page, workers, bad_sheet(tmp_path / "so.xlsx"))
    assert page.file.header.value() == 3
    forth(page, workers)
    assert [box.value() for box in page.columns.boxes][:2] == ["title", "event_on"]
    forth(page, workers)
    assert "100" in page.check.said.text.text()
    assert "50" in page.check.said.text.text()
    assert page.forth_button.accessibleName() == "Nhập 100 dòng"
    assert page.refused_button.isVisible()
    assert count(workspace) == TOTAL
    forth(page, workers)
    assert count(workspace) == TOTAL + 100
    page.check.said.button.setFocus()
    QTest.keyClick(page.check.said.button, Qt.Key.Key_Space)
    settle(workers)
    assert count(workspace) == TOTAL
    assert not page.check.said.button.isVisible()


def test_import__rows_refused__saved_with_reasons(
    page: ImportPage, workers: Workers, tmp_path: Path
) -> None:
    look(page, workers, bad_sheet(tmp_path / "so.xlsx"))
    forth(page, workers)
    forth(page, workers)
    assert page.check.faults.rowCount() == 50
    assert page.check.faults.item(0, 0).text() == "4"
    assert page.check.faults.item(0, 2).text() == "31/02/2026"
    page.save_refused(tmp_path / "loi.xlsx")
    settle(workers)
    sheet = load_workbook(tmp_path / "loi.xlsx").active
    assert sheet.max_row == 51
    assert sheet["D1"].value == "Lý do: Từ ngày"
    assert "31/02/2026" in sheet["D2"].value


def test_import__wrong_and_doubled_columns__chosen_by_typing(
    page: ImportPage, workers: Workers, workspace: Workspace, tmp_path: Path
) -> None:
    header = ("Nội dung", *HEADER[1:4], "Số lượt người", "Ngôn ngữ")
    look(page, workers, write_workbook(tmp_path / "so.xlsx", good_rows(3), header=header))
    forth(page, workers)
    boxes = page.columns.boxes
    assert boxes[0].value() == ""
    assert [box.value() for box in boxes][3:5] == ["people", ""]
    assert "Số lượt người" in page.columns.said.text.text()
    assert boxes[0].line.hasFocus()
    boxes[0].line.selectAll()
    type_text(boxes[0].line, "ten hoat dong")
    boxes[0].completer().popup().hide()
    press(boxes[0].line, "Return")
    assert boxes[0].value() == "title"
    boxes[4].show_value("")
    boxes[4].setCurrentIndex(boxes[4].findData("people"))
    boxes[4].activated.emit(boxes[4].currentIndex())
    assert [box.value() for box in page.columns.boxes][3:5] == ["", "people"]
    forth(page, workers)
    forth(page, workers)
    assert count(workspace) == TOTAL + 3
    page.session.shell.go("import", form_id="activity")
    look(page, workers, tmp_path / "so.xlsx")
    assert page.columns.boxes[0].value() == "title"
    assert "trước" in page.columns.said.text.text()


def test_import__legacy_letters__before_and_after_and_another_choice(
    page: ImportPage, workers: Workers, tmp_path: Path
) -> None:
    rows = [[in_tcvn3(c) if isinstance(c, str) else c for c in row] for row in good_rows(5)]
    header = [in_tcvn3(title) for title in HEADER]
    look(page, workers, write_workbook(tmp_path / "cu.xlsx", rows, header=header, font=".VnTime"))
    forth(page, workers)
    table = page.columns.table
    assert in_tcvn3("Tọa đàm") in table.item(0, 1).text()
    assert "Tọa đàm" in table.item(0, 3).text()
    letters = page.columns.encodings[0]
    letters.setCurrentIndex(0)
    letters.activated.emit(0)
    assert "Tọa đàm" not in table.item(0, 3).text()


def test_import__dates_that_excel_turned__shown_said_and_chosen_otherwise(
    page: ImportPage, workers: Workers, tmp_path: Path
) -> None:
    rows = good_rows(4)
    days = [date(2026, 5, 11), date(2026, 6, 11), "13/10/2026", "25/10/2026"]
    for row, day in zip(rows, days, strict=True):
        row[1] = day
    look(page, workers, write_workbook(tmp_path / "so.xlsx", rows))
    forth(page, workers)
    assert "Từ ngày" in page.columns.said.text.text()
    box = page.columns.encodings[1]
    assert box.currentData() == "turned"
    read = page.columns.table.item(1, 3)
    assert read is not None
    assert read.text().startswith("05/11/2026")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)  # the day first, as it stands
    read = page.columns.table.item(1, 3)
    assert read is not None
    assert read.text().startswith("11/05/2026")
    assert page.columns.plan.columns[1].dates == "day"
    assert page.columns.plan.columns[0].dates == "day"


def test_import__cells_merged_over_rows__their_value_shown_and_said(
    page: ImportPage, workers: Workers, tmp_path: Path
) -> None:
    rows = good_rows(3)
    rows[1][1] = rows[2][1] = None
    path = write_workbook(tmp_path / "so.xlsx", rows)
    book = load_workbook(path)
    book.worksheets[0].merge_cells("B2:B4")
    book.save(path)
    look(page, workers, path)
    forth(page, workers)
    forth(page, workers)
    assert "2 ô thuộc ô gộp" in page.check.said.text.text()
    shown = [page.check.rows.item(row, 1) for row in range(3)]
    assert {item.text() for item in shown if item is not None} == {"05/01/2026"}


def test_import__rows_hidden_by_a_filter__counted_with_a_warning(
    page: ImportPage, workers: Workers, tmp_path: Path
) -> None:
    path = write_workbook(tmp_path / "so.xlsx", good_rows(4))
    book = load_workbook(path)
    for number in (3, 4):
        book.worksheets[0].row_dimensions[number].hidden = True
    book.save(path)
    look(page, workers, path)
    forth(page, workers)
    forth(page, workers)
    said = page.check.said.text.text()
    assert "4 dòng" in said
    assert "2 dòng bị ẩn" in said
    assert "Không có lỗi" not in said
    assert page.forth_button.accessibleName() == "Nhập 4 dòng"


def test_import__another_header_row__columns_guessed_anew(
    page: ImportPage, workers: Workers, tmp_path: Path
) -> None:
    look(page, workers, bad_sheet(tmp_path / "so.xlsx"))
    page.file.header.setFocus()
    page.file.header.setValue(2)
    settle(workers)
    assert page.columns.boxes[0].value() == ""
    page.file.header.setValue(3)
    settle(workers)
    assert page.columns.boxes[0].value() == "title"


def test_import__cancelled_in_the_middle__nothing_taken_in(
    page: ImportPage, workers: Workers, workspace: Workspace, tmp_path: Path
) -> None:
    look(page, workers, write_workbook(tmp_path / "so.xlsx", good_rows(3000)))
    forth(page, workers)
    forth(page, workers)
    job = []
    run = workers.run
    workers.run = lambda *a, **k: job.append(run(*a, **k)) or job[-1]  # type: ignore[method-assign]
    page.forth()
    job[0].progress.cancel()
    workers.run = run  # type: ignore[method-assign]
    settle(workers)
    assert count(workspace) == TOTAL
    assert importing.imports(workspace) == ()


def test_import__earlier_imports__listed_on_arrival(
    page: ImportPage, workers: Workers, window: MainWindow, tmp_path: Path
) -> None:
    look(page, workers, write_workbook(tmp_path / "so.xlsx", good_rows(2)))
    for _ in range(3):
        forth(page, workers)
    press(page, "Esc")
    settle(workers)
    press(window, "Ctrl+I")
    settle(workers)
    assert page.file.recent.isVisible()


def test_import__every_control__has_a_name(
    page: ImportPage, workers: Workers, tmp_path: Path
) -> None:
    look(page, workers, bad_sheet(tmp_path / "so.xlsx"))
    for _ in range(2):
        forth(page, workers)
    for kind in (QAbstractButton, QComboBox, QTableWidget):
        for widget in page.findChildren(kind):
            inside = widget.parent()
            if isinstance(widget, QAbstractButton) and not widget.text() and widget.isHidden():
                continue
            if isinstance(inside, QTableWidget) or widget.objectName().startswith("qt_"):
                continue
            if type(widget).__module__.startswith("PySide6") and kind is QAbstractButton:
                continue
            assert widget.accessibleName(), widget


def test_list__menu__exports_what_is_listed(
    window: MainWindow, workers: Workers, tmp_path: Path
) -> None:
    window.go("records", form_id="activity")
    settle(workers)
    records = cast("RecordsPage", window.page("records"))
    assert records.list.more_button.accessibleName() == "Nhập, xuất"
    records.export(records.list.query(), tmp_path / "ds.xlsx")
    settle(workers)
    assert load_workbook(tmp_path / "ds.xlsx").active.max_row == TOTAL + 1


def test_import__same_workbook_again__rows_shown_left_out_or_taken_by_choice(
    page: ImportPage, workers: Workers, workspace: Workspace, tmp_path: Path
) -> None:
    path = write_workbook(tmp_path / "so.xlsx", good_rows(4))
    look(page, workers, path)
    for _ in range(3):
        forth(page, workers)
    assert count(workspace) == TOTAL + 4
    page.arrive(form_id="activity")
    settle(workers)
    rows = good_rows(5)
    look(page, workers, write_workbook(tmp_path / "them.xlsx", [*rows, rows[4]]))
    forth(page, workers)
    forth(page, workers)
    check = page.check
    assert check.stack.currentWidget() is check.twins
    assert [check.twins.item(line, 0).text() for line in range(5)] == ["2", "3", "4", "5", "7"]
    assert check.twins.item(4, 3).text() == "dòng 6 của trang tính này"
    assert "5 dòng đã có" in check.said.text.text()
    assert page.forth_button.isEnabled()
    check.keep_box.setFocus()
    press(check.keep_box, "Space")
    assert "6" in page.forth_button.text()
    press(check.keep_box, "Space")
    forth(page, workers)
    assert count(workspace) == TOTAL + 5
    assert "5 dòng đã có" in check.said.text.text()


def test_import__progress_was_seen__the_keyboard_is_back_in_the_page(
    page: ImportPage,
    workers: Workers,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a slow machine the dialog of the progress comes up, and takes the keyboard with it."""
    monkeypatch.setattr(messages, "_SHOW_AFTER_MS", 0)
    look(page, workers, write_workbook(tmp_path / "so.xlsx", good_rows(4)))
    for _ in range(3):
        forth(page, workers)
    assert count(workspace) == TOTAL + 4
