from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrdesk.errors import (
    AnswerUnaskedError,
    AnswerUnstorableError,
    FormNotKeptError,
    RecordChangedError,
    RecordMissingError,
)
from hrdesk.records.record import RecordStatus, Row
from hrdesk.store.database import Store
from hrdesk.store.records import Draft, RecordQuery
from tests.support.records import ACTOR, NOW, activity_form, record, rows

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def store(tmp_path):
    kept = Store.create(tmp_path / "hrdesk.sqlite")
    kept.put_form(activity_form(), source_name="activity.md", at=NOW)
    yield kept
    kept.close()


def full_record():
    return record(
        answers={
            "title": "Nói chuyện về quyền của người Khmer: សិទ្ធិមនុស្ស",
            "held_on": "2026-11-01",
            "people": "64",
            "cost": "2.50",
            "kind": "talk",
            "languages": "vi km",
            "place": "Nhà \"văn hóa\" của 'ấp' 3; -- DROP",
            "contact": "Nguyễn Văn Mẫu",
        },
        repeats={
            "posting": (
                Row({"address": "a", "views": "7"}, {"reply": rows({"words": "حق"}, {})}),
                Row({}),
            ),
            "roster": rows({"full_name": "Lê Thị Thử"}),
        },
    )


def test_save__new_record__read_back_equal(store):
    saved = store.save(full_record(), at=LATER, actor=ACTOR)
    assert saved == replace(full_record(), record_id=saved.record_id, revision=1, updated_at=LATER)
    assert store.get(saved.record_id) == saved


def test_save__second_time__next_revision_and_history(store):
    first = store.save(full_record(), at=NOW, actor=ACTOR)
    changed = replace(first, answers={"title": "Đổi tên"}, repeats={})
    second = store.save(changed, at=LATER, actor="Phạm Thử", note="sửa")
    assert second.revision == 2
    history = store.revisions(first.record_id)
    assert [(r.revision, r.actor, r.note, r.action) for r in history] == [
        (1, ACTOR, "", "saved"),
        (2, "Phạm Thử", "sửa", "saved"),
    ]
    assert history[0].record == first
    assert history[1].record == second


def test_save__opened_at_an_older_revision__refused(store):
    first = store.save(full_record(), at=NOW, actor=ACTOR)
    store.save(first, at=LATER, actor=ACTOR)
    with pytest.raises(RecordChangedError):
        store.save(first, at=LATER, actor=ACTOR)
    assert store.get(first.record_id).revision == 2


def test_save__blank_answers__absent(store):
    saved = store.save(record(answers={"title": "A", "place": ""}), at=NOW, actor=ACTOR)
    assert saved.answers == {"title": "A"}
    assert store.get(saved.record_id).answers == {"title": "A"}


def test_save__unasked_question__refused_and_nothing_written(store):
    wrong = record(answers={"title": "A", "nonsense": "1"})
    with pytest.raises(AnswerUnaskedError):
        store.save(wrong, at=NOW, actor=ACTOR)
    assert store.get(wrong.record_id) is None


def test_save__unasked_repeat__refused(store):
    for repeats in ({"guests": rows({"a": "1"})}, {"reply": rows({"words": "x"})}):
        with pytest.raises(AnswerUnaskedError):
            store.save(record(repeats=repeats), at=NOW, actor=ACTOR)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("people", "sáu"),
        ("people", "1.5"),
        ("people", "٣"),
        ("people", "9" * 19),
        ("cost", "1e999"),
        ("cost", "nan"),
        ("held_on", "2026-02-30"),
        ("held_on", "20261101"),
    ],
)
def test_save__complete_with_wrong_type__refused(store, key, value):
    with pytest.raises(AnswerUnstorableError):
        store.save(record(answers={key: value}), at=NOW, actor=ACTOR)


def test_save__incomplete_with_wrong_type__kept_as_typed_and_counts_nowhere(store):
    typed = record(answers={"people": "sáu mươi"}, status=RecordStatus.INCOMPLETE)
    store.save(typed, at=NOW, actor=ACTOR)
    assert store.get(typed.record_id).answers == {"people": "sáu mươi"}
    everything = frozenset(RecordStatus)
    assert [
        answers for *_, answers in store.select("activity", ["people"], statuses=everything)
    ] == [{}]


