"""What an expression is made of, once read."""

from __future__ import annotations

from hrdesk.values import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number written out."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotation marks."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`: an answer by its key."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Variable:
    """`$name`, which XPath knows and forms do not."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Syntax, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Logic:
    """Two or more operands joined by `and`, or by `or`."""

    operator: str
    operands: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two operands: = != < <= > >= + - * div mod |."""

    operator: str
    left: Syntax
    right: Syntax


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus sign in front."""

    operand: Syntax


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: an axis, a test (`name`, `*`, `node()` …) and predicates."""

    axis: str
    test: str  # "name", "node", "text", "comment", "processing-instruction"
    name: str = "*"  # local name or "*"; the target of a processing instruction
    prefix: str = ""
    predicates: tuple[Syntax, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (`absolute`), from `start`, or from where the expression stands."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Syntax | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """A primary expression with predicates."""

    primary: Syntax
    predicates: tuple[Syntax, ...]


Syntax = Number | Literal | Reference | Variable | Call | Logic | Binary | Negation | Path | Filter
