"""The functions that expressions may call: name, number of arguments, what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.values import Value
from hrdesk.values import dataclass

Closure = Callable[[Context], Value]
Implementation = Callable[[Context, list[Value]], Value]
LazyImplementation = Callable[[Context, tuple[Closure, ...]], Value]


@dataclass(frozen=True, slots=True)
class Function:
    """`most` is None where any number of arguments is taken. One of the two does the work."""

    name: str
    least: int
    most: int | None
    strict: Implementation | None = None
    lazy: LazyImplementation | None = None

    @property
    def wanted(self) -> str:
        """How many arguments, as text: 2, 1-3, 1+."""
        if self.most is None:
            return f"{self.least}+"
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"


FUNCTIONS: Final[dict[str, Function]] = {}


def function(name: str, least: int, most: int | None) -> Callable[[Implementation], Implementation]:
    """Register a function whose arguments are worked out before it is called."""

    def register(implementation: Implementation) -> Implementation:
        FUNCTIONS[name] = Function(name, least, most, strict=implementation)
        return implementation

    return register


def lazy_function(
    name: str, least: int, most: int | None
) -> Callable[[LazyImplementation], LazyImplementation]:
    """Register a function that works out its arguments itself, or not."""

    def register(implementation: LazyImplementation) -> LazyImplementation:
        FUNCTIONS[name] = Function(name, least, most, lazy=implementation)
        return implementation

    return register
