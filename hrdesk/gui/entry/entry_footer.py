"""Below a record: the keys that work, for as long as they are wanted, and the two ways to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.cheat_sheet import strip_keys
from hrdesk.gui.look.components import (
    PAGE_MARGIN,
    HintStrip,
    IconButton,
    PrimaryButton,
    QuietButton,
)
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from hrdesk.gui.look.page import Session

STRIP_SETTING: Final = "hint_strip"  # "hidden" once it was dismissed


class EntryFooter(QFrame):
    """The strip of hints can be put away; Shift+F1 or the settings bring it back."""

    def __init__(
        self,
        session: Session,
        keep: Callable[[], object],
        complete: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, UNIT * 2, PAGE_MARGIN, UNIT * 2)
        row.setSpacing(UNIT * 2)
        self.strip = HintStrip()
        self.dismiss = IconButton("x", "", on_click=self.toggle_strip)
        self.draft_button = QuietButton(on_click=keep)
        self.done_button = PrimaryButton(on_click=complete)
        self.strip.put_after(self.dismiss)
        row.addWidget(self.strip, 1)
        row.addStretch(0)
        row.addWidget(self.draft_button)
        row.addWidget(self.done_button)
        self._row = row
        self.read_settings()

    def read_settings(self) -> None:
        """Show the strip, or not, as it was left."""
        self._show_strip(shown=self._session.workspace.setting(STRIP_SETTING) != "hidden")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read_settings()

    def toggle_strip(self) -> None:
        """Put the strip away, or bring it back; it is remembered."""
        shown = self.strip.isHidden()
        self._show_strip(shown=shown)
        workspace = self._session.workspace
        self._session.workers.run(
            lambda: workspace.set_setting(STRIP_SETTING, "shown" if shown else "hidden")
        )
        if not shown:
            self._session.shell.notify(tr("Shift+F1 brings the keys back."), "info")

    def show_words(self) -> None:
        """Buttons and keys in the language now spoken."""
        self.strip.show_keys(*strip_keys())
        self.dismiss.setAccessibleName(tr("Put the line of keys away (Shift+F1)"))
        self.dismiss.setToolTip(tr("Put the line of keys away (Shift+F1)"))
        self.draft_button.set_text(tr("Keep as draft"))
        self.draft_button.setToolTip("Ctrl+S")
        self.done_button.set_text(tr("Complete"), "Ctrl+Enter")

    def _show_strip(self, *, shown: bool) -> None:
        self.strip.setVisible(shown)
        self.dismiss.setVisible(shown)
        self._row.setStretch(1, 0 if shown else 1)  # the buttons stay at the right
