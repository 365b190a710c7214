"""Draws the records of a list: two lines each where it is narrow, columns where it is wide.

Search hits are marked; the state of a record is a pill where it is not done. All that is seen is
drawn by one call: a call for every cell takes three times as long as what it draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hrdesk.gui.look.components import paint_pill, pill_size
from hrdesk.gui.look.faces import Face, face
from hrdesk.gui.look.theme import SCALE, UNIT, colour
from hrdesk.values import dataclass
from hrdesk.vietnamese.text import match_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hrdesk.gui.lists.record_model import Line
    from hrdesk.services.list_columns import ListColumn

SIDE: Final = UNIT * 4  # left and right of what a list says
CELL: Final = UNIT * 2
_NEAR_HIT: Final = 12  # letters: the next word that was looked for stands beside the first
_UNSEARCHED: Final = frozenset({"date", "updated", "files", "state", "unit", "kind"})


def shown_part(text: str, folded_query: str, elided: Callable[[str, bool], str]) -> str:
    """The text as far as there is room; what ends with its first hit when that would be cut off.

    `elided` cuts a text to the room there is, on its right, or on its left when that is true.
    """
    shown = elided(text, False)
    if not folded_query or shown == text or match_spans(shown, folded_query):
        return shown
    hits = match_spans(text, folded_query)
    if not hits:
        return shown
    end = next((one for _, one in hits[1:2] if one - hits[0][1] < _NEAR_HIT), hits[0][1])
    return elided(text if end == len(text) else f"{text[:end]}…", True)


@dataclass(frozen=True, slots=True)
class Row:
    """A record in sight. `line` is None while it is being fetched."""

    line: Line | None
    place: QRect
    is_chosen: bool = False
    is_hovered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column in sight; without `column` it is the title, before the columns of a kind are read."""

    column: ListColumn | None
    left: int
    width: int
    is_leftmost: bool


