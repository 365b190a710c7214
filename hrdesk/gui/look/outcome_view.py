"""The outcome of a verification: five answers apart, never one tick, each with its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrdesk.gui.look.components import ElidedLabel, IconMark, Pill, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import N_, tr
from hrdesk.services.wording import plain
from hrdesk.verification.outcome import Aspect, Outcome, Severity, Verdict

if TYPE_CHECKING:
    from hrdesk.gui.look.components import Tone
    from hrdesk.verification.outcome import Finding

_ASPECTS: Final = {
    Aspect.CONTAINER: N_("File whole"),
    Aspect.SIGNATURE: N_("Signature holds"),
    Aspect.SIGNER: N_("Signer known"),
    Aspect.FRESHNESS: N_("Trust data fresh"),
    Aspect.CONTENT: N_("Content in order"),
}
_SEVERITIES: Final[dict[Severity, tuple[str, str]]] = {
    Severity.INFO: ("info", "second"),
    Severity.REMARK: ("triangle-alert", "warn"),
    Severity.FAULT: ("circle-x", "bad"),
}
_VERDICTS: Final[dict[Verdict, tuple[str, Tone]]] = {
    Verdict.VALID: (N_("Valid"), "good"),
    Verdict.REMARKS: (N_("Valid with remarks"), "warn"),
    Verdict.REFUSED: (N_("Refused"), "bad"),
}


def verdict_of(outcome: Outcome) -> tuple[str, Tone]:
    """The verdict as a word and the tone that goes with it."""
    word, tone = _VERDICTS[outcome.verdict]
    return tr(word), tone


def sentence_of(finding: Finding) -> str:
    """What was found, where, and what to do, in the language now spoken."""
    values = {key: plain(value) for key, value in finding.values.items()}
    parts = [tr(finding.sentence, **values)]
    if finding.place:
        parts.append(tr("Place: {place}.", place=plain(finding.place)))
    if finding.remedy:
        parts.append(tr(finding.remedy, **values))
    return " ".join(parts)


class OutcomeView(QWidget):
    """File name and verdict, then the five answers in the order in which they were asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(UNIT * 3)
        self.name = ElidedLabel("", "heading", Qt.TextElideMode.ElideMiddle)
        self.verdict = Pill()
        head = QGridLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.name, 0, 0)
        head.addWidget(self.verdict, 0, 1)
        outer.addLayout(head)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(UNIT * 3)
        self.grid.setVerticalSpacing(UNIT * 2)
        self.grid.setColumnStretch(2, 1)
        outer.addLayout(self.grid)
        outer.addStretch(1)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what was found out about a file."""
        self.name.set_text(outcome.file_name)
        self.verdict.show_state(*verdict_of(outcome))
        while (item := self.grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        reached = _reached(outcome)
        for row, (aspect, title) in enumerate(_ASPECTS.items()):
            findings = [finding for finding in outcome.findings if finding.aspect is aspect]
            self._aspect(row, tr(title), findings, asked=aspect in reached)

    def _aspect(self, row: int, title: str, findings: list[Finding], *, asked: bool) -> None:
        icon, role = "circle-check", "good"
        text = tr("In order.")
        if not asked:
            icon, role, text = "circle-dashed", "second", tr("Not looked at: an earlier fault.")
        if findings:
            order = list(_SEVERITIES)
            worst = max(findings, key=lambda finding: order.index(finding.severity))
            if worst.severity is not Severity.INFO:
                icon, role = _SEVERITIES[worst.severity]
            text = "\n".join(sentence_of(finding) for finding in findings)
        self.grid.addWidget(IconMark(icon, 18, role), row, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(label(title, "strong"), row, 1, Qt.AlignmentFlag.AlignTop)
        said = label(text, "label" if findings else "second", wraps=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.setAccessibleName(f"{title}: {text}")
        self.grid.addWidget(said, row, 2, Qt.AlignmentFlag.AlignTop)


def _reached(outcome: Outcome) -> set[Aspect]:
    """Which questions were asked: verification stops at the first fault."""
    faults = [f.aspect for f in outcome.findings if f.severity is Severity.FAULT]
    if not faults:
        return set(_ASPECTS)
    order = list(_ASPECTS)
    last = max(order.index(aspect) for aspect in faults)
    return set(order[: last + 1])
