"""The controls of a form are made from its definition: what fills a screen at once, the rest after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from hrdesk.forms.definition import Group, Item, Question, QuestionType, Repeat
from hrdesk.forms.roster import roster_of
from hrdesk.gui.entry.filling import Filling
from hrdesk.gui.entry.form_parts import FormParts, choices_of
from hrdesk.gui.entry.form_section import Section
from hrdesk.gui.entry.inner_table import InnerTable
from hrdesk.gui.entry.page_list import LONG
from hrdesk.gui.entry.question_field import QuestionField
from hrdesk.gui.entry.question_widgets.choosing import (
    Surroundings,
    editor_for,
    is_shown,
    is_warning,
    span_of,
)
from hrdesk.gui.entry.question_widgets.note import NoteBox
from hrdesk.gui.entry.repeat_table import RepeatTable
from hrdesk.gui.entry.roster_table import RosterTable
from hrdesk.records.entry import NodeRef

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

_AT_ONCE: Final = 60  # questions built before the page is first shown
_OF_LONG: Final = 16  # the same of a long form: what fills a screen
_PAGE_OF: Final = 20  # questions on a page of a long form where no group makes one


class FormBuilder(QObject):
    """Fills `parts`; says of each control that it was made, before anybody sees it."""

    question_made = Signal(object)  # QuestionField
    note_made = Signal(object)  # NodeRef
    table_made = Signal(object)  # RepeatTable
    grew = Signal()  # something that had waited stands on the page

    def __init__(
        self,
        filling: Filling,
        around: Surroundings,
        parts: FormParts,
        content: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._filling = filling
        self._around = around
        self._parts = parts
        self._content = content
        self._waiting: list[Callable[[], None]] = []
        self._waiting_in: list[Section] = []  # the section of each that waits
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._build_one)

    @property
    def is_waiting(self) -> bool:
        """Whether a part of the form is not built yet."""
        return bool(self._waiting)

    def build(self, column: QVBoxLayout) -> list[list[Item]]:
        """Build what is seen first; the items of each page of a long form, [] of a short one."""
        section: Section | None = None
        built = 0
        items: list[list[Item]] = []
        form = self._filling.entry.form
        is_long = sum(map(_count, form.children)) >= LONG
        at_once = _OF_LONG if is_long else _AT_ONCE
        for item in form.children:
            if isinstance(item, Group | Repeat) or (
                is_long and section and len(items[-1]) >= _PAGE_OF
            ):
                section = None
            if section is None:
                items.append([])
                section = Section(
                    item.path if not isinstance(item, Question) else "", self._content
                )
                self._parts.sections.append(section)
                column.addWidget(section)
            items[-1].append(item)
            if built < at_once:
                self._add(section, item)
                built += _count(item)
            else:
                self._waiting_in.append(section)
                self._waiting.append(lambda s=section, i=item: self._add(s, i))  # type: ignore[misc]  # defaults bind the loop's values
            if isinstance(item, Group | Repeat) and is_long:
                section = None
        column.addStretch(1)
        return items if is_long else []

    def go_on(self) -> None:
        """Build what waits whenever the window has nothing else to do."""
        if self._waiting:
            self._later.start()

    def build_section(self, page: int) -> None:
        """Build all up to a page; what comes after may wait."""
        section = self._parts.sections[page]
        while section in self._waiting_in:
            self._build_one()

    def build_rest(self) -> None:
        """Build what a long form left for later."""
        while self._waiting:
            self._build_one()

    def _build_one(self) -> None:
        if self._waiting:
            self._waiting_in.pop(0)
            self._waiting.pop(0)()
            self.grew.emit()
        if not self._waiting:
            self._later.stop()

    def _add(self, section: Section, item: Item) -> None:
        if isinstance(item, Question):
            self._add_question(section, item)
        elif isinstance(item, Repeat):
            self._add_table(section, item, self._table(item, section))
        else:
            label = self._filling.entry.label(item.path)
            if item.path != section.path:
                section.add_subheading(item.path, label)
            else:
                section.show_heading(label)
            for child in item.children:
                self._add(section, child)

    def _add_table(self, section: Section, repeat: Repeat, table: RepeatTable) -> None:
        self._parts.tables[repeat.key] = table
        self._parts.stops.append(table)
        self.table_made.emit(table)
        section.add_table(table)
        for inner in _inner_repeats(repeat.children):
            within = InnerTable(self._filling, inner, self._around, table, section)
            self._add_table(section, inner, within)

    def _table(self, repeat: Repeat, section: Section) -> RepeatTable:
        roster = roster_of(self._filling.entry.form)
        if roster is None or roster.repeat != repeat.key:
            return RepeatTable(self._filling, repeat, self._around, section)
        return RosterTable(self._filling, repeat, self._around, roster, section)

    def _add_question(self, section: Section, question: Question) -> None:
        ref = NodeRef(question.key)
        if question.question_type is QuestionType.UNSUPPORTED:
            self._parts.unasked.add(ref)
            self._add_note(section, question, "info")
        elif not is_shown(question):
            return
        elif question.question_type is QuestionType.NOTE:
            warns = is_warning(question, self._filling.entry.form)
            self._add_note(section, question, "warn" if warns else "info")
        else:
            entry, parts = self._filling.entry, self._parts
            parts.offered[ref] = choices_of(entry, ref)
            parts.asked[ref] = question
            editor = editor_for(question, parts.offered[ref], self._around)
            field = QuestionField(ref, editor)
            parts.fields[ref] = field
            parts.stops.append(field)
            section.grid.add_cell(field, span_of(question))
            editor.show_value(entry.value(ref))
            self.question_made.emit(field)

    def _add_note(
        self, section: Section, question: Question, look: Literal["info", "warn"]
    ) -> None:
        ref = NodeRef(question.key)
        self._parts.notes[ref] = NoteBox(look)
        section.grid.add_cell(self._parts.notes[ref], span_of(question))
        self.note_made.emit(ref)


def _inner_repeats(children: tuple[Item, ...]) -> Iterator[Repeat]:
    for child in children:
        if isinstance(child, Repeat):
            yield child
        elif isinstance(child, Group):
            yield from _inner_repeats(child.children)


def _count(item: Item) -> int:
    return 1 if isinstance(item, Question) else sum(_count(child) for child in item.children)
