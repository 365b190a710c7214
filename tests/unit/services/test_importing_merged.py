"""Cells merged over several rows, and formulas that nobody worked out: told, taken or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from hrdesk.i18n import set_language
from hrdesk.services import import_crew, importing
from hrdesk.services.import_plan import propose, shown_in
from hrdesk.services.lists import RecordQuery
from hrdesk.services.refused_rows import write_refused
from tests.support.desk import NOW, make_desk

HEADER = ["Tên hoạt động", "Từ ngày", "Hình thức", "Số lượt người", "Ghi chú"]
MERGED_ROWS = [
    ["SỔ THEO DÕI"],
    HEADER,
    ["Hội nghị xã", date(2026, 11, 1), "Hội nghị", 20, "buổi sáng"],
    [None, None, None, 30, "buổi chiều"],
    [None, None, None, 40, None],
    ["Họp ấp", None, "Hội nghị", 10, None],
]
MERGES = ("A1:E1", "A3:A5", "B3:B6", "C3:C5")


@pytest.fixture
def ws(tmp_path):
    with make_desk(tmp_path / "office") as opened:
        yield opened


def book_of(path, rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def kept(ws, form_id="activity"):
    rows = ws.store.rows(ws.store.ids(RecordQuery(form_id=form_id)))
    return [ws.store.get(row.record_id) for row in rows]


def test_take_in__cells_merged_over_rows__their_value_in_each_row(ws, tmp_path):
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", MERGED_ROWS, MERGES)).plan
    done = importing.take_in(ws, plan, now=NOW)
    assert (done.imported, done.refused_count) == (4, 0)
    found = sorted(
        (r.answers["people"], r.answers["title"], r.answers["event_on"]) for r in kept(ws)
    )
    assert found == [
        ("10", "Họp ấp", "2026-11-01"),
        ("20", "Hội nghị xã", "2026-11-01"),
        ("30", "Hội nghị xã", "2026-11-01"),
        ("40", "Hội nghị xã", "2026-11-01"),
    ]


def test_check_import__cells_merged_over_rows__said_and_shown_in_the_preview(ws, tmp_path):
    set_language("en")
    proposal = propose(ws, "activity", book_of(tmp_path / "so.xlsx", MERGED_ROWS, MERGES))
    checked = importing.check_import(ws, proposal.plan, now=NOW)
    assert checked.filled_count == 7
    assert checked.notes[-1].startswith("7 cells are part of one merged")
    assert [row.cells[0] for row in proposal.body] == ["Hội nghị xã"] * 3 + ["Họp ấp"]
    assert [row.cells[1] for row in proposal.below(proposal.plan)] == ["2026-11-01"] * 4
    assert proposal.rows[3].cells[0] == ""  # the sheet itself is shown as it is


def test_check_import__by_processes__merged_cells_as_well(ws, tmp_path, monkeypatch):
    path = book_of(tmp_path / "so.xlsx", MERGED_ROWS, MERGES)
    plan = propose(ws, "activity", path).plan
    alone = importing.check_import(ws, plan, now=NOW)
    monkeypatch.setattr(import_crew, "SHORT", 1)
    monkeypatch.setattr(import_crew, "_PIECE", 1)
    monkeypatch.setattr(import_crew, "_cores", lambda: 2)
    together = importing.check_import(ws, plan, now=NOW)
    assert together == alone
    assert together.imported == 4


def test_take_in__refused_row_in_a_merged_cell__its_value_in_the_workbook(ws, tmp_path):
    rows = [list(row) for row in MERGED_ROWS]
    rows[3][3] = "nhiều"
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows, MERGES)).plan
    assert write_refused(ws, plan, tmp_path / "tra lai.xlsx", now=NOW) == 1
    sheet = load_workbook(tmp_path / "tra lai.xlsx").active
    assert "Hội nghị xã" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_take_in__title_merged_over_the_people_of_a_training__one_record(ws, tmp_path):
    form = ws.form("training")
    (repeat,) = form.repeats()
    who = next(q for q in form.questions(repeat.key) if q.required)
    rows = [
        ["title", "event_on", f"{repeat.key}/{who.key}"],
        ["Lớp một", "12/10/2026", "Người một"],
        [None, None, "Người hai"],
        ["Lớp hai", None, "Người ba"],
        [None, None, "Người tư"],
    ]
    path = book_of(tmp_path / "lop.xlsx", rows, ["A2:A3", "B2:B5", "A4:A5"])
    plan = propose(ws, "training", path).plan
    shown = propose(ws, "training", path).below(plan)
    assert [row.cells[:2] for row in shown] == [
        ("Lớp một", "12/10/2026"), ("", ""), ("Lớp hai", "12/10/2026"), ("", ""),
    ]  # fmt: skip
    checked = importing.check_import(ws, plan, now=NOW)
    assert checked.filled_count == 1
    assert [row.row_number for row in checked.refused] == [2, 4]  # how many came is not said
    assert {found.at for row in checked.refused for found in row.findings} == {None}


def test_propose__merged_headings__are_not_filled_into_the_rows(ws, tmp_path):
    rows = [HEADER, [None] * 5, ["a", date(2026, 11, 1), "Hội nghị", 20, None]]
    merges = [f"{letter}1:{letter}2" for letter in "ABCDE"]
    path = book_of(tmp_path / "so.xlsx", rows, merges)
    checked = importing.check_import(ws, propose(ws, "activity", path).plan, now=NOW)
    assert (checked.imported, checked.filled_count, checked.notes) == (1, 0, ())


def test_propose__workbook_saved_anew__its_merged_cells_are_read_again(ws, tmp_path):
    path = book_of(tmp_path / "so.xlsx", MERGED_ROWS)
    assert propose(ws, "activity", path).merged == ()
    book_of(path, MERGED_ROWS, MERGES)
    assert len(propose(ws, "activity", path).merged) == 3


@pytest.fixture
def with_formula(tmp_path):
    rows = [HEADER, ["=A9", date(2026, 11, 1), "Hội nghị", "=SUM(F2:G2)", None]]
    rows.append(["Họp ấp", date(2026, 11, 2), "Hội nghị", 10, None])
    return book_of(tmp_path / "so.xlsx", rows)


def test_check_import__formula_without_result__says_where_and_what_to_do(ws, with_formula):
    set_language("en")
    checked = importing.check_import(ws, propose(ws, "activity", with_formula).plan, now=NOW)
    assert checked.imported == 1
    (refused,) = checked.refused
    assert [found.at for found in refused.findings] == [0, 3]
    assert "D2" in refused.findings[1].message
    assert "=SUM(F2:G2)" in refused.findings[1].message
    assert "Excel" in refused.findings[1].remedy
    assert shown_in("unicode", refused.rows[0].cells[3]) == "=SUM(F2:G2)"


def test_check_import__formula_in_a_column_left_out__nothing_is_wrong(ws, with_formula):
    plan = propose(ws, "activity", with_formula).plan
    for at in (0, 3):
        plan = plan.with_column(replace(plan.columns[at], place_id=""))
    plan = plan.with_column(replace(plan.columns[4], place_id="title"))
    checked = importing.check_import(ws, plan, now=NOW)
    assert not any("SUM" in found.message for r in checked.refused for found in r.findings)


def test_write_refused__formula_without_result__blank_and_the_reason_beside_it(
    ws, tmp_path, with_formula
):
    plan = propose(ws, "activity", with_formula).plan
    write_refused(ws, plan, tmp_path / "tra lai.xlsx", now=NOW)
    texts = [c.value for row in load_workbook(tmp_path / "tra lai.xlsx").active for c in row]
    assert "=A9" not in texts
    assert any("=SUM(F2:G2)" in str(text) for text in texts)
