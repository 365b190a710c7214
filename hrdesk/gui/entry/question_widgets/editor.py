"""What every control of a question can do: show an answer, say what was typed, take the keyboard.

An answer travels in XForm lexical form. A control never corrects itself while it holds the
keyboard; what was typed is written the usual way (03/11/2026, 1.234) when the keyboard leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget


@dataclass(frozen=True, slots=True)
class ChoiceText:
    """A choice as shown: its name in the data, its words on the screen."""

    name: str
    label: str


class Editor(QWidget):
    """The control of one question."""

    edited = Signal(str)  # the answer, at every key
    left = Signal()  # the keyboard went elsewhere
    stepped = Signal(bool)  # Enter: on to the next question (True), or back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, value: str) -> None:
        """Show an answer that did not come from this control."""
        raise NotImplementedError

    def forget_typing(self) -> None:
        """What was typed here belongs to another record: it cannot be taken back any more."""

    def show_choices(self, choices: tuple[ChoiceText, ...]) -> None:
        """Offer other choices; nothing for controls without any."""

    def show_fault(self, *, faulty: bool) -> None:
        """Mark the control as being at fault."""

    def set_readonly(self, *, readonly: bool) -> None:
        """Let the answer be read but not changed."""

    def focus_target(self) -> QWidget:
        """The widget that takes the keyboard."""
        return self

    def name_for_reader(self, name: str, description: str) -> None:
        """What a screen reader says on arriving here."""
        target = self.focus_target()
        target.setAccessibleName(name)
        target.setAccessibleDescription(description)

    def can_step(self) -> bool:
        """Whether Enter goes on to the next question; not where Enter begins a new line."""
        return True

    def tell_edited(self, value: str) -> None:
        """Say that the person changed the answer."""
        self.edited.emit(value)

    def tell_left(self) -> None:
        """Say that the keyboard went elsewhere."""
        self.left.emit()

    def tell_stepped(self, *, forward: bool) -> None:
        """Say that the person is done here."""
        self.stepped.emit(forward)
