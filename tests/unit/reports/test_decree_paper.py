"""Every row of the table of Nghị định 30/2020/NĐ-CP, Phụ lục I, read from the paper by poppler.

`pdftohtml -xml` says where each text stands, in which size, bold or italic; the page itself says
where its rules are. Nothing of ours reads here what ours wrote.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from hrdesk.reports.content import Appendix, Heading, ListItem, Paragraph, ReportContent, Signature
from hrdesk.reports.pdf import write_pdf
from tests.support.reports import content

POINT = 72 / 25.4


@dataclass(frozen=True)
class Text:
    """A line of text: page, box in points from the upper left corner, size, style."""

    page: int
    left: float
    top: float
    width: float
    size: float
    bold: bool
    italic: bool
    text: str
    family: str

    @property
    def centre(self) -> float:
        return self.left + self.width / 2


def texts_of(path: Path) -> list[Text]:
    done = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", "-fontfullname", "-hidden", str(path)],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    tree = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", done.stdout))
    fonts, found = {}, []
    for number, page in enumerate(tree.iter("page"), start=1):
        for font in page.iter("fontspec"):
            fonts[font.get("id")] = (float(font.get("size", 0)), font.get("family", ""))
        for one in page.iter("text"):
            size, family = fonts[one.get("font")]
            left, top, width = (float(one.get(name, 0)) for name in ("left", "top", "width"))
            said = " ".join("".join(one.itertext()).split())
            bold, italic = "Bold" in family, "Italic" in family
            found.append(Text(number, left, top, width, size, bold, italic, said, family))
    return found


def rules_of(path: Path, page: int = 0) -> list[tuple[float, float, float]]:
    """Horizontal rules of a page: left, right, distance from the top."""
    with pikepdf.open(path) as pdf:
        drawn = pdf.pages[page].Contents.read_bytes().decode("latin-1")
        height = float(pdf.pages[page].MediaBox[3])
    lines = re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", drawn)
    return [(float(x), float(to), height - float(y)) for x, y, to, ty in lines if y == ty]


LONG = "Các hoạt động bảo đảm đúng tiến độ, tiết kiệm, hiệu quả, thu hút đông đảo nhân dân. " * 6


def paper(**changes: object) -> ReportContent:
    body = (
        Paragraph(LONG),
        Heading(1, "I.", "Những kết quả đạt được"),
        Heading(2, "1.", "Công tác tuyên truyền"),
        Heading(3, "đ)", "Hoạt động ở ấp"),
        *[Paragraph(LONG) for _ in range(6)],
        ListItem("Số lượt người tham dự: 1.234 lượt;"),
        Paragraph("Trên đây là báo cáo kết quả thực hiện./."),
    )
    whole = content(*body, appendices=(Appendix("Bảng số liệu", (Paragraph(LONG),)),) * 2)
    whole = replace(
        whole,
        number="5",
        issued_on=date(2026, 4, 5),
        legal_bases=("Căn cứ Luật thứ nhất", "Căn cứ Luật thứ hai"),
    )
    return replace(whole, **changes)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Text]]:
    path = tmp_path_factory.mktemp("decree") / "paper.pdf"
    write_pdf(paper(), path)
    return path, texts_of(path)


def one(texts: list[Text], beginning: str) -> Text:
    found = [text for text in texts if text.text.startswith(beginning)]
    assert found, beginning
    return found[0]


# what it says, smallest and largest size, bold, italic
ROWS = (
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, True, False),
    ("Độc lập - Tự do - Hạnh phúc", 13, 14, True, False),
    ("ỦY BAN NHÂN DÂN", 12, 13, True, False),
    ("Số: 05/BC-UBND", 13, 13, False, False),
    ("Hòa Vang Nam, ngày 05 tháng 4 năm 2026", 13, 14, False, True),
    ("BÁO CÁO", 13, 14, True, False),
    ("Kết quả công tác truyền thông", 13, 14, True, False),
    ("Kính gửi:", 13, 14, False, False),
    ("Căn cứ Luật thứ nhất;", 13, 14, False, True),
    ("Căn cứ Luật thứ hai.", 13, 14, False, True),
    ("I. NHỮNG KẾT QUẢ ĐẠT ĐƯỢC", 13, 14, True, False),
    ("1. Công tác tuyên truyền", 13, 14, True, False),
    ("đ) Hoạt động ở ấp", 13, 14, False, False),
    ("Các hoạt động bảo đảm", 13, 14, False, False),
    ("TM. ỦY BAN NHÂN DÂN", 13, 14, True, False),
    ("PHÓ CHỦ TỊCH", 13, 14, True, False),
    ("Nguyễn Thị Thử Nghiệm", 13, 14, True, False),
    ("Nơi nhận:", 12, 12, True, True),
    ("- Như trên;", 11, 11, False, False),
    ("- Lưu: VT, VHXH.", 11, 11, False, False),
    ("Phụ lục I", 14, 14, True, False),
    ("BẢNG SỐ LIỆU", 13, 14, True, False),
    ("(Kèm theo Báo cáo số 05/BC-UBND", 13, 14, False, True),
)


@pytest.mark.parametrize(
    ("said", "least", "most", "bold", "italic"), ROWS, ids=[r[0] for r in ROWS]
)
def test_element__of_the_decree__has_its_size_and_style(
    whole: tuple[Path, list[Text]], said: str, least: int, most: int, bold: bool, italic: bool
) -> None:
    found = one(whole[1], said)
    assert least <= found.size <= most
    assert (found.bold, found.italic) == (bold, italic)
    assert "LiberationSerif" in found.family  # metric-compatible with Times New Roman


def test_nation__stands_right_and_agency_left__number_and_date_under_them(
    whole: tuple[Path, list[Text]],
) -> None:
    texts = whole[1]
    nation, motto = one(texts, "CỘNG HÒA"), one(texts, "Độc lập")
    agency, number, dated = (
        one(texts, "ỦY BAN"),
        one(texts, "Số:"),
        one(texts, "Hòa Vang Nam, ngày"),
    )
    assert abs(nation.centre - motto.centre) < 2
    assert abs(dated.centre - nation.centre) < 2
    assert abs(agency.centre - number.centre) < 2
    assert agency.centre < 105 * POINT < nation.centre
    assert nation.top < motto.top < dated.top
    assert abs(number.top - dated.top) < 4


def test_rules__under_motto_agency_and_subject__are_as_long_as_asked(
    whole: tuple[Path, list[Text]],
) -> None:
    path, texts = whole
    motto, agency = one(texts, "Độc lập"), one(texts, "XÃ HÒA VANG NAM")
    subject = one(texts, "Kết quả công tác")
    under = {round(to - left, 1): (left, to) for left, to, _ in rules_of(path)}
    lengths = sorted(under)
    assert len(lengths) == 3
    assert any(abs(length - motto.width) < 2 for length in lengths)
    widest = max(agency.width, one(texts, "ỦY BAN NHÂN DÂN").width)
    assert any(widest / 3 <= length <= widest / 2 for length in lengths)
    assert any(subject.width / 3 <= length <= subject.width / 2 for length in lengths)


def test_margins__of_every_page__are_those_of_the_decree(whole: tuple[Path, list[Text]]) -> None:
    for text in whole[1]:
        assert text.left >= 30 * POINT - 1
        assert text.left + text.width <= (210 - 15) * POINT + 1.5
        assert text.top >= (20 * POINT - 1 if not text.text.isdigit() else 5 * POINT)
        assert text.top + text.size <= (297 - 20) * POINT + 1


def test_page_number__from_the_second_page__is_centred_in_the_upper_margin(
    whole: tuple[Path, list[Text]],
) -> None:
    numbers = [text for text in whole[1] if text.text.isdigit() and text.top < 20 * POINT]
    firsts = [t.page for t in whole[1] if t.text in {"BÁO CÁO", "Phụ lục I", "Phụ lục II"}]
    assert numbers
    assert not {text.page for text in numbers} & set(firsts)
    for text in numbers:
        assert 13 <= text.size <= 14
        assert not text.bold
        assert not text.italic
        assert abs(text.centre - (30 + 165 / 2) * POINT) < 2


def test_receivers__one__stand_on_the_same_line_as_kinh_gui(tmp_path: Path) -> None:
    write_pdf(paper(recipients=("Ủy ban nhân dân tỉnh An Giang",)), tmp_path / "one.pdf")
    texts = texts_of(tmp_path / "one.pdf")
    assert any(t.text == "Kính gửi: Ủy ban nhân dân tỉnh An Giang" for t in texts)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_receivers__two_or_more__stand_under_dashes_below_the_colon(
    tmp_path: Path, count: int
) -> None:
    names = tuple(f"Sở thứ {number} tỉnh An Giang" for number in range(1, count + 1))
    write_pdf(paper(recipients=names), tmp_path / "many.pdf")
    texts = texts_of(tmp_path / "many.pdf")
    head = one(texts, "Kính gửi:")
    lines = [one(texts, f"- {name}") for name in names]
    assert [line.text[-1] for line in lines] == [";"] * (count - 1) + ["."]
    assert len({round(line.left) for line in lines}) == 1
    assert all(line.top > head.top + 5 for line in lines)
    assert lines[0].left >= head.left + head.width - 4


def test_copies__without_anybody_addressed__do_not_say_as_above(tmp_path: Path) -> None:
    write_pdf(paper(recipients=()), tmp_path / "none.pdf")
    said = [text.text for text in texts_of(tmp_path / "none.pdf")]
    assert not any(text.startswith("Kính gửi") or "Như trên" in text for text in said)
    assert "- Lưu: VT, VHXH." in said


def test_copies__wherever_as_above_was_set__say_it_first(tmp_path: Path) -> None:
    write_pdf(paper(copies=("Lãnh đạo UBND", "Như trên", "Lưu: VT")), tmp_path / "c.pdf")
    said = [text.text for text in texts_of(tmp_path / "c.pdf")]
    start = said.index("- Như trên;")
    assert said[start + 1 : start + 3] == ["- Lãnh đạo UBND;", "- Lưu: VT."]


def test_signature__beside_receivers__stands_in_the_right_half_at_their_height(
    whole: tuple[Path, list[Text]],
) -> None:
    texts = whole[1]
    head, position = one(texts, "Nơi nhận:"), one(texts, "PHÓ CHỦ TỊCH")
    authority, name = one(texts, "TM. ỦY BAN"), one(texts, "Nguyễn Thị Thử")
    assert abs(head.top - authority.top) < 6
    assert abs(authority.centre - position.centre) < 2
    assert abs(authority.centre - name.centre) < 2
    assert authority.left > 105 * POINT
    assert name.top - position.top > 20 * POINT  # room for the signature and the stamp


@pytest.mark.parametrize(
    "lines",
    [
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ("Q. CHỦ TỊCH",),
        ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"),
    ],
    ids=["TM", "Q", "TL", "TUQ"],
)
def test_authority__in_each_form__stands_line_by_line(tmp_path: Path, lines: tuple[str]) -> None:
    write_pdf(paper(signature=Signature(lines, "Lê Văn Mẫu")), tmp_path / "s.pdf")
    texts = texts_of(tmp_path / "s.pdf")
    tops = [one(texts, line).top for line in (*lines, "Lê Văn Mẫu")]
    assert tops == sorted(tops)


def test_body__that_is_long__is_justified_with_an_indented_first_line(
    whole: tuple[Path, list[Text]],
) -> None:
    start = next(i for i, t in enumerate(whole[1]) if t.text.startswith("Các hoạt động bảo đảm"))
    first, second = whole[1][start : start + 2]
    assert abs(first.left - (30 + 12.7) * POINT) < 2
    assert abs(second.left - 30 * POINT) < 2
    assert abs(first.left + first.width - 195 * POINT) < 2
    assert 14 <= second.top - first.top <= 14 * 1.5 * 1.15


def test_appendix__alone__has_no_number_and_of_two_a_roman_one(
    tmp_path: Path, whole: tuple[Path, list[Text]]
) -> None:
    assert {"Phụ lục I", "Phụ lục II"} <= {text.text for text in whole[1]}
    single = paper(appendices=(Appendix("Bảng số liệu", ()),))
    write_pdf(single, tmp_path / "a.pdf")
    assert "Phụ lục" in {text.text for text in texts_of(tmp_path / "a.pdf")}


def test_reference__without_number_or_day__leaves_the_blanks(tmp_path: Path) -> None:
    write_pdf(paper(number="", issued_on=None), tmp_path / "b.pdf")
    said = " ".join(text.text for text in texts_of(tmp_path / "b.pdf"))
    assert "(Kèm theo Báo cáo số ......../BC-UBND ngày ..... tháng ..... năm ........." in said
    assert "Số: " in said
    assert said.count("05/BC-UBND") == 0


def test_end__of_the_body__has_the_last_mark(whole: tuple[Path, list[Text]]) -> None:
    assert any(text.text.endswith("./.") for text in whole[1])
