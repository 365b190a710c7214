"""Where bundles are dropped on the province's desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from hrdesk.gui.look.components import IconMark, PrimaryButton, QuietButton, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent


class DropZone(QFrame):
    """Where files are dropped; says what may be dropped."""

    def __init__(
        self,
        receive: Callable[[list[Path]], object],
        choose_files: Callable[[], object],
        choose_folder: Callable[[], object],
    ) -> None:
        """`receive` is called with what was dropped; the others by the two buttons."""
        super().__init__()
        self._receive = receive
        self.setObjectName("dropzone")
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Drop bundles here"))
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 5, UNIT * 4, UNIT * 5, UNIT * 4)
        row.setSpacing(UNIT * 4)
        row.addWidget(IconMark("inbox", 32, "accent"))
        texts = QVBoxLayout()
        texts.setSpacing(UNIT)
        texts.addWidget(label(tr("Drop bundles, a folder or a whole stick here"), "heading"))
        texts.addWidget(
            label(
                tr("Every file is verified first. What fails is set aside with the reason."),
                "second",
                wraps=True,
            )
        )
        row.addLayout(texts, 1)
        self.files_button = PrimaryButton(tr("Choose files…"), icon="files", on_click=choose_files)
        self.folder_button = QuietButton(
            tr("Choose a folder…"), icon="folder-open", on_click=choose_folder
        )
        row.addWidget(self.folder_button)
        row.addWidget(self.files_button)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._receive(paths)
