"""Closing a period: what is incomplete, the figures, the paper itself; print, save, hand over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look.chart_view import ChartView
from hrdesk.gui.look.components import (
    GAP,
    Card,
    IconMark,
    LinkButton,
    PageHeader,
    PrimaryButton,
    QuietButton,
    label,
    page_column,
    scrolled,
)
from hrdesk.gui.look.figures import show_change, show_share
from hrdesk.gui.look.home_figures import words_of
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.period_picker import PeriodPicker
from hrdesk.gui.look.scratch_folder import ScratchFolder
from hrdesk.gui.look.side_by_side import Column, SideBySide
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.papers.paper_check import PaperCheck
from hrdesk.gui.papers.pdf_preview import PdfPreview
from hrdesk.gui.papers.saving import save_menu
from hrdesk.gui.period.period_papers import papers_button, papers_menu
from hrdesk.gui.period.report_acts import ReportActs, ReportKind
from hrdesk.i18n import language, tr, trn
from hrdesk.services import checklist, papers_made, period_figures, reporting
from hrdesk.services.numbering import REPORT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from hrdesk.gui.look.page import Session
    from hrdesk.indicators.period import Period
    from hrdesk.reports.content import Chart
    from hrdesk.services.checklist import CheckLine
    from hrdesk.services.period_figures import PeriodFigures

_SIDE_WIDTH = 440
_ROOM_FOR_BOTH = UNIT * 216
_CHECKS_SHOWN = 8
_MARKS = {
    "fault": ("circle-alert", "bad"),
    "remark": ("triangle-alert", "warn"),
    "info": ("info", "second"),
}


@dataclass(frozen=True, slots=True)
class _Closing:
    """All that the page shows of one period, read in one go so that it agrees with itself."""

    period: Period
    checks: tuple[CheckLine, ...]
    figures: PeriodFigures
    charts: tuple[Chart, ...]


class ReportPage(Page):
    """Left: check list and figures. Right: the report as it will be printed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._scratch = ScratchFolder(session.workspace.paths, "report", self)
        self._shown_pdf: Path | None = None
        self._made = 0
        self._checks: tuple[CheckLine, ...] = ()
        _, outer = page_column(self, foot=0)
        self.header = PageHeader(tr("Report"), may_stack=True)
        self.periods = PeriodPicker()
        report = ReportKind(REPORT, "report", reporting.write_report, papers_made.note_report)
        self.acts = ReportActs(self, report, self.periods.period, self._with_pdf)
        self.print_button = QuietButton(tr("Print"), icon="printer", on_click=self.print_report)
        self.save_button = QuietButton(tr("Save…"), icon="save")
        self.save_button.setMenu(save_menu(self.save_button, self.acts.save))
        self.send_button = PrimaryButton(tr("Hand over"), icon="send", on_click=self._hand_over)
        self.write_button = QuietButton(
            tr("Text…"), icon="square-pen", on_click=self.acts.edit_text
        )
        self.papers_button = papers_button(
            self,
            papers_menu(session, self, self.periods.period, self.acts.sign, self.acts.archive),
        )
        for control in (
            self.periods,
            self.write_button,
            self.papers_button,
            self.print_button,
            self.save_button,
            self.send_button,
        ):
            self.header.add_action(control)
        outer.addWidget(self.header)
        self.preview = PdfPreview()
        self._columns = SideBySide(
            Column(self._side(), 0, _SIDE_WIDTH, _SIDE_WIDTH, UNIT * 65),
            Column(self.preview, 1, tall=UNIT * 85),
            room=_ROOM_FOR_BOTH,
        )
        outer.addLayout(self._columns, 1)
        self.periods.chosen.connect(self._on_period_chosen)
        self.send_button.setVisible(not session.workspace.province)
        self._enable(made=False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit(self.width())

    def _side(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, UNIT, UNIT * 5)
        column.setSpacing(GAP)
        self.checks = Card(tr("Before you close"))
        self.checks_body = QVBoxLayout()
        self.checks_body.setSpacing(UNIT)
        self.checks.body.addLayout(self.checks_body)
        self.figures = Card(tr("The five targets"))
        self.figures_grid = QGridLayout()
        self.figures_grid.setHorizontalSpacing(UNIT * 3)
        self.figures_grid.setVerticalSpacing(UNIT * 2)
        self.figures_grid.setColumnStretch(0, 1)
        self.figures.body.addLayout(self.figures_grid)
        self.counts = Card(tr("What was logged"))
        self.counts_grid = QGridLayout()
        self.counts_grid.setHorizontalSpacing(UNIT * 3)
        self.counts_grid.setVerticalSpacing(UNIT * 2)
        self.counts_grid.setColumnStretch(0, 1)
        self.counts.body.addLayout(self.counts_grid)
        self.paper = PaperCheck(self.session, stacked=True)
        printed = Card()
        printed.body.addWidget(self.paper)
        self.charts = Card(tr("In pictures"))
        self.charts_body = QVBoxLayout()
        self.charts_body.setSpacing(GAP)
        self.charts.body.addLayout(self.charts_body)
        for card in (self.checks, self.figures, self.counts, self.charts, printed):
            column.addWidget(card)
        column.addStretch(1)
        return scrolled(content)

    @override
    def arrive(self, **arguments: object) -> None:
        self.periods.offer(
            period_figures.period_choices(self.session.workspace, self.session.today())
        )
        wanted = arguments.get("period_id")
        if isinstance(wanted, str):
            self.periods.show_period(wanted)
        self.refresh()

    @override
    def refresh(self) -> None:
        period = self.periods.period()
        if period is None:
            return
        self._enable(made=False)
        title = tr("Report for {period}", period=period.title(language()))
        self.header.set_title(title)
        self.header.set_facts(_capital(self.periods.bounds()))
        self.preview.show_waiting(tr("The report is being made…"))
        self._made += 1
        ticket = self._made
        ws, now = self.session.workspace, self.session.clock()

        def read() -> _Closing:
            from hrdesk.services import summarising  # noqa: PLC0415 - first use

            counted = period_figures.figures(ws, period)
            drawn = summarising.charts(ws, period, now=now, counted=counted)
            return _Closing(period, checklist.checklist(ws, period), counted, drawn)

        def look() -> tuple[CheckLine, ...]:
            return checklist.odd_lines(ws, period, now=now)

        def make() -> Path:
            target = self._scratch.path() / f"report_{period.period_id}_{ticket}.pdf"
            reporting.write_report(ws, period, target, now=now)
            return target

        workers = self.session.workers
        workers.run(
            read,
            on_done=lambda closing: self._show(ticket, closing),
            on_error=self._failed,
            owner=self,
        )
        workers.run(
            look,
            on_done=lambda lines: self._show_odd(ticket, lines),
            on_error=self._failed,
            owner=self,
        )
        workers.run(
            make,
            on_done=lambda path: self._show_pdf(ticket, path),
            on_error=self._failed,
            owner=self,
        )

    @override
    def focus_first(self) -> None:
        self.periods.box.setFocus()

    def _on_period_chosen(self) -> None:
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        self.preview.show_waiting(tr("The report could not be made."))
        show_error(self, error)

    def _enable(self, *, made: bool) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(made)

    def _show(self, ticket: int, closing: _Closing) -> None:
        if ticket != self._made:
            return
        self._checks = closing.checks
        self._show_checks(closing.checks)
        self._show_figures(closing.figures)
        self._show_counts(closing.figures)
        _empty(self.charts_body)
        for chart in closing.charts[1:]:  # the targets stand above with their comparison
            self.charts_body.addWidget(ChartView(chart))

    def _show_odd(self, ticket: int, lines: tuple[CheckLine, ...]) -> None:
        if ticket == self._made and lines:
            order = {"fault": 0, "remark": 1, "info": 2}
            whole = sorted((*self._checks, *lines), key=lambda line: order[line.severity])
            self._show_checks(tuple(whole))

    def _show_pdf(self, ticket: int, path: Path) -> None:
        if ticket != self._made:
            path.unlink(missing_ok=True)
            return
        try:
            self.preview.show_file(path)
        except Exception as error:  # noqa: BLE001 - shown to the person like any other
            self._failed(error)
            return
        if self._shown_pdf is not None:
            self._shown_pdf.unlink(missing_ok=True)
        self._shown_pdf = path
        self._enable(made=True)

    def _show_checks(self, checks: tuple[CheckLine, ...]) -> None:
        _empty(self.checks_body)
        if not checks:
            self.checks_body.addWidget(
                _marked("circle-check", "good", tr("Nothing is missing. The period can be closed."))
            )
        for line in checks[:_CHECKS_SHOWN]:
            self.checks_body.addWidget(self._check_row(line))
        rest = len(checks) - _CHECKS_SHOWN
        if rest > 0:
            more = trn("{count} more line", "{count} more lines", rest)
            self.checks_body.addWidget(label(more, "second"))

    def _check_row(self, line: CheckLine) -> QWidget:
        icon, role = _MARKS[line.severity]
        row = _marked(icon, role, line.sentence)
        if line.form_id is not None and line.record_id is not None:
            form_id, record_id = line.form_id, line.record_id
            button = LinkButton(
                tr("Open"), on_click=lambda: self.session.shell.open_record(form_id, record_id)
            )
            button.setAccessibleName(tr("Open: {what}", what=line.sentence))
            layout = row.layout()
            if layout is not None:
                layout.addWidget(button)
        return row

    def _show_figures(self, figures: PeriodFigures) -> None:
        grid = self.figures_grid
        _empty(grid)
        self._heads(grid)
        known_before = () if "previous" in figures.missing else figures.previous_targets
        known_year = () if "same_last_year" in figures.missing else figures.last_year_targets
        before = {figure.target_id: figure for figure in known_before}
        year = {figure.target_id: figure for figure in known_year}
        for number, figure in enumerate(figures.targets, start=1):
            name = label(
                words_of(figure.target_id, self.session.workspace.kit.plan).name,
                "label",
                wraps=True,
            )
            grid.addWidget(name, number, 0)
            for column, shown in enumerate(
                (figure, before.get(figure.target_id), year.get(figure.target_id)), start=1
            ):
                kind = "strong" if column == 1 else "second"
                cell = label(show_share(shown), "strong" if kind == "strong" else "second")
                grid.addWidget(cell, number, column, Qt.AlignmentFlag.AlignRight)

    def _show_counts(self, figures: PeriodFigures) -> None:
        grid = self.counts_grid
        _empty(grid)
        self._heads(grid)
        kinds = [kind for kind in self.session.workspace.kinds() if kind.group == "log"]
        for number, kind in enumerate(kinds, start=1):
            title = kind.titles.get(language()) or next(iter(kind.titles.values()))
            grid.addWidget(label(title, "label", wraps=True), number, 0)
            for column, (name, counts) in enumerate(
                (
                    ("", figures.counts),
                    ("previous", figures.previous_counts),
                    ("same_last_year", figures.last_year_counts),
                ),
                start=1,
            ):
                entry = counts.get(kind.form_id)
                total = show_change(entry.total if entry else 0)
                shown = "–" if name in figures.missing else total
                cell = label(shown, "strong" if column == 1 else "second")
                grid.addWidget(cell, number, column, Qt.AlignmentFlag.AlignRight)

    def _heads(self, grid: QGridLayout) -> None:
        for column, text in enumerate(
            (tr("This period"), tr("Period before"), tr("Last year")), start=1
        ):
            grid.addWidget(label(text, "small"), 0, column, Qt.AlignmentFlag.AlignRight)

    def _with_pdf(self, then: Callable[[Path], object]) -> None:
        if self._shown_pdf is not None:
            then(self._shown_pdf)

    def print_report(self) -> None:
        """Ask for a printer and print the very pages that are shown."""
        self.preview.ask_and_print()

    def _hand_over(self) -> None:
        period = self.periods.period()
        if period is not None:
            self.session.shell.go("exchange", period_id=period.period_id)


def _marked(icon: str, role: str, sentence: str) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, UNIT // 2, 0, UNIT // 2)
    line.setSpacing(UNIT * 2)
    line.addWidget(IconMark(icon, 18, role), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(sentence, "label", wraps=True), 1)
    return row


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
