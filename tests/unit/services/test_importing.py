"""Workbooks of real offices taken over: guessed, corrected, remembered, refused, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from hrdesk.errors import (
    ImportMissingError,
    ImportUnmappedError,
    SheetMissingError,
    TableEmptyError,
    TableUnreadableError,
)
from hrdesk.indicators.period import parse_period
from hrdesk.services import entering, import_plan, importing
from hrdesk.services.import_plan import propose
from hrdesk.services.lists import RecordQuery
from hrdesk.services.progress import CancelledError
from hrdesk.services.refused_rows import write_refused
from tests.support.desk import NOW, make_desk
from tests.support.sheets import HEADER, good_rows, in_tcvn3, in_vni, write_csv, write_workbook

ALL = RecordQuery(form_id="activity", include_deleted=True)


@pytest.fixture(scope="module")
def prototype(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk") / "office"
    make_desk(folder).close()
    return folder


@pytest.fixture
def ws(prototype, tmp_path):
    import shutil

    from hrdesk.services.workspace import open_workspace

    shutil.copytree(prototype, tmp_path / "office")
    opened = open_workspace(tmp_path / "office", now=NOW)
    yield opened
    opened.close()


class Stopped:
    """A person who presses Cancel after some words of progress."""

    def __init__(self, after):
        self.left = after

    def total(self, steps):
        pass

    def step(self, sentence=""):
        assert sentence
        self.left -= 1

    def cancelled(self):
        return self.left <= 0


def places(proposal):
    return {column.title: column.place_id for column in proposal.plan.columns}


def titles(ws):
    return [row.title for row in ws.store.rows(ws.store.ids(RecordQuery(form_id="activity")))]


def test_propose__title_lines_above_the_header__header_found_columns_mapped(ws, tmp_path):
    above = ("ỦY BAN NHÂN DÂN XÃ MẪU", "SỔ THEO DÕI HOẠT ĐỘNG", "Năm 2026")
    path = write_workbook(tmp_path / "so.xlsx", good_rows(3), above=above, others=["Khác"])
    proposal = propose(ws, "activity", path)
    assert proposal.plan.header_row == 4
    assert proposal.sheets == ("Sổ hoạt động", "Khác")
    assert list(places(proposal).values()) == [
        "title",
        "event_on",
        "activity_kind",
        "people",
        "women",
        "languages",
    ]
    assert [row.number for row in proposal.body] == [5, 6, 7]


def test_take_in__true_dates_and_numbers__kept_as_answers(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(40))
    plan = propose(ws, "activity", path).plan
    checked = importing.check_import(ws, plan, now=NOW)
    assert (checked.imported, checked.refused_count, checked.batch_id) == (40, 0, "")
    assert ws.store.count(ALL) == 0
    done = importing.take_in(ws, plan, now=NOW)
    assert (done.imported, done.refused_count) == (40, 0)
    row = ws.store.rows(ws.store.ids(replace(ALL, order="title", descending=False)))[0]
    answers = ws.store.get(row.record_id).answers
    assert answers["event_on"].startswith("2026-")
    assert answers["languages"] == "vi km"
    assert answers["activity_kind"] in {"conference", "seminar", "contest"}
    assert answers["people"].isdigit()


@pytest.mark.parametrize(("write", "font"), [(in_tcvn3, ".VnTime"), (in_tcvn3, ""), (in_vni, "")])
def test_propose__legacy_letters__recognised_per_column_and_decoded(ws, tmp_path, write, font):
    rows = [
        [write(cell) if isinstance(cell, str) else cell for cell in row] for row in good_rows(6)
    ]
    header = [write(title) for title in HEADER]
    path = write_workbook(tmp_path / "cu.xlsx", rows, header=header, font=font)
    proposal = propose(ws, "activity", path)
    expected = "tcvn3" if write is in_tcvn3 else "vni"
    assert proposal.plan.columns[0].encoding == expected
    assert proposal.plan.columns[0].title == HEADER[0]
    assert "" not in places(proposal).values()
    done = importing.take_in(ws, proposal.plan, now=NOW)
    assert (done.imported, done.refused_count) == (6, 0)
    assert "Tọa đàm quyền trẻ em, ấp 1" in titles(ws)


def test_propose__legacy_csv_in_bytes__read_as_its_letters(ws, tmp_path):
    rows = [[in_tcvn3(t) for t in HEADER]]
    rows += [[in_tcvn3(str(c)) for c in row] for row in good_rows(5)]
    path = write_csv(tmp_path / "cu.csv", rows, encoding="latin-1")
    proposal = propose(ws, "activity", path)
    assert proposal.plan.columns[0].encoding == "tcvn3"
    assert importing.take_in(ws, proposal.plan, now=NOW).imported == 5


def test_with_column__person_chooses_encoding__the_text_changes(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(1))
    plan = propose(ws, "activity", path).plan
    changed = plan.with_column(replace(plan.columns[0], encoding="tcvn3"))
    assert changed.columns[0].encoding == "tcvn3"
    assert import_plan.shown_in("tcvn3", in_tcvn3("đồng bào")) == "đồng bào"


def test_with_column__question_taken_twice__leaves_the_first(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(1))
    plan = propose(ws, "activity", path).plan
    moved = plan.with_column(replace(plan.columns[4], place_id="people"))
    assert [c.place_id for c in moved.columns][3:5] == ["", "people"]


def test_propose__wrong_and_doubled_headers__left_for_the_person(ws, tmp_path):
    header = (*HEADER[:3], "Số lượt người", "Số lượt người", "Cột không biết")
    path = write_workbook(tmp_path / "so.xlsx", good_rows(2), header=header)
    columns = propose(ws, "activity", path).plan.columns
    assert [c.place_id for c in columns][3:] == ["people", "", ""]
    assert [c.doubled for c in columns][2:] == [False, True, True, False]


def test_propose__nearly_the_heading__found(ws, tmp_path):
    header = (
        "Tên hoat động",
        "Từ ngày",
        "Hình thức:",
        "Số lượt  người",
        "Trong đó  nữ",
        "Ngôn ngữ",
    )
    path = write_workbook(tmp_path / "so.xlsx", good_rows(2), header=header)
    assert "" not in places(propose(ws, "activity", path)).values()


def test_take_in__mapping_by_hand__remembered_for_the_same_headings(ws, tmp_path):
    header = ("Nội dung công việc", "Ngày", "Loại", "Tổng", "Nữ", "Tiếng")
    path = write_workbook(tmp_path / "so.xlsx", good_rows(2), header=header)
    first = propose(ws, "activity", path)
    assert not first.remembered
    plan = first.plan
    keys = ("title", "event_on", "activity_kind", "people", "", "languages")
    for column, key in zip(plan.columns, keys, strict=True):
        plan = plan.with_column(replace(column, place_id=key))
    assert importing.take_in(ws, plan, now=NOW).imported == 2
    other = write_workbook(
        tmp_path / "khac.xlsx", [r[::-1] for r in good_rows(2)], header=header[::-1]
    )
    again = propose(ws, "activity", other)
    assert again.remembered
    assert [c.place_id for c in again.plan.columns] == list(keys)[::-1]


def bad_among_good():
    rows = good_rows(150)
    for n in range(0, 150, 3):
        kind = n % 4
        if kind == 0:
            rows[n][1] = "31/02/2026"
        elif kind == 1:
            rows[n][2] = "Hình thức lạ"
        elif kind == 2:
            rows[n][0] = None
        else:
            rows[n][4] = 9999
    return rows


def test_take_in__fifty_bad_rows_among_good__good_kept_bad_named(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", bad_among_good())
    plan = propose(ws, "activity", path).plan
    done = importing.take_in(ws, plan, now=NOW)
    assert (done.imported, done.refused_count) == (100, 50)
    first = done.refused[0]
    assert first.row_number == 2
    assert first.findings[0].at == 1
    assert "31/02/2026" in first.findings[0].message
    assert all(refused.findings and refused.rows for refused in done.refused)


def test_write_refused__reason_beside_its_cell__and_imports_again_when_corrected(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", bad_among_good())
    plan = propose(ws, "activity", path).plan
    out = tmp_path / "bi-tu-choi.xlsx"
    assert write_refused(ws, plan, out, now=NOW) == 50
    book = load_workbook(out)
    sheet = book.active
    header = [cell.value for cell in sheet[1]]
    day = header.index(HEADER[1])
    assert header[day + 1].endswith(": Từ ngày")
    assert sheet["A2"].value == 2
    first = [cell.value for cell in sheet[2]]
    assert first[day] == "31/02/2026"
    assert "31/02/2026" in first[day + 1]
    assert sheet.freeze_panes == "A2"
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}  # n: blank
    for row in sheet.iter_rows(min_row=2):
        by_title = dict(zip(header, row, strict=True))
        by_title[HEADER[0]].value = by_title[HEADER[0]].value or "Hội nghị"
        by_title[HEADER[1]].value = "12/10/2026"
        by_title[HEADER[2]].value = "Hội nghị"
        by_title[HEADER[4]].value = "1"
    book.save(out)
    again = importing.import_table(ws, "activity", out, now=NOW)
    assert (again.imported, again.refused_count, again.table_findings) == (50, 0, ())


def test_write_refused__cells_that_look_like_formulas__stay_text(ws, tmp_path):
    rows = good_rows(2)
    rows[0][1] = "không phải ngày"
    path = tmp_path / "so.csv"
    write_csv(path, [HEADER, *[[str(cell) for cell in row] for row in rows]])
    path.write_bytes(path.read_bytes().replace("Tọa đàm".encode(), b'=HYPERLINK("x")+1 '))
    plan = propose(ws, "activity", path).plan
    out = tmp_path / "bi-tu-choi.xlsx"
    write_refused(ws, plan, out, now=NOW)
    cell = load_workbook(out).active["B2"]
    assert cell.value.startswith("=HYPERLINK")
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.quotePrefix


def test_take_in__cancelled_in_the_middle__leaves_nothing(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(1200))
    plan = propose(ws, "activity", path).plan
    with pytest.raises(CancelledError):
        importing.take_in(ws, plan, now=NOW, progress=Stopped(3))
    assert ws.store.count(ALL) == 0
    assert importing.imports(ws) == ()
    assert importing.take_in(ws, plan, now=NOW).imported == 1200


def test_take_in__file_breaks_off__leaves_nothing(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(900))
    plan = propose(ws, "activity", path).plan
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(TableUnreadableError):
        importing.take_in(ws, plan, now=NOW)
    assert ws.store.count(ALL) == 0


def test_undo_import__whole__put_away_but_what_was_changed_since(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(10))
    done = importing.take_in(ws, propose(ws, "activity", path).plan, now=NOW)
    row = ws.store.rows(ws.store.ids(ALL))[0]
    session = entering.open_entry(ws, row.record_id, now=NOW)
    entering.save_record(ws, session, now=NOW + timedelta(minutes=1), complete=True)
    later = NOW + timedelta(hours=1)
    assert importing.undo_import(ws, done.batch_id, now=later) == importing.ImportUndone(9, 1)
    assert titles(ws) == [row.title]
    with pytest.raises(ImportMissingError):
        importing.undo_import(ws, done.batch_id, now=later)
    assert importing.imports(ws, "activity")[0].undone_at == later


def test_import_table__unknown_column__refused_and_nothing_dropped_unseen(ws, tmp_path):
    rows = [[*row, "x"] for row in good_rows(2)]
    path = write_workbook(tmp_path / "so.xlsx", rows, header=(*HEADER, "Cột không biết"))
    outcome = importing.import_table(ws, "activity", path, now=NOW)
    assert [found.column for found in outcome.table_findings] == ["Cột không biết"]
    assert ws.store.count(ALL) == 0


def test_take_in__cell_right_of_the_last_heading__refuses_the_row(ws, tmp_path):
    rows = good_rows(600)
    rows[550].append("lạc chỗ")
    path = write_workbook(tmp_path / "so.xlsx", rows)
    done = importing.take_in(ws, propose(ws, "activity", path).plan, now=NOW)
    assert (done.imported, done.refused_count) == (599, 1)
    assert done.refused[0].row_number == 552


def test_take_in__period__other_days_refused_with_their_cells(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(60))
    plan = propose(ws, "activity", path).plan
    done = importing.take_in(ws, plan, now=NOW, period=parse_period("2026-01"))
    assert done.imported + done.refused_count == 60
    assert done.refused[0].findings[0].at == 1
    assert done.refused[0].rows[0].cells


def test_take_in__training_with_participants__rows_below_belong_to_it(ws, tmp_path):
    form = ws.form("training")
    (repeat,) = form.repeats()
    who = next(q for q in form.questions(repeat.key) if q.required)
    required = [q for q in form.questions() if q.required and q.question_type in ("text", "date")]
    cells = ["Lớp A" if q.question_type == "text" else "12/10/2026" for q in required]
    header = [*(q.key for q in required), f"{repeat.key}/{who.key}"]
    rows = [[*cells, "Nguyễn Văn Mẫu"], [*[""] * len(cells), "Trần Thị Mẫu"]]
    path = write_workbook(tmp_path / "lop.xlsx", rows, header=header)
    proposal = propose(ws, "training", path)
    assert [column.place_id for column in proposal.plan.columns] == header
    done = importing.take_in(ws, proposal.plan, now=NOW)
    assert done.imported + done.refused_count == 1


@pytest.mark.parametrize("name", ["rong.xlsx", "rong.csv"])
def test_propose__empty_table__said(ws, tmp_path, name):
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("\n\n", "utf-8")
    else:
        from openpyxl import Workbook

        Workbook().save(path)
    with pytest.raises(TableEmptyError):
        propose(ws, "activity", path)


def test_propose__no_such_sheet_or_no_workbook__said(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(1))
    with pytest.raises(SheetMissingError):
        propose(ws, "activity", path, sheet="Không có")
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04 khong phai zip")
    with pytest.raises(TableUnreadableError):
        propose(ws, "activity", broken)
    old = tmp_path / "cu.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(TableUnreadableError):
        propose(ws, "activity", old)


def test_check_import__nothing_mapped__said(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", [["a", "b"]], header=("Cột một", "Cột hai"))
    plan = propose(ws, "activity", path).plan
    with pytest.raises(ImportUnmappedError):
        importing.check_import(ws, plan, now=NOW)


def test_take_in__same_file_again__said_and_every_row_stays_out(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(5))
    plan = propose(ws, "activity", path).plan
    first = importing.take_in(ws, plan, now=NOW)
    assert (first.taken_before, first.duplicates) == (None, ())
    again = importing.check_import(ws, plan, now=NOW)
    assert again.taken_before.batch_id == first.batch_id
    assert (again.imported, again.duplicate_count, again.skipped) == (0, 5, 5)
    assert [twin.row_number for twin in again.duplicates] == [2, 3, 4, 5, 6]
    assert {twin.record_id for twin in again.duplicates} <= {
        row.record_id for row in ws.store.rows(ws.store.ids(ALL))
    }
    assert importing.take_in(ws, plan, now=NOW).batch_id == ""
    assert ws.store.count(ALL) == 5
    kept = importing.take_in(ws, plan, now=NOW, duplicates="keep")
    assert (kept.imported, kept.duplicate_count, kept.skipped) == (5, 5, 0)
    assert ws.store.count(ALL) == 10
    importing.undo_import(ws, kept.batch_id, now=NOW)
    importing.undo_import(ws, first.batch_id, now=NOW)
    gone = importing.check_import(ws, plan, now=NOW)
    assert (gone.taken_before, gone.duplicate_count, gone.imported) == (None, 0, 5)


def test_take_in__same_day_and_folded_title__a_twin_however_it_is_written(ws, tmp_path):
    rows = good_rows(3)
    importing.take_in(
        ws, propose(ws, "activity", write_workbook(tmp_path / "a.xlsx", rows)).plan, now=NOW
    )
    rows[0][0] = "TOA DAM QUYEN TRE EM,  AP 1"
    rows[0][3] = 31
    rows[1][1] += timedelta(days=1)
    rows[2][0] += " mở rộng"
    path = write_workbook(tmp_path / "b.xlsx", rows)
    done = importing.take_in(ws, propose(ws, "activity", path).plan, now=NOW)
    assert ([twin.row_number for twin in done.duplicates], done.imported) == ([2], 2)
    assert done.taken_before is None


def test_take_in__same_row_twice_in_the_sheet__once(ws, tmp_path):
    rows = good_rows(3)
    other = [*rows[0]]
    other[3] += 1  # another session on the same day under the same title
    path = write_workbook(tmp_path / "a.xlsx", [*rows, other, rows[1]])
    plan = propose(ws, "activity", path).plan
    done = importing.take_in(ws, plan, now=NOW)
    assert done.imported == 4
    assert [(t.row_number, t.twin_row, t.record_id) for t in done.duplicates] == [(6, 3, "")]


def test_undo_import__changed_sent_deleted__stay_and_are_named(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(4))
    done = importing.take_in(ws, propose(ws, "activity", path).plan, now=NOW)
    ids = [row.record_id for row in ws.store.rows(ws.store.ids(ALL))]
    later = NOW + timedelta(hours=1)
    ws.store.save(replace(ws.store.get(ids[0]), updated_at=later), at=later, actor=ws.name, note="")
    ws.store.mark_submitted([ids[1]], "b" * 32, later)
    ws.store.delete(ids[2], at=later, actor=ws.name)
    undone = importing.undo_import(ws, done.batch_id, now=later)
    assert (undone.undone, undone.kept) == (1, 3)
    assert {one.record_id: one.why for one in undone.changed} == {
        ids[0]: "changed",
        ids[1]: "sent",
        ids[2]: "deleted",
    }
