from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrdesk.errors import AnswerUnaskedError
from hrdesk.forms.definition import ValueType
from hrdesk.records.record import RecordStatus
from hrdesk.store import migrations, steps
from hrdesk.store.database import Store
from hrdesk.store.records import RecordQuery
from tests.support.records import (
    ACTOR,
    NOW,
    UNIT,
    activity_form,
    form,
    many_records,
    question,
    record,
    rows,
)


@pytest.fixture
def store(tmp_path):
    kept = Store.create(tmp_path / "hrdesk.sqlite")
    kept.put_form(activity_form(), source_name="activity.md", at=NOW)
    yield kept
    kept.close()


def titled(store, *titles, **more):
    for title in titles:
        store.save(record(answers={"title": title}, **more), at=NOW, actor=ACTOR)


def titles(store, query):
    return [row.title for row in store.rows(store.ids(query))]


@pytest.mark.parametrize(
    "typed",
    ["dong nai", "Đồng Nai", "ĐỒNG", "đồng n", "nai dong", "  dong   na ", "hội-thảo", "ĐO"],
)
def test_search__folded_beginnings_of_words__found(store, typed):
    titled(store, "Hội thảo tại Đồng Nai", "Hội nghị tại Hà Nội")
    assert titles(store, RecordQuery(search=typed)) == ["Hội thảo tại Đồng Nai"]


@pytest.mark.parametrize(
    "typed", ['"', "* ", "NEAR(", "a OR b", "words:x", "-", "'; DROP", "(" * 50]
)
def test_search__signs_of_the_query_language__are_only_text(store, typed):
    titled(store, "Hội thảo")
    assert titles(store, RecordQuery(search=typed)) == []
    assert store.count(RecordQuery(search=typed)) == 0


@pytest.mark.parametrize(
    ("title", "typed"),
    [("ពិធីសិទ្ធិមនុស្ស", "ពិធីសិទ្ធិ"), ("حقوق الإنسان", "الإن"), ("人權 宣傳", "人"), ("Hoà bình", "hòa")],
)
def test_search__other_scripts__found(store, title, typed):
    titled(store, title, "khác")
    assert titles(store, RecordQuery(search=typed)) == [title]


def test_search__personal_answers__not_found(store):
    store.save(
        record(
            answers={"title": "Tập huấn", "contact": "Nguyễn Văn Kín", "place": "Óc Eo"},
            repeats={
                "roster": rows({"full_name": "Lê Thị Thử"}),
                "posting": rows({"address": "báo làng"}),
            },
        ),
        at=NOW,
        actor=ACTOR,
    )
    assert [store.count(RecordQuery(search=t)) for t in ("kin", "thu", "oc eo", "bao lang")] == [
        0,
        0,
        1,
        1,
    ]


def test_search__after_an_edit__old_words_gone(store):
    saved = store.save(record(answers={"title": "Cũ kỹ"}), at=NOW, actor=ACTOR)
    store.save(
        saved.__class__(**{**_fields(saved), "answers": {"title": "Mới"}}), at=NOW, actor=ACTOR
    )
    assert store.count(RecordQuery(search="cu ky")) == 0
    assert store.count(RecordQuery(search="moi")) == 1


def _fields(value):
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def test_search__with_limit__latest_recorded_then_ordered(store):
    titled(store, "Họp 1", "Họp 3", "Họp 2")
    query = RecordQuery(search="hop", limit=2, order="title", descending=False)
    assert titles(store, query) == ["Họp 2", "Họp 3"]
    assert store.count(query) == 3


def test_search__store_of_the_version_before__every_beginning_found(tmp_path, monkeypatch):
    place = [name for name, _ in steps.STEPS].index("12_searched")
    with monkeypatch.context() as before:
        before.setattr(steps, "STEPS", steps.STEPS[:place])
        before.setattr(migrations, "SCHEMA_VERSION", place)
        before.setattr("hrdesk.store.database.SCHEMA_VERSION", place)
        old = Store.create(tmp_path / "old.sqlite")
        old.put_form(activity_form(), source_name="activity.md", at=NOW)
        titled(old, "Tập huấn nghiêng về phòng chống", "Hội thảo")
        old.close()
    opened = Store.open(tmp_path / "old.sqlite")
    titled(opened, "Nghiệm thu")
    assert [
        len(opened.ids(RecordQuery(search="nghieng"[:letters]))) for letters in range(1, 8)
    ] == [2, 2, 2, 2, 2, 1, 1]
    opened.close()


