"""After the program stopped in the middle of typing: the draft is named, and going on is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrdesk.gui.look.components import PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import FittingDialog
from hrdesk.gui.look.labels import shortened
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.services.recovering import Interrupted


class RecoveryDialog(FittingDialog):
    """Which record, of which time; the draft stays whatever the answer is."""

    def __init__(self, session: Session, found: Interrupted, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Go on where it stopped?"))
        self.setMinimumWidth(UNIT * 120)
        self._session = session
        self._found = found
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(label(tr("The program stopped while you were typing"), "heading"))
        self.words = label(
            tr(
                "{kind}: “{title}”, last kept {when}. Nothing that was kept is lost.",
                kind=found.kind,
                title=shortened(found.title) or tr("without a title yet"),
                when=show_datetime(found.at),
            ),
            "label",
            wraps=True,
        )
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addStretch(1)
        self.later = QuietButton(tr("Later: it stays among the drafts"), on_click=self.reject)
        self.go_on = PrimaryButton(tr("Go on with it"), on_click=self._go_on)
        self.go_on.setDefault(True)
        row.addWidget(self.later)
        row.addWidget(self.go_on)
        column.addLayout(row)
        self.go_on.setFocus()

    def _go_on(self) -> None:
        self.accept()
        self._session.shell.open_record(self._found.form_id, self._found.record_id)


def ask_recovery(session: Session, parent: QWidget) -> None:
    """Look, on the worker, whether the last run ended in the middle of a record; then ask."""
    from hrdesk.services.recovering import interrupted  # noqa: PLC0415 - after the start

    workspace = session.workspace
    session.workers.run(
        lambda: interrupted(workspace),
        on_done=lambda found: _ask(session, parent, found),
        on_error=_nothing,
        owner=parent,
    )


def _ask(session: Session, parent: QWidget, found: Interrupted | None) -> None:
    asked = any(one.isVisible() for one in parent.findChildren(RecoveryDialog))
    if found is not None and not asked and not session.shell.is_open(found.record_id):
        RecoveryDialog(session, found, parent).open()


def _nothing(error: BaseException) -> None:
    """The drafts stand in the list whatever happens here."""
    del error
