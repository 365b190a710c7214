"""Papers made on the worker and shown to be looked at, printed or kept in every format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.files import copy_durably
from hrdesk.gui.look import messages
from hrdesk.gui.look.scratch_folder import ScratchFolder
from hrdesk.gui.papers.saving import ask_path
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.look.page import Session
    from hrdesk.reports.content import ReportContent
    from hrdesk.services.progress import Progress

    Maker = Callable[[Path, Progress], object]  # writes a paper as PDF

_PAPER: Final = "paper.pdf"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that can be made. `kind` and `source` are the words of the list of papers made.

    With `content` it is also kept for Word and Excel.
    """

    kind: str
    source: str
    make: Maker
    content: Callable[[], ReportContent] | None = None


def drawn(kind: str, source: str, content: Callable[[], ReportContent]) -> Paper:
    """A paper drawn from content, which is made when it is wanted."""

    def make(path: Path, progress: Progress) -> None:
        from hrdesk.services import printing  # noqa: PLC0415 - first use

        printing.write_paper(content(), path, progress=progress)

    return Paper(kind, source, make, content)


def show_made(session: Session, page: QWidget, paper: Paper) -> None:
    """Make a paper with progress and cancel, then show it; its file goes with the dialog."""
    scratch = ScratchFolder(session.workspace.paths, "paper", page)

    def call(progress: Progress) -> None:
        paper.make(scratch.path() / _PAPER, progress)

    def show(_made: object) -> None:
        from hrdesk.gui.papers.paper_dialog import PaperDialog  # noqa: PLC0415 - with its paper

        path = scratch.path() / _PAPER
        dialog = PaperDialog(path, page, whole=paper.content is not None)
        dialog.wanted.connect(lambda suffix: _ask_and_keep(session, dialog, paper, path, suffix))
        dialog.finished.connect(lambda _result: scratch.deleteLater())
        dialog.open()

    messages.run_with_progress(session.workers, page, tr("Making the paper"), call, on_done=show)


def _ask_and_keep(session: Session, owner: QWidget, paper: Paper, made: Path, suffix: str) -> None:
    target = ask_path(owner, f"{session.workspace.unit.code}_{paper.kind}", suffix)
    if target is not None:
        keep(session, owner, paper, made, target)


def keep(session: Session, owner: QWidget, paper: Paper, made: Path, target: Path) -> None:
    """Keep a paper: as PDF the very pages shown, else written anew; it enters the list of papers."""
    from hrdesk.services import papers_made, printing  # noqa: PLC0415 - first use

    ws, now = session.workspace, session.clock()

    def work() -> None:
        content = paper.content() if paper.content else None
        if content is None or target.suffix.lower() == ".pdf":
            copy_durably(made, target)
        else:
            printing.write_paper(content, target)
        papers_made.note(ws, target, paper.kind, paper.source, now=now, content=content)

    session.workers.run(
        work,
        on_done=lambda _none: session.shell.notify(tr("Saved as {path}.", path=target.name)),
        on_error=lambda error: messages.show_error(owner, error),
        owner=owner,
    )
