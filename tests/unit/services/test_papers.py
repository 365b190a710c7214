"""Numbers and remarks of a report in a real workspace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hrdesk.errors import NumberTakenError
from hrdesk.indicators.period import parse_period
from hrdesk.reports.content import ListItem, Paragraph
from hrdesk.services import numbering, remarking, reporting
from hrdesk.services.report_sections import SECTIONS
from tests.support.desk import NOW, activity, make_desk

PERIOD = parse_period("2026-11")


@pytest.fixture
def desk(tmp_path):
    ws = make_desk(tmp_path / "desk")
    keep(ws, "Tọa đàm quyền trẻ em", date(2026, 10, 20), people=64)
    keep(ws, "Nói chuyện tại chùa Ô Lâm", date(2026, 11, 3), people=120)
    yield ws
    ws.close()


def keep(ws, title, on, people):
    record = activity(ws, title, on, people=people)
    ws.store.save(record, at=NOW, actor=ws.name)


def paragraphs(content):
    return [block.text for block in content.body if isinstance(block, Paragraph | ListItem)]


def test_number__given__stands_on_the_paper_with_its_day(desk):
    given = numbering.give_number(desk, PERIOD, now=NOW, number=7, issued_on=date(2026, 11, 16))
    content = reporting.report_content(desk, PERIOD, now=NOW + timedelta(days=30))
    assert (content.number, content.symbol) == ("7", "BC-UBND")
    assert content.issued_on == date(2026, 11, 16)
    assert numbering.standing_number(desk, PERIOD) == given


def test_number__of_the_next_report__is_free_and_a_taken_one_refused(desk):
    numbering.give_number(desk, PERIOD, now=NOW, number=7)
    other = parse_period("2026-10")
    with pytest.raises(NumberTakenError):
        numbering.give_number(desk, other, now=NOW, number=7)
    assert numbering.give_number(desk, other, now=NOW).number == 8
    again = numbering.give_number(desk, PERIOD, now=NOW)
    assert [one.number for one in numbering.numbers(desk, 2026)] == [9, 8, 7]
    assert numbering.standing_number(desk, PERIOD) == again


def test_remarks__never_written__propose_what_the_report_says(desk):
    said = paragraphs(reporting.report_content(desk, PERIOD, now=NOW))
    sections = {one.section: one for one in remarking.remarks(desk, PERIOD)}
    assert not any(one.edited for one in sections.values())
    assert sections["direction"].proposed in said
    assert sections["proposals"].proposed in said
    for task in sections["next_tasks"].proposed.splitlines():
        assert any(one.rstrip(".;") == task.rstrip(".;") for one in said)


def test_remarks__kept__stand_in_the_report_and_a_blank_one_is_proposed_again(desk):
    written = {
        "causes": "Do mưa lũ kéo dài.\n\n  Do thiếu kinh phí. ",
        "proposals": "Cấp kinh phí.",
    }
    remarking.keep_remarks(desk, PERIOD, written, now=NOW)
    said = paragraphs(reporting.report_content(desk, PERIOD, now=NOW))
    assert {"Do mưa lũ kéo dài.", "Do thiếu kinh phí.", "Cấp kinh phí."} <= set(said)
    remarking.keep_remarks(desk, PERIOD, {"proposals": " "}, now=NOW)
    said = paragraphs(reporting.report_content(desk, PERIOD, now=NOW))
    assert "Cấp kinh phí." not in said
    assert "Không có kiến nghị, đề xuất." in said
    other = paragraphs(reporting.report_content(desk, parse_period("2026-10"), now=NOW))
    assert "Do mưa lũ kéo dài." not in other


def test_remarks__when_a_figure_they_mention_changes__are_marked_where(desk):
    text = "Đã tổ chức 2 hoạt động cho 184 lượt người; 355 là số kế hoạch."
    remarking.keep_remarks(desk, PERIOD, {"results": text}, now=NOW)
    assert _marks(desk) == ()
    keep(desk, "Hội thi tìm hiểu pháp luật", date(2026, 11, 9), people=1066)
    marks = _marks(desk)
    assert [(one.was, one.now) for one in marks] == [("2", "3"), ("184", "1.250")]
    assert [text[one.start : one.end] for one in marks] == ["2", "184"]
    remarking.keep_remarks(desk, PERIOD, {"results": text.replace("184", "1.250")}, now=NOW)
    assert [(one.was, one.now) for one in _marks(desk)] == []


def _marks(desk):
    sections = {one.section: one for one in remarking.remarks(desk, PERIOD)}
    return sections["results"].disagreements


def test_remarks__of_an_unknown_section__are_refused(desk):
    with pytest.raises(KeyError):
        remarking.keep_remarks(desk, PERIOD, {"other": "x"}, now=NOW)


def test_remarks__of_a_period_without_records__are_not_lost(desk):
    empty = parse_period("2026-03")
    for section in SECTIONS:
        remarking.keep_remarks(desk, empty, {section: f"Viết ở mục {section}"}, now=NOW)
    said = " ".join(paragraphs(reporting.report_content(desk, empty, now=NOW)))
    assert all(f"Viết ở mục {section}" in said for section in SECTIONS)


def test_part__edited_from_the_proposed__agrees_until_a_record_changes(desk):
    section = "part:activity"
    first = {one.section: one for one in remarking.remarks(desk, PERIOD)}[section]
    assert first.proposed.startswith("Trong kỳ đã tổ chức 2 hoạt động")
    text = first.proposed.replace("Trong kỳ", "Trong tháng", 1)
    remarking.keep_remarks(desk, PERIOD, {section: text}, now=NOW)
    assert text.splitlines()[0] in paragraphs(reporting.report_content(desk, PERIOD, now=NOW))
    kept = {one.section: one for one in remarking.remarks(desk, PERIOD)}[section]
    assert kept.edited
    assert not kept.disagreements
    keep(desk, "Hội nghị ấp Phước Lộc", date(2026, 11, 5), people=31)
    marked = {one.section: one for one in remarking.remarks(desk, PERIOD)}[section]
    said = {(one.was, one.now) for one in marked.disagreements}
    assert ("2", "3") in said
    assert ("184", "215") in said
    for one in marked.disagreements:
        assert marked.text[one.start : one.end] == one.was


def test_figure__shared_by_several__is_that_whose_word_stands_before_it():
    then = {"a": "1", "b": "1"}
    now = remarking.Figures({"a": "1", "b": "4"}, {"a": "Hội nghị", "b": "Tọa đàm"})
    text = "Hình thức: Hội nghị (1), Tọa đàm (1)."
    (found,) = remarking.disagreements(text, then, now)
    assert (found.figure, found.now, text[: found.start].endswith("Tọa đàm (")) == ("b", "4", True)


def test_consolidated_remarks__follow_the_figures_of_the_whole_province(tmp_path):
    ws = make_desk(tmp_path / "province", province=True)
    keep(ws, "Hội nghị của tỉnh", date(2026, 11, 3), people=90)
    kind = numbering.CONSOLIDATED
    section = "part:activity"
    proposed = {one.section: one.proposed for one in remarking.remarks(ws, PERIOD, kind=kind)}
    assert "90 lượt người" in proposed[section]
    remarking.keep_remarks(ws, PERIOD, {section: proposed[section]}, now=NOW, kind=kind)
    keep(ws, "Tọa đàm của tỉnh", date(2026, 11, 4), people=10)
    marked = {one.section: one for one in remarking.remarks(ws, PERIOD, kind=kind)}[section]
    assert ("90", "100") in {(one.was, one.now) for one in marked.disagreements}
    ws.close()
