"""Word and Excel files read again by other programs: the same figures as on paper."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hrdesk.errors import ReportFormatUnknownError
from hrdesk.indicators.indicator import TargetFigure
from hrdesk.reports.content import Appendix, Column, ListItem, Paragraph, Table
from hrdesk.reports.periodic import consolidated_content, periodic_content
from hrdesk.reports.writing import write_content
from hrdesk.resources import resource
from tests.support.figures import report_input, unit_lines, zero_input
from tests.support.reports import HAN, JAWI, KHMER, VIETNAMESE, content, long_content

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}</dir>
<alias binding="same"><family>Times New Roman</family><accept><family>Liberation Serif</family></accept></alias>
</fontconfig>
"""
FIGURES = Table(
    (
        Column("TT", 5, "center", kind="number"),
        Column("Đơn vị", 30),
        Column("Ngày", 13, "center", kind="date"),
        Column("Tử số/ mẫu số", 12, "right", "T1", "fraction"),
        Column("Tỷ lệ", 10, "right", "T1", "percent"),
        Column("Số lượt", 12, "right", kind="number"),
    ),
    (
        ("A. Các xã",),
        ("1", "Xã Mẫu Một", "05/11/2026", "3/8", "37,5%", "1.234"),
        ("2", "Xã Mẫu Hai", "06/11/2026", "1/2", "50%", "66"),
        ("3", "=HYPERLINK()", "", "-", "-", "-"),
    ),
    ("", "Tổng cộng", "", "4/10", "40%", "1.299"),
)


def written(tmp_path: Path, suffix: str, *blocks: object, landscape: bool = False) -> Path:
    path = tmp_path / f"report{suffix}"
    appendices = (Appendix("Bảng số liệu", blocks or (FIGURES,), landscape=landscape),)
    write_content(content(appendices=appendices), path)
    return path


