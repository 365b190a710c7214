"""The text of a report, written and kept in the window; its number; Word and Excel files."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton

from hrdesk.gui.entry.remarks_dialog import RemarksDialog
from hrdesk.indicators.period import parse_period
from hrdesk.services import numbering, remarking
from tests.support.gui import settle

PERIOD = "2026-11"
TITLE = "Công tác tuyên truyền, phổ biến"


@pytest.fixture
def dialog(window, workers):
    window.go("report", period_id=PERIOD)
    settle(workers)
    page = window.page("report")
    page.acts.edit_text()
    settle(workers)
    found = page.findChild(RemarksDialog)
    assert found is not None
    return found


def test_text__kept__stands_in_the_pages(window, workers, dialog):
    page = window.page("report")
    dialog.fields["causes"].setPlainText("Do mưa lũ kéo dài.")
    dialog.fields["causes"].document().setModified(True)
    dialog.number.setText("31")
    dialog.save_button.click()
    settle(workers)
    ws = page.session.workspace
    period = parse_period(PERIOD)
    kept = {one.section: one for one in remarking.remarks(ws, period)}
    assert kept["causes"].text == "Do mưa lũ kéo dài."
    assert not kept["direction"].edited
    assert numbering.standing_number(ws, period).number == 31


def test_text__of_every_section__says_what_stands_there_otherwise(dialog):
    assert "355/KH-UBND" in dialog.fields["direction"].placeholderText()
    assert not any(mark.isVisibleTo(dialog) for mark in dialog.marks.values())


def test_office_files__saved_from_the_page__are_whole(
    window,
    workers,
    tmp_path,
):
    window.go("report", period_id=PERIOD)
    settle(workers)
    page = window.page("report")
    assert len(page.save_button.menu().actions()) == 3
    for name in ("report.docx", "report.xlsx"):
        page.acts.save_to(tmp_path / name)
        settle(workers)
        assert zipfile.ZipFile(tmp_path / name).testzip() is None


def test_day__of_the_report__is_a_date(dialog):
    assert isinstance(dialog.issued_on.date().toPython(), date)


def test_part__taken_from_the_proposed__is_marked_at_the_figure_that_changed(
    window, workers, dialog
):
    ws, period = window.page("report").session.workspace, parse_period(PERIOD)
    section = "part:activity"
    link = next(one for one in dialog.findChildren(QAbstractButton) if "đề xuất" in one.text())
    assert link.isEnabled()
    field = dialog.fields[section]
    dialog.take(section)
    assert field.toPlainText().startswith("Trong kỳ")
    dialog.save_button.click()
    settle(workers)
    kept = {one.section: one for one in remarking.remarks(ws, period)}[section]
    assert kept.edited
    wrong = kept.text.replace("Trong kỳ", "Kỳ này")
    remark = ws.store.papers.remarks(numbering.REPORT, period.period_id)[section]
    then = {
        name: "777" if value == kept.then[TITLE] else value
        for name, value in remark.figures.items()
    }
    aged = replace(remark, text=wrong.replace(kept.then[TITLE], "777", 1), figures=then)
    ws.store.papers.keep_remark(numbering.REPORT, period.period_id, aged, actor=ws.name)
    sections = remarking.remarks(ws, period)
    again = RemarksDialog(window.session, period, sections, parent=window)
    (chosen,) = again.fields[section].extraSelections()
    assert chosen.cursor.selectedText() == "777"
    assert again.marks[section].isVisibleTo(again)
    again.fields[section].setPlainText("Không còn số nào.")
    assert not again.marks[section].isVisibleTo(again)
    again.deleteLater()
