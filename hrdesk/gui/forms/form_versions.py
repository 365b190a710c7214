"""Every version kept of one form; beside the chosen one, what it changed against the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hrdesk.gui.look.components import PrimaryButton, label, scrolled
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import label_in, language, tr
from hrdesk.services.form_use import KeptVersion, compare_versions
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from hrdesk.forms.changes import Difference
    from hrdesk.gui.look.page import Session


class FormVersions(RoomyDialog):
    """Version, whether it is in use, when and from which file it came, its records."""

    def __init__(
        self,
        session: Session,
        form_id: str,
        kept: tuple[KeptVersion, ...],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._form_id = form_id
        self._kept = kept
        titles = (kind for kind in session.workspace.kinds() if kind.form_id == form_id)
        name = next((label_in(dict(kind.titles)) for kind in titles), "") or form_id
        self.setWindowTitle(tr("Versions of the form {form}", form=f"“{name}”"))
        self.resize(UNIT * 200, UNIT * 130)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 5, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        column.addWidget(label(self.windowTitle(), "heading"))
        self.table = self._make_table()
        column.addWidget(self.table, 1)
        self.told_title = label("", "heading", wraps=True)
        column.addWidget(self.told_title)
        self.told = label("", "label", wraps=True)
        self.told.setAccessibleName(tr("What changed"))
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(scrolled(self.told), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.close_button = PrimaryButton(tr("Close"), on_click=self.accept)
        self.close_button.setDefault(True)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.table.itemSelectionChanged.connect(self._on_chosen)
        self.table.setFocus()
        if kept:
            self.table.selectRow(0)

    def _make_table(self) -> QTableWidget:
        titles = [tr("Version"), tr("In use"), tr("Since"), tr("File"), tr("Records")]
        table = QTableWidget(len(self._kept), len(titles))
        table.setAccessibleName(self.windowTitle())
        table.setHorizontalHeaderLabels(titles)
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for row, one in enumerate(self._kept):
            cells = (
                one.version,
                tr("in use") if one.active else "",
                show_datetime(one.imported_at),
                one.source_name,
                str(one.records),
            )
            for place, text in enumerate(cells):
                table.setItem(row, place, QTableWidgetItem(text))
        return table

    def _on_chosen(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if not rows:
            return
        at = rows[0].row()
        if at + 1 >= len(self._kept):
            self.told_title.setText(tr("The first version kept here."))
            self.told.setText("")
            return
        new, old = self._kept[at].version, self._kept[at + 1].version
        self.told_title.setText(tr("What {new} changed against {old}", new=new, old=old))
        self.told.setText("")
        workspace, form_id = self._session.workspace, self._form_id

        def done(found: tuple[Difference, ...]) -> None:
            lines = [f"•  {one.sentence(language())}" for one in found]
            self.told.setText("\n".join(lines) or tr("Nothing that is asked or checked."))

        self._session.workers.run(
            lambda: compare_versions(workspace, form_id, old, new),
            on_done=done,
            on_error=lambda e: show_error(self, e),
            owner=self,
        )
