"""Whole and decimal numbers: right-aligned, blank when blank, typed and shown the Vietnamese way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.line import Line
from hrdesk.gui.entry.question_widgets.text import LineEditor
from hrdesk.vietnamese.formats import parse_number, show_lexical_number

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

_KEYS = "0123456789.,-+ "
_LEXICAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def write_number(value: str, *, grouped: bool) -> str:
    """A lexical number as a clerk writes it; what is not a number stays as it is."""
    if not _LEXICAL.fullmatch(value):
        return value
    return show_lexical_number(value) if grouped else value.replace(".", ",")


def read_number(typed: str) -> str:
    """What was typed as a lexical number; what cannot be read stays as it is."""
    text = typed.strip()
    number = parse_number(text) if text else ""
    return text if number is None else number


class NumberLine(Line):
    """A line that takes no letters from the keyboard; what is pasted is taken and then judged."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        bare = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if bare and typed.isprintable() and typed and typed not in _KEYS:
            event.accept()
            return
        super().keyPressEvent(event)


class NumberEditor(LineEditor):
    """A number; `grouped` shows 1.234.567."""

    def __init__(self, *, grouped: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, NumberLine)
        self._grouped = grouped
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    @override
    def lexical(self, typed: str) -> str:
        return read_number(typed)

    @override
    def written(self, value: str) -> str:
        return write_number(value, grouped=self._grouped)
