"""The leader signs a bundle of the office a second time, with the key that the leader brings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from hrdesk.errors import BundleBackError
from hrdesk.gui.exchange.exchange_journal import period_title
from hrdesk.gui.look.components import FormField, PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import FittingDialog, button_row
from hrdesk.gui.look.messages import message_of
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.path_field import PathField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services.sending import countersign, take_back_bundle
from hrdesk.vietnamese.formats import show_number

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.services.delivery.journal import JournalLine


class CountersignDialog(FittingDialog):
    """Asks for the folder of the leader's key and its passphrase; says `signed()`."""

    signed = Signal()

    def __init__(self, session: Session, line: JournalLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("The leader signs"))
        self.setMinimumWidth(UNIT * 130)
        self._session, self._line = session, line
        outer = self.column()
        sent = line.submission
        outer.addWidget(label(tr("The leader of the office signs too"), "heading"))
        outer.addWidget(
            label(
                tr(
                    "{period}: {count} records, made by {author}. After this signature the bundle "
                    "may leave.",
                    period=period_title(sent.period_id),
                    count=show_number(sum(sent.counts.values())),
                    author=sent.author,
                ),
                "label",
                wraps=True,
            )
        )
        self.folder_field = PathField(
            tr("Folder of the leader's key"),
            self._choose,
            button_name=tr("Choose the folder of the leader's key"),
            hint=tr("Often on the leader's own stick; it holds key and certificate."),
        )
        self.folder = self.folder_field.edit
        outer.addWidget(self.folder_field)
        self.passphrase = PassphraseField(tr("The leader's passphrase"))
        self.passphrase_field = FormField(tr("The leader's passphrase"), self.passphrase)
        outer.addWidget(self.passphrase_field)
        self.back_button = QuietButton(
            tr("Signed elsewhere…"), icon="file-check", on_click=self._choose_signed
        )
        cancel = QuietButton(tr("Cancel"), on_click=self.reject)
        self.sign_button = PrimaryButton(tr("Sign"), icon="badge-check", on_click=self.sign)
        self.sign_button.setDefault(True)
        outer.addLayout(button_row(cancel, self.sign_button, aside=self.back_button))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Choose the folder of the leader's key"), self.folder.text()
        )
        if chosen:
            self.folder.setText(chosen)

    def _choose_signed(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("The bundle that came back signed"), "", tr("Bundles (*.asice)")
        )
        if chosen:
            self.take_back(Path(chosen))

    def take_back(self, path: Path) -> None:
        """Keep the bundle that the leader signed with another tool or on another computer."""
        ws, now, line = self._session.workspace, self._session.clock(), self._line
        self.sign_button.setEnabled(False)

        def call() -> Path:
            seen = take_back_bundle(ws, path, now=now)
            if seen.countersigner is None or line.submission.bundle_id != seen.outcome.bundle_id:
                raise BundleBackError(name=path.name, reason=tr("The leader has not signed it."))
            return path

        self._session.workers.run(call, on_done=self._signed, on_error=self._failed, owner=self)

    def sign(self) -> None:
        """Sign the bundle in the outbox."""
        for field, control, fault in (
            (self.folder_field, self.folder, tr("Choose a folder.")),
            (self.passphrase_field, self.passphrase, tr("Type your passphrase.")),
        ):
            field.show_fault("" if control.text().strip() else fault)
            if not control.text().strip():
                control.setFocus()
                return
        ws, now = self._session.workspace, self._session.clock()
        folder, words = Path(self.folder.text().strip()), self.passphrase.text()
        bundle_id = self._line.submission.bundle_id
        self.sign_button.setEnabled(False)
        self._session.workers.run(
            lambda: countersign(
                ws, bundle_id, None, identity_folder=folder, passphrase=words, now=now
            ),
            on_done=self._signed,
            on_error=self._failed,
            owner=self,
        )

    def _signed(self, _path: Path) -> None:
        self.passphrase.clear()
        self.signed.emit()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        from hrdesk.errors import IdentityLockedError  # noqa: PLC0415 - only when something failed

        self.sign_button.setEnabled(True)
        said = message_of(error)
        locked = isinstance(error, IdentityLockedError)
        field = self.passphrase_field if locked else self.folder_field
        field.show_fault(said.whole)
        (self.passphrase if locked else self.folder).setFocus()