def test_search__more_matches_than_are_looked_up_singly__same_order(store, monkeypatch):
    store.save_many(many_records(60), at=NOW, actor=ACTOR)
    query = RecordQuery(search="ve", form_id="activity", order="title", descending=False)
    singly = store.ids(query)
    monkeypatch.setattr("hrdesk.store.lists.FEW", 3)
    assert store.ids(query) == singly
    assert len(singly) == 60


def test_ids__by_title__vietnamese_order(store):
    titled(store, "Đất", "Dân", "Áo", "Ăn", "An", "Ấn", "Zalo", "Ê", "Ơ", "Ô")
    query = RecordQuery(form_id="activity", order="title", descending=False)
    assert titles(store, query) == ["An", "Áo", "Ăn", "Ấn", "Dân", "Đất", "Ê", "Ô", "Ơ", "Zalo"]


def test_ids__title_is_a_person__by_given_name(store):
    people = form(
        question("full_name", personal=True),
        form_id="official",
        settings={"title_key": "full_name"},
    )
    store.put_form(people, source_name="x", at=NOW)
    for name in ("Nguyễn Văn Bình", "Trần Thị An", "An Thị Cúc"):
        store.save(record(form_id="official", answers={"full_name": name}), at=NOW, actor=ACTOR)
    query = RecordQuery(form_id="official", order="title", descending=False)
    assert titles(store, query) == ["Trần Thị An", "Nguyễn Văn Bình", "An Thị Cúc"]
    assert titles(store, RecordQuery(search="binh")) == ["Nguyễn Văn Bình"]


def test_ids__filters__each_narrows(store, tmp_path):
    day = date(2026, 11, 1)
    for offset in range(5):
        titled(store, f"Ngày {offset}", event_on=day + timedelta(days=offset))
    titled(store, "Nháp", status=RecordStatus.INCOMPLETE, event_on=None)
    attached = store.rows(store.ids(RecordQuery(search="Ngày 3")))[0].record_id
    source = tmp_path / "a.jpg"
    source.write_bytes(b"x")
    store.files.add(attached, "photo", source, "a.jpg", NOW)
    within = RecordQuery(event_from=day + timedelta(days=1), event_to=day + timedelta(days=3))
    assert titles(store, within) == ["Ngày 3", "Ngày 2", "Ngày 1"]
    assert titles(store, RecordQuery(statuses=frozenset({RecordStatus.INCOMPLETE}))) == ["Nháp"]
    assert titles(store, RecordQuery(has_attachment=True)) == ["Ngày 3"]
    assert len(titles(store, RecordQuery(has_attachment=False))) == 5
    assert titles(store, RecordQuery(unit_code="99999")) == []
    assert len(titles(store, RecordQuery(unit_code=UNIT.code))) == 6
    assert titles(store, RecordQuery(form_id="none")) == []
    assert titles(store, RecordQuery(own=False)) == []
    assert titles(store, RecordQuery(limit=2)) == ["Ngày 4", "Ngày 3"]
    assert store.counts_by_form(day, day, own=True) == {"activity": 1}


def test_rows__ids_that_are_gone__left_out_and_order_kept(store):
    titled(store, "a", "b", "c")
    found = list(store.ids(RecordQuery(order="title", descending=False)))
    assert [row.title for row in store.rows([found[2], 999, found[0]])] == ["c", "a"]
    assert len(store.rows(found * 100)) == 300


def test_rows__numbers_in_the_summary__the_vietnamese_way(store):
    counted = form(
        question("a", ValueType.INTEGER),
        question("b", ValueType.DECIMAL),
        form_id="counted",
        settings={"summary_keys": "a b"},
    )
    store.put_form(counted, source_name="x", at=NOW)
    answers = {"a": "12345", "b": "hai"}
    store.save(
        record(form_id="counted", answers=answers, status=RecordStatus.INCOMPLETE),
        at=NOW,
        actor=ACTOR,
    )
    assert store.rows(store.ids(RecordQuery()))[0].summary == "12.345 · hai"


