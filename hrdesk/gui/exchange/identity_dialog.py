"""The key of this desk: what it is; another passphrase, a token, a lost key, the idle lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from hrdesk.gui.exchange.exchange_page import in_fours
from hrdesk.gui.look.act_dialog import ActDialog, Answers
from hrdesk.gui.look.components import Banner, FormField, LinkButton, QuietButton, flush, label
from hrdesk.gui.look.fitting_dialog import FittingDialog, button_row
from hrdesk.gui.look.idle_time import IDLE_MINUTES, IDLE_SETTING, idle_minutes
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.services import signing

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.services.signing import SigningKey


class IdentityDialog(FittingDialog):
    """Says what is known without a passphrase; every act asks for what it needs."""

    changed = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(tr("Signing key"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(UNIT * 140)
        outer = self.column()
        outer.addWidget(label(tr("Signing key"), "heading"))
        self.told = Banner("", "good")
        self.told.hide()
        outer.addWidget(self.told)
        self.what = label("", "label", wraps=True)
        self.fingerprint = label("", "title")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fingerprint.setAccessibleName(tr("Sixteen characters"))
        self.warning = Banner("", "warn")
        self.warning.hide()
        for part in (self.what, self.fingerprint, self.warning):
            outer.addWidget(part)
        self.passphrase_button = LinkButton(
            tr("Change the passphrase…"), icon="key-round", on_click=self.ask_passphrase
        )
        self.token_button = LinkButton(
            tr("Sign with a token…"), icon="usb", on_click=self.choose_token
        )
        self.software_button = LinkButton(
            tr("Sign with the sealed key again"), icon="undo-2", on_click=self.use_software
        )
        self.lost_button = LinkButton(
            tr("The key or its passphrase is lost…"), icon="shield-alert", on_click=self.ask_lost
        )
        for button in (
            self.passphrase_button,
            self.token_button,
            self.software_button,
            self.lost_button,
        ):
            outer.addLayout(flush(button))
        outer.addWidget(self._lock_field())
        close = QuietButton(tr("Close"), on_click=self.accept)
        close.setDefault(True)
        outer.addLayout(button_row(close))
        self.refresh()

    def _lock_field(self) -> FormField:
        self.idle = QComboBox()
        for minutes in IDLE_MINUTES:
            words = trn("After {count} minute", "After {count} minutes", minutes)
            self.idle.addItem(words if minutes else tr("Never by itself"), minutes)
        kept = idle_minutes(self.session.workspace.setting(IDLE_SETTING))
        self.idle.setCurrentIndex(self.idle.findData(kept))
        self.idle.currentIndexChanged.connect(self._keep_idle)
        return FormField(
            tr("Lock the screen when nobody works"),
            self.idle,
            hint=tr("Ctrl+Shift+L locks it now. What is typed is kept."),
        )

    def _keep_idle(self, _index: int) -> None:
        self.session.workspace.set_setting(IDLE_SETTING, str(self.idle.currentData()))
        locking = getattr(self.session.shell, "_locking", None)
        if locking is not None:
            locking.begin_waiting()

    def refresh(self) -> None:
        """Read what the key is."""
        ws = self.session.workspace
        self.session.workers.run(
            lambda: signing.signing_key(ws),
            on_done=self._show,
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def _show(self, key: SigningKey) -> None:
        kinds = {
            "software": tr("The key is sealed on this computer."),
            "token": tr("The key lies on the token {label}.", label=key.token_label),
            "damaged": tr(
                "The signing key is damaged or gone. Make a new one below; no record is lost."
            ),
        }
        said = kinds[key.kind]
        if key.holder:
            said += " " + tr("It signs as {holder}.", holder=key.holder)
        self.what.setText(said)
        self.fingerprint.setText(in_fours(key.fingerprint))
        self.warning.show_text(key.warning, "warn")
        self.warning.setVisible(bool(key.warning))
        self.passphrase_button.setVisible(key.kind == "software")
        self.software_button.setVisible(key.on_token)

    def _told(self, sentence: str) -> None:
        self.told.show_text(sentence, "good")
        self.told.show()
        self.changed.emit(sentence)
        self.refresh()

    # --- acts

    def ask_passphrase(self) -> ActDialog:
        """Another passphrase for everything that is sealed here."""
        ws = self.session.workspace

        def change(typed: Answers) -> object:
            return signing.change_passphrase(ws, typed["old"], typed["new"])

        dialog = ActDialog(
            self.session,
            self,
            tr("Change the passphrase"),
            tr(
                "All keys of this desk are sealed anew, or none: whatever happens, one passphrase opens all."
            ),
            tr("Change the passphrase"),
            change,
        )
        dialog.add_secret("old", tr("Passphrase until now"))
        dialog.add_new_secret(tr("New passphrase"), tr("The new one once more"))
        dialog.done_with.connect(
            lambda _: self._told(
                tr("The passphrase is changed. The old one opens nothing any more.")
            )
        )
        dialog.open()
        dialog.fields["old"].setFocus()
        return dialog

    def ask_lost(self) -> ActDialog:
        """A new key in place of a lost one; no record is touched."""
        ws, now = self.session.workspace, self.session.clock()

        def renew(typed: Answers) -> object:
            return signing.renew_lost_key(ws, typed["new"], Path(typed["folder"].strip()), now=now)

        dialog = ActDialog(
            self.session,
            self,
            tr("A new key in place of the lost one"),
            tr(
                "No record, draft or attachment is lost, and what you handed over stays good. Tell the "
                "province to withdraw the old certificate, and carry the new request there."
            ),
            tr("Make a new key"),
            renew,
            danger=True,
        )
        dialog.add_new_secret(tr("New passphrase"), tr("The new one once more"))
        dialog.add_place("folder", tr("Where to write the request"), str(ws.paths.enrolment))
        dialog.done_with.connect(
            lambda path: self._told(
                tr("The new request lies in {path}. Carry it to the province.", path=path)
            )
        )
        dialog.open()
        dialog.fields["new"].setFocus()
        return dialog

    def use_software(self) -> None:
        """Sign with the sealed key that was in use before the token."""
        ws = self.session.workspace
        self.session.workers.run(
            lambda: signing.use_software(ws),
            on_done=lambda _: self._told(tr("The sealed key signs again.")),
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def choose_token(self) -> QDialog:
        """Choose among the tokens plugged in."""
        from hrdesk.gui.exchange.token_dialog import TokenDialog  # noqa: PLC0415 - when asked for

        dialog = TokenDialog(self.session, self)
        dialog.used.connect(self._told)
        dialog.open()
        return dialog
