"""A heading and the questions under it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hrdesk.gui.look.labels import SectionHeading, label
from hrdesk.gui.look.six_columns import COLUMNS, SixColumns
from hrdesk.gui.look.theme import UNIT


class Section(QWidget):
    """One group of the form, set apart by its heading and by space."""

    def __init__(self, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(UNIT * 3)
        self._heading = SectionHeading("", self)
        self._heading.hide()
        self._headed = False  # a table says its heading itself
        self._column.addWidget(self._heading)
        self._subheadings: dict[str, QLabel] = {}
        self._tables: list[QWidget] = []
        self._grids: list[SixColumns] = []
        self._open: SixColumns | None = None

    @property
    def grid(self) -> SixColumns:
        """The grid that takes the next question."""
        if self._open is None:
            host = QWidget(self)
            self._open = SixColumns(host)
            self._grids.append(self._open)
            self._column.addWidget(host)
        return self._open

    def show_heading(self, text: str) -> None:
        """The group's label."""
        self._headed = True
        self._heading.setText(text)
        self._heading.setVisible(bool(text))

    def add_subheading(self, path: str, text: str) -> None:
        """The label of a group inside this one."""
        if text:
            line = label(text, "strong", wraps=True)
            self._subheadings[path] = line
            self.grid.add_cell(line, COLUMNS)

    def add_table(self, table: QWidget) -> None:
        """A table over the whole width; questions after it begin a new grid."""
        self._tables.append(table)
        self._column.addWidget(table)
        self._open = None

    def show_group(self, path: str, *, relevant: bool) -> None:
        """Show or hide the label of a group inside."""
        if path in self._subheadings:
            self._subheadings[path].setVisible(relevant)

    def show_words(self, path: str, text: str) -> None:
        """The label of a group in another language."""
        if path == self.path and self._headed:
            self.show_heading(text)
        elif path in self._subheadings:
            self._subheadings[path].setText(text)

    def has_something(self) -> bool:
        """Whether anything under the heading is asked now."""
        if any(not table.isHidden() for table in self._tables):
            return True
        return any(not grid.isEmpty() for grid in self._grids)

    def paths(self) -> list[str]:
        """Paths of the groups whose labels stand here."""
        return [self.path, *self._subheadings]
