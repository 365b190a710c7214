"""Expressions over plain answers, without a form: what indicators are written in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from hrdesk.errors import ExpressionError
from hrdesk.forms.expression.context import Context, Scope
from hrdesk.forms.expression.expression import Expression
from hrdesk.forms.expression.nodes import ROOT, Node
from hrdesk.forms.expression.values import to_text

_NOWHERE: Final = Node(ROOT)


def evaluate_on(
    answers: Mapping[str, str], expression: Expression, *, today: date
) -> str | float | bool:
    """The value where `${key}` is the answer with that key, "" when there is none.

    A blank answer in arithmetic is NaN, which is no number and not true: write
    `coalesce(${women}, 0)`.
    """
    context = Context(Scope(today=today, answers=answers, root=_NOWHERE), _NOWHERE)
    try:
        value = expression.closure(context)
    except (ArithmeticError, ValueError, RecursionError) as fault:
        raise ExpressionError(reason=str(fault)) from fault
    return to_text(value) if isinstance(value, list) else value
