"""Signing a report as PDF in the window, and taking back one that was signed with another tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from hrdesk.errors import PaperForeignError, PaperRefusedError
from hrdesk.gui.look.components import FormField, PrimaryButton, QuietButton, label, scrolled
from hrdesk.gui.look.fitting_dialog import FittingDialog, RoomyDialog, button_row
from hrdesk.gui.look.messages import message_of, show_error
from hrdesk.gui.look.outcome_view import OutcomeView
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.path_field import PathField
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.papers.saving import ask_path
from hrdesk.i18n import N_, tr
from hrdesk.services.signing import signing_key

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.verification.outcome import Outcome

_CAPACITIES: Final = (
    ("leader", N_("The leader, in the place of the signature")),
    ("unit", N_("The office, with its seal")),
    ("attachment", N_("The office, on an appendix in a file of its own")),
)


class SignPaperDialog(FittingDialog):
    """Asks who signs, with which picture and secret; writes the signed file beside the plain one."""

    def __init__(
        self, session: Session, paper: Path, stem: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Sign the report"))
        self.setMinimumWidth(UNIT * 130)
        self._session, self._paper, self._stem = session, paper, stem
        key = signing_key(session.workspace)
        outer = self.column()
        outer.addWidget(label(tr("Sign the report as PDF"), "heading"))
        words = tr("The leader signs first, the office after. A signed report is never changed.")
        outer.addWidget(label(words, "label", wraps=True))
        self.capacity = QComboBox()
        for capacity, said in _CAPACITIES:
            self.capacity.addItem(tr(said), capacity)
        self.capacity.currentIndexChanged.connect(self._on_capacity)
        outer.addWidget(FormField(tr("Who signs"), self.capacity))
        self.reference = QLineEdit()
        self.reference.setPlaceholderText("05/BC-UBND")
        self.reference_field = FormField(tr("Number and symbol of the report"), self.reference)
        outer.addWidget(self.reference_field)
        self.stamp_field = PathField(
            tr("Picture (PNG, transparent; may stay empty)"),
            self._choose,
            button_name=tr("Choose the picture of the signature or the seal"),
            hint=tr("Blue for a signature, red for a seal. Without it a few lines say who signed."),
        )
        self.stamp = self.stamp_field.edit
        self.stamp.setAccessibleName(tr("Picture of the signature or the seal"))
        outer.addWidget(self.stamp_field)
        asked = tr("PIN of the token") if key.on_token else tr("Your passphrase")
        self.secret = PassphraseField(asked)
        self.secret_field = FormField(asked, self.secret, hint=key.warning or key.holder)
        outer.addWidget(self.secret_field)
        cancel = QuietButton(tr("Cancel"), on_click=self.reject)
        self.sign_button = PrimaryButton(tr("Sign…"), icon="badge-check", on_click=self._ask)
        self.sign_button.setDefault(True)
        outer.addLayout(button_row(cancel, self.sign_button))
        self._on_capacity()
        self.capacity.setFocus()

    def _on_capacity(self) -> None:
        attached = self.capacity.currentData() == "attachment"
        self.reference_field.setVisible(attached)
        self.stamp_field.setVisible(not attached)
        self.adjustSize()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Picture of the signature or the seal"), self.stamp.text(), "PNG (*.png)"
        )
        if chosen:
            self.stamp.setText(chosen)

    def _ask(self) -> None:
        """What is missing is said at its field; then where to write."""
        if self.capacity.currentData() == "attachment" and not self.reference.text().strip():
            said = tr("An attachment shows the number and symbol of its document.")
            self.reference_field.show_fault(said)
            self.reference.setFocus()
            return
        if not self.secret.text():
            self.secret_field.show_fault(tr("Type your passphrase."))
            self.secret.setFocus()
            return
        target = ask_path(self, f"{self._stem}_signed", ".pdf")
        if target is not None:
            self.sign_to(target)

    def sign_to(self, target: Path) -> None:
        """Sign into `target` on the worker."""
        from hrdesk.services.signed_papers import Signing, sign_paper  # noqa: PLC0415 - first use

        ws, now, paper = self._session.workspace, self._session.clock(), self._paper
        stamp = self.stamp.text().strip()
        signing = Signing(
            self.capacity.currentData(),
            Path(stamp) if stamp and self.stamp_field.isVisible() else None,
            self.reference.text(),
        )
        words = self.secret.text()
        self.secret.clear()  # a PIN is tried once
        self.sign_button.setEnabled(False)
        self._session.workers.run(
            lambda: sign_paper(ws, paper, target, signing, words, now=now),
            on_done=lambda _none: self._signed(target),
            on_error=self._failed,
            owner=self,
        )

    def _signed(self, target: Path) -> None:
        self._session.shell.notify(tr("Signed: {path}", path=target.name))
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.sign_button.setEnabled(True)
        said = message_of(error)
        self.secret_field.show_fault(said.whole)
        self.secret.setFocus()


class SignedPaperDialog(RoomyDialog):
    """What was found of a signed PDF: who signed, when, whether the whole file is covered."""

    def __init__(self, outcome: Outcome, kept: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Signed report"))
        self.resize(UNIT * 190, UNIT * 120)
        outer = self.column()
        outer.addWidget(label(kept, "heading", wraps=True))
        self.view = OutcomeView()
        self.view.show_outcome(outcome)
        outer.addWidget(scrolled(self.view), 1)
        self.close_button = PrimaryButton(tr("Close"), on_click=self.accept)
        self.close_button.setDefault(True)
        outer.addLayout(button_row(self.close_button))


def take_back(session: Session, page: QWidget, path: Path | None = None) -> None:
    """Ask for a PDF that was signed elsewhere, check it, keep it when it is to be believed."""
    from hrdesk.services import signed_papers  # noqa: PLC0415 - first use

    if path is None:
        title = tr("The report as it came back signed")
        chosen, _ = QFileDialog.getOpenFileName(page, title, str(Path.home()), "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
    ws, now, source = session.workspace, session.clock(), path

    def work() -> tuple[str, Outcome]:
        kept, checked = signed_papers.take_back(ws, source, now=now)
        return kept.file_name, checked.outcome

    def show(done: tuple[str, Outcome]) -> None:
        name, outcome = done
        SignedPaperDialog(outcome, tr("Kept as {name}.", name=name), page).open()

    def refused(error: BaseException) -> None:
        if not isinstance(error, PaperRefusedError | PaperForeignError):
            show_error(page, error)
            return
        said = message_of(error)
        outcome: Outcome = error.values["outcome"]  # type: ignore[assignment]  # the error says so
        SignedPaperDialog(outcome, said.whole, page).open()

    session.workers.run(
        work,
        on_done=show,
        on_error=refused,
        owner=page,
    )
