"""Two columns of a page, which stand one below the other where there is no room for both."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtWidgets import QBoxLayout, QWidget

from hrdesk.gui.look.components import GAP

_ANY_WIDTH: Final = 16_777_215  # QWIDGETSIZE_MAX


class Column(NamedTuple):
    """A column: how narrow and how wide it is beside the other, and how tall below or above it."""

    widget: QWidget
    stretch: int = 1
    least: int | None = None  # None: as the widget says itself
    most: int = _ANY_WIDTH
    tall: int = 0


class SideBySide(QBoxLayout):
    """Told the width of its page (`fit`), since its own changes with the scroll bar it brings about."""

    def __init__(self, first: Column, second: Column, *, room: int) -> None:
        """Beside each other from a width of `room` on."""
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._columns, self._room = (first, second), room
        self.setSpacing(GAP)
        for column in self._columns:
            self.addWidget(column.widget, column.stretch)

    def fit(self, width: int) -> None:
        """Stand as a page of this width asks for."""
        beside = width >= self._room
        ways = QBoxLayout.Direction
        self.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        for column in self._columns:
            if column.least is not None:
                column.widget.setMinimumWidth(column.least if beside else 0)
            column.widget.setMaximumWidth(column.most if beside else _ANY_WIDTH)
            column.widget.setMinimumHeight(0 if beside else column.tall)
