"""Functions on dates and times."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.dates import (
    Moment,
    at_midnight,
    day_fraction,
    from_days,
    of_date,
    read_moment,
    show_moment,
    to_days,
)
from hrdesk.forms.expression.registry import function
from hrdesk.forms.expression.values import Value, to_number, to_text


def _moment(c: Context, value: Value) -> Moment | None:
    """A value as a moment: an ISO text, or a number of days."""
    rules = c.scope.dates
    if not isinstance(value, (float, bool)):
        moment = read_moment(to_text(value).strip(), rules)
        if moment is not None:
            return moment
    days = to_number(value, rules)
    return None if isinstance(value, bool) or math.isnan(days) else from_days(days, rules)


@function("today", 0, 0)
def _today(c: Context, _arguments: list[Value]) -> Value:
    return c.scope.today.isoformat()


@function("now", 0, 0)
def _now(c: Context, _arguments: list[Value]) -> Value:
    return show_moment(Moment(c.scope.now.astimezone(c.scope.dates.zone), clock=True))


@function("date", 1, 1)
def _date(c: Context, arguments: list[Value]) -> Value:
    if to_text(arguments[0]) == "":
        return ""
    moment = _moment(c, arguments[0])
    if moment is None:
        return math.nan
    if c.scope.dates.whole_days or at_midnight(moment):
        return moment.at.date().isoformat()
    return show_moment(moment)


@function("date-time", 1, 1)
def _date_time(c: Context, arguments: list[Value]) -> Value:
    if to_text(arguments[0]) == "":
        return ""
    moment = _moment(c, arguments[0])
    if moment is None:
        return math.nan
    if at_midnight(moment) and not c.scope.dates.whole_days:
        return moment.at.date().isoformat()
    return show_moment(moment)


@function("decimal-date-time", 1, 1)
def _decimal_date_time(c: Context, arguments: list[Value]) -> Value:
    moment = _moment(c, arguments[0])
    return math.nan if moment is None else to_days(moment, c.scope.dates)


@function("decimal-time", 1, 1)
def _decimal_time(c: Context, arguments: list[Value]) -> Value:
    part = day_fraction(to_text(arguments[0]).strip(), c.scope.dates)
    return math.nan if part is None else part


@function("format-date", 2, 2)
def _format_date(c: Context, arguments: list[Value]) -> Value:
    return _formatted(c, arguments)


@function("format-date-time", 2, 2)
def _format_date_time(c: Context, arguments: list[Value]) -> Value:
    return _formatted(c, arguments)


def _formatted(c: Context, arguments: list[Value]) -> str:
    if to_text(arguments[0]) == "":
        return ""
    moment = _moment(c, arguments[0])
    if moment is None:
        return ""
    pieces: list[str] = []
    marks = iter(to_text(arguments[1]))
    for char in marks:
        if char == "%":
            mark = next(marks, "")
            show = _MARKS.get(mark)
            pieces.append(show(moment, c.scope.language) if show else mark)
        else:
            pieces.append(char)
    return "".join(pieces)


_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_VIETNAMESE_DAYS: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def _month(moment: Moment, language: str) -> str:
    month = moment.at.month
    return f"Th{month}" if language.startswith("vi") else _MONTHS[month - 1]


def _weekday(moment: Moment, language: str) -> str:
    names = _VIETNAMESE_DAYS if language.startswith("vi") else _DAYS
    return names[moment.at.weekday()]


_MARKS: Final[dict[str, Callable[[Moment, str], str]]] = {
    "%": lambda _m, _l: "%",
    "Y": lambda m, _l: f"{m.at.year:04d}",
    "y": lambda m, _l: f"{m.at.year % 100:02d}",
    "m": lambda m, _l: f"{m.at.month:02d}",
    "n": lambda m, _l: str(m.at.month),
    "b": _month,
    "d": lambda m, _l: f"{m.at.day:02d}",
    "e": lambda m, _l: str(m.at.day),
    "H": lambda m, _l: f"{m.at.hour:02d}",
    "h": lambda m, _l: str(m.at.hour),
    "M": lambda m, _l: f"{m.at.minute:02d}",
    "S": lambda m, _l: f"{m.at.second:02d}",
    "3": lambda m, _l: f"{m.at.microsecond // 1000:03d}",
    "a": _weekday,
    "W": lambda m, _l: str(m.at.isocalendar().week),
}


def today_text(c: Context) -> str:
    """Today as ISO text."""
    return show_moment(of_date(c.scope.today, c.scope.dates))
