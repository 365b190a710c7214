"""The record being filled, as the page sees it: one door for every change, and its undo.

Undo goes by visits: all that was typed into one question while the keyboard was there is one step.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from PySide6.QtCore import QObject, Signal

from hrdesk.gui.entry.question_widgets.choosing import is_shown
from hrdesk.records.entry import Changes, FormEntry, NodeRef


class Filling(QObject):
    """Passes answers to the `FormEntry` and tells what they changed."""

    changed = Signal(object)  # Changes
    undone = Signal(object)  # Changes of a step taken back or taken again
    touched = Signal()  # something beside the answers changed that a draft keeps

    def __init__(self, entry: FormEntry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.typed: set[tuple[str | None, str]] = set()  # repeat and key of what a person answered

    def take(self, entry: FormEntry) -> None:
        """Another record of the same form; whoever shows it is told by its page."""
        self.entry = entry
        self.typed = set()

    def answer(self, ref: NodeRef, value: str) -> None:
        """An answer of the person, at every key."""
        if self.entry.value(ref) == value:
            return
        changes = self.entry.set_value(ref, value)
        self.typed.add((ref.repeat, ref.key))
        self._tell(changes)

    def answer_many(self, answers: Sequence[tuple[NodeRef, str]]) -> None:
        """Several answers as one step."""
        self.end_visit()
        places = {(ref.repeat, ref.key) for ref, _ in answers}
        self.typed |= places
        if len(places) == 1 and answers[0][0].repeat is not None:  # who came, of a long list
            with self.entry.one_step():
                changes = [self.entry.set_column(answers)]
            self._tell_all(changes)
            return
        with self.entry.one_step():
            changes = [
                self.entry.set_value(ref, value)
                for ref, value in answers
                if self.entry.value(ref) != value
            ]
        self._tell_all(changes)

    def add_row(self, repeat: str, at: int | None = None, *, parent_row: int | None = None) -> None:
        """A new row; `parent_row` for a repeat inside a repeat, where `at` counts inside it."""
        self.end_visit()
        self._tell(self.entry.add_row(repeat, at, parent_row=parent_row))

    def add_rows(
        self,
        repeat: str,
        rows: Sequence[Sequence[tuple[str, str]]],
        parent_row: int | None = None,
    ) -> None:
        """New rows at the end with their answers, as one step."""
        self.end_visit()
        self.typed |= {(repeat, key) for row in rows for key, _ in row}
        if parent_row is None:
            self._tell(self.entry.add_rows(repeat, rows))
            return
        changes = []
        with self.entry.one_step():
            for row in rows:
                changes.append(self.entry.add_row(repeat, parent_row=parent_row))
                last = -1 + sum(
                    self.entry.rows(repeat, parent_row=outer) for outer in range(parent_row + 1)
                )
                for key, value in row:
                    changes.append(self.entry.set_value(NodeRef(key, repeat, last), value))
        self._tell_all(changes)

    def reorder(self, repeat: str, order: Sequence[int]) -> None:
        """Rows in another order, as one step."""
        self.end_visit()
        self._tell(self.entry.reorder(repeat, order))

    def remove_rows(self, repeat: str, rows: Sequence[int]) -> None:
        """Take rows out, as one step."""
        self.end_visit()
        with self.entry.one_step():
            changes = [
                self.entry.remove_row(repeat, row) for row in sorted(set(rows), reverse=True)
            ]
        self._tell_all(changes)

    def end_visit(self) -> None:
        """The keyboard left a question: what is typed next is another step."""
        self.entry.end_step()

    def undo(self) -> None:
        """Take the last step back."""
        if self.entry.can_undo:
            self._travel(self.entry.undo())

    def redo(self) -> None:
        """Take the step again."""
        if self.entry.can_redo:
            self._travel(self.entry.redo())

    def set_language(self, language: str) -> None:
        """Labels and messages in another language."""
        self._tell(self.entry.set_language(language))

    def _tell_all(self, changes: Sequence[Changes]) -> None:
        if changes:
            self._tell(merged(changes))

    def _travel(self, changes: Changes) -> None:
        self.entry.end_step()
        self._tell(changes)
        self.undone.emit(changes)

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


def answers_not_asked(entry: FormEntry, typed: Set[tuple[str | None, str]]) -> tuple[NodeRef, ...]:
    """Answers of the person that a completed record would not hold; defaults are not missed."""
    form = entry.form
    refs = [NodeRef(question.key) for question in form.questions() if is_shown(question)]
    for repeat in form.repeats():
        keys = [question.key for question in form.questions(repeat.key) if is_shown(question)]
        refs += [
            NodeRef(key, repeat.key, row) for row in range(entry.rows(repeat.key)) for key in keys
        ]
    return tuple(
        ref
        for ref in refs
        if (ref.repeat, ref.key) in typed and entry.value(ref) and not entry.state(ref).relevant
    )


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
