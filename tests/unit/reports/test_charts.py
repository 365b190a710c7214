"""Charts: places that do not depend on who draws, greys apart, words for every bar."""

from __future__ import annotations

import io
import subprocess
from itertools import pairwise

from PIL import Image

from hrdesk.reports.charts import GREYS, Box, Words, as_table, in_words, lay_out, without_charts
from hrdesk.reports.content import Chart, ChartRow
from hrdesk.reports.pdf import write_pdf
from tests.support.reports import KHMER, VIETNAMESE, content

HEADS = ("Nội dung", "Số liệu", "Yêu cầu")
TARGETS = Chart(
    "Các chỉ tiêu",
    HEADS,
    (
        ChartRow("Tập huấn", 0.45, "45% (9/20)", "Yêu cầu: từ 80% trở lên", (0.8,)),
        ChartRow(VIETNAMESE, 0.9, "90% (9/10)", "Yêu cầu: từ 50% đến 70%", (0.5, 0.7)),
    ),
)
MONTHS = Chart(
    KHMER, HEADS, (ChartRow("Tháng 10", 0.5, "5", earlier=True), ChartRow("Tháng 11", 1.0, "10"))
)


def lines_of(words: Words) -> int:
    return 1 + int(len(words.text) * words.size / 2 // words.width)


def test_drawing__of_targets__bar_to_its_share_and_mark_on_the_target() -> None:
    drawing = lay_out(TARGETS, 400, lines_of)
    boxes = [item for item in drawing.items if isinstance(item, Box)]
    track, bar = boxes[0], boxes[1]
    mark = next(box for box in boxes if box.fill == "mark")
    assert (track.fill, bar.fill) == ("track", "bar")
    assert round(bar.width / track.width, 3) == 0.45
    assert round((mark.x - track.x) / track.width, 3) == 0.8
    assert all(box.x + box.width <= 400 for box in boxes)
    assert all(item.y < drawing.height for item in drawing.items)


def test_fills__as_greys__neighbours_are_far_apart() -> None:
    tones = sorted(GREYS.values())
    assert all(b - a >= 0.24 for a, b in pairwise(tones))
    assert abs(GREYS["bar"] - GREYS["track"]) >= 0.3
    assert abs(GREYS["bar"] - GREYS["earlier"]) >= 0.3


def test_page__printed_grey__shows_every_tone_and_all_words(tmp_path) -> None:
    path = tmp_path / "c.pdf"
    assert write_pdf(content(TARGETS, MONTHS), path) == 1
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    for said in ("Tập huấn", "45% (9/20)", "từ 80% trở lên", "Tháng 11", "10"):
        assert said in text
    shown = subprocess.run(
        ["pdftoppm", "-r", "72", "-png", path], check=True, capture_output=True
    ).stdout
    seen = Image.open(io.BytesIO(shown)).convert("L").histogram()
    for tone in GREYS.values():
        level = round(tone * 255)
        assert sum(seen[max(0, level - 2) : level + 3]) > 15


def test_words__for_who_cannot_see__name_every_bar() -> None:
    said = in_words(TARGETS)
    assert all(
        row.label in said and row.shown in said and row.asked in said for row in TARGETS.rows
    )
    table = as_table(TARGETS)
    assert len(table.columns) == 3
    assert next(iter(table.rows)) == ("Tập huấn", "45% (9/20)", "Yêu cầu: từ 80% trở lên")
    assert not any(isinstance(one, Chart) for one in without_charts(content(MONTHS)).body)