@pytest.mark.parametrize("value", ["a\0b", "a\ud800b"])
@pytest.mark.parametrize("status", list(RecordStatus))
def test_save__text_that_is_none__refused(store, value, status):
    with pytest.raises(AnswerUnstorableError):
        store.save(record(answers={"title": value}, status=status), at=NOW, actor=ACTOR)


def test_save__backslash_u0000_typed_out__is_ordinary_text(store):
    saved = store.save(record(answers={"title": "\\u0000"}), at=NOW, actor=ACTOR)
    assert store.get(saved.record_id).answers == {"title": "\\u0000"}


def test_save__unknown_form__refused(store):
    with pytest.raises(FormNotKeptError):
        store.save(record(form_id="nothing"), at=NOW, actor=ACTOR)


def test_save__repeat_rows_fewer_than_before__rows_gone_from_figures(store):
    first = store.save(full_record(), at=NOW, actor=ACTOR)
    store.save(replace(first, repeats={"posting": rows({"address": "b"})}), at=LATER, actor=ACTOR)
    assert [a for *_, a in store.select_repeat("activity", "posting", ["address"])] == [
        {"address": "b"}
    ]
    assert list(store.select_repeat("activity", "reply", ["words"])) == []


def test_delete_and_restore__record__leaves_the_lists_and_comes_back(store):
    saved = store.save(full_record(), at=NOW, actor=ACTOR)
    gone = store.delete(saved.record_id, LATER, ACTOR)
    assert (gone.revision, gone.deleted_at) == (2, LATER)
    assert len(store.ids(RecordQuery())) == 0
    assert list(store.select("activity", ["title"])) == []
    assert len(store.ids(RecordQuery(only_deleted=True))) == 1
    assert store.rows(store.ids(RecordQuery(include_deleted=True)))[0].deleted
    back = store.restore(saved.record_id, LATER, ACTOR)
    assert (back.revision, back.deleted_at) == (3, None)
    assert len(store.ids(RecordQuery())) == 1
    assert [r.action for r in store.revisions(saved.record_id)] == ["saved", "deleted", "restored"]


def test_delete__unknown_record__refused(store):
    with pytest.raises(RecordMissingError):
        store.delete("nobody", NOW, ACTOR)


def test_delete__twice__one_revision(store):
    saved = store.save(full_record(), at=NOW, actor=ACTOR)
    store.delete(saved.record_id, LATER, ACTOR)
    assert store.delete(saved.record_id, LATER, ACTOR).revision == 2


def test_mark_submitted__saved_anew_meanwhile__left_as_it_is(store):
    saved = store.save(full_record(), at=NOW, actor=ACTOR)
    store.save(saved, at=LATER, actor=ACTOR)
    assert store.mark_submitted({saved.record_id: 1}, "bundle", LATER) == 0
    assert store.get(saved.record_id).status is RecordStatus.COMPLETE
    assert store.mark_submitted([saved.record_id], "bundle", LATER) == 1
    assert store.get(saved.record_id).status is RecordStatus.SUBMITTED


def test_save__submitted_record_edited__is_complete_until_it_leaves_again(store):
    saved = store.save(full_record(), at=NOW, actor=ACTOR)
    store.mark_submitted([saved.record_id], "bundle", LATER)
    again = store.save(store.get(saved.record_id), at=LATER, actor=ACTOR)
    assert again.status is RecordStatus.COMPLETE


def test_mark_submitted__incomplete__does_not_leave(store):
    saved = store.save(record(status=RecordStatus.INCOMPLETE), at=NOW, actor=ACTOR)
    assert store.mark_submitted([saved.record_id], "bundle", LATER) == 0


