from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest

from hrdesk.errors import (
    FormNameReusedError,
    FormNotKeptError,
    FormTooWideError,
    FormTypeChangedError,
)
from hrdesk.forms.definition import ValueType
from hrdesk.records.record import RecordStatus
from hrdesk.store import migrations, steps
from hrdesk.store.database import Store
from hrdesk.store.records import RecordQuery
from tests.support.records import ACTOR, NOW, activity_form, form, question, record, repeat, rows


@pytest.fixture
def store(tmp_path):
    kept = Store.create(tmp_path / "hrdesk.sqlite")
    yield kept
    kept.close()


def put(store, *children, version="1", **more):
    return store.put_form(form(*children, version=version, **more), source_name="a.xlsx", at=NOW)


def sql(store, statement):
    with sqlite3.connect(store.path) as connection:
        return connection.execute(statement).fetchall()


def test_put_form__new_form__strict_tables_with_indexed_owners(store):
    store.put_form(activity_form(), source_name="activity.md", at=NOW)
    assert store.active_forms() == {"activity": "2026110101"}
    strict = dict(sql(store, "SELECT name, strict FROM pragma_table_list WHERE name LIKE 'form_%'"))
    assert strict == {
        "form_activity": 1,
        "form_activity__posting": 1,
        "form_activity__reply": 1,
        "form_activity__roster": 1,
    }
    types = dict(sql(store, "SELECT name, type FROM pragma_table_info('form_activity')"))
    assert (types["people"], types["cost"], types["title"]) == ("INTEGER", "REAL", "TEXT")
    assert "advice" not in types
    for table in ("form_activity__posting", "form_activity__reply"):
        owners = {
            row[0] for row in sql(store, f"SELECT \"from\" FROM pragma_foreign_key_list('{table}')")
        }
        leading = {
            row[0]
            for row in sql(
                store,
                "SELECT i.name FROM pragma_index_list("
                f"'{table}') l JOIN pragma_index_info(l.name) i WHERE i.seqno = 0",
            )
        }
        assert owners <= leading


def test_put_form__same_definition_again__nothing_to_do(store):
    store.put_form(activity_form(), source_name="activity.md", at=NOW)
    change = store.put_form(activity_form(), source_name="activity.md", at=NOW)
    assert change.known
    assert sql(store, "SELECT count(*) FROM definition") == [(1,)]


def test_put_form__same_version_other_content__told_and_both_kept(store):
    put(store, question("a"))
    assert put(store, question("a"), question("b")).same_version
    assert sql(store, "SELECT count(*) FROM definition") == [(2,)]


def test_put_form__question_added_and_removed__data_kept(store):
    put(store, question("a"), question("b"))
    saved = store.save(record(answers={"a": "1", "b": "2"}), at=NOW, actor=ACTOR)
    change = put(store, question("a"), question("c"), version="2")
    assert change.added == ("c",)
    edited = replace(saved, form_version="2", answers={"a": "9", "c": "3"})
    again = store.save(edited, at=NOW, actor=ACTOR)
    assert again.answers == {"a": "9", "b": "2", "c": "3"}
    assert next(store.select("activity", ["a", "b", "c"]))[3] == again.answers


def test_put_form__older_version__its_words_stay_readable(store):
    first = form(question("a"), version="1")
    store.put_form(first, source_name="a.xlsx", at=NOW)
    put(store, question("b"), version="2")
    assert store.form_xform("activity", "1") == first.xform
    assert store.form_xform("activity") != first.xform
    with pytest.raises(FormNotKeptError):
        store.form_xform("activity", "3")


@pytest.mark.parametrize(
    ("old", "new", "value", "expected"),
    [
        (ValueType.INTEGER, ValueType.DECIMAL, "64", "64"),
        (ValueType.INTEGER, ValueType.TEXT, "64", "64"),
        (ValueType.DECIMAL, ValueType.TEXT, "2.50", "2.50"),
        (ValueType.DATE, ValueType.TEXT, "2026-11-01", "2026-11-01"),
    ],
)
def test_put_form__type_became_wider__answers_kept(store, old, new, value, expected):
    put(store, question("a", old), question("z"))
    store.save(record(answers={"a": value, "z": "z"}), at=NOW, actor=ACTOR)
    assert put(store, question("a", new), question("z"), version="2").widened == ("a",)
    assert [a for *_, a in store.select("activity", ["a", "z"])] == [{"a": expected, "z": "z"}]
    store.save(record(form_version="2", answers={"a": "7"}), at=NOW, actor=ACTOR)
    assert store.integrity_check() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ValueType.TEXT, ValueType.INTEGER),
        (ValueType.DECIMAL, ValueType.INTEGER),
        (ValueType.TEXT, ValueType.DATE),
        (ValueType.TEXT, ValueType.NAMES),
    ],
)
def test_put_form__type_became_another__refused_and_nothing_changed(store, old, new):
    put(store, question("a", old))
    with pytest.raises(FormTypeChangedError) as refused:
        put(store, question("b"), question("a", new), version="2")
    assert refused.value.values["key"] == "a"
    assert store.active_forms() == {"activity": "1"}
    assert sql(store, "SELECT name FROM pragma_table_info('form_activity')") == [
        ("_record",),
        ("a",),
    ]


