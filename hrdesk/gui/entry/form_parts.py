"""What stands on the page of a form: its controls by question, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hrdesk.forms.definition import Question
from hrdesk.gui.entry.form_section import Section
from hrdesk.gui.entry.question_field import QuestionField
from hrdesk.gui.entry.question_widgets.editor import ChoiceText
from hrdesk.gui.entry.question_widgets.note import NoteBox
from hrdesk.gui.entry.repeat_table import RepeatTable
from hrdesk.records.entry import FormEntry, NodeRef

Stop = QuestionField | RepeatTable  # where the keyboard stops


@dataclass(slots=True)
class FormParts:
    """All that was built so far; a long form is built by and by."""

    fields: dict[NodeRef, QuestionField] = field(default_factory=dict)
    tables: dict[str, RepeatTable] = field(default_factory=dict)
    notes: dict[NodeRef, NoteBox] = field(default_factory=dict)
    unasked: set[NodeRef] = field(default_factory=set)  # of a kind that a desk cannot take
    offered: dict[NodeRef, tuple[ChoiceText, ...]] = field(default_factory=dict)
    asked: dict[NodeRef, Question] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def all_refs(self) -> list[NodeRef]:
        """Every question and cell in the order of the page."""
        refs: list[NodeRef] = []
        for stop in self.stops:
            refs += [stop.ref] if isinstance(stop, QuestionField) else stop.all_refs()
        return refs

    def is_own(self, question: QuestionField) -> bool:
        """Whether the field is one of the page that stands now, not one about to go."""
        return self.fields.get(question.ref) is question

    def show_choices(self, entry: FormEntry, refs: Iterable[NodeRef], *, again: bool) -> None:
        """Offer what can be chosen now; `again`: also where it is what was offered before."""
        for ref in refs:
            question = self.fields.get(ref)
            if question is None:
                continue
            choices = choices_of(entry, ref)
            if again or choices != self.offered.get(ref):
                self.offered[ref] = choices
                question.editor.show_choices(choices)

    def reword(self, entry: FormEntry, path: str = "") -> None:
        """Headings in the words of now; one group's, or all."""
        for section in self.sections:
            for each in section.paths():
                if each and path in {"", each}:
                    section.show_words(each, entry.label(each))

    def refresh_sections(self, entry: FormEntry) -> None:
        """A section is seen while anything in it is asked."""
        for section in self.sections:
            asked = not section.path or entry.group_relevant(section.path)
            section.setVisible(asked and section.has_something())


def choices_of(entry: FormEntry, ref: NodeRef) -> tuple[ChoiceText, ...]:
    """What can be chosen at a question now, in the words of the entry's language."""
    return tuple(ChoiceText(c.name, entry.choice_label(c)) for c in entry.choices(ref))
