"""Pages a second of a long appendix, beside fpdf2's cells and WeasyPrint in the same run.

Also its linearity and memory, and the consolidated report of a whole province.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.result import Result

HEADS = ("TT", "Tên sản phẩm", "Loại hình", "Ngôn ngữ", "Ngày", "Kênh", "Số bản", "Đơn vị")
SHARES = (12, 80, 40, 30, 24, 36, 18, 37)
ROW_MM = 6.0
MEMORY_GOAL_MB = 150.0
WEASY_ROWS = 5_000
RECORDS_OF_A_UNIT = 30
CONSOLIDATED_GOAL_SECONDS = 5.0

Row = tuple[str, ...]


class Rows:
    """So many rows of eight short Vietnamese cells, made when they are walked."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        for number in range(1, self._count + 1):
            yield (
                str(number),
                f"Phóng sự quyền con người số {number}",
                "Phóng sự, chuyên mục",
                "Tiếng Việt",
                f"{number % 28 + 1:02}/11/2026",
                "Facebook, Zalo",
                str(number % 500),
                f"Xã Mẫu {number % 102}",
            )


def ours(count: int, path: Path) -> int:
    """The appendix as the program writes it, with its cover page."""
    from hrdesk.reports.content import Appendix, Column, Table
    from hrdesk.reports.pdf import write_pdf
    from tests.support.reports import content

    columns = tuple(Column(head, share) for head, share in zip(HEADS, SHARES, strict=True))
    table = Table(columns, Rows(count))
    return write_pdf(content(appendices=(Appendix("Danh mục", (table,), landscape=True),)), path)


def fpdf_cells(count: int, path: Path) -> int:
    """The same cells with fpdf2's `cell`, bordered, its head repeated; no wrapping, no shaping."""
    from fpdf import FPDF

    from hrdesk.resources import resource

    document = FPDF(orientation="L", format="A4")
    document.set_margins(30, 20, 15)
    document.set_auto_page_break(auto=False)
    document.add_font("serif", "", str(resource("fonts", "LiberationSerif-Regular.ttf")))
    widths = [252.0 * share / sum(SHARES) for share in SHARES]

    def draw(row: Row) -> None:
        for width, cell in zip(widths, row, strict=True):
            document.cell(width, ROW_MM, cell, border=1)
        document.ln(ROW_MM)

    for row in Rows(count):
        if document.page == 0 or document.get_y() + ROW_MM > 190:
            document.add_page()
            document.set_font("serif", size=11)
            draw(HEADS)
        draw(row)
    document.output(str(path))
    return int(document.page)


