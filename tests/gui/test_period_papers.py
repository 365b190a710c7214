"""The papers of a period from the report page, by keys; the charts beside the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from hrdesk.gui.chart_view import ChartView
from hrdesk.gui.paper_dialog import PaperDialog
from tests.support.gui import press, settle

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.gui.main_window import MainWindow
    from hrdesk.gui.workers import Workers


def test_papers__from_the_keyboard__the_summary_is_shown_before_it_is_printed(
    window: MainWindow, workers: Workers
) -> None:
    window.go("report", period_id="2026-11")
    settle(workers)
    page = window.page("report")
    menu = page.papers_button.menu()
    menu.aboutToShow.emit()
    words = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert words == [
        "Tóm tắt cho lãnh đạo",
        "Biểu chỉ tiêu kèm định nghĩa",
        "Sổ tin giả, không nêu người",
        "Giấy tờ đã lập",
        "Ký số báo cáo…",
        "Nhận lại báo cáo đã ký…",
        "Danh sách của kỳ",
        "Danh sách ký tên để trắng",
        "Phiếu trắng ghi tay",
    ]
    last, lists, forms = (action.menu() for action in menu.actions() if action.menu())
    assert [action.text() for action in last.actions()] == ["Chưa có"]
    assert len(lists.actions()) == 5
    assert len(forms.actions()) == 7
    for action in (menu.actions()[0], lists.actions()[0], forms.actions()[0]):
        action.trigger()
        settle(workers)
        dialog = next(
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, PaperDialog) and one.isVisible()
        )
        assert dialog.preview.pages() >= 1
        press(dialog, "Esc")
        settle(workers)


def test_papers__saved__are_listed_with_what_they_were_made_from(
    window: MainWindow, workers: Workers, tmp_path: Path
) -> None:
    window.go("report", period_id="2026-11")
    settle(workers)
    page = window.page("report")
    page.save_to(tmp_path / "saved.pdf")
    settle(workers)
    menu = page.papers_button.menu()
    menu.aboutToShow.emit()
    last = next(action.menu() for action in menu.actions() if action.menu())
    (one,) = last.actions()
    assert "saved.pdf" in one.text()
    assert "2026-11" in one.text()


def test_charts__of_the_period__say_in_words_what_they_draw(
    window: MainWindow, workers: Workers
) -> None:
    window.go("report", period_id="2026-11")
    settle(workers)
    page = window.page("report")
    views = page.charts.findChildren(ChartView)
    assert [view.chart.title for view in views][:2] == [
        "Số bản ghi theo tháng",
        "Số bản ghi theo loại",
    ]
    for view in views:
        assert view.chart.rows[-1].label in view.accessibleDescription()
        assert view.height() == view.height_for(view.width())
        assert not view.grab().toImage().isNull()
