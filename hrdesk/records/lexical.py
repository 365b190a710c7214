"""Values in lexical form: what may stand in an answer of each type, and how results become it."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite, trunc
from typing import Final

from hrdesk.forms.expression.dates import DateRules, from_days, read_moment
from hrdesk.forms.expression.values import Value, number_text, to_text

_INTEGER: Final = re.compile(r"-?\d{1,18}", re.ASCII)
_DECIMAL: Final = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_TIME: Final = re.compile(
    r"([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
_RULES: Final = DateRules()
_NUMBERS: Final = frozenset(["int", "integer", "decimal"])


def cast(text: str, data_type: str) -> str:
    """A text in the form its type asks for; a text that is not of the type stays as it is."""
    text = text.strip() if data_type != "string" else text
    match data_type:
        case "int" | "integer":
            return _whole(text)
        case "decimal":
            return _plain(text) if _DECIMAL.fullmatch(text) else text
        case "date":
            return text[:10] if _is_date(text[:10]) and text[10:11] in ("", " ", "T") else text
        case _:
            return text


def _whole(text: str) -> str:
    if _INTEGER.fullmatch(text):
        return str(int(text))
    if _DECIMAL.fullmatch(text):
        return str(trunc(float(text)))
    return text


def _plain(text: str) -> str:
    """A decimal without superfluous zeros, digit by digit as it was typed."""
    number = Decimal(text).normalize()
    return "0" if number == 0 else format(number, "f")


def fits(text: str, data_type: str) -> bool:
    """Whether a text that is not blank is a value of the type."""
    match data_type:
        case "int" | "integer":
            return _INTEGER.fullmatch(text) is not None
        case "decimal":
            return _DECIMAL.fullmatch(text) is not None
        case "date":
            return len(text) == 10 and _is_date(text)
        case "time":
            return _TIME.fullmatch(text) is not None
        case "dateTime" | "datetime":
            return "T" in text and read_moment(text, _RULES) is not None
        case _:
            return True


def _is_date(text: str) -> bool:
    return len(text) == 10 and read_moment(text, _RULES) is not None


def result(value: Value, data_type: str, rules: DateRules) -> str:
    """A worked-out value as an answer of the type; what does not fit is blank."""
    if isinstance(value, float):
        return _from_number(value, data_type, rules)
    if isinstance(value, bool) and data_type in _NUMBERS:
        return "1" if value else "0"
    text = cast(to_text(value), data_type)
    if data_type in _NUMBERS and not fits(text, data_type):
        return ""
    return text


def _from_number(number: float, data_type: str, rules: DateRules) -> str:
    if not isfinite(number):
        return "" if number != number or data_type != "string" else number_text(number)  # noqa: PLR0124 - NaN
    if data_type in ("int", "integer"):
        return str(trunc(number))
    if data_type == "date":
        moment = from_days(number, rules)
        return "" if moment is None else moment.at.date().isoformat()
    if data_type in ("dateTime", "datetime"):
        moment = from_days(number, rules)
        return "" if moment is None else moment.at.isoformat(timespec="milliseconds")
    return number_text(number)
