"""An expression that has been read, checked and turned into a closure."""

from __future__ import annotations

from collections.abc import Iterator

from hrdesk.errors import ExpressionLimitError
from hrdesk.forms.expression import syntax as syn
from hrdesk.forms.expression.compiler import compile_syntax
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.parser import parse
from hrdesk.forms.expression.registry import Closure
from hrdesk.forms.expression.values import Value
from hrdesk.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. `names` are the `${name}` references in it, each once."""

    text: str
    names: tuple[str, ...]
    tree: syn.Syntax = field(repr=False, compare=False)
    closure: Closure = field(repr=False, compare=False)

    def evaluate(self, context: Context) -> Value:
        """The value in a context; raises `ExpressionError` for what cannot be worked out."""
        return self.closure(context)


def compile_expression(text: str) -> Expression:
    """Read, check and compile; raises `ExpressionError` with the position of the fault."""
    try:
        tree = parse(text)
        closure = compile_syntax(tree)
        references = (each.name for each in walk(tree) if isinstance(each, syn.Reference))
        return Expression(text, tuple(dict.fromkeys(references)), tree, closure)
    except RecursionError:
        raise ExpressionLimitError(limit=0, position=0) from None


def walk(tree: syn.Syntax) -> Iterator[syn.Syntax]:
    """The tree and everything in it."""
    yield tree
    for part in parts(tree):
        yield from walk(part)


def parts(tree: syn.Syntax) -> Iterator[syn.Syntax]:
    """What a tree is directly made of."""
    match tree:
        case syn.Call(arguments=operands) | syn.Logic(operands=operands):
            yield from operands
        case syn.Binary(left=left, right=right):
            yield left
            yield right
        case syn.Negation(operand=operand):
            yield operand
        case syn.Filter(primary=primary, predicates=predicates):
            yield primary
            yield from predicates
        case syn.Path(steps=steps, start=start):
            if start is not None:
                yield start
            for step in steps:
                yield from step.predicates
        case _:
            return
