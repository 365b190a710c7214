"""Charts as data: boxes and words at places, drawn alike by the paper and by the screen.

A chart says everything twice: as bars, and in the words beside them. Its fills differ in grey by
themselves, so that a laser printer and a colour-blind reader lose nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from hrdesk.reports.content import Chart, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hrdesk.reports.content import Block, ReportContent

Fill = Literal["bar", "earlier", "track", "mark"]
Side = Literal["left", "right"]
# Grey of each fill, 0 black to 1 white: neighbours lie at least 0.3 apart.
GREYS: Final[dict[Fill, float]] = {"bar": 0.25, "earlier": 0.58, "track": 0.9, "mark": 0.0}
LABEL_SIZE: Final = 11.0
SMALL_SIZE: Final = 9.0
TITLE_SIZE: Final = 12.5
LEADING: Final = 1.2
_LABEL_SHARE: Final = 0.45
_VALUE_SHARE: Final = 0.19
_GAP: Final = 8.0
_BAR: Final = 9.0
_ROW_GAP: Final = 4.0
_MARK_WIDTH: Final = 1.6


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `y` runs down from the top of the chart, lengths in points."""

    x: float
    y: float
    width: float
    height: float
    fill: Fill


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text inside a width; `y` is the top of the first."""

    x: float
    y: float
    width: float
    text: str
    size: float
    bold: bool = False
    side: Side = "left"


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of a chart, in the order in which it is drawn."""

    width: float
    height: float
    items: tuple[Box | Words, ...]


def lay_out(chart: Chart, width: float, lines: Callable[[Words], float]) -> Drawing:
    """Places for a width in points; `lines` tells how many lines words take in their room."""
    items: list[Box | Words] = []
    y = 0.0

    def put(words: Words) -> float:
        items.append(words)
        return lines(words) * words.size * LEADING

    y += put(Words(0, y, width, chart.title, TITLE_SIZE, bold=True)) + _ROW_GAP
    label, value = width * _LABEL_SHARE, width * _VALUE_SHARE
    left = label + _GAP
    room = width - label - value - 2 * _GAP
    for row in chart.rows:
        high = put(Words(0, y, label, row.label, LABEL_SIZE))
        if row.asked:
            high += put(Words(0, y + high, label, row.asked, SMALL_SIZE))
        shown = Words(width - value, y, value, row.shown, LABEL_SIZE, bold=True, side="right")
        high = max(high, put(shown))
        top = y + (LABEL_SIZE * LEADING - _BAR) / 2
        if row.marks:
            items.append(Box(left, top, room, _BAR, "track"))
        if row.share > 0:
            fill: Fill = "earlier" if row.earlier else "bar"
            items.append(Box(left, top, max(1.5, room * min(1.0, row.share)), _BAR, fill))
        for mark in row.marks:
            place = left + min(room * mark, room - _MARK_WIDTH)
            # white beside the mark keeps it apart from the bar below it
            items.append(Box(place - 1.2, top - 2.5, _MARK_WIDTH + 2.4, _BAR + 5, "track"))
            items.append(Box(place, top - 3, _MARK_WIDTH, _BAR + 6, "mark"))
        y += high + _ROW_GAP
    return Drawing(width, y, tuple(items))


def in_words(chart: Chart) -> str:
    """The chart as a sentence, for who cannot see it."""
    said = "; ".join(
        f"{row.label}: {row.shown}{f' ({row.asked})' if row.asked else ''}" for row in chart.rows
    )
    return f"{chart.title}. {said}."


def as_table(chart: Chart) -> Table:
    """The chart as a table, where no bars are drawn: Word, Excel."""
    asked = any(row.asked for row in chart.rows)
    columns = [Column(chart.heads[0], 50), Column(chart.heads[1], 20, "right")]
    if asked:
        columns.append(Column(chart.heads[2], 30))
    rows = [(row.label, row.shown, row.asked)[: len(columns)] for row in chart.rows]
    return Table(tuple(columns), rows, caption=chart.title)


def without_charts(content: ReportContent) -> ReportContent:
    """The same with tables in the place of charts."""
    return replace(content, body=tuple(_plain(content.body)))


def _plain(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        yield as_table(block) if isinstance(block, Chart) else block
