"""Steps that can be taken back and taken again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from hrdesk.forms.definition import QuestionType
from hrdesk.records.instance import Answer, Frame

_LIMIT: Final = 200
_TYPED: Final = frozenset(
    [
        QuestionType.TEXT,
        QuestionType.INTEGER,
        QuestionType.DECIMAL,
        QuestionType.DATE,
        QuestionType.TIME,
        QuestionType.DATETIME,
    ]
)


@dataclass(frozen=True, slots=True)
class Wrote:
    """An answer got another value."""

    answer: Answer
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A row came into the record, or went."""

    row: Frame
    at: int
    came: bool


Step = list[Wrote | Moved]


class History:
    """The steps of one entry. Typing on in one field is one step."""

    def __init__(self) -> None:
        """No step yet."""
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._step: Step = []
        self._joined: Step | None = None  # what `one_step` gathers
        self._closed = False  # what is typed next is another step

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._undone)

    def note(self, each: Wrote | Moved) -> None:
        """Remember a part of the step that is being made."""
        self._step.append(each)

    def close(self, typed_in: Answer | None) -> None:
        """The step is complete; `typed_in` is the field that was typed in, if it was that."""
        step, self._step = self._step, []
        if not step:
            return
        self._undone.clear()
        if self._joined is not None:
            self._joined += step
        elif not self._continues(step, typed_in):
            self._add(step)

    def forget(self) -> None:
        """Nothing that was done can be taken back."""
        self._done.clear()
        self._step = []

    def discard(self) -> None:
        """What was noted since is no step of its own."""
        self._step = []

    def take_back(self) -> Step:
        """The last step, to be reversed; it can be taken again afterwards."""
        step = self._done.pop()
        self._undone.append(step)
        return step

    def take_again(self) -> Step:
        """The step last taken back, to be done again."""
        step = self._undone.pop()
        self._done.append(step)
        return step

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """All that is noted inside is one step."""
        self._joined = []
        try:
            yield
        finally:
            joined, self._joined = self._joined, None
            if joined:
                self._add(joined)

    def end_step(self) -> None:
        """Typing stopped: the next key in the same field begins a step of its own."""
        self._closed = True

    def _add(self, step: Step) -> None:
        self._done.append(step)
        del self._done[:-_LIMIT]

    def _continues(self, step: Step, typed_in: Answer | None) -> bool:
        """Whether typing goes on in one field: then the step before grows."""
        closed, self._closed = self._closed, False
        if closed or typed_in is None or not self._done or len(step) != 1:
            return False
        question, now, before = typed_in.facts.question, step[0], self._done[-1]
        if question is None or question.question_type not in _TYPED:
            return False
        last = before[-1]
        if not isinstance(last, Wrote) or not isinstance(now, Wrote):
            return False
        if last.answer is not typed_in or last.before == last.after:
            return False
        before[-1] = Wrote(typed_in, last.before, now.after)
        return True
