"""Form checker: a definition's faults with sheet and row, what it changes, how the clerk sees it.

The file is watched: saved in the spreadsheet, it is checked again and shown anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.forms.form_files import forms_menu, save_workbook, show_versions
from hrdesk.gui.forms.form_trial import FormTrial
from hrdesk.gui.look.components import (
    GAP,
    PAGE_MARGIN,
    Banner,
    EmptyState,
    PageHeader,
    PrimaryButton,
    QuietButton,
    label,
    scrolled,
)
from hrdesk.gui.look.finding_table import FindingTable
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import language, tr, trn
from hrdesk.services.form_checking import FormReport, check_form_file
from hrdesk.services.form_use import PutInUse, put_in_use
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent

    from hrdesk.gui.look.page import Session

_LOOK_MS: Final = 1000  # between two looks at the file
_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".md"})
Seen = tuple[int, int]  # time of the last change in nanoseconds, size


class FormCheckPage(Page):
    """On the left what is wrong and what changes, on the right the form itself, on trial."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.path: Path | None = None
        self.report: FormReport | None = None
        self._seen: Seen | None = None
        self._looking = False
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, UNIT * 5, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self._make_head())
        self.nothing = self._make_nothing()
        outer.addWidget(self.nothing, 1)
        self.split = self._make_split()
        outer.addWidget(self.split, 1)
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._watch.timeout.connect(self.look)
        self._show_report()

    # --- parts

    def _make_head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        column.setSpacing(UNIT * 3)
        self.header = PageHeader(tr("Form checker"), "", may_stack=True)
        self.choose_button = QuietButton(
            tr("Choose a form…"), icon="folder-open", on_click=self.choose
        )
        self.put_button = PrimaryButton(
            tr("Put this form in use"), icon="badge-check", on_click=self.put_form_in_use
        )
        self.put_button.setVisible(self.session.workspace.province)
        self.workbook_button = QuietButton(tr("Get a workbook"), icon="file-spreadsheet")
        self.workbook_button.setMenu(
            forms_menu(self.session, self, tr("Get a workbook"), self.save_workbook)
        )
        self.versions_button = QuietButton(tr("Versions"), icon="history")
        self.versions_button.setMenu(
            forms_menu(self.session, self, tr("Versions"), self.show_versions)
        )
        self.header.add_action(self.versions_button)
        self.header.add_action(self.workbook_button)
        self.header.add_action(self.choose_button)
        self.header.add_action(self.put_button)
        column.addWidget(self.header)
        self.verdict = Banner("", "info")
        column.addWidget(self.verdict)
        return head

    def _make_nothing(self) -> EmptyState:
        nothing = EmptyState(
            "clipboard-check",
            tr("Drop a form here"),
            tr("An XLSForm as .xlsx, .xls, .csv or .md. Nothing is put in use by checking it."),
        )
        nothing.add_action(
            PrimaryButton(tr("Choose a form…"), icon="folder-open", on_click=self.choose)
        )
        return nothing

    def _make_split(self) -> QSplitter:
        told = QWidget()
        told.setObjectName("scrolled")
        column = QVBoxLayout(told)
        column.setContentsMargins(PAGE_MARGIN, 0, UNIT * 4, UNIT * 5)
        column.setSpacing(UNIT * 2)
        self.errors_title = label("", "heading")
        self.errors = FindingTable(tr("Errors"), "bad")
        self.warnings_title = label("", "heading")
        self.warnings = FindingTable(tr("Advice"), "warn")
        self.changes_title = label(tr("What changes against the version in use"), "heading")
        self.changes = label("", "label", wraps=True)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (
            self.errors_title,
            self.errors,
            self.warnings_title,
            self.warnings,
            self.changes_title,
            self.changes,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.trial = FormTrial(self.session.clock)
        self.trial.setAccessibleName(tr("The form as the clerk will see it"))
        frame = QFrame()
        frame.setObjectName("inspector")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        note = QHBoxLayout()
        note.setContentsMargins(UNIT * 6, UNIT * 3, UNIT * 4, 0)
        note.addWidget(
            label(tr("On trial: as the clerk will see it. Nothing typed here is kept."), "second")
        )
        inside.addLayout(note)
        inside.addWidget(self.trial, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(scrolled(told))
        split.addWidget(frame)
        split.setSizes([560, 580])
        split.setChildrenCollapsible(False)
        return split

    # --- a file

    def choose(self) -> None:
        """Ask for a definition."""
        start = str(self.path.parent if self.path else Path.home())
        kinds = tr("Forms (*.xlsx *.xlsm *.xls *.csv *.md)")
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose a form"), start, kinds)
        if chosen:
            self.check(Path(chosen))

    def save_workbook(self, form_id: str) -> None:
        """The workbook of a form in use, to be edited in a spreadsheet; it is shown here at once."""

        def done(path: Path) -> None:
            self.session.shell.notify(tr("The workbook lies in {path}.", path=path))
            self.check(path)

        save_workbook(self.session, self, form_id, done)

    def show_versions(self, form_id: str) -> None:
        """Every version kept of a form, and what each changed."""
        show_versions(self.session, self, form_id)

    def check(self, path: Path, *, again: bool = False) -> None:
        """Check a definition and show what came of it; `again`: the same file, saved anew."""
        workspace = self.session.workspace
        self.path = path
        if not again:
            self.verdict.show_text(tr("Checking {name}…", name=path.name), "info")
            self.verdict.show()

        def work() -> tuple[FormReport, Seen | None]:
            seen = _state_of(path)
            return check_form_file(path, workspace), seen

        def done(found: tuple[FormReport, Seen | None]) -> None:
            if path != self.path:
                return
            self.report, self._seen = found
            self._show_report(again=again)
            self._watch.start()

        self.session.workers.run(
            work, on_done=done, on_error=lambda e: show_error(self, e), owner=self, urgent=True
        )

    def look(self) -> None:
        """Has the file been saved since? Then it is checked again."""
        path, seen = self.path, self._seen
        if path is None or self._looking:
            return
        self._looking = True

        def done(now: Seen | None) -> None:
            self._looking = False
            if now is not None and now != seen and path == self.path:
                self.check(path, again=True)

        self.session.workers.run(
            lambda: _state_of(path), on_done=done, on_error=lambda _e: done(None), owner=self
        )

    def put_form_in_use(self) -> None:
        """From now on this form is asked, here and with the next kit in every office."""
        path, session = self.path, self.session
        if path is None or self.report is None or not self.report.usable:
            return
        self.put_button.setEnabled(False)

        def done(put: PutInUse) -> None:
            self.check(path, again=True)
            session.shell.notify(
                tr(
                    "{form} {version} is in use now and goes out with the next kit.",
                    form=put.report.title,
                    version=put.report.version,
                )
            )
            session.shell.data_changed()

        def failed(error: BaseException) -> None:
            self.check(path, again=True)
            show_error(self, error)

        session.workers.run(
            lambda: put_in_use(session.workspace, path, now=session.clock()),
            on_done=done,
            on_error=failed,
            owner=self,
        )

    # --- showing

    def _show_report(self, *, again: bool = False) -> None:
        report = self.report
        self.nothing.setVisible(report is None)
        self.split.setVisible(report is not None)
        self.verdict.setVisible(report is not None)
        self.put_button.setEnabled(report is not None and report.usable)
        if report is None:
            self.header.set_facts(
                tr("Every fault of a form with its sheet and row, before anybody has to fill it.")
            )
            return
        self.header.set_facts(self._facts(report))
        self._show_verdict(report)
        self.errors.show_findings(report.errors)
        self.warnings.show_findings(report.warnings)
        errors, warnings = len(report.errors), len(report.warnings)
        self.errors_title.setText(trn("{count} error", "{count} errors", errors))
        self.warnings_title.setText(trn("{count} advice", "{count} pieces of advice", warnings))
        for title, table in (
            (self.errors_title, self.errors),
            (self.warnings_title, self.warnings),
        ):
            title.setVisible(bool(table.findings))
            table.setVisible(bool(table.findings))
        lines = [f"•  {one.sentence(language())}" for one in report.differences]
        self.changes.setText("\n".join(lines))
        self.changes_title.setVisible(bool(lines))
        self.changes.setVisible(bool(lines))
        if report.compiled is None:
            self.trial.show_nothing()
        else:
            codes = report.compiled.form.languages
            spoken = language() if language() in codes or not codes else codes[0]
            if again and self.trial.filling is not None:
                spoken = self.trial.filling.entry.language
            self.trial.show_form(report.compiled, spoken, keep=again)

    def _facts(self, report: FormReport) -> str:
        facts = [report.source_name]
        if report.form_id:
            facts.append(f"{report.title} ({report.form_id} {report.version})")
            facts.append(trn("{count} question", "{count} questions", report.questions))
        facts.append(tr("checked {when}", when=show_datetime(self.session.clock())))
        return " · ".join(facts)

    def _show_verdict(self, report: FormReport) -> None:
        if not report.usable:
            self.verdict.show_text(
                tr("The form cannot be put in use. The version in use stays."), "bad"
            )
        elif report.warnings:
            self.verdict.show_text(
                tr("The form can be put in use. Look at the advice before that."), "warn"
            )
        else:
            self.verdict.show_text(tr("The form can be put in use."), "good")

    # --- the window

    @override
    def refresh(self) -> None:
        self.look()

    @override
    def focus_first(self) -> None:
        self.choose_button.setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.path is not None:
            self._watch.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.stop()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if path := _dropped(event):
            event.acceptProposedAction()
            self.check(path)


def _dropped(event: QDropEvent) -> Path | None:
    for url in event.mimeData().urls():
        if url.isLocalFile() and Path(url.toLocalFile()).suffix.lower() in _SUFFIXES:
            return Path(url.toLocalFile())
    return None


def _state_of(path: Path) -> Seen | None:
    try:
        facts = path.stat()
    except OSError:  # while a spreadsheet saves, the file may be away for a moment
        return None
    return facts.st_mtime_ns, facts.st_size
