"""The pages of a long form, beside it: which is whole, which has faults, and a way to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from hrdesk.gui.look import icons
from hrdesk.gui.look.theme import UNIT, look
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = UNIT * 52
LONG: Final = 100  # questions from which on a form has a list of its pages
BLANK, WHOLE, FAULTY = "blank", "whole", "faulty"
_ICONS: Final = {
    BLANK: ("circle-dashed", "second"),
    WHOLE: ("check", "good"),
    FAULTY: ("circle-alert", "bad"),
}


class PageList(QListWidget):
    """One line a page; the mark says how far it is."""

    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAccessibleName(tr("Pages of the form"))
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setToolTip(tr("F10: next page, Ctrl+F10: page before"))
        self._marks: list[str] = []
        self._asked: list[bool] = []
        self.itemClicked.connect(lambda item: self.page_chosen.emit(self.row(item)))
        self.itemActivated.connect(lambda item: self.page_chosen.emit(self.row(item)))
        look().changed.connect(self._paint)

    def show_pages(self, titles: Sequence[str]) -> None:
        """These pages, in their order."""
        here = self.currentRow()
        self.clear()
        for number, title in enumerate(titles, start=1):
            item = QListWidgetItem(f"{number}. {title}")
            item.setToolTip(title)
            self.addItem(item)
        self._marks = [""] * len(titles)
        self.setCurrentRow(max(0, here))

    def mark(self, marks: Sequence[str], asked: Sequence[bool]) -> None:
        """How far each page is; a page on which nothing is asked now is not listed."""
        if list(marks) == self._marks and list(asked) == self._asked:
            return
        self._marks, self._asked = list(marks), list(asked)
        self._paint()

    def mark_of(self, page: int) -> str:
        """The mark of a page: "blank", "whole" or "faulty"."""
        return self._marks[page]

    def step_from(self, page: int, *, forward: bool) -> int:
        """The next page on which something is asked, or the same when there is none."""
        step = 1 if forward else -1
        at = page + step
        while 0 <= at < self.count():
            if not self._asked or self._asked[at]:
                return at
            at += step
        return page

    def _paint(self) -> None:
        words = {BLANK: tr("not begun"), WHOLE: tr("complete"), FAULTY: tr("has faults")}
        for row, mark in enumerate(self._marks):
            item = self.item(row)
            if mark not in _ICONS:
                continue
            item.setIcon(icons.icon(*_ICONS[mark], 16))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {words[mark]}")
            item.setHidden(bool(self._asked) and not self._asked[row])
