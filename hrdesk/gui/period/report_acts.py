"""What is done with a report that a page shows: its text, saving, signing, a copy for the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from hrdesk.files import write_durably
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.papers.saving import ask_path
from hrdesk.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from hrdesk.gui.look.page import Page
    from hrdesk.indicators.period import Period
    from hrdesk.services.remarking import SectionText
    from hrdesk.services.workspace import Workspace


class Write(Protocol):
    """The use case that makes a report as a file."""

    def __call__(
        self, ws: Workspace, period: Period, path: Path, *, now: datetime, archive: bool = False
    ) -> int | None:
        """Write it whole or not at all."""


class Note(Protocol):
    """The use case that keeps in mind what a saved file was made from."""

    def __call__(self, ws: Workspace, period: Period, path: Path, *, now: datetime) -> None:
        """Put it at the top of the papers made lately."""


@dataclass(frozen=True, slots=True)
class ReportKind:
    """Which report it is. `kind` is of `services.numbering`, `stem` a word of file names."""

    kind: str
    stem: str
    write: Write
    note: Note | None = None


class ReportActs:
    """The acts of one page. What fails is shown there and changes nothing."""

    def __init__(
        self,
        page: Page,
        report: ReportKind,
        chosen: Callable[[], Period | None],
        with_pdf: Callable[[Callable[[Path], object]], object],
    ) -> None:
        """`chosen` is the period shown; `with_pdf` calls with its pages, now or once they are made."""
        self._page, self._report = page, report
        self._chosen, self._with_pdf = chosen, with_pdf

    def _failed(self, error: BaseException) -> None:
        show_error(self._page, error)

    def _stem(self, period: Period) -> str:
        unit = self._page.session.workspace.unit.code
        return f"{unit}_{self._report.stem}_{period.period_id}"

    def edit_text(self) -> None:
        """Write into the report; it is made anew when something was kept."""
        from hrdesk.services import remarking  # noqa: PLC0415 - when asked for

        period = self._chosen()
        if period is None:
            return
        ws = self._page.session.workspace
        self._page.session.workers.run(
            lambda: remarking.remarks(ws, period, kind=self._report.kind),
            on_done=lambda sections: self._show_text(period, sections),
            on_error=self._failed,
            owner=self._page,
            urgent=True,
        )

    def _show_text(self, period: Period, sections: tuple[SectionText, ...]) -> None:
        from hrdesk.gui.entry.remarks_dialog import RemarksDialog  # noqa: PLC0415 - when asked for

        dialog = RemarksDialog(
            self._page.session, period, sections, kind=self._report.kind, parent=self._page
        )
        dialog.accepted.connect(self._page.refresh)
        dialog.open()

    def save(self, suffix: str = ".pdf") -> None:
        """Ask where, and save the pages that are shown, or the same content for an office program."""
        period = self._chosen()
        path = ask_path(self._page, self._stem(period), suffix) if period is not None else None
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save to `path`: as .pdf the very pages that are shown."""
        if path.suffix.lower() == ".pdf":
            self._with_pdf(lambda pages: self._copy(pages, path))
        else:
            self._write(path, for_archive=False)

    def _copy(self, pages: Path, path: Path) -> None:
        try:
            write_durably(path, pages.read_bytes())
        except Exception as error:  # noqa: BLE001 - shown to the person like any other
            self._failed(error)
            return
        self._saved(path)

    def archive(self) -> None:
        """Ask where, and keep the report as a copy that says it is PDF/A-2b."""
        period = self._chosen()
        if period is None:
            return
        path = ask_path(self._page, f"{self._stem(period)}_archive", ".pdf")
        if path is not None:
            self._write(path, for_archive=True)

    def _write(self, path: Path, *, for_archive: bool) -> None:
        period = self._chosen()
        if period is None:
            return
        ws, now, write = (
            self._page.session.workspace,
            self._page.session.clock(),
            self._report.write,
        )
        self._page.session.workers.run(
            lambda: write(ws, period, path, now=now, archive=for_archive),
            on_done=lambda _: self._saved(path),
            on_error=self._failed,
            owner=self._page,
        )

    def _saved(self, path: Path) -> None:
        period, note, session = self._chosen(), self._report.note, self._page.session
        if period is not None and note is not None:
            ws, now = session.workspace, session.clock()
            session.workers.run(
                lambda: note(ws, period, path, now=now), on_error=self._failed, owner=self._page
            )
        session.shell.notify(tr("Saved as {path}.", path=path.name))

    def sign(self) -> None:
        """Ask who signs the very pages that are shown, and with what."""
        self._with_pdf(self._ask_to_sign)

    def _ask_to_sign(self, pages: Path) -> None:
        from hrdesk.gui.papers.sign_paper_dialog import SignPaperDialog  # noqa: PLC0415 - first use

        period = self._chosen()
        if period is not None:
            page = self._page
            self.sign_dialog = SignPaperDialog(page.session, pages, self._stem(period), page)
            self.sign_dialog.open()
