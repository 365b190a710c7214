"""What narrows a list, in sight: the usual views with their counts, and a chip for each filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look import icons
from hrdesk.gui.look.buttons import Chip, LinkButton
from hrdesk.gui.look.flow import Flow
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import N_, tr
from hrdesk.services.list_filters import ListFilter, part_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace

CHIPS: Final = ("this_period", "incomplete", "drafts", "all", "deleted")
_NAMES: Final = {
    "this_period": N_("This period"),
    "incomplete": N_("Incomplete"),
    "drafts": N_("Drafts"),
    "all": N_("All"),
    "deleted": N_("Deleted"),
}
_TAKES_AWAY: Final = frozenset(
    {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter}
)


class FilterChip(QPushButton):
    """One filter as a part of a sentence; a click, Enter, Space or Delete takes it away."""

    removed = Signal(str)  # the part

    def __init__(self, part: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setChecked(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind
        self.setText(words)
        self.setAccessibleName(tr("Filter {words}; Delete takes it away", words=words))
        self.setToolTip(tr("Take this filter away (Delete)"))
        icons.set_icon(self, "x", "accent", 14)
        self.clicked.connect(lambda _checked=False: self.removed.emit(self.part))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TAKES_AWAY:
            self.removed.emit(self.part)
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Knows the filter of the list; says `changed` when a person changed it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._current: Period | None = None
        self.wanted = ListFilter()
        self.drafts = False
        self.parts: dict[str, FilterChip] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, 0, UNIT * 4, 0)
        column.setSpacing(UNIT * 2)
        usual = Flow(UNIT)
        self.chips: dict[str, Chip] = {}
        for name in CHIPS:
            chip = Chip(tr(_NAMES[name]))
            chip.clicked.connect(lambda _checked=False, name=name: self.choose(name))
            self.chips[name] = chip
            usual.addWidget(chip)
        column.addLayout(usual)
        self.row = QWidget()
        self._flow = Flow(UNIT, self.row)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.clear_all = LinkButton(tr("Clear all filters"), on_click=lambda: self.choose("all"))
        self._flow.addWidget(self.clear_all)
        column.addWidget(self.row)
        self.row.hide()

    def show_kind(self, workspace: Workspace, current: Period | None, chip: str) -> None:
        """Begin with one of the usual views; registers have no period."""
        self._workspace = workspace
        self._current = current
        self.chips["this_period"].setVisible(current is not None)
        self._take(self.usual(chip), drafts=chip == "drafts")

    def usual(self, name: str) -> ListFilter:
        """What one of the usual views narrows to."""
        match name:
            case "this_period":
                return ListFilter(period=self._current.period_id if self._current else "")
            case "incomplete":
                return ListFilter(statuses=("incomplete",))
            case "deleted":
                return ListFilter(deleted=True)
            case _:
                return ListFilter()

    @property
    def name(self) -> str:
        """Which of the usual views this is, "" when none."""
        if self.drafts:
            return "drafts"
        for name in ("all", "deleted", "incomplete", "this_period"):
            if self.wanted == self.usual(name):
                return name
        return ""

    def choose(self, name: str) -> None:
        """One of the usual views."""
        self._take(self.usual(name), drafts=name == "drafts")
        self.changed.emit()

    def narrow(self, wanted: ListFilter) -> None:
        """Another filter."""
        self._take(wanted, drafts=False)
        self.changed.emit()

    def take_away(self, part: str) -> None:
        """One filter less; the keyboard goes to the next one."""
        names = list(self.parts)
        place = names.index(part) if part in names else 0
        had_focus = part in self.parts and self.parts[part].hasFocus()
        self.narrow(self.wanted.without(part))
        left = list(self.parts.values())
        if had_focus:
            (left[min(place, len(left) - 1)] if left else self.chips["all"]).setFocus()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many each usual view has."""
        for name, chip in self.chips.items():
            chip.set_count(counts.get(name))
        self.chips["deleted"].setVisible(self.wanted.deleted or bool(counts.get("deleted")))

    def _take(self, wanted: ListFilter, *, drafts: bool) -> None:
        self.wanted, self.drafts = wanted, drafts
        shown = self.name
        for name, chip in self.chips.items():
            chip.setChecked(name == shown)
        if shown == "deleted":
            self.chips["deleted"].show()
        for part_chip in self.parts.values():
            self._flow.removeWidget(part_chip)
            part_chip.hide()
            part_chip.deleteLater()
        self.parts = {}
        self._flow.removeWidget(self.clear_all)
        if not shown and self._workspace is not None:
            for part in wanted.parts:
                made = FilterChip(part, part_words(self._workspace, wanted, part))
                made.removed.connect(self.take_away)
                self.parts[part] = made
                self._flow.addWidget(made)
        self._flow.addWidget(self.clear_all)
        self.row.setVisible(bool(self.parts))
        for part_chip in self.parts.values():
            part_chip.show()
        self.updateGeometry()
