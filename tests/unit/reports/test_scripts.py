"""The test sheet: every script, in running text, cells, lists and headings, seen and copied."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from hrdesk.reports.content import Appendix, Column, Heading, ListItem, Paragraph, Table
from hrdesk.reports.layout import LEFT, RIGHT
from hrdesk.reports.pdf import write_pdf
from tests.support.reports import HAN, JAWI, KHMER, VIETNAMESE, content

STACKED = "ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỨỪỬỮỰ ắằẳẵặ ếềểễệ ớờởỡợ ứừửữự ỵỷỹ"
CHAM = "ꨌꩌ ꨌꨣꨮꨢꨩ"
MIXED = f"Tài liệu “{KHMER}”, “{JAWI}”, “{HAN}” và {STACKED}"
SAMPLES = {
    "vi": VIETNAMESE,
    "stacked": STACKED,
    "km": KHMER,
    "jawi": JAWI,
    "han": HAN,
    "mixed": MIXED,
}
_MARKS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def text_of(path: Path, *options: str) -> str:
    return subprocess.run(
        ["pdftotext", *options, str(path), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout.translate(_MARKS)


def pages_of(path: Path, dpi: int = 60) -> list[Image.Image]:
    """Every page as a grey picture, drawn by poppler."""
    stem = path.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", str(path), str(stem)], check=True)
    found = sorted(path.parent.glob(f"{stem.name}-*.pgm"))
    return [Image.open(io.BytesIO(one.read_bytes())) for one in found]


def sheet(*more: object):
    """Each sample in every place of a paper."""
    columns = (Column("TT", 8, "center"), Column("Chữ viết", 60), Column("Ghi chú", 60, "right"))
    rows = [(str(number), text, text) for number, text in enumerate(SAMPLES.values(), 1)]
    body = [Heading(1, "I.", "Tờ thử các chữ viết")]
    for name, text in SAMPLES.items():
        body += [Heading(2, "1.", f"{name} {text}"), Paragraph(text), ListItem(text)]
    return content(*body, Table(columns, rows), *more)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scripts") / "sheet.pdf"
    write_pdf(sheet(), path)
    return path


@pytest.mark.parametrize("name", SAMPLES)
def test_sample__in_every_place__is_copied_word_by_word(drawn: Path, name: str) -> None:
    read = re.sub(r"\s+", "", text_of(drawn).replace("\u200b", ""))
    for spelled in SAMPLES[name].replace("\u200b", "").split():
        word = spelled.strip("“”,")  # poppler says on which side of Jawi they stand
        assert read.count(word) >= 3, word  # heading, running text, item; cells may break a word


def test_sheet__drawn_as_pictures__leaves_the_margins_white(drawn: Path) -> None:
    for picture in pages_of(drawn):
        scale = 60 / 72
        left, right = int(LEFT * scale) - 1, picture.width - int(RIGHT * scale) + 2
        assert picture.crop((0, 0, left, picture.height)).getextrema()[0] > 200
        assert picture.crop((right, 0, picture.width, picture.height)).getextrema()[0] > 200
        assert picture.getextrema()[0] < 90  # something is written


def test_stacked_tones__in_one_line__do_not_touch_the_line_above(tmp_path: Path) -> None:
    path = tmp_path / "stacked.pdf"
    write_pdf(content(*[Paragraph("ẪỄỖỮ gjpqy " * 8)] * 3), path)
    (page,) = pages_of(path, 144)[:1]
    rows = [min(page.crop((160, y, page.width - 90, y + 1)).tobytes()) for y in range(page.height)]
    lines = sum(1 for above, here in pairwise(rows) if above > 200 >= here)
    assert lines >= 9  # white rows part all lines: letterhead, title, three lines of text, foot


def test_digits__of_jawi_in_a_cell__keep_their_order_and_do_not_leave_it(tmp_path: Path) -> None:
    path = tmp_path / "jawi.pdf"
    columns = (Column("TT", 10), Column("Tên", 60), Column("Số", 20, "right"))
    write_pdf(content(Table(columns, [("7", f"{JAWI} (2026)", "1.234")])), path)
    read = text_of(path)
    for said in ("١٢٣", "2026", "1.234"):
        assert said in read


def test_script_without_a_font__stands_as_codes_with_a_note_and_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "cham.pdf"
    columns = (Column("TT", 10), Column("Tên", 60))
    write_pdf(content(Paragraph(f"Chữ Chăm: {CHAM}."), Table(columns, [("1", CHAM)])), path)
    read = text_of(path)
    assert re.sub(r"\s", "", read).count(CHAM.replace(" ", "")) == 2
    assert "chưa có phông chữ" in read
    assert "Cham" in read
    assert f"[{ord(CHAM[0]):04X}]" in read
    plain = tmp_path / "plain.pdf"
    write_pdf(content(Paragraph("Chữ Latinh.")), plain)
    assert "chưa có phông chữ" not in text_of(plain)


def test_title__of_300_letters_of_khmer__is_whole_in_head_cell_and_subject(tmp_path: Path) -> None:
    title = (KHMER.replace(" ", "").replace("\u200b", "") * 9)[:300]
    path = tmp_path / "long.pdf"
    table = Table((Column(title, 60), Column("Loại", 100)), [(title, "Video")])
    whole = content(Heading(1, "I.", title), table, appendices=(Appendix(title, (table,)),))
    write_pdf(replace(whole, subject=title), path)
    read = re.sub(r"\s+", "", text_of(path))
    assert read.count(title) >= 3
    for picture in pages_of(path):
        edge = picture.width - int(RIGHT * 60 / 72) + 2
        assert picture.crop((edge, 0, picture.width, picture.height)).getextrema()[0] > 200


def test_people__three_hundred__stand_on_the_sheet_each_once(tmp_path: Path) -> None:
    path = tmp_path / "people.pdf"
    rows = [(str(n), f"Nguyễn Thị Mẫu {n:03}", "Ấp Phước Lộc", "") for n in range(1, 301)]
    columns = (Column("TT", 8), Column("Họ và tên", 50), Column("Đơn vị", 40), Column("Ký", 30))
    pages = write_pdf(content(Table(columns, rows, row_height=24)), path)
    read = text_of(path)
    assert re.findall(r"Mẫu (\d{3})", read) == [f"{n:03}" for n in range(1, 301)]
    assert read.count("Họ và tên") == pages or read.count("Họ và tên") == pages - 1


def test_appendix__of_forty_pages__numbers_them_and_keeps_headings_with_text(
    tmp_path: Path,
) -> None:
    blocks: list[Heading | Paragraph] = []
    for number in range(1, 200):
        blocks.append(Heading(2, f"{number}.", f"Mục thử {number}"))
        blocks += [Paragraph(f"{VIETNAMESE}. " * (1 + number % 5))] * 2
    path = tmp_path / "forty.pdf"
    pages = write_pdf(content(appendices=(Appendix("Thuyết minh", tuple(blocks)),)), path)
    assert pages >= 40
    for page in range(2, pages + 1):
        lines = text_of(path, "-f", str(page), "-l", str(page), "-layout").strip().splitlines()
        assert not re.search(r"Mục thử \d+$", lines[-1]), page
    assert len(re.findall(r"Mục thử \d+", text_of(path))) == 199


def test_report__without_anything_in_it__is_one_whole_page(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    empty = replace(content(), body=(), recipients=(), copies=(), subject="")
    assert write_pdf(empty, path) == 1
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text_of(path)


@pytest.mark.parametrize("lines", range(24, 34))
def test_signature__after_a_last_line__is_never_alone_on_its_page(
    tmp_path: Path, lines: int
) -> None:
    body = [*[Paragraph("Một dòng của báo cáo.")] * lines, Paragraph("Trên đây là báo cáo./.")]
    path = tmp_path / "sign.pdf"
    pages = write_pdf(content(*body), path)
    last = text_of(path, "-f", str(pages), "-l", str(pages))
    assert "Trên đây là báo cáo./." in last
    assert "PHÓ CHỦ TỊCH" in last
