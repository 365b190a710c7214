"""A statement to agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from hrdesk.gui.entry.question_widgets.choice_group import ChoiceGroup
from hrdesk.gui.entry.question_widgets.editor import ChoiceText

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class AcknowledgeEditor(ChoiceGroup):
    """One box beside the question itself; the answer is OK or blank."""

    columns = True
    exclusive = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        super().show_choices((ChoiceText("OK", ""),))

    @override
    def show_choices(self, choices: tuple[ChoiceText, ...]) -> None:
        del choices  # there is only one

    def show_statement(self, words: str) -> None:
        """The statement that is agreed to."""
        super().show_choices((ChoiceText("OK", words),))
