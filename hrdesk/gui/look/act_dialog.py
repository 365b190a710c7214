"""One act that needs a few answers first, often a passphrase: asked, done on the worker, told.

What goes wrong is said in the dialog, and what was typed stays; a passphrase that was refused is
selected, so that typing replaces it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look.components import (
    Banner,
    DangerButton,
    FormField,
    PrimaryButton,
    QuietButton,
    label,
)
from hrdesk.gui.look.fitting_dialog import FittingDialog
from hrdesk.gui.look.messages import message_of
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.path_field import PathField
from hrdesk.gui.look.strength_watch import StrengthWatch
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from hrdesk.gui.look.page import Session

Answers = dict[str, str]


class ActDialog(FittingDialog):
    """`done_with` carries what `call` gave. Show it with `open()`."""

    done_with = Signal(object)

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        title: str,
        explanation: str,
        act: str,
        call: Callable[[Answers], object],
        *,
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self.session, self._call = session, call
        self.fields: dict[str, QLineEdit] = {}
        self.frames: dict[str, FormField] = {}
        self._may_be_blank: set[str] = set()
        self._twice: tuple[str, str] | None = None
        self._asked: list[QWidget] = []  # what is asked, in its order
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(UNIT * 130)
        self.setMaximumWidth(UNIT * 180)
        outer = self.column()
        outer.addWidget(label(title, "heading", wraps=True))
        outer.addWidget(label(explanation, "label", wraps=True))
        self.fault = Banner("", "bad")
        self.fault.hide()
        outer.addWidget(self.fault)
        self.body = QVBoxLayout()
        self.body.setSpacing(UNIT * 3)
        outer.addLayout(self.body)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addStretch(1)
        self.cancel_button = QuietButton(tr("Cancel"), on_click=self.reject)
        kind = DangerButton if danger else PrimaryButton
        self.act_button = kind(act, on_click=self.act)
        self.cancel_button.setAutoDefault(False)
        self.act_button.setDefault(True)
        row.addWidget(self.cancel_button)
        row.addWidget(self.act_button)
        outer.addLayout(row)

    # --- what is asked

    def add_text(
        self, name: str, caption: str, text: str = "", *, hint: str = "", needed: bool = True
    ) -> QLineEdit:
        """Ask for a line."""
        return self._add(name, caption, QLineEdit(text), hint, needed=needed)

    def add_secret(self, name: str, caption: str, *, hint: str = "") -> QLineEdit:
        """Ask for a passphrase or PIN that is known."""
        return self._add(name, caption, PassphraseField(caption), hint, needed=True)

    def add_new_secret(self, caption: str, again: str) -> None:
        """Ask for a new passphrase, twice, and say how strong it is; it answers to "new"."""
        field = self._add("new", caption, PassphraseField(caption), "", needed=True)
        ws = self.session.workspace
        self.strength = StrengthWatch(
            field, self.frames["new"].line, self.session.workers, (ws.unit.name, ws.name)
        )
        self._add("again", again, PassphraseField(again), "", needed=True)
        self._twice = ("new", "again")

    def add_place(
        self, name: str, caption: str, text: str = "", *, hint: str = "", pattern: str = ""
    ) -> QLineEdit:
        """Ask for a folder, or with `pattern` for a file to write."""
        field = QLineEdit(text)

        def browse() -> None:
            if pattern:
                chosen, _ = QFileDialog.getSaveFileName(self, caption, field.text(), pattern)
            else:
                chosen = QFileDialog.getExistingDirectory(self, caption, field.text())
            if chosen:
                field.setText(chosen)

        frame = PathField(
            caption, browse, button_name=tr("Choose: {what}", what=caption), edit=field, hint=hint
        )
        frame.button.setAutoDefault(False)
        self._asked += [field, frame.button]
        self.body.addWidget(frame)
        self.fields[name], self.frames[name] = field, frame
        return field

    def add_control(self, caption: str, control: QWidget, *, hint: str = "") -> None:
        """Ask for something by another control, which the caller reads itself."""
        self.body.addWidget(FormField(caption, control, hint=hint))
        self._asked.append(control)

    def _add(
        self, name: str, caption: str, field: QLineEdit, hint: str, *, needed: bool
    ) -> QLineEdit:
        frame = FormField(caption, field, hint=hint)
        self.body.addWidget(frame)
        self.fields[name], self.frames[name] = field, frame
        self._asked.append(field)
        if not needed:
            self._may_be_blank.add(name)
        return field

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins at the first blank and comes to the buttons last."""
        super().showEvent(event)
        stops = [*self._asked, self.cancel_button, self.act_button]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)
        blank = [field for field in self.fields.values() if not field.text()]
        if blank:
            blank[0].setFocus()

    # --- doing it

    def act(self) -> None:
        """Check what was typed and do it."""
        typed = {name: nfc(field.text()) for name, field in self.fields.items()}
        for name, frame in self.frames.items():
            frame.show_fault("")
            if not typed[name].strip() and name not in self._may_be_blank:
                frame.show_fault(tr("This may not stay empty"))
                self.fields[name].setFocus()
                return
        if self._twice and typed[self._twice[0]] != typed[self._twice[1]]:
            self.frames["again"].show_fault(tr("The two are not the same"))
            self.fields["again"].setFocus()
            return
        self.fault.hide()
        self._set_busy(busy=True)
        call = self._call
        self.session.workers.run(
            lambda: call(typed), on_done=self._succeeded, on_error=self._failed, owner=self
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.act_button.setEnabled(not busy)
        for field in self.fields.values():
            field.setReadOnly(busy)

    def _succeeded(self, value: object) -> None:
        for field in self.fields.values():
            if isinstance(field, PassphraseField):
                field.clear()
        self.done_with.emit(value)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        said = message_of(error)
        self.fault.show_text(said.whole, "bad")
        self.fault.show()
        secrets = [one for one in self.fields.values() if isinstance(one, PassphraseField)]
        if secrets:
            secrets[0].selectAll()
            secrets[0].setFocus()
