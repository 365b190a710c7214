"""Handing a period over: which one, what is missing, where to, and what opens the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from hrdesk.gui.look.components import (
    Card,
    FormField,
    IconMark,
    LinkButton,
    PrimaryButton,
    flush,
    label,
)
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.period_picker import PeriodPicker
from hrdesk.gui.look.place_chooser import PlaceChooser
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.vietnamese.formats import show_date, show_datetime

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.services.lists import Submission
    from hrdesk.services.readiness import Readiness
    from hrdesk.services.signing import SigningKey

_LINES_SHOWN: Final = 3


class HandOverCard(Card):
    """Shows how the period stands; the page decides what happens on Enter."""

    def __init__(self, on_send: Callable[[], object], on_report: Callable[[], object]) -> None:
        super().__init__(tr("Hand over a period"))
        self._enrolled = False
        self.periods = PeriodPicker()
        self.facts = label("", "second", wraps=True)
        self.body.addWidget(self.periods, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.facts)
        self.checks = QVBoxLayout()
        self.checks.setSpacing(UNIT)
        self.body.addLayout(self.checks)
        self.report_link = LinkButton(tr("Look at report and check list"), on_click=on_report)
        self.body.addLayout(flush(self.report_link))
        self.zero = QCheckBox(tr("Nothing occurred in the period: hand over a zero report"))
        self.zero.setAccessibleName(self.zero.text())
        self.zero.hide()
        self.body.addWidget(self.zero)
        self.body.addWidget(label(tr("Where to"), "strong"))
        self.places = PlaceChooser()
        self.body.addWidget(self.places)
        self.passphrase = PassphraseField(tr("Passphrase"))
        self.passphrase_field = FormField(
            tr("Passphrase"), self.passphrase, hint=tr("It opens your signing key.")
        )
        self.passphrase.returnPressed.connect(on_send)
        self.send_button = PrimaryButton(tr("Sign and hand over"), icon="send", on_click=on_send)
        self.foot = self._make_foot()

    def _make_foot(self) -> Card:
        """What signs and sends; it stands below whatever is scrolled, and is always seen."""
        foot = Card()
        row = QHBoxLayout()
        row.setSpacing(UNIT * 3)
        row.addWidget(self.passphrase_field, 1)
        beside = FormField(" ", self.send_button)  # level with the field
        self.send_button.setAccessibleName(self.send_button.text().strip())
        row.addWidget(beside)
        foot.body.addLayout(row)
        return foot

    def show_key(self, key: SigningKey, *, enrolled: bool) -> None:
        """Passphrase or PIN; and what becomes of a bundle before the enrolment."""
        can = enrolled or not key.on_token
        self.send_button.setEnabled(can and key.kind != "damaged")
        self.passphrase.setEnabled(can and key.kind != "damaged")
        self.passphrase_field.set_caption(
            tr("PIN of the token {label}", label=key.token_label)
            if key.on_token
            else tr("Passphrase")
        )
        if key.warning:
            self.passphrase_field.set_hint(key.warning)
        elif key.on_token:
            self.passphrase_field.set_hint(
                tr("A wrong PIN is never tried again by the program.")
                if can
                else tr("First the desk must be enrolled.")
            )
        elif not enrolled:
            self.passphrase_field.set_hint(
                tr(
                    "You may hand over before the enrolment: the province holds the bundle and "
                    "takes it in by itself once your desk is enrolled. Nothing is sent again."
                )
            )
        else:
            self.passphrase_field.set_hint(tr("It opens your signing key."))

    def show_readiness(self, ready: Readiness | None, sent: tuple[Submission, ...]) -> None:
        """What is missing, what to answer, what was handed over before."""
        _empty(self.checks)
        bounds = self.periods.bounds()
        text = bounds[:1].upper() + bounds[1:] + "."
        if ready is None:
            self.facts.setText(text)
            return
        text += " " + tr("Due on {due}.", due=show_date(ready.due_on))
        if sent:
            text += " " + tr(
                "Handed over on {when}; a new bundle takes its place.",
                when=show_datetime(sent[0].created_at),
            )
        self.facts.setText(text)
        for line in ready.lines[:_LINES_SHOWN]:
            self.checks.addWidget(_marked(line.severity, line.sentence))
        rest = len(ready.lines) - _LINES_SHOWN
        if rest > 0:
            self.checks.addWidget(
                label(trn("{count} more line", "{count} more lines", rest), "second")
            )
        if not ready.lines:
            self.checks.addWidget(_marked("good", tr("Nothing is missing.")))
        if ready.late_days and not sent:  # what was handed over in time is not late
            self.checks.addWidget(
                _marked(
                    "remark",
                    trn("{count} day late.", "{count} days late.", ready.late_days),
                )
            )
        if ready.roster:
            self.checks.addWidget(
                _marked(
                    "info",
                    tr(
                        "Lists of participants travel too, encrypted, since the province orders it: {why}",
                        why=ready.roster_reason or tr("Ordered by the province's kit."),
                    ),
                )
            )
        if ready.second_signature:
            self.checks.addWidget(
                _marked("info", tr("The leader has to sign too before it may leave."))
            )
        self.zero.setVisible(ready.records == 0)
        if ready.records:
            self.zero.setChecked(False)

    def zero_answer(self) -> bool | None:
        """True: a zero report was asked for; None: there are records. False: not answered yet."""
        return None if self.zero.isHidden() else self.zero.isChecked()


_MARKS: Final = {
    "fault": ("circle-alert", "bad"),
    "remark": ("triangle-alert", "warn"),
    "info": ("info", "accent"),
    "good": ("circle-check", "good"),
}


def _marked(severity: str, sentence: str) -> QWidget:
    icon, role = _MARKS[severity]
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(UNIT * 2)
    line.addWidget(IconMark(icon, 18, role), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(sentence, "label", wraps=True), 1)
    return row


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
