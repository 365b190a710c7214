"""Lists as files: dates are dates, numbers numbers, text stays text, and all of it comes back."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from hrdesk.errors import FileError
from hrdesk.services import importing
from hrdesk.services.exporting import export_records
from hrdesk.services.lists import RecordQuery
from hrdesk.services.progress import CancelledError
from tests.support.desk import NOW, activity, make_desk

LIST = RecordQuery(form_id="activity", order="title", descending=False)
FORMULA = '=HYPERLINK("http://x","bấm")'


@pytest.fixture
def ws(tmp_path):
    desk = make_desk(tmp_path / "office")
    records = [
        activity(desk, FORMULA, date(2026, 10, 3), people=64),
        activity(desk, "Tọa đàm quyền trẻ em", date(2026, 11, 2), people=1200),
        activity(desk, "0912", date(2026, 11, 3), people=30),
    ]
    note = {**records[1].answers, "note": "@SUM(A1)\ndòng hai", "cost": "1500000"}
    records[1] = replace(records[1], answers=note)
    desk.store.save_many(records, at=NOW, actor="x")
    yield desk
    desk.close()


def test_export__xlsx__true_dates_numbers_and_text(ws, tmp_path):
    path = tmp_path / "ds.xlsx"
    assert export_records(ws, LIST, path) == 3
    sheet = load_workbook(path).active
    head = [cell.value for cell in sheet[1]]
    rows = {row[0].value: dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    talk = rows["Tọa đàm quyền trẻ em"]
    assert talk["Từ ngày"].value == datetime(2026, 11, 2)  # noqa: DTZ001 - a cell has no zone
    assert talk["Từ ngày"].number_format == "dd/mm/yyyy"
    assert talk["Số lượt người"].value == 1200
    assert talk["Hình thức"].value == "Tọa đàm, hội thảo"
    assert talk["Kinh phí (đồng)"].value == 1500000
    assert rows["0912"]["Tên hoạt động"].data_type != "n"
    assert rows["0912"]["Tên hoạt động"].number_format == "@"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert rows[FORMULA]["Tên hoạt động"].quotePrefix
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 28


def test_export__csv__utf8_mark_and_no_formula(ws, tmp_path):
    path = tmp_path / "ds.csv"
    assert export_records(ws, LIST, path) == 3
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline=""), delimiter=";"))
    assert len(rows) == 4
    cells = [cell for row in rows for cell in row]
    assert f"'{FORMULA}" in cells
    assert "02/11/2026" in cells
    assert not [cell for cell in cells if cell[:1] in "=+@" and cell]


@pytest.mark.parametrize("name", ["ds.xlsx", "ds.csv"])
def test_export__imported_again__same_answers(ws, tmp_path, name):
    export_records(ws, LIST, tmp_path / name)
    from hrdesk.services.import_plan import propose

    plan = propose(ws, "activity", tmp_path / name).plan
    before = [r.answers for r in (ws.store.get(x.record_id) for x in rows_of(ws))]
    done = importing.take_in(ws, plan, now=NOW, duplicates="keep")
    assert (done.imported, done.refused_count) == (2, 1)  # a cost without its source is refused
    after = [ws.store.get(x.record_id).answers for x in rows_of(ws)]
    for answers in before:
        if "cost" not in answers:
            assert sum(dict(answers) == dict(each) for each in after) == 2


def rows_of(ws):
    return ws.store.rows(ws.store.ids(LIST))


def test_export__search_and_period__only_those(ws, tmp_path):
    query = replace(LIST, search="quyen tre em", event_from=date(2026, 11, 1))
    assert export_records(ws, query, tmp_path / "ds.csv") == 1


def test_export__cancelled_or_no_folder__old_file_stays(ws, tmp_path):
    class Stopped:
        def total(self, steps):
            pass

        def step(self, sentence=""):
            assert sentence

        def cancelled(self):
            return True

    path = tmp_path / "ds.csv"
    path.write_text("cũ", "utf-8")
    with pytest.raises(CancelledError):
        export_records(ws, LIST, path, progress=Stopped())
    assert path.read_text("utf-8") == "cũ"
    with pytest.raises(FileError):
        export_records(ws, LIST, tmp_path / "không có" / "ds.xlsx")
