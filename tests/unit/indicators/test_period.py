from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.errors import PeriodUnknownError
from hrdesk.indicators.period import (
    PLAN_START,
    Period,
    PeriodDates,
    PeriodKind,
    current,
    parse_period,
    period_of,
    plan_to_date,
)

YEARS = st.integers(min_value=2001, max_value=2099)
DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31))
TILING = st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.NINE_MONTHS])


@pytest.mark.parametrize(
    ("period_id", "first_on", "last_on"),
    [
        ("2026-01", date(2025, 12, 15), date(2026, 1, 14)),
        ("2026-03", date(2026, 2, 15), date(2026, 3, 14)),
        ("2026-10", date(2026, 9, 15), date(2026, 10, 14)),
        ("2026-12", date(2026, 11, 15), date(2026, 12, 14)),
        ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
        ("2026-Q2", date(2026, 3, 15), date(2026, 6, 14)),
        ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14)),
        ("2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
        ("2026-9M", date(2025, 12, 15), date(2026, 9, 14)),
        ("2026", date(2025, 12, 15), date(2026, 12, 14)),
        ("2025", date(2024, 12, 15), date(2025, 12, 14)),
    ],
)
def test_parse_period__id__bounds_of_the_decree(
    period_id: str, first_on: date, last_on: date
) -> None:
    period = parse_period(period_id)
    assert (period.first_on, period.last_on) == (first_on, last_on)
    assert period.period_id == period_id


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026-Q5", "2026-H3", "2026-9", "202610", "26", "1026-01"]
)
def test_parse_period__no_period__error(text: str) -> None:
    with pytest.raises(PeriodUnknownError):
        parse_period(text)


def test_parse_period__lower_case_and_spaces__understood() -> None:
    assert parse_period(" 2026-q4 ").period_id == "2026-Q4"


@given(YEARS)
@settings(max_examples=40)
def test_periods__of_a_year__tile_it(year: int) -> None:
    whole = Period(PeriodKind.YEAR, year)
    for kind, many in ((PeriodKind.MONTH, 12), (PeriodKind.QUARTER, 4), (PeriodKind.HALF, 2)):
        parts = [Period(kind, year, number) for number in range(1, many + 1)]
        assert parts[0].first_on == whole.first_on
        assert parts[-1].last_on == whole.last_on
        for earlier, later in pairwise(parts):
            assert later.first_on == earlier.last_on + timedelta(days=1)


@given(YEARS, st.integers(1, 4))
@settings(max_examples=40)
def test_quarter__its_three_months__tile_it(year: int, number: int) -> None:
    quarter = Period(PeriodKind.QUARTER, year, number)
    months = [Period(PeriodKind.MONTH, year, number * 3 - 2 + place) for place in range(3)]
    assert (months[0].first_on, months[-1].last_on) == (quarter.first_on, quarter.last_on)


@given(YEARS)
@settings(max_examples=20)
def test_nine_months__are_the_first_three_quarters(year: int) -> None:
    nine = Period(PeriodKind.NINE_MONTHS, year)
    assert nine.first_on == Period(PeriodKind.QUARTER, year, 1).first_on
    assert nine.last_on == Period(PeriodKind.QUARTER, year, 3).last_on


@given(DAYS, TILING)
@settings(max_examples=200)
def test_period_of__any_day__lies_in_exactly_that_period(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    assert period.contains(day)
    assert not period.previous().contains(day)
    assert not period.following().contains(day)
    assert parse_period(period.period_id) == period


@given(DAYS, st.sampled_from(list(PeriodKind)))
@settings(max_examples=100)
def test_previous__then_following__is_the_same(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    assert period.previous().following() == period
    assert period.same_last_year().year == period.year - 1


@pytest.mark.parametrize(
    ("day", "period_id"),
    [
        (date(2026, 12, 14), "2026"),
        (date(2026, 12, 15), "2027"),  # the peak of 10/12 runs on into the next year
        (date(2026, 12, 31), "2027"),
        (date(2026, 1, 1), "2026"),
        (date(2022, 12, 15), "2023"),
    ],
)
def test_period_of__around_the_cut_off__reporting_year(day: date, period_id: str) -> None:
    assert period_of(day, "year").period_id == period_id


def test_period_of__nine_months_after_their_end__those_of_the_reporting_year() -> None:
    assert period_of(date(2026, 11, 1), PeriodKind.NINE_MONTHS).period_id == "2026-9M"


def test_overrides__dates_of_the_province__are_used_everywhere() -> None:
    overrides = {
        "2026-10": PeriodDates(last_on=date(2026, 10, 20), due_on=date(2026, 10, 21), reason="bão"),
        "2026-11": PeriodDates(first_on=date(2026, 10, 21)),
    }
    october = parse_period("2026-10", overrides)
    assert (october.last_on, october.due_on) == (date(2026, 10, 20), date(2026, 10, 21))
    assert current(date(2026, 10, 18), overrides=overrides).period_id == "2026-10"
    assert current(date(2026, 10, 21), overrides=overrides).period_id == "2026-11"
    assert october.following(overrides).first_on == date(2026, 10, 21)
    assert october == parse_period("2026-10")


def test_due_on__nothing_set__three_days_after_the_cut_off() -> None:
    assert parse_period("2026-10").due_on == date(2026, 10, 17)


def test_plan_to_date__any_period__since_the_reporting_year_2023() -> None:
    assert parse_period("2023").first_on == PLAN_START
    assert plan_to_date(parse_period("2026-10")) == (PLAN_START, date(2026, 10, 14))


@pytest.mark.parametrize(
    ("period_id", "vietnamese", "english"),
    [
        ("2026-10", "tháng 10 năm 2026", "October 2026"),
        ("2026-02", "tháng 02 năm 2026", "February 2026"),
        ("2026-Q4", "quý IV năm 2026", "the fourth quarter of 2026"),
        ("2026-H1", "6 tháng đầu năm 2026", "the first half of 2026"),
        ("2026-H2", "6 tháng cuối năm 2026", "the second half of 2026"),
        ("2026-9M", "9 tháng đầu năm 2026", "the first nine months of 2026"),
        ("2026", "năm 2026", "the year 2026"),
    ],
)
def test_title__period__in_both_languages(period_id: str, vietnamese: str, english: str) -> None:
    period = parse_period(period_id)
    assert (period.title("vi"), period.title("en")) == (vietnamese, english)
