"""Values of expressions, and how one kind is read as another (XPath 1.0, with dates)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from math import fmod, inf, isinf, isnan, nan
from operator import ge, gt, le, lt
from typing import Final

from hrdesk.forms.expression.dates import DateRules, days_of
from hrdesk.forms.expression.nodes import Node

Value = str | float | bool | list[Node]

WHOLE_DAYS: Final = DateRules()
_NUMBER: Final = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_TOLERANCE: Final = 1e-12


def is_true(value: Value) -> bool:
    """The value read as true or false, as XPath's boolean()."""
    if isinstance(value, float):
        return bool(value) and not isnan(value)
    return bool(value)


def to_number(value: Value, rules: DateRules = WHOLE_DAYS) -> float:
    """The value read as a number; NaN when it is none. Dates are days since 1970-01-01."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    text = value if isinstance(value, str) else to_text(value)
    return _number_of(text, rules)


def _number_of(text: str, rules: DateRules) -> float:
    text = text.strip(" \t\r\n")
    if text.isdecimal() and text.isascii():
        return float(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    days = days_of(text, rules)
    return nan if days is None else days


def to_text(value: Value) -> str:
    """The value in lexical form: 64, 2.5, true, 2026-11-03."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].text() if value else ""


def number_text(number: float) -> str:
    """A number as XPath writes it: no exponent, no trailing zero."""
    if isnan(number):
        return "NaN"
    if isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text


def equal(left: Value, right: Value, rules: DateRules) -> bool:
    """XPath's `=`: true when it holds for any pair of nodes."""
    if isinstance(left, list) or isinstance(right, list):
        return _any_pair(left, right, rules, negated=False)
    return _same(left, right, rules)


def unequal(left: Value, right: Value, rules: DateRules) -> bool:
    """XPath's `!=`, which is not the contrary of `=` for nodes."""
    if isinstance(left, list) or isinstance(right, list):
        return _any_pair(left, right, rules, negated=True)
    return not _same(left, right, rules)


def _any_pair(left: Value, right: Value, rules: DateRules, *, negated: bool) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return (is_true(left) == is_true(right)) != negated
    if isinstance(right, str) and isinstance(left, list) and len(left) == 1:
        return _same(left[0].text(), right, rules) != negated  # an answer beside a word
    ones, others = _atoms(left), _atoms(right)
    return any(_same(one, other, rules) != negated for one in ones for other in others)


def _atoms(value: Value) -> list[str] | list[float]:
    if isinstance(value, list):
        return [node.text() for node in value]
    return [value] if isinstance(value, str) else [float(value)]


def _same(left: str | float | bool, right: str | float | bool, rules: DateRules) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return is_true(left) == is_true(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right or (left != "" != right and _same_moment(left, right, rules))
    one, other = to_number(left, rules), to_number(right, rules)
    return one == other or abs(one - other) < _TOLERANCE


def _same_moment(left: str, right: str, rules: DateRules) -> bool:
    one = days_of(left, rules)
    return one is not None and one == days_of(right, rules)


Compare = Callable[[float, float], bool]
ORDERS: Final[Mapping[str, Compare]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def ordered(compare: Compare, left: Value, right: Value, rules: DateRules) -> bool:
    """`<`, `<=`, `>`, `>=` (see `ORDERS`): true when it holds for any pair of nodes.

    A boolean beside a set of nodes is compared as a number with each of them, as the engines of
    ODK and Enketo do and browsers before them (XPath 1.0 §3.4 would turn the set into a boolean).
    """
    if isinstance(left, list):
        if len(left) != 1:
            return any(ordered(compare, [one], right, rules) for one in left)
        left = _number_of(left[0].text(), rules)
    if isinstance(right, list):
        if len(right) != 1:
            return any(ordered(compare, left, [one], rules) for one in right)
        right = _number_of(right[0].text(), rules)
    return compare(to_number(left, rules), to_number(right, rules))


def divide(dividend: float, divisor: float) -> float:
    """`div`, which goes to infinity instead of failing."""
    if divisor:
        return dividend / divisor
    if not dividend or isnan(dividend) or isnan(divisor):
        return nan
    negative = (dividend < 0) != (str(divisor)[0] == "-")
    return -inf if negative else inf


def remainder(dividend: float, divisor: float) -> float:
    """`mod`, with the sign of the dividend."""
    if isinf(divisor) and not isinf(dividend):
        return dividend
    if not divisor or isinf(dividend) or isnan(dividend) or isnan(divisor):
        return nan
    return fmod(dividend, divisor)
