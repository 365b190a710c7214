from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.records.entry import Changes, FormEntry, NodeRef
from hrdesk.records.record import Row
from tests.support.forms import NOW, TODAY, compiled_of, entry_of, fill, reopened

_PEOPLE = """
| survey |
| | type | name | label | hint | required | relevant | constraint | constraint_message::Tiếng Việt (vi) | calculation | default | readonly | bind::type |
| | text | name | Tên | gợi ý | yes | | | | | | | |
| | date | on | Ngày | | yes | | . <= today() | Ngày chưa đến | | today() | | |
| | begin_group | who | Người | | | ${name} != '' | | | | | | |
| | integer | people | Số người | | | | . >= 0 | | | 2 | | |
| | integer | women | Nữ trong ${people} | | ${people} > 10 | | . <= ${people} | ${women} > ${people} | | | | |
| | end_group | | | | | | | | | | | |
| | calculate | men | | | | | | | coalesce(${people}, 0) - coalesce(${women}, 0) | | | int |
| | begin_group | fixed | Khóa | | | | | | | | ${men} > 100 | |
| | text | remark | Ghi chú | | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | note | warn | Có ${men} nam | | | ${men} > 50 | | | | | | |
"""
_ROWS = """
| survey |
| | type | name | label | required | relevant | calculation | default | constraint | bind::type | repeat_count |
| | begin_repeat | item | Mục | | | | | | | |
| | text | what | Gì | yes | | | | | | |
| | decimal | price | Giá | | | | | . >= 0 | | |
| | integer | many | Bao nhiêu | | ${what} != '' | | 1 | | | |
| | calculate | amount | | | | coalesce(${price}, 0) * coalesce(${many}, 0) | | | decimal | |
| | calculate | number | | | | position(..) | | | int | |
| | end_repeat | | | | | | | | | |
| | calculate | total | | | | sum(${amount}) | | | decimal | |
| | calculate | count | | | | count(${item}) | | | int | |
| | integer | days | Số ngày | | | | | | | |
| | begin_repeat | day | Ngày | | | | | | | ${days} |
| | text | place | Ở đâu | | | | | | | |
| | end_repeat | | | | | | | | | |
"""
_CHOICES = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | choice_filter | required |
| | select_one prov | prov | Tỉnh | Province | | yes |
| | select_one com | com | Xã | Commune | prov = ${prov} | |
| | select_multiple topic | topics | Chủ đề | Topics | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) | prov |
| | prov | ag | An Giang | An Giang | |
| | prov | kg | Kiên Giang | Kien Giang | |
| | com | a | Xã Vĩnh | Vinh commune | ag |
| | com | b | Xã Hòn | Hon commune | kg |
| | topic | x | Quyền trẻ em | Children | |
| | topic | y | Bình đẳng giới | Gender | |
"""


def _kinds(entry):
    return {(v.key, v.kind) for v in entry.violations()}


# --- values, defaults, relevance


def test_new__defaults__are_given_once():
    entry = entry_of(_PEOPLE)

    assert entry.value(NodeRef("on")) == "2026-11-23"
    assert entry.value(NodeRef("people")) == "2"


def test_open__defaults__are_not_given_again():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A", on="", people="")

    again = reopened(entry, compiled_of(_PEOPLE))

    assert again.value(NodeRef("on")) == ""
    assert again.value(NodeRef("people")) == ""


def test_group__condition_not_met__hides_what_is_in_it_and_leaves_it_out_of_the_record():
    entry = entry_of(_PEOPLE)

    assert not entry.state(NodeRef("people")).relevant
    assert "people" not in entry.answers()
    assert entry.answers(for_record=False)["people"] == "2"


def test_calculation__what_is_not_asked__reads_as_blank():
    entry = entry_of(_PEOPLE)

    assert entry.value(NodeRef("men")) == "0"
    fill(entry, name="A")
    assert entry.value(NodeRef("men")) == "2"


def test_set_value__same_value__changes_nothing():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A")

    assert fill(entry, name="A") == Changes()


def test_set_value__group_becomes_relevant__tells_group_and_questions():
    changes = fill(entry_of(_PEOPLE), name="A")

    assert changes.groups == (("/data/who", True),)
    assert set(changes.relevance) == {NodeRef("people"), NodeRef("women")}
    assert set(changes.values) == {NodeRef("name"), NodeRef("men")}
    assert changes.violations == (NodeRef("name"),)


def test_set_value__typed_fraction_in_a_whole_number__is_cut():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A", people="4.5")

    assert entry.value(NodeRef("people")) == "4"


def test_set_value__letters_for_a_number__stay_as_typed_with_a_violation():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A", people="năm")

    assert entry.value(NodeRef("people")) == "năm"
    assert ("people", "type") in _kinds(entry)
    assert "people" not in entry.answers()


def test_set_value__decomposed_letters__are_composed():
    entry = entry_of(_PEOPLE)
    fill(entry, name="Tie\u0302\u0301ng")

    assert entry.value(NodeRef("name")) == "Tiếng"


# --- rules


def test_required__by_expression__follows_the_answers():
    entry = entry_of(_PEOPLE)
    changes = fill(entry, name="A", people="11")

    assert NodeRef("women") in changes.required
    assert ("women", "required") in _kinds(entry)


def test_constraint__broken__has_the_words_of_the_form_with_answers_in_them():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A", people="3", women="5")

    assert entry.state(NodeRef("women")).violation.message == "5 > 3"


def test_constraint__message_changes_with_another_answer__is_told():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A", people="3", women="5")

    changes = fill(entry, people="4")

    assert NodeRef("women") in changes.violations
    assert entry.state(NodeRef("women")).violation.message == "5 > 4"


def test_constraint__blank_answer__is_never_judged():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A", on="")

    assert ("on", "required") in _kinds(entry)
    assert ("on", "constraint") not in _kinds(entry)


def test_violations__not_asked__are_none():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A", people="3", women="5", on="2026-11-01")
    fill(entry, name="")

    assert _kinds(entry) == {("name", "required")}


def test_violations__several__come_in_the_order_of_the_form():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A", women="99", on="2027-01-01")

    assert [v.key for v in entry.violations()] == ["on", "women"]


def test_readonly__of_a_group__holds_for_what_is_in_it():
    entry = entry_of(_PEOPLE)
    changes = fill(entry, name="A", people="200")

    assert entry.state(NodeRef("remark")).readonly
    assert NodeRef("remark") in changes.readonly


def test_label__with_an_answer_in_it__is_told_when_it_reads_otherwise():
    entry = entry_of(_PEOPLE)
    changes = fill(entry, name="A", people="60")

    assert NodeRef("women") in changes.labels
    assert entry.state(NodeRef("women")).label == "Nữ trong 60"
    assert entry.label("/data/warn") == "Có 60 nam"


# --- choices, language


def test_choices__filtered__follow_the_answer():
    entry = entry_of(_CHOICES)
    changes = fill(entry, prov="ag")

    assert changes.choices == (NodeRef("com"),)
    assert [c.name for c in entry.choices(NodeRef("com"))] == ["a"]


def test_choices__chosen_one_left_the_list__is_a_violation():
    entry = entry_of(_CHOICES)
    fill(entry, prov="ag", com="a", topics="x y")
    assert _kinds(entry) == set()

    changes = fill(entry, prov="kg")

    assert _kinds(entry) == {("com", "choice")}
    assert NodeRef("com") in changes.violations


def test_choices__unknown_name_among_several__is_a_violation():
    entry = entry_of(_CHOICES)
    fill(entry, prov="ag", topics="x z")

    assert ("topics", "choice") in _kinds(entry)


def test_language__changed__labels_and_messages_follow():
    entry = entry_of(_CHOICES)
    assert entry.label("/data/prov") == "Tỉnh"
    before = entry.violations()[0].message

    changes = entry.set_language("en")

    assert NodeRef("prov") in changes.labels
    assert NodeRef("prov") in changes.choices
    assert entry.label("/data/prov") == "Province"
    assert entry.choice_label(entry.choices(NodeRef("topics"))[0]) == "Children"
    assert entry.violations()[0].message != before


# --- rows


def test_rows__first_one_left_blank__is_left_out_and_breaks_no_rule():
    entry = entry_of(_ROWS)

    assert entry.rows("item") == 1
    assert entry.violations() == ()
    assert entry.repeats() == {}


def test_rows__something_typed__the_row_is_kept_and_judged():
    entry = entry_of(_ROWS)
    entry.set_value(NodeRef("price", "item", 0), "5")

    assert [(v.key, v.repeat, v.row) for v in entry.violations()] == [("what", "item", 0)]
    assert entry.repeats()["item"][0].answers["price"] == "5"


def test_record__a_row_left_blank__is_not_counted_in_it():
    entry = entry_of(_ROWS)
    entry.add_row("item")
    entry.set_value(NodeRef("what", "item", 1), "a")
    entry.set_value(NodeRef("price", "item", 1), "4")

    assert entry.value(NodeRef("count")) == "2"
    assert entry.answers()["count"] == "1"
    assert [row.answers["number"] for row in entry.repeats()["item"]] == ["1"]


def test_rows__drop_blank_rows__takes_them_out_of_the_counts():
    entry = entry_of(_ROWS)
    entry.drop_blank_rows()

    assert entry.rows("item") == 0
    assert entry.answers()["count"] == "0"


def test_rows__added_before_another__positions_and_sums_follow():
    entry = entry_of(_ROWS)
    entry.set_value(NodeRef("what", "item", 0), "a")
    entry.set_value(NodeRef("price", "item", 0), "5")

    changes = entry.add_row("item", 0)

    assert changes.rows == ("item",)
    assert entry.value(NodeRef("what", "item", 1)) == "a"
    assert entry.value(NodeRef("number", "item", 1)) == "2"
    assert NodeRef("number", "item", 1) in changes.values


def test_rows__removed__sums_follow():
    entry = entry_of(_ROWS)
    for row, price in enumerate(["5", "7", "11"]):
        if row:
            entry.add_row("item")
        entry.set_value(NodeRef("what", "item", row), "x")
        entry.set_value(NodeRef("price", "item", row), price)
    entry.remove_row("item", 1)

    assert entry.value(NodeRef("total")) == "16"
    assert [row.answers["price"] for row in entry.repeats()["item"]] == ["5", "11"]


def test_rows__counted_by_the_form__follow_the_count_and_keep_what_was_typed():
    entry = entry_of(_ROWS)
    assert entry.rows("day") == 0

    fill(entry, days="3")
    entry.set_value(NodeRef("place", "day", 1), "Rạch Giá")
    assert entry.rows_fixed("day")
    assert entry.rows("day") == 3
    assert [dict(r.answers) for r in entry.repeats()["day"]] == [{}, {"place": "Rạch Giá"}, {}]

    fill(entry, days="1")
    assert entry.rows("day") == 1


def test_rows__unreasonable_count__is_bounded():
    entry = entry_of(_ROWS)
    fill(entry, days="999999999")

    assert entry.rows("day") == 2_000


def test_nested_rows__addressed_through_the_whole_record():
    markdown = """
    | survey |
    | | type | name | label | calculation | bind::type |
    | | begin_repeat | out | O | | |
    | | begin_repeat | inner | I | | |
    | | integer | x | X | | |
    | | end_repeat | | | | |
    | | calculate | own | | sum(${x}) | int |
    | | end_repeat | | | | |
    | | calculate | total | | sum(${x}) | int |
    """
    entry = entry_of(markdown)
    entry.add_row("out")
    entry.add_row("inner", parent_row=1)
    entry.add_row("inner", parent_row=1)
    for row, number in enumerate(["1", "10", "100"]):
        entry.set_value(NodeRef("x", "inner", row), number)

    assert entry.rows("inner") == 3
    assert entry.rows("inner", parent_row=1) == 2
    assert [entry.value(NodeRef("own", "out", row)) for row in (0, 1)] == ["1", "110"]
    assert entry.value(NodeRef("total")) == "111"
    again = reopened(entry, compiled_of(markdown))
    assert again.repeats() == entry.repeats()


# --- triggers


def test_trigger__other_answer_changes__sets_the_value_once():
    entry = entry_of("""
    | survey |
    | | type | name | label | calculation | trigger |
    | | text | a | A | | |
    | | calculate | stamp | | concat(${a}, '!') | ${a} |
    | | text | b | B | | |
    """)
    assert entry.value(NodeRef("stamp")) == ""

    changes = fill(entry, a="x")
    fill(entry, b="y")

    assert entry.value(NodeRef("stamp")) == "x!"
    assert NodeRef("stamp") in changes.values


# --- undo


def test_undo__typing_in_one_field__is_one_step():
    entry = entry_of(_PEOPLE)
    for text in ("H", "Hộ", "Hội"):
        fill(entry, name=text)
    fill(entry, people="7")

    entry.undo()
    assert entry.value(NodeRef("name")) == "Hội"
    changes = entry.undo()
    assert entry.value(NodeRef("name")) == ""
    assert NodeRef("name") in changes.values
    assert changes.groups == (("/data/who", False),)
    assert not entry.can_undo


def test_undo__removed_row__brings_it_back_with_its_answers():
    entry = entry_of(_ROWS)
    entry.set_value(NodeRef("what", "item", 0), "a")
    entry.remove_row("item", 0)
    assert entry.rows("item") == 0

    assert entry.undo().rows == ("item",)
    assert entry.value(NodeRef("what", "item", 0)) == "a"
    entry.redo()
    assert entry.rows("item") == 0


def test_redo__after_another_answer__is_gone():
    entry = entry_of(_PEOPLE)
    fill(entry, name="A")
    entry.undo()
    fill(entry, name="B")

    assert not entry.can_redo


# --- whatever is done: told exactly, taken back exactly, kept exactly

_STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("set"),
            st.sampled_from(["what", "price", "many"]),
            st.integers(0, 3),
            st.sampled_from(["", "1", "-2", "2.5", "abc"]),
        ),
        st.tuples(st.just("days"), st.sampled_from(["", "0", "1", "3", "x"])),
        st.tuples(st.just("add"), st.integers(0, 3)),
        st.tuples(st.just("remove"), st.integers(0, 3)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=14,
)


def _do(entry, step):  # noqa: PLR0911 - one a step
    match step:
        case ("set", key, row, value) if row < entry.rows("item"):
            return entry.set_value(NodeRef(key, "item", row), value)
        case ("days", value):
            return entry.set_value(NodeRef("days"), value)
        case ("add", at):
            return entry.add_row("item", at)
        case ("remove", row) if row < entry.rows("item"):
            return entry.remove_row("item", row)
        case ("undo",):
            return entry.undo()
        case ("redo",):
            return entry.redo()
        case _:
            return Changes()


def _seen(entry):
    """All that a page shows, by place."""
    refs = [NodeRef(key) for key in ("total", "count", "days")]
    for repeat, keys in (
        ("item", ("what", "price", "many", "amount", "number")),
        ("day", ("place",)),
    ):
        for row in range(entry.rows(repeat)):
            refs.extend(NodeRef(key, repeat, row) for key in keys)
    return {ref: (entry.value(ref), entry.state(ref)) for ref in refs}


@given(_STEPS)
@settings(max_examples=80, deadline=None)
def test_entry__any_steps__changes_tell_all_that_differs_and_nothing_else(steps):
    entry = entry_of(_ROWS)
    for step in steps:
        before = _seen(entry)
        changes = _do(entry, step)
        after = _seen(entry)
        if changes.rows:
            continue  # places moved: the page reads the rows anew
        for ref in before:
            assert (before[ref][0] != after[ref][0]) == (ref in changes.values), (step, ref)
            relevant = before[ref][1].relevant != after[ref][1].relevant
            assert relevant == (ref in changes.relevance), (step, ref)
            if before[ref][1].violation != after[ref][1].violation:
                assert ref in changes.violations, (step, ref)


def _typed(entry):
    """What was typed into rows; a draft leaves out a first row that nobody touched."""
    return [
        {key: value for key, value in row.answers.items() if key in ("what", "price", "many")}
        for row in entry.repeats(for_record=False).get("item", ())
    ]


@given(_STEPS)
@settings(max_examples=80, deadline=None)
def test_entry__any_steps__opened_again_from_the_draft_is_the_same(steps):
    entry = entry_of(_ROWS)
    for step in steps:
        _do(entry, step)

    again = reopened(entry, compiled_of(_ROWS))

    assert again.value(NodeRef("days")) == entry.value(NodeRef("days"))
    assert _typed(again) == _typed(entry)
    assert again.answers() == entry.answers()
    assert again.repeats() == entry.repeats()


@given(_STEPS)
@settings(max_examples=80, deadline=None)
def test_entry__any_steps__all_taken_back_is_the_beginning(steps):
    entry = entry_of(_ROWS)
    beginning = _seen(entry)
    for step in steps:
        _do(entry, step)
    end = _seen(entry)
    while entry.can_redo:
        entry.redo()
    while entry.can_undo:
        entry.undo()

    assert {r: s[0] for r, s in _seen(entry).items()} == {r: s[0] for r, s in beginning.items()}
    while entry.can_redo:
        entry.redo()
    if not any(step[0] in ("undo", "redo") for step in steps):
        assert _seen(entry) == end


def test_open__answers_that_the_form_no_longer_has__are_passed_over():
    entry = FormEntry.open(
        compiled_of(_ROWS),
        {"gone": "1", "days": "1"},
        {"day": (Row({"place": "x", "old": "y"}),), "lost": (Row({}),)},
        today=TODAY,
        now=NOW,
        language="vi",
    )
    assert entry.answers()["days"] == "1"
    assert entry.value(NodeRef("place", "day", 0)) == "x"


def test_value__no_such_question__is_a_key_error():
    with pytest.raises(KeyError):
        entry_of(_PEOPLE).value(NodeRef("nothing"))


_METADATA = """
| survey |
| | type | name | label | calculation |
| | start | began | | |
| | end | ended | | |
| | today | day | | |
| | username | who | | |
| | deviceid | desk | | |
| | phonenumber | phone | | |
| | calculate | told | | property('username') |
| | text | a | A | |
"""


def test_entry__metadata__is_filled_in_from_the_desk_and_ends_when_it_is_finished():
    compiled = compiled_of(_METADATA)
    desk = {"username": "Võ Thị Út", "deviceid": "d-1"}
    entry = FormEntry.new(compiled, today=TODAY, now=NOW, language="vi", properties=desk)
    fill(entry, a="x")

    answers = entry.answers()
    assert answers["began"] == "2026-11-23T09:41:00.000+07:00"
    assert (answers["day"], answers["who"], answers["desk"]) == ("2026-11-23", "Võ Thị Út", "d-1")
    assert answers["told"] == "Võ Thị Út"
    assert "phone" not in answers
    assert "ended" not in answers

    entry.note_end(NOW + timedelta(minutes=7))

    assert entry.answers()["ended"] == "2026-11-23T09:48:00.000+07:00"
    assert entry.answers()["began"] == answers["began"]
    entry.undo()
    assert entry.value(NodeRef("a")) == ""
