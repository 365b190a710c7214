"""Beside a list of people: who came, how many of each group, and where the form says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.entry.cell_grid import key_of
from hrdesk.gui.look.components import LinkButton, label
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font
from hrdesk.i18n import tr, trn
from hrdesk.records.entry import NodeRef
from hrdesk.records.roster_count import RosterCount, count_by, count_roster
from hrdesk.vietnamese.formats import show_number

if TYPE_CHECKING:
    from hrdesk.forms.roster import Roster
    from hrdesk.gui.entry.filling import Filling

BESIDE: Final = UNIT * 64
NARROW: Final = UNIT * 56
_SOON_MS: Final = 120
_LINE: Final = 24
_SECOND: Final = 18  # what a second line adds
_MOST_GROUPS: Final = 7
_NUMBER: Final = UNIT * 9


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what is counted, how many, and what the form says instead ("" when the same)."""

    words: str
    count: str
    remark: str = ""


class Figures(QWidget):
    """Lines of figures, painted: long words take a second line, the numbers stand below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Figure, ...] = ()
        self._tight = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: tuple[Figure, ...]) -> None:
        """Show other figures."""
        if lines == self._lines:
            return
        self._lines = lines
        self.setAccessibleName("; ".join(self.texts()))
        self.updateGeometry()
        self.update()

    def stand_tight(self, *, tight: bool) -> None:
        """With little room a remark stands below its figure, else before it."""
        self._tight = tight
        self.updateGeometry()
        self.update()

    def _height(self) -> int:
        return sum(self._height_of(one) for one in self._lines)

    def _height_of(self, one: Figure) -> int:
        small = QFontMetrics(font(SCALE.second))
        second = small.horizontalAdvance(one.words) > self._room_for_words(one)
        return _LINE + second * _SECOND + bool(one.remark and self._tight) * _SECOND

    def _room_for_words(self, one: Figure) -> int:
        aside = bool(one.remark) and not self._tight
        small = QFontMetrics(font(SCALE.second))
        remark = small.horizontalAdvance(one.remark) + UNIT * 2 if aside else 0
        return max(self.width(), UNIT * 38) - _NUMBER - remark

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def texts(self) -> list[str]:
        """What is read out, a line each."""
        return [
            ", ".join(filter(None, (f"{one.words}: {one.count}", one.remark)))
            for one in self._lines
        ]

    @override
    def sizeHint(self) -> QSize:
        return QSize(UNIT * 38, self._height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(UNIT * 38, self._height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        small = QFontMetrics(font(SCALE.second))
        top = 0
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for one in self._lines:
            line = QRect(0, top, self.width(), _LINE)
            below = bool(one.remark) and self._tight
            tall = self._height_of(one)
            words = QRect(0, top + 3, self._room_for_words(one), tall - 3 - below * _SECOND)
            top += tall
            painter.setFont(font(SCALE.second))
            painter.setPen(colour("text"))
            wrapped = Qt.TextFlag.TextWordWrap if tall - below * _SECOND > _LINE else Qt.TextFlag(0)
            cut = (
                one.words
                if wrapped
                else small.elidedText(one.words, Qt.TextElideMode.ElideRight, words.width())
            )
            painter.drawText(words, int(Qt.AlignmentFlag.AlignTop) | int(wrapped), cut)
            if one.remark:
                painter.setPen(colour("warn"))
                end = QRect(0, top - _LINE, self.width(), _LINE)
                place = end if below else line.adjusted(0, 0, -_NUMBER, 0)
                painter.drawText(place, right, one.remark)
            painter.setFont(font(SCALE.second, strong=True))
            painter.setPen(colour("warn" if one.remark else "text"))
            painter.drawText(line, right, one.count)
        painter.end()


class RosterSide(QFrame):
    """Counts of one list, brought up to date shortly after it changed."""

    take_wanted = Signal()

    def __init__(self, filling: Filling, roster: Roster, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._filling = filling
        self._roster = roster
        self.count: RosterCount | None = None
        self.attendance = label("", "strong", wraps=True)
        self.numbers = Figures()
        self.take = LinkButton("", on_click=self.take_wanted.emit)
        self.take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.by = QComboBox()
        self.by.setMinimumContentsLength(8)
        self.by.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.by.currentIndexChanged.connect(self.refresh)
        self.groups = Figures()
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(UNIT)
        left.addWidget(self.attendance)
        left.addWidget(self.numbers)
        left.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        right.addWidget(self.by)
        right.addWidget(self.groups)
        right.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 4, UNIT * 3)
        self._box.setSpacing(UNIT * 6)
        self._box.addLayout(left, 1)
        self._box.addLayout(right, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._take_key = key_of("take_totals")
        self.show_words()

    def stand(self, *, beside: bool, roomy: bool = True) -> None:
        """Stand beside the table, narrow where that has little room, or below it."""
        width = BESIDE if roomy else NARROW
        tight = beside and not roomy
        self.numbers.stand_tight(tight=tight)
        self._take_key = "" if tight else key_of("take_totals")
        self.take.set_text(tr("Take these numbers"), self._take_key)
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.TopToBottom if beside else ways.LeftToRight)
        self._box.setSpacing(UNIT * 3 if beside else UNIT * 6)
        self.setMinimumWidth(width if beside else 0)
        self.setMaximumWidth(width if beside else 16_777_215)

    def show_words(self) -> None:
        """Everything in the language now spoken."""
        self.take.set_text(tr("Take these numbers"), self._take_key)
        self.by.setAccessibleName(tr("Count the list by"))
        entry = self._filling.entry
        chosen = self.by.currentData()
        self.by.blockSignals(True)
        self.by.clear()
        wanted = sorted(
            (q for q in entry.form.questions(self._roster.repeat) if q.key in self._counted()),
            key=lambda question: not question.choice_list,
        )
        for question in wanted:
            self.by.addItem(tr("By: {question}", question=entry.label(question.path)), question.key)
        self.by.setCurrentIndex(max(0, self.by.findData(chosen)))
        self.by.blockSignals(False)
        self.by.setVisible(self.by.count() > 0)
        self.refresh()

    def refresh_soon(self) -> None:
        """The list or a number of the form changed."""
        if not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Count again now."""
        entry = self._filling.entry
        self.count = counted = count_roster(entry, self._roster)
        self.setVisible(counted.named > 0)
        if not counted.named:
            return
        self.attendance.setText(self._attendance_words(counted))
        self.numbers.show_lines(
            tuple(
                Figure(
                    entry.label(_path_of(self._filling, one.key)),
                    show_number(one.listed),
                    self._remark(one.typed) if one.differs else "",
                )
                for one in counted.numbers
                if one.listed or one.differs
            )
        )
        self.take.setVisible(bool(counted.differing))
        self._show_groups()

    def _show_groups(self) -> None:
        key = str(self.by.currentData() or "")
        groups = count_by(self._filling.entry, self._roster, key) if key else []
        words = self._choice_words(key)
        shown = [
            Figure(words.get(name, name) or tr("not told"), show_number(count))
            for name, count in groups
        ]
        if len(shown) > _MOST_GROUPS:
            rest = groups[_MOST_GROUPS - 1 :]
            others = trn("{count} other", "{count} others", len(rest))
            people = show_number(sum(count for _, count in rest))
            shown = [*shown[: _MOST_GROUPS - 1], Figure(others, people)]
        self.groups.show_lines(tuple(shown))

    def _attendance_words(self, counted: RosterCount) -> str:
        listed = trn("{count} person listed", "{count} people listed", counted.named)
        if not self._roster.attendance_key or counted.unmarked == counted.named:
            return listed
        parts = [
            tr("{count} present", count=counted.present),
            tr("{count} absent", count=counted.absent),
        ]
        if counted.unmarked:
            parts.append(tr("{count} not marked", count=counted.unmarked))
        return "\n".join((listed, " · ".join(parts)))

    def _remark(self, typed: str) -> str:
        return tr("form: {number}", number=typed or "–")

    def _choice_words(self, key: str) -> dict[str, str]:
        entry = self._filling.entry
        question = next(
            (q for q in entry.form.questions(self._roster.repeat) if q.key == key), None
        )
        if question is None:
            return {}
        return {c.name: entry.choice_label(c) for c in entry.form.choices(question)}

    def _counted(self) -> tuple[str, ...]:
        """Questions to count by: what stays with a person, but for codes that each has alone."""
        return self._roster.fact_keys[:4]


def _path_of(filling: Filling, key: str) -> str:
    return next((q.path for q in filling.entry.form.questions() if q.key == key), "")


def taken_numbers(counted: RosterCount) -> list[tuple[NodeRef, str]]:
    """The answers that bring the form's numbers into line with the list."""
    return [(NodeRef(one.key), str(one.listed)) for one in counted.differing]
