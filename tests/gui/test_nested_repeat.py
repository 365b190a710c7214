"""A repeat inside a repeat: the inner table follows the outer row, typed and pasted by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.inner_table import InnerTable
from hrdesk.gui.forms.form_trial import FormTrial
from hrdesk.records.entry import NodeRef
from hrdesk.records.record import Row
from tests.support.forms import NOW, compiled_of
from tests.support.gui import press, type_text

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = """
| survey |
| | type | name | label | calculation | bind::type |
| | text | title | Tên | | |
| | begin_repeat | visit | Chuyến đi | | |
| | text | place | Nơi đến | | |
| | begin_repeat | guest | Người gặp | | |
| | text | who | Tổ chức | | |
| | integer | number | Số người | | |
| | end_repeat | | | | |
| | end_repeat | | | | |
| | calculate | all_guests | | sum(${number}) | int |
"""


@pytest.fixture
def trial() -> Iterator[FormTrial]:
    made = FormTrial(lambda: NOW)
    made.resize(1000, 800)
    made.show_form(compiled_of(FORM), "vi")
    made.show()
    QApplication.processEvents()
    yield made
    made.hide()
    made.deleteLater()


def parts(trial: FormTrial) -> tuple[FormTrial, InnerTable]:
    assert trial.view is not None
    inner = trial.view.tables["guest"]
    assert isinstance(inner, InnerTable)
    return trial, inner


def type_cell(table: object, row: int, column: int, text: str) -> None:
    grid = table.grid  # type: ignore[attr-defined]  # either table
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(row, column))
    type_text(grid, text[0])
    editor = QApplication.focusWidget()
    assert editor is not None
    type_text(editor, text[1:])
    press(editor, "Enter")
    QApplication.processEvents()


def test_inner_table__before_any_outer_row__says_to_choose_one(trial: FormTrial) -> None:
    _, inner = parts(trial)
    assert inner.model.rowCount() == 0
    assert inner.rows_fixed()
    assert "Chuyến đi" in inner.grid.accessibleName()


def test_inner_table__follows_the_outer_row__and_the_record_is_nested(trial: FormTrial) -> None:
    _, inner = parts(trial)
    assert trial.view is not None
    assert trial.filling is not None
    outer = trial.view.tables["visit"]
    type_cell(outer, 0, 0, "Ô Lâm")
    type_cell(outer, 1, 0, "Cô Tô")
    outer.grid.setCurrentIndex(outer.model.index(0, 0))
    type_cell(inner, 0, 0, "Hội Phụ nữ")
    type_cell(inner, 0, 1, "12")
    type_cell(inner, 1, 0, "Đoàn Thanh niên")
    type_cell(inner, 1, 1, "3")
    outer.grid.setCurrentIndex(outer.model.index(1, 0))
    assert inner.model.real_rows() == 0
    type_cell(inner, 0, 0, "Mặt trận")
    type_cell(inner, 0, 1, "5")

    rows = trial.filling.entry.repeats(for_record=True)["visit"]
    assert [row.answers["place"] for row in rows] == ["Ô Lâm", "Cô Tô"]
    assert rows[0].repeats["guest"] == (
        Row({"who": "Hội Phụ nữ", "number": "12"}, {}),
        Row({"who": "Đoàn Thanh niên", "number": "3"}, {}),
    )
    assert rows[1].repeats["guest"] == (Row({"who": "Mặt trận", "number": "5"}, {}),)
    assert trial.filling.entry.value(NodeRef("all_guests")) == "20"

    inner.grid.setCurrentIndex(inner.model.index(0, 0))
    inner.row_acts.remove()
    assert inner.model.real_rows() == 0
    assert trial.filling.entry.value(NodeRef("all_guests")) == "15"
    trial.filling.undo()
    assert trial.filling.entry.value(NodeRef("all_guests")) == "20"

    outer.grid.setCurrentIndex(outer.model.index(0, 0))
    assert inner.model.index(1, 0).data() == "Đoàn Thanh niên"
    trial.view.focus_ref(NodeRef("who", "guest", 2))
    assert outer.grid.currentIndex().row() == 1
    assert inner.grid.currentIndex().data() == "Mặt trận"
