"""The leader's page by command: one page, the figures of the period, the same in every format."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from docx import Document

from tests.cli.test_print import printed, text_of, unit  # noqa: F401 - fixture


def test_summary__of_a_period__one_page_with_every_chart(unit: Path) -> None:  # noqa: F811
    path = printed(unit, "summary", "2026-11")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
    text = text_of(path)
    for said in (
        "TÓM TẮT",
        "2 bản ghi",
        "chỉ tiêu",
        "Tháng 11 năm 2026",
        "Tiếng Việt",
        "theo tháng",
    ):
        assert said in text


def test_summary__as_word__has_tables_in_the_place_of_charts(unit: Path) -> None:  # noqa: F811
    document = Document(str(printed(unit, "summary", "2026-11", name="s.docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Tháng 11 năm 2026" in cells
    assert "Tiếng Việt" in cells
    assert printed(unit, "summary", "2026-11", name="s.xlsx").stat().st_size > 0
