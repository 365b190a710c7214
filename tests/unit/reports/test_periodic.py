"""What the reports say, and that their tables add up."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

from hrdesk.indicators.indicator import Counts, TargetFigure
from hrdesk.indicators.period import parse_period
from hrdesk.indicators.plan import load_plan
from hrdesk.reports.content import Appendix, Heading, ReportContent, Table
from hrdesk.reports.pdf import write_pdf
from hrdesk.reports.periodic import (
    PeriodCounts,
    Remarks,
    TargetWords,
    UnitLine,
    consolidated_content,
    periodic_content,
    target_words,
)
from hrdesk.resources import resource
from tests.support.figures import (
    BEFORE,
    COUNTS,
    FIGURES,
    OFFICE,
    report_input,
    unit_lines,
    zero_input,
)


def said(report: ReportContent) -> str:
    """The body as one text."""
    return " ".join(block.text for block in report.body if not isinstance(block, Table))


def said_of(appendix: Appendix) -> str:
    """An appendix as one text, without its tables."""
    return " ".join(block.text for block in appendix.blocks if not isinstance(block, Table))


def table_of(report: ReportContent, appendix: int) -> Table:
    return next(block for block in report.appendices[appendix].blocks if isinstance(block, Table))


def test_body__of_a_month__has_five_parts_and_seven_results() -> None:
    headings = [
        block for block in periodic_content(report_input()).body if isinstance(block, Heading)
    ]
    assert [one.number for one in headings if one.level == 1] == ["I.", "II.", "III.", "IV.", "V."]
    results = [one.number for one in headings if one.level == 2][:7]
    assert results == [f"{number}." for number in range(1, 8)]


def test_body__says_the_figures_and_their_shares() -> None:
    text = said(periodic_content(report_input()))
    assert "12 hoạt động tuyên truyền, tăng 3 hoạt động (33,3%) so với kỳ trước." in text
    assert "Số người tham gia: 1.234 lượt người." in text
    assert "Nữ: 612 lượt người (49,6%);" in text
    assert "1 lớp tập huấn, bồi dưỡng, giảm 1 lớp (50%) so với kỳ trước." in text
    assert "30 sản phẩm truyền thông, bằng kỳ trước." in text
    assert "4 vụ việc, kỳ trước không phát sinh." in text
    assert "không phát sinh việc cung cấp thông tin cho báo chí" in text
    assert "Tổng kinh phí thực hiện trong kỳ: 25.000.000 đồng." in text
    assert "số liệu từ ngày 15/10/2026 đến ngày 14/11/2026" in text
    assert text.endswith("của Ủy ban nhân dân xã Mẫu Long./.")


def test_comparison__of_what_is_zero_or_unknown__says_which() -> None:
    year_ago = {**BEFORE, "false_news": Counts("false_news", 0)}
    quiet = {**COUNTS, "activity": Counts("activity", 0)}
    both = said(periodic_content(report_input(counts=PeriodCounts(quiet, BEFORE, year_ago))))
    assert "hoạt động tuyên truyền (kỳ trước: 9 hoạt động; cùng kỳ năm trước: 9 hoạt động)." in both
    assert "giảm 1 lớp (50%) so với kỳ trước; giảm 1 lớp (50%) so với cùng kỳ năm trước." in both
    assert "4 vụ việc, kỳ trước và cùng kỳ năm trước đều không phát sinh." in both
    counts = PeriodCounts(COUNTS, BEFORE, {}, COUNTS, missing=frozenset({"same_last_year"}))
    report = periodic_content(report_input(counts=counts))
    assert "bằng kỳ trước; chưa có số liệu cùng kỳ năm trước." in said(report)
    rows = [row for row in table_of(report, 0).rows if len(row) > 1]
    assert rows[0][3:] == ("12", "9", "-", "12")
    assert {row[5] for row in rows} == {"-"}


def test_body__judges_the_targets_and_names_what_is_lacking() -> None:
    text = said(periodic_content(report_input()))
    assert "đạt 3 chỉ tiêu (T1, T4, T5); chưa đạt 1 chỉ tiêu (T3); không phát sinh 1" in text
    assert "93,3% (28/30), chưa đạt yêu cầu 100%; còn thiếu 2." in text


def test_tasks__before_10_december__name_the_human_rights_day() -> None:
    assert "10/12" in said(periodic_content(report_input()))
    october = report_input(period=parse_period("2026-09"))
    assert "10/12" not in said(periodic_content(october))
    year = report_input(period=parse_period("2026"))
    assert "10/12" in said(periodic_content(year))


def test_remarks__of_a_person__stand_in_place_of_the_written() -> None:
    remarks = Remarks(
        direction=("Ban hành 02 văn bản.",),
        causes=("Thiếu kinh phí.",),
        next_tasks=("Tập huấn cấp xã.",),
        proposals=("Hỗ trợ tài liệu tiếng Khmer.",),
    )
    text = said(periodic_content(report_input(remarks=remarks)))
    for sentence in ("Ban hành 02 văn bản.", "Thiếu kinh phí.", "Tập huấn cấp xã."):
        assert sentence in text
    assert "Không có kiến nghị" not in text


def test_zero_report__says_so_and_keeps_the_tables() -> None:
    report = periodic_content(zero_input())
    assert "(không phát sinh)" in report.subject
    assert "đơn vị không phát sinh hoạt động tuyên truyền" in said(report)
    assert not any(isinstance(block, Heading) for block in report.body)
    assert len(report.appendices) == 2


def test_targets__without_a_denominator__read_no_occurrence() -> None:
    rows = {row[0] + row[1][-1]: row for row in table_of(periodic_content(zero_input()), 1).rows}
    third = next(row for key, row in rows.items() if key.startswith("T3"))
    assert third[3:] == ("0", "0", "Không phát sinh") * 2 + ("Không phát sinh",)


def test_targets__in_the_table__have_both_parts_and_the_local_figure() -> None:
    rows = list(table_of(periodic_content(report_input()), 1).rows)
    assert [row[0] for row in rows] == ["T1", "T2", "T2", "T3", "T4", "T5"]
    assert rows[3][2:] == ("100%", "28", "30", "93,3%", "100", "110", "90,9%", "Chưa đạt")
    assert rows[0][6:9] == ("-", "-", "-")
    assert rows[2][6:9] == ("3", "4", "75%")
    assert "tham khảo" in rows[2][1]
    assert [row[2] for row in rows][-2:] == ["trên 90%", "từ 15% đến 20%"]


def test_definitions__are_printed_with_the_parts() -> None:
    blocks = periodic_content(report_input()).appendices[1].blocks
    texts = [block.text for block in blocks if not isinstance(block, Table)]
    assert any(text.startswith("T4. Tử số: vụ có kết quả") for text in texts)
    assert "T4. Tồn từ kỳ trước chuyển sang: 5." in texts
    assert "T5. Bằng tiếng dân tộc: 4." in texts


def test_figures_table__shows_this_period_before_and_since_2023() -> None:
    rows = list(table_of(periodic_content(report_input()), 0).rows)
    assert ("1", "Số hoạt động", "hoạt động", "12", "9", "0", "12") in rows
    assert ("1", "Tổng kinh phí thực hiện", "đồng", "25.000.000", "0", "0", "25.000.000") in rows


def test_office__in_the_letterhead__is_what_was_set() -> None:
    office = replace(OFFICE, parent_agency="Sở Mẫu", number="7", symbol="BC-SM")
    report = periodic_content(report_input(office=office))
    assert (report.letterhead.parent, report.number, report.symbol) == ("Sở Mẫu", "7", "BC-SM")


def test_consolidated__names_missing_units_and_zero_reports() -> None:
    units = (*unit_lines(20), UnitLine("Xã Không", FIGURES, zero_report=True))
    text = said(consolidated_content(report_input(), units))
    assert "đã tiếp nhận báo cáo của 19/21 đơn vị. Trong đó có 1 đơn vị" in text
    assert "Còn 2 đơn vị chưa gửi báo cáo: Xã Mẫu 7, Xã Mẫu 14." in text


def test_consolidated__does_not_count_itself_and_leaves_many_names_to_the_appendix() -> None:
    units = (UnitLine("Tỉnh Mẫu", FIGURES, own=True), *unit_lines(102))
    text = said(consolidated_content(report_input(), units))
    assert "đã tiếp nhận báo cáo của 88/102 đơn vị. Còn 14 đơn vị chưa gửi báo cáo, nêu" in text
    assert "Xã Mẫu 7," not in text


def test_consolidated_pdf__read_by_another_program__adds_up_to_its_totals(tmp_path: Path) -> None:
    units = unit_lines(40)
    sums = tuple(
        TargetFigure(
            f"T{target}",
            sum(unit.figures[target - 1].numerator for unit in units if unit.figures),
            sum(unit.figures[target - 1].denominator for unit in units if unit.figures),
            achieved="not_met",
        )
        for target in range(1, 6)
    )
    path = tmp_path / "province.pdf"
    write_pdf(consolidated_content(report_input(figures=sums), units), path)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    part = text[text.index("Phụ lục III") : text.index("Phụ lục IV")]
    rows = [re.findall(r"(\d+)/(\d+)", line) for line in part.splitlines()]
    rows = [[tuple(map(int, pair)) for pair in row] for row in rows if len(row) == 5]
    *each, total = rows
    assert len(each) == 35
    added = [
        tuple(sum(row[target][place] for row in each) for place in (0, 1)) for target in range(5)
    ]
    assert added == total


def test_products__in_the_list__keep_their_scripts_and_order() -> None:
    rows = list(table_of(periodic_content(report_input()), 2).rows)
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert rows[0][4] == "03/11/2026"
    assert len(next(iter(table_of(consolidated_content(report_input(), ()), 3).rows))) == 7


def test_words__of_both_languages__have_the_same_places() -> None:
    def places(value: object) -> object:
        if isinstance(value, dict):
            return {key: places(each) for key, each in value.items()}
        if isinstance(value, list):
            return [places(each) for each in value]
        found = re.findall(r"{\w+}", str(value))
        return sorted(one for one in found if one != "{unit}")  # English counts without it

    vi, en = (
        tomllib.loads(resource("plan", f"report_texts.{language}.toml").read_text("utf-8"))
        for language in ("vi", "en")
    )
    for part in [*vi["results"], *en["results"]]:
        for line in part["lines"]:
            del line["text"]
    for words in (vi, en):
        del words["zero"]["opening"], words["next_tasks"]["always"]
    assert vi.keys() == en.keys()
    assert places(vi["figures"]["columns"]) == places(en["figures"]["columns"])
    assert [one["form_id"] for one in vi["results"]] == [one["form_id"] for one in en["results"]]
    for section in ("report", "zero", "comparison", "assessment", "shares", "targets", "words"):
        assert places(vi[section]) == places(en[section])


def test_english_report__of_one_record__says_it_in_the_singular() -> None:
    source = report_input(language="en", targets=target_words(load_plan(), "en"))
    assert "1 training was held" in said(periodic_content(source))
    assert "30 products were completed" in said(periodic_content(source))


def test_definitions__that_are_proposals__say_so_until_confirmed() -> None:
    def lines(*words: TargetWords) -> str:
        return said_of(periodic_content(report_input(targets=words)).appendices[1])

    words = target_words(load_plan())
    assert all(one.proposed for one in words)
    assert "T1, T2, T3, T4, T5 là đề xuất" in lines(*words)
    confirmed = [replace(one, proposed=one.target_id == "T4") for one in words]
    assert "chỉ tiêu T4 là đề xuất" in lines(*confirmed)
    assert "đề xuất" not in lines(*[replace(one, proposed=False) for one in words])


def test_english_report__is_english_throughout() -> None:
    source = report_input(language="en", targets=target_words(load_plan(), "en"))
    text = said(consolidated_content(source, unit_lines(3)))
    assert "12 activities were held; 3 (33,3%) more than in the period before." in text
    assert "không phát sinh" not in text


def test_content__is_made_without_a_pdf_library() -> None:
    code = (
        "import sys, hrdesk.reports.periodic;"
        "print([name for name in ('reportlab', 'uharfbuzz', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
