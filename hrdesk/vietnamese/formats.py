"""Dates and numbers as they are written and typed in Vietnam; kept as ISO and plain decimals."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from hrdesk.i18n import tr
from hrdesk.vietnamese.text import fold

VIETNAM_TZ: Final = timezone(timedelta(hours=7), "UTC+7")

_TODAY: Final = {"h", "hn", "hom nay", "today"}
_YESTERDAY: Final = {"hq", "hom qua", "yesterday"}
_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_PARTED_DATE: Final = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})(?:[/. -]([0-9]{4}|[0-9]{2}))?")
_SOLID_DATE: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})?")
_EARLIEST_YEAR: Final = 1900

_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f']+")
_DIGITS: Final = r"[0-9]+"
_GROUPED_BY_DOT: Final = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_GROUPED_BY_COMMA: Final = re.compile(
    r"([1-9][0-9]{0,2}(?:,[0-9]{3}){2,})(?:\.([0-9]+))?|([1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)"
)
_PLAIN: Final = re.compile(rf"({_DIGITS})(?:[.,]([0-9]+))?|[.,]([0-9]+)")


def show_date(day: date) -> str:
    """`12/11/2026`."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def show_date_short(day: date) -> str:
    """`12/11`, where the year is plain from the place."""
    return f"{day.day:02}/{day.month:02}"


def show_datetime(moment: datetime) -> str:
    """`12/11/2026 09:41`, the time in Vietnam of an aware moment."""
    local = moment.astimezone(VIETNAM_TZ)
    return f"{show_date(local.date())} {local.hour:02}:{local.minute:02}"


def parse_date(text: str, today: date) -> date | None:
    """The date that a clerk typed, or None.

    12/11/2026, 12-11-26, 12.11, 12112026, 121126, 1211, ISO 2026-11-12, `h` or `hôm nay`,
    `hôm qua`. A year that was not typed is that of `today`.
    """
    typed = fold(text)
    if typed in _TODAY:
        return today
    if typed in _YESTERDAY:
        return today - timedelta(days=1)
    if match := _ISO_DATE.fullmatch(typed):
        year, month, day = match.groups()
    elif match := _PARTED_DATE.fullmatch(typed) or _SOLID_DATE.fullmatch(typed):
        day, month, year = match.groups()
    else:
        return None
    return _real_date(_year(year, today), int(month), int(day))


def _year(typed: str | None, today: date) -> int:
    if typed is None:
        return today.year
    return int(typed) + 2000 if len(typed) == 2 else int(typed)


def _real_date(year: int, month: int, day: int) -> date | None:
    if year < _EARLIEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def show_number(value: float | str | Decimal | Fraction, decimals: int | None = None) -> str:
    """`1.234.567,89`; with `decimals` rounded half up to so many, else as many as there are."""
    number = _decimal(value, decimals)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{number:,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not any(digit in text for digit in "123456789"):
        text = text.removeprefix("-")
    return text.translate(str.maketrans(",.", ".,"))


def _decimal(value: float | str | Decimal | Fraction, decimals: int | None) -> Decimal:
    if not isinstance(value, Fraction):
        return Decimal(str(value))
    places = 6 if decimals is None else decimals
    scaled = value * 10**places
    rounded = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    signed = rounded if scaled >= 0 else -rounded
    return Decimal(signed).scaleb(-places)


def parse_number(text: str) -> str | None:
    """The number that a clerk typed, as XForm lexical text, or None.

    Dots group thousands and a comma begins the decimals: `1.234` is 1234, `2,5` is 2.5. A dot that
    cannot be grouping (`2.5`, `0.125`) is read as a decimal point.
    """
    typed = _SPACES.sub("", text).replace("\u2212", "-")
    sign = "-" if typed.startswith("-") else ""
    body = typed.removeprefix("-") if sign else typed.removeprefix("+")
    if match := _GROUPED_BY_DOT.fullmatch(body):
        whole, part = match.group(1).replace(".", ""), match.group(2)
    elif match := _GROUPED_BY_COMMA.fullmatch(body):
        whole = (match.group(1) or match.group(3)).replace(",", "")
        part = match.group(2) or match.group(4)
    elif match := _PLAIN.fullmatch(body):
        whole, part = match.group(1) or "0", match.group(2) or match.group(3)
    else:
        return None
    whole = whole.lstrip("0") or "0"
    part = (part or "").rstrip("0")
    lexical = f"{whole}.{part}" if part else whole
    return f"{sign}{lexical}" if lexical != "0" else lexical


def show_lexical_number(lexical: str) -> str:
    """A number kept in lexical form, shown; what is not a number is shown as it is."""
    try:
        return show_number(lexical)
    except InvalidOperation:
        return lexical


def show_percent(ratio: Fraction | None, decimals: int = 1) -> str:
    """`92,5%`; a whole percentage without decimals; None reads "không phát sinh".

    Never shows 100% for less than all, nor 0% for more than none: rounding may not tell a lie.
    """
    if ratio is None:
        return tr("None occurred")
    percent = ratio * 100
    if percent.denominator == 1:
        return f"{show_number(percent.numerator)}%"
    step = Fraction(1, 10**decimals)
    if 0 < percent < step:
        percent = step
    elif 100 - step < percent < 100:
        percent = 100 - step
    return f"{show_number(percent, decimals)}%"
