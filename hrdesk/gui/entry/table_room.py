"""How much room a table of rows takes: as high as its rows, its columns as wide as what they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.gui.entry.cell_editing import ROW_HEIGHT
from hrdesk.gui.entry.question_widgets.choosing import span_of
from hrdesk.gui.look.theme import UNIT

if TYPE_CHECKING:
    from hrdesk.gui.entry.cell_grid import CellGrid
    from hrdesk.gui.entry.repeat_model import RepeatModel

_MOST_SHOWN: Final = 12
_FEWEST_SHOWN: Final = 1
_SIXTH: Final = 56
_FIRST: Final = 204  # a name of four words with its two marks


def fit_height(grid: CellGrid, rows: int) -> None:
    """Be as high as that many rows need, and no higher than a page can show."""
    shown = min(_MOST_SHOWN, max(_FEWEST_SHOWN, rows))
    head = grid.horizontalHeader().sizeHint().height()
    bar = grid.horizontalScrollBar()
    across = bar.sizeHint().height() if bar.maximum() > 0 else 0
    height = head + shown * ROW_HEIGHT + across + 4
    if grid.height() != height:
        grid.setFixedHeight(height)


def share_width(grid: CellGrid, model: RepeatModel) -> None:
    """Give every column what its heading needs, and share out what is left by what it asks."""
    room, questions = grid.viewport().width(), model.questions
    header = grid.horizontalHeader()
    metrics = header.fontMetrics()
    least = [
        max(
            span_of(question) * _SIXTH,
            metrics.horizontalAdvance(model.heading(place)) + UNIT * 7,
        )
        for place, question in enumerate(questions)
    ]
    shares = [span_of(question) if span_of(question) > 1 else 0 for question in questions]
    if shares:
        shares[0] *= 2  # the first column says who or what the row is
        least[0] = max(least[0], _FIRST)
    spare = max(0, room - sum(least))
    for place, share in enumerate(shares):
        header.resizeSection(place, least[place] + spare * share // max(1, sum(shares)))
