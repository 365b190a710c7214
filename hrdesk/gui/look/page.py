"""What a page is, and what it may ask of the window it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from hrdesk.values import dataclass
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from hrdesk.gui.look.components import Tone
    from hrdesk.gui.look.workers import Workers
    from hrdesk.services.workspace import Workspace


class Shell(Protocol):
    """What the main window does for a page."""

    def go(self, page_id: str, **arguments: object) -> None:
        """Show another page ("home", "records", "report", "exchange", "settings"…)."""

    def open_record(self, form_id: str, record_id: str | None) -> None:
        """Open a record beside the list of its kind; None begins a new one."""

    def show_unsaved(self) -> None:
        """Say, always visible, that something typed is not on the disk."""

    def show_saved(self, at: datetime) -> None:
        """Say in the status bar that everything is on disk."""

    def notify(self, sentence: str, tone: Tone = "good") -> None:
        """Say something in passing; it goes away by itself."""

    def is_open(self, record_id: str) -> bool:
        """Whether that record is on the screen."""

    def data_changed(self) -> None:
        """Records changed: counts and lists are read again."""


@dataclass(frozen=True)
class Session:
    """What every page is given: the open workspace, the worker, the clock, the window."""

    workspace: Workspace
    workers: Workers
    clock: Callable[[], datetime]  # aware, UTC
    shell: Shell

    def today(self) -> date:
        """Today's date in Vietnam."""
        return self.clock().astimezone(VIETNAM_TZ).date()


class Page(QWidget):
    """A page of the right side. It is made once, on first use, as `ThePage(session)`."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("page")

    def arrive(self, **arguments: object) -> None:
        """The page is shown, with what `Shell.go` was given; reads its data anew."""
        del arguments
        self.refresh()

    def refresh(self) -> None:
        """Read the data anew and show it."""

    def may_leave(self) -> bool:
        """Whether another page may be shown now; a page that must ask asks here."""
        return True

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""
