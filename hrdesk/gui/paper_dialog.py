"""A paper made from the list, to look at, print or keep."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from hrdesk.errors import HrdeskError
from hrdesk.files import copy_durably
from hrdesk.gui import messages
from hrdesk.gui.buttons import PrimaryButton, QuietButton
from hrdesk.gui.pdf_preview import PdfPreview
from hrdesk.gui.theme import UNIT
from hrdesk.i18n import tr


class PaperDialog(QDialog):
    """Pages of a PDF with Print and Save; the file may go when the dialog does."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Print"))
        self.resize(920, 700)
        self._path = path
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT * 4, UNIT * 4, UNIT * 4)
        column.setSpacing(UNIT * 3)
        self.preview = PdfPreview()
        self.preview.show_file(path)
        column.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addStretch(1)
        row.addWidget(QuietButton(tr("Close"), on_click=self.reject))
        row.addWidget(QuietButton(tr("Save as PDF…"), icon="download", on_click=self._keep))
        self.print_button = PrimaryButton(tr("Print…"), icon="printer", on_click=self._print)
        row.addWidget(self.print_button)
        column.addLayout(row)

    def _keep(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Save as PDF…"), str(Path.home() / self._path.name), "PDF (*.pdf)"
        )
        if chosen:
            try:
                copy_durably(self._path, Path(chosen).with_suffix(".pdf"))
            except HrdeskError as error:
                messages.show_error(self, error)

    def _print(self) -> None:
        self.preview.ask_and_print()
