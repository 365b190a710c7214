"""Many rows at once, and their order: one step each, taken back whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.records.entry import FormEntry, NodeRef
from hrdesk.records.recalculation import Recalculation
from tests.support.forms import entry_of

FORM = """
| survey |
| | type | name | label | calculation | relevant | trigger |
| | begin_repeat | people | Người | | | |
| | text | full_name | Họ tên | | | |
| | integer | came | Số buổi | | | |
| | calculate | twice | | ${came} * 2 | | |
| | end_repeat | | | | | |
| | integer | present | Có mặt | sum(${came}) | | |
"""


def listed(count: int) -> FormEntry:
    entry = entry_of(FORM)
    for _ in range(entry.rows("people")):
        entry.remove_row("people", 0)
    entry.add_rows("people", [[("full_name", f"n{i}"), ("came", str(i))] for i in range(count)])
    return entry


def names(entry: FormEntry) -> list[str]:
    return [entry.value(NodeRef("full_name", "people", row)) for row in range(entry.rows("people"))]


def test_add_rows__many__equal_rows_added_one_by_one_and_are_one_step() -> None:
    entry = listed(30)
    one_by_one = listed(0)
    for i in range(30):
        one_by_one.add_row("people")
        one_by_one.set_value(NodeRef("full_name", "people", i), f"n{i}")
        one_by_one.set_value(NodeRef("came", "people", i), str(i))
    assert entry.repeats() == one_by_one.repeats()
    assert entry.answers() == one_by_one.answers()
    assert entry.value(NodeRef("twice", "people", 29)) == "58"
    entry.undo()
    assert entry.rows("people") == 0
    entry.redo()
    assert names(entry)[29] == "n29"
    assert entry.value(NodeRef("present")) == str(sum(range(30)))


def test_add_rows__told__names_the_repeat_and_what_follows() -> None:
    changes = listed(0).add_rows("people", [[("came", "4")], [("came", "x")]])
    assert changes.rows == ("people",)
    assert NodeRef("present") in changes.values
    assert NodeRef("came", "people", 1) in changes.violations


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(7)))
def test_reorder__any_order__is_kept_and_taken_back(order: list[int]) -> None:
    entry = listed(7)
    before = entry.answers()
    entry.reorder("people", order)
    assert names(entry) == [f"n{number}" for number in order]
    assert entry.answers() == before
    entry.undo()
    assert names(entry) == [f"n{number}" for number in range(7)]
    entry.redo()
    assert names(entry) == [f"n{number}" for number in order]


@pytest.mark.parametrize("order", [[0, 1], [0, 0, 1], [1, 2, 3]])
def test_reorder__that_is_no_order_of_all_rows__is_refused(order: list[int]) -> None:
    entry = listed(3)
    with pytest.raises(IndexError):
        entry.reorder("people", order)
    assert names(entry) == ["n0", "n1", "n2"]


def test_set_column__of_many_rows__equals_one_by_one_and_is_worked_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, one_by_one = listed(30), listed(30)
    answers = [(NodeRef("came", "people", row), str(100 + row)) for row in range(30)]
    worked_out = []
    work_out = Recalculation._work_out

    def count(self: Recalculation, rule: Any, frame: Any) -> None:
        worked_out.append(rule.path)
        work_out(self, rule, frame)

    monkeypatch.setattr(Recalculation, "_work_out", count)
    changes = whole.set_column(answers)
    assert sum(path.endswith("present") for path in worked_out) == 1
    for ref, value in answers:
        one_by_one.set_value(ref, value)
    assert whole.answers() == one_by_one.answers()
    assert whole.value(NodeRef("twice", "people", 29)) == "258"
    assert {ref for ref, _ in answers} <= set(changes.values)
    whole.undo()
    assert whole.answers() == listed(30).answers()


def test_set_column__where_an_action_follows_the_question__each_sets_it_off() -> None:
    entry = entry_of(
        FORM.replace(
            "| | calculate | twice | | ${came} * 2 | | |",
            "| | calculate | twice | | ${came} * 2 | | ${came} |",
        )
    )
    while entry.rows("people") < 3:
        entry.add_row("people")
    entry.set_column([(NodeRef("came", "people", row), str(row + 1)) for row in range(3)])
    assert [entry.value(NodeRef("twice", "people", row)) for row in range(3)] == ["2", "4", "6"]
