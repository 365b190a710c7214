"""The questions of a form on a page: made from the definition, redrawn only where it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Protocol

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.forms.definition import Group, Item, Question, QuestionType, Repeat
from hrdesk.forms.roster import roster_of
from hrdesk.gui.components import PAGE_MARGIN
from hrdesk.gui.filling import Filling
from hrdesk.gui.form_pages import FormPages
from hrdesk.gui.form_section import Section
from hrdesk.gui.inner_table import InnerTable
from hrdesk.gui.keyboard_watch import watch_keyboard
from hrdesk.gui.page_list import LONG
from hrdesk.gui.question_field import QuestionField
from hrdesk.gui.question_widgets.attachment import AttachmentEditor
from hrdesk.gui.question_widgets.choosing import (
    Surroundings,
    editor_for,
    is_shown,
    is_warning,
    span_of,
)
from hrdesk.gui.question_widgets.editor import ChoiceText
from hrdesk.gui.question_widgets.note import NoteBox, unasked_words
from hrdesk.gui.repeat_table import RepeatTable
from hrdesk.gui.roster_table import RosterTable
from hrdesk.gui.theme import UNIT, look
from hrdesk.records.entry import Changes, FormEntry, NodeRef
from hrdesk.services.kept_answers import may_keep

_AT_ONCE: Final = 60  # questions built before the page is first shown
_OF_LONG: Final = 16  # the same of a long form: what fills a screen
_PAGE_OF: Final = 20  # questions on a page of a long form where no group makes one
_SECTION_GAP: Final = UNIT * 7
_WIDEST: Final = 980
Shown = tuple[str, bool]  # a warning in words, and whether it was accepted


class Stop(Protocol):
    """A place where the keyboard stops: a question or a table."""

    def take_focus(self) -> None:
        """Put the keyboard here."""


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
        self._around = around
        self.fields: dict[NodeRef, QuestionField] = {}
        self.tables: dict[str, RepeatTable] = {}
        self._notes: dict[NodeRef, NoteBox] = {}
        self._unasked: set[NodeRef] = set()  # of a kind that a desk cannot take
        self._stops: list[QuestionField | RepeatTable] = []
        self._sections: list[Section] = []
        self._touched: set[NodeRef] = set()
        self._revealed = False
        self._typing: NodeRef | None = None
        self._visited: NodeRef | None = None  # being typed in, until it is left
        self._near: QuestionField | None = None  # holds the keyboard
        self._warnings: dict[NodeRef, Shown] = {}
        self._kept: frozenset[str] = frozenset()
        self._offered: dict[NodeRef, tuple[ChoiceText, ...]] = {}
        self._asked: dict[NodeRef, Question] = {}
        self._locked = False
        self._waiting: list[Callable[[], None]] = []
        self._waiting_in: list[Section] = []  # the section of each that waits
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
        self._soon = self._timer(self._show_cell, once=True)
        self._later = self._timer(self._build_one, once=False)
        filling.changed.connect(self.apply)
        look().changed.connect(self._repaint_captions)
        watch_keyboard(self)
        self.pages: FormPages | None = None  # of a long form only
        self._build()

    def build_section(self, page: int) -> None:
        """Build all up to a page; what comes after may wait."""
        section = self._sections[page]
        while section in self._waiting_in:
            self._build_one()

    def show_section(self, section: Section) -> None:
        """Scroll to a section and put the keyboard on the first question that can be answered."""
        layout = self._content.layout()
        if layout is not None:
            layout.activate()
        self.verticalScrollBar().setValue(max(0, section.y() - UNIT * 3))
        for stop in self._stops:
            if (
                section.isAncestorOf(stop)
                and stop.isVisibleTo(self._content)
                and not self._is_locked(stop)
            ):
                stop.take_focus()
                return

    def shown_fault_refs(self) -> list[NodeRef]:
        """The faults that the person sees marked."""
        return [ref for ref in self._fault_refs() if self._is_shown_fault(ref)]

    def _place_pages(self) -> None:
        if self.pages is not None:
            self.setViewportMargins(self.pages.width(), 0, 0, 0)
            self.pages.place()

    def _timer(self, call: Callable[[], None], *, once: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(once)
        timer.setInterval(0)
        timer.timeout.connect(call)
        return timer

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
        while self._waiting:
            self._build_one()

    def may_show(self, entry: FormEntry) -> bool:
        """Whether `show_again` can show that record too: same form, same words, no table."""
        mine = self.entry
        return (
            not (self.tables or self._waiting or self._locked)
            and (mine.form.form_id, mine.form.version) == (entry.form.form_id, entry.form.version)
            and mine.language == entry.language
        )

    def show_again(self, *, revealed: bool) -> None:
        """The controls stay, the record is another (`Filling.take`): values and states anew.

        `revealed`: as after `reveal_faults`.
        """
        self._touched.clear()
        self._revealed = revealed
        self._typing = self._visited = None
        self._warnings = {}
        for section in self._sections:
            for path in section.paths():
                if path:
                    section.show_group(path, relevant=self.entry.group_relevant(path))
        for ref, field in self.fields.items():
            choices = self._choices(ref)
            if choices != self._offered.get(ref):
                self._offered[ref] = choices
                field.editor.show_choices(choices)
            field.editor.show_value(self.entry.value(ref))
            field.editor.forget_typing()
            self._refresh(ref)
        for ref in self._notes:
            self._refresh(ref)
        self._refresh_sections()
        self.verticalScrollBar().setValue(0)

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
        if changes.relevance or changes.groups:
            self._refresh_sections()
        self.faults_changed.emit()

    def _apply_answers(self, changes: Changes) -> None:
        for ref in changes.choices:
            if field := self.fields.get(ref):
                self._offered[ref] = self._choices(ref)
                field.editor.show_choices(self._offered[ref])
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
                self._reword(ref.key)  # a group's label is named by its path
            elif ref.repeat is None:
                self._refresh(ref)

    def shown_faults(self) -> int:
        """How many faults the person sees marked."""
        return sum(self._is_shown_fault(ref) for ref in self._fault_refs())

    def show_warnings(self, warnings: dict[NodeRef, Shown]) -> None:
        """What is unusual, at the questions; an accepted one with its reason."""
        stale = {ref for ref in {*warnings, *self._warnings} if ref.repeat is None}
        changed = {ref for ref in stale if warnings.get(ref) != self._warnings.get(ref)}
        self._warnings = warnings
        for ref in changed:
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
        self._revealed = True
        self.ensure_built()
        for ref in self.fields:
            self._refresh(ref)
        for table in self.tables.values():
            table.reveal_faults()
        self.faults_changed.emit()

    def next_fault(self) -> NodeRef | None:
        """The first fault after where the keyboard is, round to the first of all."""
        order = self._fault_refs()
        if not order:
            return None
        places = {ref: place for place, ref in enumerate(self.all_refs())}
        here = self.current_ref()
        at = places.get(here, -1) if here is not None else -1
        for ref in order:
            if places.get(ref, len(places)) > at:
                return ref
        return order[0]

    def current_ref(self) -> NodeRef | None:
        """The question that holds the keyboard."""
        stop = self._current_stop()
        if isinstance(stop, QuestionField):
            return stop.ref
        return stop.current_ref() if stop is not None else None

    def focus_ref(self, ref: NodeRef) -> None:
        """Put the keyboard on a question, marked as visited so that its fault is said."""
        self.ensure_built()
        self._touched.add(ref)
        if ref.repeat is not None:
            table = self.tables.get(ref.repeat)
            if table is not None and ref.row is not None:
                table.go_to(ref.row, ref.key)
            return
        self._refresh(ref)
        field = self.fields.get(ref)
        if field is not None:
            self._scroll_to(field)
            field.take_focus()

    def focus_first(self) -> None:
        """Put the keyboard on the first question."""
        self._focus_stop(0, 1)

    def focus_last(self) -> None:
        """Put the keyboard on the last question."""
        self.ensure_built()
        self._focus_stop(len(self._stops) - 1, -1)

    def step(self, *, forward: bool) -> None:
        """On to the next question that is asked, or back."""
        self.ensure_built()
        stop = self._current_stop()
        step = 1 if forward else -1
        start = self._stops.index(stop) + step if stop is not None else 0
        self._focus_stop(start, step)

    def show_words(self) -> None:
        """Headings, labels and choices in the language of the entry."""
        self.ensure_built()
        for section in self._sections:
            for path in section.paths():
                if path:
                    section.show_words(path, self.entry.label(path))
        for ref, field in self.fields.items():
            self._offered[ref] = self._choices(ref)
            field.editor.show_choices(self._offered[ref])
            field.editor.show_value(self.entry.value(ref))
            self._refresh(ref)
        for ref in self._notes:
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
        stop = self._current_stop()
        if isinstance(stop, QuestionField):
            self._scroll_to(stop)

    def _on_range(self, least: int, most: int) -> None:
        """The fields end where the buttons below them end, with or without a scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width() if most > least else 0
        left, top, right, bottom = PAGE_MARGIN, UNIT * 3, PAGE_MARGIN - bar, UNIT * 8
        self._column.setContentsMargins(left, top, right, bottom)

    def _build(self) -> None:
        section: Section | None = None
        built = 0
        items: list[list[Item]] = []
        is_long = sum(map(_count, self.entry.form.children)) >= LONG
        at_once = _OF_LONG if is_long else _AT_ONCE
        for item in self.entry.form.children:
            if isinstance(item, Group | Repeat) or (
                is_long and section and len(items[-1]) >= _PAGE_OF
            ):
                section = None
            if section is None:
                items.append([])
                section = Section(
                    item.path if not isinstance(item, Question) else "", self._content
                )
                self._sections.append(section)
                self._column.addWidget(section)
            items[-1].append(item)
            if built < at_once:
                self._add(section, item)
                built += _count(item)
            else:
                self._waiting_in.append(section)
                self._waiting.append(lambda s=section, i=item: self._add(s, i))  # type: ignore[misc]  # defaults bind the loop's values
            if isinstance(item, Group | Repeat) and is_long:
                section = None
        self._column.addStretch(1)
        self._refresh_sections()
        if is_long:
            self.pages = FormPages(self, self._sections, items)
            self._place_pages()
        if self._waiting:
            self._later.start()

    def _build_one(self) -> None:
        if self._waiting:
            self._waiting_in.pop(0)
            self._waiting.pop(0)()
            self._refresh_sections()
        if not self._waiting:
            self._later.stop()

    def _add(self, section: Section, item: Item) -> None:
        if isinstance(item, Question):
            self._add_question(section, item)
        elif isinstance(item, Repeat):
            table = self._table(item, section)
            table.stepped_out.connect(self._on_stepped_out)
            table.cell_entered.connect(self._on_cell_entered)
            self.tables[item.key] = table
            self._stops.append(table)
            section.add_table(table)
            for inner in _inner_repeats(item.children):
                self._add_inner(section, inner, table)
        else:
            if item.path != section.path:
                section.add_subheading(item.path, self.entry.label(item.path))
            else:
                section.show_heading(self.entry.label(item.path))
            for child in item.children:
                self._add(section, child)

    def _add_inner(self, section: Section, repeat: Repeat, outer: RepeatTable) -> None:
        table = InnerTable(self.filling, repeat, self._around, outer, section)
        table.stepped_out.connect(self._on_stepped_out)
        table.cell_entered.connect(self._on_cell_entered)
        self.tables[repeat.key] = table
        self._stops.append(table)
        section.add_table(table)
        for inner in _inner_repeats(repeat.children):
            self._add_inner(section, inner, table)

    def _table(self, repeat: Repeat, section: Section) -> RepeatTable:
        roster = roster_of(self.entry.form)
        if roster is None or roster.repeat != repeat.key:
            return RepeatTable(self.filling, repeat, self._around, section)
        return RosterTable(self.filling, repeat, self._around, roster, section)

    def _add_question(self, section: Section, question: Question) -> None:
        ref = NodeRef(question.key)
        if question.question_type is QuestionType.UNSUPPORTED:
            self._unasked.add(ref)
            self._notes[ref] = NoteBox("info")
            section.grid.add_cell(self._notes[ref], span_of(question))
            self._refresh(ref)
            return
        if not is_shown(question):
            return
        if question.question_type is QuestionType.NOTE:
            note = NoteBox("warn" if is_warning(question, self.entry.form) else "info")
            self._notes[ref] = note
            section.grid.add_cell(note, span_of(question))
            self._refresh(ref)
            return
        self._offered[ref] = self._choices(ref)
        self._asked[ref] = question
        editor = editor_for(question, self._offered[ref], self._around)
        field = QuestionField(ref, editor)
        self.fields[ref] = field
        self._stops.append(field)
        section.grid.add_cell(field, span_of(question))
        editor.show_value(self.entry.value(ref))
        self._refresh(ref)
        field.edited.connect(self._on_edited)
        field.left.connect(self._on_left)
        field.stepped.connect(self._on_stepped)
        field.pinned.connect(self._on_pinned)
        if question.key in self._kept:
            self._show_pin(field)
        if isinstance(editor, AttachmentEditor):
            self.file_place_made.emit(ref, editor)

    def _choices(self, ref: NodeRef) -> tuple[ChoiceText, ...]:
        entry = self.entry
        return tuple(ChoiceText(c.name, entry.choice_label(c)) for c in entry.choices(ref))

    def _refresh(self, ref: NodeRef) -> None:
        state = self.entry.state(ref)
        if note := self._notes.get(ref):
            said = state.label
            if ref in self._unasked:
                said = unasked_words(said, self.entry.value(ref))
            note.show_text(said, *self._warnings.get(ref, ("", False)))
            note.setVisible(state.relevant)
        elif field := self.fields.get(ref):
            fault = ""
            if state.violation is not None and (self._revealed or ref in self._touched):
                fault = state.violation.message
            if ref == self._visited and fault != field.fault:
                fault = ""  # what is half typed is not judged before it is left
            warning, accepted = self._warning_at(ref)
            field.show_state(state, fault, warning, accepted=accepted)
            if field.isHidden() == state.relevant:
                field.setVisible(state.relevant)

    def _warning_at(self, ref: NodeRef) -> Shown:
        seen = self._revealed or ref in self._touched
        if ref == self._visited or not seen:
            return "", False
        return self._warnings.get(ref, ("", False))

    def _show_pin(self, field: QuestionField) -> None:
        kept = field.ref.key in self._kept
        may = may_keep(self._asked[field.ref])
        field.show_pin(kept=kept, near=may and field is self._near)

    def keyboard_moved(self) -> None:
        """The question that holds the keyboard shows its pin, the one before no longer."""
        stop = self._current_stop()
        near = stop if isinstance(stop, QuestionField) and self._is_own(stop) else None
        if near is self._near:
            return
        before, self._near = self._near, near
        for field in (before, near):
            if field is not None and self._is_own(field):
                self._show_pin(field)

    def _is_own(self, field: QuestionField) -> bool:
        """Whether the field is one of the page that stands now, not one about to go."""
        return self.fields.get(field.ref) is field

    def _reword(self, path: str) -> None:
        for section in self._sections:
            if path in section.paths():
                section.show_words(path, self.entry.label(path))

    def _refresh_groups(self, path: str) -> None:
        for section in self._sections:
            section.show_group(path, relevant=self.entry.group_relevant(path))
        inside = f"{path}/"
        for question in self.entry.form.questions():
            if question.path.startswith(inside):
                self._refresh(NodeRef(question.key))

    def _refresh_sections(self) -> None:
        for section in self._sections:
            asked = not section.path or self.entry.group_relevant(section.path)
            section.setVisible(asked and section.has_something())

    def _fault_refs(self) -> list[NodeRef]:
        return [NodeRef(v.key, v.repeat, v.row) for v in self.entry.violations()]

    def _is_shown_fault(self, ref: NodeRef) -> bool:
        if self._revealed or ref in self._touched:
            return True
        table = self.tables.get(ref.repeat or "")
        return table is not None and table.shows_fault(ref)

    def all_refs(self) -> list[NodeRef]:
        """Every question and cell in the order of the page."""
        refs: list[NodeRef] = []
        for stop in self._stops:
            refs += [stop.ref] if isinstance(stop, QuestionField) else stop.all_refs()
        return refs

    def _current_stop(self) -> QuestionField | RepeatTable | None:
        focused = QApplication.focusWidget()
        widget: QObject | None = focused
        if focused is None or not self.isAncestorOf(focused):
            return None  # the keyboard is in another page
        while widget is not None and widget is not self:
            if isinstance(widget, QuestionField | RepeatTable):
                return widget
            widget = widget.parent()
        return None

    def _focus_stop(self, start: int, step: int) -> None:
        place = start
        while 0 <= place < len(self._stops):
            stop = self._stops[place]
            if stop.isVisibleTo(self._content) and not self._is_locked(stop):
                if isinstance(stop, QuestionField):
                    self._scroll_to(stop)
                stop.take_focus()
                return
            place += step
        if step > 0:
            self.ended.emit()
        else:
            self.left_front.emit()

    def _is_locked(self, stop: QuestionField | RepeatTable) -> bool:
        return isinstance(stop, QuestionField) and self.entry.state(stop.ref).readonly

    def _scroll_to(self, widget: QWidget) -> None:
        layout = self._content.layout()
        if layout is not None:
            layout.activate()
        self.ensureWidgetVisible(widget, 0, UNIT * 8)

    def _repaint_captions(self) -> None:
        for field in self.fields.values():
            field.paint_caption()

    def _on_edited(self, ref: NodeRef, value: str) -> None:
        self._typing = self._visited = ref
        try:
            self.filling.answer(ref, value)
        finally:
            self._typing = None

    def _on_left(self, ref: NodeRef) -> None:
        self.filling.end_visit()
        self._visited = None
        self._touched.add(ref)
        self._refresh(ref)
        self.faults_changed.emit()

    def _on_stepped(self, ref: NodeRef, forward: bool) -> None:
        del ref
        self.step(forward=forward)

    def _on_pinned(self, ref: NodeRef) -> None:
        self.pin_wanted.emit(ref)

    def _on_stepped_out(self, forward: bool) -> None:
        self.step(forward=forward)

    def _on_cell_entered(self) -> None:
        self._show_cell()
        self._soon.start()  # once more when rows that were just added have taken their room

    def _show_cell(self) -> None:
        table = self._current_stop()
        if not isinstance(table, RepeatTable):
            return
        top = table.mapTo(self._content, QPoint(0, 0)).y()
        spot = table.mapTo(self._content, table.current_place().center()).y()
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if table.height() < room:
            self.ensureWidgetVisible(table, 0, UNIT * 3)
        elif not bar.value() + UNIT * 12 < spot < bar.value() + room - UNIT * 12:
            bar.setValue(top - UNIT * 3)
        self.ensureVisible(0, spot, 0, UNIT * 12)


def _inner_repeats(children: tuple[Item, ...]) -> Iterator[Repeat]:
    for child in children:
        if isinstance(child, Repeat):
            yield child
        elif isinstance(child, Group):
            yield from _inner_repeats(child.children)


def _count(item: Item) -> int:
    return 1 if isinstance(item, Question) else sum(_count(child) for child in item.children)


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
