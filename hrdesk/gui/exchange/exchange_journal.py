"""What was handed over: a line a submission with its state, and what may be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from hrdesk.gui.look import icons
from hrdesk.gui.look.components import Card, EmptyState, QuietButton, label
from hrdesk.gui.look.flow import Flow
from hrdesk.gui.look.theme import UNIT, look
from hrdesk.i18n import N_, language, tr
from hrdesk.vietnamese.formats import VIETNAM_TZ, show_date, show_datetime, show_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.services.delivery.journal import JournalLine

STATES: Final = {
    "awaits_leader": (N_("Waits for the leader's signature"), "clock", "warn"),
    "made": (N_("Made, went nowhere yet"), "circle-dashed", "warn"),
    "partly": (N_("Only some parts went"), "circle-dashed", "warn"),
    "drafted": (N_("In a mail draft"), "mail", "accent"),
    "written": (N_("Written and read back"), "check", "accent"),
    "received": (N_("Received by the province"), "circle-check", "good"),
    "held": (N_("Held by the province"), "clock", "warn"),
    "refused": (N_("Refused by the province"), "circle-x", "bad"),
}


class JournalCard(Card):
    """The table, a sentence about the line chosen, and its acts."""

    def __init__(
        self,
        *,
        on_deliver: Callable[[], object],
        on_show: Callable[[], object],
        on_leader: Callable[[], object],
        on_receipt: Callable[[], object],
    ) -> None:
        super().__init__(tr("Journal of bundles"))
        self.lines: tuple[JournalLine, ...] = ()
        self.history = QTableWidget(0, 4)
        self.history.setHorizontalHeaderLabels(
            [tr("Period"), tr("When"), tr("Records"), tr("State")]
        )
        self.history.setAccessibleName(tr("Journal of bundles"))
        self.history.verticalHeader().hide()
        self.history.verticalHeader().setDefaultSectionSize(UNIT * 9)
        self.history.setShowGrid(False)
        self.history.setTabKeyNavigation(False)
        self.history.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.history.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.history.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        heads = self.history.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section in (0, 1, 2):
            heads.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.history.itemSelectionChanged.connect(self._show_chosen)
        self.nothing = EmptyState(
            "send", tr("Nothing was made yet"), tr("What you sign and save appears here.")
        )
        self.about = label("", "second", wraps=True)
        self.deliver_button = QuietButton(tr("Deliver…"), icon="usb", on_click=on_deliver)
        self.show_button = QuietButton(tr("Show in folder"), icon="folder-open", on_click=on_show)
        self.leader_button = QuietButton(
            tr("The leader signs…"), icon="badge-check", on_click=on_leader
        )
        self.receipt_button = QuietButton(
            tr("Take in a receipt…"), icon="inbox", on_click=on_receipt
        )
        self.body.addWidget(self.history, 1)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self.about)
        self.acts = Flow(UNIT * 2)
        for button in (
            self.deliver_button,
            self.leader_button,
            self.show_button,
            self.receipt_button,
        ):
            self.acts.addWidget(button)
        self.body.addLayout(self.acts)
        look().changed.connect(self._paint)

    def show_lines(self, lines: tuple[JournalLine, ...]) -> None:
        """Show these; the line chosen stays chosen, else it is the newest."""
        chosen = self.chosen()
        self.lines = lines
        self._paint()
        self.history.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        row = 0
        if chosen is not None:
            ids = [one.submission.bundle_id for one in lines]
            row = (
                ids.index(chosen.submission.bundle_id) if chosen.submission.bundle_id in ids else 0
            )
        if lines:
            self.history.selectRow(row)
        self._show_chosen()

    def choose(self, bundle_id: str) -> None:
        """Choose the line of that bundle."""
        for row, line in enumerate(self.lines):
            if line.submission.bundle_id == bundle_id:
                self.history.selectRow(row)

    def chosen(self) -> JournalLine | None:
        """The line chosen."""
        rows = self.history.selectionModel().selectedRows()
        return self.lines[rows[0].row()] if rows and rows[0].row() < len(self.lines) else None

    def _paint(self) -> None:
        self.history.setRowCount(len(self.lines))
        for row, line in enumerate(self.lines):
            word, icon, role = STATES[line.state]
            sent = line.submission
            cells = (
                period_title(sent.period_id),
                show_date(sent.created_at.astimezone(VIETNAM_TZ).date()),  # the time stands below
                show_number(sum(sent.counts.values())),
                tr(word),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(sent.file_name if column == 3 else text)
                if column == 2:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                if column == 3:
                    item.setIcon(icons.icon(icon, role))
                self.history.setItem(row, column, item)

    def _show_chosen(self) -> None:
        line = self.chosen()
        there = line is not None
        self.about.setVisible(there)
        waits = line is not None and line.state == "awaits_leader"
        self.deliver_button.setVisible(there and not waits)
        self.show_button.setVisible(there)
        self.leader_button.setVisible(waits)
        if line is not None:
            self.about.setText(about_line(line))


def about_line(line: JournalLine) -> str:
    """The line in a sentence or two: what was done last, where, what is missing."""
    word = tr(STATES[line.state][0])
    said = [f"{line.submission.file_name}."]
    if line.place:
        said.append(
            tr(
                "{state} on {when}: {place}.",
                state=word,
                when=show_datetime(line.at),
                place=line.place,
            )
        )
    if len(line.parts) > 1:
        said.append(tr("In {count} parts.", count=len(line.parts)))
    if line.missing and len(line.missing) < len(line.parts):
        said.append(
            tr("Not gone yet: part {parts}.", parts=", ".join(str(one) for one in line.missing))
        )
    if line.state in {"drafted", "written"}:
        said.append(tr("Received it counts only once the province's receipt is here."))
    return " ".join(said)


def period_title(period_id: str) -> str:
    """A period in words, with a capital."""
    from hrdesk.indicators.period import parse_period  # noqa: PLC0415 - on first use

    title = parse_period(period_id).title(language())
    return title[:1].upper() + title[1:]
