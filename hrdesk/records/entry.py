"""One record being filled: answers, what is asked, what is wrong, and what just changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from hrdesk.forms.compiled import CompiledForm
from hrdesk.forms.definition import Choice, Form
from hrdesk.records.record import Row, Violation


@dataclass(frozen=True, slots=True)
class NodeRef:
    """An answer's place: a key of the form, or of a repeat and a 0-based row.

    Rows of a repeat inside a repeat are counted through the whole record, outer row by outer row.
    """

    key: str
    repeat: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class NodeState:
    """All that a widget needs to show of one question, besides its value."""

    relevant: bool
    required: bool
    readonly: bool
    violation: Violation | None
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What one step changed, and nothing else."""

    values: tuple[NodeRef, ...] = ()
    relevance: tuple[NodeRef, ...] = ()
    required: tuple[NodeRef, ...] = ()
    readonly: tuple[NodeRef, ...] = ()
    violations: tuple[NodeRef, ...] = ()
    labels: tuple[NodeRef, ...] = ()
    choices: tuple[NodeRef, ...] = ()
    rows: tuple[str, ...] = ()  # keys of repeats whose rows were added, removed or moved
    groups: tuple[tuple[str, bool], ...] = ()  # path (a row's as /data/people[2]/x), now relevant


class FormEntry:
    """One record being filled. No Qt, no SQL, no clock: time and random are given."""

    form: Form

    @classmethod
    def new(
        cls,
        compiled: CompiledForm,
        *,
        today: date,
        now: datetime,
        language: str,
        random: Callable[[], float] | int | None = None,
    ) -> Self:
        """An empty record with its defaults in place."""
        raise NotImplementedError

    @classmethod
    def open(
        cls,
        compiled: CompiledForm,
        answers: Mapping[str, str],
        repeats: Mapping[str, tuple[Row, ...]],
        *,
        today: date,
        now: datetime,
        language: str,
        random: Callable[[], float] | int | None = None,
    ) -> Self:
        """A record as it was kept; calculations are brought up to date, defaults are not given."""
        raise NotImplementedError

    def set_value(self, ref: NodeRef, value: str) -> Changes:
        """Answer in lexical form, "" for blank. A value of the wrong type is kept as typed."""
        raise NotImplementedError

    def add_row(
        self, repeat: str, at: int | None = None, *, parent_row: int | None = None
    ) -> Changes:
        """A new row, at the end or before row `at`; `parent_row` for a repeat inside a repeat."""
        raise NotImplementedError

    def remove_row(self, repeat: str, row: int) -> Changes:
        """Take a row out, with all that was in it."""
        raise NotImplementedError

    def rows(self, repeat: str, *, parent_row: int | None = None) -> int:
        """How many rows there are, in the whole record or inside one outer row."""
        raise NotImplementedError

    def rows_fixed(self, repeat: str) -> bool:
        """Whether the form counts the rows itself, so that none is added or removed by hand."""
        raise NotImplementedError

    def value(self, ref: NodeRef) -> str:
        """The answer in lexical form, "" when blank; also while not relevant."""
        raise NotImplementedError

    def state(self, ref: NodeRef) -> NodeState:
        """What to show of a question now."""
        raise NotImplementedError

    def group_relevant(self, path: str) -> bool:
        """Whether a group or repeat is asked now; in a row, `/data/people[2]/address`."""
        raise NotImplementedError

    def choices(self, ref: NodeRef) -> tuple[Choice, ...]:
        """The choices offered now, after choice_filter."""
        raise NotImplementedError

    def choice_label(self, choice: Choice) -> str:
        """The words of a choice in the language of the entry."""
        raise NotImplementedError

    def label(self, item_path: str) -> str:
        """The label of any item by path, `${}` filled; in a row, `/data/people[2]/name`."""
        raise NotImplementedError

    def violations(self) -> tuple[Violation, ...]:
        """All rules broken now, touched or not, in the order of the form."""
        raise NotImplementedError

    def answers(self, *, for_record: bool = True) -> dict[str, str]:
        """Answers by key: what is relevant, or (`for_record=False`, drafts) all that was typed."""
        raise NotImplementedError

    def repeats(self, *, for_record: bool = True) -> dict[str, tuple[Row, ...]]:
        """Rows by repeat, blank rows left out of a record."""
        raise NotImplementedError

    @property
    def language(self) -> str:
        """The language of labels and messages."""
        raise NotImplementedError

    def set_language(self, language: str) -> Changes:
        """Speak another language of the form from now on."""
        raise NotImplementedError

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        raise NotImplementedError

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        raise NotImplementedError

    def undo(self) -> Changes:
        """Take back the last answer, added row or removed row."""
        raise NotImplementedError

    def redo(self) -> Changes:
        """Take the step again that was last taken back."""
        raise NotImplementedError
