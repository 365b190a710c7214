"""Reporting periods as Nghị định 09/2019/NĐ-CP, Điều 12, sets them: from the 15th to the 14th.

A period runs from the 15th of the month before its first month to the 14th of its last month, so
the reporting year 2026 is 15/12/2025-14/12/2026. Months tile quarters, quarters tile halves and
years. The province may set other dates for a single period: see `PeriodDates`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hrdesk.errors import PeriodUnknownError
from hrdesk.i18n import N_, tr_in
from hrdesk.values import dataclass, field, replace

PLAN_START: Final = date(2022, 12, 15)  # first day of the reporting year 2023
DUE_DAYS: Final = 3  # the decree leaves the deadline to who asks: at least one working day
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100


class PeriodKind(StrEnum):
    """The kinds of period that are reported."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PeriodDates:
    """Dates that the province set for one period; None keeps what the decree says."""

    first_on: date | None = None
    last_on: date | None = None
    due_on: date | None = None
    reason: str = ""


Overrides = Mapping[str, PeriodDates]
"""Dates set by the province, by period id."""

_MONTHS: Final[Mapping[PeriodKind, int]] = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.YEAR: 12,
}
_PREFIXES: Final[Mapping[PeriodKind, str]] = {
    PeriodKind.QUARTER: "Q",
    PeriodKind.HALF: "H",
}
_PATTERN: Final = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])|(9M)))?")

_MONTH_TITLES: Final = (
    N_("January {year}"),
    N_("February {year}"),
    N_("March {year}"),
    N_("April {year}"),
    N_("May {year}"),
    N_("June {year}"),
    N_("July {year}"),
    N_("August {year}"),
    N_("September {year}"),
    N_("October {year}"),
    N_("November {year}"),
    N_("December {year}"),
)
_QUARTER_TITLES: Final = (
    N_("the first quarter of {year}"),
    N_("the second quarter of {year}"),
    N_("the third quarter of {year}"),
    N_("the fourth quarter of {year}"),
)
_HALF_TITLES: Final = (N_("the first half of {year}"), N_("the second half of {year}"))
_NINE_MONTHS_TITLE: Final = N_("the first nine months of {year}")
_YEAR_TITLE: Final = N_("the year {year}")


@dataclass(frozen=True, slots=True)
class Period:
    """One period. `number` counts the periods of that kind within the year, from 1.

    Under a `calendar`, its neighbours have the dates that the calendar sets for them too.
    """

    kind: PeriodKind
    year: int
    number: int = 1
    dates: PeriodDates = field(default_factory=PeriodDates, compare=False)
    calendar: Overrides | None = field(default=None, compare=False, repr=False)

    @property
    def period_id(self) -> str:
        """`2026-10`, `2026-Q4`, `2026-H1`, `2026-9M` or `2026`."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.year}-{self.number:02}"
            case PeriodKind.YEAR:
                return f"{self.year}"
            case PeriodKind.NINE_MONTHS:
                return f"{self.year}-9M"
            case _:
                return f"{self.year}-{_PREFIXES[self.kind]}{self.number}"

    @property
    def first_on(self) -> date:
        """The first day of the period."""
        if self.dates.first_on is not None:
            return self.dates.first_on
        before = (self.number - 1) * _MONTHS[self.kind]  # the month before the first, 0 = December
        return date(self.year, before, 15) if before else date(self.year - 1, 12, 15)

    @property
    def last_on(self) -> date:
        """The last day of the period, itself included: the cut-off of figures."""
        if self.dates.last_on is not None:
            return self.dates.last_on
        return date(self.year, self.number * _MONTHS[self.kind], 14)

    @property
    def due_on(self) -> date:
        """The last day for handing in; a proposal until the province has set it."""
        return self.dates.due_on or self.last_on + timedelta(days=DUE_DAYS)

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.first_on <= day <= self.last_on

    def previous(self, overrides: Overrides | None = None) -> Period:
        """The period of the same kind before this one."""
        return self._moved(-1, overrides)

    def following(self, overrides: Overrides | None = None) -> Period:
        """The period of the same kind after this one."""
        return self._moved(1, overrides)

    def same_last_year(self, overrides: Overrides | None = None) -> Period:
        """The same period one year earlier."""
        return _with_dates(Period(self.kind, self.year - 1, self.number), self._known(overrides))

    def title(self, language: str) -> str:
        """`tháng 10 năm 2026`, for use within a sentence."""
        titles = {
            PeriodKind.MONTH: _MONTH_TITLES,
            PeriodKind.QUARTER: _QUARTER_TITLES,
            PeriodKind.HALF: _HALF_TITLES,
            PeriodKind.NINE_MONTHS: (_NINE_MONTHS_TITLE,),
            PeriodKind.YEAR: (_YEAR_TITLE,),
        }[self.kind]
        return tr_in(language, titles[self.number - 1], year=self.year)

    def _moved(self, step: int, overrides: Overrides | None) -> Period:
        in_year = _a_year(self.kind)
        year, place = divmod(self.year * in_year + self.number - 1 + step, in_year)
        return _with_dates(Period(self.kind, year, place + 1), self._known(overrides))

    def _known(self, overrides: Overrides | None) -> Overrides | None:
        """The calendar told, or the one this period was made under."""
        return self.calendar if overrides is None else overrides


def _a_year(kind: PeriodKind) -> int:
    return 1 if kind is PeriodKind.NINE_MONTHS else 12 // _MONTHS[kind]


def in_calendar(period: Period, overrides: Overrides) -> Period:
    """The same period with the dates that the province set for it."""
    return _with_dates(period, overrides)


def _with_dates(period: Period, overrides: Overrides | None) -> Period:
    if overrides is None:
        return period
    return replace(period, dates=overrides.get(period.period_id, PeriodDates()), calendar=overrides)


def parse_period(text: str, overrides: Overrides | None = None) -> Period:
    """The period with that id.

    Raises:
        PeriodUnknownError: the text is no period id.
    """
    match = _PATTERN.fullmatch(text.strip().upper())
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise PeriodUnknownError(text=text)
    year, (month, quarter, half, nine) = int(match[1]), match.groups()[1:]
    if month:
        period = Period(PeriodKind.MONTH, year, int(month))
    elif quarter:
        period = Period(PeriodKind.QUARTER, year, int(quarter))
    elif half:
        period = Period(PeriodKind.HALF, year, int(half))
    else:
        period = Period(PeriodKind.NINE_MONTHS if nine else PeriodKind.YEAR, year)
    return _with_dates(period, overrides)


def period_of(
    day: date, kind: PeriodKind | str = PeriodKind.MONTH, overrides: Overrides | None = None
) -> Period:
    """The period of that kind in which the day lies.

    For the nine months, those of the day's reporting year, even after they ended.
    """
    kind = PeriodKind(kind)
    month = day.month + (1 if day.day >= 15 else 0)
    year, month = (day.year + 1, 1) if month > 12 else (day.year, month)
    if kind is PeriodKind.NINE_MONTHS:
        return _with_dates(Period(kind, year), overrides)
    found = _with_dates(Period(kind, year, (month - 1) // _MONTHS[kind] + 1), overrides)
    for candidate in (found, found.previous(overrides), found.following(overrides)):
        if candidate.contains(day):
            return candidate
    return found


def current(
    today: date, kind: PeriodKind | str = PeriodKind.MONTH, overrides: Overrides | None = None
) -> Period:
    """The period that is running today."""
    return period_of(today, kind, overrides)


def plan_to_date(period: Period) -> tuple[date, date]:
    """First and last day of what is counted since the plan began, up to the period's cut-off."""
    return PLAN_START, period.last_on
