"""Values of expressions and how one kind is read as another."""

from __future__ import annotations

Value = str | float | bool | list[object]


def is_true(value: Value) -> bool:
    """The value read as true or false, as XPath's boolean()."""
    raise NotImplementedError


def to_number(value: Value) -> float:
    """The value read as a number; NaN when it is none. Dates are days since 1970-01-01."""
    raise NotImplementedError


def to_text(value: Value) -> str:
    """The value in lexical form: 64, 2.5, true, 2026-11-03."""
    raise NotImplementedError
