"""The keys that work here: F1 shows them, those of the page first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from hrdesk.gui.actions import ACTIONS
from hrdesk.gui.components import PrimaryButton, SectionHeading, label
from hrdesk.gui.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence


class ShortcutsDialog(QDialog):
    """Two columns: the key, what it does."""

    def __init__(self, parent: QWidget | None, page_keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys that work here"))
        self.setMinimumWidth(520)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        outer.setSpacing(UNIT * 3)
        if page_keys:
            outer.addWidget(SectionHeading(tr("In the record")))
            outer.addLayout(_table(page_keys))
        outer.addWidget(SectionHeading(tr("Everywhere")))
        outer.addLayout(
            _table([(QKeySequence(row.keys[0]).toString(), tr(row.does)) for row in ACTIONS])
        )
        close = PrimaryButton(tr("Close"), on_click=self.accept)
        close.setDefault(True)
        outer.addSpacing(UNIT * 2)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _table(rows: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(UNIT * 5)
    grid.setVerticalSpacing(UNIT + 2)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, UNIT * 32)
    for number, (keys, does) in enumerate(rows):
        grid.addWidget(label(keys, "strong"), number, 0)
        grid.addWidget(label(does, "label"), number, 1)
    return grid
