"""Where the authority's key lies, and the acts that change it: apart, a new list, a successor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrdesk.gui.look.act_dialog import ActDialog, Answers
from hrdesk.gui.look.components import Card, LinkButton, Pill, QuietButton, flush, label
from hrdesk.i18n import tr
from hrdesk.services import authority
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.services.authority import AuthorityState


class AuthorityCard(Card):
    """Says where the key is, in one sentence, and offers what can be done with it."""

    changed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("The province's authority"), parent)
        self.session = session
        self.state: AuthorityState | None = None
        self.pill = Pill("…", "neutral")
        self.head.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self.where = label("", "label", wraps=True)
        self.facts = label("", "second", wraps=True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setAccessibleName(tr("The province's authority"))
        self.body.addWidget(self.where)
        self.body.addWidget(self.facts)
        self.apart_button = QuietButton(
            tr("Put the key apart…"), icon="usb", on_click=self.ask_set_up
        )
        self.body.addWidget(self.apart_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.list_button = LinkButton(
            tr("New revocation list…"), icon="file-check", on_click=self.ask_list
        )
        self.successor_button = LinkButton(
            tr("Prepare the authority that follows…"), icon="key-round", on_click=self.ask_successor
        )
        self.finish_button = LinkButton(
            tr("Work under the new authority…"), icon="arrow-right", on_click=self.ask_finish
        )
        links = QVBoxLayout()
        links.setSpacing(0)
        for link in (self.list_button, self.successor_button, self.finish_button):
            links.addLayout(flush(link))
        self.body.addLayout(links)

    def show_state(self, state: AuthorityState) -> None:
        """Say where the authority stands."""
        self.state = state
        self.apart_button.setVisible(not state.apart)
        if not state.apart:
            self.pill.show_state(tr("Not apart yet"), "warn")
            self.where.setText(
                tr(
                    "Its key still lies on this computer, under your own passphrase. Put it on a "
                    "stick that is kept in the safe."
                )
            )
        elif state.reachable:
            self.pill.show_state(tr("Apart, plugged in"), "good")
            self.where.setText(tr("Its key lies in {folder}.", folder=state.folder))
        else:
            self.pill.show_state(tr("Apart, not plugged in"), "neutral")
            self.where.setText(
                tr(
                    "Its key was last in {folder}. Plug in the stick to issue or to withdraw; "
                    "daily work does not need it.",
                    folder=state.folder,
                )
            )
        until = show_date(state.list_until.date()) if state.list_until else "–"
        self.facts.setText(
            tr(
                "Fingerprint {fingerprint}. Revocation list {number}, good until {until}.",
                fingerprint=state.fingerprint,
                number=state.list_number,
                until=until,
            )
        )

    # --- acts

    def ask_set_up(self) -> ActDialog:
        """The wizard: a folder or stick, a passphrase of its own, and the one until now."""
        ws = self.session.workspace

        def set_up(typed: Answers) -> object:
            return authority.set_up_authority(
                ws,
                Path(typed["folder"].strip()),
                passphrase=typed["new"],
                old_passphrase=typed["old"],
            )

        dialog = ActDialog(
            self.session,
            self,
            tr("Put the key of the authority apart"),
            tr(
                "Once, in three steps: choose an empty folder on a stick, give the key a passphrase "
                "of its own that two people know, and confirm with yours. The key is copied, read "
                "back, and then removed from this computer. Fingerprint and certificates stay."
            ),
            tr("Put it apart"),
            set_up,
        )
        dialog.add_place(
            "folder",
            tr("1. Folder on the stick"),
            hint=tr("An empty folder outside of the data; it is made when it is not there."),
        )
        dialog.add_new_secret(
            tr("2. Passphrase of the authority"), tr("The same passphrase once more")
        )
        dialog.add_secret(
            "old", tr("3. Your own passphrase"), hint=tr("It opens the key until now.")
        )
        dialog.done_with.connect(
            lambda _: self.changed.emit(
                tr("The key lies apart now. Take the stick out and lock it away.")
            )
        )
        dialog.open()
        dialog.fields["folder"].setFocus()
        return dialog

    def ask_list(self) -> ActDialog:
        """A new revocation list as a file; it is believed here at once."""
        ws, now = self.session.workspace, self.session.clock()
        dialog = ActDialog(
            self.session,
            self,
            tr("New revocation list"),
            tr("It names every certificate that was withdrawn. Kits carry it to every desk."),
            tr("Make the list"),
            lambda typed: authority.write_list(
                ws, Path(typed["out"].strip()), passphrase=typed["authority"], now=now
            ),
        )
        dialog.add_place(
            "out", tr("File"), str(Path.home() / "ca.crl"), pattern=tr("Revocation lists (*.crl)")
        )
        dialog.add_secret("authority", tr("Passphrase of the authority"))
        dialog.done_with.connect(lambda _: self.changed.emit(tr("The revocation list is made.")))
        dialog.open()
        return dialog

    def ask_successor(self) -> ActDialog:
        """Make the authority that follows; a kit with two officers' signatures brings it."""
        ws, now = self.session.workspace, self.session.clock()

        def begin(typed: Answers) -> object:
            folder = Path(typed["folder"].strip())
            return authority.begin_rollover(ws, folder, passphrase=typed["new"], now=now)

        dialog = ActDialog(
            self.session,
            self,
            tr("The authority that follows"),
            tr(
                "A new key is made in an empty folder of its own. The next kit brings it, and desks "
                "take that kit only with the signatures of two officers of the province. Until then "
                "the present authority stays in charge."
            ),
            tr("Make it"),
            begin,
        )
        dialog.add_place("folder", tr("Empty folder on a stick"))
        dialog.add_new_secret(tr("Passphrase of the new key"), tr("The same passphrase once more"))
        dialog.done_with.connect(
            lambda found: self.changed.emit(
                tr(
                    "The new authority is {fingerprint}. Make a kit and let a second officer sign it.",
                    fingerprint=found,
                )
            )
        )
        dialog.open()
        return dialog

    def ask_finish(self) -> ActDialog:
        """Work under the new authority, once its kit is in use here."""
        ws, now = self.session.workspace, self.session.clock()
        dialog = ActDialog(
            self.session,
            self,
            tr("Work under the new authority"),
            tr("Only after the kit with both signatures is in use here."),
            tr("Change over"),
            lambda typed: authority.finish_rollover(
                ws, Path(typed["folder"].strip()), passphrase=typed["authority"], now=now
            ),
        )
        dialog.add_place("folder", tr("Folder of the new authority"))
        dialog.add_secret("authority", tr("Passphrase of the new key"))
        dialog.done_with.connect(
            lambda _: self.changed.emit(tr("The new authority is in charge. Make a kit."))
        )
        dialog.open()
        return dialog
