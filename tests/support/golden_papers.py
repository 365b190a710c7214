"""Twelve papers whose pages are kept as pictures, and how two pictures are compared."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from hrdesk.indicators.plan import load_plan
from hrdesk.reports import certificates, papers
from hrdesk.reports.appendices import targets_appendix
from hrdesk.reports.content import Chart, ChartRow, Column, Heading, Paragraph, Proof, Table
from hrdesk.reports.pdf import write_pdf
from hrdesk.reports.periodic import consolidated_content, periodic_content
from hrdesk.reports.summary import SummaryInput, summary_content
from hrdesk.reports.texts import Texts
from tests.support.figures import OFFICE, report_input, unit_lines, zero_input
from tests.support.reports import HAN, JAWI, KHMER, VIETNAMESE, content
from tests.support.shipped import compiled

FOLDER: Final = Path(__file__).parents[1] / "golden"
DPI: Final = 60
PAGES_OF_A_PAPER: Final = 3
# After a blur of one point, so that another drawing of the same edge is no difference.
NEAR: Final = 48  # of 255: greys that count as the same
SHARE: Final = 0.002  # of a page: as much as one word of running text

FRAME = papers.PaperFrame(OFFICE, date(2026, 11, 16))
PEOPLE = tuple(
    papers.Participant(f"Nguyễn Thị Mẫu {n:02}", "Ấp Phước Lộc", "Hội viên") for n in range(1, 33)
)
COURSE = papers.Training("Tập huấn quyền trẻ em", "05/11/2026", "Hội trường xã", 2)
TRIAL_ANSWERS = (
    {"title": VIETNAMESE, "event_on": "2026-11-03", "activity_kind": "seminar", "people": "64"},
    {"title": KHMER, "event_on": "2026-11-05", "activity_kind": "broadcast"},
    {"title": JAWI, "event_on": "2026-11-09", "activity_kind": "other", "people": "1200"},
)
CASES = (
    {
        "detected_on": "2026-11-02",
        "channel": "facebook",
        "conclusion": "fake",
        "measures": "rebuttal",
        "result": "removed",
    },
)


def _report(path: Path) -> None:
    proof = Proof("30577", "2026-11", 1, "0123456789abcdef" * 4)
    write_pdf(replace(periodic_content(report_input()), number="5", proof=proof), path)


def _zero(path: Path) -> None:
    write_pdf(periodic_content(zero_input()), path)


def _consolidated(path: Path) -> None:
    write_pdf(consolidated_content(report_input(), unit_lines(102)), path)


def _targets(path: Path) -> None:
    texts = Texts("vi")
    write_pdf(papers.targets_paper(FRAME, targets_appendix(report_input(), texts)), path)


def _list(path: Path) -> None:
    form = compiled("activity").form
    keys = ("title", "event_on", "activity_kind", "people")
    write_pdf(papers.list_paper(FRAME, form, "Hoạt động", keys, TRIAL_ANSWERS), path)


def _false_news(path: Path) -> None:
    form = compiled("false_news").form
    write_pdf(papers.false_news_paper(FRAME, form, "tháng 11 năm 2026", CASES), path)


def _sign_in_blank(path: Path) -> None:
    write_pdf(papers.attendance_paper(FRAME, papers.Training(), (), blank_rows=30), path)


def _sign_in_filled(path: Path) -> None:
    write_pdf(papers.attendance_paper(FRAME, COURSE, PEOPLE), path)


def _certificate(path: Path) -> None:
    person = certificates.Attended(3, "Nguyễn Thị Mẫu", "Hội viên", "Hội Phụ nữ ấp Phước Lộc")
    course = certificates.Course(
        COURSE.title, COURSE.when, COURSE.where, 2, "05112026/GCN", date(2026, 11, 16)
    )
    certificates.write_certificates(OFFICE, course, [person], path)


def _blank_form(path: Path) -> None:
    write_pdf(papers.blank_form_paper(FRAME, compiled("activity").form, "Hoạt động"), path)


def _summary(path: Path) -> None:
    source = report_input()
    months = [(f"Tháng {month}", month) for month in range(6, 12)]
    kinds = [("Hội nghị", 12), ("Phát thanh", 4)]
    languages = [("Tiếng Việt", 14), ("Khmer", 3)]
    whole = SummaryInput(
        OFFICE,
        source.period,
        source.figures,
        source.targets,
        load_plan(),
        months,
        kinds,
        languages,
        date(2026, 11, 16),
    )
    write_pdf(summary_content(whole), path)


def _scripts(path: Path) -> None:
    samples = (VIETNAMESE, KHMER, JAWI, HAN, "ẤẦẨẪẬ ếềểễệ ứừửữự")
    chart = Chart(
        KHMER, ("A", "B", "C"), tuple(ChartRow(one, 0.6, "60%", "80%", (0.8,)) for one in samples)
    )
    columns = (Column("TT", 8, "center"), Column("Chữ viết", 60), Column("Số", 20, "right"))
    rows = [(str(number), one, "1.234") for number, one in enumerate(samples, 1)]
    text = [Paragraph(one) for one in samples]
    write_pdf(content(Heading(1, "I.", "Các chữ viết"), *text, Table(columns, rows), chart), path)


PAPERS: Final[dict[str, Callable[[Path], None]]] = {
    "report": _report,
    "zero_report": _zero,
    "consolidated": _consolidated,
    "targets": _targets,
    "list": _list,
    "false_news": _false_news,
    "sign_in_blank": _sign_in_blank,
    "sign_in_filled": _sign_in_filled,
    "certificate": _certificate,
    "blank_form": _blank_form,
    "summary": _summary,
    "scripts": _scripts,
}


def pictures(name: str, folder: Path) -> list[Path]:
    """The first pages of a paper, drawn by poppler in grey."""
    path = folder / f"{name}.pdf"
    PAPERS[name](path)
    last = str(PAGES_OF_A_PAPER)
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-l", last, str(path)]
    subprocess.run([*command, str(folder / name)], check=True)
    found = sorted(folder.glob(f"{name}-*.png"), key=lambda one: int(one.stem.rsplit("-", 1)[1]))
    return [one.rename(folder / f"{name}_{page}.png") for page, one in enumerate(found, 1)]


def difference(kept: Image.Image, drawn: Image.Image) -> tuple[float, Image.Image]:
    """Share of a page that differs, and where: kept in red, drawn in blue, both in black."""
    if kept.size != drawn.size:
        size = (max(kept.width, drawn.width), max(kept.height, drawn.height))
        kept, drawn = _on(kept, size), _on(drawn, size)
    soft = [one.filter(ImageFilter.GaussianBlur(1)) for one in (kept, drawn)]
    apart = ImageChops.difference(*soft)
    differing = sum(apart.histogram()[NEAR:])
    shown = Image.merge("RGB", (drawn, ImageChops.lighter(kept, drawn), kept))
    return differing / (kept.width * kept.height), shown


def _on(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    page = Image.new("L", size, 255)
    page.paste(picture)
    return page


def renew() -> int:
    """Draw all papers anew into the folder of kept pictures; how many pages they are."""
    import tempfile

    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    pages = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in PAPERS:
            for one in pictures(name, Path(folder)):
                Image.open(one).convert("L").quantize(16).save(FOLDER / one.name, optimize=True)
                pages += 1
    return pages


if __name__ == "__main__":
    sys.stdout.write(f"{renew()} pages in {FOLDER}\n")
