"""The province enrols desks: read a request, compare sixteen characters, issue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.components import (
    GAP,
    PAGE_MARGIN,
    Banner,
    Card,
    EmptyState,
    FormField,
    PageHeader,
    PrimaryButton,
    label,
)
from hrdesk.gui.exchange_page import in_fours
from hrdesk.gui.messages import message_of, show_error
from hrdesk.gui.page import Page
from hrdesk.gui.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import province

if TYPE_CHECKING:
    from hrdesk.gui.page import Session
    from hrdesk.services.province import EnrolRequest


class EnrolPage(Page):
    """One request at a time; the passphrase of the authority is asked each time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.request: EnrolRequest | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 5)
        outer.setSpacing(GAP)
        self.header = PageHeader(
            tr("Units and desks"),
            tr("A desk that is enrolled once can hand over bundles that everybody can verify."),
        )
        self.read_button = PrimaryButton(
            tr("Read a request…"), icon="user-check", on_click=self.choose_request
        )
        self.header.add_action(self.read_button)
        outer.addWidget(self.header)
        self.result = Banner("", "good")
        self.result.hide()
        outer.addWidget(self.result)
        self.card = self._request_card()
        self.card.setMaximumWidth(760)
        self.card.hide()
        outer.addWidget(self.card)
        self.nothing = EmptyState(
            "key-round",
            tr("No request is open"),
            tr("A desk writes its request on the page Send and receive; it is a small .json file."),
        )
        outer.addWidget(self.nothing, 1)
        outer.addStretch(0)

    def _request_card(self) -> Card:
        card = Card(tr("Request"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT * 5)
        grid.setVerticalSpacing(UNIT * 2)
        grid.setColumnStretch(1, 1)
        self.unit = label("", "strong", wraps=True)
        self.person = label("", "label", wraps=True)
        self.position = label("", "label", wraps=True)
        self.fingerprint = label("", "title")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fingerprint.setAccessibleName(tr("Sixteen characters"))
        rows = (
            (tr("Unit"), self.unit),
            (tr("Name"), self.person),
            (tr("Position"), self.position),
            (tr("Sixteen characters"), self.fingerprint),
        )
        for row, (caption, value) in enumerate(rows):
            grid.addWidget(label(caption, "second"), row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(value, row, 1)
        card.body.addLayout(grid)
        card.body.addWidget(
            label(
                tr("Call the office and let them read the sixteen characters out to you."),
                "second",
                wraps=True,
            )
        )
        self.compared = QCheckBox(tr("They read out the same characters"))
        self.compared.toggled.connect(self._on_compared)
        card.body.addWidget(self.compared)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.returnPressed.connect(self.choose_answer)
        self.passphrase_field = FormField(
            tr("Passphrase"), self.passphrase, hint=tr("It opens the key of the authority.")
        )
        card.body.addWidget(self.passphrase_field)
        self.issue_button = PrimaryButton(
            tr("Issue and save the answer…"), icon="badge-check", on_click=self.choose_answer
        )
        card.body.addWidget(self.issue_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    @override
    def focus_first(self) -> None:
        self.read_button.setFocus()

    def choose_request(self) -> None:
        """Ask for a request file and show it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Request of a desk"), str(Path.home()), tr("Requests (*.json)")
        )
        if chosen:
            self.read_request(Path(chosen))

    def read_request(self, path: Path) -> None:
        """Show a request."""
        self.session.workers.run(
            lambda: province.read_request(path),
            on_done=self._show,
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def _show(self, request: EnrolRequest) -> None:
        self.request = request
        self.unit.setText(f"{request.unit_name} ({request.unit_code})")
        self.person.setText(request.name)
        self.position.setText(request.position)
        self.fingerprint.setText(in_fours(request.fingerprint))
        self.compared.setChecked(False)
        self._on_compared(checked=False)
        self.result.hide()
        self.nothing.hide()
        self.card.show()
        self.compared.setFocus()

    def _on_compared(self, checked: bool) -> None:
        self.issue_button.setEnabled(checked)
        self.passphrase.setEnabled(checked)

    def choose_answer(self) -> None:
        """Ask where the answer goes, and issue."""
        if self.request is None or not self.compared.isChecked():
            return
        if not self.passphrase.text():
            self.passphrase_field.show_fault(tr("Type your passphrase."))
            self.passphrase.setFocus()
            return
        proposed = Path.home() / f"{self.request.unit_code}_enrolment.asice"
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the answer"), str(proposed), tr("Bundles (*.asice)")
        )
        if chosen:
            self.issue(Path(chosen))

    def issue(self, out: Path) -> None:
        """Issue the certificate asked for and write the answer to `out`."""
        if self.request is None:
            return
        self.passphrase_field.show_fault("")
        ws, now = self.session.workspace, self.session.clock()
        path, passphrase = self.request.path, self.passphrase.text()
        self.session.workers.run(
            lambda: province.enrol(ws, path, out, passphrase=passphrase, now=now),
            on_done=lambda request: self._issued(request, out),
            on_error=self._failed,
            owner=self,
        )

    def _issued(self, request: EnrolRequest, out: Path) -> None:
        self.passphrase.clear()
        self.card.hide()
        self.nothing.show()
        self.request = None
        self.result.show_text(
            tr(
                "{unit} is enrolled. Bring {file} back to the office.",
                unit=request.unit_name,
                file=out.name,
            ),
            "good",
        )
        self.result.show()

    def _failed(self, error: BaseException) -> None:
        from hrdesk.errors import IdentityError  # noqa: PLC0415 - only when something failed

        if isinstance(error, IdentityError):
            said = message_of(error)
            self.passphrase_field.show_fault(f"{said.title} {said.remedy}".strip())
            self.passphrase.setFocus()
            return
        show_error(self, error)
