"""What the next kit asks of submissions: each answer is kept when it is given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from hrdesk.gui.look.components import Card, FormField
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import kit_next

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session

_MB = 1_000_000


class KitPolicyCard(Card):
    """Lists of people, second signature, days after the end of a period, size of mails."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("What is asked of submissions"), parent)
        self.session = session
        self.roster = QCheckBox(tr("Lists of participants are wanted (they travel encrypted)"))
        self.reason = QLineEdit()
        self.reason_field = FormField(
            tr("Why they are wanted"),
            self.reason,
            hint=tr("Shown to whoever hands them over, and kept in the log."),
        )
        self.second = QCheckBox(tr("The head of the office signs too"))
        self.due_days, self.mail = QLineEdit(), QLineEdit()
        self.due_field = FormField(tr("Days to hand over after a period"), self.due_days)
        self.mail_field = FormField(tr("Largest mail, in MB"), self.mail)
        for part in (self.roster, self.reason_field, self.second):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 4)
        row.addWidget(self.due_field, 1)
        row.addWidget(self.mail_field, 1)
        self.body.addLayout(row)
        self.roster.toggled.connect(self._keep)
        self.second.toggled.connect(self._keep)
        self.reason.editingFinished.connect(self._keep)
        self.due_days.editingFinished.connect(self._keep)
        self.mail.editingFinished.connect(self._keep)

    def refresh(self) -> None:
        """Show what the next kit asks."""
        policy: Any = kit_next.next_policy(self.session.workspace)
        controls = (self.roster, self.second, self.reason, self.due_days, self.mail)
        blockers = [QSignalBlocker(control) for control in controls]
        self.roster.setChecked(policy.roster)
        self.second.setChecked(policy.second_signature)
        if not self.reason.hasFocus():
            self.reason.setText(policy.roster_reason)
        self.due_days.setText(str(policy.due_days))
        self.mail.setText(str(max(1, policy.mail_limit_bytes // _MB)))
        del blockers
        self.reason_field.setVisible(policy.roster)

    def _keep(self, *_: object) -> None:
        days = _number(self.due_field, self.due_days, 60)
        mail = _number(self.mail_field, self.mail, 100)
        if days is None or mail is None:
            return
        ws = self.session.workspace
        policy: Any = kit_next.next_policy(ws)
        wanted = replace(
            policy,
            roster=self.roster.isChecked(),
            roster_reason=self.reason.text(),
            second_signature=self.second.isChecked(),
            due_days=days,
            mail_limit_bytes=policy.mail_limit_bytes
            if policy.mail_limit_bytes // _MB == mail
            else mail * _MB,
        )
        if wanted == policy:
            return
        self.session.workers.run(
            lambda: kit_next.set_policy(ws, wanted),
            on_done=lambda _: self.changed.emit(),
            on_error=lambda error: show_error(self, error),
            owner=self,
        )


def _number(frame: FormField, field: QLineEdit, most: int) -> int | None:
    """The number typed, None (and said) when it is none that can be."""
    typed = field.text().strip()
    number = int(typed) if typed.isascii() and typed.isdigit() else 0
    fits = 1 <= number <= most
    frame.show_fault("" if fits else tr("A number from {least} to {most}", least=1, most=most))
    return number if fits else None
