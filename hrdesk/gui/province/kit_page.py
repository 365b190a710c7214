"""The next kit at the province: what it asks, what it changes in words, signed and written for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.exchange.kit_changes_view import KitChangesView
from hrdesk.gui.exchange.kit_dialog import KitDialog
from hrdesk.gui.look.act_dialog import ActDialog, Answers
from hrdesk.gui.look.components import (
    GAP,
    PAGE_MARGIN,
    Banner,
    Card,
    LinkButton,
    PageHeader,
    PrimaryButton,
    QuietButton,
    flush,
    scrolled,
)
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.province.kit_acts import KitActs
from hrdesk.gui.province.kit_policy_card import KitPolicyCard
from hrdesk.i18n import tr
from hrdesk.services import kit_making, kits

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.services.kit_making import MadeKit, NextKit
    from hrdesk.services.kits import KitSeen


class KitPage(Page):
    """Left: what the next kit says. Right: the difference to the kit in use, before it is signed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.dialog: KitDialog | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 5)
        outer.setSpacing(GAP)
        self.header = PageHeader(
            tr("Kit for the desks"),
            tr("One file for all desks: certificates, units, forms, targets, due dates."),
            may_stack=True,
        )
        self.second_button = QuietButton(
            tr("Sign as second officer…"), icon="badge-check", on_click=self._choose_second
        )
        self.take_button = QuietButton(
            tr("Take in a kit…"), icon="package", on_click=self._choose_kit
        )
        self.make_button = PrimaryButton(
            tr("Sign and write the kit…"), icon="package", on_click=self.ask_make
        )
        for button in (self.second_button, self.take_button, self.make_button):
            self.header.add_action(button)
        outer.addWidget(self.header)
        self.result = Banner("", "good")
        self.result.hide()
        outer.addWidget(self.result)
        columns = QHBoxLayout()
        columns.setSpacing(GAP)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, UNIT, 0)
        column.setSpacing(GAP)
        self.policy = KitPolicyCard(session)
        self.policy.changed.connect(self.refresh)
        column.addWidget(self.policy)
        column.addWidget(self._acts_card())
        column.addStretch(1)
        area = scrolled(left)
        area.setMinimumWidth(UNIT * 108)
        area.setMaximumWidth(UNIT * 120)
        columns.addWidget(area, 4)
        self.preview = Card(tr("What the next kit changes"))
        self.changes = KitChangesView()
        self.preview.body.addWidget(scrolled(self.changes), 1)
        columns.addWidget(self.preview, 6)
        outer.addLayout(columns, 1)

    def _acts_card(self) -> Card:
        card = Card(tr("Put into the next kit"))
        self.acts = KitActs(self.session, self)
        self.acts.changed.connect(self._told)
        self.act_buttons: dict[str, LinkButton] = {}
        for name, (title, icon, act) in self.acts.rows().items():
            button = LinkButton(title, icon=icon, on_click=act)
            self.act_buttons[name] = button
            card.body.addLayout(flush(button))
        return card

    @override
    def focus_first(self) -> None:
        self.make_button.setFocus()

    @override
    def refresh(self) -> None:
        ws, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: kit_making.next_kit(ws, now=now),
            on_done=self._show,
            on_error=lambda error: show_error(self, error),
            owner=self,
        )
        self.policy.refresh()

    def _show(self, prepared: NextKit) -> None:
        self.preview.heading.setText(tr("What kit {number} will change", number=prepared.kit.seq))
        self.changes.show_changes(
            prepared.changes,
            tr("Nothing differs from the kit in use; there is no need of a new one."),
        )

    def _told(self, sentence: str) -> None:
        self.result.show_text(sentence, "good")
        self.result.show()
        self.refresh()

    # --- making

    def ask_make(self) -> ActDialog:
        """Ask where to and for the passphrase; make, sign, write, and put in use here."""
        ws, now = self.session.workspace, self.session.clock()

        def make(typed: Answers) -> object:
            folder = Path(typed["folder"].strip())
            return kit_making.make_kit(ws, folder, passphrase=typed["passphrase"], now=now)

        dialog = ActDialog(
            self.session,
            self,
            tr("Sign and write the kit"),
            tr(
                "The same file goes to every desk, on a stick or by mail. It is in use here at once."
            ),
            tr("Sign and write"),
            make,
        )
        dialog.add_place("folder", tr("Folder"), str(ws.paths.outbox))
        dialog.add_secret("passphrase", tr("Passphrase"), hint=tr("It opens your signing key."))
        dialog.done_with.connect(self._made)
        dialog.open()
        dialog.fields["passphrase"].setFocus()
        return dialog

    def _made(self, made: object) -> None:
        kit: MadeKit = made  # type: ignore[assignment]  # a signal carries any object
        if kit.needs_second_officer:
            self._told(
                tr(
                    "{file} is written. It brings another authority: a second officer must sign it "
                    "before it is put in use.",
                    file=kit.path.name,
                )
            )
        else:
            self._told(
                tr("{file} is written and in use here. Bring it to every desk.", file=kit.path.name)
            )

    # --- the second officer, and kits of others

    def _choose_second(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Kit of the first officer"), str(Path.home()), tr("Bundles (*.asice)")
        )
        if chosen:
            self.ask_second(Path(chosen))

    def ask_second(self, path: Path) -> ActDialog:
        """Add the second signature to a kit."""
        ws, now = self.session.workspace, self.session.clock()
        dialog = ActDialog(
            self.session,
            self,
            tr("Sign as second officer"),
            tr("Sign only after you and the first officer looked at the new authority together."),
            tr("Sign"),
            lambda typed: kits.countersign_kit(
                ws, path, Path(typed["out"].strip()), passphrase=typed["passphrase"], now=now
            ),
        )
        dialog.add_place(
            "out",
            tr("File"),
            str(path.with_stem(f"{path.stem}_2")),
            pattern=tr("Bundles (*.asice)"),
        )
        dialog.add_secret("passphrase", tr("Passphrase"), hint=tr("It opens your signing key."))
        dialog.done_with.connect(lambda _: self._told(tr("The kit has both signatures now.")))
        dialog.open()
        return dialog

    def _choose_kit(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("A kit of the province"), str(Path.home()), tr("Bundles (*.asice)")
        )
        if chosen:
            self.show_kit(Path(chosen))

    def show_kit(self, path: Path) -> None:
        """Read a kit and show what it would change."""
        ws, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: kits.look_at_kit(ws, path, now=now),
            on_done=self._show_seen,
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def _show_seen(self, seen: KitSeen) -> None:
        self.dialog = KitDialog(self.session, seen, self)
        self.dialog.taken.connect(self.refresh)
        self.dialog.open()
