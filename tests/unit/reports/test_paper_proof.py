"""The code at the foot of a report, read by an independent decoder from a photographed page."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from hrdesk.reports.content import Column, Paragraph, Proof, Table
from hrdesk.reports.pdf import write_pdf
from hrdesk.reports.proof import names, paper_code, qr_text, read_code, report_digest, short_code
from tests.support.reports import content, long_content

DIGESTS = st.integers(0, (1 << 256) - 1).map(lambda number: f"{number:064x}")


def proven(report, *, draft=False):
    proof = Proof("30403", "2026-11", 2, report_digest(report), draft=draft)
    return replace(report, proof=proof)


def page_pictures(report, folder: Path, dpi: int = 200) -> list[Image.Image]:
    path = folder / "paper.pdf"
    write_pdf(report, path)
    stem = folder / "page"
    subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), path, stem], check=True)
    return [Image.open(one) for one in sorted(folder.glob("page*.pgm"))]


def photographed(page: Image.Image) -> Image.Image:
    """Turned by seven degrees, blurred, noisy, and pressed as a telephone does."""
    noise = Image.effect_noise(page.size, 40)
    turned = Image.blend(page, noise, 0.2).rotate(7, Image.Resampling.BICUBIC, True, fillcolor=235)
    pressed = io.BytesIO()
    turned.filter(ImageFilter.GaussianBlur(1.2)).save(pressed, "JPEG", quality=60)
    return Image.open(pressed)


@pytest.mark.long
@pytest.mark.parametrize("draft", [False, True])
def test_foot__of_every_page__photographed_and_read_by_another_decoder(tmp_path, draft):
    import zxingcpp

    report = proven(long_content(), draft=draft)
    pages = page_pictures(report, tmp_path)
    assert len(pages) > 3
    for page in pages:
        (seen,) = zxingcpp.read_barcodes(photographed(page))
        assert seen.text == qr_text(report.proof)
        assert names(read_code(seen.text), report.proof.digest)


def test_foot__of_every_page__says_number_version_and_groups(tmp_path):
    report = proven(replace(long_content(), number="5"), draft=True)
    path = tmp_path / "paper.pdf"
    count = write_pdf(report, path)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    assert text.count("Báo cáo số 05/BC-UBND - kỳ 2026-11 - bản 2") == count
    assert text.count(f"Mã số liệu: {short_code(report.proof.digest)}") == count
    assert text.count("BẢN NHÁP") == count


def test_foot__beside_the_text__leaves_it_free(tmp_path):
    report = proven(long_content())
    for page in page_pictures(report, tmp_path, dpi=72):
        height = page.height
        quiet = page.crop((0, height - 70, page.width, height - 60)).point(lambda tone: tone < 128)
        assert not quiet.getbbox()


def test_digest__what_the_registry_adds__does_not_change_it():
    report = content(Paragraph("Có 5 hoạt động."))
    later = replace(report, number="7", issued_on=date(2026, 12, 1), author="Người khác")
    assert report_digest(later) == report_digest(report)


def test_digest__another_figure__changes_it():
    def table(cell):
        return content(Table((Column("Số", 1),), [("1",), (cell,)]))

    assert report_digest(table("2")) != report_digest(table("3"))
    assert report_digest(table("2")) == report_digest(table("2"))


@settings(max_examples=50)
@given(DIGESTS, st.sampled_from(["", " ", "-", " - "]), st.booleans())
def test_code__typed_by_hand__is_read_whatever_the_case_spaces_and_letters(digest, gap, lower):
    typed = gap.join(short_code(digest).split("-")).replace("0", "O").replace("1", "l")
    typed = typed.lower() if lower else typed
    assert names(read_code(typed), digest)
    assert names(read_code(paper_code(digest)), digest)


@pytest.mark.parametrize("text", ["", "ABCD", "UUUU-UUUU-UUUU-UUUU", "đây là mã", "A" * 51])
def test_code__anything_else__is_none(text):
    assert read_code(text) == ""
    assert not names(read_code(text), "0" * 64)
