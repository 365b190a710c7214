"""One choice of many: buttons while they are few, a line with a searched list when they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.choice_group import ChoiceGroup
from hrdesk.gui.entry.question_widgets.editor import ChoiceText
from hrdesk.gui.entry.question_widgets.line import Line
from hrdesk.gui.entry.question_widgets.text import LineEditor
from hrdesk.gui.look.components import IconMark
from hrdesk.gui.look.theme import UNIT
from hrdesk.vietnamese.text import fold, nfc

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

_MOST_SHOWN: Final = 400


class SegmentEditor(ChoiceGroup):
    """A few choices side by side."""


def matching(choices: tuple[ChoiceText, ...], typed: str) -> list[int]:
    """Places of the choices that fit what was typed: by number, or by beginnings of words."""
    wanted = fold(typed)
    if not wanted:
        return list(range(len(choices)))
    if wanted.isdecimal():
        return [p for p in range(len(choices)) if str(p + 1).startswith(wanted)]
    parts = wanted.split()
    best: list[int] = []
    rest: list[int] = []
    for place, choice in enumerate(choices):
        words = fold(choice.label)
        if words.startswith(wanted):
            best.append(place)
        elif all(f" {part}" in f" {words}" for part in parts):
            rest.append(place)
    return best + rest


def sure_place(count: int, typed: str) -> int:
    """The place that a typed number can only mean, -1 while more digits could follow."""
    if not typed.isdecimal() or not 1 <= int(typed) <= count or int(typed) * 10 <= count:
        return -1
    return int(typed) - 1


class ChoiceLine(Line):
    """A line in which one types to search; the drop-down list shows what fits."""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.selectAll()
        self.wants_list.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        whole = not self.text() or self.selectedText() == self.text()
        if event.key() == Qt.Key.Key_Space and whole and not self.drop_visible():
            self.wants_list.emit()
            return
        super().keyPressEvent(event)


class SearchBase(LineEditor):
    """A line over a list of choices, with the mark of a list at its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ChoiceLine)
        self._choices: tuple[ChoiceText, ...] = ()
        self._shown: list[int] = []
        self._value = ""
        self.line.setTextMargins(0, 0, UNIT * 5, 0)
        self.line.wants_list.connect(self._open_all)
        self.line.picked.connect(self._on_picked)
        self._mark = IconMark("chevron-down", 16, parent=self.line)
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self.line)
        row.setContentsMargins(0, 0, UNIT * 2, 0)
        row.addStretch(1)
        row.addWidget(self._mark)

    @override
    def show_choices(self, choices: tuple[ChoiceText, ...]) -> None:
        self._choices = choices
        if not self.line.hasFocus():
            self.show_value(self._value)

    @override
    def show_value(self, value: str) -> None:
        self._value = value
        super().show_value(value)

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        super().set_readonly(readonly=readonly)
        self._mark.setVisible(not readonly)

    def offer(self, typed: str) -> None:
        """Drop down the choices that fit what was typed."""
        self._shown = matching(self._choices, typed)[:_MOST_SHOWN]
        rows = [f"{place + 1}\t{self._choices[place].label}" for place in self._shown]
        self.drop_rows(rows, typed)

    def drop_rows(self, rows: list[str], typed: str) -> None:
        """Show the rows of the list, the one now answered marked."""
        now = [self._choices[place].name for place in self._shown]
        current = now.index(self._value) if self._value in now and not typed.strip() else -1
        self.line.drop().show_rows(rows, first=bool(typed.strip()), current=current)

    def pick(self, place: int) -> None:
        """Answer with the choice at that place."""
        raise NotImplementedError

    def _open_all(self) -> None:
        if not self.line.isReadOnly():
            self.offer("")

    def _on_picked(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.pick(self._shown[row])


class SearchEditor(SearchBase):
    """One of many choices: type letters or the number, Enter takes the first that fits."""

    @override
    def lexical(self, typed: str) -> str:
        text = nfc(typed).strip()
        if not text:
            return ""
        folded = fold(text)
        for choice in self._choices:
            if fold(choice.label) == folded or choice.name == text:
                return choice.name
        return text

    @override
    def written(self, value: str) -> str:
        for choice in self._choices:
            if choice.name == value:
                return choice.label
        return value

    @override
    def pick(self, place: int) -> None:
        self._value = self._choices[place].name
        self.line.end_typing(self._choices[place].label)
        self.tell_edited(self._value)

    @override
    def _on_typed(self, typed: str) -> None:
        sure = sure_place(len(self._choices), typed.strip())
        if sure >= 0:
            self.line.drop().hide()
            self.pick(sure)
            return
        self._value = self.lexical(typed)
        self.tell_edited(self._value)
        self.offer(typed)

    @override
    def _on_left(self) -> None:
        typed = self.line.text().strip()
        fits = matching(self._choices, typed) if typed else []
        known = any(choice.name == self.lexical(typed) for choice in self._choices)
        if len(fits) == 1 and not known:
            self.pick(fits[0])
        super()._on_left()
