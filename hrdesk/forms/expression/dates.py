"""Dates and times in expressions: ISO texts outside, days since 1970-01-01 inside.

Two readings are in use among XForm engines. In forms here a date is a whole number of days, and
a moment is read on the wall clock of the office (`whole_days`). Others count a date from local
midnight in UTC, which makes 2018-01-01 the number 17532.29; that reading is kept for comparison
with their published tests.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

from hrdesk.values import dataclass

VIETNAM_TIME: Final = timezone(timedelta(hours=7))
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_DAY: Final = timedelta(days=1)
_ISO: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_TIME: Final = re.compile(
    r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?[0-5]\d)?"
)
_DAYS_LIMIT: Final = 3_000_000.0


@dataclass(frozen=True, slots=True)
class DateRules:
    """How dates are counted: the clock of the office, and whether a date is whole days."""

    zone: tzinfo = VIETNAM_TIME
    whole_days: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """A date (`clock` False) or a point in time, in the zone of the rules."""

    at: datetime
    clock: bool


def looks_like_date(text: str) -> bool:
    """A cheap test before `read_moment` is tried."""
    return len(text) >= 8 and text[4] == "-" and text[:4].isdigit()


def read_moment(text: str, rules: DateRules) -> Moment | None:
    """An ISO date or date-time; None for anything else, such as 2026-02-30."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        naive = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            _microseconds(fraction),
            tzinfo=_offset(offset) or rules.zone,
        )
    except ValueError:
        return None
    return Moment(naive.astimezone(rules.zone), clock=hour is not None)


def to_days(moment: Moment, rules: DateRules) -> float:
    """Days since 1970-01-01, by the rules."""
    at = moment.at.replace(tzinfo=UTC) if rules.whole_days else moment.at
    return (at - _EPOCH) / _DAY


def days_of(text: str, rules: DateRules) -> float | None:
    """Days of an ISO date or date-time, None when the text is neither."""
    if not looks_like_date(text):
        return None
    if len(text) == 10 and rules.whole_days:
        try:
            return float(date.fromisoformat(text).toordinal() - _EPOCH_ORDINAL)
        except ValueError:
            return None
    moment = read_moment(text, rules)
    return None if moment is None else to_days(moment, rules)


def from_days(days: float, rules: DateRules) -> Moment | None:
    """The moment so many days after 1970-01-01; None beyond the calendar."""
    if not -700_000.0 < days < _DAYS_LIMIT:
        return None
    at = _EPOCH + timedelta(milliseconds=round(days * 86_400_000))
    if rules.whole_days:
        return Moment(at.replace(tzinfo=rules.zone), clock=True)
    return Moment(at.astimezone(rules.zone), clock=True)


def show_moment(moment: Moment) -> str:
    """ISO text: 2026-11-03, or 2026-11-03T09:41:00.000+07:00."""
    if not moment.clock:
        return moment.at.date().isoformat()
    return moment.at.isoformat(timespec="milliseconds")


def at_midnight(moment: Moment) -> bool:
    """Whether nothing but the date says something."""
    return moment.at.timetz().replace(tzinfo=None) == datetime.min.time()


def of_date(day: date, rules: DateRules) -> Moment:
    """A date as a moment."""
    return Moment(datetime(day.year, day.month, day.day, tzinfo=rules.zone), clock=False)


def day_fraction(text: str, rules: DateRules) -> float | None:
    """A time of day, or that of a date-time, as a part of the day by the office's clock."""
    clock = text.partition("T")[2] or text
    match = _TIME.fullmatch(clock)
    if match is None:
        return None
    hour, minute, second, fraction, offset = match.groups()
    at = datetime(
        2001,
        1,
        2,
        int(hour),
        int(minute),
        int(second or 0),
        _microseconds(fraction),
        tzinfo=_offset(offset) or rules.zone,
    ).astimezone(rules.zone)
    return (at - at.replace(hour=0, minute=0, second=0, microsecond=0)) / _DAY


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0").ljust(6, "0")[:6])


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
