"""Pages shown in the program: found in, gone through, enlarged, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter

from hrdesk.gui.pdf_preview import PdfPreview
from hrdesk.reports.pdf import write_pdf
from tests.support.gui import press, rest, type_text
from tests.support.reports import long_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def preview(qtbot: QtBot, tmp_path: Path) -> Iterator[PdfPreview]:
    path = tmp_path / "paper.pdf"
    write_pdf(long_content(), path)
    made = PdfPreview()
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    made.show_file(path)
    yield made
    made.close()
    made.deleteLater()


def test_find__by_keys__counts_marks_and_goes_round(preview: PdfPreview, qtbot: QtBot) -> None:
    preview.view.setFocus()
    press(preview.view, "Ctrl+F")
    search = preview.search
    assert search.isVisible()
    type_text(search.field, "1.234")
    qtbot.waitUntil(lambda: search.hits() >= 2, timeout=20_000)
    rest(200)
    count = search.hits()
    assert search.count.text() == f"1/{count}"
    press(search.field, "Return")
    assert search.count.text() == f"2/{count}"
    press(search.field, "Shift+F3")
    press(search.field, "Shift+F3")
    assert search.count.text() == f"{count}/{count}"
    search.field.setText("không có chữ này")
    qtbot.waitUntil(lambda: search.count.text() == "Không thấy", timeout=20_000)
    press(search.field, "Esc")
    assert not search.isVisible()


def test_pages__by_number_and_keys__shown_larger_and_whole(preview: PdfPreview) -> None:
    preview.page_box.selectAll()
    type_text(preview.page_box, "3")
    press(preview.page_box, "Return")
    assert preview.view.pageNavigator().currentPage() == 2
    preview.page_box.setText("999")
    press(preview.page_box, "Return")
    assert preview.page_box.text() == str(preview.pages())
    before = preview.view.zoomFactor()
    preview.view.setFocus()
    press(preview.view, "Ctrl+=")
    press(preview.view, "Ctrl+=")
    assert preview.view.zoomFactor() > before * 0.5
    larger = preview.view.zoomFactor()
    press(preview.view, "Ctrl+-")
    assert preview.view.zoomFactor() < larger
    press(preview.view, "Ctrl+9")
    assert preview.view.zoomMode() == preview.view.ZoomMode.FitInView


def pdf_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_print__of_a_range__those_pages_alone(preview: PdfPreview, tmp_path: Path) -> None:
    printer = pdf_printer(tmp_path / "printed.pdf")
    printer.setFromTo(2, 3)
    assert preview.print_to(printer)
    with pikepdf.open(tmp_path / "printed.pdf") as pdf:
        assert len(pdf.pages) == 2


def test_print__cancelled__ends_before_the_last_page(preview: PdfPreview, tmp_path: Path) -> None:
    QTimer.singleShot(0, lambda: preview.printing.cancel())  # noqa: PLW0108 - made later
    assert not preview.print_to(pdf_printer(tmp_path / "printed.pdf"))
