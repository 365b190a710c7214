"""The papers of a period from the report page, by keys; the charts beside the figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pikepdf
from PySide6.QtWidgets import QApplication

from hrdesk.gui.look.chart_view import ChartView
from hrdesk.gui.papers import paper_making
from hrdesk.gui.papers.paper_dialog import PaperDialog
from hrdesk.gui.papers.record_papers import RecordPapers
from hrdesk.gui.period import report_acts
from hrdesk.records.record import Record, RecordStatus, Row
from hrdesk.services.papers_made import papers_made
from tests.support.desk import NOW
from tests.support.gui import press, settle

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow


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
        "Bản lưu trữ (PDF/A-2b)…",
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
    page.acts.save_to(tmp_path / "saved.pdf")
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


def test_certificate__of_one_person_chosen_by_name__is_that_page_alone(
    window: MainWindow, workers: Workers
) -> None:
    ws = window.page("report").session.workspace
    names = ("Nguyễn Thị Mẫu", "Chau Văn Thử", "Néang Thử Nghiệm")
    answers = {"event_on": "2026-11-05", "title": "Tập huấn quyền trẻ em", "sessions": "1"}
    rows = tuple(Row({"full_name": name}) for name in names)
    kept = ws.store.save(
        Record(
            record_id="5f0c9a50-0000-4000-8000-000000000001",
            form_id="training",
            form_version=ws.form("training").version,
            unit=ws.unit_key,
            status=RecordStatus.COMPLETE,
            revision=0,
            desk_id=ws.desk_id,
            author=ws.name,
            created_at=NOW,
            updated_at=NOW,
            event_on=date(2026, 11, 5),
            answers=answers,
            repeats={"participants": rows},
        ),
        at=NOW,
        actor=ws.name,
    )
    page = window.page("report")
    papers = RecordPapers(page.session, page, lambda: None)
    papers._ask_person(kept.record_id)
    assert [papers.dialog.comboBoxItems()[1]] == ["2. Chau Văn Thử"]
    papers.dialog.setTextValue("2. Chau Văn Thử")
    press(papers.dialog, "Return")
    settle(workers)
    dialog = next(one for one in page.findChildren(PaperDialog) if one.isVisible())
    assert dialog.preview.pages() == 1
    text = dialog.preview.document.getAllText(0).text()
    assert "Chau Văn Thử" in text
    dialog.reject()
    settle(workers)


def test_paper__kept_from_its_dialog_in_each_format__is_whole_and_listed(
    window: MainWindow, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("report", period_id="2026-11")
    settle(workers)
    page = window.page("report")
    menu = page.papers_button.menu()
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    settle(workers)
    dialog = next(one for one in page.findChildren(PaperDialog) if one.isVisible())
    for action, suffix in zip(
        dialog.save_button.menu().actions(), (".pdf", ".docx", ".xlsx"), strict=True
    ):
        target = tmp_path / f"kept{suffix}"
        monkeypatch.setattr(paper_making, "ask_path", lambda *_, place=target: place)
        action.trigger()
        settle(workers)
        assert target.read_bytes()[:2] in {b"%P", b"PK"}
    dialog.reject()
    made = papers_made(page.session.workspace)
    assert [(one.kind, one.source) for one in made] == [("summary", "2026-11")] * 3
    assert all(one.is_there for one in made)


def test_report__kept_for_the_archive_from_the_window__says_so_in_its_metadata(
    window: MainWindow, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("report", period_id="2026-11")
    settle(workers)
    page = window.page("report")
    target = tmp_path / "archive.pdf"
    monkeypatch.setattr(report_acts, "ask_path", lambda *_: target)
    page.acts.archive()
    settle(workers)
    with pikepdf.open(target) as pdf, pdf.open_metadata() as said:
        assert said.pdfa_status == "2B"
