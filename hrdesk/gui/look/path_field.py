"""A path that is typed, or chosen in the dialog of the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hrdesk.gui.look.buttons import QuietButton
from hrdesk.gui.look.form_field import FormField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable


class PathField(FormField):
    """A line for the path and beside it the button that chooses; `edit` and `row` are they."""

    def __init__(
        self,
        caption: str,
        choose: Callable[[], object],
        *,
        button_name: str,
        edit: QLineEdit | None = None,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`button_name` says what is chosen to whoever hears the screen instead of seeing it."""
        place = QWidget()
        self.row = QHBoxLayout(place)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(UNIT * 2)
        self.edit = edit or QLineEdit()
        self.row.addWidget(self.edit, 1)
        self.button = QuietButton(tr("Choose…"), icon="folder-open", on_click=choose)
        self.button.setAccessibleName(button_name)
        self.row.addWidget(self.button)
        super().__init__(caption, place, hint=hint, parent=parent)
        self.edit.setAccessibleName(caption)
