"""A workbook in, its refused rows out, the import undone, a list exported: by commands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.office import offices, tell
from tests.support.sheets import HEADER, good_rows, write_workbook


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    return offices(tmp_path)[1]


def test_records__import_refused_undo_export__by_commands(unit: Path, tmp_path: Path) -> None:
    rows = good_rows(6)
    rows[2][1] = "31/02/2026"
    book = write_workbook(tmp_path / "so.xlsx", rows, above=("SỔ THEO DÕI",), others=["Khác"])
    bad = tmp_path / "loi.xlsx"
    told = tell(
        *("--data", unit, "records", "import", "activity", book, "--json"),
        *("--sheet", "Sổ hoạt động", "--header-row", "2", "--refused", bad),
    )
    assert told.code == 10
    done = json.loads(told.out)
    assert (done["imported"], len(done["refused"])) == (5, 1)
    assert load_workbook(bad).active["A2"].value == 5
    listed = tmp_path / "ds.xlsx"
    told = tell("--data", unit, "records", "export", "activity", "--out", listed, "--json")
    assert (told.code, json.loads(told.out)["records"]) == (0, 5)
    assert load_workbook(listed).active.max_row == 6
    told = tell("--data", unit, "records", "undo-import", done["import_id"], lang="vi")
    assert told.code == 0
    assert "5 bản ghi" in told.out
    assert tell("--data", unit, "records", "undo-import", done["import_id"]).code == 5


def test_records__import_of_hidden_rows__taken_and_told(unit: Path, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "so.xlsx", good_rows(3))
    book = load_workbook(path)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(path)
    told = tell("--data", unit, "records", "import", "activity", path, lang="vi")
    assert told.code == 0
    assert "1 dòng bị ẩn" in told.out
    assert "3 bản ghi" in told.out


def test_records__import_twice__rows_named_and_taken_only_when_told(
    unit: Path, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "so.xlsx", good_rows(3))
    way = ("--data", unit, "records", "import", "activity", book)
    assert tell(*way, "--json").code == 0
    dry = tell(*way, "--dry-run", "--json")
    said = json.loads(dry.out)
    assert (dry.code, said["imported"], said["skipped"]) == (10, 0, 3)
    assert said["taken_before"]["file"] == "so.xlsx"
    assert [row["row"] for row in said["duplicates"]] == [2, 3, 4]
    told = tell(*way, lang="vi")
    assert "đã có" in told.out
    assert json.loads(tell(*way, "--duplicates", "keep", "--json").out)["imported"] == 3
    listed = json.loads(tell("--data", unit, "records", "imports", "--json").out)
    assert [one["records"] for one in listed] == [3, 3]


def test_records__import_of_old_workbook_mended_and_again__by_commands(
    unit: Path, tmp_path: Path
) -> None:
    rows = good_rows(4)
    rows[1][3] = "nhiều"
    text = "\n".join("\t".join(map(_typed, row)) for row in [HEADER, *rows])
    book = tmp_path / "so.xls"
    book.write_text(text, encoding="utf-16")
    bad = tmp_path / "loi.xlsx"
    way = ("--data", unit, "records", "import", "activity")
    told = tell(*way, book, "--refused", bad, "--json")
    assert (told.code, json.loads(told.out)["imported"]) == (10, 3)
    mended = load_workbook(bad)
    sheet = mended.active
    titles = [cell.value for cell in sheet[1]]
    reason = titles.index("Lý do: Số lượt người") if "Lý do: Số lượt người" in titles else None
    assert reason is not None
    assert sheet.cell(2, reason + 1).value
    sheet.cell(2, titles.index("Số lượt người") + 1).value = 40
    mended.save(bad)
    told = tell(*way, bad, "--json")
    assert (told.code, json.loads(told.out)["imported"]) == (0, 1)


def _typed(cell: object) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
