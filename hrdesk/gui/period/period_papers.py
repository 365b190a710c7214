"""The papers of a period and the blank ones, in one menu (Ctrl+P on the report page)."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QToolButton

from hrdesk.gui.lists.opening import show_in_folder
from hrdesk.gui.look.components import IconButton
from hrdesk.gui.papers.paper_making import Paper, drawn, show_made
from hrdesk.gui.papers.sign_paper_dialog import take_back
from hrdesk.i18n import label_in, language, tr
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.look.page import Session
    from hrdesk.indicators.period import Period

_SHOWN: Final = 12


def papers_button(page: QWidget, menu: QMenu) -> IconButton:
    """The button of a page that opens its papers; Ctrl+P anywhere on the page does so too."""
    button = IconButton("files", tr("Papers (Ctrl+P)"))
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    shortcut = QShortcut(QKeySequence("Ctrl+P"), page)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(button.showMenu)
    return button


def papers_menu(
    session: Session,
    page: QWidget,
    period: Callable[[], Period | None],
    sign: Callable[[], object],
    archive: Callable[[], object],
) -> QMenu:
    """A menu that is filled when it is opened, for the period chosen then.

    `sign` signs its report, `archive` keeps it for the archive.
    """
    menu = QMenu(page)
    menu.setAccessibleName(tr("Papers"))
    menu.aboutToShow.connect(partial(_fill, menu, session, page, period, sign, archive))
    return menu


def signing_menu(
    session: Session, page: QWidget, sign: Callable[[], object], archive: Callable[[], object]
) -> QMenu:
    """A menu of signing alone and of the papers made lately, filled when it is opened."""
    menu = QMenu(page)
    menu.setAccessibleName(tr("Papers"))

    def fill() -> None:
        menu.clear()
        _last(menu.addMenu(tr("&Papers made lately")), session)
        _signing(menu, session, page, sign, archive)

    menu.aboutToShow.connect(fill)
    return menu


def _signing(
    menu: QMenu,
    session: Session,
    page: QWidget,
    sign: Callable[[], object],
    archive: Callable[[], object],
) -> None:
    menu.addAction(tr("Sign the &report…")).triggered.connect(lambda _on=False: sign())
    menu.addAction(tr("Take back a si&gned report…")).triggered.connect(
        lambda _on=False: take_back(session, page)
    )
    menu.addAction(tr("Copy for the &archive (PDF/A-2b)…")).triggered.connect(
        lambda _on=False: archive()
    )


def _fill(
    menu: QMenu,
    session: Session,
    page: QWidget,
    chosen: Callable[[], Period | None],
    sign: Callable[[], object],
    archive: Callable[[], object],
) -> None:
    from hrdesk.services import printing, summarising  # noqa: PLC0415 - first use

    menu.clear()
    period = chosen()
    if period is None:
        return
    ws, now = session.workspace, session.clock()

    def add(to: QMenu, words: str, paper: Paper) -> None:
        to.addAction(words).triggered.connect(lambda _on=False: show_made(session, page, paper))

    months = period.period_id
    summary = drawn("summary", months, lambda: summarising.summary(ws, period, now=now))
    add(menu, tr("&Summary for the leader"), summary)
    targets = drawn("targets", months, lambda: printing.targets_sheet(ws, period, now=now))
    add(menu, tr("&Targets with definitions"), targets)
    register = drawn(
        "false-news", months, lambda: printing.false_news_register(ws, period, now=now)
    )
    add(menu, tr("&False-news register, without persons"), register)
    _last(menu.addMenu(tr("&Papers made lately")), session)
    _signing(menu, session, page, sign, archive)
    lists = menu.addMenu(tr("&Lists of the period"))
    menu.addSeparator()
    blank = tr("Sign-in sheet, &blank")
    add(menu, blank, drawn("attendance", "", lambda: printing.attendance_of(ws, None, now=now)))
    forms = menu.addMenu(tr("Blank f&orms to fill by hand"))
    for kind in ws.kinds():
        title = label_in(dict(kind.titles), language())
        form_id = kind.form_id
        if kind.group == "log":
            listed = partial(printing.list_of, ws, form_id, now=now, period=period)
            add(lists, title, drawn("list", f"{form_id} {months}", listed))
        add(
            forms, title, drawn("form", form_id, partial(printing.blank_form, ws, form_id, now=now))
        )


def _last(menu: QMenu, session: Session) -> None:
    """The papers saved last with what they were made from; choosing one shows it in its folder."""
    from hrdesk.services.papers_made import papers_made  # noqa: PLC0415 - first use

    for one in papers_made(session.workspace)[:_SHOWN]:
        path = Path(one.path)
        when = show_datetime(datetime.fromisoformat(one.made_at))
        parts = (when, one.title or one.kind, one.source, one.number, path.name)
        action = menu.addAction(" · ".join(part for part in parts if part).replace("&", "&&"))
        action.triggered.connect(lambda _on=False, place=path: _show(session, place))
    if menu.isEmpty():
        menu.addAction(tr("None yet")).setEnabled(False)


def _show(session: Session, path: Path) -> None:
    if path.is_file():
        show_in_folder(path)
    else:
        session.shell.notify(tr("The file is no longer there, or was changed."), "warn")
