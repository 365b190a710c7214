"""Kits at a desk: the one in use, those before, and a place to drop the next one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.exchange.kit_dialog import KitDialog
from hrdesk.gui.look.components import (
    GAP,
    PAGE_MARGIN,
    Banner,
    Card,
    EmptyState,
    PageHeader,
    PrimaryButton,
)
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import kits
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from hrdesk.gui.look.page import Session
    from hrdesk.services.kits import KeptKit, KitSeen


class DeskKitPage(Page):
    """A kit dropped or chosen is shown as a difference in words before anything is changed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.dialog: KitDialog | None = None
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 5)
        outer.setSpacing(GAP)
        self.header = PageHeader(
            tr("Kits of the province"),
            tr("Forms, due dates, units and certificates, as the province signs and sends them."),
            may_stack=True,
        )
        self.read_button = PrimaryButton(tr("Take in a kit…"), icon="package", on_click=self.choose)
        self.header.add_action(self.read_button)
        outer.addWidget(self.header)
        self.result = Banner("", "info")
        outer.addWidget(self.result)
        card = Card(tr("Put in use here"))
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels(
            [tr("No."), tr("Issued"), tr("Put in use"), tr("What it changed")]
        )
        self.table.setAccessibleName(tr("Put in use here"))
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(UNIT * 9)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        heads = self.table.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section in range(3):
            heads.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.nothing = EmptyState(
            "package",
            tr("No kit was put in use here yet"),
            tr("Drop the province's file here, or choose it. Logging works without it."),
        )
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        outer.addWidget(card, 1)

    @override
    def focus_first(self) -> None:
        self.read_button.setFocus()

    @override
    def refresh(self) -> None:
        ws = self.session.workspace
        self.session.workers.run(
            lambda: kits.kits(ws),
            on_done=self._show,
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def _show(self, kept: tuple[KeptKit, ...]) -> None:
        self.table.setVisible(bool(kept))
        self.nothing.setVisible(not kept)
        self.result.setVisible(bool(kept))
        if kept:
            self.result.show_text(
                tr(
                    "Kit {number} is in use. An older one is never put in use again.",
                    number=kept[0].seq,
                ),
                "info",
            )
        self.table.setRowCount(len(kept))
        for row, one in enumerate(kept):
            cells = (
                str(one.seq),
                show_datetime(one.issued_at),
                show_datetime(one.taken_at),
                " ".join(one.changes),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)

    def choose(self) -> None:
        """Ask for a kit and show it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("A kit of the province"), str(Path.home()), tr("Bundles (*.asice)")
        )
        if chosen:
            self.show_kit(Path(chosen))

    def show_kit(self, path: Path) -> None:
        """Read a kit and show what it would change."""
        ws, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: kits.look_at_kit(ws, path, now=now),
            on_done=self._show_seen,
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def _show_seen(self, seen: KitSeen) -> None:
        self.dialog = KitDialog(self.session, seen, self)
        self.dialog.taken.connect(self.refresh)
        self.dialog.open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.show_kit(paths[0])
