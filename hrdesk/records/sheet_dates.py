"""Dates as they stand in workbooks of offices: written out, as numbers of days, month first.

The order of day and month can only be told over a whole column, never from one cell: 05/11 is a
date in both. So it is guessed for the column, shown, and chosen by a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Literal

from hrdesk.vietnamese.formats import parse_date
from hrdesk.vietnamese.text import fold

DateOrder = Literal["day", "month", "turned", "month_turned"]
"""`day` first, or `month`; `turned`: Excel took 05/11 for 11 May, true dates are turned round."""
ORDERS: Final[tuple[DateOrder, ...]] = ("day", "month", "turned", "month_turned")

_WRITTEN: Final = re.compile(
    r"(\d{1,2})[\s-]*th(?:an)?g\s*(\d{1,2})[\s,-]*(?:nam\s*)?(\d{4}|\d{2})"  # thg: Excel's own
)
_FROM_YEAR: Final = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})")
_WEEKDAY: Final = re.compile(
    r"^(?:(?:thu\s*(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\s*nhat|cn|t[2-7])\s*[,.:-]?\s*)?(?:ngay\s+)?"
)
_CLOCK: Final = re.compile(r"\s+\d{1,2}[:hg]\d{0,2}(?::\d{2})?\s*$")
_PARTED: Final = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_TRUE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_SERIAL: Final = re.compile(r"(\d)(\d\d)(\d\d)(?:,\d+)?")
_FIRST_SERIAL: Final = 36526  # 1 January 2000
_LAST_SERIAL: Final = 73050  # 31 December 2099
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_EPOCH: Final = date(1899, 12, 30)
_DAYS_TO_1904: Final = 1_462  # workbooks that come from a Macintosh count from 1 January 1904
_ENOUGH: Final = 2  # cells of either kind, before true dates are thought to be turned round


def read_sheet_date(
    text: str, today: date, order: DateOrder = "day", *, since_1904: bool = False
) -> date | None:
    """The day that a cell means, or None; true dates come as ISO, in the order of their column.

    With `since_1904` a number counts days from there, as its workbook does.
    """
    if found := _TRUE.fullmatch(text):
        day = parse_date(text[:10], today)
        return _turned(day) if day is not None and order in ("turned", "month_turned") else day
    plain = _CLOCK.sub("", _WEEKDAY.sub("", fold(text).strip(), count=1)).strip(" .")
    if found := _WRITTEN.fullmatch(plain):
        plain = f"{found[1]}/{found[2]}/{found[3]}"
    elif found := _FROM_YEAR.fullmatch(plain):
        plain = f"{found[1]}-{found[3]}-{found[4]}"
    elif found := _PARTED.fullmatch(plain):
        first, second = found[1], found[3]
        if order in ("month", "month_turned"):
            first, second = second, first
        plain = f"{first}/{second}/{found[4]}"
    day = parse_date(plain, today)
    return day if day is not None else _from_digits(plain, today, since_1904=since_1904)


def guess_date_order(cells: Iterable[str]) -> DateOrder:
    """How the days of a column are written, by those that can be read in one order only.

    No month is above 12, so one cell like 10/25/2026 tells. Where the days that stand as text are
    all above 12 and the true dates never, Excel took the others for month and day.
    """
    days = months = true = late = 0
    for cell in cells:
        if found := _TRUE.fullmatch(cell):
            true += 1
            late += int(found[3]) > 12
        elif found := _PARTED.fullmatch(cell.strip()):
            days += int(found[1]) > 12
            months += int(found[3]) > 12
    turned = true >= _ENOUGH and not late
    if months and not days:
        return "month_turned" if turned else "month"
    return "turned" if turned and days >= _ENOUGH and not months else "day"


def _turned(day: date) -> date:
    """Day and month changed places, where that makes a day."""
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else day


def _from_digits(text: str, today: date, *, since_1904: bool) -> date | None:
    """A day as Excel counts it, where the digits are no day, month and year; or 20261105."""
    if found := _SERIAL.fullmatch(text):
        number = int(text.partition(",")[0]) + (_DAYS_TO_1904 if since_1904 else 0)
        typed = 1 <= int(found[2]) <= 12  # 50126 may be 05/01/26 without its 0
        if not typed and _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return _EPOCH + timedelta(days=number)
    if found := _YEAR_FIRST.fullmatch(text):
        return parse_date("-".join(found.groups()), today)
    return None
