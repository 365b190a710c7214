"""An expression that has been read, checked and turned into a closure."""

from __future__ import annotations

from dataclasses import dataclass

from hrdesk.forms.expression.values import Value


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. `names` are the `${name}` references in it."""

    text: str
    names: tuple[str, ...]

    def evaluate(self, context: object) -> Value:
        """The value in a context (`Context`); raises `ExpressionError` for what cannot be."""
        raise NotImplementedError


def compile_expression(text: str) -> Expression:
    """Read, check and compile; raises `ExpressionError` with the position of the fault."""
    raise NotImplementedError
