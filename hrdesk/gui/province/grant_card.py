"""One request: what it says, the sixteen characters typed as they are read out, then the issue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from hrdesk.gui.look.components import Card, FormField, PrimaryButton, QuietButton, label
from hrdesk.gui.look.messages import message_of, show_error
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import authority, province, requests_received

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.services.province import EnrolRequest

_CHARACTERS = 16


class GrantCard(Card):
    """The characters of the request itself are not shown: they must come over the telephone."""

    granted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Request"), parent)
        self.session = session
        self.request: EnrolRequest | None = None
        self._apart = False
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT * 5)
        grid.setVerticalSpacing(UNIT)
        grid.setColumnStretch(1, 1)
        self.unit = label("", "strong", wraps=True)
        self.person = label("", "label", wraps=True)
        for number, (caption, value) in enumerate(
            ((tr("Unit"), self.unit), (tr("Name"), self.person))
        ):
            grid.addWidget(label(caption, "second"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, number, 1)
        self.body.addLayout(grid)
        self.said = QLineEdit()
        self.said.setMaxLength(40)
        self.said.textChanged.connect(self._compare)
        self.said_field = FormField(
            tr("Sixteen characters as the office reads them out"),
            self.said,
            hint=tr(
                "Call the office on a number you know. O counts as 0, I and L as 1; spaces do not "
                "matter."
            ),
        )
        self.body.addWidget(self.said_field)
        self.body.addLayout(self._answers())
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        self.issue_button = PrimaryButton(
            tr("Issue and save the answer…"), icon="badge-check", on_click=self.choose_answer
        )
        self.close_button = QuietButton(tr("Not now"), on_click=self.put_away)
        row.addWidget(self.issue_button)
        row.addWidget(self.close_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.set_apart(apart=False)

    def _answers(self) -> QHBoxLayout:
        fields = QHBoxLayout()
        fields.setSpacing(UNIT * 4)
        self.role = QComboBox()
        for role in ("clerk", "head", "province"):
            self.role.addItem(tr(authority.ROLE_WORDS[role]), role)
        self.passphrase = PassphraseField(tr("Passphrase"))
        self.passphrase.returnPressed.connect(self.choose_answer)
        self.passphrase_field = FormField(
            tr("Passphrase"), self.passphrase, hint=tr("It opens your signing key.")
        )
        self.authority_passphrase = PassphraseField(tr("Passphrase of the authority"))
        self.authority_passphrase.returnPressed.connect(self.choose_answer)
        self.authority_field = FormField(
            tr("Passphrase of the authority"), self.authority_passphrase
        )
        fields.addWidget(FormField(tr("Role"), self.role), 2)
        fields.addWidget(self.passphrase_field, 3)
        fields.addWidget(self.authority_field, 3)
        return fields

    def set_apart(self, *, apart: bool) -> None:
        """Whether the authority has a passphrase of its own."""
        self._apart = apart
        self.authority_field.setVisible(apart)

    def show_request(self, asked: EnrolRequest) -> None:
        """Begin with a request."""
        self.request = asked
        self.heading.setText(tr("Request of {unit}", unit=asked.unit_name))
        self.unit.setText(f"{asked.unit_name} ({asked.unit_code})")
        self.person.setText(f"{asked.name}, {asked.position}")
        self.said.clear()
        self.passphrase.clear()
        self.authority_passphrase.clear()
        self.role.setCurrentIndex(0)
        self._compare()
        self.show()
        self.said.setFocus()

    def put_away(self) -> None:
        """Close the request; it goes on waiting."""
        self.request = None
        self.passphrase.clear()
        self.authority_passphrase.clear()
        self.hide()

    def compared(self) -> bool:
        """Whether the characters typed are those of the request."""
        return self.request is not None and authority.same_fingerprint(
            self.said.text(), self.request.fingerprint
        )

    def _compare(self, _text: str = "") -> None:
        same = self.compared()
        self.issue_button.setEnabled(same)
        for field in (self.passphrase, self.authority_passphrase):
            field.setEnabled(same)
        typed = sum(ch.isalnum() for ch in self.said.text())
        if same:
            self.said_field.show_fault("")
            self.said_field.line.setText(tr("They are the same."))
            self.said_field.line.show()
        elif typed >= _CHARACTERS:
            self.said_field.show_fault(
                tr(
                    "These are not the characters of the request. Let them be read out once more; "
                    "if they differ again, do not issue: the file was changed on the way."
                )
            )
        else:
            self.said_field.show_fault("")

    def choose_answer(self) -> None:
        """Ask where the answer goes, and issue."""
        if self.request is None or not self.compared() or not self._typed():
            return
        proposed = Path.home() / f"{self.request.unit_code}_enrolment.asice"
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the answer"), str(proposed), tr("Bundles (*.asice)")
        )
        if chosen:
            self.issue(Path(chosen))

    def _typed(self) -> bool:
        asked = [(self.passphrase, self.passphrase_field)]
        if self._apart:
            asked.append((self.authority_passphrase, self.authority_field))
        for field, frame in asked:
            if not field.text():
                frame.show_fault(tr("Type your passphrase."))
                field.setFocus()
                return False
            frame.show_fault("")
        return True

    def issue(self, out: Path) -> None:
        """Issue the certificate asked for and write the answer to `out`."""
        if self.request is None or not self.compared():
            return
        ws, now, asked = self.session.workspace, self.session.clock(), self.request
        passphrase = self.passphrase.text()
        issuing = province.Issuing(
            authority_passphrase=self.authority_passphrase.text() if self._apart else "",
            role=str(self.role.currentData()),
            fingerprint=self.said.text(),
        )

        def grant() -> None:
            province.enrol(ws, asked.path, out, passphrase=passphrase, now=now, issuing=issuing)
            requests_received.forget_request(asked)

        self.session.workers.run(
            grant, on_done=lambda _: self._issued(asked, out), on_error=self._failed, owner=self
        )

    def _issued(self, asked: EnrolRequest, out: Path) -> None:
        self.put_away()
        self.granted.emit(
            tr(
                "{unit} is enrolled. Bring {file} back to the office.",
                unit=asked.unit_name,
                file=out.name,
            )
        )

    def _failed(self, error: BaseException) -> None:
        from hrdesk.errors import IdentityError  # noqa: PLC0415 - only when something failed

        if isinstance(error, IdentityError):
            said = message_of(error)
            frame, field = (
                (self.authority_field, self.authority_passphrase)
                if self._apart
                else (self.passphrase_field, self.passphrase)
            )
            frame.show_fault(said.whole)
            field.selectAll()
            field.setFocus()
            return
        show_error(self, error)
