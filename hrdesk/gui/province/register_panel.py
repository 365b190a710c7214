"""The register of units, people and desks: searched, renewed, withdrawn, written as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from hrdesk.gui.look.act_dialog import ActDialog, Answers
from hrdesk.gui.look.components import Card, EmptyState, QuietButton
from hrdesk.gui.look.flow import Flow
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.services import authority, renewals_received
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.services.authority import Desk
    from hrdesk.services.renewals_received import WaitingRenewal


class RegisterPanel(Card):
    """A line for each certificate; acts work on the line chosen."""

    changed = Signal(str)  # a sentence on what was done

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Register"), parent)
        self.session = session
        self.desks: tuple[Desk, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search unit, person, number"))
        self.search.setAccessibleName(tr("Search the register"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self.refresh())
        self.head.addWidget(self.search, 1)
        self.table = QTableWidget(0, 5)
        self.table.setHorizontalHeaderLabels(
            [tr("Unit"), tr("Name"), tr("Role"), tr("Good until"), tr("State")]
        )
        self.table.setAccessibleName(tr("Register"))
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(UNIT * 9)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.itemSelectionChanged.connect(self._on_chosen)
        heads = self.table.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section in range(5):
            heads.setSectionResizeMode(
                section,
                QHeaderView.ResizeMode.Stretch
                if section < 2
                else QHeaderView.ResizeMode.ResizeToContents,
            )
        self.body.addWidget(self.table, 1)
        self.nothing = EmptyState("users", tr("Nobody is found"), tr("Try fewer words."))
        self.body.addWidget(self.nothing, 1)
        row = Flow(UNIT * 2)
        self.revoke_button = QuietButton(
            tr("Withdraw…"), icon="shield-alert", on_click=self.ask_revoke
        )
        self.renew_button = QuietButton(
            tr("Take in a renewal…"), icon="refresh-cw", on_click=self._choose_renewal
        )
        self.export_button = QuietButton(
            tr("Write as Excel…"), icon="file-spreadsheet", on_click=self._choose_export
        )
        self.waiting: tuple[WaitingRenewal, ...] = ()
        self.waiting_button = QuietButton(
            tr("Issue renewals…"), icon="badge-check", on_click=self.ask_waiting
        )
        self.waiting_button.hide()
        for button in (
            self.waiting_button,
            self.revoke_button,
            self.renew_button,
            self.export_button,
        ):
            row.addWidget(button)
        self.body.addLayout(row)
        self._on_chosen()

    def refresh(self) -> None:
        """Read the register anew, with what is sought."""
        ws, now, sought = self.session.workspace, self.session.clock(), self.search.text()
        self.session.workers.run(
            lambda: (
                authority.register(ws, now=now, search=sought),
                renewals_received.waiting_renewals(ws),
            ),
            on_done=lambda found: self._show(sought, found),
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def _show(
        self, sought: str, found: tuple[tuple[Desk, ...], tuple[WaitingRenewal, ...]]
    ) -> None:
        if sought != self.search.text():
            return
        desks, self.waiting = found
        self.desks = desks
        self.waiting_button.setVisible(bool(self.waiting))
        self.waiting_button.setText(
            trn("Issue {count} renewal…", "Issue {count} renewals…", len(self.waiting))
        )
        self.table.setVisible(bool(desks))
        self.nothing.setVisible(not desks)
        self.table.setRowCount(len(desks))
        for row, desk in enumerate(desks):
            line = desk.line
            state = tr(authority.STATE_WORDS[desk.state])
            if desk.state == "revoked" and line.reason in authority.REASONS:
                state += f": {tr(authority.REASONS[line.reason][0]).lower()}"
            cells = (
                line.unit_name,
                line.person,
                tr(authority.ROLE_WORDS.get(line.role, line.role)),
                show_date(desk.not_after.date()),
                state,
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(
                    (f"{text} ({line.unit_code})", f"{text}, {line.position}")[column]
                    if column < 2
                    else text
                )
                self.table.setItem(row, column, item)
        self.heading.setText(
            trn("Register: {count} certificate", "Register: {count} certificates", len(desks))
        )
        self._on_chosen()

    def chosen(self) -> Desk | None:
        """The line chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self.desks[rows[0].row()] if rows and rows[0].row() < len(self.desks) else None

    def _on_chosen(self) -> None:
        desk = self.chosen()
        self.revoke_button.setEnabled(desk is not None and desk.state != "revoked")

    # --- acts

    def ask_revoke(self) -> ActDialog | None:
        """Ask why and for the passphrase, then withdraw the certificate chosen."""
        desk = self.chosen()
        if desk is None:
            return None
        ws, now, serial = self.session.workspace, self.session.clock(), desk.line.serial
        reasons = QComboBox()
        for reason, (what, effect) in authority.REASONS.items():
            reasons.addItem(f"{tr(what)}. {tr(effect)}", reason)
        reasons.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        chosen = {"reason": str(reasons.itemData(0))}
        reasons.currentIndexChanged.connect(
            lambda index: chosen.update(reason=str(reasons.itemData(index)))
        )
        dialog = ActDialog(
            self.session,
            self,
            tr("Withdraw a certificate"),
            tr(
                "{person} of {unit} can then sign nothing more that is believed. It cannot be "
                "undone; every desk learns of it with the next kit.",
                person=desk.line.person,
                unit=desk.line.unit_name,
            ),
            tr("Withdraw"),
            lambda typed: authority.revoke(
                ws, serial, chosen["reason"], passphrase=typed["authority"], now=now
            ),
            danger=True,
        )
        dialog.reasons = reasons  # type: ignore[attr-defined]  # for whoever drives the dialog
        dialog.add_control(tr("Reason"), reasons)
        dialog.add_secret("authority", tr("Passphrase of the authority"))
        dialog.done_with.connect(
            lambda _: self.changed.emit(
                tr("The certificate is withdrawn. Make a kit, so that every desk learns of it.")
            )
        )
        dialog.open()
        return dialog

    def _choose_renewal(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("A renewal that came"), str(Path.home()), tr("Bundles (*.asice)")
        )
        if chosen:
            self.ask_renewal(Path(chosen))

    def ask_renewal(self, path: Path) -> ActDialog:
        """Issue what a renewal asks for; the old key signed it, so nothing is compared."""
        ws, now = self.session.workspace, self.session.clock()

        def issue(typed: Answers) -> object:
            return renewals_received.issue_renewal(ws, path, passphrase=typed["authority"], now=now)

        dialog = ActDialog(
            self.session,
            self,
            tr("Renew a certificate"),
            tr(
                "The request is signed with the key that is in use, so it is known who asks. The new "
                "certificate reaches the desk with the next kit."
            ),
            tr("Issue"),
            issue,
        )
        dialog.add_secret("authority", tr("Passphrase of the authority"))
        dialog.done_with.connect(
            lambda _: self.changed.emit(tr("The certificate is renewed; the next kit brings it."))
        )
        dialog.open()
        return dialog

    def ask_waiting(self) -> ActDialog:
        """Issue all that came inside submissions, once their names were looked at."""
        ws, now = self.session.workspace, self.session.clock()
        who = "\n".join(f"{one.line.unit_name}: {one.line.person}" for one in self.waiting[:8])
        if len(self.waiting) > 8:
            who += "\n…"
        dialog = ActDialog(
            self.session,
            self,
            tr("Issue the renewals that came"),
            tr(
                "Each came with a bundle signed by the key that is in use, so it is known who asks. "
                "The new certificates reach the desks with the next kit."
            )
            + f"\n\n{who}",
            tr("Issue"),
            lambda typed: renewals_received.issue_waiting(
                ws, passphrase=typed["authority"], now=now
            ),
        )
        dialog.add_secret("authority", tr("Passphrase of the authority"))
        dialog.done_with.connect(
            lambda issued: self.changed.emit(
                trn(
                    "{count} certificate is renewed; the next kit brings it.",
                    "{count} certificates are renewed; the next kit brings them.",
                    len(issued),
                )
            )
        )
        dialog.open()
        return dialog

    def _choose_export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            tr("Write the register"),
            str(Path.home() / "register.xlsx"),
            tr("Workbooks (*.xlsx)"),
        )
        if chosen:
            self.export(Path(chosen))

    def export(self, path: Path) -> None:
        """Write the lines shown as a workbook."""
        desks = self.desks
        self.session.workers.run(
            lambda: authority.export_register(desks, path),
            on_done=lambda count: self.changed.emit(
                trn("{count} line is written.", "{count} lines are written.", count)
            ),
            on_error=lambda error: show_error(self, error),
            owner=self,
        )