def as_pdf(path: Path, suffix: str = "pdf") -> Path:
    """What LibreOffice makes of a file."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    home = path.parent / "office-home"
    fonts = path.parent / "fonts.conf"  # letters as wide as Times New Roman, whatever is installed
    fonts.write_text(FONTS.format(folder=resource("fonts", "LiberationSerif-Regular.ttf").parent))
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={home.as_uri()}",
            "--headless",
            "--convert-to",
            suffix,
            "--outdir",
            str(path.parent / "converted"),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )
    return path.parent / "converted" / f"{path.stem}.{suffix}"


def text_of(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def figures_of(path: Path) -> Counter[str]:
    """Every number on the pages, without the numbers of the pages themselves."""
    pages = text_of(path).split("\f")
    lines = [line for page in pages for line in page.splitlines()]
    return Counter(
        figure
        for line in lines
        if not line.strip().isdigit()
        for figure in re.findall(r"(?<![\w.,])\d[\d.,/]*%?", line.replace("T1", ""))
    )


def test_word__of_a_report__has_styles_sections_and_page_fields(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    assert write_content(long_content(), path) is None
    document = Document(str(path))
    used = {one.style.name for one in document.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Body Text", "Appendix Heading"} <= used
    first, second, third = document.sections
    assert [section.orientation for section in document.sections] == [0, 0, 1]
    for section in (first, second, third):
        margins = (section.left_margin, section.right_margin, section.top_margin)
        assert [round(margin.mm) for margin in margins] == [30, 15, 20]
        assert section.different_first_page_header_footer
        assert 'w:pgNumType w:start="1"' in section._sectPr.xml
        assert " PAGE " in section.header._element.xml
        assert section.first_page_header.paragraphs[0].text == ""
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size.pt == 14
    ruled = [table for table in document.tables if table.style.name == "Table Grid"]
    assert len(ruled) == 2
    for table in ruled:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert "w:tblHeader" not in table.rows[2]._tr.xml


def test_word__of_every_script__keeps_its_text_and_marks_direction(tmp_path: Path) -> None:
    path = tmp_path / "scripts.docx"
    table = Table((Column("Tên", 10),), tuple((text,) for text in (KHMER, JAWI, HAN)))
    write_content(content(Paragraph(f"{VIETNAMESE} “{JAWI}”"), table), path)
    document = Document(str(path))
    assert [row.cells[0].text for row in document.tables[1].rows[1:]] == [KHMER, JAWI, HAN]
    assert any(one.text == f"{VIETNAMESE} “{JAWI}”" for one in document.paragraphs)
    cells = [row.cells[0]._tc.xml for row in document.tables[1].rows[1:]]
    assert ["w:bidi" in cell for cell in cells] == [False, True, False]
    assert ["<w:rtl/>" in cell for cell in cells] == [False, True, False]
    assert ["<w:cs/>" in cell for cell in cells] == [True, False, False]


def test_sheet__of_figures__has_true_numbers_dates_and_shares(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, ".xlsx")).worksheets[1]
    rows = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows() if row[1].value}
    one = rows["Xã Mẫu Một"]
    assert one == [1, "Xã Mẫu Một", datetime.fromisoformat("2026-11-05"), 3, 8, 0.375, 1234]
    formats = [cell.number_format for cell in sheet[8]]
    assert sheet.cell(8, 2).value == "Xã Mẫu Một"
    assert formats[2] == "dd/mm/yyyy"
    assert formats[5] == "0.0%"
    assert formats[6] == "#,##0"


def test_sheet__text_like_a_formula__stays_text(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, ".xlsx")).worksheets[1]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK()")
    assert cell.data_type == "s"


def test_sheet__total_row__is_a_formula_only_where_the_sum_is_that_of_the_paper(
    tmp_path: Path,
) -> None:
    sheet = load_workbook(written(tmp_path, ".xlsx")).worksheets[1]
    total = [cell.value for cell in sheet[11]]
    assert total[1] == "Tổng cộng"
    assert total[3:6] == ["=SUM(D7:D10)", "=SUM(E7:E10)", "=D11/E11"]
    assert total[6] == 1299  # the rows add up to 1,300: the office counts one person once
    plain = (cell for row in sheet.iter_rows(max_row=10) for cell in row)
    assert not any(cell.data_type == "f" for cell in plain)


def test_sheet__of_a_table__can_be_printed_and_scrolled(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, ".xlsx", landscape=True)).worksheets[1]
    assert sheet.title == "Phụ lục"
    assert sheet.freeze_panes == "A7"
    assert sheet.print_title_rows == "$5:$6"
    assert sheet.print_area == "'Phụ lục'!$A$1:$G$11"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.oddHeader.center.text == "&P"
    assert sheet.page_setup.firstPageNumber == 1
    assert all(sheet.column_dimensions[letter].width >= 6 for letter in "ABCDEFG")


def test_sheet__text_longer_than_its_cell__makes_the_row_higher(tmp_path: Path) -> None:
    columns = (Column("TT", 5), Column("Nội dung", 40), Column("Kênh", 55))
    rows = [("1", VIETNAMESE * 4, "Zalo"), ("2", KHMER * 4, ""), ("3", "Ngắn", "")]
    sheet = load_workbook(written(tmp_path, ".xlsx", Table(columns, rows))).worksheets[1]
    high = [sheet.row_dimensions[row].height for row in (6, 7, 8)]
    assert high[0] > 8 * 12
    assert high[1] > 6 * 12
    assert high[2] is None


def test_sheet__of_a_list__has_room_for_its_letterhead_and_who_signs_level(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    columns = (Column("TT", 5), Column("Nội dung", 40), Column("Kênh", 55))
    write_content(content(Table(columns, [("1", "Một", "Hai")])), path)
    sheet = load_workbook(path).worksheets[0]
    said = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert "A1:B1" in [str(one) for one in sheet.merged_cells.ranges]
    assert said["Nơi nhận:"].row == said["TM. ỦY BAN NHÂN DÂN"].row
    number = next(cell for text, cell in said.items() if text.startswith("Số:"))
    assert not number.font.italic


def test_word__converted_by_another_program__has_the_figures_of_the_paper(tmp_path: Path) -> None:
    paper = written(tmp_path, ".pdf")
    converted = as_pdf(written(tmp_path, ".docx"))
    assert figures_of(converted) == figures_of(paper)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text_of(converted)


def test_sheet__calculated_by_another_program__has_the_figures_of_the_paper(tmp_path: Path) -> None:
    text = text_of(as_pdf(written(tmp_path, ".xlsx")))
    row = next(line for line in text.splitlines() if "Tổng cộng" in line)
    assert re.findall(r"[\d.,]+%?", row) == ["4", "10", "40%", "1,299"]
    row = next(line for line in text.splitlines() if "Xã Mẫu Một" in line)
    assert re.findall(r"[\d./,]+%?", row) == ["1", "05/11/2026", "3", "8", "37.5%", "1,234"]


def test_long_word__of_sixty_rows__repeats_its_heads(tmp_path: Path) -> None:
    path = tmp_path / "long.docx"
    write_content(long_content(), path)
    assert text_of(as_pdf(path)).count("Tên sản phẩm") >= 3


@pytest.mark.parametrize("suffix", [".odt", ".doc", ""])
def test_format__that_is_not_written__is_a_known_fault(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report{suffix}"
    with pytest.raises(ReportFormatUnknownError):
        write_content(content(), path)
    assert not path.exists()


@pytest.mark.long
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_text__however_hostile__is_written_and_read_again(tmp_path: Path, text: str) -> None:
    table = Table((Column(text[:20], 20), Column("b", 60, kind="number")), ((text, text), (text,)))
    for suffix in (".docx", ".xlsx"):
        path = tmp_path / f"hostile{suffix}"
        appendices = (Appendix(text, (table, ListItem(text))),)
        write_content(content(Paragraph(text), appendices=appendices), path)
        assert zipfile.ZipFile(path).testzip() is None
    Document(str(tmp_path / "hostile.docx"))
    load_workbook(tmp_path / "hostile.xlsx")


def test_facts__of_both_files__name_title_author_and_day(tmp_path: Path) -> None:
    document = Document(str(written(tmp_path, ".docx"))).core_properties
    book = load_workbook(written(tmp_path, ".xlsx")).properties
    for title, author, made in (
        (document.title, document.author, document.created),
        (book.title, book.creator, book.created),
    ):
        assert title.startswith("Báo cáo Kết quả công tác")
        assert author == "Phòng Văn hóa - Xã hội"
        assert made.date() == date(2026, 11, 5)


@pytest.mark.parametrize("whole", ["month", "nothing", "province"])
def test_report__as_word__has_the_sentences_and_figures_of_the_paper(
    tmp_path: Path, whole: str
) -> None:
    """The whole report, converted by LibreOffice, against the PDF that the office prints."""
    report = {
        "month": lambda: periodic_content(report_input()),
        "nothing": lambda: periodic_content(zero_input()),
        "province": lambda: consolidated_content(report_input(), unit_lines(20)),
    }[whole]()
    paper = tmp_path / "paper.pdf"
    write_content(report, paper)
    write_content(report, tmp_path / "report.docx")
    converted = as_pdf(tmp_path / "report.docx")
    seen, printed = figures_of(converted), figures_of(paper)
    for one in (seen, printed):
        one.pop("2023", None)  # stands in a head that each repeats on pages of its own
    assert seen == printed
    flat = re.sub(r"\s+", "", text_of(converted))
    for block in report.body:
        if isinstance(block, Paragraph | ListItem):
            assert re.sub(r"\s+", "", block.text) in flat


def test_totals__recalculated_by_another_program__are_those_of_the_paper(tmp_path: Path) -> None:
    units = unit_lines(20)
    sent = [unit.figures for unit in units if unit.figures is not None]
    totals = tuple(
        TargetFigure(
            f"T{number + 1}",
            sum(one[number].numerator for one in sent),
            sum(one[number].denominator for one in sent),
            achieved="not_met",
        )
        for number in range(5)
    )
    path = tmp_path / "province.xlsx"
    write_content(consolidated_content(report_input(figures=totals), units), path)
    asked = load_workbook(path)
    worked_out = load_workbook(as_pdf(path, "xlsx"), data_only=True)
    values = []
    for sheet in asked.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert {sheet.cell(cell.row, 2).value for cell in cells} <= {"Tổng cộng"}
        values += [worked_out[sheet.title][cell.coordinate].value for cell in cells]
    paper = []
    for one in totals:
        paper += [one.numerator, one.denominator, one.numerator / one.denominator]
    assert values == pytest.approx(paper)
