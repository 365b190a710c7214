"""The page of an import: the file and its sheet, the columns, the check; then done or undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.importing.check_step import CheckStep
from hrdesk.gui.importing.columns_step import ColumnsStep
from hrdesk.gui.importing.file_step import FileStep
from hrdesk.gui.look import messages
from hrdesk.gui.look.components import (
    GAP,
    PAGE_MARGIN,
    PageHeader,
    Pill,
    PrimaryButton,
    QuietButton,
    scrolled,
)
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import N_, label_in, tr, trn
from hrdesk.services import import_plan, importing
from hrdesk.services.refused_rows import write_refused
from hrdesk.services.table_files import TABLE_ENDINGS

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from hrdesk.gui.look.page import Session
    from hrdesk.gui.look.workers import TaskProgress
    from hrdesk.services.import_plan import Proposal
    from hrdesk.services.importing import ImportOutcome, ImportUndone

_STEPS: Final = (N_("File and sheet"), N_("Columns"), N_("Check and take in"))
_FILE, _COLUMNS, _CHECK = range(3)
_ENDINGS: Final = " ".join(f"*{ending}" for ending in TABLE_ENDINGS)
_TALL_ENOUGH: Final = UNIT * 70  # for what is said and some rows: in a low window the page scrolls
_ROOM_FOR_STEPS: Final = UNIT * 180
_KEPT: Final = 500  # refused rows shown


class ImportPage(Page):
    """Made once; `arrive(form_id=…)` begins anew for a kind of record."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._form_id = ""
        self._proposal: Proposal | None = None
        self._checked: ImportOutcome | None = None
        self._taken: ImportOutcome | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        whole = QWidget()
        inner = QVBoxLayout(whole)
        inner.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 4)
        inner.setSpacing(GAP)
        self.header = PageHeader()
        self.steps = [Pill(f"{number}  {tr(name)}") for number, name in enumerate(_STEPS, 1)]
        for pill in self.steps:
            self.header.row.addWidget(pill)
        inner.addWidget(self.header)
        self.file = FileStep(self.choose_file, self.look_into)
        self.file.sheet_wanted.connect(lambda sheet: self._propose(sheet=sheet))
        self.file.header_wanted.connect(lambda row: self._propose(header_row=row))
        self.file.undo_wanted.connect(self._ask_undo)
        self.columns = ColumnsStep()
        self.columns.changed.connect(self._plan_changed)
        self.check = CheckStep(self.undo)
        self.check.choice_changed.connect(self._choice_changed)
        self.stack = QStackedWidget()
        for step in (self.file, self.columns, self.check):
            self.stack.addWidget(step)
        self.stack.setMinimumHeight(_TALL_ENOUGH)
        inner.addWidget(self.stack, 1)
        outer.addWidget(scrolled(whole), 1)
        outer.addWidget(self._make_footer())
        for keys, call in (("Ctrl+Return", self.forth), ("Ctrl+Enter", self.forth)):
            self._key(keys, call)
        self._key("Esc", self.back)
        self._show_step(_FILE)

    def _make_footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(PAGE_MARGIN, UNIT * 3, PAGE_MARGIN, UNIT * 3)
        row.setSpacing(UNIT * 2)
        self.back_button = QuietButton("", key="Esc", on_click=self.back)
        self.refused_button = QuietButton(
            tr("Save the rows refused…"), icon="file-spreadsheet", on_click=self.choose_refused
        )
        self.forth_button = PrimaryButton("", on_click=self.forth)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.refused_button)
        row.addWidget(self.forth_button)
        return footer

    def _key(self, keys: str, call: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)

    # --- arriving

    @override
    def arrive(self, **arguments: object) -> None:
        """`form_id` says into which kind of record; `path` names a file already."""
        form_id = str(arguments.get("form_id") or "")
        if (form_id and form_id != self._form_id) or self._taken is not None:
            self._begin(form_id or self._form_id)
        self.refresh()
        if arguments.get("path"):
            self.look_into(Path(str(arguments["path"])))

    def _begin(self, form_id: str) -> None:
        self._form_id = form_id
        kinds = {kind.form_id: kind for kind in self.session.workspace.kinds()}
        title = label_in(dict(kinds[form_id].titles))
        self.header.set_title(tr("Import from Excel: {kind}", kind=title))
        self._proposal = self._checked = self._taken = None
        self.file.begin_anew()
        self._show_step(_FILE)

    @override
    def refresh(self) -> None:
        ws, form_id = self.session.workspace, self._form_id
        self.session.workers.run(
            lambda: importing.imports(ws, form_id), on_done=self.file.show_recent, owner=self
        )

    @override
    def focus_first(self) -> None:
        step = cast("FileStep | ColumnsStep | CheckStep", self.stack.currentWidget())
        step.focus_first()

    # --- first step

    def choose_file(self) -> None:
        """Ask for a workbook."""
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            tr("Workbook to import"),
            str(Path.home()),
            tr("Workbooks and tables ({endings})", endings=_ENDINGS),
        )
        if chosen:
            self.look_into(Path(chosen))

    def look_into(self, path: Path) -> None:
        """Read the beginning of a file and guess what is in it."""
        ws, form_id = self.session.workspace, self._form_id
        self.session.workers.run(
            lambda: import_plan.propose(ws, form_id, path),
            on_done=self._proposed,
            on_error=self._failed,
            owner=self,
        )

    def _propose(self, *, sheet: str = "", header_row: int | None = None) -> None:
        if self._proposal is None:
            return
        ws, plan = self.session.workspace, self._proposal.plan
        self.session.workers.run(
            lambda: import_plan.propose(
                ws, plan.form_id, plan.path, sheet=sheet or plan.sheet, header_row=header_row
            ),
            on_done=self._proposed,
            on_error=self._failed,
            owner=self,
        )

    def _proposed(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self._checked = self._taken = None
        self.file.show_proposal(proposal)
        self.columns.show_proposal(proposal)
        self._show_step(_FILE)
        if not self.file.header.hasFocus():
            self.forth_button.setFocus()

    # --- going on

    def forth(self) -> None:
        """The next step, whatever it is."""
        if not self.forth_button.isEnabled():
            return
        match self.stack.currentIndex():
            case 0:
                self._show_step(_COLUMNS)
                self.columns.focus_first()
            case 1:
                self._check()
            case _ if self._taken is None:
                self._take_in()
            case _:
                self.session.shell.go("records", form_id=self._form_id)

    def back(self) -> None:
        """The step before; from the first one, back to the list."""
        at = self.stack.currentIndex()
        if at == _FILE or self._taken is not None:
            self.session.shell.go("records", form_id=self._form_id)
            return
        self._show_step(at - 1)
        self.focus_first()

    def _plan_changed(self) -> None:
        self._checked = None
        self._show_step(_COLUMNS)

    def _check(self) -> None:
        ws, now, plan = self.session.workspace, self.session.clock(), self.columns.plan

        def call(progress: TaskProgress) -> ImportOutcome:
            return importing.check_import(ws, plan, now=now, progress=progress, keep=_KEPT)

        messages.run_with_progress(
            self.session.workers,
            self,
            tr("Checking every row"),
            call,
            on_done=lambda outcome: self._show_checked(cast("ImportOutcome", outcome)),
        )

    def _show_checked(self, outcome: ImportOutcome) -> None:
        assert self._proposal is not None  # noqa: S101 - a check follows a proposal
        self._checked = outcome
        self.check.show_checked(self._proposal, self.columns.plan, outcome)
        self._show_step(_CHECK)
        if outcome.imported or not outcome.refused_count:
            self.forth_button.setFocus()
        else:
            self.refused_button.setFocus()

    def _choice_changed(self) -> None:
        if self._checked is not None and self._taken is None:
            self._show_step(_CHECK)

    def _take_in(self) -> None:
        ws, now, plan = self.session.workspace, self.session.clock(), self.columns.plan
        checked = self._checked
        duplicates = self.check.duplicates
        expected = (
            checked.imported + checked.refused_count + checked.duplicate_count if checked else 0
        )

        def call(progress: TaskProgress) -> ImportOutcome:
            return importing.take_in(
                ws,
                plan,
                now=now,
                duplicates=duplicates,
                progress=progress,
                keep=_KEPT,
                expected=expected,
            )

        messages.run_with_progress(
            self.session.workers,
            self,
            tr("Taking in"),
            call,
            on_done=lambda outcome: self._show_taken(cast("ImportOutcome", outcome)),
        )

    def _show_taken(self, outcome: ImportOutcome) -> None:
        self._taken = outcome
        self.check.show_taken(outcome)
        self._show_step(_CHECK)
        self.session.shell.show_saved(self.session.clock())
        self.session.shell.data_changed()
        self.forth_button.setFocus()

    # --- what was refused, and undoing

    def choose_refused(self) -> None:
        """Ask where the rows refused are written."""
        plan = self.columns.plan
        name = tr("{name} - rows refused.xlsx", name=plan.path.stem)
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save the rows refused"),
            str(plan.path.with_name(name)),
            tr("Workbooks (*.xlsx)"),
        )
        if chosen:
            self.save_refused(Path(chosen))

    def save_refused(self, path: Path) -> None:
        """Write the rows refused beside their reasons."""
        ws, now, plan = self.session.workspace, self.session.clock(), self.columns.plan
        path = path if path.suffix else path.with_suffix(".xlsx")

        def call(progress: TaskProgress) -> int:
            return write_refused(ws, plan, path, now=now, progress=progress)

        def done(count: object) -> None:
            said = trn(
                "{count} row written to {name}",
                "{count} rows written to {name}",
                cast("int", count),
                name=path.name,
            )
            self.session.shell.notify(said)

        messages.run_with_progress(
            self.session.workers, self, tr("Writing the rows refused"), call, on_done=done
        )

    def undo(self) -> None:
        """Put away what this import brought."""
        if self._taken is not None and self._taken.batch_id:
            self._undo(self._taken.batch_id)

    def _ask_undo(self, batch_id: str) -> None:
        sure = messages.ask(
            self,
            tr("Undo this import?"),
            tr("Its records are put away. What was changed or sent since stays."),
            tr("Undo this import"),
            danger=True,
        )
        if sure:
            self._undo(batch_id)

    def _undo(self, batch_id: str) -> None:
        ws, now = self.session.workspace, self.session.clock()
        self.session.workers.run(
            lambda: importing.undo_import(ws, batch_id, now=now),
            on_done=self._undone,
            on_error=self._failed,
            owner=self,
        )

    def _undone(self, undone: ImportUndone) -> None:
        self.check.show_undone(undone.undone, undone.kept, [one.title for one in undone.changed])
        said = trn("{count} record was put away.", "{count} records were put away.", undone.undone)
        self.session.shell.notify(said)
        if self._taken is not None:
            self._taken = replace(self._taken, batch_id="")
        self.session.shell.data_changed()

    def _failed(self, error: BaseException) -> None:
        messages.show_error(self, error)

    # --- what is shown

    def _show_step(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self._show_steps()
        checked, taken = self._checked, self._taken
        self.refused_button.setVisible(
            step == _CHECK and checked is not None and checked.refused_count > 0
        )
        leaves = step == _FILE or taken is not None
        self.back_button.set_text(tr("Back to the list") if leaves else tr("Back"), "Esc")
        if step == _FILE:
            self._offer(tr("Go on to the columns"), enabled=self._proposal is not None)
        elif step == _COLUMNS:
            self._offer(tr("Check every row"), enabled=self.columns.any_taken)
        elif taken is not None:
            self._offer(tr("Show the list"), enabled=True)
        else:
            good = self.check.offered if checked else 0
            self._offer(trn("Take in {count} row", "Take in {count} rows", good), enabled=good > 0)

    def _show_steps(self) -> None:
        """Where one is; where there is little room the other steps are numbers alone."""
        here = self.stack.currentIndex()
        roomy = self.width() >= _ROOM_FOR_STEPS
        for at, pill in enumerate(self.steps):
            words = f"{at + 1}  {tr(_STEPS[at])}"
            pill.show_state(
                words if roomy or at == here else str(at + 1), "info" if at == here else "neutral"
            )
            pill.setAccessibleName(words)
            pill.setToolTip("" if roomy else tr(_STEPS[at]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_steps()

    def _offer(self, text: str, *, enabled: bool) -> None:
        self.forth_button.set_text(text, "Ctrl+Enter")
        self.forth_button.setEnabled(enabled)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys of this page, for the list of keys."""
        return (
            ("Ctrl+Enter", tr("Next step")),
            ("Esc", tr("Step before")),
            ("Tab", tr("Next column")),
            ("F4", tr("Open the list of questions")),
        )
