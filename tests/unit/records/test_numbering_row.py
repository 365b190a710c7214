"""A row that numbers the columns is told from a record."""

from __future__ import annotations

import pytest

from hrdesk.records.numbering_row import numbers_columns, without_numbering
from hrdesk.records.tables import TableRow


@pytest.mark.parametrize(
    "cells",
    [
        ("(1)", "(2)", "(3)"),
        ("1", "2", "3", "4"),
        ("", "(1)", "", "(2)", "(3)"),
        ("A", "B", "1", "2", "3"),
        ("(A)", "(1)", "(2)", "(3)=(1)+(2)"),
        ("( 1 )", "(2)", "(3)", "4 = 3 + 2"),
    ],
)
def test_numbers_columns__as_offices_write_it__yes(cells):
    assert numbers_columns(TableRow(2, cells))


@pytest.mark.parametrize(
    "cells",
    [
        ("1", "2", "3"),
        ("(1)", "(2)"),
        ("1", "Hội nghị", "3", "4"),
        ("1", "2", "3", "5"),
        ("2", "3", "4", "5"),
        ("A", "B", "C", "D"),
        ("A", "1", "B", "2"),
        ("B", "1", "2", "3"),
        (),
    ],
)
def test_numbers_columns__what_may_be_a_record__no(cells):
    assert not numbers_columns(TableRow(2, cells))


def test_without_numbering__the_first_row_only__left_out():
    numbers = ("(1)", "(2)", "(3)")
    rows = [TableRow(3, numbers), TableRow(4, ("a",)), TableRow(5, numbers)]
    assert list(without_numbering(rows)) == rows[1:]
    assert list(without_numbering(rows[1:])) == rows[1:]
    assert list(without_numbering([])) == []
