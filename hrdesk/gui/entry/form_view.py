"""The questions of a form on a page: made from the definition, redrawn only where it changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.entry.fault_marks import FaultMarks, Shown
from hrdesk.gui.entry.filling import Filling
from hrdesk.gui.entry.form_building import FormBuilder
from hrdesk.gui.entry.form_pages import FormPages
from hrdesk.gui.entry.form_parts import FormParts
from hrdesk.gui.entry.form_section import Section
from hrdesk.gui.entry.form_stops import FormStops
from hrdesk.gui.entry.inner_table import InnerTable
from hrdesk.gui.entry.listed_number import counted_refs
from hrdesk.gui.entry.question_field import QuestionField
from hrdesk.gui.entry.question_widgets.attachment import AttachmentEditor
from hrdesk.gui.entry.question_widgets.choosing import Surroundings
from hrdesk.gui.entry.question_widgets.note import unasked_words
from hrdesk.gui.entry.repeat_table import RepeatTable
from hrdesk.gui.entry.roster_table import RosterTable
from hrdesk.gui.look.components import PAGE_MARGIN
from hrdesk.gui.look.keyboard_watch import watch_keyboard
from hrdesk.gui.look.theme import UNIT, look
from hrdesk.records.entry import Changes, FormEntry, NodeRef
from hrdesk.services.kept_answers import may_keep

_SECTION_GAP: Final = UNIT * 7
_WIDEST: Final = 980


class FormView(QScrollArea):
    """The whole form. It shows; `Filling` changes."""

    ended = Signal()  # Enter or Tab after the last question
    left_front = Signal()  # Shift+Tab before the first
    file_place_made = Signal(object, object)  # NodeRef, AttachmentEditor
    faults_changed = Signal()
    pin_wanted = Signal(object)  # NodeRef: keep its answer from record to record, or no longer

    def __init__(
        self, filling: Filling, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.filling = filling
        self._parts = FormParts()
        self.fields = self._parts.fields
        self.tables = self._parts.tables
        self.notes = self._parts.notes
        self._marks = FaultMarks(filling, self._parts)
        self._typing: NodeRef | None = None
        self._near: QuestionField | None = None  # holds the keyboard
        self._kept: frozenset[str] = frozenset()
        self._locked = False
        self.pages: FormPages | None = None  # of a long form only
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        self._content.setMinimumWidth(UNIT * 60)  # never wider than the page: nothing scrolls aside
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(PAGE_MARGIN, UNIT * 3, PAGE_MARGIN, UNIT * 8)
        self._column.setSpacing(_SECTION_GAP)
        self.setWidget(self._content)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        self._stops = FormStops(self._parts, self, self._content, self._is_readonly)
        self._stops.ended.connect(self._on_ended)
        self._stops.left_front.connect(self._on_left_front)
        self._listed = counted_refs(filling.entry)
        filling.changed.connect(self.apply)
        look().changed.connect(self._repaint_captions)
        watch_keyboard(self)
        self._builder = FormBuilder(filling, around, self._parts, self._content, self)
        self._build()

    def _build(self) -> None:
        self._builder.question_made.connect(self._on_question_made)
        self._builder.note_made.connect(self._refresh)
        self._builder.table_made.connect(self._on_table_made)
        self._builder.grew.connect(self._refresh_sections)
        items = self._builder.build(self._column)
        self._refresh_sections()
        if items:
            self.pages = FormPages(self, self._parts.sections, items)
            self._place_pages()
        self._builder.go_on()

    def build_section(self, page: int) -> None:
        """Build all up to a page; what comes after may wait."""
        self._builder.build_section(page)

    def show_section(self, section: Section) -> None:
        """Scroll to a section and put the keyboard on the first question that can be answered."""
        self._stops.focus_in(section)

    def shown_fault_refs(self) -> list[NodeRef]:
        """The faults that the person sees marked."""
        return self._marks.shown()

    def _place_pages(self) -> None:
        if self.pages is not None:
            self.setViewportMargins(self.pages.width(), 0, 0, 0)
            self.pages.place()

    @property
    def entry(self) -> FormEntry:
        """The record shown."""
        return self.filling.entry

    @property
    def content(self) -> QWidget:
        """All of the form, of which the view shows a part."""
        return self._content

    def ensure_built(self) -> None:
        """Build what a long form left for later."""
        self._builder.build_rest()

    def all_refs(self) -> list[NodeRef]:
        """Every question and cell in the order of the page."""
        return self._parts.all_refs()

    def may_show(self, entry: FormEntry) -> bool:
        """Whether `show_again` can show that record too: same form, same words, nothing locked."""
        mine = self.entry
        return (
            not (self._builder.is_waiting or self._locked)
            and (mine.form.form_id, mine.form.version) == (entry.form.form_id, entry.form.version)
            and mine.language == entry.language
        )

    def show_again(self, *, revealed: bool) -> None:
        """The controls stay, the record is another (`Filling.take`): values and states anew.

        `revealed`: as after `reveal_faults`.
        """
        self._marks.begin_again(revealed=revealed)
        self._typing = None
        for section in self._parts.sections:
            for path in section.paths():
                if path:
                    section.show_group(path, relevant=self.entry.group_relevant(path))
        self._parts.show_choices(self.entry, self.fields, again=False)
        for ref, field in self.fields.items():
            field.editor.show_value(self.entry.value(ref))
            field.editor.forget_typing()
            self._refresh(ref)
        for ref in self.notes:
            self._refresh(ref)
        for table in self.tables.values():
            table.show_again(revealed=revealed)
        self._refresh_sections()
        self.faults_changed.emit()
        self.verticalScrollBar().setValue(0)

    def end_typing(self) -> None:
        """What is being typed in a cell is an answer now, as if the cell had been left."""
        for table in self.tables.values():
            table.close_editor()

    def rehearse(self) -> None:
        """Show all that a record can show once, and put it away: the first record finds it made."""
        if self.may_show(self.entry):
            self.show_again(revealed=True)
            self.show_again(revealed=False)
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.show_pin(kept=False, near=True)
            first.show_pin(kept=False, near=False)

    def apply(self, changes: Changes) -> None:
        """Redraw what one step changed."""
        for path, _ in changes.groups:
            self._refresh_groups(path)
        self._apply_answers(changes)
        self._apply_states(changes)
        for key, table in self.tables.items():
            if key in changes.rows or (isinstance(table, InnerTable) and changes.rows):
                table.rows_changed()
            else:
                table.cells_changed(_refs_in(changes, key))
            if isinstance(table, RosterTable) and changes.values:
                table.count_changed()
        self._offer_listed_numbers()
        if changes.relevance or changes.groups:
            self._refresh_sections()
        self.faults_changed.emit()

    def _offer_listed_numbers(self) -> None:
        """A number that is missing is said with what the list gives for it now."""
        for ref in self._listed:
            if (field := self.fields.get(ref)) is not None and field.fault:
                self._refresh(ref)

    def _apply_answers(self, changes: Changes) -> None:
        self._parts.show_choices(self.entry, changes.choices, again=True)
        for ref in changes.values:
            if ref != self._typing and (field := self.fields.get(ref)):
                field.editor.show_value(self.entry.value(ref))

    def _apply_states(self, changes: Changes) -> None:
        stale = {
            *changes.relevance,
            *changes.required,
            *changes.readonly,
            *changes.violations,
            *changes.labels,
        }
        for ref in stale:
            if ref.key.startswith("/"):
                self._parts.reword(self.entry, ref.key)  # a group's label is named by its path
            elif ref.repeat is None:
                self._refresh(ref)

    def shown_faults(self) -> int:
        """How many faults the person sees marked."""
        return len(self._marks.shown())

    def show_warnings(self, warnings: dict[NodeRef, Shown]) -> None:
        """What is unusual, at the questions; an accepted one with its reason."""
        for ref in self._marks.take_warnings(warnings):
            self._refresh(ref)

    def show_kept(self, keys: frozenset[str]) -> None:
        """Mark the questions whose answers go from record to record."""
        changed = self._kept ^ keys
        self._kept = keys
        for key in changed:
            if field := self.fields.get(NodeRef(key)):
                self._show_pin(field)

    def reveal_faults(self) -> None:
        """Mark every fault, also where nothing was typed yet."""
        self._marks.reveal()
        self.ensure_built()
        for ref in self.fields:
            self._refresh(ref)
        for table in self.tables.values():
            table.reveal_faults()
        self.faults_changed.emit()

    def next_fault(self) -> NodeRef | None:
        """The first fault after where the keyboard is, round to the first of all."""
        return self._marks.next_after(self.current_ref())

    def current_ref(self) -> NodeRef | None:
        """The question that holds the keyboard."""
        return self._stops.current_ref()

    def focus_ref(self, ref: NodeRef) -> None:
        """Put the keyboard on a question, marked as visited so that its fault is said."""
        self.ensure_built()
        self._marks.come_to(ref)
        if ref.repeat is not None:
            table = self.tables.get(ref.repeat)
            if table is not None and ref.row is not None:
                table.go_to(ref.row, ref.key)
            return
        self._refresh(ref)
        field = self.fields.get(ref)
        if field is not None:
            self._stops.scroll_to(field)
            field.take_focus()

    def keep_in_sight(self) -> None:
        """Scroll to what holds the keyboard, after something has grown."""
        self._stops.show_soon()

    def focus_first(self) -> None:
        """Put the keyboard on the first question."""
        self._stops.focus_first()

    def focus_last(self) -> None:
        """Put the keyboard on the last question."""
        self.ensure_built()
        self._stops.focus_last()

    def step(self, *, forward: bool) -> None:
        """On to the next question that is asked, or back."""
        self.ensure_built()
        self._stops.step(forward=forward)

    def show_words(self) -> None:
        """Headings, labels and choices in the language of the entry."""
        self.ensure_built()
        self._parts.reword(self.entry)
        self._parts.show_choices(self.entry, self.fields, again=True)
        for ref, field in self.fields.items():
            field.editor.show_value(self.entry.value(ref))
            self._refresh(ref)
        for ref in self.notes:
            self._refresh(ref)
        for table in self.tables.values():
            table.model.all_changed()
            table.show_words()
        if self.pages is not None:
            self.pages.show_words()

    def lock(self) -> None:
        """Let everything be read and nothing be changed."""
        self._locked = True
        self.ensure_built()
        for field in self.fields.values():
            field.lock()
        for table in self.tables.values():
            table.lock()

    def label_of(self, ref: NodeRef) -> str:
        """The label of a question, for lists of faults."""
        return self.entry.state(ref).label

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        self.step(forward=next)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.step(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.filling.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.filling.redo()
        elif event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            bar = self.verticalScrollBar()
            bar.triggerAction(
                bar.SliderAction.SliderPageStepAdd
                if event.key() == Qt.Key.Key_PageDown
                else bar.SliderAction.SliderPageStepSub
            )
        else:
            event.ignore()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_pages()
        stop = self._stops.current()
        if isinstance(stop, QuestionField):
            self._stops.scroll_to(stop)

    def _on_range(self, least: int, most: int) -> None:
        """The fields end where the buttons below them end, with or without a scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width() if most > least else 0
        left, top, right, bottom = PAGE_MARGIN, UNIT * 3, PAGE_MARGIN - bar, UNIT * 8
        self._column.setContentsMargins(left, top, right, bottom)

    def _refresh(self, ref: NodeRef) -> None:
        state = self.entry.state(ref)
        if note := self.notes.get(ref):
            said = state.label
            if ref in self._parts.unasked:
                said = unasked_words(said, self.entry.value(ref))
            note.show_text(said, *self._marks.note_of(ref))
            note.setVisible(state.relevant)
        elif field := self.fields.get(ref):
            fault = self._marks.fault_of(ref, state, field.fault)
            warning, accepted = self._marks.warning_of(ref)
            field.show_state(state, fault, warning, accepted=accepted)
            if field.isHidden() == state.relevant:
                field.setVisible(state.relevant)

    def _show_pin(self, field: QuestionField) -> None:
        kept = field.ref.key in self._kept
        may = may_keep(self._parts.asked[field.ref])
        field.show_pin(kept=kept, near=may and field is self._near)

    def keyboard_moved(self) -> None:
        """The question that holds the keyboard shows its pin, the one before no longer."""
        stop = self._stops.current()
        if isinstance(stop, RepeatTable):  # back from the preview of a paste: the cell in sight
            self._stops.cell_entered()
        near = stop if isinstance(stop, QuestionField) and self._parts.is_own(stop) else None
        if near is self._near:
            return
        before, self._near = self._near, near
        for field in (before, near):
            if field is not None and self._parts.is_own(field):
                self._show_pin(field)

    def _refresh_groups(self, path: str) -> None:
        for section in self._parts.sections:
            section.show_group(path, relevant=self.entry.group_relevant(path))
        inside = f"{path}/"
        for question in self.entry.form.questions():
            if question.path.startswith(inside):
                self._refresh(NodeRef(question.key))

    def _refresh_sections(self) -> None:
        self._parts.refresh_sections(self.entry)

    def _is_readonly(self, ref: NodeRef) -> bool:
        return self.entry.state(ref).readonly

    def _repaint_captions(self) -> None:
        for field in self.fields.values():
            field.paint_caption()

    def _on_question_made(self, field: QuestionField) -> None:
        self._refresh(field.ref)
        field.edited.connect(self._on_edited)
        field.left.connect(self._on_left)
        field.stepped.connect(self._on_stepped)
        field.pinned.connect(self._on_pinned)
        if field.ref.key in self._kept:
            self._show_pin(field)
        if isinstance(field.editor, AttachmentEditor):
            self.file_place_made.emit(field.ref, field.editor)

    def _on_table_made(self, table: RepeatTable) -> None:
        table.stepped_out.connect(self._on_stepped_out)
        table.cell_entered.connect(self._stops.cell_entered)

    def _on_stepped_out(self, forward: bool) -> None:
        self.step(forward=forward)

    def _on_ended(self) -> None:
        self.ended.emit()

    def _on_left_front(self) -> None:
        self.left_front.emit()

    def _on_edited(self, ref: NodeRef, value: str) -> None:
        self._typing = ref
        self._marks.visit(ref)
        try:
            self.filling.answer(ref, value)
        finally:
            self._typing = None

    def _on_left(self, ref: NodeRef) -> None:
        self.filling.end_visit()
        self._marks.leave(ref)
        self._refresh(ref)
        self.faults_changed.emit()

    def _on_stepped(self, ref: NodeRef, forward: bool) -> None:
        del ref
        self.step(forward=forward)

    def _on_pinned(self, ref: NodeRef) -> None:
        self.pin_wanted.emit(ref)


def _refs_in(changes: Changes, repeat: str) -> list[NodeRef]:
    parts = (
        changes.values,
        changes.relevance,
        changes.required,
        changes.readonly,
        changes.violations,
        changes.choices,
        changes.labels,
    )
    return [ref for part in parts for ref in part if ref.repeat == repeat]
