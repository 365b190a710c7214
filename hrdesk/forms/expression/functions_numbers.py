"""Functions on numbers. Rounding goes half up (towards +∞), as XPath and JavaRosa do."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.registry import function
from hrdesk.forms.expression.values import Value, divide, to_number, to_text

_MOST_DIGITS: Final = 300.0


def _number(c: Context, value: Value) -> float:
    return to_number(value, c.scope.dates)


def _numbers(c: Context, values: list[Value]) -> list[float]:
    """All numbers of the arguments, node by node."""
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found.extend(_number(c, node.text()) for node in value)
        else:
            found.append(_number(c, value))
    return found


@function("number", 0, 1)
def _to_number(c: Context, arguments: list[Value]) -> Value:
    return _number(c, arguments[0] if arguments else c.node.text())


@function("int", 1, 1)
def _int(c: Context, arguments: list[Value]) -> Value:
    number = _number(c, arguments[0])
    return float(math.trunc(number)) if math.isfinite(number) else number


@function("floor", 1, 1)
def _floor(c: Context, arguments: list[Value]) -> Value:
    number = _number(c, arguments[0])
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling", 1, 1)
def _ceiling(c: Context, arguments: list[Value]) -> Value:
    number = _number(c, arguments[0])
    return float(math.ceil(number)) if math.isfinite(number) else number


@function("round", 1, 2)
def _round(c: Context, arguments: list[Value]) -> Value:
    value = arguments[0]
    number = _number(c, value)
    if isinstance(value, str) and math.isnan(number):
        number = _number(c, value.replace(",", "."))
    places = _number(c, arguments[1]) if len(arguments) == 2 else 0.0
    if not math.isfinite(number) or number == 0:
        return number
    if not math.isfinite(places) or abs(places) > _MOST_DIGITS:
        return math.nan
    return _rounded(number, math.floor(places))


def _rounded(number: float, places: int) -> float:
    unit = Decimal(1).scaleb(-places)
    exact = Decimal(repr(number))
    if abs(exact) > Decimal(10) ** 25:
        return number
    steps = (exact / unit + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    rounded = float(steps * unit)
    return math.copysign(0.0, number) if rounded == 0 else rounded


@function("abs", 1, 1)
def _abs(c: Context, arguments: list[Value]) -> Value:
    return abs(_number(c, arguments[0]))


@function("pow", 2, 2)
def _pow(c: Context, arguments: list[Value]) -> Value:
    base, exponent = (_number(c, value) for value in arguments)
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return divide(1.0, base) if base == 0 else math.nan


@function("sum", 1, 1)
def _sum(c: Context, arguments: list[Value]) -> Value:
    return math.fsum(_nodes_as_numbers(c, arguments[0]))


def _nodes_as_numbers(c: Context, value: Value) -> list[float]:
    return _numbers(c, [value])


@function("max", 1, None)
def _max(c: Context, arguments: list[Value]) -> Value:
    numbers = _numbers(c, arguments)
    return math.nan if not numbers or any(map(math.isnan, numbers)) else max(numbers)


@function("min", 1, None)
def _min(c: Context, arguments: list[Value]) -> Value:
    numbers = _numbers(c, arguments)
    return math.nan if not numbers or any(map(math.isnan, numbers)) else min(numbers)


@function("pi", 0, 0)
def _pi(_c: Context, _arguments: list[Value]) -> Value:
    return math.pi


@function("atan2", 2, 2)
def _atan2(c: Context, arguments: list[Value]) -> Value:
    return math.atan2(_number(c, arguments[0]), _number(c, arguments[1]))


@function("random", 0, 0)
def _random(c: Context, _arguments: list[Value]) -> Value:
    return c.scope.random()


@function("format-number", 1, 1)
def _format_number(c: Context, arguments: list[Value]) -> Value:
    """A number with grouping, as it is written in the language of the form."""
    number = _number(c, arguments[0])
    if not math.isfinite(number):
        return ""
    text = to_text(number)
    whole, dot, rest = text.lstrip("-").partition(".")
    grouped = f"{int(whole):,}"
    shown = grouped + dot + rest
    if c.scope.language.startswith("vi"):
        shown = shown.translate(str.maketrans(",.", ".,"))
    return f"-{shown}" if number < 0 else shown


def _log(number: float) -> float:
    return divide(-1.0, 0.0) if number == 0 else math.log(number)


def _log10(number: float) -> float:
    return divide(-1.0, 0.0) if number == 0 else math.log10(number)


def _exp10(number: float) -> float:
    return math.pow(10.0, number)


_OF_ONE: Final[dict[str, Callable[[float], float]]] = {
    "acos": math.acos,
    "asin": math.asin,
    "atan": math.atan,
    "cos": math.cos,
    "exp": math.exp,
    "exp10": _exp10,
    "log": _log,
    "log10": _log10,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tan": math.tan,
}


def _register(name: str, calculate: Callable[[float], float]) -> None:
    def of_one(c: Context, arguments: list[Value]) -> Value:
        try:
            return calculate(_number(c, arguments[0]))
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    function(name, 1, 1)(of_one)


for _name, _calculate in _OF_ONE.items():
    _register(_name, _calculate)
