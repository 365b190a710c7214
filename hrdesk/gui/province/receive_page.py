"""The province's desk: drop files, sticks or folders; each bundle is verified, then taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.exchange.receipt_acts import ReceiptActs
from hrdesk.gui.exchange.verify_dialog import OnlyCheck
from hrdesk.gui.look import icons
from hrdesk.gui.look.components import (
    GAP,
    PAGE_MARGIN,
    Banner,
    Card,
    Chip,
    EmptyState,
    PageHeader,
    QuietButton,
    label,
    scrolled,
)
from hrdesk.gui.look.messages import run_with_progress
from hrdesk.gui.look.outcome_view import OutcomeView
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.papers.paper_check import PaperCheck
from hrdesk.gui.province.decision_panel import DecisionPanel
from hrdesk.gui.province.drop_zone import DropZone
from hrdesk.i18n import N_, language, tr
from hrdesk.indicators.period import parse_period
from hrdesk.services import province, recipients
from hrdesk.verification.outcome import Verdict
from hrdesk.vietnamese.formats import show_datetime, show_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.gui.exchange.key_dialog import KeyDialog
    from hrdesk.gui.look.components import Tone
    from hrdesk.gui.look.page import Session
    from hrdesk.services.deciding import Waiting
    from hrdesk.services.progress import Progress
    from hrdesk.services.province import IntakeOutcome

_RESULTS: Final[dict[str, tuple[str, str, str]]] = {
    "accepted": (N_("Taken in"), "circle-check", "good"),
    "already": (N_("Already here"), "circle-check", "second"),
    "held": (N_("Held"), "clock", "warn"),
    "refused": (N_("Refused"), "circle-x", "bad"),
}


class ReceivePage(Page):
    """Above the drop zone; below one line a file, and beside it why."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.outcomes: tuple[IntakeOutcome, ...] = ()
        self._fresh = False  # these came just now, not out of the journal
        self._wanted = ""
        self._agreeable: Path | None = None
        self.key_dialog: KeyDialog | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 5)
        outer.setSpacing(GAP)
        self.header = PageHeader(tr("Receive"), may_stack=True)
        self.receipts = ReceiptActs(session, self)
        self.receipts.told.connect(self._receipts_told)
        self.receipts_button = QuietButton(
            tr("Answer all desks…"), icon="send", on_click=self.receipts.write
        )
        self.only_check = OnlyCheck(session, self)
        self.header.add_action(self.only_check.button)
        self.header.add_action(self.receipts_button)
        outer.addWidget(self.header)
        self.zone = DropZone(self.receive, self.choose_files, self.choose_folder)
        outer.addWidget(self.zone)
        self.paper = PaperCheck(session)
        outer.addWidget(self.paper)
        self.summary = Banner("")
        self.summary.hide()
        outer.addWidget(self.summary)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(UNIT * 2)
        self._chip_of: dict[str, Chip] = {}
        outer.addLayout(self.chips)
        self._make_split()
        outer.addWidget(self.split, 1)
        self.nothing = EmptyState(
            "inbox",
            tr("Nothing was received yet"),
            tr("Bundles come as files that end in .asice, on a stick or by mail."),
        )
        outer.addWidget(self.nothing, 1)
        self._show()

    def _receipts_told(self, said: str, tone: Tone) -> None:
        self.summary.show_text(said, tone)
        self.summary.show()

    def _make_split(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(GAP)
        self.split.setStyleSheet("QSplitter::handle { background: transparent; }")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Files received"))
        self.list.setUniformItemSizes(True)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.detail = Card()
        self.view = OutcomeView()
        self.what = label("", "second", wraps=True)
        self.detail.body.addWidget(self.view)
        self.detail.body.addWidget(self.what)
        self.agree_button = QuietButton(
            tr("Agree to the remarks and take in"), icon="check", on_click=self._agree
        )
        self.agree_button.hide()
        self.detail.body.addWidget(self.agree_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.decision = DecisionPanel(self._decide, self._open_locked)
        self.detail.body.addWidget(self.decision)
        self.detail.body.addStretch(1)
        self.split.addWidget(self.list)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.detail)
        column.addStretch(1)
        self.split.addWidget(scrolled(beside))
        self.list.setMinimumWidth(UNIT * 60)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([UNIT * 100, UNIT * 170])

    @override
    def refresh(self) -> None:
        kept = province.intakes(self.session.workspace)
        if kept:
            self.header.set_facts(
                tr(
                    "{count} bundles taken in so far, the last on {when}",
                    count=show_number(len(kept)),
                    when=show_datetime(kept[0].received_at),
                )
            )
        if not self._fresh:
            self.outcomes = province.journal(self.session.workspace)
        self._show()

    @override
    def focus_first(self) -> None:
        self.zone.files_button.setFocus()

    def choose_files(self) -> None:
        """Ask for bundles and take them in."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self,
            tr("Bundles to receive"),
            str(Path.home()),
            tr("Bundles and mails (*.asice *.asice.age *.eml)"),
        )
        if chosen:
            self.receive([Path(name) for name in chosen])

    def choose_folder(self) -> None:
        """Ask for a folder and take in all bundles below it."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder with bundles"), str(Path.home()))
        if chosen:
            self.receive([Path(chosen)])

    def receive(self, paths: Sequence[Path], *, accept_remarks: bool = False) -> None:
        """Verify and take in; what comes out is shown file by file.

        The passphrase of the province's key is asked first where something is encrypted.
        """
        ws = self.session.workspace
        if recipients.has_recipients(ws) and any(_encrypted_below(path) for path in paths):
            from hrdesk.gui.exchange.key_dialog import KeyDialog  # noqa: PLC0415 - only where needed

            self.key_dialog = KeyDialog(
                lambda typed: self._receive(paths, typed, accept_remarks=accept_remarks), self
            )
            self.key_dialog.open()
            return
        self._receive(paths, "", accept_remarks=accept_remarks)

    def _receive(self, paths: Sequence[Path], words: str, *, accept_remarks: bool = False) -> None:
        ws, now = self.session.workspace, self.session.clock()

        def call(progress: Progress) -> tuple[IntakeOutcome, ...]:
            opened = recipients.open_keys(ws, words) if words else None
            return province.receive(
                ws, paths, now=now, accept_remarks=accept_remarks, opened=opened, progress=progress
            )

        run_with_progress(
            self.session.workers,
            self,
            tr("Verifying and taking in"),
            call,
            on_done=lambda result: self.show_outcomes(cast("tuple[IntakeOutcome, ...]", result)),
        )

    def _open_locked(self, waiting: Waiting, words: str) -> None:
        path = waiting.outcome.quarantined_at
        if path is not None:
            self._receive([path], words)

    def _decide(self, waiting: Waiting, decision: str, reason: str, words: str) -> None:
        ws, now = self.session.workspace, self.session.clock()

        def call() -> IntakeOutcome | None:
            opened = recipients.open_keys(ws, words) if words else None
            return province.decide(ws, waiting.key, decision, reason, now=now, opened=opened)

        self.session.workers.run(
            call, on_done=self._decided, on_error=self._undecided, owner=self, urgent=True
        )

    def _decided(self, outcome: IntakeOutcome | None) -> None:
        self.session.shell.notify(
            tr("Taken in.") if outcome else tr("Refused; it stays among what was put aside.")
        )
        self._fresh = False
        self.session.shell.data_changed()
        self.refresh()

    def _undecided(self, error: BaseException) -> None:
        from hrdesk.errors import IdentityLockedError  # noqa: PLC0415 - only on a failure
        from hrdesk.gui.look.messages import message_of  # noqa: PLC0415

        said = message_of(error)
        self.decision.show_fault(said.whole, passphrase=isinstance(error, IdentityLockedError))

    def _waiting_for(self, outcome: IntakeOutcome) -> Waiting | None:
        if outcome.result != "held" or outcome.quarantined_at is None:
            return None
        for one in province.held(self.session.workspace):
            if one.outcome.quarantined_at == outcome.quarantined_at:
                return one
        return None

    def show_outcomes(self, outcomes: tuple[IntakeOutcome, ...]) -> None:
        """Show what became of each file, those that need a person first."""
        weight = {"refused": 0, "held": 1, "accepted": 2, "already": 3}
        self.outcomes = tuple(
            sorted(outcomes, key=lambda o: (weight.get(o.result, 0), o.file_name))
        )
        self._fresh = True
        self._wanted = ""
        self.session.shell.data_changed()
        self._show()

    def _show(self) -> None:
        there = bool(self.outcomes)
        self.nothing.setVisible(not there)
        self.split.setVisible(there)
        self.summary.setVisible(there and self._fresh)
        self._show_chips()
        if not there:
            return
        counts = {key: sum(o.result == key for o in self.outcomes) for key in _RESULTS}
        waiting = counts["refused"] + counts["held"]
        tone: Tone = "warn" if waiting else "good"
        self.summary.show_text(
            tr(
                "{files} files: {accepted} taken in, {already} already here, {held} held, "
                "{refused} refused.",
                files=show_number(len(self.outcomes)),
                **{key: show_number(count) for key, count in counts.items()},
            ),
            tone,
        )
        self._show_list()

    def _show_chips(self) -> None:
        while (item := self.chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._chip_of = {}
        if not self.outcomes:
            return
        rows = [("", tr("All"), len(self.outcomes))]
        rows += [
            (key, tr(word), count)
            for key, (word, _, _) in _RESULTS.items()
            if (count := sum(o.result == key for o in self.outcomes))
        ]
        for key, word, count in rows:
            chip = Chip(word, count)
            chip.setChecked(key == self._wanted)
            chip.setAutoExclusive(True)
            chip.clicked.connect(self._on_chip_clicked)
            self._chip_of[key] = chip
            self.chips.addWidget(chip)
        self.chips.addStretch(1)

    def _on_chip_clicked(self) -> None:
        self._wanted = next((key for key, chip in self._chip_of.items() if chip.isChecked()), "")
        self._show_list()

    def _listed(self) -> list[IntakeOutcome]:
        return [o for o in self.outcomes if not self._wanted or o.result == self._wanted]

    def _show_list(self) -> None:
        self.list.clear()
        for outcome in self._listed():
            word, icon, role = _RESULTS[outcome.result]
            about = _title(outcome.period_id) or outcome.file_name
            who = outcome.unit_name or tr("Unknown sender")
            item = QListWidgetItem(icons.icon(icon, role), f"{who}\n{tr(word)} · {about}")
            item.setToolTip(outcome.file_name)
            item.setSizeHint(QSize(0, UNIT * 13))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _on_row_changed(self, row: int) -> None:
        listed = self._listed()
        if not 0 <= row < len(listed):
            return
        outcome = listed[row]
        self.view.show_outcome(outcome.outcome)
        said = outcome.result == "refused"  # the findings above say why
        lines = [outcome.reason] if outcome.reason and not said else []
        if self._fresh and outcome.result == "accepted" and outcome.period_id:
            lines.append(
                tr(
                    "{new} new records, {changed} changed, {unchanged} as before, "
                    "{withdrawn} withdrawn.",
                    new=show_number(outcome.new),
                    changed=show_number(outcome.changed),
                    unchanged=show_number(outcome.unchanged),
                    withdrawn=show_number(outcome.withdrawn),
                )
            )
        if outcome.quarantined_at is not None:
            lines.append(tr("Set aside as {path}.", path=outcome.quarantined_at.name))
        self.what.setText("\n".join(lines))
        self._agreeable = (
            outcome.quarantined_at
            if outcome.result == "held" and outcome.outcome.verdict is Verdict.REMARKS
            else None
        )
        waiting = self._waiting_for(outcome)
        self.agree_button.setVisible(self._agreeable is not None and waiting is None)
        self.decision.show_waiting(
            waiting,
            encrypted=outcome.quarantined_at is not None
            and outcome.quarantined_at.suffix == ".age",
            has_key=recipients.has_recipients(self.session.workspace),
        )

    def _agree(self) -> None:
        if self._agreeable is not None:
            self.receive([self._agreeable], accept_remarks=True)


def _encrypted_below(path: Path) -> bool:
    if path.is_dir():
        return any(path.rglob("*.age"))
    return path.suffix.casefold() == ".age"


def _title(period_id: str) -> str:
    if not period_id:
        return ""
    try:
        return parse_period(period_id).title(language())
    except Exception:  # noqa: BLE001 - a foreign file may say anything
        return period_id
