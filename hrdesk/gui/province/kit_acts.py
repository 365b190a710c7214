"""What else can be put into the next kit: dates, letterheads, forms, targets, units, keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from hrdesk.errors import ArgumentWrongError
from hrdesk.gui.look.act_dialog import ActDialog, Answers
from hrdesk.gui.look.messages import show_error
from hrdesk.i18n import tr
from hrdesk.services import kit_next, recipients
from hrdesk.vietnamese.formats import parse_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hrdesk.gui.look.page import Session


class KitActs(QObject):
    """Each act asks, keeps its part for the next kit, and says so."""

    changed = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self._parent = session, parent

    def rows(self) -> dict[str, tuple[str, str, Callable[[], object]]]:
        """Title, icon and act of each, in the order they are offered."""
        return {
            "period": (tr("Dates of a period…"), "calendar", self.ask_period),
            "letterhead": (tr("Letterhead of reports…"), "file-text", self.ask_letterhead),
            "form": (tr("A changed form…"), "square-pen", self._choose_form),
            "targets": (tr("Indicators and targets…"), "chart-column", self._choose_targets),
            "units": (tr("Catalogue of units…"), "building-2", self._choose_units),
            "recipient": (tr("A key to encrypt to…"), "lock", self.ask_recipient),
            "escrow": (tr("A key for the safe…"), "key-round", self.ask_escrow),
        }

    def ask_period(self) -> ActDialog:
        """First, last and due day of one period; all blank brings the rule back."""
        ws, today = self.session.workspace, self.session.today()

        def keep(typed: Answers) -> None:
            days = {name: _day(typed[name], today) for name in ("first_on", "last_on", "due_on")}
            kit_next.set_period(ws, typed["period"].strip(), **days, reason=typed["reason"])

        dialog = self._dialog(
            tr("Dates of a period"),
            tr("Leave a day blank to keep the rule; all blank brings the rule back."),
            keep,
            tr("The dates go into the next kit."),
        )
        dialog.add_text("period", tr("Period"), hint=tr("As 2026-11, 2026-Q4 or 2026"))
        for name, caption in (
            ("first_on", tr("First day")),
            ("last_on", tr("Last day")),
            ("due_on", tr("Due on")),
        ):
            dialog.add_text(name, caption, needed=False).setPlaceholderText("15/03/2026")
        dialog.add_text("reason", tr("Reason"), needed=False)
        return self._opened(dialog)

    def ask_letterhead(self) -> ActDialog:
        """How the reports of a unit, or of all, are headed."""
        ws = self.session.workspace

        def keep(typed: Answers) -> None:
            kit_next.set_letterhead_of(
                ws,
                typed["unit"].strip(),
                (typed["parent"], typed["agency"]),
                (typed["receivers"].split(";"), typed["copies"].split(";")),
            )

        dialog = self._dialog(
            tr("Letterhead of reports"),
            tr("Without a unit it counts for every unit that has none of its own."),
            keep,
            tr("The letterhead goes into the next kit."),
        )
        for name, caption in (
            ("unit", tr("Code of the unit (may stay empty)")),
            ("parent", tr("Body above (may stay empty)")),
            ("agency", tr("Issuing body")),
            ("receivers", tr("Addressed to, with ; between")),
            ("copies", tr("Receivers at the foot, with ; between")),
        ):
            dialog.add_text(name, caption, needed=False)
        return self._opened(dialog)

    def ask_recipient(self) -> ActDialog:
        """A new key that submissions are encrypted to."""
        ws, now = self.session.workspace, self.session.clock()
        dialog = self._dialog(
            tr("A key to encrypt to"),
            tr(
                "Submissions are encrypted to it from the next kit on. Keys before it stay for reading."
            ),
            lambda typed: recipients.make_recipient(ws, passphrase=typed["passphrase"], now=now),
            tr("The key is made and goes into the next kit."),
        )
        dialog.add_secret("passphrase", tr("Passphrase"), hint=tr("It opens your signing key."))
        return self._opened(dialog)

    def ask_escrow(self) -> ActDialog:
        """A key for the safe, written once to a file."""
        ws, now = self.session.workspace, self.session.clock()
        dialog = self._dialog(
            tr("A key for the safe"),
            tr(
                "Whoever holds this file can read every submission. It is written once, to a stick "
                "for the safe, and kept nowhere else."
            ),
            lambda typed: recipients.make_escrow(ws, Path(typed["out"].strip()), now=now),
            tr("The key is written. Lock the stick away."),
        )
        dialog.add_place("out", tr("File on the stick"), pattern=tr("Keys (*.txt)"))
        return self._opened(dialog)

    def bring_form(self, path: Path) -> None:
        """Send a form with the next kit; it is checked first."""
        ws = self.session.workspace
        self._run(lambda: kit_next.bring_form(ws, path), tr("The form goes into the next kit."))

    def bring_targets(self, path: Path) -> None:
        """Send targets with the next kit."""
        ws = self.session.workspace
        self._run(lambda: kit_next.bring_targets(ws, path), tr("The targets go into the next kit."))

    def bring_units(self, folder: Path) -> None:
        """Send a catalogue of units with the next kit."""
        ws = self.session.workspace
        self._run(lambda: kit_next.bring_units(ws, folder), tr("The units go into the next kit."))

    def _choose_form(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._parent, tr("A form"), str(Path.home()), tr("Forms (*.xlsx *.md)")
        )
        if chosen:
            self.bring_form(Path(chosen))

    def _choose_targets(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._parent, tr("Indicators and targets"), str(Path.home()), tr("Targets (*.toml)")
        )
        if chosen:
            self.bring_targets(Path(chosen))

    def _choose_units(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._parent, tr("Catalogue of units"), str(Path.home())
        )
        if chosen:
            self.bring_units(Path(chosen))

    def _run(self, call: Callable[[], object], sentence: str) -> None:
        self.session.workers.run(
            call,
            on_done=lambda _: self.changed.emit(sentence),
            on_error=lambda error: show_error(self._parent, error),
            owner=self,
        )

    def _dialog(
        self, title: str, explanation: str, call: Callable[[Answers], object], sentence: str
    ) -> ActDialog:
        dialog = ActDialog(
            self.session, self._parent, title, explanation, tr("Put into the kit"), call
        )
        dialog.done_with.connect(lambda _: self.changed.emit(sentence))
        return dialog

    def _opened(self, dialog: ActDialog) -> ActDialog:
        dialog.open()
        next(iter(dialog.fields.values())).setFocus()
        return dialog


def _day(text: str, today: date) -> date | None:
    if not text.strip():
        return None
    day = parse_date(text, today)
    if day is None:
        raise ArgumentWrongError(reason=tr("{text} is no date (dd/MM/yyyy).", text=text.strip()))
    return day
