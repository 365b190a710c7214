"""Pages of a PDF on a printer: those asked for, each as wide or high as it is, at its true size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRect, QSize, Qt
from PySide6.QtGui import QPageLayout, QPainter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

_DPI: Final = 300
_POINTS: Final = 72
_KEEP: Final = Qt.AspectRatioMode.KeepAspectRatio


def asked_pages(printer: QPrinter, count: int, current: int) -> list[int]:
    """Numbers of the pages to print, from 0: all, the one shown, or ranges such as 1-3,7."""
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415 - on first use

    match printer.printRange():
        case QPrinter.PrintRange.CurrentPage:
            wanted = [current]
        case QPrinter.PrintRange.PageRange if not printer.pageRanges().isEmpty():
            wanted = [
                number - 1
                for one in printer.pageRanges().toRangeList()
                for number in range(one.from_, one.to + 1)
            ]
        case _:
            first, last = printer.fromPage() or 1, printer.toPage() or count
            wanted = list(range(first - 1, last))
    pages = [number for number in wanted if 0 <= number < count]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    return pages


def draw_pages(
    document: QPdfDocument,
    printer: QPrinter,
    pages: Sequence[int],
    goes_on: Callable[[int], bool],
) -> bool:
    """Draw pages at 300 dpi; `goes_on` hears how many are done and stops it by False.

    The margins of the paper stand in the PDF, so the whole sheet is used and nothing is made
    smaller; what a printer cannot reach at its edges is empty in every paper of ours.
    """
    printer.setFullPage(True)
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    sequence = list(pages) * copies
    if not printer.collateCopies():
        sequence = [number for number in pages for _ in range(copies)]
    painter: QPainter | None = None
    try:
        for done, number in enumerate(sequence):
            if not goes_on(done // copies):
                printer.abort()
                return False
            _turn(document, printer, number)
            if painter is None:
                painter = QPainter(printer)
            else:
                printer.newPage()
            _draw(document, painter, printer, number)
    finally:
        if painter is not None:
            painter.end()
    return True


def _turn(document: QPdfDocument, printer: QPrinter, number: int) -> None:
    """The next sheet lies as the page does."""
    points = document.pagePointSize(number)
    wide = points.width() > points.height()
    turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    if printer.pageLayout().orientation() != turned:
        printer.setPageOrientation(turned)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def _draw(document: QPdfDocument, painter: QPainter, printer: QPrinter, number: int) -> None:
    points = document.pagePointSize(number)
    scale = min(printer.resolution(), _DPI) / _POINTS
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    image = document.render(number, size)
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    dots = printer.resolution() / _POINTS
    true = QSize(round(points.width() * dots), round(points.height() * dots))
    if true.width() > sheet.width() + dots or true.height() > sheet.height() + dots:
        true = true.scaled(sheet.size(), _KEEP)  # other paper lies in the printer
    painter.drawImage(QRect(0, 0, true.width(), true.height()), image)
