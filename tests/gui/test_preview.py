"""Pages shown in the program: found in, gone through, enlarged, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPageRanges, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from hrdesk.gui.papers.pdf_preview import PdfPreview
from hrdesk.gui.papers.pdf_printing import asked_pages
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


def test_print__of_ranges_and_of_the_page_shown__those_pages_alone(preview: PdfPreview) -> None:
    printer = QPrinter()
    count = preview.pages()
    assert asked_pages(printer, count, 1) == list(range(count))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString(f"1,3-4,{count + 5}"))
    assert asked_pages(printer, count, 1) == [0, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert asked_pages(printer, count, 1) == [3, 2, 0]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert asked_pages(printer, count, 1) == [1]


def test_print__of_pages_lying_both_ways__each_at_its_true_size(
    preview: PdfPreview, tmp_path: Path
) -> None:
    path = tmp_path / "printed.pdf"
    assert preview.print_to(pdf_printer(path))
    turned = []
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            points = preview.document.pagePointSize(number)
            width, height = (float(side) for side in page.mediabox[2:])
            assert (round(width), round(height)) == (round(points.width()), round(points.height()))
            turned.append(width > height)
    assert len(set(turned)) == 2
    printed = QPdfDocument()
    printed.load(str(path))
    for number in (0, turned.index(True)):
        edges = [left_edge(one, number) for one in (preview.document, printed)]
        assert abs(edges[0] - edges[1]) <= 2


def left_edge(document: QPdfDocument, number: int) -> int:
    """Where the first dark dot of a page stands, in points from its left edge."""
    size = document.pagePointSize(number).toSize()
    image = document.render(number, size).convertToFormat(QImage.Format.Format_RGBA8888)
    white = QImage(image.size(), image.format())
    white.fill(0xFFFFFFFF)
    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    return next(
        x
        for x in range(white.width())
        if any(white.pixelColor(x, y).lightness() < 100 for y in range(white.height()))
    )
