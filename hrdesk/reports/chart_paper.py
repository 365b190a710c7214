"""A chart drawn on the page, its words by the same engine as all text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.reports.charts import GREYS, LEADING, Box, Words, lay_out
from hrdesk.reports.layout import LEFT, PARAGRAPH_GAP
from hrdesk.reports.lines import break_lines

if TYPE_CHECKING:
    from hrdesk.reports.content import Chart
    from hrdesk.reports.fonts import Style
    from hrdesk.reports.lines import Line
    from hrdesk.reports.page import Page


def draw_chart(page: Page, chart: Chart) -> None:
    """Draw at the top of the free room; a chart that does not fit starts the next page."""

    def broken(words: Words) -> list[Line]:
        style: Style = "bold" if words.bold else "regular"
        return break_lines(page.shaper, words.text, style, words.width * 1000 / words.size)

    drawing = lay_out(chart, page.width, lambda words: len(broken(words)))
    if drawing.height > page.room and not page.is_at_top:
        page.new_page()
    top = page.y
    for item in drawing.items:
        if isinstance(item, Box):
            page.sheet.grey(GREYS[item.fill])
            y = top - item.y - item.height
            page.sheet.fill(LEFT + item.x, y, item.width, item.height)
            page.sheet.grey(0)
            continue
        y = top - item.y
        for line in broken(item):
            width = line.width * item.size / 1000
            x = item.x if item.side == "left" else item.x + item.width - width
            page.sheet.text(LEFT + x, y - item.size * 0.95, line, item.size)
            y -= item.size * LEADING
    page.y = top - drawing.height - PARAGRAPH_GAP
