"""The quick way through a table says exactly what an entry of the form would say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.records import tabular
from hrdesk.records.flat import FlatRecords
from hrdesk.records.row_results import Column
from hrdesk.records.tables import TableRow
from tests.support.forms import compiled_of
from tests.support.shipped import FORM_IDS, NOW, TODAY, compiled

WORLD = {"today": TODAY, "now": NOW, "language": "vi"}
ODD = ["", "x", "0", "1", "-1", "64", "1.234", "2,5", "12/11/2026", "31/02/2026", "h", "2099-01-01"]
_RULES = """
| survey |
| | type | name | label | required | relevant | constraint | calculation | bind::type |
| | select_one k | kind | Loại | yes | | | | |
| | begin_group | more | Thêm | | ${kind} != 'a' | | | |
| | text | other | Khác | ${kind} = 'c' | | | | |
| | integer | people | Số người | | | . >= 0 | | |
| | integer | women | Nữ | | | . <= ${people} | | |
| | calculate | men | | | | | ${people} - ${women} | int |
| | text | why | Vì sao | yes | ${men} > 10 | string-length(.) > 2 | | |
| | end_group | | | | | | | |
| | acknowledge | sure | Chắc | | ${why} != '' | | | |
| choices |
| | list_name | name | label |
| | k | a | Một |
| | k | b | Hai |
| | k | c | Ba |
"""


def columns_of(form):
    taken = [q for q in form.questions() if q.question_type not in ("note", "file", "image")]
    return [Column(at, q.key, q) for at, q in enumerate(taken)]


def cells_for(form, column):
    names = [c.name for c in form.choices(column.question)]
    labels = [label for c in form.choices(column.question) for label in c.labels.values()]
    return st.sampled_from(ODD + (names + labels) * 2)


def both(form, columns, rows):
    quick = list(tabular.column_records(form, columns, rows, **WORLD))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabular.FlatRecords, "fits", classmethod(lambda *_: False))
        slow = list(tabular.column_records(form, columns, rows, **WORLD))
    return quick, slow


def assert_same(quick, slow):
    for one, other in zip(quick, slow, strict=True):
        assert one.row_number == other.row_number
        assert one.answers == other.answers
        assert dict(one.repeats) == dict(other.repeats)
        assert one.findings == other.findings


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flat__shipped_form_any_cells__as_an_entry_says(data):
    form = compiled(data.draw(st.sampled_from(FORM_IDS)))
    columns = columns_of(form.form)
    if not FlatRecords.fits(form, columns):
        return
    rows = [
        TableRow(n, tuple(data.draw(cells_for(form.form, c)) for c in columns)) for n in (2, 3, 4)
    ]
    assert_same(*both(form, columns, rows))


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_flat__rules_upon_rules__as_an_entry_says(data):
    form = compiled_of(_RULES)
    columns = columns_of(form.form)
    assert FlatRecords.fits(form, columns)
    rows = [
        TableRow(n, tuple(data.draw(cells_for(form.form, c)) for c in columns)) for n in range(2, 8)
    ]
    assert_same(*both(form, columns, rows))


@pytest.mark.parametrize("form_id", ["activity", "agency", "false_news"])
def test_flat__shipped_forms__are_read_the_quick_way(form_id):
    form = compiled(form_id)
    assert FlatRecords.fits(form, columns_of(form.form))


def test_flat__rows_of_a_repeat__are_left_to_the_entry():
    form = compiled("training")
    (repeat,) = form.form.repeats()
    question = next(iter(form.form.questions(repeat.key)))
    assert not FlatRecords.fits(form, [Column(0, "x", question, repeat.key)])
