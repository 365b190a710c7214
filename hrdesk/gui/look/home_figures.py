"""The plan's targets on the home page: name, bar, figures, what is missing in words, since 2023."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.bullet_bar import BulletBar
from hrdesk.gui.look.components import Card, Pill, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import label_in, tr, trn
from hrdesk.values import dataclass
from hrdesk.vietnamese.formats import show_number, show_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from hrdesk.gui.look.components import Tone
    from hrdesk.indicators.indicator import TargetFigure
    from hrdesk.indicators.plan import Plan

NEAR_DAYS: Final = 3
_ROOM_FOR_BARS: Final = UNIT * 170
_HEADS: Final = 1  # the row of column headings


@dataclass(frozen=True, slots=True)
class TargetWords:
    """What the plan says of a target, for people."""

    name: str
    asked: str
    marks: tuple[Fraction, ...]
    whole_name: str


def words_of(target_id: str, plan: Plan) -> TargetWords:
    """Name and threshold of a target out of the plan, in the language spoken."""
    target = plan.target(target_id)
    low = show_percent(target.threshold)
    if target.upper is not None:
        asked = tr("Target: {low} to {high}", low=low, high=show_percent(target.upper))
    elif target.op == ">":
        asked = tr("Target: more than {share}", share=low)
    elif target.threshold == 1:
        asked = tr("Target: {share}", share=low)
    else:
        asked = tr("Target: at least {share}", share=low)
    marks = tuple(mark for mark in (target.threshold, target.upper) if mark is not None)
    return TargetWords(
        label_in(dict(target.short_names)), asked, marks, label_in(dict(target.names))
    )


def missing_words(target_id: str, missing: int) -> str:
    """How many are missing, counted in what the target counts."""
    if target_id == "T1":
        return trn("{count} agency short", "{count} agencies short", missing)
    if target_id == "T2":
        return trn("{count} person short", "{count} people short", missing)
    if target_id == "T4":
        return trn("{count} case short", "{count} cases short", missing)
    return trn("{count} product short", "{count} products short", missing)


def state_of(figure: TargetFigure, days_left: int) -> tuple[str, Tone, str]:
    """The word, its tone, and the colour role of the bar."""
    if figure.achieved == "no_occurrence":
        return tr("None occurred"), "neutral", "border"
    if figure.achieved == "exceeded":
        return tr("Exceeded"), "good", "good"
    if figure.achieved == "met":
        return tr("Met"), "good", "good"
    words = missing_words(figure.target_id, figure.missing)
    if days_left < 0:
        return words, "bad", "bad"
    if days_left <= NEAR_DAYS:
        return words, "warn", "warn"
    return words, "info", "accent"


class TargetTable(Card):
    """One row a target; columns line up whatever the words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("The five targets of the plan"), parent)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(UNIT * 2)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 4)
        self._grid.setColumnMinimumWidth(3, UNIT * 30)
        self.body.removeItem(self.head)
        self.body.addLayout(self._grid)
        self._grid.addWidget(self.heading, 0, 0, 1, 2)
        self._grid.addWidget(_right(label(tr("In the period"), "overline")), 0, 2)
        self._grid.addWidget(_right(label(tr("Since 2023"), "overline")), 0, 4)
        self._rows: list[list[QWidget]] = []
        self._roomy = True
        self._space_columns()
        self.sentences: list[str] = []

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for both, names stay whole and bars give way to their figures."""
        roomy = self.width() >= _ROOM_FOR_BARS
        if roomy == self._roomy:
            return
        self._roomy = roomy
        self._space_columns()
        for row in self._rows:
            self._give_way(row)

    def _space_columns(self) -> None:
        self._grid.setColumnStretch(1, 4 if self._roomy else 0)
        self._grid.setHorizontalSpacing(UNIT * (5 if self._roomy else 3))
        for place in (2, 4):
            self._grid.setColumnMinimumWidth(place, UNIT * (19 if self._roomy else 14))

    def _give_way(self, row: list[QWidget]) -> None:
        row[1].setVisible(self._roomy)
        for line in row[0].findChildren(QLabel):
            line.setWordWrap(not self._roomy)  # a line that may wrap asks for room for it

    def show_figures(self, figures: Sequence[TargetFigure], plan: Plan, *, days_left: int) -> None:
        """Show these, in their order."""
        for row in self._rows:
            for widget in row:
                self._grid.removeWidget(widget)
                widget.deleteLater()
        self._rows = []
        self.sentences = []
        for number, figure in enumerate(figures, start=_HEADS):
            self._add(number, figure, words_of(figure.target_id, plan), days_left)

    def _add(self, number: int, figure: TargetFigure, words: TargetWords, days_left: int) -> None:
        name = tr("{name} (for reference)", name=words.name) if figure.reference else words.name
        text, tone, role = state_of(figure, days_left)
        bar = BulletBar()
        bar.show_ratio(figure.ratio, words.marks, role)
        pill = Pill(text, tone)
        total = (
            Fraction(figure.cumulative_numerator, figure.cumulative_denominator)
            if figure.cumulative_denominator
            else None
        )
        cells: list[QWidget] = [
            _pair(label(name, "label"), label(words.asked, "second")),
            bar,
            _numbers(figure.ratio, figure.numerator, figure.denominator, strong=True),
            pill,
            _numbers(total, figure.cumulative_numerator, figure.cumulative_denominator),
        ]
        for place, cell in enumerate(cells):
            where = Qt.AlignmentFlag.AlignVCenter
            if place == 3:
                self._grid.addWidget(cell, number, place, where | Qt.AlignmentFlag.AlignLeft)
            else:
                self._grid.addWidget(
                    cell, number, place, where
                ) if place == 1 else self._grid.addWidget(cell, number, place)
        self._rows.append(cells)
        self._give_way(cells)
        sentence = f"{name}: {figure.numerator}/{figure.denominator}, {show_percent(figure.ratio)}, {text}. {words.asked}"
        bar.setAccessibleName(sentence)
        bar.setToolTip(words.whole_name)
        cells[0].setToolTip(words.whole_name)
        self.sentences.append(sentence)


def _pair(first: QWidget, second: QWidget) -> QWidget:
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addStretch(1)
    column.addWidget(first)
    column.addWidget(second)
    column.addStretch(1)
    return both


def _numbers(ratio: Fraction | None, part: int, whole: int, *, strong: bool = False) -> QWidget:
    percent = show_percent(ratio) if ratio is not None else "–"
    above = _right(label(percent, "strong" if strong else "label"))
    if not whole:
        return above  # alone, level with its bar
    counted = f"{show_number(part)} / {show_number(whole)}"
    below = _right(label(counted, "second"))
    return _pair(above, below)


def _right(text: QLabel) -> QLabel:
    text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return text
