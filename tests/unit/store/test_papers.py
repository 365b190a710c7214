from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from hrdesk.errors import NumberTakenError
from hrdesk.store.database import Store
from hrdesk.store.papers import KeptRemark, PaperNumber
from tests.support.records import ACTOR, NOW


@pytest.fixture
def store(tmp_path):
    kept = Store.create(tmp_path / "data" / "hrdesk.sqlite")
    yield kept
    kept.close()


def paper(number=5, period_id="2026-10", on=date(2026, 11, 16), kind="report"):
    return PaperNumber(number, "BC-UBND", kind, period_id, "Kết quả", on, NOW, ACTOR)


def test_number__given__stands_and_the_next_follows(store):
    assert store.papers.next_number(2026, "BC-UBND") == 1
    store.papers.give(paper())
    assert store.papers.standing("report", "2026-10") == paper()
    assert store.papers.next_number(2026, "BC-UBND") == 6
    assert store.papers.next_number(2027, "BC-UBND") == 1
    assert store.papers.next_number(2026, "KH-UBND") == 1


def test_number__given_twice_in_a_year__is_refused_and_names_the_free_one(store):
    store.papers.give(paper())
    with pytest.raises(NumberTakenError) as raised:
        store.papers.give(paper(period_id="2026-11"))
    assert raised.value.values["free"] == 6
    store.papers.give(paper(period_id="2026-12", on=date(2027, 1, 4)))


def test_number__of_a_paper_made_again__supersedes_the_first(store):
    store.papers.give(paper())
    store.papers.give(paper(number=9))
    assert store.papers.standing("report", "2026-10").number == 9
    first = replace(paper(), superseded_by=9, superseded_year=2026)
    assert store.papers.numbers(2026) == (paper(number=9), first)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper_number SET number = 7",
        "UPDATE paper_number SET subject = 'khác'",
        "UPDATE paper_number SET superseded_by = NULL",
        "DELETE FROM paper_number",
    ],
)
def test_number__once_given__cannot_be_edited_in_the_file(store, statement):
    store.papers.give(paper())
    with sqlite3.connect(store.path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def test_remark__kept_twice__is_the_last_and_a_blank_one_is_none(store):
    first = KeptRemark("causes", "Do mưa lũ.", {"activity.total": "3"}, NOW)
    store.papers.keep_remark("report", "2026-10", first, actor=ACTOR)
    second = replace(first, text="Do thiếu kinh phí.")
    store.papers.keep_remark("report", "2026-10", second, actor=ACTOR)
    assert store.papers.remarks("report", "2026-10") == {"causes": second}
    assert store.papers.remarks("consolidated", "2026-10") == {}
    store.papers.keep_remark("report", "2026-10", replace(first, text=""), actor=ACTOR)
    assert store.papers.remarks("report", "2026-10") == {}
