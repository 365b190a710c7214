"""Handing over: enrolment once, then a signed bundle a period; and what was handed over before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.components import (
    GAP,
    PAGE_MARGIN,
    Banner,
    Card,
    EmptyState,
    FormField,
    PageHeader,
    PrimaryButton,
    QuietButton,
    label,
    scrolled,
)
from hrdesk.gui.messages import run_with_progress, show_error
from hrdesk.gui.page import Page
from hrdesk.gui.period_picker import PeriodPicker
from hrdesk.gui.theme import UNIT
from hrdesk.i18n import language, tr
from hrdesk.services import exchange, reporting
from hrdesk.vietnamese.formats import show_date, show_datetime, show_number

if TYPE_CHECKING:
    from hrdesk.gui.page import Session
    from hrdesk.services.exchange import EnrolmentStatus, SubmissionOutcome
    from hrdesk.services.lists import Submission
    from hrdesk.services.progress import Progress


class ExchangePage(Page):
    """Left: enrolment and the act of handing over. Right: what was handed over."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._outcome: SubmissionOutcome | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 5)
        outer.setSpacing(GAP)
        self.header = PageHeader(
            tr("Send and receive"),
            tr("One signed file carries records, figures and report of a period to the province."),
        )
        outer.addWidget(self.header)
        self.result = Banner("", "good", tr("Show in folder"), self._show_in_folder)
        self.result.hide()
        outer.addWidget(self.result)
        columns = QHBoxLayout()
        columns.setSpacing(GAP)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, UNIT, 0)
        column.setSpacing(GAP)
        column.addWidget(self._enrolment_card())
        column.addWidget(self._send_card())
        column.addStretch(1)
        area = scrolled(left)
        area.setMinimumWidth(400)
        area.setMaximumWidth(520)
        columns.addWidget(area, 5)
        columns.addWidget(self._history_card(), 6)
        outer.addLayout(columns, 1)

    def _enrolment_card(self) -> Card:
        card = Card(tr("Enrolment"))
        self.enrolment = label("", "label", wraps=True)
        self.fingerprint = label("", "heading")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fingerprint.setAccessibleName(tr("Sixteen characters"))
        card.body.addWidget(self.enrolment)
        card.body.addWidget(self.fingerprint)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        self.request_button = QuietButton(
            tr("Write the request…"), icon="download", on_click=self._choose_request_folder
        )
        self.trust_button = QuietButton(
            tr("Take in the answer…"), icon="upload", on_click=self._choose_answer
        )
        row.addWidget(self.request_button)
        row.addWidget(self.trust_button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _send_card(self) -> Card:
        card = Card(tr("Hand over a period"))
        self.periods = PeriodPicker()
        self.periods.chosen.connect(self._on_period_chosen)
        self.period_facts = label("", "second", wraps=True)
        card.body.addWidget(self.periods, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.period_facts)
        self.folder = QLineEdit()
        browse = QuietButton(tr("Choose…"), icon="folder-open", on_click=self._choose_folder)
        browse.setAccessibleName(tr("Choose the folder"))
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT * 2)
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self.folder_field = FormField(
            tr("Folder or stick"),
            place,
            hint=tr("The file is written there, ready to carry or mail."),
        )
        self.folder.setAccessibleName(tr("Folder or stick"))
        card.body.addWidget(self.folder_field)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase_field = FormField(
            tr("Passphrase"), self.passphrase, hint=tr("It opens your signing key.")
        )
        self.passphrase.returnPressed.connect(self.send)
        card.body.addWidget(self.passphrase_field)
        self.send_button = PrimaryButton(
            tr("Sign and save the bundle"), icon="send", on_click=self.send
        )
        card.body.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _history_card(self) -> Card:
        card = Card(tr("Handed over"))
        self.history = QTableWidget(0, 4)
        self.history.setHorizontalHeaderLabels(
            [tr("Period"), tr("When"), tr("Records"), tr("File")]
        )
        self.history.setAccessibleName(tr("Handed over"))
        self.history.verticalHeader().hide()
        self.history.verticalHeader().setDefaultSectionSize(UNIT * 9)
        self.history.setObjectName("figures")
        self.history.setShowGrid(False)
        self.history.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.history.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        heads = self.history.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section in (0, 1, 2):
            heads.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.nothing = EmptyState(
            "send", tr("Nothing was handed over yet"), tr("What you sign and save appears here.")
        )
        card.body.addWidget(self.history, 1)
        card.body.addWidget(self.nothing, 1)
        return card

    @override
    def arrive(self, **arguments: object) -> None:
        ws = self.session.workspace
        self.periods.offer(reporting.period_choices(ws, self.session.today()))
        wanted = arguments.get("period_id")
        if isinstance(wanted, str):
            self.periods.show_period(wanted)
        if not self.folder.text():
            self.folder.setText(ws.setting("send_folder", str(ws.paths.outbox)))
        self.refresh()

    @override
    def refresh(self) -> None:
        ws = self.session.workspace
        self._show_enrolment(exchange.enrolment_status(ws))
        self._show_history(exchange.submissions(ws))
        self._on_period_chosen()

    @override
    def focus_first(self) -> None:
        (self.passphrase if self.send_button.isEnabled() else self.request_button).setFocus()

    def _show_enrolment(self, status: EnrolmentStatus) -> None:
        enrolled = status.state == "enrolled"
        if enrolled:
            until = show_date(status.valid_until) if status.valid_until else ""
            self.enrolment.setText(
                tr(
                    "Enrolled with {province}. {holder} signs until {until}.",
                    province=status.province_name or tr("the province"),
                    holder=status.holder,
                    until=until,
                )
            )
        elif status.state == "requested":
            self.enrolment.setText(
                tr(
                    "The request was written. Carry it to the province, and read these sixteen "
                    "characters out on the telephone:"
                )
            )
        else:
            self.enrolment.setText(
                tr(
                    "This desk is not enrolled yet. You can log everything; to hand over, the "
                    "province must know your key once. Its sixteen characters:"
                )
            )
        self.fingerprint.setText(in_fours(status.fingerprint))
        self.fingerprint.setVisible(not enrolled)
        self.send_button.setEnabled(enrolled)
        self.passphrase.setEnabled(enrolled)
        self.passphrase_field.set_hint(
            tr("It opens your signing key.") if enrolled else tr("First the desk must be enrolled.")
        )

    def _show_history(self, submissions: tuple[Submission, ...]) -> None:
        self.history.setVisible(bool(submissions))
        self.nothing.setVisible(not submissions)
        self.history.setRowCount(len(submissions))
        for row, sent in enumerate(submissions):
            cells = (
                _period_title(sent.period_id),
                show_datetime(sent.created_at),
                show_number(sum(sent.counts.values())),
                sent.file_name,
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 2:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.history.setItem(row, column, item)

    def _on_period_chosen(self) -> None:
        period = self.periods.period()
        if period is None:
            return
        bounds = self.periods.bounds()
        sent = exchange.submissions(self.session.workspace, period)
        text = bounds[:1].upper() + bounds[1:] + "."
        if sent:
            text += " " + tr(
                "Handed over on {when}; a new bundle takes its place.",
                when=show_datetime(sent[0].created_at),
            )
        self.period_facts.setText(text)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose the folder"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

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

    def send(self) -> None:
        """Make, sign and save the bundle of the period shown."""
        period = self.periods.period()
        if period is None or not self.send_button.isEnabled():
            return
        if not self.passphrase.text():
            self.passphrase_field.show_fault(tr("Type your passphrase."))
            self.passphrase.setFocus()
            return
        if not self.folder.text().strip():
            self.folder_field.show_fault(tr("Choose a folder."))
            self.folder.setFocus()
            return
        for field in (self.passphrase_field, self.folder_field):
            field.show_fault("")
        ws, now = self.session.workspace, self.session.clock()
        folder, passphrase = Path(self.folder.text().strip()), self.passphrase.text()

        def call(progress: Progress) -> SubmissionOutcome:
            outcome = exchange.submit(
                ws, period, folder, passphrase=passphrase, now=now, progress=progress
            )
            ws.set_setting("send_folder", str(folder))
            return outcome

        self.result.hide()
        run_with_progress(
            self.session.workers,
            self,
            tr("Making the bundle"),
            call,
            on_done=lambda outcome: self._sent(cast("SubmissionOutcome", outcome)),
            on_error=self._failed,
        )

    def _sent(self, outcome: SubmissionOutcome) -> None:
        self._outcome = outcome
        self.passphrase.clear()
        self.result.show_text(
            tr(
                "Saved {file}: {records} records, {pages} pages, {size} kB. Carry it to the province.",
                file=outcome.path.name,
                records=show_number(sum(outcome.counts.values())),
                pages=show_number(outcome.report_pages),
                size=show_number(max(1, outcome.size_bytes // 1024)),
            ),
            "good",
        )
        self.result.show()
        self.session.shell.data_changed()
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        from hrdesk.errors import IdentityError  # noqa: PLC0415 - only when something failed

        if isinstance(error, IdentityError) and self.passphrase.text():
            from hrdesk.gui.messages import message_of  # noqa: PLC0415

            said = message_of(error)
            self.passphrase_field.show_fault(f"{said.title} {said.remedy}".strip())
            self.passphrase.selectAll()
            self.passphrase.setFocus()
            return
        show_error(self, error)

    def _show_in_folder(self) -> None:
        if self._outcome is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._outcome.path.parent)))


def in_fours(text: str) -> str:
    """Sixteen characters as people read them out: four by four."""
    plain = "".join(ch for ch in text if ch.isalnum())
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def _period_title(period_id: str) -> str:
    from hrdesk.indicators.period import parse_period  # noqa: PLC0415

    title = parse_period(period_id).title(language())
    return title[:1].upper() + title[1:]
