"""The keys that work here: F1 shows them, those of the page first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrdesk.gui.look.actions import ACTIONS
from hrdesk.gui.look.cheat_sheet import KeyGroup
from hrdesk.gui.look.components import PrimaryButton, SectionHeading, label, scrolled
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.screens import room_around
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence


class ShortcutsDialog(RoomyDialog):
    """The key, what it does: the groups of a record beside each other, what works everywhere last."""

    def __init__(
        self,
        parent: QWidget | None,
        page_keys: Sequence[tuple[str, str]] = (),
        groups: Sequence[KeyGroup] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys that work here"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        outer.setSpacing(UNIT * 3)
        shown = list(groups)
        if page_keys:
            shown.append(KeyGroup(tr("On this page"), tuple(page_keys)))
        everywhere = [(QKeySequence(row.keys[0]).toString(), tr(row.does)) for row in ACTIONS]
        shown.append(KeyGroup(tr("Everywhere"), tuple(everywhere)))
        sides = QHBoxLayout()
        sides.setSpacing(UNIT * 10)
        for side in _sides(shown, 2 if len(shown) > 2 else 1):
            column = QVBoxLayout()
            column.setSpacing(UNIT * 2)
            for group in side:
                column.addWidget(SectionHeading(group.title))
                column.addLayout(_table(group.rows))
                column.addSpacing(UNIT * 2)
            column.addStretch(1)
            sides.addLayout(column, 1)
        content = QWidget()
        content.setLayout(sides)
        sides.setContentsMargins(0, 0, UNIT * 4, 0)
        self.area = scrolled(content)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows scroll it
        self.area.setAccessibleName(tr("Keys that work here"))
        outer.addWidget(self.area, 1)
        close = PrimaryButton(tr("Close"), on_click=self.accept)
        close.setDefault(True)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.area.setFocus()
        self._take_room(content, wide=len(shown) > 2)

    def _take_room(self, content: QWidget, *, wide: bool) -> None:
        """As large as the keys need, never larger than the screen."""
        room = room_around(self)
        width = min(UNIT * (310 if wide else 140), room.width() - UNIT * 12)
        height = content.sizeHint().height() + UNIT * 24
        self.resize(width, min(height, room.height() - UNIT * 20))


def _sides(groups: Sequence[KeyGroup], count: int) -> list[list[KeyGroup]]:
    """The groups in so many columns of about the same length, in their order."""
    whole = sum(len(group.rows) + 2 for group in groups)
    sides: list[list[KeyGroup]] = [[] for _ in range(count)]
    lines = 0
    for group in groups:
        length = len(group.rows) + 2
        place = min(count - 1, (lines + length // 2) * count // whole)
        sides[place].append(group)
        lines += length
    return sides


def _table(rows: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(UNIT * 5)
    grid.setVerticalSpacing(UNIT + 2)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, UNIT * 32)
    for number, (keys, does) in enumerate(rows):
        grid.addWidget(label(keys, "strong", wraps=True), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(does, "label", wraps=True), number, 1, Qt.AlignmentFlag.AlignTop)
    return grid
