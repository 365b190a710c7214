"""The province's units and desks: requests compared and granted, the register, the authority."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look.components import (
    GAP,
    Banner,
    Card,
    PageHeader,
    PrimaryButton,
    label,
    page_column,
)
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.side_by_side import Column, SideBySide
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.province.authority_card import AuthorityCard
from hrdesk.gui.province.grant_card import GrantCard
from hrdesk.gui.province.register_panel import RegisterPanel
from hrdesk.i18n import tr, trn
from hrdesk.services import authority, requests_received

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from hrdesk.gui.look.page import Session
    from hrdesk.services.authority import AuthorityState
    from hrdesk.services.province import EnrolRequest

_SHOWN_AT_ONCE: Final = 3
_ROOM_FOR_BOTH: Final = UNIT * 200


class EnrolPage(Page):
    """Left: requests that wait and the authority; right: the request open, or the register."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.area, outer = page_column(self)
        self.header = PageHeader(
            tr("Units and desks"),
            tr("A desk that is enrolled once can hand over bundles that everybody can verify."),
            may_stack=True,
        )
        self.read_button = PrimaryButton(
            tr("Read a request…"), icon="user-check", on_click=self.choose_request
        )
        self.header.add_action(self.read_button)
        outer.addWidget(self.header)
        self.result = Banner("", "good")
        self.result.hide()
        outer.addWidget(self.result)
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._waiting_card())
        self.authority = AuthorityCard(session)
        self.authority.changed.connect(self._told)
        column.addWidget(self.authority)
        column.addStretch(1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GAP)
        self.card = GrantCard(session)
        self.card.granted.connect(self._granted)
        self.card.hide()
        self.register = RegisterPanel(session)
        self.register.changed.connect(self._told)
        self.register.table.setMinimumHeight(UNIT * 45)  # a few lines on a low screen
        beside.addWidget(self.card)
        beside.addWidget(self.register, 1)
        self._columns = SideBySide(
            Column(left, 4, least=UNIT * 100, most=UNIT * 110),
            Column(right, 7),
            room=_ROOM_FOR_BOTH,
        )
        outer.addLayout(self._columns, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit(self.width())

    def _waiting_card(self) -> Card:
        self.waiting_card = Card(tr("Requests received"))
        self.no_request = label(
            tr("A desk writes its request on the page Send and receive; it is a small .json file."),
            "second",
            wraps=True,
        )
        self.waiting = QListWidget()
        self.waiting.setAccessibleName(tr("Requests received"))
        self.waiting.itemActivated.connect(self._open)
        self.waiting.itemClicked.connect(self._open)
        self.waiting_card.body.addWidget(self.no_request)
        self.waiting_card.body.addWidget(self.waiting)
        return self.waiting_card

    # what is open lies in the card; it is asked for here too
    @property
    def request(self) -> EnrolRequest | None:
        """The request that is open."""
        return self.card.request

    @override
    def refresh(self) -> None:
        ws = self.session.workspace

        def read() -> tuple[AuthorityState, tuple[EnrolRequest, ...]]:
            authority.sync_register(ws)
            return authority.authority_state(ws), requests_received.waiting_requests(ws)

        self.session.workers.run(
            read,
            on_done=self._show_state,
            on_error=lambda error: show_error(self, error),
            owner=self,
        )
        self.register.refresh()

    def _show_state(self, found: tuple[AuthorityState, tuple[EnrolRequest, ...]]) -> None:
        state, waiting = found
        self.authority.show_state(state)
        self.card.set_apart(apart=state.apart)
        self.waiting.clear()
        for asked in waiting:
            item = QListWidgetItem(f"{asked.unit_name} ({asked.unit_code})\n{asked.name}")
            item.setData(Qt.ItemDataRole.UserRole, asked)
            self.waiting.addItem(item)
        shown = min(len(waiting), _SHOWN_AT_ONCE)
        self.waiting.setMaximumHeight(UNIT * (12 * shown + 3))
        self.waiting.setVisible(bool(waiting))
        self.no_request.setVisible(not waiting)
        self.waiting_card.heading.setText(
            trn("{count} request waits", "{count} requests wait", len(waiting))
            if waiting
            else tr("Requests received")
        )

    @override
    def focus_first(self) -> None:
        self.read_button.setFocus()

    def choose_request(self) -> None:
        """Ask for request files and show the first; all of them wait in the list."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, tr("Requests of desks"), str(Path.home()), tr("Requests (*.json)")
        )
        for path in reversed(chosen):
            self.read_request(Path(path))

    def read_request(self, path: Path) -> None:
        """Keep a request and show it."""
        ws = self.session.workspace
        self.session.workers.run(
            lambda: requests_received.keep_request(ws, path),
            on_done=self._read,
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def _read(self, asked: EnrolRequest) -> None:
        self.result.hide()
        self._show_request(asked)
        self.refresh()

    def _open(self, item: QListWidgetItem) -> None:
        self.result.hide()
        self._show_request(item.data(Qt.ItemDataRole.UserRole))

    def _show_request(self, asked: EnrolRequest) -> None:
        self.card.show_request(asked)
        # Below the list, where both columns stand one below the other.
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.card))

    def _granted(self, sentence: str) -> None:
        self._told(sentence)

    def _told(self, sentence: str) -> None:
        self.result.show_text(sentence, "good")
        self.result.show()
        self.area.verticalScrollBar().setValue(0)
        self.refresh()
