"""A PDF inside the program: pages, zoom, find, print. Shows a file; knows nothing of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QProgressDialog,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.errors import PdfUnreadableError
from hrdesk.gui.look.components import EmptyState, IconButton, label
from hrdesk.gui.look.theme import UNIT, colour, look
from hrdesk.gui.papers.pdf_printing import asked_pages, draw_pages
from hrdesk.gui.papers.pdf_search import PdfSearch
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrinter

_STEP: Final = 1.2
_LEAST, _MOST = 0.3, 4.0
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


class PdfPreview(QWidget):
    """The pages of a PDF one below the other, with a row of controls above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setPageSpacing(UNIT * 3)
        self.view.setAccessibleName(tr("Pages of the report"))
        self._dress()
        look().changed.connect(self._dress)
        self.wait = EmptyState("file-text", tr("The report is being made…"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.wait)
        self.stack.addWidget(self.view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(UNIT)
        outer.addLayout(self._controls())
        self.search = PdfSearch(self.document, self.view, self)
        outer.addWidget(self.search)
        outer.addWidget(self.stack, 1)
        self.view.pageNavigator().currentPageChanged.connect(self._on_page_changed)
        self._show_controls(visible=False)
        for key, act in (
            ("Ctrl++", self._larger),
            ("Ctrl+=", self._larger),
            ("Ctrl+-", self._smaller),
            ("Ctrl+0", self._fit),
            ("Ctrl+9", self._fit_page),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and event.modifiers() & _CTRL:
            self._zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            return True
        return super().eventFilter(watched, event)

    def _controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        self.back = IconButton("chevron-up", tr("Page before"), on_click=self._page_back)
        self.forth = IconButton("chevron-down", tr("Next page"), on_click=self._page_forth)
        self.place = label("", "second")
        self.smaller = IconButton("minus", tr("Smaller"), on_click=self._smaller)
        self.larger = IconButton("plus", tr("Larger"), on_click=self._larger)
        self.fit = IconButton("move-horizontal", tr("Fit the width"), on_click=self._fit)
        self.page_box = QLineEdit()
        self.page_box.setAccessibleName(tr("Go to page"))
        self.page_box.setToolTip(tr("Go to page"))
        self.page_box.setMaxLength(5)
        self.page_box.setFixedWidth(UNIT * 12)
        self.page_box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page_box.returnPressed.connect(self._go_to_typed)
        self.find_button = IconButton("search", tr("Find (Ctrl+F)"), on_click=self._find)
        self.whole = IconButton("file-text", tr("Fit the page"), on_click=self._fit_page)
        for control in (self.back, self.forth, self.page_box, self.place):
            row.addWidget(control)
        row.addStretch(1)
        for control in (self.find_button, self.smaller, self.larger, self.fit, self.whole):
            row.addWidget(control)
        return row

    def _dress(self) -> None:
        """Behind the pages lies the page's own ground, not the viewer's dark one."""
        dressed = self.view.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            dressed.setColor(role, colour("neutral_soft"))
        self.view.setPalette(dressed)

    def show_waiting(self, sentence: str) -> None:
        """Say what is being waited for; no page is shown."""
        self.document.close()
        self.wait.show_text("file-text", sentence)
        self.stack.setCurrentWidget(self.wait)
        self._show_controls(visible=False)

    def show_file(self, path: Path) -> None:
        """Show the pages of a PDF.

        Raises:
            PdfUnreadableError: it is not one.
        """
        self.document.close()
        if self.document.load(str(path)) != QPdfDocument.Error.None_:
            raise PdfUnreadableError(path=path.name)
        self.stack.setCurrentWidget(self.view)
        self._show_controls(visible=True)
        self._on_page_changed(0)

    def pages(self) -> int:
        """How many pages are shown."""
        return self.document.pageCount()

    def ask_and_print(self) -> None:
        """Ask for printer, range, copies, both sides and grey, then print; say if there is none."""
        from PySide6.QtPrintSupport import (  # noqa: PLC0415 - on first use
            QAbstractPrintDialog,
            QPrintDialog,
            QPrinter,
            QPrinterInfo,
        )

        if not QPrinterInfo.availablePrinterNames():
            QMessageBox.information(
                self,
                tr("Print"),
                tr("There is no printer on this computer. Save as PDF and print it elsewhere."),
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(1, self.pages()))
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> bool:
        """Draw the pages asked for with progress; False when it was cancelled."""
        wanted = asked_pages(printer, self.pages(), self.view.pageNavigator().currentPage())
        told = QProgressDialog(tr("Printing"), tr("Cancel"), 0, len(wanted), self)
        told.setWindowModality(Qt.WindowModality.WindowModal)
        told.setMinimumDuration(0)
        self.printing = told

        def goes_on(done: int) -> bool:
            told.setValue(done)
            QCoreApplication.processEvents()  # lets a click on Cancel through
            return not told.wasCanceled()

        try:
            return draw_pages(self.document, printer, wanted, goes_on)
        finally:
            told.close()
            told.deleteLater()

    def _show_controls(self, *, visible: bool) -> None:
        for control in (
            self.back,
            self.forth,
            self.page_box,
            self.place,
            self.find_button,
            self.smaller,
            self.larger,
            self.fit,
            self.whole,
        ):
            control.setVisible(visible)

    def _on_page_changed(self, page: int) -> None:
        self.place.setText(tr("of {pages}", pages=self.pages()))
        self.page_box.setText(str(page + 1))
        self.back.setEnabled(page > 0)
        self.forth.setEnabled(page + 1 < self.pages())

    def _turn_to(self, page: int) -> None:
        if 0 <= page < self.pages():
            self.view.pageNavigator().jump(page, QPointF(), 0)

    def _page_back(self) -> None:
        self._turn_to(self.view.pageNavigator().currentPage() - 1)

    def _page_forth(self) -> None:
        self._turn_to(self.view.pageNavigator().currentPage() + 1)

    def _zoom(self, factor: float) -> None:
        now = self.view.zoomFactor()
        if self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth and self.pages():
            points = self.document.pagePointSize(0).width()
            dots = self.view.logicalDpiX() / 72
            now = max(_LEAST, (self.view.viewport().width() - UNIT * 6) / (points * dots))
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(_MOST, max(_LEAST, now * factor)))

    def _smaller(self) -> None:
        self._zoom(1 / _STEP)

    def _larger(self) -> None:
        self._zoom(_STEP)

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _fit_page(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)

    def _find(self) -> None:
        self.search.begin()

    def _go_to_typed(self) -> None:
        """To the page typed, or the nearest there is."""
        typed = self.page_box.text().strip()
        if typed.isdecimal():
            self._turn_to(min(max(int(typed), 1), self.pages()) - 1)
        self._on_page_changed(self.view.pageNavigator().currentPage())
