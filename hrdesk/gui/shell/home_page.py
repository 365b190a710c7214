"""The first page: which period, how long still, where the five targets stand, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look import messages
from hrdesk.gui.look.components import (
    GAP,
    PAGE_MARGIN,
    Card,
    LinkButton,
    PageHeader,
    PrimaryButton,
    QuietButton,
    scrolled,
)
from hrdesk.gui.look.home_figures import NEAR_DAYS, TargetTable
from hrdesk.gui.look.page import Page, Session
from hrdesk.gui.look.theme import UNIT
from hrdesk.gui.look.two_lines import TwoLines
from hrdesk.gui.shell.recent_card import RecentCard
from hrdesk.i18n import N_, language, tr, trn
from hrdesk.services import home
from hrdesk.vietnamese.formats import show_date, show_date_short, show_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from hrdesk.gui.look.components import Tone
    from hrdesk.services.home import HomeSummary, HomeTask
    from hrdesk.services.lists import Submission
    from hrdesk.services.province import Consolidated

_WIDEST: Final = UNIT * 320
_TASKS: Final = {  # kind: what the link says, icon, colour role
    "first": (N_("Log an activity"), "square-pen", "accent"),
    "import": (N_("Import from Excel…"), "file-spreadsheet", "accent"),
    "draft": (N_("Continue"), "square-pen", "warn"),
    "incomplete": (N_("Complete it"), "circle-alert", "bad"),
    "remark": (N_("Correct it"), "circle-alert", "warn"),
    "rosters": (N_("Look and delete…"), "users", "warn"),
    "report": (N_("Make the report"), "file-text", "accent"),
    "enrol": (N_("Enrol"), "key-round", "accent"),
    "renew": (N_("Hand over"), "key-round", "accent"),
    "receive": (N_("Receive"), "inbox", "accent"),
}
_NO_HURRY: Final = 99  # the province does not hand over: nothing of it is late
_PAGE_OF_TASK: Final = {
    "import": "import",
    "report": "report",
    "enrol": "exchange",
    "renew": "exchange",
    "receive": "receive",
}


class HomePage(Page):
    """Answers the clerk's question first; each line of what to do is an action."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        province = session.workspace.province
        self._closing_page = "consolidated" if province else "report"
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 4)
        column.setSpacing(GAP)
        self.header = PageHeader(tr("Home"), may_stack=True)
        self._log_button = QuietButton(
            tr("Log an activity"), icon="plus", key="Ctrl+N", on_click=self._log
        )
        self._close_button = PrimaryButton(
            tr("Consolidated figures") if province else tr("Close the period"),
            on_click=self._close_period,
        )
        self.header.add_action(self._log_button)
        self.header.add_action(self._close_button)
        self._close_button.setVisible(self._can_go(self._closing_page))
        self.targets = TargetTable()
        column.addWidget(self.header)
        column.addWidget(self.targets)
        column.addLayout(self._make_lower(province=province))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(inner)
        outer.addWidget(self._area)

    def _make_lower(self, *, province: bool) -> QHBoxLayout:
        """What to do; at a unit, beside it what was sent and what was edited lately."""
        self.tasks = Card(tr("To do") if province else tr("To do before closing"))
        self.sent = Card(tr("Sent to the province"))
        self.recent = RecentCard(self.session)
        self._task_rows = _rows(self.tasks)
        self._sent_rows = _rows(self.sent)
        lower = QHBoxLayout()
        lower.setSpacing(GAP)
        lower.addWidget(self.tasks, 3, Qt.AlignmentFlag.AlignTop)
        beside = QWidget()
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GAP)
        right.addWidget(self.sent)
        right.addWidget(self.recent)
        right.addStretch(1)
        lower.addWidget(beside, 2)
        if province:
            beside.hide()
        return lower

    def _can_go(self, page_id: str) -> bool:
        has_page = getattr(self.session.shell, "has_page", None)
        return has_page is None or bool(has_page(page_id))

    @override
    def refresh(self) -> None:
        """Read when the page is really looked at: it may be left before it was painted."""
        QTimer.singleShot(0, self, self._read)

    def _read(self) -> None:
        if not self.isVisible():
            return
        self.session.workers.run(
            self._read_province if self.session.workspace.province else self._read_unit,
            on_done=self._show,
            on_error=self._failed,
            owner=self,
        )

    @override
    def focus_first(self) -> None:
        self.setFocus()  # no ring before the first key: Tab goes to the first button

    def _failed(self, error: BaseException) -> None:
        messages.show_error(self, error)

    def _read_unit(self) -> tuple[HomeSummary, Consolidated | None]:
        return home.home_summary(self.session.workspace, self.session.today()), None

    def _read_province(self) -> tuple[HomeSummary, Consolidated | None]:
        """The province looks at the period that is coming in: the last one that has ended."""
        from hrdesk.services.province import consolidated  # noqa: PLC0415 - not at a commune

        summary, _ = self._read_unit()
        return summary, consolidated(self.session.workspace, summary.period.previous())

    def _show(self, read: tuple[HomeSummary, Consolidated | None]) -> None:
        summary, whole = read
        self.show_summary(summary)
        if whole is not None:
            self._show_province(whole)

    # --- showing

    def _show_province(self, whole: Consolidated) -> None:
        self.header.set_title(tr("Period: {period}", period=whole.period.title(language())))
        self.header.show_mark("")  # the days left are the communes'
        self.header.set_facts(
            tr(
                "Figures from {first} to {last} · {received} of {expected} units have sent, {missing} missing",
                first=show_date_short(whole.period.first_on),
                last=show_date_short(whole.period.last_on),
                received=len(whole.received),
                expected=len(whole.expected),
                missing=len(whole.missing),
            )
        )
        figures = [target.total for target in whole.targets]
        self.targets.show_figures(figures, self.session.workspace.kit.plan, days_left=_NO_HURRY)

    def show_summary(self, summary: HomeSummary) -> None:
        """Paint the page from its data."""
        period = summary.period
        self.header.set_title(tr("Period: {period}", period=period.title(language())))
        self.header.set_facts(
            tr(
                "Figures from {first} to {last} · due at the province {due}",
                first=show_date_short(period.first_on),
                last=show_date_short(period.last_on),
                due=show_date(summary.due_on),
            )
        )
        left = _days_left(summary.days_left)
        self.header.show_mark(left[:1].upper() + left[1:], _hurry(summary.days_left))
        self.targets.show_figures(
            summary.targets, self.session.workspace.kit.plan, days_left=summary.days_left
        )
        _clear(self._task_rows)
        tasks = [task for task in summary.tasks if self._reachable(task)]
        if not self.session.workspace.province:
            begins = any(task.kind == "first" for task in tasks)
            self.tasks.heading.setText(tr("Begin here") if begins else tr("To do before closing"))
        for task in tasks:
            self._task_rows.addWidget(self._task_row(task))
        if not tasks:
            self._task_rows.addWidget(
                _quiet_row(
                    "circle-check",
                    "good",
                    tr("Nothing is waiting.")
                    if self.session.workspace.province
                    else tr("Nothing is waiting. The period can be closed."),
                )
            )
        self._show_sent(summary.recent_submissions)
        self.recent.show_rows(summary.recent_records)
        QTimer.singleShot(0, self, self._fit_recent)

    def _reachable(self, task: HomeTask) -> bool:
        page_id = _PAGE_OF_TASK.get(task.kind)
        return page_id is None or self._can_go(page_id)

    def _task_row(self, task: HomeTask) -> QWidget:
        does, icon, role = _TASKS.get(task.kind, (N_("Open"), "circle-alert", "accent"))
        row = TwoLines(icon, "bad" if task.urgent else role, task.sentence, task.detail)
        button = LinkButton(tr(does), on_click=lambda: self._do(task))
        button.setAccessibleName(f"{tr(does)}: {task.sentence}")
        row.add_end(button)
        return row

    def _do(self, task: HomeTask) -> None:
        shell = self.session.shell
        if task.kind == "rosters":
            from hrdesk.gui.lists.rosters_dialog import RostersDialog  # noqa: PLC0415 - when asked for

            dialog = RostersDialog(self.session, self)
            dialog.finished.connect(lambda _result: shell.data_changed())
            dialog.open()
        elif task.kind == "first":
            self._log()
        elif task.kind == "import":
            shell.go("import", form_id=task.form_id)
        elif task.form_id and task.record_id:
            shell.open_record(task.form_id, task.record_id)
        elif task.form_id:
            chip = {"draft": "drafts", "incomplete": "incomplete"}.get(task.kind, "")
            shell.go("records", form_id=task.form_id, chip=chip)
        else:
            shell.go(_PAGE_OF_TASK.get(task.kind, "records"))

    def _show_sent(self, submissions: Sequence[Submission]) -> None:
        _clear(self._sent_rows)
        for submission in submissions[:5]:
            self._sent_rows.addWidget(_sent_row(submission))
        if not submissions:
            self._sent_rows.addWidget(_quiet_row("send", "second", tr("Nothing was sent yet.")))

    def _fit_recent(self) -> None:
        """The records edited last fill the page; none that would have to be scrolled to."""
        inside = self._area.widget()
        if inside is not None and not self.session.workspace.province:
            above = self.sent.mapTo(inside, QPoint(0, self.sent.height())).y() + GAP
            self.recent.fit(self._area.viewport().height() - above - UNIT * 4)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_recent)

    # --- actions

    def _log(self) -> None:
        self.session.shell.open_record(self.session.workspace.kinds()[0].form_id, None)

    def _close_period(self) -> None:
        self.session.shell.go(self._closing_page)


def _quiet_row(icon: str, role: str, sentence: str) -> QWidget:
    return TwoLines(icon, role, sentence, "")


def _sent_row(submission: Submission) -> QWidget:
    from hrdesk.indicators.period import parse_period  # noqa: PLC0415 - only when something was sent

    title = parse_period(submission.period_id).title(language())
    records = sum(submission.counts.values())
    detail = tr(
        "{time} · bundle {number} · {records}",
        time=show_datetime(submission.created_at),
        number=submission.sequence,
        records=trn("{count} record", "{count} records", records),
    )
    icon = "refresh-cw" if submission.supersedes else "circle-check"
    return TwoLines(icon, "good", title[:1].upper() + title[1:], detail)


def _days_left(days: int) -> str:
    if days > 0:
        return trn("{count} day left", "{count} days left", days)
    if days == 0:
        return tr("today is the last day")
    return trn("{count} day late", "{count} days late", -days)


def _hurry(days: int) -> Tone:
    if days < 0:
        return "bad"
    return "warn" if days <= NEAR_DAYS else "info"


def _rows(card: Card) -> QVBoxLayout:
    rows = QVBoxLayout()
    rows.setSpacing(UNIT)
    card.body.addLayout(rows)
    return rows


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
