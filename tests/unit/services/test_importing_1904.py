"""Workbooks that count days from 1904, as those from a Macintosh do: also where no cell says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hrdesk.services import importing
from hrdesk.services.import_plan import propose, shown
from hrdesk.services.lists import RecordQuery
from hrdesk.services.refused_rows import write_refused
from tests.support.desk import NOW, make_desk

HEADER = ["Tên hoạt động", "Từ ngày", "Hình thức", "Số lượt người", "Ghi chú"]
UNFORMATTED = 44869  # 5 November 2026, counted from 1904


@pytest.fixture
def ws(tmp_path):
    with make_desk(tmp_path / "office") as opened:
        yield opened


@pytest.fixture
def book(tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(HEADER)
    book.active.append(["Ngày thật", date(2026, 11, 5), "Hội nghị", 10, None])
    book.active.append(["Số ngày", UNFORMATTED, "Hội nghị", UNFORMATTED, UNFORMATTED])
    book.active.append(["Bằng chữ", "05/11/2026", "Hội nghị", 10, None])
    book.active.append(["Không có loại", UNFORMATTED, "Không có", 10, None])
    book.save(tmp_path / "so.xlsx")
    return tmp_path / "so.xlsx"


def answers(ws):
    rows = ws.store.rows(ws.store.ids(RecordQuery(form_id="activity")))
    found = [ws.store.get(row.record_id) for row in rows]
    return {record.answers["title"]: record.answers for record in found}


def test_take_in__days_counted_from_1904__read_by_the_workbook(ws, book):
    plan = propose(ws, "activity", book).plan
    assert importing.take_in(ws, plan, now=NOW).imported == 3
    kept = answers(ws)
    assert {found["event_on"] for found in kept.values()} == {"2026-11-05"}
    assert kept["Số ngày"]["people"] == str(UNFORMATTED)  # no day was asked for
    assert kept["Số ngày"]["note"] == str(UNFORMATTED)


def test_refused__days_counted_from_1904__come_back_as_days(ws, book, tmp_path):
    plan = propose(ws, "activity", book).plan
    back = tmp_path / "tra lai.xlsx"
    assert write_refused(ws, plan, back, now=NOW) == 1
    said = [cell.value for row in load_workbook(back).active.iter_rows() for cell in row]
    assert "05/11/2026" in said
    assert str(UNFORMATTED) not in said


def test_with_place__from_a_date_to_a_text_and_back__counted_so_for_dates_only(ws, book):
    proposal = propose(ws, "activity", book)
    assert [shown(column, str(UNFORMATTED)) for column in proposal.plan.columns[1:4:2]] == [
        "05/11/2026",
        str(UNFORMATTED),
    ]
    elsewhere = proposal.with_place(proposal.plan, 1, "note")
    assert shown(elsewhere.columns[1], str(UNFORMATTED)) == str(UNFORMATTED)
    assert proposal.with_place(elsewhere, 1, "event_on").columns[1].since_1904


def test_shown__a_day_without_its_year__is_given_none(ws, book):
    column = replace(propose(ws, "activity", book).plan.columns[1], dates="month")
    assert shown(column, "11/05") == "11/05"
    assert shown(column, "11/05/2026") == "05/11/2026"
