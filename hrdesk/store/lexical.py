"""Answers between their lexical form and the type of their column."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from hrdesk.forms.definition import ValueType

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LARGEST: Final = 2**63
NARROW: Final = frozenset([ValueType.INTEGER, ValueType.DECIMAL, ValueType.DATE])


def typed(value: str, value_type: ValueType) -> int | float | str:
    """The answer as its column keeps it.

    Raises:
        ValueError: it is not what its type says.
    """
    if value_type not in NARROW:
        return value
    return _narrow(value, value_type)


@lru_cache(maxsize=8192)  # days and numbers come again and again
def _narrow(value: str, value_type: ValueType) -> int | float | str:
    if value_type is ValueType.INTEGER:
        if not _INTEGER.fullmatch(value) or not -_LARGEST <= (number := int(value)) < _LARGEST:
            raise ValueError(value)
        return number
    if value_type is ValueType.DECIMAL:
        if not _DECIMAL.fullmatch(value) or not math.isfinite(size := float(value)):
            raise ValueError(value)
        return size
    if value != date.fromisoformat(value).isoformat():
        raise ValueError(value)
    return value


def shortest(value: float | str | None) -> str | None:
    """The lexical form: no exponent, no more digits than needed, "3" for three."""
    if not isinstance(value, float):
        return None if value is None else str(value)
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")
