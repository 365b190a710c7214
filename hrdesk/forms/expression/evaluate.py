"""Expressions over plain answers, without a form: what indicators are written in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hrdesk.forms.expression.expression import Expression


def evaluate_on(
    answers: Mapping[str, str], expression: Expression, *, today: date
) -> str | float | bool:
    """The value where `${key}` is the answer with that key, "" when there is none."""
    raise NotImplementedError