class RecordPainter:
    """Draws rows. `folded_query` marks hits; `open_id` is the record that stands beside the list."""

    def __init__(self) -> None:
        self.folded_query = ""
        self.open_id: str | None = None

    def paint_lines(self, painter: QPainter, rows: Sequence[Row]) -> None:
        """Two lines a record."""
        self._paint_grounds(painter, rows, side=SIDE)
        for row in rows:
            if row.line is not None:
                self._paint_line(painter, row.place, row.line)
            else:
                left, top, wide = row.place.left() + SIDE, row.place.top(), row.place.width()
                _paint_bar(painter, QRect(left, top + UNIT * 3, wide // 2, 12))
                _paint_bar(painter, QRect(left, top + UNIT * 8, wide // 3, 10))

    def paint_table(
        self, painter: QPainter, rows: Sequence[Row], columns: Iterable[Column]
    ) -> None:
        """One line a record, in columns."""
        self._paint_grounds(painter, rows, side=0)
        for column in columns:
            self._paint_column(painter, rows, column)

    def paint_focus(self, painter: QPainter, place: QRect, *, two_lines: bool) -> None:
        """A frame around the record under the keyboard."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent"), 2))
        inner = (2, 2, -2, -3) if two_lines else (1, 1, -1, -2)
        painter.drawRoundedRect(QRectF(place).adjusted(*inner), 4, 4)

    def _paint_grounds(self, painter: QPainter, rows: Sequence[Row], *, side: int) -> None:
        divider = colour("divider")
        for row in rows:
            place = row.place
            is_open = row.line is not None and row.line.record_id == self.open_id
            if is_open or row.is_chosen:
                painter.fillRect(place, colour("accent_soft"))
            elif row.is_hovered:
                painter.fillRect(place, colour("raised"))
            painter.fillRect(
                place.left() + side, place.bottom(), place.width() - 2 * side, 1, divider
            )
            if is_open:
                painter.fillRect(place.left(), place.top(), 3, place.height(), colour("accent"))

    # --- two lines

    def _paint_line(self, painter: QPainter, place: QRect, line: Line) -> None:
        left, width = place.left() + SIDE, place.width() - 2 * SIDE
        title = QRect(left, place.top() + UNIT * 2, width, UNIT * 5)
        role = "second" if line.deleted else "text"
        bold = face(strong=True) if line.record_id == self.open_id else face()
        self._paint_text(painter, title, line.title, bold, role)
        facts = QRect(left, place.top() + UNIT * 7 + 2, width, UNIT * 5)
        if line.state and line.tone == "good":
            said = _paint_quiet(painter, facts, line.state, right=True)
            facts.setWidth(facts.width() - said - UNIT * 2)
        elif line.state:
            size = pill_size(line.state)
            pill = QRect(facts.right() - size.width() + 1, facts.top(), size.width(), size.height())
            paint_pill(painter, pill, line.state, line.tone)
            facts.setWidth(facts.width() - size.width() - UNIT * 2)
        self._paint_text(painter, facts, line.facts, face(SCALE.second), "second")

    # --- columns

    def _paint_column(self, painter: QPainter, rows: Sequence[Row], column: Column) -> None:
        key = column.column.key if column.column is not None else "title"
        right = column.column is not None and column.column.is_number
        marked = key not in _UNSEARCHED
        body, second = face(), face(SCALE.second)
        left = column.left + (SIDE if column.is_leftmost else CELL)
        width = column.left + column.width - CELL - left
        for row in rows:
            line, place = row.line, row.place
            inner = QRect(left, place.top(), width, place.height() - 1)
            if line is None:
                top = place.top() + (place.height() - 12) // 2
                _paint_bar(painter, QRect(column.left + CELL, top, column.width * 2 // 3, 12))
            elif key == "title":
                role = "second" if line.deleted else "text"
                self._paint_text(painter, inner, line.title, body, role)
            elif key == "state":
                _paint_state(painter, inner, line)
            elif text := line.cells.get(key, ""):
                self._paint_text(painter, inner, text, second, "second", marked=marked, right=right)

    # --- texts

    def _paint_text(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        letters: Face,
        role: str,
        *,
        marked: bool = True,
        right: bool = False,
    ) -> None:
        query = self.folded_query if marked else ""
        room = place.width()
        painter.setFont(letters.font)
        if not query:
            painter.setPen(colour(role))
            letters.draw(painter, place, letters.elided(text, room), right=right)
            return
        shown = shown_part(text, query, lambda whole, left: letters.elided(whole, room, left=left))
        spans = match_spans(shown, query)
        if spans:
            self._paint_hits(painter, place, shown, spans, letters, right=right)
        painter.setPen(colour("text" if spans else role))
        letters.draw(painter, place, shown, right=right)

    def _paint_hits(
        self,
        painter: QPainter,
        place: QRect,
        shown: str,
        spans: Sequence[tuple[int, int]],
        letters: Face,
        *,
        right: bool,
    ) -> None:
        left: float = place.left()
        if right:
            left = place.right() + 1 - letters.width(shown)
        tall = min(place.height(), UNIT * 5)
        top = place.top() + (place.height() - tall) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("hit"))
        for start, end in spans:
            before = letters.width(shown[:start])
            width = letters.width(shown[:end]) - before
            painter.drawRoundedRect(QRectF(left + before - 1, top, width + 2, tall), 3, 3)


def _paint_state(painter: QPainter, place: QRect, line: Line) -> None:
    if line.state and line.tone == "good":
        _paint_quiet(painter, place, line.state)
    elif line.state:  # one that is done says so by saying nothing
        size = pill_size(line.state)
        top = place.top() + (place.height() - size.height()) // 2
        pill = QRect(place.left(), top, min(size.width(), place.width()), size.height())
        paint_pill(painter, pill, line.state, line.tone)


def _paint_quiet(painter: QPainter, place: QRect, state: str, *, right: bool = False) -> int:
    """A state that asks for nothing is a word; a hundred pills of it would shout. Its width."""
    letters = face(SCALE.small, strong=True)
    painter.setFont(letters.font)
    painter.setPen(colour("good"))
    letters.draw(painter, place, state, right=right)
    return round(letters.width(state))


def _paint_bar(painter: QPainter, place: QRect) -> None:
    """A soft bar in place of a text that is being fetched."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("neutral_soft"))
    painter.drawRoundedRect(place, 4, 4)
