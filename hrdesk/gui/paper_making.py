"""Papers made on the worker and shown to be looked at, printed or kept."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.gui import messages
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.page import Session
    from hrdesk.reports.content import ReportContent
    from hrdesk.services.progress import Progress

    Maker = Callable[[Path, Progress], object]  # writes a paper as PDF


def drawn(content: Callable[[], ReportContent]) -> Maker:
    """Draws a paper whose content is made when it is wanted."""

    def make(path: Path, progress: Progress) -> None:
        from hrdesk.services import printing  # noqa: PLC0415 - first use

        printing.write_paper(content(), path, progress=progress)

    return make


def show_made(session: Session, page: QWidget, make: Maker) -> None:
    """Make a paper with progress and cancel, then show it; its file goes with the dialog."""
    folder = tempfile.TemporaryDirectory(prefix="hrdesk-")
    path = Path(folder.name) / "paper.pdf"

    def call(progress: Progress) -> Path:
        make(path, progress)
        return path

    def show(_made: object) -> None:
        from hrdesk.gui.paper_dialog import PaperDialog  # noqa: PLC0415 - with its paper

        dialog = PaperDialog(path, page)
        dialog.finished.connect(lambda _result: folder.cleanup())
        dialog.open()

    messages.run_with_progress(session.workers, page, tr("Making the paper"), call, on_done=show)