def test_draft__saved_again_and_again__one_with_the_last_state(store):
    draft = Draft("r1", "activity", "2026110101", {"title": "a"}, updated_at=NOW, title="a")
    store.save_draft(draft)
    store.save_draft(
        replace(draft, answers={"title": "ab"}, repeats={"roster": rows({})}, updated_at=LATER)
    )
    assert store.drafts() == (store.draft("r1"),)
    assert store.draft("r1").answers == {"title": "ab"}
    store.delete_draft("r1")
    store.delete_draft("r1")
    assert store.draft("r1") is None


def test_save__record_with_a_draft__draft_is_gone_with_it(store):
    wanted = full_record()
    store.save_draft(
        Draft(wanted.record_id, "activity", "2026110101", wanted.answers, updated_at=NOW)
    )
    store.save(wanted, at=NOW, actor=ACTOR)
    assert store.drafts() == ()


def test_save_many__one_there_already__none_saved(store):
    known = store.save(full_record(), at=NOW, actor=ACTOR)
    with pytest.raises(RecordChangedError):
        store.save_many([record(), known, record()], at=NOW, actor=ACTOR)
    assert store.count(RecordQuery()) == 1


def test_save_many__same_id_twice__none_saved(store):
    twin = record()
    with pytest.raises(RecordChangedError):
        store.save_many([twin, twin], at=NOW, actor=ACTOR)
    assert store.count(RecordQuery()) == 0


def test_save_many__records__same_as_saved_one_by_one(store):
    wanted = [full_record() for _ in range(3)]
    assert store.save_many(wanted, at=LATER, actor=ACTOR) == 3
    for each in wanted:
        assert store.get(each.record_id) == replace(each, revision=1, updated_at=LATER)
    assert store.get_many([wanted[2].record_id, "none", wanted[0].record_id]).keys() == {
        wanted[0].record_id,
        wanted[2].record_id,
    }


def test_transaction__inner_failure__undoes_the_inner_only(store):
    good, bad = record(), record(answers={"nonsense": "1"})
    with store.transaction():
        store.save(good, at=NOW, actor=ACTOR)
        with pytest.raises(AnswerUnaskedError):
            store.save(bad, at=NOW, actor=ACTOR)
    assert store.get(good.record_id) is not None
    assert store.get(bad.record_id) is None


def test_transaction__outer_failure__undoes_all(store):
    good = record()
    with suppress(KeyError), store.transaction():
        store.save(good, at=NOW, actor=ACTOR)
        raise KeyError
    assert store.get(good.record_id) is None


_TEXT = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=40),
    st.sampled_from(
        ["Đồng Nai", "សិទ្ធិមនុស្ស", "حقوق الإنسان", "人權", "'\"`;--", "ế" * 300, "\\u0000", "\n\t "]
    ),
)
_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "title": _TEXT,
        "place": _TEXT,
        "contact": _TEXT,
        "people": st.integers(-(2**63), 2**63 - 1).map(str),
        "cost": st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
        "held_on": st.dates().map(lambda day: day.isoformat()),
    },
)
_ROWS = st.lists(
    st.builds(
        Row,
        st.fixed_dictionaries({}, optional={"address": _TEXT, "views": st.integers(0, 9).map(str)}),
        st.fixed_dictionaries(
            {}, optional={"reply": st.lists(st.builds(Row, st.just({"words": "x"}))).map(tuple)}
        ),
    ),
    max_size=3,
).map(tuple)


def _without_blanks(row: Row) -> Row:
    return Row(
        {k: v for k, v in row.answers.items() if v},
        {k: tuple(map(_without_blanks, inner)) for k, inner in row.repeats.items() if inner},
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(answers=_ANSWERS, posting=_ROWS)
def test_save__any_answers__come_back_as_typed(store, answers, posting):
    saved = store.save(record(answers=answers, repeats={"posting": posting}), at=NOW, actor=ACTOR)
    kept = store.get(saved.record_id)
    given_row = _without_blanks(Row(answers, {"posting": posting}))
    assert (kept.answers, kept.repeats) == (given_row.answers, given_row.repeats)
    stored = {
        i: a for i, _, _, a in store.select("activity", ["title", "place", "people", "held_on"])
    }
    for key in ("title", "place", "people", "held_on"):
        assert stored[saved.record_id].get(key, "") == answers.get(key, "")
