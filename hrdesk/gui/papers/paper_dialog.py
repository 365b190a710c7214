"""A paper that was made, to look at, print or keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrdesk.gui.look.buttons import PrimaryButton, QuietButton
from hrdesk.gui.look.fitting_dialog import RoomyDialog
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.papers.pdf_preview import PdfPreview
from hrdesk.gui.papers.saving import save_menu
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from pathlib import Path


class PaperDialog(RoomyDialog):
    """Pages of a PDF with Print and Save; the file may go when the dialog does.

    Says `wanted(suffix)` when it is to be kept; with `whole` for Word and Excel too.
    """

    wanted = Signal(str)

    def __init__(self, path: Path, parent: QWidget | None = None, *, whole: bool = False) -> None:
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
        if whole:
            self.save_button = QuietButton(tr("Save…"), icon="save")
            self.save_button.setMenu(save_menu(self.save_button, self._want))
        else:
            self.save_button = QuietButton(
                tr("Save as PDF…"), icon="download", on_click=lambda: self._want(".pdf")
            )
        row.addWidget(self.save_button)
        self.print_button = PrimaryButton(tr("Print…"), icon="printer", on_click=self._print)
        row.addWidget(self.print_button)
        column.addLayout(row)

    def _want(self, suffix: str) -> None:
        self.wanted.emit(suffix)

    def _print(self) -> None:
        self.preview.ask_and_print()
