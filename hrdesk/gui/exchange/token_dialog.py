"""Choosing a key on a token: the maker's library, the tokens plugged in, the PIN once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QWidget,
)

from hrdesk.gui.look.components import Banner, FormField, PrimaryButton, QuietButton, label
from hrdesk.gui.look.fitting_dialog import FittingDialog, button_row
from hrdesk.gui.look.messages import message_of
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.path_field import PathField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import enrolment, signing
from hrdesk.services.signing import TokenChoice
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from typing import Any

    from hrdesk.gui.look.page import Session
    from hrdesk.services.signing import SigningKey

LIBRARY_SETTING: Final = "token_library"


class TokenDialog(FittingDialog):
    """The library runs in a process of its own with a time limit; a PIN is sent to it once."""

    used = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self._choices: list[tuple[TokenChoice, str]] = []
        self.setWindowTitle(tr("Sign with a token"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(UNIT * 150)
        outer = self.column()
        outer.addWidget(label(tr("Sign with a token"), "heading"))
        self.fault = Banner("", "bad")
        self.fault.hide()
        outer.addWidget(self.fault)
        outer.addWidget(self._library_field())
        self.keys = QListWidget()
        self.keys.setFixedHeight(UNIT * 30)
        self.keys.currentItemChanged.connect(lambda *_: self._look_over())
        outer.addWidget(FormField(tr("Tokens and their keys"), self.keys))
        self.tries = Banner("", "warn")
        self.tries.hide()
        outer.addWidget(self.tries)
        self.pin = PassphraseField(tr("PIN"))
        self.pin.textChanged.connect(lambda _text: self._look_over())
        outer.addWidget(
            FormField(
                tr("PIN"),
                self.pin,
                hint=tr(
                    "It is tried once. Most tokens lock after three wrong ones in a row; this takes at "
                    "most {seconds} seconds.",
                    seconds=int(signing.TOKEN_SECONDS),
                ),
            )
        )
        close = QuietButton(tr("Cancel"), on_click=self.reject)
        close.setAutoDefault(False)
        self.use_button = PrimaryButton(tr("Sign with this key"), on_click=self.use)
        self.use_button.setDefault(True)
        outer.addLayout(button_row(close, self.use_button))
        warned = signing.pin_warning(session.workspace)
        self.tries.show_text(warned, "warn")
        self.tries.setVisible(bool(warned))
        self._look_over()

    def _library_field(self) -> FormField:
        kept = self.session.workspace.setting(LIBRARY_SETTING)
        field = PathField(
            tr("Library of the token's maker (PKCS#11)"),
            self._choose_library,
            button_name=tr("Choose the library"),
            hint=tr("A .dll or .so file, 64-bit, installed with the token's program."),
        )
        field.button.setAutoDefault(False)
        self.look_button = QuietButton(tr("Look for tokens"), icon="search", on_click=self.look)
        self.look_button.setAutoDefault(False)
        field.row.addWidget(self.look_button)
        self.library = field.edit
        self.library.setText(kept)
        self.library.returnPressed.connect(self.look)
        return field

    def _choose_library(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            tr("Choose the library"),
            self.library.text(),
            tr("Libraries (*.dll *.so *.dylib)"),
        )
        if chosen:
            self.library.setText(chosen)
            self.look()

    def look(self) -> None:
        """List what is plugged in; needs no PIN."""
        library, ws = self.library.text().strip(), self.session.workspace
        if not library:
            self.library.setFocus()
            return
        self.fault.hide()
        self.look_button.setEnabled(False)

        def find() -> object:
            found = signing.tokens(library)
            ws.set_setting(LIBRARY_SETTING, library)
            return found

        self.session.workers.run(find, on_done=self._show, on_error=self._failed, owner=self)

    def _show(self, found: Any) -> None:
        self.look_button.setEnabled(True)
        self._choices = []
        self.keys.clear()
        for token in found:
            for key in token.keys:
                until = show_date(key.not_after.date()) if key.not_after else ""
                facts = [key.kind, key.subject or tr("no certificate yet")]
                if until:
                    facts.append(tr("until {until}", until=until))
                self._add(
                    f"{token.label} · {key.label or key.place.object_id}\n{' · '.join(facts)}",
                    token,
                    TokenChoice(self.library.text().strip(), token.label, key.place.object_id),
                )
            self._add(
                tr("{label}: make a new key on it", label=token.label),
                token,
                TokenChoice(self.library.text().strip(), token.label, make_key=True),
            )
        if not found:
            self.fault.show_text(tr("No token is plugged in."), "warn")
            self.fault.show()
        elif self.keys.count():
            self.keys.setCurrentRow(0)
            self.pin.setFocus()

    def _add(self, text: str, token: Any, choice: TokenChoice) -> None:
        self._choices.append((choice, token.tries))
        self.keys.addItem(text)

    def _chosen(self) -> tuple[TokenChoice, str] | None:
        row = self.keys.currentRow()
        return self._choices[row] if 0 <= row < len(self._choices) else None

    def _look_over(self) -> None:
        chosen = self._chosen()
        words = {
            "fewer": tr("A wrong PIN was typed before: fewer tries are left."),
            "one": tr("Only one try is left. A wrong PIN locks the token."),
            "locked": tr("The token is locked. The office that issued it can unlock it."),
        }
        said = words.get(chosen[1], "") if chosen else ""
        if said:
            self.tries.show_text(said, "warn")
            self.tries.show()
        locked = chosen is not None and chosen[1] == "locked"
        self.use_button.setEnabled(chosen is not None and not locked and bool(self.pin.text()))

    def use(self) -> None:
        """Use the PIN once: sign the request with the key chosen, and sign with it from now on."""
        chosen = self._chosen()
        if chosen is None or not self.use_button.isEnabled():
            return
        ws, now, pin = self.session.workspace, self.session.clock(), self.pin.text()
        self.pin.clear()
        self.use_button.setEnabled(False)
        self.fault.hide()

        def begin() -> SigningKey:
            key = signing.use_token(ws, chosen[0], pin, now=now)
            if not key.holder:
                enrolment.write_request(ws, ws.paths.enrolment, now=now)
            return key

        self.session.workers.run(begin, on_done=self._used, on_error=self._failed, owner=self)

    def _used(self, key: SigningKey) -> None:
        self.used.emit(
            tr("The token signs from now on.")
            if key.holder
            else tr("The token signs from now on. Its request has to go to the province.")
        )
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.look_button.setEnabled(True)
        said = message_of(error)
        self.fault.show_text(said.whole, "bad")
        self.fault.show()
        self._look_over()
        self.pin.setFocus()
