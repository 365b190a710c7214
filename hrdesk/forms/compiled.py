"""A form ready to be filled: expressions compiled, what depends on what worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hrdesk.errors import FormError
from hrdesk.forms.definition import Form, Question, Repeat
from hrdesk.forms.dependencies import Shape
from hrdesk.forms.expression import Expression
from hrdesk.forms.model import Model, SetValue


@dataclass(frozen=True, slots=True)
class FormFault:
    """What is wrong with one expression, or with several together (`path` is then the first)."""

    path: str
    column: str  # relevant, constraint, calculation, …, as on the survey sheet
    error: FormError


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression of one path. Rules are numbered so that none reads a later one's result.

    `kind` is relevant, calculate, count, readonly, required, constraint, label or choices;
    `table` is the repeat in whose rows it is worked out, "" for the record itself.
    """

    index: int
    kind: str
    path: str
    table: str
    expression: Expression | None


@dataclass(frozen=True, slots=True)
class Dependent:
    """A rule to work out again, in the row of repeat `shared` where the change happened."""

    rule: int
    shared: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words with answers in them, by language."""

    by_language: Mapping[str, tuple[str | Expression, ...]]

    def pieces(self, language: str) -> tuple[str | Expression, ...]:
        """The pieces for a language, or for the best there is instead."""
        for candidate in (language, "vi", "en", "default", ""):
            if candidate in self.by_language:
                return self.by_language[candidate]
        return next(iter(self.by_language.values()), ())

    @property
    def fixed(self) -> bool:
        """Whether no answer stands in the words."""
        return all(isinstance(piece, str) for each in self.by_language.values() for piece in each)


@dataclass(frozen=True, slots=True)
class Choices:
    """Where the choices of a question come from at this moment."""

    nodeset: Expression | None  # None: the whole list `name`
    value: str
    label: Expression | None


@dataclass(frozen=True, slots=True)
class Action:
    """A setvalue, compiled. `value` None is the fixed text."""

    source: SetValue
    target: Expression
    value: Expression | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is fixed about one path, besides its rules."""

    path: str
    data_type: str
    table: str
    question: Question | None = None
    label: Text | None = None
    hint: Text | None = None
    constraint_message: Text | None = None
    required_message: Text | None = None
    warning: Expression | None = None  # a soft check: what it calls false is only pointed out
    warning_message: Text | None = None
    choices: Choices | None = None
    preload: str = ""
    preload_params: str = ""
    computed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CompiledForm:
    """A form and its rules. A rule with a fault is left out and named in `faults`."""

    form: Form
    model: Model = field(repr=False)
    shape: Shape = field(repr=False)
    facts: Mapping[str, Facts] = field(repr=False)
    repeats: Mapping[str, Repeat] = field(repr=False)  # by path
    rules: tuple[Rule, ...] = field(repr=False)
    by_table: Mapping[str, tuple[Rule, ...]] = field(repr=False)
    on_value: Mapping[str, tuple[Dependent, ...]] = field(repr=False)
    on_relevance: Mapping[str, tuple[Dependent, ...]] = field(repr=False)
    on_structure: Mapping[str, tuple[Dependent, ...]] = field(repr=False)
    within: Mapping[str, tuple[Rule, ...]] = field(repr=False)  # calculations at or below a path
    actions: tuple[Action, ...] = field(repr=False)
    counted: frozenset[str] = frozenset()  # repeats whose rows the form counts itself
    fixed_rows: frozenset[str] = frozenset()  # no row may be added or removed by hand
    faults: tuple[FormFault, ...] = ()