def test_rows__record__what_the_list_shows(store):
    titled(store, "  Nhiều \n dòng ")
    store.save(
        record(
            answers={"title": "Sân khấu", "kind": "stage", "held_on": "2026-11-01"},
            status=RecordStatus.INCOMPLETE,
        ),
        at=NOW,
        actor=ACTOR,
    )
    latest, first = store.rows(sorted(store.ids(RecordQuery()), reverse=True))
    assert first.title == "Nhiều dòng"
    assert latest.summary == "sân khấu hóa · 01/11/2026"
    assert (latest.has_faults, latest.own, latest.deleted) == (True, True, False)
    assert (latest.event_on, latest.updated_at) == (date(2026, 11, 1), NOW)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.builds(
        RecordQuery,
        form_id=st.sampled_from([None, "activity"]),
        search=st.sampled_from(["", "t", "tap huan", "dong nai 1", "zzz"]),
        event_from=st.none() | st.dates(date(2023, 1, 1), date(2026, 12, 31)),
        event_to=st.none() | st.dates(date(2023, 1, 1), date(2026, 12, 31)),
        statuses=st.frozensets(st.sampled_from(list(RecordStatus))),
        own=st.sampled_from([None, True, False]),
        include_deleted=st.booleans(),
        order=st.sampled_from(["event_on", "title", "updated_at"]),
        descending=st.booleans(),
    )
)
def test_ids__any_query__counted_alike_and_in_order(store, query):
    if not store.ids(RecordQuery(limit=1)):
        store.save_many(many_records(80), at=NOW, actor=ACTOR)
    found = store.ids(query)
    assert len(found) == len(set(found)) == store.count(query)
    shown = store.rows(found)
    assert [row.rowid for row in shown] == list(found)
    if query.order == "event_on":
        days = [row.event_on for row in shown]
        assert days == sorted(days, reverse=query.descending)
    for row in shown:
        assert not query.statuses or row.status in query.statuses
        assert query.event_from is None or row.event_on >= query.event_from
        assert query.event_to is None or row.event_on <= query.event_to


def test_select__answers__lexical_and_only_those_given(store):
    store.save(record(answers={"title": "a", "people": "64", "cost": "2.50"}), at=NOW, actor=ACTOR)
    store.save(record(answers={"cost": "3.0"}, event_on=None), at=NOW, actor=ACTOR)
    found = list(store.select("activity", ["people", "cost", "place"]))
    assert [answers for *_, answers in found] == [{"people": "64", "cost": "2.5"}, {"cost": "3"}]
    assert [(unit, event) for _, unit, event, _ in found] == [
        (UNIT.code, "2026-11-01"),
        (UNIT.code, ""),
    ]


def test_select__latest__only_those_of_the_last_days(store):
    for number in (3, 1, 2):
        day = date(2026, 11, number)
        answers = {"title": "a", "people": str(number)}
        store.save(
            record(record_id=str(uuid.uuid4()), answers=answers, event_on=day), at=NOW, actor=ACTOR
        )
    titled(store, "not counted", status=RecordStatus.INCOMPLETE)
    found = store.select("activity", ["people"], latest=2)
    assert [answers["people"] for *_, answers in found] == ["3", "2"]


def test_select__incomplete__does_not_count(store):
    titled(store, "a", status=RecordStatus.INCOMPLETE)
    assert list(store.select("activity", [])) == []


def test_select__unknown_question_or_repeat__refused(store):
    with pytest.raises(AnswerUnaskedError):
        list(store.select("activity", ["nothing"]))
    with pytest.raises(AnswerUnaskedError):
        list(store.select_repeat("activity", "nothing", []))


def test_select_repeat__rows__in_their_order(store):
    for number in range(3):
        views = rows(*({"views": str(10 * number + n)} for n in range(3)))
        store.save(record(repeats={"posting": views}), at=NOW, actor=ACTOR)
    found = [
        int(answers["views"])
        for *_, answers in store.select_repeat("activity", "posting", ["views"])
    ]
    assert found == [0, 1, 2, 10, 11, 12, 20, 21, 22]


def test_snapshot__written_meanwhile__not_seen_inside(store):
    other = Store.open(store.path)
    with store.snapshot():
        before = list(store.select("activity", []))
        other.save(record(), at=NOW, actor=ACTOR)
        assert list(store.select("activity", [])) == before == []
    assert len(list(store.select("activity", []))) == 1
    other.close()


def test_suggestions__typed_before__frequent_first_never_personal(store):
    for place in ("Đình Vĩnh Tế", "Đình làng", "Đình làng", "Chợ"):
        store.save(record(answers={"place": place, "contact": "Đinh Thị Kín"}), at=NOW, actor=ACTOR)
    assert store.suggestions("activity", "place", "dinh", 5) == ["Đình làng", "Đình Vĩnh Tế"]
    assert store.suggestions("activity", "place", "đình v", 5) == ["Đình Vĩnh Tế"]
    assert store.suggestions("activity", "place", "", 1) == ["Đình làng"]
    assert store.suggestions("activity", "contact", "d", 5) == []
    assert store.suggestions("activity", "nothing", "d", 5) == []
    assert store.suggestions("activity", "people", "6", 5) == []
