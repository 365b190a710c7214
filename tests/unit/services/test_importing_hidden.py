"""Rows that a sheet hides, by hand or by a filter: read like all others, and told."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from hrdesk.i18n import set_language
from hrdesk.services import import_crew, importing
from hrdesk.services.import_plan import propose
from tests.support.desk import NOW, make_desk
from tests.support.sheets import good_rows, write_workbook

HIDDEN = (1, 3, 5, 6, 9)  # a line of the title, a blank row, and rows that say something


@pytest.fixture
def ws(tmp_path):
    with make_desk(tmp_path / "office") as opened:
        yield opened


@pytest.fixture
def book(tmp_path):
    """Rows 3 to 8 below a title and headings; of what is hidden, 5 and 6 are records."""
    rows = good_rows(6)
    rows[0] = [None] * len(rows[0])
    rows[3][1] = "31/02/2026"
    path = write_workbook(tmp_path / "so.xlsx", rows, above=("SỔ THEO DÕI",))
    opened = load_workbook(path)
    for number in HIDDEN:
        opened.worksheets[0].row_dimensions[number].hidden = True
    opened.save(path)
    return path


def test_take_in__hidden_rows__read_and_counted(ws, book):
    set_language("en")
    plan = propose(ws, "activity", book).plan
    done = importing.take_in(ws, plan, now=NOW)
    assert (done.imported, [row.row_number for row in done.refused]) == (4, [6])
    assert done.hidden_count == 2
    assert done.notes == (
        "2 rows are hidden in the sheet, by hand or by a filter; they are read all the same.",
    )


def test_check_import__by_processes__hidden_rows_counted_as_well(ws, book, monkeypatch):
    plan = propose(ws, "activity", book).plan
    monkeypatch.setattr(import_crew, "SHORT", 1)
    monkeypatch.setattr(import_crew, "_PIECE", 1)
    monkeypatch.setattr(import_crew, "_cores", lambda: 2)
    assert importing.check_import(ws, plan, now=NOW).hidden_count == 2


def test_check_import__nothing_hidden__nothing_said(ws, tmp_path):
    path = write_workbook(tmp_path / "so.xlsx", good_rows(3))
    checked = importing.check_import(ws, propose(ws, "activity", path).plan, now=NOW)
    assert (checked.imported, checked.hidden_count, checked.notes) == (3, 0, ())
