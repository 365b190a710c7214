"""Syntax turned into closures: each takes a context and gives a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hrdesk.errors import (
    ExpressionError,
    ExpressionLimitError,
    ExpressionVariableError,
    FunctionArityError,
    FunctionMisspeltError,
    FunctionUnknownError,
)
from hrdesk.forms.expression import syntax as syn
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.functions import FUNCTIONS
from hrdesk.forms.expression.nodes import Node, in_document_order
from hrdesk.forms.expression.paths import compile_steps, keep
from hrdesk.forms.expression.registry import Closure, Function
from hrdesk.forms.expression.values import (
    ORDERS,
    Value,
    divide,
    equal,
    is_true,
    ordered,
    remainder,
    to_number,
    unequal,
)

DEEPEST: Final = 230  # closures inside closures; Python's own limit is 1,000 calls


def compile_syntax(tree: syn.Syntax, depth: int = 0) -> Closure:
    """A closure for a tree; raises `ExpressionError` for functions that do not exist."""
    if depth > DEEPEST:
        raise ExpressionLimitError(limit=DEEPEST, position=0)
    return _COMPILERS[type(tree)](tree, depth + 1)


def _number(tree: syn.Number, _depth: int) -> Closure:
    value = tree.value
    return lambda _c: value


def _literal(tree: syn.Literal, _depth: int) -> Closure:
    value = tree.value
    return lambda _c: value


def _reference(tree: syn.Reference, _depth: int) -> Closure:
    name = tree.name
    return lambda c: c.scope.answers.get(name, "")


def _variable(tree: syn.Variable, _depth: int) -> Closure:
    raise ExpressionVariableError(name=tree.name, position=tree.position)


def _negation(tree: syn.Negation, depth: int) -> Closure:
    operand = compile_syntax(tree.operand, depth)
    return lambda c: -to_number(operand(c), c.scope.dates)


def _logic(tree: syn.Logic, depth: int) -> Closure:
    operands = tuple(compile_syntax(operand, depth) for operand in tree.operands)
    stop_at = tree.operator == "or"

    def logic(c: Context) -> Value:
        for operand in operands:
            if is_true(operand(c)) is stop_at:
                return stop_at
        return not stop_at

    return logic


def _binary(tree: syn.Binary, depth: int) -> Closure:
    left, right = compile_syntax(tree.left, depth), compile_syntax(tree.right, depth)
    operator = tree.operator
    if operator in _ARITHMETIC:
        return _arithmetic(_ARITHMETIC[operator], left, right)
    match operator:
        case "=":
            return lambda c: equal(left(c), right(c), c.scope.dates)
        case "!=":
            return lambda c: unequal(left(c), right(c), c.scope.dates)
        case "|":
            return lambda c: _union(left(c), right(c))
        case _:
            compare = ORDERS[operator]
            return lambda c: ordered(compare, left(c), right(c), c.scope.dates)


_ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": float.__add__,
    "-": float.__sub__,
    "*": float.__mul__,
    "div": divide,
    "mod": remainder,
}


def _arithmetic(
    calculate: Callable[[float, float], float], left: Closure, right: Closure
) -> Closure:
    def arithmetic(c: Context) -> Value:
        dates = c.scope.dates
        return calculate(to_number(left(c), dates), to_number(right(c), dates))

    return arithmetic


def _union(left: Value, right: Value) -> Value:
    if not isinstance(left, list) or not isinstance(right, list):
        raise ExpressionError(reason="| joins sets of nodes only")
    return in_document_order(left + right)


def _call(tree: syn.Call, depth: int) -> Closure:
    known = _known_function(tree)
    arguments = tuple(compile_syntax(argument, depth) for argument in tree.arguments)
    if known.lazy is not None:
        lazy = known.lazy
        return lambda c: lazy(c, arguments)
    strict = known.strict
    if strict is None:
        raise ExpressionError(reason=known.name)
    if len(arguments) == 1:
        only = arguments[0]
        return lambda c: strict(c, [only(c)])
    return lambda c: strict(c, [argument(c) for argument in arguments])


def _known_function(tree: syn.Call) -> Function:
    known = FUNCTIONS.get(tree.name)
    if known is None:
        from difflib import get_close_matches  # noqa: PLC0415 - for a form at fault only

        near = get_close_matches(tree.name, FUNCTIONS, n=1, cutoff=0.6)
        if near:
            raise FunctionMisspeltError(name=tree.name, position=tree.position, nearest=near[0])
        raise FunctionUnknownError(name=tree.name, position=tree.position)
    given = len(tree.arguments)
    if given < known.least or (known.most is not None and given > known.most):
        raise FunctionArityError(
            name=tree.name, wanted=known.wanted, given=given, position=tree.position
        )
    return known


def _path(tree: syn.Path, depth: int) -> Closure:
    walk = compile_steps(tree.steps, lambda inner: compile_syntax(inner, depth))
    if tree.start is not None:
        start = compile_syntax(tree.start, depth)
        return lambda c: walk(c, _nodes(start(c)))
    if tree.absolute:
        return lambda c: walk(c, [c.scope.root])
    return lambda c: walk(c, [c.node])


def _filter(tree: syn.Filter, depth: int) -> Closure:
    primary = compile_syntax(tree.primary, depth)
    predicates = tuple(compile_syntax(predicate, depth) for predicate in tree.predicates)

    def chosen(c: Context) -> Value:
        nodes = _nodes(primary(c))
        for predicate in predicates:
            nodes = keep(c, nodes, predicate)
        return nodes

    return chosen


def _nodes(value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise ExpressionError(reason="a set of nodes was expected")
    return value


_COMPILERS: Final[dict[type, Callable[..., Closure]]] = {
    syn.Number: _number,
    syn.Literal: _literal,
    syn.Reference: _reference,
    syn.Variable: _variable,
    syn.Negation: _negation,
    syn.Logic: _logic,
    syn.Binary: _binary,
    syn.Call: _call,
    syn.Path: _path,
    syn.Filter: _filter,
}
