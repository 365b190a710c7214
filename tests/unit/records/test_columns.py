"""Which column of a workbook answers which question, guessed by its heading."""

import pytest

from hrdesk.records.columns import guess_columns
from tests.support.shipped import compiled


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Số người dự", "people"),
        ("Số người tham gia", "people"),
        ("Tổng số người tham dự:", "people"),
        ("Số nữ", "women"),
        ("Nơi tổ chức", "place"),
        ("Kinh phí thực hiện", "cost"),
        ("Nội dung hoạt động", "title"),
        ("Ghi chú khác hẳn", ""),
    ],
)
def test_guess__a_heading_that_offices_use__goes_to_its_question(heading: str, key: str) -> None:
    form = compiled("activity").form
    (guess,) = guess_columns(form, (heading,), ("unicode",), "vi")
    assert guess.place_id == key


def test_guess__two_columns_for_one_question__only_the_one_with_its_own_heading() -> None:
    form = compiled("activity").form
    header = ("Số người dự", "Số lượt người")
    places = [one.place_id for one in guess_columns(form, header, ("unicode",) * 2, "vi")]
    assert places == ["", "people"]


def test_guess__a_form_without_the_question__leaves_the_column() -> None:
    form = compiled("agency").form
    (guess,) = guess_columns(form, ("Số người tham gia",), ("unicode",), "vi")
    assert guess.place_id == ""
