"""Small rules of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from datetime import date

import pytest

from hrdesk.reports.elements import dated_place, numbered
from hrdesk.reports.numbers import roman


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 4, 5), "An Giang, ngày 05 tháng 4 năm 2026"),
        (date(2026, 1, 5), "An Giang, ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "An Giang, ngày 28 tháng 02 năm 2026"),
        (date(2026, 12, 15), "An Giang, ngày 15 tháng 12 năm 2026"),
    ],
)
def test_date__below_ten__takes_zero_in_days_and_first_two_months(day: date, shown: str) -> None:
    assert dated_place("An Giang", day, "vi") == shown


def test_number__below_ten__takes_a_zero_and_none_leaves_room() -> None:
    assert numbered("5", "BC-UBND") == "05/BC-UBND"
    assert numbered("112", "BC-UBND") == "112/BC-UBND"
    assert numbered("", "BC-UBND").strip("\xa0") == "/BC-UBND"


def test_roman__first_twenty() -> None:
    assert [roman(number) for number in (1, 4, 5, 9, 14, 19)] == [
        "I",
        "IV",
        "V",
        "IX",
        "XIV",
        "XIX",
    ]
