"""Finding words in the pages shown: hits marked, counted, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPdf import QPdfSearchModel
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hrdesk.gui.look.components import IconButton, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView


class PdfSearch(QWidget):
    """A row that comes with Ctrl+F and goes with Esc."""

    def __init__(self, document: QPdfDocument, view: QPdfView, owner: QWidget) -> None:
        super().__init__(owner)
        self._view = view
        self._current = -1
        self.model = QPdfSearchModel(self)
        self.model.setDocument(document)
        view.setSearchModel(self.model)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Find in the pages"))
        self.field.setPlaceholderText(tr("Find in the pages"))
        self.count = label("", "second")
        self.before = IconButton("chevron-up", tr("Hit before"), on_click=lambda: self.step(-1))
        self.after = IconButton("chevron-down", tr("Next hit"), on_click=lambda: self.step(1))
        row.addWidget(self.field, 1)
        for control in (self.count, self.before, self.after):
            row.addWidget(control)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(lambda: self.step(1))
        self.model.rowsInserted.connect(self._found)
        self.model.modelReset.connect(self._found)
        keys = {
            "Ctrl+F": self.begin,
            "F3": lambda: self.step(1),
            "Shift+F3": lambda: self.step(-1),
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), owner)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.end)
        self.hide()

    def begin(self) -> None:
        """Show the row and type into it."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def end(self) -> None:
        """Put the row away; no hit stays marked."""
        self.field.clear()
        self.hide()
        self._view.setFocus()

    def hits(self) -> int:
        """How many hits are known so far."""
        return self.model.rowCount(self.model.index(-1, -1))

    def _search(self, text: str) -> None:
        self._current = -1
        self.model.setSearchString(text)
        self._found()

    def _found(self) -> None:
        if self._current < 0 and self.hits():
            self.step(1)
        else:
            self._tell()

    def step(self, by: int) -> None:
        """Go to the hit after or before the one shown; after the last comes the first."""
        count = self.hits()
        if not count:
            self._tell()
            return
        self._current = (max(self._current, 0) + by) % count if self._current >= 0 else 0
        self._view.setCurrentSearchResultIndex(self._current)
        link = self.model.resultAtIndex(self._current)
        self._view.pageNavigator().jump(link.page(), link.location(), 0)
        self._tell()

    def _tell(self) -> None:
        count = self.hits()
        if not self.field.text():
            self.count.setText("")
        elif count:
            self.count.setText(tr("{hit} of {count}", hit=max(self._current, 0) + 1, count=count))
        else:
            self.count.setText(tr("No hit"))
