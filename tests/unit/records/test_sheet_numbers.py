"""Numbers of real workbooks, with their units; what is not quite a number stays refused."""

from __future__ import annotations

import pytest

from hrdesk.records.sheet_numbers import is_none, read_sheet_number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("1.500.000đ", "1500000"),
        ("1.500.000 đồng", "1500000"),
        ("1.500.000 VNĐ", "1500000"),
        ("50 người", "50"),
        ("120 lượt người", "120"),
        ("1,5 triệu", "1500000"),
        ("2 tr đồng", "2000000"),
        ("1,25 tỷ đồng", "1250000000"),
        ("0 đồng", "0"),
        ("-5", "-5"),
    ],
)
def test_read__with_its_unit__the_number(cell, number):
    assert read_sheet_number(cell) == number


@pytest.mark.parametrize(
    "cell", ["", "khoảng 50", "50-60", "50-60 người", "50 người (25 nữ)", "5%", "năm mươi", "đồng"]
)
def test_read__not_quite_a_number__none(cell):
    assert read_sheet_number(cell) is None


def test_is_none__a_dash__nothing():
    assert is_none("-")
    assert is_none("–")
    assert not is_none("0")
