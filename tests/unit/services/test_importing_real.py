"""Workbooks as they are: headings merged over two rows, dates that Excel spoiled, names that lie."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from hrdesk.errors import FileUnreadableError, TableLockedError, TableUnreadableError
from hrdesk.i18n import explain, set_language
from hrdesk.services import importing
from hrdesk.services.import_plan import dates_in_doubt, propose, read_as, shown_in
from hrdesk.services.lists import RecordQuery
from hrdesk.services.refused_rows import write_refused
from hrdesk.services.table_files import rows_of
from tests.support.desk import NOW, make_desk

HEADER = ["Tên hoạt động", "Từ ngày", "Hình thức", "Số lượt người", "Ghi chú"]


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


def line(title, day, kind="Hội nghị", people=10, note=None):
    return [title, day, kind, people, note]


def answers(ws):
    rows = ws.store.rows(ws.store.ids(RecordQuery(form_id="activity", order="title")))
    return {
        record.answers["title"]: record.answers
        for record in (ws.store.get(row.record_id) for row in rows)
    }


def test_propose__headings_over_two_rows__each_column_has_its_own(ws, tmp_path):
    path = book_of(
        tmp_path / "so.xlsx",
        [
            ["SỔ THEO DÕI HOẠT ĐỘNG NĂM 2026"],
            ["TT", "Tên hoạt động", "Thời gian", None, "Hình thức", "Người dự", None],
            [None, None, "Từ ngày", "Đến ngày", None, "Số lượt người", "Trong đó nữ"],
            [],
            [1, "Hội nghị ấp 1", date(2026, 11, 1), None, "Hội nghị", 20, 5],
        ],
        ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2"],
    )
    proposal = propose(ws, "activity", path)
    assert proposal.plan.header_row == 3
    assert [column.place_id for column in proposal.plan.columns] == [
        "", "title", "event_on", "ended_on", "activity_kind", "people", "women",
    ]  # fmt: skip
    assert importing.take_in(ws, proposal.plan, now=NOW).imported == 1


def test_propose__a_total_below_a_heading_of_several__is_called_by_that_heading(ws, tmp_path):
    rows = [
        ["Tên hoạt động", "Từ ngày", "Hình thức", "Số người tham dự", None],
        [None, None, None, "Tổng số", "Số nữ"],
        ["a", date(2026, 11, 1), "Hội nghị", 20, 5],
    ]
    path = book_of(tmp_path / "so.xlsx", rows, ["A1:A2", "B1:B2", "C1:C2", "D1:E1"])
    plan = propose(ws, "activity", path).plan
    assert plan.columns[3].title == "Số người tham dự"
    assert [column.place_id for column in plan.columns[3:]] == ["people", "women"]
    assert importing.take_in(ws, plan, now=NOW).imported == 1


def test_propose__a_title_above_the_headings__is_no_heading(ws, tmp_path):
    rows = [["SỔ THEO DÕI"], [None, *HEADER], [1, *line("a", date(2026, 11, 1))]]
    columns = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan.columns
    assert columns[0].title == "(A)"


def test_take_in__a_row_that_numbers_the_columns__is_no_record_and_told(ws, tmp_path):
    set_language("en")
    numbers = [f"({at})" for at in range(1, 6)]
    rows = [["SỔ THEO DÕI"], HEADER, numbers, line("a", date(2026, 11, 1)), numbers]
    proposal = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows))
    assert proposal.body[0].cells[0] == "a"
    done = importing.take_in(ws, proposal.plan, now=NOW)
    assert done.imported == 1
    assert done.notes == ("Row 3 numbers the columns; it is no record.",)
    assert [row.row_number for row in done.refused] == [5]  # further below it is said as any other


def test_take_in__month_first__told_and_read_so(ws, tmp_path):
    days = ["11/05/2026", "10/25/2026", "9/7/2026"]
    rows = [HEADER, *(line(f"h{at}", day) for at, day in enumerate(days))]
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan
    done = importing.take_in(ws, plan, now=NOW)
    assert len(done.notes) == 1
    assert {title: found["event_on"] for title, found in answers(ws).items()} == {
        "h0": "2026-11-05",
        "h1": "2026-10-25",
        "h2": "2026-09-07",
    }


def test_take_in__days_that_excel_took_for_months__turned_round(ws, tmp_path):
    days = [date(2026, 5, 11), date(2026, 6, 11), "13/10/2026", "25/10/2026"]
    rows = [HEADER, *(line(f"h{at}", day) for at, day in enumerate(days))]
    path = book_of(tmp_path / "so.xlsx", rows)
    plan = propose(ws, "activity", path).plan
    assert plan.columns[1].dates == "turned"
    assert shown_in("unicode", "2026-05-11", plan.columns[1].dates) == "05/11/2026"
    importing.take_in(ws, plan, now=NOW)
    assert answers(ws)["h0"]["event_on"] == "2026-11-05"
    assert answers(ws)["h2"]["event_on"] == "2026-10-13"
    as_they_stand = importing.import_table(ws, "activity", path, now=NOW, dates="day", dry_run=True)
    assert as_they_stand.notes == ()


def test_refused__dates_turned_round__written_as_they_were_read(ws, tmp_path):
    days = [date(2026, 5, 11), date(2026, 6, 11), "13/10/2026", "25/10/2026"]
    rows = [HEADER, *(line(f"h{at}", day, kind="không có") for at, day in enumerate(days))]
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan
    write_refused(ws, plan, tmp_path / "tra lai.xlsx", now=NOW)
    sheet = load_workbook(tmp_path / "tra lai.xlsx").active
    assert "05/11/2026" in [cell.value for row in sheet.iter_rows() for cell in row]
    again = propose(ws, "activity", tmp_path / "tra lai.xlsx").plan
    assert {column.dates for column in again.columns} == {"day"}


def test_with_place__a_column_of_dates_for_a_text__not_turned(ws, tmp_path):
    days = [date(2026, 5, 11), date(2026, 6, 11), "13/10/2026", "25/10/2026"]
    rows = [HEADER, *(line(f"h{at}", day) for at, day in enumerate(days))]
    proposal = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows))
    elsewhere = proposal.with_place(proposal.plan, 1, "note")
    assert dates_in_doubt(elsewhere) == ()
    assert dates_in_doubt(proposal.with_place(elsewhere, 1, "event_on")) != ()


def test_take_in__numbers_of_days_and_dashes__read(ws, tmp_path):
    rows = [HEADER, line("a", 46331, people="50 người", note=date(2026, 11, 1))]
    rows += [line("b", "46331", people="1.234"), line("c\nhai dòng", date(2026, 11, 5))]
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan
    assert importing.take_in(ws, plan, now=NOW).imported == 3
    found = answers(ws)
    assert {one["event_on"] for one in found.values()} == {"2026-11-05"}
    assert found["a"]["people"] == "50"
    assert found["a"]["note"] == "01/11/2026"
    assert found["b"]["people"] == "1234"
    assert "c hai dòng" in found


def test_take_in__the_beginning_of_one_label__that_choice(ws, tmp_path):
    rows = [HEADER, line("a", date(2026, 11, 5), kind="tọa đàm")]
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan
    assert importing.take_in(ws, plan, now=NOW).imported == 1
    assert answers(ws)["a"]["activity_kind"] == "seminar"


def test_take_in__a_word_within_a_label__refused(ws, tmp_path):
    rows = [HEADER, line("a", date(2026, 11, 5), kind="hội")]
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan
    assert importing.check_import(ws, plan, now=NOW).refused_count == 1


@pytest.mark.parametrize("name", ["so.xlsx", "so.xls"])
def test_rows_of__a_locked_workbook__says_so(tmp_path, name):
    path = tmp_path / name
    inside = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900_000 + inside + b"\0" * 900)
    with pytest.raises(TableLockedError):
        list(rows_of(path))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"no workbook at all"])
def test_rows_of__broken__one_sentence_in_the_language_spoken(tmp_path, content):
    path = tmp_path / "so.xlsx"
    path.write_bytes(content)
    set_language("vi")
    with pytest.raises(TableUnreadableError) as found:
        list(rows_of(path))
    assert "tệp" in explain(found.value, "vi")
    assert not str(found.value.values["reason"]).isascii()


def test_rows_of__a_document_called_a_workbook__said_so(tmp_path):
    path = tmp_path / "so.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    set_language("en")
    with pytest.raises(TableUnreadableError, match="no workbook"):
        list(rows_of(path))


def test_with_column__dates_chosen_by_a_person__kept_for_this_plan_only(ws, tmp_path):
    rows = [HEADER, line("a", "05/11/2026")]
    path = book_of(tmp_path / "so.xlsx", rows)
    plan = propose(ws, "activity", path).plan
    importing.take_in(ws, plan.with_column(replace(plan.columns[1], dates="month")), now=NOW)
    assert answers(ws)["a"]["event_on"] == "2026-05-11"
    assert propose(ws, "activity", path).plan.columns[1].dates == "day"


def test_propose__headings_in_unicode_above_old_letters__are_left_as_they_are(ws, tmp_path):
    rows = [["Tên hoạt động", "Từ ngày", "Hình thức", "Kinh phí", "Ghi chú"]]
    rows += [["Héi nghÞ tuyªn truyÒn Êp 1", "05/11/2026", "Héi nghÞ", "1,5 triÖu", "-"]] * 3
    proposal = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows))
    columns = proposal.plan.columns
    assert [column.title for column in columns] == rows[0]
    assert columns[0].encoding == "tcvn3"
    assert columns[3].place_id == "cost"  # whose label says “(đồng)” as well


def test_read_as__amounts_with_their_unit__as_they_will_be_kept(ws, tmp_path):
    rows = [HEADER, line("a", "05/11/2026", people="1.250 người")]
    proposal = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows))
    places = {place.place_id: place for place in proposal.places}
    column = proposal.plan.columns[3]
    assert read_as(places["people"], column, "1.250 người") == "1.250"
    assert read_as(places["people"], column, "khoảng 50") == "khoảng 50"
    assert read_as(places["people"], column, "-") == ""
    assert read_as(None, column, "1.250 người") == "1.250 người"


def test_take_in__a_formula_that_failed__is_no_title(ws, tmp_path):
    rows = [HEADER, line("#N/A", "05/11/2026"), line("a", "05/11/2026", note="#REF!")]
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan
    done = importing.take_in(ws, plan, now=NOW)
    assert (done.imported, done.refused_count) == (1, 1)
    assert "note" not in answers(ws)["a"]


def test_rows_of__a_file_that_may_not_be_read__says_so(tmp_path, monkeypatch):
    path = book_of(tmp_path / "so.xlsx", [HEADER])

    def held(*_arguments, **_more):
        raise PermissionError(13, "held by another program", str(path))

    monkeypatch.setattr(type(path), "open", held)
    with pytest.raises(FileUnreadableError):
        list(rows_of(path))


def test_propose__a_cover_before_the_table__the_sheet_with_the_headings(ws, tmp_path):
    book = Workbook()
    book.active.title = "Trống"
    book.create_sheet("Bìa").append(["ỦY BAN NHÂN DÂN XÃ Ô LÂM"])
    sheet = book.create_sheet("Sổ")
    for row in (HEADER, line("a", date(2026, 11, 5))):
        sheet.append(row)
    book.save(tmp_path / "so.xlsx")
    proposal = propose(ws, "activity", tmp_path / "so.xlsx")
    assert proposal.plan.sheet == "Sổ"
    assert proposal.sheets == ("Trống", "Bìa", "Sổ")
    assert propose(ws, "activity", tmp_path / "so.xlsx", sheet="Bìa").plan.sheet == "Bìa"


def test_propose__same_headings_in_unicode_after_a_file_in_old_letters__read_as_unicode(
    ws, tmp_path
):
    old = [HEADER, *(line(f"Tuyeân truyeàn phaùp luaät {at}", "05/11/2026") for at in range(3))]
    plan = propose(ws, "activity", book_of(tmp_path / "cu.xlsx", old)).plan
    assert plan.columns[0].encoding == "vni"
    importing.take_in(ws, plan, now=NOW)
    new = [HEADER, line("Họp dân ấp 1", "06/11/2026", note="Hòa Bình")]
    again = propose(ws, "activity", book_of(tmp_path / "moi.xlsx", new)).plan
    importing.take_in(ws, again, now=NOW)
    assert answers(ws)["Họp dân ấp 1"]["note"] == "Hòa Bình"
    assert {column.encoding for column in again.columns} == {"unicode"}


@pytest.mark.parametrize(
    ("heading", "cells", "place"),
    [
        ("Ngày", [date(2026, 11, 1), "02/11/2026"], "event_on"),
        ("Thời gian tổ chức", ["ngày 1 tháng 11 năm 2026", "02/11/2026"], "event_on"),
        ("Ngày sinh", ["01/11/1980", "02/11/1971"], ""),
        ("Số người", [12, "1.250"], "people"),
        ("Số người", ["khoảng 50", "nhiều"], ""),
        ("Nữ", [3, 4], "women"),
        ("Dân tộc", ["Kinh", "Khmer"], ""),
        ("TT", [1, 2], ""),
    ],
)
def test_propose__a_shorter_heading__goes_where_its_cells_are_answers(
    ws, tmp_path, heading, cells, place
):
    rows = [["Tên hoạt động", heading], *(["Hội nghị", cell] for cell in cells)]
    columns = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan.columns
    assert columns[1].place_id == place


def test_propose__two_columns_of_days_with_other_names__left_to_the_person(ws, tmp_path):
    rows = [["Tên hoạt động", "Nộp", "Duyệt"], ["a", "01/11/2026", "02/11/2026"]]
    columns = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan.columns
    assert [column.place_id for column in columns] == ["title", "", ""]


@pytest.mark.parametrize(("people", "kept"), [(12.0, "12"), (19.999999999999996, "20"), (12.7, "")])
def test_take_in__part_of_a_person__refused_and_not_cut_off(ws, tmp_path, people, kept):
    rows = [HEADER, line("a", date(2026, 11, 5), people=people)]
    plan = propose(ws, "activity", book_of(tmp_path / "so.xlsx", rows)).plan
    done = importing.take_in(ws, plan, now=NOW)
    if kept:
        assert answers(ws)["a"]["people"] == kept
    else:
        assert "12,7" in done.refused[0].findings[0].message
