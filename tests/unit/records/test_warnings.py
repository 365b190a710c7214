"""Soft checks: said, never in the way, quiet once accepted, loud again for another answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.records.record import AcceptedWarning
from hrdesk.records.warnings import LEAST_PAST, past_figures
from tests.support.forms import NOW, entry_of, fill

FORM = """
| survey |
| | type | name | label | relevant | bind::hrdesk:warning | bind::hrdesk:warning_message | bind::hrdesk:warning_message_en |
| | integer | people | Số người |  | . <= 500 | ${people} người là rất nhiều | ${people} people are very many |
| | integer | groups | Số nhóm |  |  |  |  |
| | note | both | Nhóm ${groups} khác số người ${people} | ${people} > 0 and ${groups} > ${people} |  |  |  |
| | begin_repeat | rows | Dòng |  |  |  |  |
| | integer | hours | Giờ |  | . <= 8 |  |  |
| | end_repeat |  |  |  |  |  |  |
"""


def messages(entry, **more):
    return [one.message for one in entry.warnings(**more)]


def test_warnings__answer_inside_the_soft_check__none():
    entry = entry_of(FORM)
    fill(entry, people="500")
    assert entry.warnings() == ()


def test_warnings__answer_outside__says_it_with_the_answer_and_is_no_fault():
    entry = entry_of(FORM)
    fill(entry, people="501")
    (warning,) = entry.warnings()
    assert (warning.key, warning.rule, warning.value) == ("people", "form", "501")
    assert warning.message == "501 người là rất nhiều"
    assert entry.violations() == ()


def test_warnings__in_english__says_the_english_words():
    entry = entry_of(FORM, language="en")
    fill(entry, people="501")
    assert messages(entry) == ["501 people are very many"]


def test_warnings__note_asked_only_sometimes__is_one():
    entry = entry_of(FORM)
    fill(entry, people="3", groups="4")
    assert messages(entry) == ["Nhóm 4 khác số người 3"]
    fill(entry, groups="2")
    assert messages(entry) == []


def test_warnings__in_a_row__say_which():
    entry = entry_of(FORM)
    entry.add_row("rows")
    from hrdesk.records.entry import NodeRef

    entry.set_value(NodeRef("hours", "rows", 1), "9")
    (warning,) = entry.warnings()
    assert warning.place == ("hours", "rows", 1)
    assert warning.message


def test_warnings__accepted__carry_the_reason_until_the_answer_is_another():
    entry = entry_of(FORM)
    fill(entry, people="501")
    kept = AcceptedWarning("people", "form", "501", "Mít tinh lớn", NOW)
    assert entry.warnings(accepted=[kept])[0].accepted == kept
    fill(entry, people="502")
    assert entry.warnings(accepted=[kept])[0].accepted is None


def test_warnings__accepted_note__holds_in_the_other_language():
    entry = entry_of(FORM)
    fill(entry, people="3", groups="4")
    warning = entry.warnings()[0]
    kept = AcceptedWarning("both", warning.rule, warning.value, "Đúng thế", NOW)
    entry.set_language("en")
    assert entry.warnings(accepted=[kept])[0].accepted == kept


def test_warnings__far_from_the_past__say_the_figures():
    entry = entry_of(FORM)
    past = past_figures([40, 42, 45, 50, 52, 55, 58, 60])
    assert past is not None
    fill(entry, groups="480")
    (said,) = messages(entry, past={"groups": past})
    assert all(figure in said for figure in ("480", "8", "40", "60", "51"))
    fill(entry, groups="75")
    assert messages(entry, past={"groups": past}) == []


def test_past__few_records__say_nothing():
    assert past_figures([50.0] * (LEAST_PAST - 1)) is None


@given(st.lists(st.integers(0, 10_000), min_size=LEAST_PAST, max_size=40))
@settings(max_examples=60, deadline=None)
def test_past__what_was_there_before__is_never_unusual(values):
    past = past_figures(values)
    assert past is not None
    assert past.low <= min(values)
    assert max(values) <= past.high
    assert past.low <= past.least <= past.middle <= past.most <= past.high
