"""How something recurs: a rule as data, its dates, and the rule in words.

Rules are written as RFC 5545 writes them, without an end; the end is a date, a number of dates, or
none. The dates of a month that is too short for its day are its last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from hrdesk.errors import SeriesRuleError
from hrdesk.i18n import N_, tr
from hrdesk.vietnamese.formats import show_date

MOST_DATES: Final = 1000  # of one series: twenty years of weeks
_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS: Final = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


class Frequency(StrEnum):
    """How often."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often, on which weekdays (0 Monday … 6 Sunday), from when, and until when.

    Without weekdays: on the weekday of the first day; monthly on its day of the month. Monthly with
    weekdays: on the first, second … such day of each month, as the first day is.
    """

    frequency: Frequency
    starts_on: date
    weekdays: tuple[int, ...] = ()
    until_on: date | None = None
    count: int | None = None

    @property
    def rule(self) -> str:
        """RFC 5545, without the end."""
        days = tuple(sorted(set(self.weekdays)))
        if self.frequency is Frequency.MONTHLY:
            if days:
                nth = min((self.starts_on.day - 1) // 7 + 1, 4)
                return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{nth}{_CODES[day]}" for day in days)
            day = self.starts_on.day
            if day <= 28:
                return f"FREQ=MONTHLY;BYMONTHDAY={day}"
            within = ",".join(str(one) for one in range(28, day + 1))
            return f"FREQ=MONTHLY;BYMONTHDAY={within};BYSETPOS=-1"
        named = ",".join(_CODES[day] for day in days or (self.starts_on.weekday(),))
        interval = "INTERVAL=2;" if self.frequency is Frequency.FORTNIGHTLY else ""
        return f"FREQ=WEEKLY;{interval}BYDAY={named}"


def checked(recurrence: Recurrence) -> Recurrence:
    """The same, when it gives a date.

    Raises:
        SeriesRuleError: it gives none, or too many.
    """
    if any(day not in range(7) for day in recurrence.weekdays):
        raise SeriesRuleError(reason=tr("a weekday is not one of the seven."))
    if recurrence.until_on is not None and recurrence.until_on < recurrence.starts_on:
        raise SeriesRuleError(reason=tr("it would end before it begins."))
    if recurrence.count is not None and not 1 <= recurrence.count <= MOST_DATES:
        raise SeriesRuleError(
            reason=tr("the number of dates must lie between 1 and {most}.", most=MOST_DATES)
        )
    ends = recurrence.until_on or date(recurrence.starts_on.year + 2, 12, 31)
    found = dates(
        recurrence.rule, recurrence.starts_on, ends, recurrence.until_on, recurrence.count
    )
    if not found:
        raise SeriesRuleError(reason=tr("no day between its beginning and its end fits."))
    return recurrence


def dates(
    rule: str, starts_on: date, through: date, until_on: date | None, count: int | None
) -> tuple[date, ...]:
    """The dates of a rule up to and with `through`, in order; at most `MOST_DATES`."""
    from dateutil.rrule import rrulestr  # off the start-up path

    ends = min(through, until_on) if until_on is not None else through
    if ends < starts_on:
        return ()
    counted = f";COUNT={count}" if count is not None else ""
    found: list[date] = []
    for moment in rrulestr(rule + counted, dtstart=datetime.combine(starts_on, time())):
        if moment.date() > ends or len(found) >= MOST_DATES:
            break
        found.append(moment.date())
    return tuple(found)


def recurrence_of(
    rule: str, starts_on: date, until_on: date | None, count: int | None
) -> Recurrence:
    """The recurrence that a kept rule was made of, to be changed."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    days = tuple(_CODES.index(code[-2:]) for code in parts.get("BYDAY", "").split(",") if code)
    frequency = Frequency.FORTNIGHTLY if parts.get("INTERVAL") == "2" else Frequency.WEEKLY
    if parts["FREQ"] == "MONTHLY":
        frequency = Frequency.MONTHLY
    return Recurrence(frequency, starts_on, days, until_on, count)


def rule_words(rule: str, starts_on: date, until_on: date | None, count: int | None) -> str:
    """`Every week on Monday, Thursday, from 05/10/2026 to 28/12/2026`."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    how = _how(parts)
    if until_on is not None:
        return tr(
            "{how}, from {first} to {last}",
            how=how,
            first=show_date(starts_on),
            last=show_date(until_on),
        )
    if count is not None:
        return tr(
            "{how}, from {first}, {count} times", how=how, first=show_date(starts_on), count=count
        )
    return tr("{how}, from {first}", how=how, first=show_date(starts_on))


def _how(parts: dict[str, str]) -> str:
    if parts["FREQ"] == "MONTHLY" and "BYMONTHDAY" in parts:
        day = parts["BYMONTHDAY"].rpartition(",")[2]
        return tr("Every month on day {day}", day=day)
    codes = parts["BYDAY"].split(",")
    days = ", ".join(tr(_DAYS[_CODES.index(code[-2:])]) for code in codes)
    if parts["FREQ"] == "MONTHLY":
        return tr("Every month on the {days} of week {nth}", days=days, nth=codes[0][:-2])
    if parts.get("INTERVAL") == "2":
        return tr("Every two weeks on {days}", days=days)
    return tr("Every week on {days}", days=days)
