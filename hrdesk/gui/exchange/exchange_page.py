"""Handing over: enrolment once, then a signed bundle a period; and what became of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.exchange.deliver_dialog import (
    OPENED_AT_MOST,
    POLL_MS,
    DeliverDialog,
    end_of_delivery,
    end_of_drafts,
)
from hrdesk.gui.exchange.enrolment_card import EnrolmentCard, in_fours
from hrdesk.gui.exchange.exchange_journal import JournalCard
from hrdesk.gui.exchange.hand_over_card import HandOverCard
from hrdesk.gui.exchange.receipt_acts import ReceiptActs
from hrdesk.gui.exchange.verify_dialog import OnlyCheck
from hrdesk.gui.lists.opening import open_file, show_in_folder
from hrdesk.gui.look.components import GAP, Banner, PageHeader, page_column, scrolled
from hrdesk.gui.look.focus_in_sight import in_sight, show_in_areas
from hrdesk.gui.look.messages import run_with_progress, show_error
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.side_by_side import Column, SideBySide
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import exchange, period_figures
from hrdesk.services.delivery.journal import journal, outbox_file
from hrdesk.services.delivery.volumes import this_computer
from hrdesk.services.handing_over import HandedOver, hand_over
from hrdesk.services.readiness import Readiness, readiness
from hrdesk.services.renewing import renewal_words
from hrdesk.services.signing import signing_key
from hrdesk.vietnamese.formats import show_number

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from hrdesk.gui.look.components import Tone
    from hrdesk.gui.look.page import Session
    from hrdesk.services.delivery.volumes import Volume, Volumes
    from hrdesk.services.exchange import EnrolmentStatus
    from hrdesk.services.kits import KitSeen
    from hrdesk.services.progress import Progress

_ROOM_FOR_BOTH: Final = UNIT * 190

__all__ = ["ExchangePage", "in_fours"]


class ExchangePage(Page):
    """Left: enrolment and the act of handing over. Right: what was handed over, and its state."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.volumes: Volumes = this_computer()
        self._shown: Path | None = None  # what "Show in folder" of the banner shows
        _, outer = page_column(self)
        self.header = PageHeader(
            tr("Send and receive"),
            tr("One signed file carries records, figures and report of a period to the province."),
            may_stack=True,
        )
        self.only_check = OnlyCheck(session, self)
        self.header.add_action(self.only_check.button)
        outer.addWidget(self.header)
        self.result = Banner("", "good", tr("Show in folder"), self._show_in_folder)
        self.result.hide()
        outer.addWidget(self.result)
        self.receipts = ReceiptActs(session, self)
        self.receipts.told.connect(self._receipt_told)
        self.journal_card = JournalCard(
            on_deliver=self.deliver,
            on_show=self._show_chosen,
            on_leader=self.let_leader_sign,
            on_receipt=self.receipts.choose,
        )
        holder = QWidget()  # on a low screen it is scrolled
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.journal_card)
        self._columns = SideBySide(
            Column(self._make_left(), most=500, tall=UNIT * 100),
            Column(scrolled(holder), tall=UNIT * 75),
            room=_ROOM_FOR_BOTH,
        )
        outer.addLayout(self._columns, 1)
        self._name_parts()
        self._watch = QTimer(self)
        self._watch.setInterval(POLL_MS)
        self._watch.timeout.connect(self.look_for_sticks)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit(self.width())

    def _make_left(self) -> QWidget:
        """What is scrolled, and below it what signs and sends, which is always seen."""
        left = QWidget()
        column = self._left = QVBoxLayout(left)
        column.setContentsMargins(0, 0, UNIT, 0)
        column.setSpacing(GAP)
        self.card = HandOverCard(self.send, self._go_to_report)
        self.enrolment_card = EnrolmentCard(
            self._choose_request_folder, self._choose_answer, self._choose_kit
        )
        column.addWidget(self.enrolment_card)
        column.addWidget(self.card)
        column.addStretch(1)
        beside = QWidget()
        beside.setMinimumWidth(420)
        stack = QVBoxLayout(beside)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(UNIT * 2)
        stack.addWidget(scrolled(left), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, UNIT, 0)
        foot.addWidget(self.card.foot)
        stack.addLayout(foot)
        return beside

    def _name_parts(self) -> None:
        """The controls by the names under which the page is spoken to."""
        self.periods = self.card.periods
        self.periods.chosen.connect(self._on_period_chosen)
        self.places = self.card.places
        self.folder, self.folder_field = self.places.folder, self.places.folder_field
        self.passphrase = self.card.passphrase
        self.passphrase_field = self.card.passphrase_field
        self.send_button = self.card.send_button
        self.history = self.journal_card.history
        self.enrolment = self.enrolment_card.state
        self.fingerprint = self.enrolment_card.fingerprint
        self.request_button = self.enrolment_card.request_button

    @override
    def arrive(self, **arguments: object) -> None:
        ws = self.session.workspace
        self.periods.offer(period_figures.period_choices(ws, self.session.today()))
        wanted = arguments.get("period_id")
        if isinstance(wanted, str):
            self.periods.show_period(wanted)
        if not self.folder.text():
            self.folder.setText(ws.setting("send_folder", str(ws.paths.outbox)))
            self.places.address.setText(ws.setting("province_mail"))
        self.refresh()

    @override
    def refresh(self) -> None:
        ws = self.session.workspace
        status = exchange.enrolment_status(ws)
        self._show_enrolment(status)
        self.journal_card.show_lines(journal(ws))
        self._on_period_chosen()

    @override
    def focus_first(self) -> None:
        last = self.passphrase if self.send_button.isEnabled() else self.request_button
        if in_sight(last):
            last.setFocus()
        else:  # a small window begins at its top
            self.periods.box.setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_for_sticks()
        self._watch.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.stop()

    def look_for_sticks(self) -> None:
        """Ask which sticks are plugged in; the rows follow."""
        self.session.workers.run(
            self.volumes.removable,
            on_done=self._show_sticks,
            on_error=lambda _: None,
            owner=self,
        )

    def _show_sticks(self, sticks: tuple[Volume, ...]) -> None:
        self.places.show_sticks(sticks)

    def _show_enrolment(self, status: EnrolmentStatus) -> None:
        ws = self.session.workspace
        renewal = renewal_words(ws, self.session.today())
        self.enrolment_card.show_status(status, ws.kit.seq, renewal)
        first = 1 if status.state == "enrolled" else 0  # what waits for the person stands on top
        if self._left.indexOf(self.enrolment_card) != first:
            self._left.removeWidget(self.enrolment_card)
            self._left.insertWidget(first, self.enrolment_card)
        self.card.show_key(signing_key(ws), enrolled=status.state == "enrolled")

    def _on_period_chosen(self) -> None:
        period = self.periods.period()
        if period is None:
            return
        ws, today = self.session.workspace, self.session.today()
        sent = exchange.submissions(ws, period)
        self.session.workers.run(
            lambda: readiness(ws, period, today),
            on_done=lambda ready: self._show_readiness(period.period_id, ready, sent),
            on_error=self._failed,
            owner=self,
            urgent=True,
        )

    def _show_readiness(
        self, period_id: str, ready: Readiness, sent: tuple[exchange.Submission, ...]
    ) -> None:
        period = self.periods.period()
        if period is not None and period.period_id == period_id:
            self.card.show_readiness(ready, sent)

    def _go_to_report(self) -> None:
        period = self.periods.period()
        if period is not None:
            self.session.shell.go("report", period_id=period.period_id)

    # --- from the province

    def _choose_request_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Where to write the request"), self.folder.text()
        )
        if chosen:
            self.write_request(Path(chosen))

    def write_request(self, folder: Path) -> None:
        """Write the certificate request to `folder`."""
        ws, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: exchange.write_request_with_paper(ws, folder, now=now),
            on_done=self._request_written,
            on_error=self._failed,
            owner=self,
        )

    def _request_written(self, path: Path) -> None:
        self.session.shell.notify(tr("The request lies in {path}.", path=path.name))
        self.refresh()

    def _choose_answer(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("The province's answer"), self.folder.text(), tr("Bundles (*.asice)")
        )
        if chosen:
            self.take_answer(Path(chosen))

    def take_answer(self, path: Path) -> None:
        """Take in the province's answer to the request."""
        ws, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: exchange.take_trust(ws, path, now=now),
            on_done=self._answer_taken,
            on_error=self._failed,
            owner=self,
        )

    def _answer_taken(self, _status: EnrolmentStatus) -> None:
        self.session.shell.notify(tr("The desk is enrolled."))
        self.session.shell.data_changed()
        self.refresh()

    def _choose_kit(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Look at a kit…"), self.folder.text(), tr("Bundles (*.asice)")
        )
        if chosen:
            self.look_at_kit(Path(chosen))

    def look_at_kit(self, path: Path) -> None:
        """Show what a kit would change; it is put in use from there."""
        from hrdesk.services.kits import look_at_kit  # noqa: PLC0415 - on first use

        ws, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: look_at_kit(ws, path, now=now),
            on_done=self._show_kit,
            on_error=self._failed,
            owner=self,
        )

    def _show_kit(self, seen: KitSeen) -> None:
        from hrdesk.gui.exchange.kit_dialog import KitDialog  # noqa: PLC0415 - on first use

        dialog = KitDialog(self.session, seen, self)
        dialog.taken.connect(self._kit_taken)
        dialog.open()

    def _kit_taken(self) -> None:
        self.session.shell.notify(
            tr("Kit {number} is in use.", number=self.session.workspace.kit.seq)
        )
        self.session.shell.data_changed()
        self.arrive()

    def _receipt_told(self, said: str, tone: Tone) -> None:
        self.result.show_text(said, tone)
        self.result.button.hide()
        self.result.show()
        self.refresh()

    # --- to the province

    def send(self) -> None:
        """Make, sign and deliver the bundle of the period shown, to the place chosen."""
        period = self.periods.period()
        if period is None or not self.send_button.isEnabled():
            return
        if self.card.zero_answer() is False:
            self.result.show_text(
                tr(
                    "There are no records in this period. Tick that nothing occurred to hand over "
                    "a zero report."
                ),
                "warn",
            )
            self.result.button.hide()
            self.result.show()
            self.card.zero.setFocus()
            QTimer.singleShot(0, self, lambda: show_in_areas(self.card.zero))
            return
        if not self.passphrase.text():
            self.passphrase_field.show_fault(tr("Type your passphrase."))
            self.passphrase.setFocus()
            return
        place = self.places.place()
        if place is None:
            self.folder_field.show_fault(tr("Choose a folder."))
            self.folder.setFocus()
            return
        for field in (self.passphrase_field, self.folder_field):
            field.show_fault("")
        ws, now, known = self.session.workspace, self.session.clock(), self.volumes
        passphrase, address = self.passphrase.text(), self.places.address.text()
        zero = self.card.zero_answer()

        def call(progress: Progress) -> HandedOver:
            return hand_over(
                ws,
                period,
                place.way,
                place.folder,
                passphrase=passphrase,
                now=now,
                zero=zero,
                volume=place.volume,
                volumes=known,
                address=address,
                progress=progress,
            )

        self.result.hide()
        run_with_progress(
            self.session.workers,
            self,
            tr("Making the bundle"),
            call,
            on_done=lambda handed: self._sent(cast("HandedOver", handed)),
            on_error=self._failed,
        )

    def _sent(self, handed: HandedOver) -> None:
        outcome = handed.outcome
        self.passphrase.clear()
        said = [
            tr(
                "{records} records, {pages} pages of report, {size} kB.",
                records=show_number(sum(outcome.counts.values())),
                pages=show_number(outcome.report_pages),
                size=show_number(max(1, outcome.size_bytes // 1024)),
            )
        ]
        if outcome.awaits_second:
            said.insert(0, tr("Made. The leader has to sign it before it may leave."))
        elif handed.drafts:
            said.insert(0, end_of_drafts(handed.drafts))
            for draft in handed.drafts[:OPENED_AT_MOST]:
                open_file(draft.path)
        elif handed.delivery is not None:
            said.insert(0, end_of_delivery(handed.delivery))
        else:
            said.insert(0, tr("Saved {file}.", file=outcome.path.name))
        self._shown = handed.drafts[0].path if handed.drafts else outcome.path
        self.result.show_text(" ".join(said), "warn" if outcome.awaits_second else "good")
        self.result.button.show()
        self.result.show()
        self.session.shell.data_changed()
        self.refresh()
        self.journal_card.choose(outcome.bundle_id)

    def deliver(self) -> None:
        """Deliver the line chosen once more, or the parts that went nowhere yet."""
        line = self.journal_card.chosen()
        if line is None:
            return
        dialog = DeliverDialog(self.session, line, volumes=self.volumes, parent=self)
        dialog.delivered.connect(self.refresh)
        dialog.open()

    def let_leader_sign(self) -> None:
        """Ask for the leader's key and sign the line chosen."""
        from hrdesk.gui.exchange.countersign_dialog import CountersignDialog  # noqa: PLC0415 - on first use

        line = self.journal_card.chosen()
        if line is None:
            return
        dialog = CountersignDialog(self.session, line, self)
        dialog.signed.connect(self._leader_signed)
        dialog.open()

    def _leader_signed(self) -> None:
        self.session.shell.notify(tr("The leader signed. The bundle may leave now."))
        self.result.hide()
        self.refresh()

    def _show_chosen(self) -> None:
        line = self.journal_card.chosen()
        if line is not None:
            try:
                show_in_folder(outbox_file(self.session.workspace, line.parts[0]))
            except Exception as error:  # noqa: BLE001 - shown to the person like any other
                show_error(self, error)

    def _show_in_folder(self) -> None:
        if self._shown is not None:
            show_in_folder(self._shown)

    def _failed(self, error: BaseException) -> None:
        from hrdesk.errors import IdentityError, TokenError  # noqa: PLC0415 - only on a failure

        if isinstance(error, IdentityError | TokenError) and self.passphrase.text():
            from hrdesk.gui.look.messages import message_of  # noqa: PLC0415

            said = message_of(error)
            self.passphrase_field.show_fault(said.whole)
            self.passphrase.selectAll()
            self.passphrase.setFocus()
            return
        show_error(self, error)
        self.look_for_sticks()
