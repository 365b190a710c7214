"""What can be done to the records chosen, and what came of it. Made when several are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.buttons import BareButton, IconButton, LinkButton
from hrdesk.gui.look.flow import Flow
from hrdesk.gui.look.labels import label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.services.bulk import BulkAct, told

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from hrdesk.services.bulk import BulkOutcome

_ROOM_FOR_WORDS: Final = UNIT * 164


class BulkBar(QFrame):
    """How many are chosen, and the acts. Says what is wanted; the page does it."""

    act_wanted = Signal(str)  # a BulkAct
    export_wanted = Signal()
    print_wanted = Signal(bool)  # each record on a page of its own
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bulk")
        self.setAccessibleName(tr("Records chosen"))
        row = Flow(UNIT)
        self.setLayout(row)
        row.setContentsMargins(UNIT * 4, UNIT, UNIT * 3, UNIT)
        self.count = label("", "strong")
        self.count.setMinimumHeight(UNIT * 8)
        self.complete = self._button(tr("Mark complete"), "circle-check", BulkAct.COMPLETE)
        self.incomplete = self._button(tr("Mark incomplete"), "circle-dashed", BulkAct.INCOMPLETE)
        self.restore = self._button(tr("Bring back"), "rotate-ccw", BulkAct.RESTORE)
        self.export = BareButton(tr("Export…"), icon="download", on_click=self.export_wanted.emit)
        self.print = BareButton(tr("Print"), icon="printer", on_click=self._ask_how)
        self.print_menu = menu = QMenu(self.print)
        menu.addAction(tr("As a list")).triggered.connect(
            lambda _checked=False: self.print_wanted.emit(False)
        )
        menu.addAction(tr("Each record on a page of its own")).triggered.connect(
            lambda _checked=False: self.print_wanted.emit(True)
        )
        self.delete = self._button(tr("Delete…"), "trash-2", BulkAct.DELETE)
        self.close_button = IconButton(
            "x", tr("Choose only one again (Esc)"), on_click=self.let_go.emit
        )
        for widget in (
            self.count,
            self.complete,
            self.incomplete,
            self.restore,
            self.export,
            self.print,
            self.delete,
            self.close_button,
        ):
            row.addWidget(widget)

    def _button(self, text: str, icon: str, act: BulkAct) -> BareButton:
        return BareButton(text, icon=icon, on_click=lambda: self.act_wanted.emit(act.value))

    def _ask_how(self) -> None:
        """Drop the menu ourselves: a button that owns one keeps room for an arrow nobody draws."""
        self.print_menu.popup(self.print.mapToGlobal(self.print.rect().bottomLeft()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, what everybody knows by its icon shows the icon only."""
        for button, words in (
            (self.export, tr("Export…")),
            (self.print, tr("Print")),
            (self.delete, tr("Delete…")),
        ):
            roomy = self.width() >= _ROOM_FOR_WORDS
            button.set_text(words if roomy else "")
            button.setAccessibleName(words)
            button.setToolTip("" if roomy else words)

    def show_chosen(self, count: int, *, deleted: bool) -> None:
        """So many are chosen, in the list or among the deleted."""
        self.count.setText(trn("{count} chosen", "{count} chosen", count))
        for button in (self.complete, self.incomplete, self.delete):
            button.setVisible(not deleted)
        self.restore.setVisible(deleted)


class OutcomeStrip(QFrame):
    """What became of the records: in a sentence, with the reasons and the way back."""

    undo_wanted = Signal(object)  # the outcome
    details_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bulk")
        self.outcome: BulkOutcome | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 2, UNIT * 2)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        self.sentence = label("", "label", wraps=True)
        self.details = LinkButton(tr("Why"), on_click=self._details)
        self.undo = LinkButton(tr("Undo"), on_click=self._undo)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.details)
        row.addWidget(self.undo)
        row.addWidget(IconButton("x", tr("Close this message"), on_click=self.hide))
        column.addLayout(row)

    def show_outcome(self, outcome: BulkOutcome, *, may_undo: bool = True) -> None:
        """Say it."""
        self.outcome = outcome
        self.sentence.setText(told(outcome))
        self.setAccessibleName(told(outcome))
        self.details.setVisible(bool(outcome.refused))
        self.undo.setVisible(may_undo and bool(outcome.changed))
        self.show()

    def _undo(self) -> None:
        self.hide()
        self.undo_wanted.emit(self.outcome)

    def _details(self) -> None:
        self.details_wanted.emit(self.outcome)
