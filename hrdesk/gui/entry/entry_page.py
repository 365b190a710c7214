"""One record: asked question by question, kept as it is typed, finished by one act."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.errors import RecordChangedError
from hrdesk.gui.entry.answers_over import AnswersOver
from hrdesk.gui.entry.attached_files import AttachedFiles
from hrdesk.gui.entry.draft_keeper import DraftKeeper
from hrdesk.gui.entry.entry_banners import opened_banner, unfinished_banner
from hrdesk.gui.entry.entry_footer import EntryFooter
from hrdesk.gui.entry.entry_guide import EntryGuide, take_window
from hrdesk.gui.entry.entry_header import EntryHeader
from hrdesk.gui.entry.filling import Filling, answers_not_asked, drop_blank_rows
from hrdesk.gui.entry.form_view import FormView
from hrdesk.gui.entry.known_people import people_source
from hrdesk.gui.entry.near_panel import NearPanel, NearWatch
from hrdesk.gui.entry.question_widgets.choosing import Surroundings
from hrdesk.gui.entry.suggesting import Suggester
from hrdesk.gui.entry.warning_watch import WarningWatch, remark_words
from hrdesk.gui.look import messages
from hrdesk.gui.look.cheat_sheet import KeyGroup, entry_groups
from hrdesk.gui.look.components import Banner
from hrdesk.gui.look.page import Page, Session
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.papers.record_papers import RecordPapers
from hrdesk.i18n import label_in, tr, trn
from hrdesk.indicators.period import period_of
from hrdesk.records.entry import Changes, NodeRef
from hrdesk.records.record import RecordStatus
from hrdesk.services import conflicts, entering
from hrdesk.services.entering import EntrySession, SaveOutcome
from hrdesk.vietnamese.formats import VIETNAM_TZ, show_datetime

_BESIDE: Final = UNIT * 250  # from this width on, what is like the record stands beside it


class EntryPage(Page):
    """The right side of the records page."""

    record_saved = Signal(str)
    closed = Signal()
    history_wanted = Signal(str)  # record id
    restore_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.filled: EntrySession | None = None
        self.view: FormView | None = None
        self._filling: Filling | None = None
        self._keeper: DraftKeeper | None = None
        self.files: AttachedFiles | None = None
        self.warnings: WarningWatch | None = None
        self._near_watch: NearWatch | None = None
        self._saved_words = ""
        self._failing = False
        self._saving = False
        self._locked = False
        self._unfinished = False
        self.header = EntryHeader()
        self.header.faults.clicked.connect(self.list_faults)
        self.header.history.clicked.connect(self._want_history)
        self.near = NearPanel()
        self.guide = EntryGuide(session, self, self.header, self.near)
        self.guide.leaving.connect(self.may_leave)
        self.papers = RecordPapers(session, self, self.may_leave)
        self.header.print.clicked.connect(self.print_record)
        self.over = AnswersOver(session, self)
        self._is_new = False
        self._place = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(0)
        self._form_place = QVBoxLayout()
        self._place.addLayout(self._form_place, 1)
        self._place.addWidget(self.near)
        self.footer = EntryFooter(session, self.keep_incomplete, self.complete)
        self.strip = self.footer.strip
        self.draft_button = self.footer.draft_button
        self.done_button = self.footer.done_button
        self._stack_up()
        self._install_keys()
        self._show_words()

    def _stack_up(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._place, 1)
        column.addWidget(self.footer)

    # --- what the records page asks

    def load_new(self, form_id: str) -> None:
        """Begin a record."""
        filled = entering.new_entry(self.session.workspace, form_id, now=self.session.clock())
        drop_blank_rows(filled.entry)
        self.over.begin(filled)
        self._show(filled)
        self._is_new = True

    def prepare(self, form_id: str, room: QSize) -> None:
        """Make the controls of a form beforehand, so that its first record is there at once."""
        if self.view is not None and self.view.entry.form.form_id == form_id:
            return
        self._put_away()
        self.filled = None
        self._drop_view()
        blank = entering.new_entry(self.session.workspace, form_id, now=self.session.clock())
        self._filling, self.view = self._new_view(blank)
        for widget in self.view.findChildren(QWidget):
            widget.ensurePolished()
        self.view.rehearse()
        self.resize(room)
        self.grab()  # laid out and drawn where nobody sees it: the first record finds all at hand

    def load_record(self, record_id: str) -> None:
        """Go on with a record or a draft."""
        workspace, now = self.session.workspace, self.session.clock()
        self._show(entering.open_entry(workspace, record_id, now=now))
        overtaken = conflicts.overtaken_draft(workspace, record_id, now=now)
        if overtaken is not None:
            QTimer.singleShot(0, self, lambda: self._settle(overtaken))

    def load_again(self) -> None:
        """Show the record as it is kept now, whatever was shown."""
        if self._keeper is not None and self.filled is not None:
            self._keeper.forget()
            self.load_record(self.filled.record_id)

    @override
    def may_leave(self) -> bool:
        """Always: what was typed is put on the disk first."""
        if self._keeper is not None and not self._locked:
            if self.view is not None:
                self.view.end_typing()
            self._keeper.flush()
            self._keeper.rest()
        return True

    @override
    def focus_first(self) -> None:
        if self.view is not None:
            take_window(self)
            self.view.focus_first()

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """The keys that work here, for the cheat sheet."""
        return entry_groups()

    def speak(self, language: str) -> None:
        """Labels, messages and buttons in another language."""
        if self._filling is not None and self.view is not None:
            self._filling.set_language(language)
            self.view.show_words()
        self._show_words()

    # --- acts

    def complete(self) -> None:
        """Finish the record; where something is at fault, go to the first of it."""
        if self.filled is None or self.view is None or self._filling is None:
            return
        if self._saving or self._locked:
            return
        self._settle_focus()
        faults = self.filled.entry.violations()
        if faults:
            self._say_unfinished(len(faults))
            self.view.reveal_faults()
            first = faults[0]
            self.view.focus_ref(NodeRef(first.key, first.repeat, first.row))
            return
        lost = answers_not_asked(self.filled.entry, self._filling.typed)
        if lost and not self._may_drop(lost):
            return
        self._save(complete=True)

    def keep_incomplete(self) -> None:
        """Keep what there is; it counts nowhere until it is completed."""
        if self.filled is None or self._saving or self._locked or self._keeper is None:
            return
        self._settle_focus()
        record = self.filled.record
        if record is not None and record.status is not RecordStatus.INCOMPLETE:
            self._keeper.touch()
            self._keeper.flush()
            self.session.shell.notify(
                tr("Kept as a draft. The record as completed still counts."), "good"
            )
            return
        self._save(complete=False)

    def next_fault(self) -> None:
        """On to the next place that needs a look."""
        self.guide.next_fault()

    def list_faults(self) -> None:
        """All places that need a look."""
        self.guide.list_places()

    def print_record(self) -> None:
        """The papers of the record: itself, the sign-in sheet of a training."""
        if self.filled is not None:
            self.papers.ask(self.filled, self.header.below_mark())

    def close_record(self) -> None:
        """Leave the record; a draft of it stays."""
        self.may_leave()
        self.closed.emit()

    def discard(self) -> None:
        """Give up the draft: back to the record as it was kept, or to none."""
        if self.filled is None or self._keeper is None:
            return
        sure = messages.ask(
            self,
            tr("Discard this draft?"),
            tr("What was typed since the last save is lost."),
            tr("Discard the draft"),
            danger=True,
        )
        if not sure:
            return
        self._keeper.forget()
        self._keeper.flush()
        entering.discard_draft(self.session.workspace, self.filled.record_id)
        self.session.shell.data_changed()
        if self.filled.record is None:
            self.closed.emit()
        else:
            self.load_record(self.filled.record_id)

    # --- showing

    def _show(self, filled: EntrySession) -> None:
        self._put_away()
        self.filled = filled
        deleted = filled.record is not None and filled.record.deleted_at is not None
        self._locked = deleted or not entering.may_change(self.session.workspace, filled.record)
        self._is_new = False
        judged = filled.resumed_at is None and filled.record is not None
        if self.view is None or self._filling is None or not self._may_show_again(filled):
            self._drop_view()
            self._filling, self.view = self._new_view(filled)
            if judged:
                self.view.reveal_faults()
        else:
            self._filling.take(filled.entry)
            self.view.show_again(revealed=judged)
        self._keeper = DraftKeeper(self.session, filled, self)
        self._keeper.kept.connect(self._on_kept)
        self._keeper.failed.connect(self._on_failed)
        self._watch(filled, self.view)
        self.files = AttachedFiles(self.session, filled.record_id, self._filling, self.view, self)
        self.header.show_scrolled(0)
        self._say_resumed()
        self._saved_words = ""
        self._failing = False
        record = filled.record
        if judged and record is not None:
            self._saved_words = tr("saved {when}", when=show_datetime(record.updated_at))
        if record is not None:
            self._filling.typed |= {(None, key) for key in record.answers}
        if self._locked:
            self.view.lock()
        self.footer.setVisible(not self._locked)
        self._show_title()
        self._show_faults()
        self.over.follow(filled, self._filling, self.view, locked=self._locked)

    def _may_show_again(self, filled: EntrySession) -> bool:
        """Whether the controls that stand there can show this record too."""
        return self.view is not None and not self._locked and self.view.may_show(filled.entry)

    def _new_view(self, filled: EntrySession) -> tuple[Filling, FormView]:
        filling = Filling(filled.entry, self)
        form_id = filled.entry.form.form_id
        suggester = Suggester(self.session, form_id, filling)
        people = people_source(self.session, form_id, self._own_id, filling)
        around = Surroundings(self.session.today, suggester.for_question, people)
        view = FormView(filling, around)
        view.pin_wanted.connect(self.over.toggle)
        view.ended.connect(self._on_ended)
        view.left_front.connect(self._on_left_front)
        view.faults_changed.connect(self._show_faults)
        filling.changed.connect(self._on_changed)
        filling.touched.connect(self._on_touched)
        filling.undone.connect(self._on_undone)
        self._form_place.addWidget(view)
        view.verticalScrollBar().valueChanged.connect(self.header.show_scrolled)
        return filling, view

    def _own_id(self) -> str | None:
        return self.filled.record_id if self.filled is not None else None

    def _watch(self, filled: EntrySession, view: FormView) -> None:
        """Look after what is unusual in the record, and after records like it."""
        self.warnings = WarningWatch(self.session, filled, view, view)
        self.near.forget()
        self._near_watch = NearWatch(self.session, filled, view)
        self._near_watch.found.connect(self.near.show_found)
        self.guide.show(filled, view, self.warnings, locked=self._locked)
        if not self._locked:
            self._near_watch.wait_a_moment()

    def _put_away(self) -> None:
        """What belonged to the record shown until now; all that was typed is on the disk."""
        if self._keeper is not None:
            if not self._locked:
                if self.view is not None:
                    self.view.end_typing()
                self._keeper.flush()
                self._keeper.rest()
            self._keeper.deleteLater()
            self._keeper = None
        if self.files is not None:
            self.files.close()
            self.files = None
        for watch in (self.warnings, self._near_watch):
            if watch is not None:
                watch.deleteLater()
        self.warnings = self._near_watch = None

    def _drop_view(self) -> None:
        if self._filling is not None:
            self._filling.deleteLater()
        if self.view is not None:
            self._form_place.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()

    def _install_keys(self) -> None:
        for keys, act in (
            ("Ctrl+Return", self.complete),
            ("Ctrl+Enter", self.complete),
            ("Ctrl+S", self.keep_incomplete),
            ("F8", self.next_fault),
            ("F2", self.list_faults),
            ("F3", self.guide.accept_warning),
            ("F7", self.over.keep),
            ("F9", self.guide.find_question),
            ("F12", self.guide.go_near),
            ("Ctrl+R", self.guide.make_series),
            ("Ctrl+P", self.print_record),
            ("Shift+F1", self.footer.toggle_strip),
            ("F4", self.over.copy_answer),
            ("Ctrl+D", self.over.copy_answer),
            ("Ctrl+Shift+D", self.over.copy_record),
            ("Ctrl+W", self.close_record),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _show_words(self) -> None:
        self.footer.show_words()
        self._show_title()

    def _show_title(self) -> None:
        if self.filled is None:
            return
        entry = self.filled.entry
        form = entry.form
        kind = label_in(dict(form.titles), entry.language)
        title_key = form.settings.get("title_key", "")
        title = entry.value(NodeRef(title_key)) if title_key else ""
        self.header.show_title(title or tr("New: {kind}", kind=kind))
        said = (self._period_words(), self._saved_words)
        self.header.show_facts(*((kind, *said) if title else said))

    def _period_words(self) -> str:
        if self.filled is None:
            return ""
        key = self.filled.entry.form.settings.get("event_on_key", "")
        if not key:
            return ""
        try:
            day = date.fromisoformat(self.filled.entry.value(NodeRef(key)))
        except ValueError:
            return ""
        period = period_of(day, overrides=self.session.workspace.kit.calendar)
        return tr("period {period}", period=period.title(self.filled.entry.language))

    def _show_faults(self) -> None:
        if self.view is None:
            return
        count = self.view.shown_faults()
        self.header.faults.show_count(count)
        if self._unfinished and count == 0:
            self._unfinished = False
            self.header.show_banner(None)

    def _say_resumed(self) -> None:
        if self.filled is None:
            return
        record_id = self.filled.record_id
        self.header.history.setVisible(self.filled.record is not None)
        self.header.show_banner(
            opened_banner(
                self.filled,
                locked=self._locked,
                remarks=[remark_words(one) for one in self.warnings.remarks]
                if self.warnings is not None
                else (),
                on_restore=lambda: self.restore_wanted.emit(record_id),
                on_discard=self.discard,
            )
        )

    def _say_unfinished(self, count: int) -> None:
        self.header.show_banner(unfinished_banner(count, self.list_faults))
        self._unfinished = True

    # --- saving

    def _save(self, *, complete: bool) -> None:
        if self.filled is None or self._keeper is None:
            return
        self._saving = True
        self._keeper.hold()
        workspace, now, filled = self.session.workspace, self.session.clock(), self.filled
        same = entering.copy_of(workspace, filled, now=now)

        def done(outcome: SaveOutcome) -> None:
            self._on_saved(filled, outcome, complete=complete)

        self.session.workers.run(
            lambda: entering.save_record(workspace, same, now=now, complete=complete),
            on_done=done,
            on_error=self._on_save_failed,
            owner=self,
        )

    def _on_saved(self, filled: EntrySession, outcome: SaveOutcome, *, complete: bool) -> None:
        self._saving = False
        record = outcome.record
        if record is not None:
            filled.record = record
            filled.resumed_at = None
        if record is not None and self._is_new and filled is self.filled:
            self.over.saved(filled.entry.form, record.answers)
        if filled is not self.filled or self._keeper is None or self.view is None:
            return
        self._keeper.release(saved=record is not None)
        if record is None:
            self.view.reveal_faults()
            self.next_fault()
            return
        self._say_saved(tr("saved {time}", time=_clock_words(record.updated_at)))
        self.header.show_banner(None)
        self.header.history.show()
        self.session.shell.notify(
            tr("Completed and saved.") if complete else tr("Kept as incomplete."), "good"
        )
        self.record_saved.emit(record.record_id)

    def _on_save_failed(self, error: BaseException) -> None:
        self._saving = False
        if self._keeper is not None:
            self._keeper.release(saved=False)
        changed = isinstance(error, RecordChangedError)
        if not (changed and self.filled is not None and self._settle(self.filled)):
            messages.show_error(self, error)

    def _settle(self, typed: EntrySession) -> bool:
        """Ask which answers are kept where the record was saved elsewhere; whether there was one."""
        from hrdesk.gui.entry.conflict_dialog import settled  # noqa: PLC0415 - hardly ever

        if self.filled is None or self.filled.record_id != typed.record_id:
            return False
        found, merged = settled(self.session, self, typed, before=self._flush_last)
        if merged is not None:
            self._show(merged)
            self.session.shell.notify(
                tr("Both are in one now. Look at it, then complete it."), "info"
            )
            self.session.shell.data_changed()
            self.focus_first()
        elif found and typed is not self.filled:
            self._show(typed)  # what was typed stays in sight until it is settled
        return found

    def _flush_last(self) -> None:
        if self._keeper is not None:
            self._keeper.flush()
            self._keeper.forget()

    def _on_kept(self, at: datetime) -> None:
        if self._failing:  # there is room again: what was said is no longer so
            self._failing = False
            self.header.show_banner(None)
        self._say_saved(tr("draft saved {time}", time=_clock_words(at)))
        self.session.shell.show_saved(at)

    def _on_failed(self, error: BaseException) -> None:
        said = messages.message_of(error)
        self._failing = True
        self._say_saved("")
        self.session.shell.show_unsaved()
        self.header.show_banner(
            Banner(
                tr(
                    "The draft could not be put on the disk: {reason} It is tried again.",
                    reason=said.whole,
                ),
                "bad",
            )
        )

    def _want_history(self) -> None:
        if self.filled is not None:
            self.history_wanted.emit(self.filled.record_id)

    def _say_saved(self, words: str) -> None:
        self._saved_words = words
        self._show_title()

    def _may_drop(self, lost: tuple[NodeRef, ...]) -> bool:
        names = "; ".join(dict.fromkeys(self.guide.where(ref) for ref in lost[:6]))
        return messages.ask(
            self,
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

    # --- what happens

    def _on_changed(self, changes: Changes) -> None:
        if self._keeper is not None and not self._locked and (changes.values or changes.rows):
            self._keeper.touch()
        if changes.values or changes.rows or changes.relevance or changes.labels:
            for watch in (self.warnings, self._near_watch):
                if watch is not None:
                    watch.wait_a_moment()
        self._show_title()

    def _on_touched(self) -> None:
        if self._keeper is not None and not self._locked:
            self._keeper.touch()

    def _on_undone(self, changes: Changes) -> None:
        if self.view is not None and changes.values:
            self.view.focus_ref(changes.values[0])

    def _on_ended(self) -> None:
        self.done_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_left_front(self) -> None:
        self.focusPreviousChild()

    def _settle_focus(self) -> None:
        """Leave the question that is being typed in, so that it is written the usual way."""
        take_window(self)
        self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE
        self._place.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self.near.lay_beside(beside=beside)


def _clock_words(at: datetime) -> str:
    local = at.astimezone(VIETNAM_TZ)
    return f"{local.hour:02}:{local.minute:02}"
