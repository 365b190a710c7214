"""What narrows a list: each part by the records it lets through; kept under a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrdesk.records.record import RecordStatus, UnitKey
from hrdesk.services import list_filters
from hrdesk.services.list_filters import ListFilter, SavedFilter
from tests.support.desk import NOW, activity, fill, make_desk

TODAY = NOW.date()


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    with make_desk(tmp_path_factory.mktemp("filters") / "office") as made:
        fill(made)
        news = replace(activity(made, "Tin sai", TODAY), form_id="false_news")
        answers = {"event_on": TODAY.isoformat()}
        version = made.form("false_news").version
        made.store.save(
            replace(news, answers=answers, form_version=version, status=RecordStatus.INCOMPLETE),
            at=NOW,
            actor=made.name,
        )
        old = next(unit for unit in made.units.all() if unit.valid_to and _heir(made, unit))
        earlier = activity(made, "Của xã cũ", TODAY)
        made.store.save(
            replace(earlier, unit=UnitKey(old.code, old.valid_from)), at=NOW, actor=made.name
        )
        yield made


def _heir(ws, unit):
    follows = ws.units.successor(unit.code, unit.valid_from, TODAY)
    return follows is not None and follows[0] == ws.unit


def titles(ws, wanted, form_id="activity", search=""):
    query = list_filters.query_of(ws, form_id, wanted, today=TODAY, search=search)
    return [row.title for row in ws.store.rows(ws.store.ids(query))]


def test_query__nothing_set__everything_of_the_kind(ws):
    assert len(titles(ws, ListFilter())) == 12
    assert len(titles(ws, ListFilter(), form_id="")) == 13


def test_query__kinds__only_those_of_all(ws):
    assert len(titles(ws, ListFilter(kinds=("false_news",)), form_id="")) == 1
    assert len(titles(ws, ListFilter(kinds=("false_news", "activity")), form_id="")) == 13


def test_query__unit__with_and_without_those_before_it(ws):
    here = f"{ws.unit.code} {ws.unit.valid_from}"
    assert "Của xã cũ" in titles(ws, ListFilter(unit=here))
    alone = titles(ws, ListFilter(unit=here, with_earlier=False))
    assert "Của xã cũ" not in alone
    assert len(alone) == 11


def test_query__faults__those_checked_clean_are_not_among_them(ws):
    faulty = titles(ws, ListFilter(has_fault=True))
    assert len(faulty) == 1
    query = list_filters.query_of(ws, "activity", ListFilter(has_fault=True), today=TODAY)
    row = ws.store.rows(ws.store.ids(query))[0]
    ws.store.note_faults(row.record_id, 0)
    assert titles(ws, ListFilter(has_fault=True)) == []
    assert len(titles(ws, ListFilter(has_fault=False))) == 12
    ws.store.note_faults(row.record_id, 2)
    assert titles(ws, ListFilter(has_fault=True)) == faulty


def test_query__several_parts__all_must_hold(ws):
    wanted = ListFilter(period="2026-11", statuses=("complete",), has_attachment=False)
    assert len(titles(ws, wanted)) == 11
    assert titles(ws, replace(wanted, has_attachment=True)) == []


@pytest.mark.parametrize(
    ("wanted", "part", "words"),
    [
        (ListFilter(has_fault=True), "has_fault", "có lỗi"),
        (ListFilter(has_attachment=False), "has_attachment", "không có tệp"),
        (ListFilter(deleted=True), "deleted", "đã xóa"),
        (ListFilter(statuses=("incomplete",)), "statuses", "còn thiếu"),
        (ListFilter(period="2026-11"), "period", "11"),
    ],
)
def test_part__in_words__is_a_part_of_a_sentence(ws, wanted, part, words):
    assert wanted.parts == (part,)
    assert words in list_filters.part_words(ws, wanted, part)
    assert wanted.without(part) == ListFilter()


def test_saved__kept_renamed_deleted__as_told(ws):
    mine = SavedFilter("Còn lỗi tháng 11", "activity", ListFilter("2026-11", has_fault=True), "x")
    list_filters.save_filter(ws, mine)
    list_filters.save_filter(ws, replace(mine, name="Khác", form_id=""))
    assert list_filters.saved_filters(ws, "activity") == (mine,)
    assert list_filters.rename_filter(ws, "activity", mine.name, "  Lỗi   mới ")
    assert not list_filters.rename_filter(ws, "activity", "Lỗi mới", "  ")
    assert [one.name for one in list_filters.saved_filters(ws, "activity")] == ["Lỗi mới"]
    list_filters.delete_filter(ws, "activity", "Lỗi mới")
    assert list_filters.saved_filters(ws, "activity") == ()
    assert len(list_filters.saved_filters(ws, "")) == 1


def test_saved__setting_of_another_version__begins_anew(ws):
    ws.set_setting("list.filters", '[{"name": "x", "form_id": "", "filter": {"period": "bad"}}]')
    assert list_filters.saved_filters(ws, "") == ()
