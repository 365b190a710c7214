"""The PDF judged by other programs: poppler reads what we wrote."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrdesk.errors import FileError
from hrdesk.reports.content import Appendix, Column, Heading, ListItem, Paragraph, Table
from hrdesk.reports.fonts import FontBook
from hrdesk.reports.layout import LEFT, MM, RIGHT
from hrdesk.reports.lines import break_lines
from hrdesk.reports.pdf import write_pdf
from hrdesk.reports.shaping import Shaper
from tests.support.reports import (
    COLUMNS,
    HAN,
    JAWI,
    KHMER,
    VIETNAMESE,
    content,
    long_content,
    product_rows,
)

RIGHT_EDGE = 210 * MM - RIGHT


def poppler(tool: str, *arguments: str) -> str:
    return subprocess.run(
        [tool, *arguments], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def text_of(path: Path, *options: str) -> str:
    return poppler("pdftotext", *options, str(path), "-")


def words_of(path: Path) -> list[tuple[int, float, float, str]]:
    """(page, left, right, word) of every word."""
    words = []
    tree = ET.fromstring(re.sub(r' xmlns="[^"]+"', "", text_of(path, "-bbox")))
    for page_number, page in enumerate(tree.iter("page"), start=1):
        for word in page.iter("word"):
            box = (float(word.get("xMin", 0)), float(word.get("xMax", 0)))
            words.append((page_number, *box, word.text or ""))
    return words


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    path = tmp_path_factory.mktemp("reports") / "report.pdf"
    return path, write_pdf(long_content(), path)


@pytest.mark.parametrize("text", [VIETNAMESE, KHMER, JAWI, HAN], ids=["vi", "km", "jawi", "han"])
@pytest.mark.parametrize("place", ["paragraph", "cell"])
def test_text__of_any_script__is_copied_exactly(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "scripts.pdf"
    columns = (Column("TT", 10, "center"), Column("Tên", 150))
    block = Paragraph(text) if place == "paragraph" else Table(columns, [("1", text)])
    write_pdf(content(block), path)
    read = text_of(path).replace("\n", " ").translate(dict.fromkeys(range(0x202A, 0x202F)))
    for word in text.split():
        assert word in read


def test_digits__inside_jawi__stay_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "jawi.pdf"
    write_pdf(content(Table((Column("Tên", 10),), [(JAWI,)])), path)
    assert "١٢٣" in text_of(path)


def test_fonts__of_a_report__are_all_embedded_and_mapped(report: tuple[Path, int]) -> None:
    lines = poppler("pdffonts", str(report[0])).splitlines()[2:]
    names = {line.split()[0].split("+")[1] for line in lines}
    assert {"LiberationSerif", "NotoSerifKhmer-Regular", "NotoNaskhArabic-Regular"} <= names
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


def test_pages__counted_by_another_program__are_those_returned(report: tuple[Path, int]) -> None:
    facts = poppler("pdfinfo", str(report[0]))
    assert re.search(r"^Pages: +(\d+)$", facts, re.MULTILINE)[1] == str(report[1])
    assert "595.276 x 841.89 pts (A4)" in facts


def test_file__of_a_report__tells_language_title_and_outline(report: tuple[Path, int]) -> None:
    whole = report[0].read_bytes()
    assert b"/Lang (vi-VN)" in whole
    assert "Title:           Báo cáo Kết quả công tác" in poppler("pdfinfo", str(report[0]))
    assert b"/Outlines" in whole


def test_page_numbers__of_each_section__begin_on_its_second_page(report: tuple[Path, int]) -> None:
    path, pages = report
    first = [
        text_of(path, "-f", str(page), "-l", str(page)).split()[0] for page in range(1, pages + 1)
    ]
    starts = [page for page, word in enumerate(first) if not word.isdigit()]
    assert len(starts) == 3
    numbered = [int(word) if word.isdigit() else 1 for word in first]
    ends = [*starts[1:], pages]
    for start, end in zip(starts, ends, strict=True):
        assert numbered[start:end] == list(range(1, end - start + 1))


def test_letterhead__of_a_report__has_all_elements_of_the_decree(report: tuple[Path, int]) -> None:
    text = " ".join(text_of(report[0], "-l", "1").split())
    for element in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN",
        "Số: 05/BC-UBND",
        "Hòa Vang Nam, ngày 05 tháng 11 năm 2026",
        "BÁO CÁO",
        "Kính gửi:",
        "- Ủy ban nhân dân tỉnh An Giang;",
        "- Sở Văn hóa và Thể thao tỉnh An Giang.",
    ):
        assert element in text


def test_end__of_a_report__has_signature_receivers_and_last_mark(report: tuple[Path, int]) -> None:
    text = " ".join(text_of(report[0]).split())
    for element in ("chỉ đạo./.", "Nơi nhận:", "- Như trên;", "- Lưu: VT, VHXH.", "KT. CHỦ TỊCH"):
        assert element in text
    assert "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 11 năm 2026 của Ủy ban" in text
    assert "Phụ lục I DANH MỤC" in text
    assert "Phụ lục II KẾT QUẢ" in text


def test_table__over_pages__repeats_heads_and_loses_no_row(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    rows = [(str(number), f"Dòng {number}") for number in range(1, 501)]
    table = Table((Column("TT", 10, "center"), Column("Nội dung", 60)), rows, ("", "Tổng cộng"))
    pages = write_pdf(content(appendices=(Appendix("Bảng", (table,)),)), path)
    read = text_of(path)
    assert read.count("Nội dung") == pages - 1
    assert re.findall(r"Dòng (\d+)", read) == [number for number, _ in rows]
    assert read.count("Tổng cộng") == 1


def test_words__of_every_page__stand_between_the_margins(report: tuple[Path, int]) -> None:
    for _, left, right, word in words_of(report[0]):
        assert left >= LEFT - 1, word
        assert right <= 297 * MM - RIGHT + 1, word


def test_title__of_300_khmer_letters__wraps_inside_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    title = (KHMER.replace(" ", "").replace("\u200b", "") * 9)[:300]
    table = Table((Column("Tên", 60), Column("Loại", 100)), [(title, "Video")])
    write_pdf(content(table), path)
    cell_end = LEFT + (RIGHT_EDGE - LEFT) * 60 / 160
    pieces = [word for word in words_of(path) if "\u1780" <= word[3][0] <= "\u17ff"]
    assert len(pieces) > 3
    assert all(right <= cell_end for _, _, right, _ in pieces)
    assert "".join(word for *_, word in pieces) == title


def test_row__higher_than_a_page__goes_on_over_the_next(tmp_path: Path) -> None:
    path = tmp_path / "high.pdf"
    words = [f"từ{number}" for number in range(3000)]
    table = Table((Column("TT", 10), Column("Nội dung", 100)), [("1", " ".join(words)), ("2", "b")])
    assert write_pdf(content(table), path) > 2
    assert re.findall(r"từ\d+", text_of(path)) == words


@pytest.mark.parametrize("lines", range(18, 34))
def test_heading__wherever_it_falls__is_never_last_on_its_page(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "heading.pdf"
    before = [ListItem(f"Mục {number}") for number in range(lines)]
    after = Table(COLUMNS, product_rows(3))
    pages = write_pdf(content(*before, Heading(2, "9.", "Đề mục"), after), path)
    for page in range(1, pages + 1):
        read = text_of(path, "-f", str(page), "-l", str(page), "-layout").strip()
        assert not read.endswith("9. Đề mục")


@pytest.mark.parametrize("lines", range(12, 30))
def test_signature__wherever_it_falls__has_text_on_its_page(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "signature.pdf"
    before = [ListItem(f"Mục {number}") for number in range(lines)]
    pages = write_pdf(content(*before, Paragraph(f"{VIETNAMESE * 3}./.")), path)
    last = text_of(path, "-f", str(pages), "-l", str(pages), "-layout")
    assert "./." in last.split("TM. ỦY BAN")[0]


def test_contents__that_are_equal__give_equal_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    write_pdf(long_content(), first)
    write_pdf(long_content(), second)
    assert first.read_bytes() == second.read_bytes()


class _StopError(Exception):
    pass


def test_progress__that_raises__leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")
    told = []

    def stop_at_three(pages: int) -> None:
        told.append(pages)
        if pages == 3:
            raise _StopError

    with pytest.raises(_StopError):
        write_pdf(long_content(), path, stop_at_three)
    assert told == [1, 2, 3]
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["report.pdf"]


def test_file__in_a_missing_folder__is_a_known_fault(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        write_pdf(content(), tmp_path / "none" / "report.pdf")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("aăâêẫữ \n\t\0,.-()<>\\/123"),
            st.characters(min_codepoint=0x1780, max_codepoint=0x17DD),
            st.characters(min_codepoint=0x5BE, max_codepoint=0x6FF),
            st.sampled_from("\u200b\u200c\u200f\u2068\u2069漢字\uff0c。😀ꨀ\u0301"),
        ),
        max_size=120,
    )
)
def test_text__however_hostile__is_drawn(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hostile.pdf"
    table = Table((Column(text[:20], 20), Column("b", 60, "right")), [(text, text), (text,)])
    write_pdf(content(Paragraph(text), ListItem(text), table), path)
    assert "Nơi nhận" in text_of(path)


def test_controls__inside_a_paragraph__are_spaces(tmp_path: Path) -> None:
    path = tmp_path / "controls.pdf"
    write_pdf(content(Paragraph("một\nhai\tba\x00bốn")), path)
    assert "một hai ba bốn" in text_of(path)


@pytest.mark.parametrize("lines", range(14, 32, 3))
def test_caption__wherever_it_falls__stands_on_the_page_of_its_first_row(
    tmp_path: Path, lines: int
) -> None:
    path = tmp_path / "caption.pdf"
    rows = [("1", "Một\nhai\nba\nbốn\nnăm"), ("2", "Hai")]
    columns = (Column("TT", 10, "center"), Column("Nội dung", 90))
    before = [Paragraph(f"Dòng {number}.") for number in range(lines)]
    write_pdf(content(*before, Table(columns, rows, caption="Danh sách kèm theo")), path)
    pages = text_of(path).split("\f")
    (page,) = (page for page in pages if "Danh sách kèm theo" in page)
    assert "Một" in page


@pytest.mark.parametrize("word", ["Hội nghị", KHMER[:12]])
def test_spaces__at_which_a_line_is_broken__do_not_indent_the_next(word: str) -> None:
    text = "      ".join(f"{word} {number}" for number in range(40))
    lines = break_lines(Shaper(FontBook()), text, "regular", 9_000)
    starts = ["".join(piece.text for piece in line.pieces)[:1] for line in lines]
    assert len(lines) > 5
    assert " " not in starts


def test_word__in_a_narrow_column__is_not_cut_between_letters(tmp_path: Path) -> None:
    path = tmp_path / "narrow.pdf"
    columns = (Column("Kênh", 2), Column("Nội dung", 90))
    write_pdf(content(Table(columns, [("Facebook", VIETNAMESE * 3)])), path)
    assert "Facebook" in [word for *_, word in words_of(path)]
