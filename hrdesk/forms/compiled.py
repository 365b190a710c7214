"""A form ready to be filled: expressions compiled, what depends on what worked out once."""

from __future__ import annotations

from dataclasses import dataclass

from hrdesk.forms.definition import Form


@dataclass(frozen=True, slots=True)
class FormFault:
    """What is wrong with one expression or with several together. `path` is the question's."""

    path: str
    column: str  # relevant, constraint, calculation, …, as on the survey sheet
    kind: str  # syntax, function, arity, cycle, name, …
    message: str  # an English msgid
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form and its rules. A rule with a fault is left out and named in `faults`."""

    form: Form
    faults: tuple[FormFault, ...]


def compile_form(form: Form) -> CompiledForm:
    """Compile every expression of the form; never raises for faults in expressions."""
    raise NotImplementedError
