"""What is done to a list or to the records chosen: changed, exported, printed; on the worker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QVBoxLayout

from hrdesk.gui.lists.bulk_bar import OutcomeStrip
from hrdesk.gui.look import messages
from hrdesk.gui.look.buttons import PrimaryButton
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.labels import label
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.papers.paper_making import Paper, show_made
from hrdesk.i18n import tr, trn
from hrdesk.services import bulk, entering
from hrdesk.services.bulk import BulkAct, BulkOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.lists.record_list import RecordList
    from hrdesk.gui.look.page import Session
    from hrdesk.services.lists import RecordQuery
    from hrdesk.services.progress import Progress


class ListActs(QObject):
    """Bulk acts, export and print of one page's list."""

    def __init__(
        self,
        session: Session,
        listed: RecordList,
        let_go: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        """`let_go` closes the record that is open, and says whether it could."""
        super().__init__(parent)
        self._session = session
        self._list = listed
        self._let_go = let_go
        self._page = parent
        self.strip = OutcomeStrip(listed)
        self.strip.hide()
        self.strip.undo_wanted.connect(self.undo)
        self.strip.details_wanted.connect(self.show_reasons)
        listed.put_above_rows(self.strip)

    # --- changing

    def ask(self, act: str, rowids: Sequence[int]) -> None:
        """Do a bulk act; deleting is asked first, with the count."""
        wanted = BulkAct(act)
        if wanted is BulkAct.DELETE:
            count = len(rowids)
            sure = messages.ask(
                self._page,
                trn("Delete {count} record?", "Delete {count} records?", count),
                tr("They no longer count. You can bring them back from “Deleted records”."),
                trn("Delete {count} record", "Delete {count} records", count),
                danger=True,
            )
            if not sure:
                return
        self.change(wanted, rowids)

    def change(self, act: BulkAct, rowids: Sequence[int]) -> None:
        """Do it."""
        if not self._let_go():
            return
        workspace, now = self._session.workspace, self._session.clock()

        def call(progress: Progress) -> BulkOutcome:
            chosen = [row.record_id for row in entering.list_rows(workspace, rowids)]
            return bulk.change_records(workspace, act, chosen, now=now, progress=progress)

        self._run(act, call, may_undo=True)

    def undo(self, outcome: BulkOutcome) -> None:
        """Make it as it was."""
        if not self._let_go():
            return
        workspace, now = self._session.workspace, self._session.clock()
        self._run(
            outcome.act,
            lambda progress: bulk.undo(workspace, outcome, now=now, progress=progress),
            may_undo=False,
        )

    def _run(
        self, act: BulkAct, call: Callable[[Progress], BulkOutcome], *, may_undo: bool
    ) -> None:
        titles = {
            BulkAct.COMPLETE: tr("Marking records complete"),
            BulkAct.INCOMPLETE: tr("Marking records incomplete"),
            BulkAct.DELETE: tr("Deleting records"),
            BulkAct.RESTORE: tr("Bringing records back"),
        }
        messages.run_with_progress(
            self._session.workers,
            self._page,
            titles[act] if may_undo else tr("Undoing"),
            call,
            on_done=lambda outcome: self._done(cast("BulkOutcome", outcome), may_undo=may_undo),
        )

    def _done(self, outcome: BulkOutcome, *, may_undo: bool) -> None:
        self.strip.show_outcome(outcome, may_undo=may_undo)
        self._session.shell.data_changed()

    def show_reasons(self, outcome: BulkOutcome) -> None:
        """Which records stay as they are, and why; Enter opens one."""
        dialog = ReasonsDialog(outcome, self._page)
        if dialog.exec() and dialog.chosen is not None:
            self._list.record_wanted.emit(dialog.chosen.form_id, dialog.chosen.record_id)

    # --- export

    def choose_export(
        self, query: RecordQuery, title: str, rowids: Sequence[int] | None = None
    ) -> None:
        """Ask where the list, or the records chosen, are written."""
        kinds = (tr("Workbooks (*.xlsx)"), tr("Tables (*.csv)"))
        chosen, wanted = QFileDialog.getSaveFileName(
            self._page,
            tr("Export this list"),
            str(Path.home() / f"{title}.xlsx"),
            ";;".join(kinds),
        )
        if chosen:
            suffix = ".csv" if "csv" in wanted else ".xlsx"
            path = Path(chosen)
            self.export(query, path if path.suffix else path.with_suffix(suffix), rowids)

    def export(self, query: RecordQuery, path: Path, rowids: Sequence[int] | None = None) -> None:
        """Write records to a workbook or a .csv."""
        from hrdesk.services.exporting import export_records  # noqa: PLC0415 - first use

        workspace = self._session.workspace
        messages.run_with_progress(
            self._session.workers,
            self._page,
            tr("Exporting the list"),
            lambda progress: export_records(
                workspace, query, path, rowids=rowids, progress=progress
            ),
            on_done=lambda count: self._session.shell.notify(
                trn(
                    "{count} record written to {name}",
                    "{count} records written to {name}",
                    cast("int", count),
                    name=path.name,
                )
            ),
        )

    # --- print

    def print_records(self, rowids: Sequence[int], *, each: bool) -> None:
        """Show the paper of the records chosen, to be printed or kept."""
        from hrdesk.services import printing  # noqa: PLC0415 - first use

        workspace, now = self._session.workspace, self._session.clock()

        def make(path: Path, progress: Progress) -> None:
            rows = entering.list_rows(workspace, rowids)
            if each:
                chosen = [row.record_id for row in rows]
                printing.write_records(workspace, chosen, path, now=now, progress=progress)
            else:
                printing.write_lists(workspace, rowids, path, now=now, progress=progress)

        many = trn("{count} record", "{count} records", len(rowids))
        show_made(self._session, self._page, Paper("record" if each else "list", many, make))


class ReasonsDialog(RoomyDialog):
    """Records that could not be changed, each with its reason."""

    def __init__(self, outcome: BulkOutcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Why records stay as they are"))
        self.resize(640, 440)
        self._refused = outcome.refused
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 6, UNIT * 6, UNIT * 6, UNIT * 5)
        column.setSpacing(UNIT * 3)
        count = len(outcome.refused)
        column.addWidget(
            label(
                trn("{count} record stays as it is", "{count} records stay as they are", count),
                "heading",
            )
        )
        column.addWidget(label(tr("Enter opens the record."), "second"))
        self.rows = QListWidget()
        self.rows.setAccessibleName(tr("Records that stay as they are"))
        self.rows.setWordWrap(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in outcome.refused:
            self.rows.addItem(f"{one.title or tr('(no name yet)')}\n{one.reason}")
        self.rows.setCurrentRow(0)
        self.rows.itemActivated.connect(lambda _item: self.accept())
        column.addWidget(self.rows, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(PrimaryButton(tr("Close"), on_click=self.reject))
        column.addLayout(row)
        self.rows.setFocus()

    @property
    def chosen(self) -> bulk.Refusal | None:
        """The record to be opened."""
        row = self.rows.currentRow()
        return self._refused[row] if 0 <= row < len(self._refused) else None
