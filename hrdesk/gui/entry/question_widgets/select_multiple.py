"""Several choices: boxes to tick in columns, and a filter above them where they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.choice_group import ChoiceGroup
from hrdesk.gui.entry.question_widgets.editor import ChoiceText, Editor
from hrdesk.gui.entry.question_widgets.line import Line
from hrdesk.gui.entry.question_widgets.select_one import SearchBase, matching, sure_place
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_SCROLL_HEIGHT: Final = UNIT * 58


class TickGroup(ChoiceGroup):
    """Boxes to tick."""

    columns = True
    exclusive = False

    def __init__(self, parent: QWidget | None = None, *, in_a_row: bool = False) -> None:
        super().__init__(parent)
        self.columns = not in_a_row


class PickList(SearchBase):
    """Several choices in one line: letters or a number and Enter tick one, Enter alone goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filtering = False
        self.line.stays_on_pick = True

    @override
    def lexical(self, typed: str) -> str:
        return self._value

    @override
    def written(self, value: str) -> str:
        words = {choice.name: choice.label for choice in self._choices}
        return "; ".join(words.get(name, name) for name in value.split())

    @override
    def name_for_reader(self, name: str, description: str) -> None:
        super().name_for_reader(name, description)
        self.line.setToolTip(self.written(self._value))

    @override
    def drop_rows(self, rows: list[str], typed: str) -> None:
        held = set(self._value.split())
        ticked = frozenset(
            row for row, place in enumerate(self._shown) if self._choices[place].name in held
        )
        self.line.drop().show_rows(rows, first=bool(typed.strip()), ticked=ticked)

    @override
    def pick(self, place: int) -> None:
        held = set(self._value.split()) ^ {self._choices[place].name}
        known = [choice.name for choice in self._choices]
        ordered = [name for name in known if name in held] + sorted(held - set(known))
        self._value = " ".join(ordered)
        self._settle()
        self.tell_edited(self._value)

    @override
    def _on_picked(self, row: int) -> None:
        by_pointer = not self._filtering
        super()._on_picked(row)
        if by_pointer:
            self.offer("")

    @override
    def _on_typed(self, typed: str) -> None:
        text = typed.strip()
        if not text and not self._filtering:
            self._value = ""
            self.tell_edited("")
            return
        sure = sure_place(len(self._choices), text)
        if sure >= 0:
            self.line.drop().hide()
            self.pick(sure)
            return
        self._filtering = True
        self.offer(typed)

    @override
    def _on_left(self) -> None:
        self._settle()
        super()._on_left()

    def _settle(self) -> None:
        self._filtering = False
        self.line.end_typing(self.written(self._value))
        self.line.setToolTip(self.line.text())


class FilteredTicks(Editor):
    """Many boxes to tick, those that fit the letters typed above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[ChoiceText, ...] = ()
        self.filter = Line(self)
        self.filter.setPlaceholderText(tr("Type to narrow the list"))
        self.filter.setClearButtonEnabled(True)
        self.ticks = TickGroup(self)
        self._area = QScrollArea(self)
        self._area.setWidget(self.ticks)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT * 2)
        column.addWidget(self.filter)
        column.addWidget(self._area)
        self.filter.textEdited.connect(self._on_filter)
        self.filter.stepped.connect(self._on_stepped)
        self.filter.wants_list.connect(self._into_ticks)
        self.ticks.edited.connect(self.tell_edited)
        self.ticks.left.connect(self.tell_left)
        self.ticks.stepped.connect(self._on_stepped)

    @override
    def focus_target(self) -> QWidget:
        return self.filter

    @override
    def show_choices(self, choices: tuple[ChoiceText, ...]) -> None:
        self._choices = choices
        self._on_filter(self.filter.text())

    @override
    def show_value(self, value: str) -> None:
        self.ticks.show_value(value)

    @override
    def show_fault(self, *, faulty: bool) -> None:
        self.ticks.show_fault(faulty=faulty)

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        self.ticks.set_readonly(readonly=readonly)

    @override
    def name_for_reader(self, name: str, description: str) -> None:
        super().name_for_reader(name, description)
        self.ticks.name_for_reader(name, description)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self.filter.sizeHint().height() + UNIT * 2 + self._area.height())

    def _on_filter(self, typed: str) -> None:
        fits = matching(self._choices, typed) if not typed.strip().isdecimal() else []
        shown = sorted(fits) if fits or typed.strip() else range(len(self._choices))
        self.ticks.show_choices(tuple(self._choices[place] for place in shown))
        self._fit()

    def _fit(self) -> None:
        whole = self.ticks.heightForWidth(max(200, self.width()))
        self._area.setFixedHeight(min(_SCROLL_HEIGHT, max(whole, UNIT * 9)))
        self.updateGeometry()

    def _into_ticks(self) -> None:
        self.ticks.focus_target().setFocus(Qt.FocusReason.TabFocusReason)

    def _on_stepped(self, forward: bool) -> None:
        self.tell_stepped(forward=forward)
