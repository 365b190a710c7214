"""Bundles looked at and nothing more: nothing is taken in, kept or changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.look import icons
from hrdesk.gui.look.components import PrimaryButton, QuietButton, label, scrolled
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.messages import run_with_progress, show_error
from hrdesk.gui.look.outcome_view import OutcomeView, verdict_of
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr, trn
from hrdesk.services.verifying import verify_here
from hrdesk.services.wording import plain
from hrdesk.verification.outcome import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.gui.look.page import Session
    from hrdesk.services.progress import Progress
    from hrdesk.verification.outcome import Outcome

_ICONS = {
    Verdict.VALID: ("circle-check", "good"),
    Verdict.REMARKS: ("triangle-alert", "warn"),
    Verdict.REFUSED: ("circle-x", "bad"),
}


class VerifyDialog(RoomyDialog):
    """One line a file, and beside it the five answers; who signed it and for which period."""

    def __init__(self, outcomes: Sequence[Outcome], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Only checked"))
        order = {Verdict.REFUSED: 0, Verdict.REMARKS: 1, Verdict.VALID: 2}
        self.outcomes = sorted(outcomes, key=lambda one: (order[one.verdict], one.file_name))
        self.resize(UNIT * 220, UNIT * 120)
        outer = self.column()
        good = sum(one.verdict is Verdict.VALID for one in self.outcomes)
        count = len(self.outcomes)
        said = trn(
            "{good} of {count} file is valid.",
            "{good} of {count} files are valid.",
            count,
            good=good,
        )
        outer.addWidget(label(said, "heading"))
        outer.addWidget(
            label(tr("Nothing was taken in and nothing was changed."), "second", wraps=True)
        )
        outer.addLayout(self._make_row(), 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.close_button = PrimaryButton(tr("Close"), on_click=self.accept)
        self.close_button.setDefault(True)
        buttons.addWidget(self.close_button)
        outer.addLayout(buttons)
        self.list.setVisible(count > 1)
        self.list.setCurrentRow(0)
        (self.list if count > 1 else self.close_button).setFocus()

    def _make_row(self) -> QHBoxLayout:
        """The files, and beside them what was found of the one chosen."""
        row = QHBoxLayout()
        row.setSpacing(UNIT * 5)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Files checked"))
        self.list.setMinimumWidth(UNIT * 70)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in self.outcomes:
            word, _ = verdict_of(one)
            item = QListWidgetItem(
                icons.icon(*_ICONS[one.verdict]), f"{plain(one.file_name)}\n{word}"
            )
            item.setToolTip(plain(one.file_name))
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._show)
        row.addWidget(self.list, 1)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, UNIT * 2, 0)
        column.setSpacing(UNIT * 3)
        self.view = OutcomeView()
        self.who = label("", "label", wraps=True)
        column.addWidget(self.view)
        column.addWidget(self.who)
        column.addStretch(1)
        row.addWidget(scrolled(beside), 2)
        return row

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self.outcomes):
            return
        outcome = self.outcomes[row]
        self.view.show_outcome(outcome)
        facts = {name: plain(text) for name, text in outcome.facts.items()}
        lines = []
        if outcome.verdict is not Verdict.REFUSED and facts.get("signer"):
            lines.append(
                tr(
                    "Signed by {person}, {position}, {unit} ({code}), on {when}.",
                    person=facts["signer"],
                    position=facts.get("position", ""),
                    unit=facts.get("unit_name", ""),
                    code=facts.get("unit_code", ""),
                    when=facts.get("signed_at", ""),
                )
            )
            if facts.get("countersigner"):
                lines.append(tr("Signed beside by {person}.", person=facts["countersigner"]))
        self.who.setText("\n".join(lines))
        self.who.setVisible(bool(lines))


class OnlyCheck:
    """The button of a page that checks bundles and shows what was found."""

    def __init__(self, session: Session, page: QWidget) -> None:
        self._session, self._page = session, page
        self.dialog: VerifyDialog | None = None
        self.button = QuietButton(tr("Only check…"), icon="shield-check", on_click=self.choose)
        self.button.setToolTip(tr("Checks a bundle without taking it in"))

    def choose(self) -> None:
        """Ask for bundles and check them."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._page,
            tr("Bundles to check"),
            str(Path.home()),
            tr("Bundles (*.asice *.asice.age)"),
        )
        if chosen:
            self.check([Path(name) for name in chosen])

    def check(self, paths: Sequence[Path]) -> None:
        """Check and show; a fault of this desk is said like any other."""
        ws, now = self._session.workspace, self._session.clock()

        def call(progress: Progress) -> list[Outcome]:
            return verify_here(ws, paths, now=now, progress=progress)

        run_with_progress(
            self._session.workers,
            self._page,
            tr("Checking bundles"),
            call,
            on_done=self._show,
            on_error=lambda error: show_error(self._page, error),
        )

    def _show(self, found: object) -> None:
        self.dialog = VerifyDialog(cast("list[Outcome]", found), self._page)
        self.dialog.open()
