from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk import i18n
from hrdesk.vietnamese.formats import (
    parse_date,
    parse_number,
    show_date,
    show_date_short,
    show_datetime,
    show_lexical_number,
    show_number,
    show_percent,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12/11/2026", date(2026, 11, 12)),
        ("12112026", date(2026, 11, 12)),
        ("121126", date(2026, 11, 12)),
        ("1211", date(2026, 11, 12)),
        ("12/11", date(2026, 11, 12)),
        ("5/1", date(2026, 1, 5)),
        ("12-11-26", date(2026, 11, 12)),
        ("12.11.2026", date(2026, 11, 12)),
        ("2026-11-12", date(2026, 11, 12)),
        (" h ", TODAY),
        ("Hôm nay", TODAY),
        ("hôm qua", date(2026, 11, 22)),
        ("29/2/2028", date(2028, 2, 29)),
        ("29/2/2026", None),
        ("31/11", None),
        ("12/13", None),
        ("1", None),
        ("12/11/0026", None),
        ("12/11/226", None),
        ("ngày mai", None),
        ("", None),
    ],
)
def test_parse_date__typed__as_meant(typed: str, meant: date | None) -> None:
    assert parse_date(typed, TODAY) == meant


@given(st.dates(min_value=date(1900, 1, 1)))
@settings(max_examples=100)
def test_parse_date__shown_date__comes_back(day: date) -> None:
    assert parse_date(show_date(day), TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day


def test_show_date__short__day_and_month() -> None:
    assert show_date_short(date(2026, 1, 5)) == "05/01"


def test_show_datetime__utc_evening__is_the_next_day_in_vietnam() -> None:
    assert show_datetime(datetime(2026, 11, 12, 18, 41, tzinfo=UTC)) == "13/11/2026 01:41"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1234567.89, None, "1.234.567,89"),
        (1234567, None, "1.234.567"),
        (0, None, "0"),
        ("2.50", None, "2,5"),
        (2.5, 0, "3"),
        (Decimal("0.125"), 2, "0,13"),
        (-1234, None, "-1.234"),
        (Decimal("-0.001"), 2, "0,00"),
        (Fraction(1, 3), None, "0,333333"),
        (Fraction(-5, 2), 0, "-3"),
    ],
)
def test_show_number__value__the_vietnamese_way(
    value: float | str | Decimal | Fraction, decimals: int | None, shown: str
) -> None:
    assert show_number(value, decimals) == shown


@pytest.mark.parametrize(
    ("typed", "lexical"),
    [
        ("1.234", "1234"),
        ("2,5", "2.5"),
        ("1.234.567,89", "1234567.89"),
        ("2.5", "2.5"),
        ("0.125", "0.125"),
        ("1.2345", "1.2345"),
        ("1234", "1234"),
        ("1 234 567", "1234567"),
        ("1\u00a0234", "1234"),
        ("1,234,567", "1234567"),
        ("1,234.56", "1234.56"),
        ("1,234", "1.234"),
        ("007", "7"),
        ("-3,50", "-3.5"),
        ("\u22123", "-3"),
        ("-0", "0"),
        (",5", "0.5"),
        ("", None),
        ("12a", None),
        ("1.234.56", None),
        ("1.23.456", None),
        ("--1", None),
        ("០", None),
    ],
)
def test_parse_number__typed__lexical(typed: str, lexical: str | None) -> None:
    assert parse_number(typed) == lexical


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
@settings(max_examples=150)
def test_parse_number__shown_number__comes_back(value: Decimal) -> None:
    lexical = parse_number(show_number(value, 2))
    assert lexical is not None
    assert Decimal(lexical) == value


def test_show_lexical_number__not_a_number__as_it_is() -> None:
    assert show_lexical_number("1234.5") == "1.234,5"
    assert show_lexical_number("nhiều") == "nhiều"


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (Fraction(37, 40), "92,5%"),
        (Fraction(1), "100%"),
        (Fraction(0), "0%"),
        (Fraction(1, 3), "33,3%"),
        (Fraction(9004, 10000), "90,0%"),
        (Fraction(9999, 10000), "99,9%"),
        (Fraction(1, 100000), "0,1%"),
        (None, "Không phát sinh"),
    ],
)
def test_show_percent__ratio__rounded_without_a_lie(ratio: Fraction | None, shown: str) -> None:
    assert show_percent(ratio) == shown


def test_show_percent__english__says_it_in_english() -> None:
    i18n.set_language("en")
    assert show_percent(None) == "None occurred"
