"""A record that was saved elsewhere meanwhile: both sides question by question, one to be kept of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look import icons
from hrdesk.gui.look.column_widths import ColumnWidths
from hrdesk.gui.look.components import PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.theme import SCALE, UNIT, colour, font
from hrdesk.i18n import tr
from hrdesk.services import conflicts
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from hrdesk.gui.look.page import Session
    from hrdesk.services.conflicts import Conflict, Part, Side
    from hrdesk.services.entering import EntrySession

_QUESTION, _BEFORE, _THEIRS, _MINE = range(4)
_COLUMN_OF: Final[dict[Side, int]] = {"theirs": _THEIRS, "mine": _MINE}
_SIDE_OF: Final[dict[int, Side]] = {_THEIRS: "theirs", _MINE: "mine"}
_NONE: Final = "–"


def settled(
    session: Session, parent: QWidget, typed: EntrySession, *, before: Callable[[], object]
) -> tuple[Conflict | None, EntrySession | None]:
    """What was saved elsewhere, None where nothing was; and both in one, unless it is put off.

    Nobody is asked where no answer was changed elsewhere: deleted and brought back, marked complete.
    `before` is called before the draft of both is put on the disk.
    """
    workspace, now = session.workspace, session.clock()
    found = conflicts.conflict_of(workspace, typed, now=now)
    if found is None:
        return None, None
    theirs: frozenset[str] = frozenset()
    if found.is_open:
        dialog = ConflictDialog(found, parent)
        if not dialog.exec():
            return found, None
        theirs = dialog.theirs()
    before()
    return found, conflicts.settle(workspace, typed, theirs, now=now)


class ConflictDialog(RoomyDialog):
    """Question, as it was, as it was saved, as it was typed; the answer kept is marked."""

    def __init__(self, conflict: Conflict, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._conflict = conflict
        self.chosen: dict[str, Side] = {part.key: part.likely for part in conflict.parts}
        self.setWindowTitle(tr("Saved elsewhere meanwhile"))
        self.resize(UNIT * 220, UNIT * 120)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(
            label(
                tr("This record was saved elsewhere while you had it open"), "heading", wraps=True
            )
        )
        told = tr(
            "{person} saved it at {time}. Nothing is lost: choose for each question which answer "
            "is kept. Left and Right choose, or a click.",
            person=conflict.saved_by,
            time=show_datetime(conflict.saved_at),
        )
        column.addWidget(label(told, "second", wraps=True))
        self.table = _Sides(len(conflict.parts), 4)
        self.table.setHorizontalHeaderLabels(
            [tr("Question"), tr("Before"), tr("Saved elsewhere"), tr("Typed here")]
        )
        self._widths = ColumnWidths(self.table, ((UNIT * 36, 2), *(((UNIT * 32), 2),) * 3))
        self.table.side_wanted.connect(self.choose)
        for row, part in enumerate(conflict.parts):
            self._fill(row, part)
        self.table.resizeRowsToContents()
        for row in range(self.table.rowCount()):
            self.table.setRowHeight(row, self.table.rowHeight(row) + UNIT * 3)
        column.addWidget(self.table, 1)
        self.table.setCurrentCell(0, _COLUMN_OF[conflict.parts[0].likely])
        foot = QHBoxLayout()
        foot.setSpacing(UNIT * 2)
        self.later_button = QuietButton(tr("Later"), on_click=self.reject)
        self.merge_button = PrimaryButton(tr("Put together and look"), on_click=self.accept)
        self.merge_button.setDefault(True)
        foot.addStretch(1)
        foot.addWidget(self.later_button)
        foot.addWidget(self.merge_button)
        column.addLayout(foot)
        self.table.setFocus()

    def theirs(self) -> frozenset[str]:
        """Keys of the questions whose answer is taken from what was saved elsewhere."""
        return frozenset(key for key, side in self.chosen.items() if side == "theirs")

    def choose(self, row: int, side: Side) -> None:
        """Keep that side's answer of a row."""
        part = self._conflict.parts[row]
        self.chosen[part.key] = side
        self._fill(row, part)
        self.table.setCurrentCell(row, _COLUMN_OF[side])

    def _fill(self, row: int, part: Part) -> None:
        kept = _COLUMN_OF[self.chosen[part.key]]
        texts = (part.question, part.before, part.theirs, part.mine)
        for at, text in enumerate(texts):
            item = QTableWidgetItem(text or _NONE)
            item.setToolTip(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            if at == kept:
                item.setFont(font(SCALE.body, strong=True))
                item.setIcon(QIcon(icons.pixmap("check", "accent", 16, self.devicePixelRatioF())))
                said = tr("kept: {answer}", answer=text or tr("no answer"))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            elif at != _QUESTION:
                item.setForeground(colour("second"))
            self.table.setItem(row, at, item)


class _Sides(QTableWidget):
    """Left and Right choose between the two sides; Enter is the dialog's."""

    side_wanted = Signal(int, str)

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self.setAccessibleName(tr("Answers of both sides"))
        self.verticalHeader().hide()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        self.cellClicked.connect(self._clicked)

    def _clicked(self, row: int, column: int) -> None:
        if column in _SIDE_OF:
            self.side_wanted.emit(row, _SIDE_OF[column])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        sides: dict[int, Side] = {Qt.Key.Key_Left: "theirs", Qt.Key.Key_Right: "mine"}
        if event.key() in sides:
            self.side_wanted.emit(self.currentRow(), sides[event.key()])
        elif event.key() == Qt.Key.Key_Space:
            here = self.currentColumn()
            self.side_wanted.emit(self.currentRow(), "theirs" if here == _MINE else "mine")
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()  # the button of the dialog
        else:
            super().keyPressEvent(event)
