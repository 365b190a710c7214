"""The papers of a period and the blank ones, in one menu (Ctrl+P on the report page)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hrdesk.gui.paper_making import drawn, show_made
from hrdesk.i18n import label_in, language, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.page import Session
    from hrdesk.indicators.period import Period
    from hrdesk.reports.content import ReportContent


def papers_menu(session: Session, page: QWidget, period: Callable[[], Period | None]) -> QMenu:
    """A menu that is filled when it is opened, for the period chosen then."""
    menu = QMenu(page)
    menu.setAccessibleName(tr("Papers"))
    menu.aboutToShow.connect(partial(_fill, menu, session, page, period))
    return menu


def _fill(
    menu: QMenu, session: Session, page: QWidget, chosen: Callable[[], Period | None]
) -> None:
    from hrdesk.services import printing, summarising  # noqa: PLC0415 - first use

    menu.clear()
    period = chosen()
    if period is None:
        return
    ws, now = session.workspace, session.clock()

    def add(to: QMenu, words: str, content: Callable[[], ReportContent]) -> None:
        make = drawn(content)
        to.addAction(words).triggered.connect(lambda _on=False: show_made(session, page, make))

    add(menu, tr("&Summary for the leader"), lambda: summarising.summary(ws, period, now=now))
    add(menu, tr("&Targets with definitions"), lambda: printing.targets_sheet(ws, period, now=now))
    add(
        menu,
        tr("&False-news register, without persons"),
        lambda: printing.false_news_register(ws, period, now=now),
    )
    lists = menu.addMenu(tr("&Lists of the period"))
    menu.addSeparator()
    blank = tr("Sign-in sheet, &blank")
    add(menu, blank, lambda: printing.attendance_of(ws, None, now=now))
    forms = menu.addMenu(tr("Blank f&orms to fill by hand"))
    for kind in ws.kinds():
        title = label_in(dict(kind.titles), language())
        form_id = kind.form_id
        if kind.group == "log":
            add(lists, title, partial(printing.list_of, ws, form_id, now=now, period=period))
        add(forms, title, partial(printing.blank_form, ws, form_id, now=now))
