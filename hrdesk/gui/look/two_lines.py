"""A row of a card: an icon, a sentence with its detail below, something at the end."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrdesk.gui.look.components import IconMark
from hrdesk.gui.look.labels import ElidedLabel
from hrdesk.gui.look.theme import UNIT


class TwoLines(QWidget):
    """An icon, a sentence, its detail below, something at the end."""

    def __init__(self, icon: str, role: str, sentence: str, detail: str) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, UNIT, 0, UNIT)
        self._row.setSpacing(UNIT * 3)
        self._row.addWidget(IconMark(icon, 18, role))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(sentence, "label"))
        if detail:
            texts.addWidget(ElidedLabel(detail, "second"))
        self._row.addLayout(texts, 1)
        self.setAccessibleName(f"{sentence} {detail}".strip())

    def add_end(self, widget: QWidget) -> None:
        """Put something at its end."""
        self._row.addWidget(widget)
