"""A note of the form: words with bold and lists, on a soft ground; a warning when it appears."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from hrdesk.gui.look.components import IconMark
from hrdesk.gui.look.theme import UNIT, set_role
from hrdesk.i18n import tr

NoteTone = Literal["info", "warn"]


def unasked_words(text: str, value: str) -> str:
    """What stands in place of a question that a desk cannot ask; an answer from elsewhere shows."""
    why = tr("Places, sound, video and barcodes cannot be taken at a desk; go on with the rest.")
    answered = tr("Answered elsewhere: {value}", value=value) if value else ""
    return "\n\n".join(part for part in (text, answered, f"*{why}*") if part)


class NoteBox(QFrame):
    """What the form says without asking."""

    def __init__(self, tone: NoteTone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        set_role(self, "tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        row.setSpacing(UNIT * 2)
        mark = IconMark(
            "triangle-alert" if tone == "warn" else "info",
            18,
            "warn" if tone == "warn" else "accent",
        )
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.MarkdownText)
        self.words.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.words.setSizePolicy(policy)
        row.addWidget(self.words, 1)

    def show_text(self, text: str, below: str = "", accepted: bool = False) -> None:
        """Say something else, and below it what became of the warning."""
        whole = f"{text}\n\n*{below}*" if accepted and below else text
        self.words.setText(whole)
        self.setAccessibleName(f"{text} {below}" if accepted else text)
