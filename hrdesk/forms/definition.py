"""A form as data: what is asked, in which order, with which words. No expressions are run here.

Terms are those of XLSForm. A `key` names an answer inside its table (the form's own table or one
repeat's child table): the question's name, or `group__name` where two groups use the same name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from hrdesk.values import dataclass, field


class QuestionType(StrEnum):
    """Kinds of question that a desk can show; anything else is `UNSUPPORTED`."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    IMAGE = "image"
    FILE = "file"
    UNSUPPORTED = "unsupported"


class ValueType(StrEnum):
    """How an answer is stored: STRICT column types follow from this."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    NAMES = "names"  # space-separated choice names, as in ODK
    NONE = "none"  # notes: nothing is stored


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list; `extra` holds the other columns of the choices sheet."""

    name: str
    labels: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `path` is its XForm path, `/data/people/women`."""

    path: str
    name: str
    key: str
    question_type: QuestionType
    value_type: ValueType
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    appearance: frozenset[str] = frozenset()
    required: bool = False  # required at least sometimes; the truth of the moment is in FormEntry
    readonly: bool = False
    choice_list: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    personal: bool = False  # bind::hrdesk:personal="yes": never leaves the desk by itself
    renamed_from: str = ""  # bind::hrdesk:renamed_from: the key its answers were kept under before


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and what stands under it."""

    path: str
    name: str
    labels: Mapping[str, str]
    appearance: frozenset[str]
    children: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Questions that are answered once a row; its own child table in the store."""

    path: str
    name: str
    key: str
    labels: Mapping[str, str]
    appearance: frozenset[str]
    children: tuple[Item, ...]
    personal: bool = False


Item = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Form:
    """One version of one form. `xform` is the ODK XForm it was read from."""

    form_id: str
    version: str
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    children: tuple[Item, ...]
    choice_lists: Mapping[str, tuple[Choice, ...]]
    xform: str
    settings: Mapping[str, str] = field(default_factory=dict)
    indicators: tuple[Mapping[str, str], ...] = ()  # lines of the sheet, see `indicator_sheet`

    @property
    def digest(self) -> str:
        """SHA-256 of `xform`, lower-case hex."""
        import hashlib  # noqa: PLC0415 - it brings OpenSSL: not for a window at rest

        return hashlib.sha256(self.xform.encode()).hexdigest()

    def items(self) -> Iterator[Item]:
        """Everything in the form, in the order asked, repeats included with what is in them."""
        yield from _walk(self.children)

    def questions(self, repeat: str | None = None) -> Iterator[Question]:
        """The questions of the form's own table, or of the repeat whose key is given."""
        children = self.children if repeat is None else self.repeat(repeat).children
        yield from _questions(children)

    def question(self, key: str, repeat: str | None = None) -> Question:
        """The question with that key; KeyError when there is none."""
        for question in self.questions(repeat):
            if question.key == key:
                return question
        raise KeyError(key)

    def repeats(self) -> Iterator[Repeat]:
        """All repeats, outer before inner."""
        for item in self.items():
            if isinstance(item, Repeat):
                yield item

    def repeat(self, key: str) -> Repeat:
        """The repeat with that key; KeyError when there is none."""
        for candidate in self.repeats():
            if candidate.key == key:
                return candidate
        raise KeyError(key)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """All choices of the question's list, unfiltered; empty when it has none."""
        return self.choice_lists.get(question.choice_list or "", ())


def _walk(children: tuple[Item, ...]) -> Iterator[Item]:
    for child in children:
        yield child
        if not isinstance(child, Question):
            yield from _walk(child.children)


def _questions(children: tuple[Item, ...]) -> Iterator[Question]:
    for child in children:
        if isinstance(child, Question):
            yield child
        elif isinstance(child, Group):
            yield from _questions(child.children)
