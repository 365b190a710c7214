"""The keys that a record costs beyond its text, counted, beside the same row in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.paste_preview import PastePreview
from hrdesk.gui.lists.records_page import RecordsPage
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import RecordStatus
from tests.support.gui import settle
from tests.support.hands import Hands
from tests.support.spreadsheet import copied_row, pasted_rows, typed_row

if TYPE_CHECKING:
    from hrdesk.gui.entry.entry_page import EntryPage
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.records.record import Record
    from tests.conftest import Figure

COLUMNS = (
    "title", "event_on", "ended_on", "activity_kind", "place", "our_role", "partners",
    "languages", "people", "women", "minorities",
)  # fmt: skip
PEOPLE = (
    "Nguyễn Thị Hường", "Chau Sóc Kha", "Trần Văn Bình", "Lê Thị Thu", "Neang Sóc Khom",
)  # fmt: skip


def show(window: MainWindow, workers: Workers, form_id: str) -> EntryPage:
    window.go("records", form_id=form_id)
    settle(workers)
    return cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)


def entry_of(window: MainWindow, workers: Workers) -> EntryPage:
    settle(workers)
    return cast("EntryPage", cast("RecordsPage", window.page("records"))._entry)


def saved(page: EntryPage, workers: Workers) -> Record:
    settle(workers)
    assert page.filled is not None
    record = page.filled.record
    assert record is not None, [broken.message for broken in page.filled.entry.violations()]
    assert record.status is RecordStatus.COMPLETE
    return record


def key_of(page: EntryPage) -> str:
    assert page.view is not None
    ref = page.view.current_ref()
    return ref.key if ref else ""


def test_keys__ordinary_activity__at_most_12(
    window: MainWindow, workers: Workers, figure: Figure
) -> None:
    hands = Hands()
    show(window, workers, "activity")
    hands.press("Ctrl+N")
    page = entry_of(window, workers)
    hands.answer("Tọa đàm quyền của phụ nữ dân tộc thiểu số")
    hands.type("1111")
    hands.press("F8")  # on to what must be answered: the kind
    assert key_of(page) == "activity_kind"
    hands.press("2", "Enter")
    hands.type("Nhà văn hóa ấp Phước Lộc")
    hands.press("F8")
    assert key_of(page) == "people"
    hands.answer("64")
    hands.answer("40")
    hands.type("38")
    hands.press("Ctrl+Enter")
    record = saved(page, workers)
    assert record.answers["place"] == "Nhà văn hóa ấp Phước Lộc"
    assert record.answers["activity_kind"] == "seminar"
    assert record.answers["minorities"] == "38"
    sheet = typed_row([record.answers.get(key, "") for key in COLUMNS])
    figure("key presses, ordinary activity: {}, in a spreadsheet {}", hands.pressed, sheet)
    assert hands.pressed <= 12
    assert hands.pressed <= sheet


def test_keys__last_weeks_activity_with_a_new_date__at_most_6(
    window: MainWindow, workers: Workers, figure: Figure
) -> None:
    hands = Hands()
    show(window, workers, "activity")
    hands.press("Ctrl+N")
    page = entry_of(window, workers)
    hands.press("Ctrl+Shift+D")
    assert key_of(page) == "event_on"
    hands.type("1211")
    hands.press("Ctrl+Enter")
    record = saved(page, workers)
    assert record.answers["event_on"] == "2026-11-12"
    cells = [record.answers.get(key, "") for key in COLUMNS]
    sheet = copied_row(cells, [COLUMNS.index("event_on")])
    figure("key presses, copy with a new date: {}, in a spreadsheet {}", hands.pressed, sheet)
    assert hands.pressed <= 6
    assert hands.pressed <= sheet


def test_keys__30_participants_pasted__at_most_8(
    window: MainWindow, workers: Workers, figure: Figure
) -> None:
    show(window, workers, "training")
    window.new_record()
    page = entry_of(window, workers)
    assert page.view is not None
    rows = [f"{PEOPLE[number % 5]} {number}\tẤp {number % 4}" for number in range(30)]
    QApplication.clipboard().setText("\n".join(rows))
    hands = Hands()
    hands.press("F9")
    hands.type("danh sach hoc vien")
    hands.press("Enter")
    settle(workers)
    assert key_of(page) == "full_name"
    confirmed: list[str] = []

    def confirm() -> None:
        preview = QApplication.activeModalWidget()
        if not isinstance(preview, PastePreview):  # on a slow machine it takes its time
            QTimer.singleShot(50, confirm)
            return
        confirmed.append(preview.windowTitle())
        hands.pressed += 1  # Enter on what the preview guessed
        QTest.keyClick(preview, Qt.Key.Key_Return)

    QTimer.singleShot(50, confirm)
    hands.press("Ctrl+V")
    assert len(confirmed) == 1
    settle(workers)
    assert page.view.entry.rows("participants") >= 30
    assert page.view.entry.value(NodeRef("full_name", "participants", 0)).startswith("Nguyễn")
    sheet = pasted_rows(30)
    figure("key presses, 30 participants pasted: {}, in a spreadsheet {}", hands.pressed, sheet)
    assert hands.pressed <= 8
    assert hands.pressed <= sheet
