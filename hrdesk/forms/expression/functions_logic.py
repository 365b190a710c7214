"""Functions that decide: if, coalesce, not, boolean, checklists."""

from __future__ import annotations

from math import isnan

from hrdesk.errors import ExpressionError
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.registry import Closure, function, lazy_function
from hrdesk.forms.expression.values import Value, is_true, to_number, to_text


@lazy_function("if", 3, 3)
def _if(c: Context, arguments: tuple[Closure, ...]) -> Value:
    condition, then, otherwise = arguments
    return then(c) if is_true(condition(c)) else otherwise(c)


@lazy_function("coalesce", 2, 2)
def _coalesce(c: Context, arguments: tuple[Closure, ...]) -> Value:
    first = arguments[0](c)
    blank = isnan(first) if isinstance(first, float) else to_text(first) == ""
    return arguments[1](c) if blank else first


@function("depend", 1, None)
def _depend(_c: Context, arguments: list[Value]) -> Value:
    """The first argument; the others are only named so that a change of them is followed."""
    return arguments[0]


@lazy_function("once", 1, 1)
def _once(c: Context, arguments: tuple[Closure, ...]) -> Value:
    """The value the question already has; worked out only while it has none."""
    if kept := c.node.text():
        return kept
    value = arguments[0](c)
    return "" if isinstance(value, float) and isnan(value) else value


@function("true", 0, 0)
def _true(_c: Context, _arguments: list[Value]) -> Value:
    return True


@function("false", 0, 0)
def _false(_c: Context, _arguments: list[Value]) -> Value:
    return False


@function("not", 1, 1)
def _not(_c: Context, arguments: list[Value]) -> Value:
    return not is_true(arguments[0])


@function("boolean", 1, 1)
def _boolean(_c: Context, arguments: list[Value]) -> Value:
    return is_true(arguments[0])


@function("boolean-from-string", 1, 1)
def _boolean_from_string(_c: Context, arguments: list[Value]) -> Value:
    return to_text(arguments[0]) in ("1", "true")


@function("checklist", 2, None)
def _checklist(c: Context, arguments: list[Value]) -> Value:
    """Whether between `least` and `most` (-1: no bound) of the answers are true."""
    count = sum(held for value in arguments[2:] for held in _held(value))
    return _between(c, arguments, float(count))


@function("weighted-checklist", 4, None)
def _weighted_checklist(c: Context, arguments: list[Value]) -> Value:
    """As checklist, each answer followed by its weight."""
    pairs = arguments[2:]
    if len(pairs) % 2:
        raise ExpressionError(reason="weighted-checklist() takes answers and weights in pairs")
    total = 0.0
    for value, weight in zip(pairs[::2], pairs[1::2], strict=True):
        weights = [node.text() for node in weight] if isinstance(weight, list) else [weight]
        for held, each in zip(_held(value), weights, strict=False):
            total += to_number(each, c.scope.dates) if held else 0.0
    return _between(c, arguments, total)


def _held(value: Value) -> list[bool]:
    if isinstance(value, list):
        return [node.text() != "" for node in value]
    return [is_true(value)]


def _between(c: Context, arguments: list[Value], count: float) -> bool:
    least = to_number(arguments[0], c.scope.dates)
    most = to_number(arguments[1], c.scope.dates)
    return (least < 0 or count >= least) and (most < 0 or count <= most)
