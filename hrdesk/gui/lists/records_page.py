"""List and record side by side; where there is no room, one of them and a strip to the other."""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.lists.page_room import PageRoom
from hrdesk.gui.lists.record_list import ListContents, RecordList
from hrdesk.gui.look import messages
from hrdesk.gui.look.components import EmptyState, PrimaryButton, QuietButton
from hrdesk.gui.look.page import Page, Session
from hrdesk.i18n import label_in, tr
from hrdesk.services import entering

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from hrdesk.gui.lists.list_acts import ListActs
    from hrdesk.gui.lists.record_acts import RecordActs
    from hrdesk.gui.lists.record_inspector import RecordInspector
    from hrdesk.gui.look.cheat_sheet import KeyGroup
    from hrdesk.indicators.period import Period
    from hrdesk.services.lists import RecordQuery
    from hrdesk.services.workspace import Kind

_PERIODS_OFFERED: Final = 24
ALL_KINDS: Final = "*"  # in place of a form id: every kind in one list
_INSPECTOR: Final = "list.inspector"  # the setting: its width, or "no"
_ENTRY_MODULE: Final = "hrdesk.gui.entry.entry_page"
_PREPARE_AFTER_MS: Final = 1500  # the list is there, nobody pressed anything: make the form ready


class RecordsPage(Page):
    """All kinds of record share this page; each keeps nothing but its form id."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._kinds = {kind.form_id: kind for kind in session.workspace.kinds()}
        self._form_id = ""
        self._current: Period | None = None
        self._periods_of: object = None  # the period and the calendar that they were read for
        self._periods: tuple[Period, ...] = ()
        self._entry: Any = None
        self._open_id: str | None = None
        self._filling = False
        self._any = True  # the kind has records at all
        self._was_away = False
        self._acts: ListActs | None = None
        self._record_acts: RecordActs | None = None
        self._inspector: RecordInspector | None = None
        self._prepare = self._make_timer()
        kept = session.workspace.setting(_INSPECTOR)
        self._inspect_wanted = kept != "no"
        self.list = self._make_list()
        self.right = QWidget()
        self._right_box = QVBoxLayout(self.right)
        self._right_box.setContentsMargins(0, 0, 0, 0)
        self._right_box.addWidget(self._make_idle())
        self.room = PageRoom(self, self.list, self.right, self.toggle_list)
        self.room.inspector_width = int(kept) if kept.isdigit() else 0
        self.room.inspector_sized.connect(self._inspector_sized)

    def _make_idle(self) -> EmptyState:
        self.idle = EmptyState("square-pen", "", "")
        self.idle_button = PrimaryButton("", on_click=self.new_record)
        self.idle_import = QuietButton(tr("Import from Excel…"), on_click=self._import_here)
        self.idle.add_action(self.idle_button)
        self.idle.add_action(self.idle_import)
        return self.idle

    def _make_timer(self) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(_PREPARE_AFTER_MS)
        timer.timeout.connect(self._load_entry)
        return timer

    def _make_list(self) -> RecordList:
        session = self.session
        made = RecordList(session.workers, session.today)
        made.record_wanted.connect(self.open_record)
        made.new_wanted.connect(self.open_new)
        made.delete_wanted.connect(self._delete)
        made.restore_wanted.connect(self._restore)
        made.history_wanted.connect(self.open_history)
        made.import_wanted.connect(lambda form_id: session.shell.go("import", form_id=form_id))
        made.export_wanted.connect(self.choose_export)
        made.export_chosen.connect(lambda rowids: self.choose_export(made.query(), rowids))
        made.print_chosen.connect(lambda ids, each: self.acts.print_records(ids, each=each))
        made.act_wanted.connect(self._act)
        made.receive_wanted.connect(lambda: session.shell.go("receive"))
        made.looked_at.connect(self._look_at)
        made.looked_at.connect(self._not_yet)
        made.search.textChanged.connect(self._not_yet)
        made.head.inspect.setChecked(self._inspect_wanted)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+I"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle_inspector)
        made.head.inspect.clicked.connect(lambda _checked=False: self.toggle_inspector())
        made.failed.connect(self._failed)
        made.filled.connect(self._show_idle)
        return made

    @property
    def form_id(self) -> str:
        """The kind that is listed; where all are, the one a new record is of."""
        return next(iter(self._kinds)) if self._form_id == ALL_KINDS else self._form_id

    @property
    def acts(self) -> ListActs:
        """What can be done to the list and to what is chosen in it."""
        if self._acts is None:
            from hrdesk.gui.lists.list_acts import ListActs  # noqa: PLC0415 - first use

            self._acts = ListActs(self.session, self.list, self._let_go, self)
        return self._acts

    @property
    def record_acts(self) -> RecordActs:
        """What can be done to one record."""
        if self._record_acts is None:
            from hrdesk.gui.lists.record_acts import RecordActs  # noqa: PLC0415 - first use

            self._record_acts = RecordActs(self.session, self)
            self._record_acts.going.connect(self._on_going)
            self._record_acts.came_back.connect(self._on_came_back)
        return self._record_acts

    def _act(self, act: str, rowids: Sequence[int]) -> None:
        self.acts.ask(act, rowids)

    def _let_go(self) -> bool:
        """Close the record that is open, if it may be left."""
        if not self.may_leave():
            return False
        if self._filling:
            self._close_entry()
        return True

    # --- arriving

    @override
    def arrive(self, **arguments: object) -> None:
        """`form_id` says which kind ("*": all); `record_id` opens one, `new` begins one, `chip` filters."""
        form_id = str(arguments.get("form_id") or self._form_id or next(iter(self._kinds)))
        self._read_periods()
        if form_id != self._form_id or arguments.get("chip"):
            self._show_kind(form_id, str(arguments.get("chip") or "") or None)
        elif self._was_away or not arguments.get("record_id"):
            self.list.reload()  # in sight, it was told of every change
        self._was_away = False
        if arguments.get("record_id"):
            self.open_record(form_id, str(arguments["record_id"]))
        elif arguments.get("new"):
            self.open_new(form_id)

    def _read_periods(self) -> None:
        from hrdesk.indicators.period import current  # noqa: PLC0415 - first use

        calendar = self.session.workspace.kit.calendar
        period = current(self.session.today(), overrides=calendar)
        if (period, calendar) == self._periods_of:
            return
        self._periods_of = (period, calendar)
        self._current = period
        periods = [period]
        for _ in range(_PERIODS_OFFERED):
            period = period.previous()
            periods.append(period)
        self._periods = tuple(periods)

    def _show_kind(self, form_id: str, chip: str | None) -> None:
        if self._open_id is not None or self._filling:
            self._close_entry()
        self._form_id = form_id
        kind = self._kinds.get(form_id)
        self.idle_button.set_text(tr("New record"), "Ctrl+N")
        if self._acts is not None:
            self._acts.strip.hide()
        self.list.show_kind(self._contents(kind), self._current, self._periods, chip=chip)
        self._prepare.start()

    def _contents(self, kind: Kind | None) -> ListContents:
        workspace = self.session.workspace
        current = self._current
        form_id = kind.form_id if kind is not None else ""
        return ListContents(
            workspace,
            form_id,
            label_in(dict(kind.titles)) if kind is not None else tr("All records"),
            kind.icon if kind is not None else "files",
            dated=kind is None or kind.group == "log",
            ids=lambda query: entering.list_ids(workspace, query),
            rows=lambda rowids: entering.list_rows(workspace, rowids),
            counts=lambda period: entering.list_counts(
                workspace, form_id, period or _some(current)
            ),
            drafts=lambda: entering.drafts(workspace, form_id or None),
        )

    def _show_idle(self, any_record: bool) -> None:
        icon = self._kinds[self.form_id].icon
        self._any = any_record
        self._arrange()
        if any_record:
            self.idle.show_text(
                icon,
                tr("Choose a record on the left, or begin a new one"),
                tr("Up and Down choose, Enter opens, Ctrl+F searches."),
            )
        else:
            self.idle.show_text(
                icon,
                tr("Write down the first one"),
                tr("It takes less than a minute. What you type is kept as you go."),
            )
        self.idle_import.setVisible(not any_record)

    @override
    def refresh(self) -> None:
        self.list.reload()
        if self._inspector is not None:
            self._inspector.show_record(self.list.chosen_id(), anew=True)

    @override
    def may_leave(self) -> bool:
        return self._entry is None or bool(self._entry.may_leave())

    @override
    def focus_first(self) -> None:
        if self._filling and self._entry is not None:
            self._entry.focus_first()
        elif self.list.model.rowCount():
            self.list.view.setFocus()
        else:
            self.list.search.setFocus()

    # --- the record on the right

    def open_record(self, form_id: str, record_id: str) -> None:
        """Show a record for reading and changing."""
        if record_id == self._open_id:
            self._entry.focus_first()
            return
        if not self.may_leave():
            self.list.mark_open(self._open_id)
            return
        if self._form_id not in {form_id, ALL_KINDS}:
            self._show_kind(form_id, None)
        self._begin(record_id)
        self._entry.load_record(record_id)
        self._entry.show()
        self._entry.focus_first()

    def open_new(self, form_id: str) -> None:
        """Begin a record."""
        form_id = form_id if form_id in self._kinds else self.form_id
        if not self.may_leave():
            return
        if self._form_id not in {form_id, ALL_KINDS}:
            self._show_kind(form_id, None)
        self._begin(None)
        self._entry.load_new(form_id)
        self._entry.show()
        self._entry.focus_first()

    def is_open(self, record_id: str) -> bool:
        """Whether that record, or its draft, is being shown."""
        filled = self._entry.filled if self._filling and self._entry is not None else None
        return filled is not None and filled.record_id == record_id

    def new_record(self) -> None:
        """Begin a record of the kind shown."""
        self.open_new(self.form_id)

    def _import_here(self) -> None:
        self.session.shell.go("import", form_id=self.form_id)

    def _begin(self, record_id: str | None) -> None:
        self._need_entry()
        self._filling = True
        self._open_id = record_id
        self.list.mark_open(record_id)
        if not self.room.is_for_both():
            self.room.list_wanted = False
        self._arrange()  # first, so that the form is laid out in the room it has, and once
        if self._right_box.indexOf(self._entry) < 0:  # until now it had the room it was made for
            self._right_box.addWidget(self._entry, 1)

    def _not_yet(self, _words: str) -> None:
        """Somebody searches or looks through the rows: the form is made when they pause."""
        if self._prepare.isActive():
            self._prepare.start()

    def _load_entry(self) -> None:
        """Read the modules of the entry on the worker, then make the controls of the kind listed."""
        self.session.workers.run(
            lambda: importlib.import_module(_ENTRY_MODULE),
            on_done=lambda _module: self._make_ready(),
            owner=self,
        )

    def _make_ready(self) -> None:
        if self._filling or not self.isVisible():
            return
        self._need_entry()
        self._entry.hide()
        self._entry.prepare(self.form_id, self.room.of_record())

    def _need_entry(self) -> None:
        if self._entry is not None:
            return
        self._entry = importlib.import_module(_ENTRY_MODULE).EntryPage(self.session, self.right)
        self._entry.record_saved.connect(self._saved)
        self._entry.closed.connect(self._closed)
        self._entry.history_wanted.connect(self.open_history)
        self._entry.restore_wanted.connect(self._restore)

    def _saved(self, record_id: str) -> None:
        self._open_id = record_id
        self.list.mark_open(record_id)
        self.session.shell.show_saved(self.session.clock())
        self.session.shell.data_changed()

    def _closed(self) -> None:
        self._close_entry()
        self.list.reload()
        self.list.view.setFocus()

    def _close_entry(self) -> None:
        self._filling = False
        self._open_id = None
        if self._entry is not None:
            self._entry.hide()
        self.list.mark_open(None)
        self.room.list_wanted = True
        self._arrange()

    # --- export

    def choose_export(self, query: RecordQuery, rowids: Sequence[int] | None = None) -> None:
        """Ask where the list, or what is chosen in it, is written."""
        self.acts.choose_export(query, self.list.heading.whole_text(), rowids)

    def export(self, query: RecordQuery, path: Path, rowids: Sequence[int] | None = None) -> None:
        """Write the records of a list, or those chosen, to a workbook or a .csv."""
        self.acts.export(query, path, rowids)

    # --- the record looked at

    def toggle_inspector(self) -> None:
        """Show or hide the record beside the list; remembered."""
        self._inspect_wanted = not self._inspect_wanted
        self._keep_inspector()
        self._arrange()
        self._look_at(self.list.chosen_id())

    def _keep_inspector(self) -> None:
        kept = str(self.room.inspector_width or "") if self._inspect_wanted else "no"
        workspace = self.session.workspace
        self.session.workers.run(lambda: workspace.set_setting(_INSPECTOR, kept), owner=self)

    def _look_at(self, record_id: str) -> None:
        if self._filling or not self._inspect_wanted or not self._any:
            return
        if self._inspector is None:
            if not record_id:
                return
            self._inspector = self._make_inspector()
            self._arrange()
        self._inspector.show_record(record_id)

    def _make_inspector(self) -> RecordInspector:
        from hrdesk.gui.lists.record_inspector import RecordInspector  # noqa: PLC0415 - after the rows

        made = RecordInspector(self.session)
        made.open_wanted.connect(self.open_record)
        made.draft_wanted.connect(self.list.open_chosen)
        made.history_wanted.connect(self.open_history)
        made.closed.connect(self.toggle_inspector)
        self._right_box.addWidget(made, 1)
        return made

    @property
    def inspector(self) -> RecordInspector | None:
        """The record beside the list, once one was looked at."""
        return self._inspector

    # --- history

    def show_history(self) -> None:
        """What happened to the open record, or to the one chosen in the list."""
        filled = self._entry.filled if self._filling else None
        if filled is not None and filled.record is not None:
            self.open_history(filled.record_id)
        elif not self._filling and self.list.chosen_id():
            self.open_history(self.list.chosen_id())
        else:
            self.session.shell.notify(tr("This record was not saved yet."), "info")

    def open_history(self, record_id: str) -> None:
        """Show the versions of a record; one brought back is read anew."""
        if self._filling:
            self.may_leave()
        self.record_acts.show_history(record_id)

    def _delete(self, record_id: str, title: str) -> None:
        self.record_acts.delete(record_id, title)

    def _restore(self, record_id: str) -> None:
        self.record_acts.restore(record_id)

    def _on_came_back(self, record_id: str) -> None:
        if self.is_open(record_id):
            self._entry.load_again()

    def _on_going(self, record_id: str) -> None:
        if record_id == self._open_id:
            self.may_leave()
            self._close_entry()

    def _failed(self, error: BaseException) -> None:
        messages.show_error(self, error)

    # --- room

    def toggle_list(self) -> None:
        """Show or hide the list; where there is no room for both, it takes the place."""
        self.room.list_wanted = not self.room.list_wanted
        self._arrange()
        if self.room.list_wanted:
            self.list.view.setFocus()
        elif self._filling:
            self._entry.focus_first()

    def _inspector_sized(self, width: int) -> None:
        if self._inspector is not None and self._inspector.isVisible():
            self.room.inspector_width = width
            self._keep_inspector()

    def _arrange(self) -> None:
        """Who stands where: list and record, list and what is looked at, or one of them alone."""
        inspects = not self._filling and self._any and self._inspect_wanted
        self.list.head.inspect.setChecked(self._inspect_wanted)
        self.idle.setVisible(not self._filling and not self._any)
        self.list.new_button.make_primary(primary=not self._filling and self._any)
        if self._inspector is not None:
            self._inspector.setVisible(inspects)
        if inspects:
            self.room.show_looked_at(is_made=self._inspector is not None)
        elif self._any and not self._filling:
            self.room.show_list()
        else:
            self.room.show_right(is_record=self._filling)
            alone = self.right.isHidden()
            self.list.stand_alone(alone=alone)
            self.list.new_button.make_primary(primary=alone)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._arrange)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._was_away = True

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.room.list_wanted = True
        self._arrange()
        self.list.search.setFocus()
        self.list.search.selectAll()

    def key_groups(self) -> tuple[KeyGroup, ...]:
        """The keys of the record on the right, else those of the list, for the list of keys."""
        if self._filling and self._entry is not None:
            return tuple(self._entry.key_groups())
        from hrdesk.gui.look.cheat_sheet import list_groups  # noqa: PLC0415 - when asked for

        return list_groups()


def _some(period: Period | None) -> Period:
    if period is None:
        msg = "a page is arrived at before it lists"
        raise RuntimeError(msg)
    return period
