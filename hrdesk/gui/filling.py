"""The record being filled, as the page sees it: one door for every change, and its undo.

Undo goes by visits: all that was typed into one question while the keyboard was there is one step.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from hrdesk.forms.definition import ValueType
from hrdesk.gui.question_widgets.choosing import is_shown
from hrdesk.records.entry import Changes, FormEntry, NodeRef


class Filling(QObject):
    """Passes answers to the `FormEntry` and tells what they changed."""

    changed = Signal(object)  # Changes
    answered = Signal(object)  # NodeRef that the person answered
    undone = Signal(object)  # Changes of a step taken back or taken again

    def __init__(self, entry: FormEntry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._visit: NodeRef | None = None
        self._past: list[int] = []  # steps of the entry in each step of the person
        self._future: list[int] = []

    def answer(self, ref: NodeRef, value: str) -> None:
        """An answer of the person, at every key."""
        if self.entry.value(ref) == value:
            return
        changes = self.entry.set_value(ref, value)
        self._count(ref)
        self._tell(changes)
        self.answered.emit(ref)

    def answer_many(self, answers: Sequence[tuple[NodeRef, str]]) -> None:
        """Several answers as one step."""
        self.end_visit()
        changes = [
            self.entry.set_value(ref, value)
            for ref, value in answers
            if self.entry.value(ref) != value
        ]
        self._count_many(changes)

    def add_row(self, repeat: str, at: int | None = None) -> None:
        """A new row."""
        self.end_visit()
        self._count_many([self.entry.add_row(repeat, at)])

    def add_rows(self, repeat: str, rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        """New rows at the end with their answers, as one step."""
        self.end_visit()
        changes: list[Changes] = []
        for row in rows:
            changes.append(self.entry.add_row(repeat))
            place = self.entry.rows(repeat) - 1
            changes += [
                self.entry.set_value(NodeRef(key, repeat, place), value) for key, value in row
            ]
        self._count_many(changes)

    def remove_rows(self, repeat: str, rows: Sequence[int]) -> None:
        """Take rows out, as one step."""
        self.end_visit()
        self._count_many(
            [self.entry.remove_row(repeat, row) for row in sorted(set(rows), reverse=True)]
        )

    def end_visit(self) -> None:
        """The keyboard left a question: what is typed next is another step."""
        self._visit = None

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._future)

    def undo(self) -> None:
        """Take the last step back."""
        if self._past:
            self.end_visit()
            steps = self._past.pop()
            self._future.append(steps)
            self._travel([self.entry.undo() for _ in range(steps) if self.entry.can_undo])

    def redo(self) -> None:
        """Take the step again."""
        if self._future:
            self.end_visit()
            steps = self._future.pop()
            self._past.append(steps)
            self._travel([self.entry.redo() for _ in range(steps) if self.entry.can_redo])

    def set_language(self, language: str) -> None:
        """Labels and messages in another language."""
        self._tell(self.entry.set_language(language))

    def _count(self, ref: NodeRef) -> None:
        self._future.clear()
        if self._visit == ref and self._past:
            self._past[-1] += 1
        else:
            self._visit = ref
            self._past.append(1)

    def _count_many(self, changes: Sequence[Changes]) -> None:
        if changes:
            self._future.clear()
            self._past.append(len(changes))
            self._tell(merged(changes))

    def _travel(self, changes: Sequence[Changes]) -> None:
        together = merged(changes)
        self._tell(together)
        self.undone.emit(together)

    def _tell(self, changes: Changes) -> None:
        self.changed.emit(changes)


def merged(changes: Sequence[Changes]) -> Changes:
    """All that several steps changed; where one contradicts another the later holds."""
    return Changes(
        values=tuple(dict.fromkeys(ref for step in changes for ref in step.values)),
        relevance=tuple(dict.fromkeys(ref for step in changes for ref in step.relevance)),
        required=tuple(dict.fromkeys(ref for step in changes for ref in step.required)),
        readonly=tuple(dict.fromkeys(ref for step in changes for ref in step.readonly)),
        violations=tuple(dict.fromkeys(ref for step in changes for ref in step.violations)),
        labels=tuple(dict.fromkeys(ref for step in changes for ref in step.labels)),
        choices=tuple(dict.fromkeys(ref for step in changes for ref in step.choices)),
        rows=tuple(dict.fromkeys(key for step in changes for key in step.rows)),
        groups=tuple(dict(pair for step in changes for pair in step.groups).items()),
    )


def answers_not_asked(entry: FormEntry) -> tuple[NodeRef, ...]:
    """Answers that were typed and that a completed record would not hold."""
    form = entry.form
    kept = entry.answers()
    lost = [
        NodeRef(question.key)
        for question in form.questions()
        if is_shown(question)
        and question.value_type is not ValueType.NONE
        and question.key not in kept
        and entry.value(NodeRef(question.key))
    ]
    for repeat in form.repeats():
        for row in range(entry.rows(repeat.key)):
            for question in form.questions(repeat.key):
                ref = NodeRef(question.key, repeat.key, row)
                if is_shown(question) and entry.value(ref) and not entry.state(ref).relevant:
                    lost.append(ref)
    return tuple(lost)


def drop_blank_rows(entry: FormEntry) -> None:
    """Take out the blank first rows that a new record begins with: the table has its own."""
    for repeat in entry.form.repeats():
        blank = entry.rows(repeat.key) == 1 and not any(
            entry.value(NodeRef(question.key, repeat.key, 0))
            for question in entry.form.questions(repeat.key)
            if is_shown(question)
        )
        if blank and not entry.rows_fixed(repeat.key):
            entry.remove_row(repeat.key, 0)