def test_put_form__names_that_differ_by_case_only__two_columns(store):
    put(store, question("ten"), question("Ten"), question("_record"))
    given = {"ten": "a", "Ten": "b", "_record": "c"}
    saved = store.save(record(answers=given), at=NOW, actor=ACTOR)
    assert next(store.select("activity", ["ten", "Ten", "_record"]))[3] == given
    assert store.get(saved.record_id).answers == given


def test_put_form__names_that_are_sql__quoted(store):
    hostile = 'a" TEXT); DROP TABLE record; --'
    put(store, question(hostile), repeat('r"x', question("select")), form_id='we"ird-form')
    saved = store.save(
        record(
            form_id='we"ird-form',
            form_version="1",
            answers={hostile: "1"},
            repeats={'r"x': rows({"select": "2"})},
        ),
        at=NOW,
        actor=ACTOR,
    )
    assert store.get(saved.record_id) == saved
    assert next(store.select_repeat('we"ird-form', 'r"x', ["select"]))[3] == {"select": "2"}


def test_put_form__form_named_like_anothers_repeat__own_table(store):
    put(store, repeat("b", question("x")), form_id="a")
    put(store, question("y"), form_id="a__b")
    store.save(record(form_id="a__b", form_version="1", answers={"y": "1"}), at=NOW, actor=ACTOR)
    assert len(list(store.select("a__b", ["y"]))) == 1


def test_put_form__too_many_questions__refused(store):
    with pytest.raises(FormTooWideError):
        put(store, *(question(f"q{number}") for number in range(2000)))


def test_put_form__question_became_personal__not_found_any_more(store):
    put(store, question("a"), question("b"))
    store.save(record(answers={"a": "x", "b": "bí mật"}), at=NOW, actor=ACTOR)
    assert store.count(RecordQuery(search="bi mat")) == 1
    put(store, question("a"), question("b", personal=True), version="2")
    assert store.count(RecordQuery(search="bi mat")) == 0


def test_put_form__title_is_another_question__old_records_follow(store):
    put(store, question("a"), question("b"))
    store.save(record(answers={"a": "x", "b": "y"}), at=NOW, actor=ACTOR)
    change = put(store, question("a"), question("b"), version="2", settings={"title_key": "b"})
    assert change.relisted
    assert store.rows(store.ids(RecordQuery()))[0].title == "y"
    assert store.get(store.rows(store.ids(RecordQuery()))[0].record_id).revision == 1


def test_put_form__by_another_process__seen_at_once(store):
    put(store, question("a"))
    store.save(record(answers={"a": "1"}), at=NOW, actor=ACTOR)
    other = Store.open(store.path)
    other.put_form(form(question("a"), question("b"), version="2"), source_name="x", at=NOW)
    other.close()
    store.save(record(answers={"b": "1"}, form_version="2"), at=NOW, actor=ACTOR)
    assert [a for *_, a in store.select("activity", ["b"])] == [{}, {"b": "1"}]


def test_put_form__without_activating__kept_beside(store):
    put(store, question("a"), version="2")
    older = form(question("a"), question("old"), version="1")
    assert not store.put_form(older, source_name="x", at=NOW, activate=False).activated
    assert store.active_forms() == {"activity": "2"}
    store.save(record(form_version="1", answers={"old": "1"}), at=NOW, actor=ACTOR)


def test_content__in_the_file__plain_json(store):
    put(store, question("a"))
    store.save(record(answers={"a": "ế"}, status=RecordStatus.COMPLETE), at=NOW, actor=ACTOR)
    assert json.loads(sql(store, "SELECT content FROM revision")[0][0]) == {"a": {"a": "ế"}}


def test_store__of_the_version_before_renaming__brought_up_to_date(tmp_path, monkeypatch):
    place = [name for name, _ in steps.STEPS].index("10_renamed")
    path = tmp_path / "old.sqlite"
    with monkeypatch.context() as before:
        before.setattr(steps, "STEPS", steps.STEPS[:place])
        before.setattr(migrations, "SCHEMA_VERSION", place)
        before.setattr("hrdesk.store.database.SCHEMA_VERSION", place)
        Store.create(path).close()
    opened = Store.open(path)
    put(opened, question("a"))
    kept = opened.save(record(answers={"a": "x"}, form_version="1"), at=NOW, actor=ACTOR)

    change = put(opened, replace(question("b"), renamed_from="a"), version="2")

    assert (change.renamed, change.added) == (("b",), ())
    assert opened.renamed_keys("activity") == {"": {"a": "b"}}
    again = opened.save(replace(kept, form_version="2", answers={"b": "y"}), at=NOW, actor=ACTOR)
    assert again.answers == {"b": "y"}
    opened.close()


def test_put_form__renamed_twice_and_back__one_column_all_names(store):
    put(store, question("a"))
    put(store, replace(question("b"), renamed_from="a"), version="2")
    put(store, replace(question("c"), renamed_from="b"), version="3")
    assert store.renamed_keys("activity") == {"": {"a": "c", "b": "c"}}
    put(store, replace(question("a"), renamed_from="c"), version="4")
    assert store.renamed_keys("activity") == {"": {"b": "a", "c": "a"}}
    assert [row[1] for row in sql(store, "PRAGMA table_info(form_activity)")] == ["_record", "a"]


def test_put_form__earlier_name_given_to_another_question__refused_and_nothing_changed(store):
    put(store, question("a"))
    put(store, replace(question("b"), renamed_from="a"), version="2")
    with pytest.raises(FormNameReusedError):
        put(store, question("b"), question("a"), version="3")
    assert store.active_forms() == {"activity": "2"}
