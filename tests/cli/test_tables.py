"""A workbook in, its refused rows out, the import undone, a list exported: by commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.office import offices, tell
from tests.support.sheets import good_rows, write_workbook


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
