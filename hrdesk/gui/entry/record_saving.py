"""The acts that end the filling of a record: completed, kept as it is, given up, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hrdesk.errors import RecordChangedError
from hrdesk.gui.entry.filling import answers_not_asked
from hrdesk.gui.look import messages
from hrdesk.i18n import tr, trn
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import RecordStatus
from hrdesk.services import entering

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.entry.draft_keeper import DraftKeeper
    from hrdesk.gui.entry.entry_guide import EntryGuide
    from hrdesk.gui.entry.form_view import FormView
    from hrdesk.gui.look.page import Session
    from hrdesk.records.record import Record
    from hrdesk.services.entering import EntrySession, SaveOutcome


class RecordSaving(QObject):
    """Saves the record that is open; `follow` tells which one, None while there is none to change."""

    faulty = Signal(int)  # it was to be completed; so many places need a look
    begun_and_saved = Signal(object)  # the EntrySession of a new record, saved for the first time
    saved = Signal(object)  # Record
    show_wanted = Signal(object)  # an EntrySession in place of the one that is open
    given_up = Signal()  # the draft

    def __init__(self, session: Session, page: QWidget, guide: EntryGuide) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._guide = guide
        self._filled: EntrySession | None = None
        self._view: FormView | None = None
        self._keeper: DraftKeeper | None = None
        self._is_new = False
        self._is_saving = False

    def follow(
        self, filled: EntrySession, view: FormView, keeper: DraftKeeper, *, is_new: bool
    ) -> None:
        """Another record is open."""
        self._filled, self._view, self._keeper = filled, view, keeper
        self._is_new = is_new

    def let_go(self) -> None:
        """No record is open, or one that may not be changed."""
        self._filled = self._view = self._keeper = None

    # --- acts

    def complete(self) -> None:
        """Finish the record; where something is at fault, go to the first of it."""
        filled, view = self._filled, self._view
        if filled is None or view is None or self._is_saving:
            return
        faults = filled.entry.violations()
        if faults:
            self.faulty.emit(len(faults))
            view.reveal_faults()
            first = faults[0]
            view.focus_ref(NodeRef(first.key, first.repeat, first.row))
            return
        lost = answers_not_asked(filled.entry, view.filling.typed)
        if not lost or self._may_drop(lost):
            self._save(complete=True)

    def keep_incomplete(self) -> None:
        """Keep what there is; it counts nowhere until it is completed."""
        if self._filled is None or self._keeper is None or self._is_saving:
            return
        record = self._filled.record
        if record is None or record.status is RecordStatus.INCOMPLETE:
            self._save(complete=False)
            return
        self._keeper.touch()
        self._keeper.flush()
        said = tr("Kept as a draft. The record as completed still counts.")
        self._session.shell.notify(said, "good")

    def discard(self) -> None:
        """Give up the draft, when the person is sure."""
        if self._filled is None or self._keeper is None:
            return
        sure = messages.ask(
            self._page,
            tr("Discard this draft?"),
            tr("What was typed since the last save is lost."),
            tr("Discard the draft"),
            danger=True,
        )
        if not sure:
            return
        self._keeper.forget()
        self._keeper.flush()
        entering.discard_draft(self._session.workspace, self._filled.record_id)
        self._session.shell.data_changed()
        self.given_up.emit()

    def _may_drop(self, lost: tuple[NodeRef, ...]) -> bool:
        names = "; ".join(dict.fromkeys(self._guide.where(ref) for ref in lost[:6]))
        return messages.ask(
            self._page,
            trn(
                "{count} answer is no longer asked for and will be dropped",
                "{count} answers are no longer asked for and will be dropped",
                len(lost),
            ),
            names,
            tr("Drop and complete"),
            tr("Back to the record"),
            danger=True,
        )

    # --- saving

    def _save(self, *, complete: bool) -> None:
        filled, keeper = self._filled, self._keeper
        if filled is None or keeper is None:
            return
        self._is_saving = True
        keeper.hold()
        workspace, now = self._session.workspace, self._session.clock()
        same = entering.copy_of(workspace, filled, now=now)

        def done(outcome: SaveOutcome) -> None:
            self._on_saved(filled, outcome, complete=complete)

        self._session.workers.run(
            lambda: entering.save_record(workspace, same, now=now, complete=complete),
            on_done=done,
            on_error=lambda error: self._on_failed(filled, error, complete=complete),
            owner=self,
        )

    def _on_saved(self, filled: EntrySession, outcome: SaveOutcome, *, complete: bool) -> None:
        self._is_saving = False
        record: Record | None = outcome.record
        if record is not None:
            filled.record = record
            filled.resumed_at = None
        if record is not None and self._is_new and filled is self._filled:
            self.begun_and_saved.emit(filled)
        if filled is not self._filled or self._keeper is None or self._view is None:
            return
        self._keeper.release(saved=record is not None)
        if record is None:
            self._view.reveal_faults()
            self._guide.next_fault()
            return
        said = tr("Completed and saved.") if complete else tr("Kept as incomplete.")
        self._session.shell.notify(said, "good")
        self.saved.emit(record)

    def _on_failed(self, filled: EntrySession, error: BaseException, *, complete: bool) -> None:
        self._is_saving = False
        if filled is self._filled and self._keeper is not None:
            self._keeper.release(saved=False)
        elif (
            filled is not self._filled
        ):  # it was left meanwhile: what was typed last is nowhere yet
            workspace, now = self._session.workspace, self._session.clock()
            self._session.workers.run(
                lambda: entering.save_draft(workspace, filled, now=now), owner=self
            )

        def again() -> None:
            self._save(complete=complete)

        if not (isinstance(error, RecordChangedError) and self.settle(filled, again)):
            messages.show_error(self._page, error)

    # --- saved elsewhere meanwhile

    def settle(self, typed: EntrySession, goes_on: Callable[[], object] | None = None) -> bool:
        """Ask which answers are kept where the record was saved elsewhere; whether it was.

        `goes_on` is called where nothing had to be asked, as no answer was changed elsewhere.
        """
        from hrdesk.gui.entry.conflict_dialog import settled  # noqa: PLC0415 - hardly ever

        if self._filled is None or self._filled.record_id != typed.record_id:
            return False
        found, merged = settled(self._session, self._page, typed, before=self._flush_last)
        if merged is not None:
            self.show_wanted.emit(merged)
            if found is not None and found.is_open:
                said = tr("Both are in one now. Look at it, then complete it.")
                self._session.shell.notify(said, "info")
            elif goes_on is not None:
                goes_on()
            self._session.shell.data_changed()
        elif found is not None and typed is not self._filled:
            self.show_wanted.emit(typed)  # what was typed stays in sight until it is settled
        return found is not None

    def _flush_last(self) -> None:
        if self._keeper is not None:
            self._keeper.flush()
            self._keeper.forget()
