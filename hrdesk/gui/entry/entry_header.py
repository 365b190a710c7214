"""Above a record: what it is called, which kind and period, since when it is on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.components import PAGE_MARGIN, Banner, Divider, IconButton, PageHeader, Pill
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QResizeEvent


_LAST_LATIN: Final = "\u1eff"


class FaultMark(Pill):
    """How many places need a look; a click lists them, as F2 does."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "bad", parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_count(self, count: int) -> None:
        """Another number; none hides the mark."""
        self.show_state(
            trn("{count} place to look at   F8", "{count} places to look at   F8", count), "bad"
        )
        self.setVisible(count > 0)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()


class EntryHeader(QWidget):
    """Title, facts, the mark of faults, and below them what must be known first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, UNIT * 4, PAGE_MARGIN, UNIT)
        column.setSpacing(UNIT * 3)
        self._line = PageHeader()
        self.faults = FaultMark()
        self._line.add_action(self.faults)
        self.history = IconButton("history", tr("History of the record (F6)"), parent=self)
        self.history.hide()
        self.print = IconButton("printer", tr("Print… (Ctrl+P)"), parent=self)
        self._line.add_action(self.print)
        self._line.add_action(self.history)
        column.addWidget(self._line)
        self.edge = Divider(self)
        self.edge.hide()
        self._banner: Banner | None = None
        self._column = column

    def show_title(self, title: str) -> None:
        """What the record is called; letters that reach below the line get more room."""
        words = " ".join(title.split())
        self._line.set_title(words)
        tall = any(char > _LAST_LATIN for char in words)
        self._line.title.setFixedHeight(UNIT * (10 if tall else 7))

    def show_facts(self, *facts: str) -> None:
        """Kind, period, saved mark; those that are said."""
        self._line.set_facts(" · ".join(fact for fact in facts if fact))

    def show_scrolled(self, value: int) -> None:
        """Draw a line below once something has gone under the header."""
        self.edge.setVisible(value > 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.edge.setGeometry(0, self.height() - 1, self.width(), 1)

    def facts(self) -> str:
        """The facts as shown."""
        return self._line.facts.whole_text()

    def show_banner(self, banner: Banner | None) -> None:
        """Another thing to know first, or none."""
        if self._banner is not None:
            self._column.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
        self._banner = banner
        if banner is not None:
            self._column.addWidget(banner)

    def banner_text(self) -> str:
        """What the banner says, "" without one."""
        return self._banner.text.text() if self._banner is not None else ""

    def below_mark(self) -> QPoint:
        """Where a list below the mark begins, at its right."""
        mark = self.faults if self.faults.isVisible() else self
        return mark.mapToGlobal(QPoint(mark.width(), mark.height() + UNIT))
