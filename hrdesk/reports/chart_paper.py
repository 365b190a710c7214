"""A chart drawn on the page, its words by the same engine as all text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.reports.charts import GREYS, LEADING, Box, Words, lay_out
from hrdesk.reports.layout import LEFT, PARAGRAPH_GAP
from hrdesk.reports.lines import break_lines

if TYPE_CHECKING:
    from hrdesk.reports.content import Chart
    from hrdesk.reports.flow import Flow
    from hrdesk.reports.fonts import Style
    from hrdesk.reports.lines import Line


def draw_chart(flow: Flow, chart: Chart) -> None:
    """Draw at the top of the free room; a chart that does not fit starts the next page."""

    def broken(words: Words) -> list[Line]:
        style: Style = "bold" if words.bold else "regular"
        return break_lines(flow.shaper, words.text, style, words.width * 1000 / words.size)

    drawing = lay_out(chart, flow.width, lambda words: len(broken(words)))
    if drawing.height > flow.room and not flow.is_at_top:
        flow.new_page()
    top = flow.y
    for item in drawing.items:
        if isinstance(item, Box):
            flow.sheet.grey(GREYS[item.fill])
            y = top - item.y - item.height
            flow.sheet.fill(LEFT + item.x, y, item.width, item.height)
            flow.sheet.grey(0)
            continue
        y = top - item.y
        for line in broken(item):
            width = line.width * item.size / 1000
            x = item.x if item.side == "left" else item.x + item.width - width
            flow.sheet.text(LEFT + x, y - item.size * 0.95, line, item.size)
            y -= item.size * LEADING
    flow.y = top - drawing.height - PARAGRAPH_GAP
