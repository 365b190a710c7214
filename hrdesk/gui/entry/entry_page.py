"""One record: asked question by question, kept as it is typed, finished by one act."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.entry.answers_over import AnswersOver
from hrdesk.gui.entry.attached_files import AttachedFiles
from hrdesk.gui.entry.draft_keeper import DraftKeeper
from hrdesk.gui.entry.entry_footer import EntryFooter
from hrdesk.gui.entry.entry_guide import EntryGuide, take_window
from hrdesk.gui.entry.entry_header import EntryHeader
from hrdesk.gui.entry.filling import Filling, drop_blank_rows
from hrdesk.gui.entry.form_view import FormView
from hrdesk.gui.entry.header_words import HeaderWords
from hrdesk.gui.entry.known_people import people_source
from hrdesk.gui.entry.near_panel import NearPanel, NearWatch
from hrdesk.gui.entry.question_widgets.choosing import Surroundings
from hrdesk.gui.entry.record_saving import RecordSaving
from hrdesk.gui.entry.suggesting import Suggester
from hrdesk.gui.entry.warning_watch import WarningWatch, remark_words
from hrdesk.gui.look.cheat_sheet import KeyGroup, entry_groups
from hrdesk.gui.look.page import Page, Session
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.papers.record_papers import RecordPapers
from hrdesk.records.entry import Changes
from hrdesk.records.record import Record
from hrdesk.services import conflicts, entering
from hrdesk.services.entering import EntrySession

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
        self._locked = False
        self.header = EntryHeader()
        self.header.faults.clicked.connect(self.list_faults)
        self.header.history.clicked.connect(self._want_history)
        self.near = NearPanel()
        self.guide = EntryGuide(session, self, self.header, self.near)
        self.guide.leaving.connect(self.may_leave)
        self.papers = RecordPapers(session, self, self.may_leave)
        self.header.print.clicked.connect(self.print_record)
        self.over = AnswersOver(session, self)
        self.words = self._make_words()
        self.saving = self._make_saving()
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

    def _make_words(self) -> HeaderWords:
        made = HeaderWords(self.session, self.header, self)
        made.restore_wanted.connect(self._want_back)
        made.discard_wanted.connect(self.discard)
        made.list_wanted.connect(self.list_faults)
        return made

    def _make_saving(self) -> RecordSaving:
        made = RecordSaving(self.session, self, self.guide)
        made.faulty.connect(self.words.say_unfinished)
        made.begun_and_saved.connect(self._on_begun_and_saved)
        made.saved.connect(self._on_saved)
        made.show_wanted.connect(self._on_show_wanted)
        made.given_up.connect(self._on_given_up)
        return made

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
        self._show(filled, is_new=True)

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
            QTimer.singleShot(0, self, lambda: self.saving.settle(overtaken))

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
        if self.filled is not None and not self._locked:
            self._settle_focus()
            self.saving.complete()

    def keep_incomplete(self) -> None:
        """Keep what there is; it counts nowhere until it is completed."""
        if self.filled is not None and not self._locked:
            self._settle_focus()
            self.saving.keep_incomplete()

    def discard(self) -> None:
        """Give up the draft: back to the record as it was kept, or to none."""
        self.saving.discard()

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

    # --- showing

    def _show(self, filled: EntrySession, *, is_new: bool = False) -> None:
        self._put_away()
        self.filled = filled
        deleted = filled.record is not None and filled.record.deleted_at is not None
        self._locked = deleted or not entering.may_change(self.session.workspace, filled.record)
        judged = filled.resumed_at is None and filled.record is not None
        if self.view is None or self._filling is None or not self._may_show_again(filled):
            self._drop_view()
            self._filling, self.view = self._new_view(filled)
            if judged:
                self.view.reveal_faults()
        else:
            self._filling.take(filled.entry)
            self.view.show_again(revealed=judged)
        if filled.record is not None:
            self._filling.typed |= {(None, key) for key in filled.record.answers}
        if self._locked:
            self.view.lock()
        self.footer.setVisible(not self._locked)
        self._look_after(filled, self._filling, self.view, is_new=is_new)

    def _look_after(
        self, filled: EntrySession, filling: Filling, view: FormView, *, is_new: bool
    ) -> None:
        """Whoever serves the record that is open is told that it is another."""
        locked = self._locked
        self._keeper = DraftKeeper(self.session, filled, self)
        self._keeper.kept.connect(self.words.say_drafted)
        self._keeper.failed.connect(self.words.say_undrafted)
        self.warnings = WarningWatch(self.session, filled, view, view)
        self.near.forget()
        self._near_watch = NearWatch(self.session, filled, view)
        self._near_watch.found.connect(self.near.show_found)
        self.files = AttachedFiles(self.session, filled.record_id, filling, view, self)
        self.guide.show(filled, view, self.warnings, locked=locked)
        if locked:
            self.saving.let_go()
        else:
            self._near_watch.wait_a_moment()
            self.saving.follow(filled, view, self._keeper, is_new=is_new)
        remarks = [remark_words(one) for one in self.warnings.remarks]
        self.words.follow(filled, view, remarks, locked=locked)
        self.over.follow(filled, filling, view, locked=locked)

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
        view.faults_changed.connect(self.words.show_faults)
        filling.changed.connect(self._on_changed)
        filling.touched.connect(self._on_touched)
        filling.undone.connect(self._on_undone)
        self._form_place.addWidget(view)
        view.verticalScrollBar().valueChanged.connect(self.header.show_scrolled)
        return filling, view

    def _own_id(self) -> str | None:
        return self.filled.record_id if self.filled is not None else None

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
        self.words.let_go()
        self.saving.let_go()
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
        self.words.show_title()

    # --- what was done with the record

    def _on_saved(self, record: Record) -> None:
        self.words.say_saved(record.updated_at)
        self.record_saved.emit(record.record_id)

    def _on_begun_and_saved(self, filled: EntrySession) -> None:
        if filled.record is not None:
            self.over.saved(filled.entry.form, filled.record.answers)

    def _on_show_wanted(self, filled: EntrySession) -> None:
        self._show(filled)
        self.focus_first()

    def _on_given_up(self) -> None:
        if self.filled is None or self.filled.record is None:
            self.closed.emit()
        else:
            self.load_record(self.filled.record_id)

    def _want_history(self) -> None:
        if self.filled is not None:
            self.history_wanted.emit(self.filled.record_id)

    def _want_back(self) -> None:
        if self.filled is not None:
            self.restore_wanted.emit(self.filled.record_id)

    # --- what happens

    def _on_changed(self, changes: Changes) -> None:
        if self._keeper is not None and not self._locked and (changes.values or changes.rows):
            self._keeper.touch()
        if changes.values or changes.rows or changes.relevance or changes.labels:
            for watch in (self.warnings, self._near_watch):
                if watch is not None:
                    watch.wait_a_moment()
        self.words.show_title()

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
