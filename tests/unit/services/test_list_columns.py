"""Columns of lists: what is offered, what stands in them, what was chosen."""

from __future__ import annotations

import pytest

from hrdesk.services import list_columns
from hrdesk.services.list_columns import CellTexts, ShownColumn
from hrdesk.store.records import RecordQuery
from tests.support.desk import fill, make_desk


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    with make_desk(tmp_path_factory.mktemp("columns") / "office") as made:
        fill(made)
        yield made


def test_offered__a_kind__has_each_scalar_question_once(ws):
    keys = [column.key for column in list_columns.columns_offered(ws, "activity")]
    assert len(keys) == len(set(keys))
    assert {"date", "title", "state", "unit", "files", "updated", "answer:people"} <= set(keys)
    assert "answer:title" not in keys
    assert "kind" not in keys


def test_offered__all_kinds__what_every_record_has(ws):
    keys = {column.key for column in list_columns.columns_offered(ws, "")}
    assert keys == {"date", "title", "kind", "state", "unit", "files", "updated"}


def test_texts__of_rows__labels_dates_and_numbers_in_vietnamese(ws):
    rows = ws.store.rows(ws.store.ids(RecordQuery(form_id="activity")))
    keys = ["date", "title", "state", "unit", "answer:people", "answer:activity_kind"]
    texts = CellTexts(ws, "activity", keys).of(rows)
    assert texts[0]["date"] == "12/11/2026"
    assert texts[0]["answer:people"] == "64"
    assert texts[0]["unit"] == "Xã Ô Lâm"
    assert texts[0]["answer:activity_kind"] != "seminar"
    assert "answer:people" not in texts[1]


def test_chosen__kept_by_kind__and_forgotten(ws):
    usual = list_columns.columns_shown(ws, "activity")
    chosen = (ShownColumn("title", 400), ShownColumn("answer:people", 90), ShownColumn("date", 99))
    list_columns.choose_columns(ws, "activity", chosen)
    assert list_columns.columns_shown(ws, "activity") == chosen
    assert list_columns.columns_shown(ws, "training") != chosen
    list_columns.choose_columns(
        ws, "activity", [ShownColumn("gone", 1), ShownColumn("title", 9999)]
    )
    assert list_columns.columns_shown(ws, "activity") == (ShownColumn("title", 1200),)
    list_columns.choose_columns(ws, "activity", ())
    assert list_columns.columns_shown(ws, "activity") == usual


def test_chosen__setting_that_is_not_ours__usual_ones(ws):
    ws.set_setting("list.columns.activity", "{nonsense")
    assert "title" in [one.key for one in list_columns.columns_shown(ws, "activity")]
