"""Choices put in an order: Alt+Up and Alt+Down move one; nothing is answered until one is moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.editor import ChoiceText, Editor


class RankEditor(Editor):
    """A list whose order is the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[ChoiceText, ...] = ()
        self._value = ""
        self._readonly = False
        self.list = QListWidget(self)
        self.list.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    @override
    def focus_target(self) -> QWidget:
        return self.list

    @override
    def show_choices(self, choices: tuple[ChoiceText, ...]) -> None:
        self._choices = choices
        self._fill()

    @override
    def show_value(self, value: str) -> None:
        self._value = value
        self._fill()

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        self._readonly = readonly

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.tell_left()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.tell_stepped(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return True
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not self._readonly:
            self._move(-1 if key == Qt.Key.Key_Up else 1)
            return True
        return False

    def _move(self, step: int) -> None:
        names = self._ordered()
        place = self.list.currentRow()
        if not 0 <= place < len(names) or not 0 <= place + step < len(names):
            return
        names[place], names[place + step] = names[place + step], names[place]
        self._value = " ".join(names)
        self._fill()
        self.list.setCurrentRow(place + step)
        self.tell_edited(self._value)

    def _ordered(self) -> list[str]:
        known = [choice.name for choice in self._choices]
        held = [name for name in self._value.split() if name in known]
        return held + [name for name in known if name not in held]

    def _fill(self) -> None:
        words = {choice.name: choice.label for choice in self._choices}
        self.list.clear()
        for place, name in enumerate(self._ordered(), 1):
            self.list.addItem(f"{place}   {words[name]}")
        rows = min(8, max(1, self.list.count()))
        self.list.setFixedHeight(rows * 34 + 6)
        if self.list.count():
            self.list.setCurrentRow(0)