def weasy_pages(count: int, path: Path) -> int:
    """The same rows as an HTML table that WeasyPrint lays out, its head repeated."""
    from html import escape

    from weasyprint import HTML

    from hrdesk.resources import resource

    face = resource("fonts", "LiberationSerif-Regular.ttf").as_uri()
    style = (
        f"@font-face {{ font-family: serif2; src: url({face}) }}"
        "@page { size: A4 landscape; margin: 20mm 15mm 20mm 30mm }"
        "body { font: 11pt serif2 } table { border-collapse: collapse; width: 100% }"
        "td, th { border: 0.6pt solid; padding: 2pt }"
    )
    head = "".join(f"<th>{escape(cell)}</th>" for cell in HEADS)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in Rows(count)
    )
    page = (
        f"<style>{style}</style><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    rendered = HTML(string=page).render()
    rendered.write_pdf(str(path))
    return len(rendered.pages)


def _pages_a_second(write: Callable[[int, Path], int], count: int, path: Path) -> float:
    started = time.perf_counter()
    pages = write(count, path)
    return pages / (time.perf_counter() - started)


def _of_the_processor(write: Callable[[int, Path], int], count: int, path: Path) -> float:
    """Pages a second of the processor's time: whether work grows in line is no matter of load."""
    started = time.process_time()
    pages = write(count, path)
    return pages / (time.process_time() - started)


def _best(write: Callable[[int, Path], int], count: int, path: Path, rounds: int) -> float:
    return max(_pages_a_second(write, count, path) for _ in range(rounds))


def appendix_of_5000_rows(folder: Path) -> list[Result]:
    """Ratio is fpdf2's pages a second over ours: half or less is the goal."""
    path = folder / "appendix.pdf"
    mine = _best(ours, 5_000, path, 3)
    theirs = _best(fpdf_cells, 5_000, path, 3)
    woven = _best(weasy_pages, WEASY_ROWS, path, 1)
    return [
        Result(
            f"appendix of 5,000 rows, beside WeasyPrint ({WEASY_ROWS:,} rows)",
            mine,
            woven,
            woven / mine,
            1 / 25,
            "pages/s",
        ),
        Result(
            "appendix of 5,000 rows, beside fpdf2 cells",
            mine,
            theirs,
            theirs / mine,
            0.5,
            "pages/s",
        ),
    ]


def appendix_of_50000_rows(folder: Path) -> list[Result]:
    """Beside fpdf2; beside our own 5,000 rows (linear is 1); peak memory beside its bound."""
    path = folder / "appendix.pdf"
    short = max(_of_the_processor(ours, 5_000, path) for _ in range(3))
    long = _best(ours, 50_000, path, 2)
    steady = max(_of_the_processor(ours, 50_000, path) for _ in range(2))
    theirs = _best(fpdf_cells, 50_000, path, 1)
    peak = _peak_megabytes(50_000, path)
    return [
        Result(
            "appendix of 50,000 rows, beside fpdf2 cells",
            long,
            theirs,
            theirs / long,
            0.5,
            "pages/s",
        ),
        Result(
            "appendix of 50,000 rows, beside ours of 5,000 (CPU)",
            steady,
            short,
            short / steady,
            1.15,
            "pages/s",
        ),
        Result(
            "appendix of 50,000 rows, peak memory",
            peak,
            MEMORY_GOAL_MB,
            peak / MEMORY_GOAL_MB,
            1.0,
            "MB",
        ),
    ]


def _peak_megabytes(count: int, path: Path) -> float:
    """Largest resident set of a fresh process that writes the appendix.

    Not `ru_maxrss`: a process begins with that of the one that started it.
    """
    code = (
        "import re, sys; from pathlib import Path; from tests.bench.bench_reports import ours;"
        f"ours({count}, Path(sys.argv[1]));"
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    )
    return int(done.stdout) / 1024


def consolidated_of_102_units(folder: Path) -> list[Result]:
    """The province's report from the records of 102 units, counted and drawn."""
    from dataclasses import replace
    from datetime import date, timedelta

    from hrdesk.indicators.period import parse_period
    from hrdesk.records.record import UnitKey
    from hrdesk.services.consolidating import write_consolidated
    from tests.support.desk import NOW, activity, make_desk

    ws = make_desk(folder / "province", province=True)
    units = ws.units.alive(date(2026, 11, 14), "commune")
    records = [
        replace(
            activity(ws, f"Hội nghị {number}", date(2026, 10, 15) + timedelta(number), people=40),
            unit=UnitKey(unit.code, unit.valid_from),
        )
        for unit in units
        for number in range(RECORDS_OF_A_UNIT)
    ]
    for record in records:
        ws.store.save(record, at=NOW, actor=ws.name)
    started = time.perf_counter()
    write_consolidated(ws, parse_period("2026-11"), folder / "all.pdf", now=NOW)
    took = time.perf_counter() - started
    ws.close()
    return [
        Result(
            f"consolidated report of {len(units)} units, {len(records):,} records",
            took,
            CONSOLIDATED_GOAL_SECONDS,
            took / CONSOLIDATED_GOAL_SECONDS,
            1.0,
            "s",
        )
    ]


BENCHES = (appendix_of_5000_rows, appendix_of_50000_rows, consolidated_of_102_units)
