"""The province's figures: five targets, unit by unit, who is missing, and the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.look.components import (
    GAP,
    Banner,
    Card,
    ElidedLabel,
    PageHeader,
    Pill,
    PrimaryButton,
    QuietButton,
    label,
    page_column,
)
from hrdesk.gui.look.figures import show_fraction, show_share, state_of
from hrdesk.gui.look.home_figures import words_of
from hrdesk.gui.look.messages import show_error
from hrdesk.gui.look.page import Page
from hrdesk.gui.look.period_picker import PeriodPicker
from hrdesk.gui.look.scratch_folder import ScratchFolder
from hrdesk.gui.look.theme import UNIT, colour, font
from hrdesk.gui.papers.pdf_preview import PdfPreview
from hrdesk.gui.papers.saving import save_menu
from hrdesk.gui.period.period_papers import papers_button, signing_menu
from hrdesk.gui.period.report_acts import ReportActs, ReportKind
from hrdesk.i18n import language, tr
from hrdesk.services import period_figures, province
from hrdesk.services.numbering import CONSOLIDATED
from hrdesk.vietnamese.formats import show_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from hrdesk.gui.look.page import Session
    from hrdesk.indicators.indicator import TargetFigure
    from hrdesk.indicators.plan import Plan
    from hrdesk.services.province import Consolidated

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class UnitTable(QAbstractTableModel):
    """Units down, targets across; the first row is the province's total."""

    def __init__(self) -> None:
        super().__init__()
        self._heads: list[str] = []
        self._rows: list[tuple[str, ...]] = []
        self._missing: set[int] = set()

    def show_figures(self, made: Consolidated, plan: Plan) -> None:
        """Take another consolidation."""
        self.beginResetModel()
        self._heads = [tr("Unit"), *[words_of(t.total.target_id, plan).name for t in made.targets]]
        total = (tr("Whole province"), *[_cell(t.total) for t in made.targets])
        self._rows = [total]
        codes: dict[str, str] = {}
        for target in made.targets:
            for part in target.by_unit:
                codes.setdefault(part.unit_code, part.unit_name)
        for code, name in codes.items():
            cells = []
            for target in made.targets:
                own = next((each for each in target.by_unit if each.unit_code == code), None)
                cells.append("–" if own is None else _cell(own.figure))
            self._rows.append((name, *cells))
        self._missing = set()
        for unit in made.missing:
            self._missing.add(len(self._rows))
            self._rows.append((unit.name, *[tr("missing")] * len(made.targets)))
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._heads)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and index.row() == 0:
            return font(strong=True)
        if role == Qt.ItemDataRole.ForegroundRole and index.row() in self._missing:
            return colour("second")
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        return None


def _cell(figure: TargetFigure) -> str:
    plain = replace(figure, local=None)  # a figure for reference adds up to nothing
    share, fraction = show_share(plain), show_fraction(plain)
    return fraction if share == "–" else f"{fraction}   {share}"


