"""Several choice buttons as one stop of the keyboard: arrows move, digits pick, Enter goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.choice_button import HEIGHT, ChoiceButton
from hrdesk.gui.entry.question_widgets.editor import ChoiceText, Editor
from hrdesk.gui.look.components import label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_GAP: Final = UNIT * 2
_MOST_DIGITS: Final = 9


class ChoiceGroup(Editor):
    """The buttons, laid out in lines (segments) or columns (boxes to tick)."""

    columns = False
    exclusive = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[ChoiceText, ...] = ()
        self.buttons: list[ChoiceButton] = []
        self._value = ""
        self._faulty = False
        self._readonly = False
        self._name = ""
        self._description = ""
        self.nothing = label(tr("No choice fits the answers so far."), "second")
        self.nothing.setParent(self)
        self.nothing.setMinimumHeight(HEIGHT)

    @override
    def show_choices(self, choices: tuple[ChoiceText, ...]) -> None:
        if choices == self._choices:
            return
        had_focus = any(button.hasFocus() for button in self.buttons)
        for button in self.buttons:
            button.removeEventFilter(self)
            button.hide()
            button.deleteLater()
        self._choices = choices
        self.buttons = [self._made(place, choice) for place, choice in enumerate(choices)]
        self._show_checks()
        self._name_buttons()
        self.nothing.setVisible(not choices)
        self._arrange(place=True)
        self.updateGeometry()
        if had_focus:
            self.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def show_value(self, value: str) -> None:
        self._value = value
        self._show_checks()

    @override
    def show_fault(self, *, faulty: bool) -> None:
        self._faulty = faulty
        for button in self.buttons:
            button.faulty = faulty
            button.update()

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        self._readonly = readonly
        for button in self.buttons:
            button.lock(locked=readonly)

    @override
    def focus_target(self) -> QWidget:
        for button in self.buttons:
            if button.isChecked():
                return button
        return self.buttons[0] if self.buttons else self

    @override
    def name_for_reader(self, name: str, description: str) -> None:
        self._name, self._description = name, description
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self._name_buttons()

    def picked(self) -> list[str]:
        """The names picked, in the order of the choices, then those not on offer."""
        held = self._value.split() if not self.exclusive else [self._value] if self._value else []
        known = [choice.name for choice in self._choices]
        return [name for name in known if name in held] + [n for n in held if n not in known]

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._arrange(place=False, width=width)

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(place=True)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            away = event.reason() not in {
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.ActiveWindowFocusReason,
                Qt.FocusReason.ShortcutFocusReason,
            }
            if away:
                self.tell_left()
        return False

    def _made(self, place: int, choice: ChoiceText) -> ChoiceButton:
        digit = place + 1 if place < _MOST_DIGITS and choice.name != "OK" else 0
        button = ChoiceButton(digit, choice.label, ticked=not self.exclusive, parent=self)
        button.setProperty("place", place)
        button.lock(locked=self._readonly)
        button.faulty = self._faulty
        button.clicked.connect(self._on_clicked)
        button.arrow.connect(self._on_arrow)
        button.digit.connect(self._on_digit)
        button.cleared.connect(self._on_cleared)
        button.entered.connect(self._on_entered)
        button.installEventFilter(self)
        button.show()
        return button

    def _name_buttons(self) -> None:
        for button, choice in zip(self.buttons, self._choices, strict=True):
            said = tr("{question}: {choice}", question=self._name, choice=choice.label)
            button.setAccessibleName(said if self._name else choice.label)
            button.setAccessibleDescription(self._description)

    def _show_checks(self) -> None:
        picked = set(self.picked())
        for button, choice in zip(self.buttons, self._choices, strict=True):
            on = choice.name in picked
            if button.isChecked() != on:
                button.setChecked(on)

    def _place_of(self, button: QObject | None) -> int:
        return self.buttons.index(button) if isinstance(button, ChoiceButton) else -1

    def _toggle(self, place: int) -> None:
        name = self._choices[place].name
        if self.exclusive:
            self._value = name
        else:
            held = set(self.picked()) ^ {name}
            known = [choice.name for choice in self._choices]
            ordered = [n for n in known if n in held] + sorted(held - set(known))
            self._value = " ".join(ordered)
        self._show_checks()
        self.tell_edited(self._value)

    def _on_clicked(self) -> None:
        place = self._place_of(self.sender())
        if place >= 0:
            self._toggle(place)

    def _on_arrow(self, key: int) -> None:
        place = self._place_of(self.sender())
        across = self._across()
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -across,
            Qt.Key.Key_Down: across,
        }[Qt.Key(key)]
        target = place + step
        if 0 <= target < len(self.buttons):
            self.buttons[target].setFocus(Qt.FocusReason.ShortcutFocusReason)
            if self.exclusive:
                self._toggle(target)

    def _on_digit(self, digit: int) -> None:
        place = (digit or 10) - 1
        if place < len(self.buttons):
            self.buttons[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._toggle(place)

    def _on_cleared(self) -> None:
        self._value = ""
        self._show_checks()
        self.tell_edited("")

    def _on_entered(self, forward: bool) -> None:
        self.tell_stepped(forward=forward)

    def _across(self) -> int:
        if not self.columns:
            return 1
        tops = [button.y() for button in self.buttons]
        return max(1, tops.count(tops[0])) if tops else 1

    def _arrange(self, *, place: bool, width: int = 0) -> int:
        room = max(1, width or self.width())
        boxes = self._boxes(room)
        if place:
            for button, box in zip(self.buttons, boxes, strict=True):
                button.setGeometry(box)
        height = max((box.bottom() + 1 for box in boxes), default=HEIGHT)
        if place and self.minimumHeight() != height:
            self.setMinimumHeight(height)
        return height

    def _boxes(self, room: int) -> list[QRect]:
        hints = [button.sizeHint() for button in self.buttons]
        if not hints:
            return []
        if self.columns:
            widest = max(hint.width() for hint in hints)
            across = max(1, min(3, (room + _GAP) // (widest + _GAP)))
            each = (room + _GAP) // across - _GAP
            tall = hints[0].height()
            return [
                QRect(place % across * (each + _GAP), place // across * tall, each, tall)
                for place in range(len(hints))
            ]
        boxes: list[QRect] = []
        x = y = 0
        for hint in hints:
            if x and x + hint.width() > room:
                x, y = 0, y + HEIGHT + _GAP
            boxes.append(QRect(x, y, min(hint.width(), room), HEIGHT))
            x += hint.width() + _GAP
        return boxes
