"""Dates of real workbooks: how each cell is read, and how a column's order is told."""

from __future__ import annotations

from datetime import date

import pytest

from hrdesk.records.sheet_dates import guess_date_order, read_sheet_date

TODAY = date(2026, 11, 12)
DAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "05/11/2026",
        "5.11.26",
        "2026-11-05",
        "2026-11-05T08:30:00",
        "05/11/2026 08:30",
        "05/11/2026 8h30",
        "05 / 11 / 2026",
        "ngày 05 tháng 11 năm 2026",
        "Thứ Năm, ngày 05/11/2026",
        "T5 05/11/2026",
        "46331",
        "46331,5",
        "20261105",
        "0511",
        "2026/11/05",
        "2026.11.5",
        "05/11/2026.",
        "5 thg 11 2026",
        "05 Thg11 2026",
        "5-thg 11-26",
        "5 tháng 11, 2026",
    ],
)
def test_read__as_offices_write_it__the_day(cell):
    assert read_sheet_date(cell, TODAY) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "11/2026",
        "5/11/2026 - 7/11/2026",
        "31/02/2026",
        "12",
        "99999",
        "tháng 11",
        "-",
        "2026/13/05",
        "2026/11",
        ".",
    ],
)
def test_read__no_day__none(cell):
    assert read_sheet_date(cell, TODAY) is None


def test_read__digits_that_may_be_a_day_without_its_nought__not_counted_as_days():
    assert read_sheet_date("50126", TODAY) is None  # 05/01/26, or the 50126th day


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("11/05/2026", "month", DAY),
        ("10/25/2026", "month", date(2026, 10, 25)),
        ("2026-05-11", "month", date(2026, 5, 11)),
        ("2026-05-11", "turned", DAY),
        ("13/11/2026", "turned", date(2026, 11, 13)),
        ("2026-11-25", "turned", date(2026, 11, 25)),
        ("11/13/2026", "month_turned", date(2026, 11, 13)),
        ("2026-05-11", "month_turned", DAY),
    ],
)
def test_read__in_the_order_of_the_column__the_day(cell, order, day):
    assert read_sheet_date(cell, TODAY, order) == day


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        ([], "day"),
        (["05/11/2026", "06/11/2026"], "day"),
        (["05/11/2026", "25/10/2026"], "day"),
        (["11/05/2026", "10/25/2026"], "month"),
        (["13/11/2026", "10/25/2026"], "day"),  # both: nothing can be said
        (["2026-11-05", "2026-11-25"], "day"),
        (["2026-05-11", "2026-06-11", "13/11/2026", "25/11/2026"], "turned"),
        (["2026-05-11", "2026-06-11", "2026-11-25", "13/11/2026", "25/11/2026"], "day"),
        (["2026-05-11", "13/11/2026"], "day"),  # too few to say so
        (["2026-05-11", "2026-06-11", "11/13/2026"], "month_turned"),
    ],
)
def test_guess__cells_of_a_column__its_order(cells, order):
    assert guess_date_order(cells) == order