class ConsolidatedPage(Page):
    """Two tabs over the same figures: the table by unit, and the report on paper."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._scratch = ScratchFolder(session.workspace.paths, "consolidated", self)
        self._made = 0
        self._pdf: Path | None = None
        self._pdf_wanted = False
        self.area, outer = page_column(self)
        self.header = PageHeader(tr("Consolidated"), may_stack=True)
        self.periods = PeriodPicker()
        report = ReportKind(CONSOLIDATED, "consolidated", province.write_consolidated)
        self.acts = ReportActs(self, report, self.periods.period, self._with_pdf)
        self.save_button = PrimaryButton(tr("Save…"), icon="save")
        self.save_button.setMenu(save_menu(self.save_button, self.acts.save))
        self.header.add_action(self.periods)
        self.write_button = QuietButton(
            tr("Text…"), icon="square-pen", on_click=self.acts.edit_text
        )
        self.papers_button = papers_button(
            self, signing_menu(session, self, self.acts.sign, self.acts.archive)
        )
        self.print_button = QuietButton(tr("Print"), icon="printer", on_click=self.print_report)
        for control in (
            self.write_button,
            self.papers_button,
            self.print_button,
            self.save_button,
        ):
            self.header.add_action(control)
        outer.addWidget(self.header)
        self.missing = Banner("", "warn")
        self.missing.hide()
        outer.addWidget(self.missing)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._figures_tab(), tr("Figures"))
        self.preview = PdfPreview()
        self.tabs.addTab(self.preview, tr("Report"))
        self.tabs.currentChanged.connect(self._on_tab_changed)
        outer.addWidget(self.tabs, 1)
        self.periods.chosen.connect(self.refresh)

    def _figures_tab(self) -> QWidget:
        tab = QWidget()
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, UNIT * 3, 0, 0)
        column.setSpacing(GAP)
        self.totals = Card(tr("The five targets of the whole province"))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(UNIT * 5)
        self.grid.setVerticalSpacing(UNIT * 2)
        self.grid.setColumnStretch(0, 1)
        self.totals.body.addLayout(self.grid)
        column.addWidget(self.totals)
        self.table = QTableView()
        self.table.setTabKeyNavigation(False)
        self.model = UnitTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Figures by unit"))
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setFixedHeight(UNIT * 17)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(UNIT * 9)
        self.table.setMinimumHeight(UNIT * 50)  # some units below the total, on a low screen too
        column.addWidget(self.table, 1)
        return tab

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
        self._made += 1
        ticket = self._made
        ws = self.session.workspace
        self.header.set_title(tr("Consolidated, {period}", period=period.title(language())))
        facts = self.periods.bounds()
        self.header.set_facts(facts[:1].upper() + facts[1:])
        self._pdf = None
        self.session.workers.run(
            lambda: province.consolidated(ws, period),
            on_done=lambda made: self._show(ticket, made),
            on_error=lambda error: show_error(self, error),
            owner=self,
        )
        if self.tabs.currentWidget() is self.preview:
            self._make_pdf()

    @override
    def focus_first(self) -> None:
        # Where the page scrolls, it opens at its head and not at the table far below.
        low = self.area.verticalScrollBar().maximum() > 0
        (self.periods.box if low else self.table).setFocus()

    def _show(self, ticket: int, made: Consolidated) -> None:
        if ticket != self._made:
            return
        while (item := self.grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, target in enumerate(made.targets):
            figure = replace(target.total, local=None)
            self.grid.addWidget(
                ElidedLabel(
                    words_of(figure.target_id, self.session.workspace.kit.plan).whole_name, "label"
                ),
                row,
                0,
            )
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self.grid.addWidget(label(show_fraction(figure), "second"), row, 1, right)
            self.grid.addWidget(label(show_share(figure), "strong"), row, 2, right)
            self.grid.addWidget(Pill(*state_of(figure)), row, 3, Qt.AlignmentFlag.AlignLeft)
        self.model.show_figures(made, self.session.workspace.kit.plan)
        heads = self.table.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setMinimumSectionSize(UNIT * 30)
        self._show_missing(made)

    def _show_missing(self, made: Consolidated) -> None:
        remarks = list(made.remarks)
        if made.missing:
            names = ", ".join(unit.name for unit in made.missing[:6])
            more = "…" if len(made.missing) > 6 else ""
            remarks.insert(
                0,
                tr(
                    "{received} of {expected} units have handed over. Missing: {names}{more}",
                    received=show_number(len(made.received)),
                    expected=show_number(len(made.expected)),
                    names=names,
                    more=more,
                ),
            )
        self.missing.setVisible(bool(remarks))
        self.missing.show_text("\n".join(remarks[:4]), "warn")

    def _on_tab_changed(self, _index: int) -> None:
        if self.tabs.currentWidget() is self.preview and self._pdf is None:
            self._make_pdf()

    def print_report(self) -> None:
        """Ask for a printer and print the report of the period shown."""
        self._with_pdf(lambda _path: self.preview.ask_and_print())

    def _with_pdf(self, then: Callable[[Path], object]) -> None:
        if self._pdf is None:
            self._make_pdf(then)
        else:
            then(self._pdf)

    def _make_pdf(self, then: Callable[[Path], object] | None = None) -> None:
        period = self.periods.period()
        if period is None:
            return
        ticket = self._made
        ws, now = self.session.workspace, self.session.clock()

        def make() -> Path:
            target = self._scratch.path() / f"consolidated_{period.period_id}_{ticket}.pdf"
            province.write_consolidated(ws, period, target, now=now)
            return target

        self.preview.show_waiting(tr("The report is being made…"))
        self.session.workers.run(
            make,
            on_done=lambda path: self._pdf_made(ticket, path, then),
            on_error=lambda error: show_error(self, error),
            owner=self,
        )

    def _pdf_made(self, ticket: int, path: Path, then: Callable[[Path], object] | None) -> None:
        if ticket != self._made:
            return
        self._pdf = path
        self.preview.show_file(path)
        if then is not None:
            then(path)
