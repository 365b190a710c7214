"""The records edited last, to go on with one by a single key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrdesk.gui.look.components import Card, LinkButton
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.look.two_lines import TwoLines
from hrdesk.i18n import tr
from hrdesk.vietnamese.formats import show_date, show_date_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.gui.look.page import Session
    from hrdesk.services.lists import ListRow

_LEAST: Final = 2
_EDGES: Final = UNIT * 14  # heading and margins of the card


class RecentCard(Card):
    """Shows as many as it is given room for; where that is next to none, it hides."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Edited lately"), parent)
        self._session = session
        self._icons = {kind.form_id: kind.icon for kind in session.workspace.kinds()}
        self.rows: list[TwoLines] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(UNIT)
        self.body.addLayout(self._column)
        self.hide()

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Show these."""
        for widget in self.rows:
            self._column.removeWidget(widget)
            widget.deleteLater()
        self.rows = [self._row(row) for row in rows]
        for widget in self.rows:
            self._column.addWidget(widget)

    def fit(self, room: int) -> None:
        """Show as many as stand in so many pixels."""
        if not self.rows:
            self.hide()
            return
        tall = self.rows[0].sizeHint().height() + self._column.spacing()
        count = (room - _EDGES) // tall
        self.setVisible(count >= min(_LEAST, len(self.rows)))
        for place, widget in enumerate(self.rows):
            widget.setVisible(place < count)

    def _row(self, record: ListRow) -> TwoLines:
        """As in the list, whose modules need not be there yet."""
        title = record.title or tr("(no name yet)")
        facts = [record.summary]
        if record.event_on is not None:
            near = record.event_on.year == self._session.today().year
            facts.insert(0, (show_date_short if near else show_date)(record.event_on))
        icon = self._icons.get(record.form_id, "file-text")
        row = TwoLines(icon, "second", title, " · ".join(filter(None, facts)))
        button = LinkButton(tr("Open"), on_click=lambda: self._open(record))
        button.setAccessibleName(f"{tr('Open')}: {title}")
        row.add_end(button)
        return row

    def _open(self, record: ListRow) -> None:
        self._session.shell.open_record(record.form_id, record.record_id)
