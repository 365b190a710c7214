"""Ways through an open record by key: faults, warnings, a question by name, records like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from hrdesk.gui.entry.fault_list import FaultLine, FaultList
from hrdesk.gui.entry.listed_number import fault_words, listed_number
from hrdesk.i18n import tr, trn
from hrdesk.records.entry import NodeRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from hrdesk.gui.entry.entry_header import EntryHeader
    from hrdesk.gui.entry.form_view import FormView
    from hrdesk.gui.entry.near_panel import NearPanel
    from hrdesk.gui.entry.warning_watch import WarningWatch
    from hrdesk.gui.look.page import Session
    from hrdesk.records.warnings import SoftWarning
    from hrdesk.services.comparing import Comparison
    from hrdesk.services.entering import EntrySession
    from hrdesk.services.recurrence import Recurrence


def take_window(widget: QWidget) -> None:
    """Let go of a list that hangs open, and bring the keyboard back to the window."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    widget.activateWindow()


class EntryGuide(QObject):
    """Moves the keyboard; what it finds there is the form's."""

    leaving = Signal()

    def __init__(
        self, session: Session, page: QWidget, header: EntryHeader, near: NearPanel
    ) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._header = header
        self._near = near
        self._filled: EntrySession | None = None
        self._view: FormView | None = None
        self._warnings: WarningWatch | None = None
        self._locked = False
        near.compare_wanted.connect(self.compare)
        near.open_wanted.connect(self._open)
        near.left.connect(self._back)

    def show(
        self, filled: EntrySession, view: FormView, warnings: WarningWatch, *, locked: bool
    ) -> None:
        """Another record is open."""
        self._filled, self._view, self._warnings = filled, view, warnings
        self._locked = locked

    # --- faults and warnings

    def next_fault(self) -> None:
        """On to the next place at fault; without any, to a warning that nobody accepted."""
        if self._view is None or self._warnings is None:
            return
        ref = self._view.next_fault()
        if ref is None:
            self._warnings.look()
            waiting = self._warnings.open()
            ref = NodeRef(*waiting[0].place) if waiting else None
        if ref is None:
            self._session.shell.notify(tr("Nothing needs a look."), "good")
            return
        self._view.focus_ref(ref)

    def list_places(self) -> None:
        """All places that need a look, the faults first."""
        if self._view is None or self._filled is None or self._warnings is None:
            return
        self._warnings.look()
        entry = self._filled.entry
        places = [
            (NodeRef(one.key, one.repeat, one.row), fault_words(entry, one))
            for one in entry.violations()
        ]
        places += [(NodeRef(*one.place), one.message) for one in self._warnings.open()]
        if not places:
            self._session.shell.notify(tr("Nothing needs a look."), "good")
            return
        lines = [FaultLine(self.where(ref), message) for ref, message in places]
        popup = FaultList(lines, self._page)
        view = self._view

        def go(row: int) -> None:
            view.focus_ref(places[row][0])

        popup.chosen.connect(go)
        popup.show_below(self._header.below_mark())

    def accept_warning(self) -> None:
        """Leave the answer under the keyboard standing, or the next that is warned about."""
        if self._view is None or self._warnings is None or self._locked:
            return
        from hrdesk.gui.entry.warning_popup import WarningPopup  # noqa: PLC0415 - when asked for

        here = self._view.current_ref()
        self._view.filling.end_visit()
        self._warnings.look()
        warning = self._warnings.at(here)
        if warning is None:
            self._session.shell.notify(tr("There is no warning to accept."), "info")
            return
        ref = NodeRef(*warning.place)
        if ref != here:
            self._view.focus_ref(ref)
        popup = WarningPopup(self.where(ref), warning, self._page)
        popup.accepted.connect(lambda reason: self._accepted(warning, reason))
        popup.withdrawn.connect(lambda: self._withdrawn(warning))
        popup.show_at(self._below(ref))

    def _accepted(self, warning: SoftWarning, reason: str) -> None:
        if self._warnings is not None and self._view is not None:
            self._warnings.accept(warning, reason)
            self._view.filling.touched.emit()
            self._return_to(warning)
            self._session.shell.notify(tr("Accepted. The reason goes with the record."), "good")

    def _withdrawn(self, warning: SoftWarning) -> None:
        if self._warnings is not None and self._view is not None:
            self._warnings.warn_again(warning)
            self._view.filling.touched.emit()
            self._return_to(warning)

    def _return_to(self, warning: SoftWarning) -> None:
        view, ref = self._view, NodeRef(*warning.place)
        if view is not None:
            self._when_closed(lambda: view.focus_ref(ref))

    def _when_closed(self, go: Callable[[], object]) -> None:
        """Once what was open above the page is gone, and the window is in front again."""

        def back() -> None:
            take_window(self._page)
            go()

        QTimer.singleShot(0, self, back)

    def _below(self, ref: NodeRef) -> QPoint:
        field = self._view.fields.get(ref) if self._view is not None else None
        if field is not None and field.isVisible():
            return field.mapToGlobal(QPoint(0, field.height()))
        return self._page.mapToGlobal(QPoint(40, 120))

    # --- a question by name

    def find_question(self) -> None:
        """Go to any question or table that is asked."""
        if self._view is None or self._filled is None:
            return
        from hrdesk.gui.entry.question_finder import QuestionFinder  # noqa: PLC0415 - when asked for

        view, entry = self._view, self._filled.entry
        refs = [ref for ref in view.all_refs() if ref.repeat is None and entry.state(ref).relevant]
        tables = [one for one in entry.form.repeats() if one.key in view.tables]
        tables = [one for one in tables if entry.group_relevant(one.path)]
        words = [view.label_of(ref) for ref in refs] + [entry.label(one.path) for one in tables]
        popup = QuestionFinder(words, self._page)

        def go(place: int) -> None:
            if place < len(refs):
                view.focus_ref(refs[place])
            else:
                view.tables[tables[place - len(refs)].key].take_focus()

        popup.chosen.connect(lambda place: self._when_closed(lambda: go(place)))
        popup.show_below(self._header.below_mark())

    def where(self, ref: NodeRef) -> str:
        """A place in words."""
        if self._view is None:
            return ref.key
        words = self._view.label_of(ref)
        if ref.row is None:
            return words
        return tr("Row {row}: {question}", row=ref.row + 1, question=words)

    # --- a series of it

    def make_series(self) -> None:
        """Ask how the open record recurs, and make the drafts that are due."""
        if self._filled is None or self._locked:
            return
        form, entry = self._filled.entry.form, self._filled.entry
        answers = entry.answers(for_record=False)
        if not form.settings.get("event_on_key", ""):
            self._session.shell.notify(tr("This kind of record cannot recur."), "info")
            return
        from hrdesk.gui.entry.series_dialog import SeriesDialog  # noqa: PLC0415 - when asked for
        from hrdesk.services.entering import event_on  # noqa: PLC0415

        today = self._session.today
        title = answers.get(form.settings.get("title_key", ""), "")
        first = event_on(form, answers) or today()
        dialog = SeriesDialog(title or tr("Recurring"), first, today, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        own = self._filled.record_id
        dialog.made.connect(lambda rule: self._keep_series(form.form_id, answers, rule, own))
        dialog.open()

    def _keep_series(
        self, form_id: str, answers: dict[str, str], rule: Recurrence, own: str
    ) -> None:
        self.leaving.emit()  # what is typed is on the disk before the series is made of it
        from hrdesk.services import recurring  # noqa: PLC0415 - when asked for

        workspace, now = self._session.workspace, self._session.clock()
        self._session.workers.run(
            lambda: recurring.add_series(workspace, form_id, answers, rule, now=now, made_of=own),
            on_done=self._series_kept,
            owner=self,
            urgent=True,
        )

    def _series_kept(self, _series: object) -> None:
        self._session.shell.go("series")
        self._session.shell.notify(tr("The series is made. Confirm its dates here."), "good")

    # --- records like this one

    def go_near(self) -> None:
        """Put the keyboard on what may be the same event; where a number is missing, take it over."""
        if self._take_listed_number():
            return
        take_window(self._page)
        if not self._near.take_focus():
            self._session.shell.notify(tr("No record of these days is like this one."), "info")

    def _take_listed_number(self) -> bool:
        """Answer the question under the keyboard from the list of people, as its fault offers."""
        ref = self._view.current_ref() if self._view is not None else None
        if self._view is None or self._filled is None or ref is None or self._locked:
            return False
        field, entry = self._view.fields.get(ref), self._filled.entry
        number = listed_number(entry, entry.state(ref).violation)
        if field is None or not field.fault or not number:
            return False
        self._view.filling.answer(ref, str(number))
        said = trn(
            "{count} number taken from the list. Ctrl+Z takes it back.",
            "{count} numbers taken from the list. Ctrl+Z takes them back.",
            1,
        )
        self._session.shell.notify(said, "good")
        return True

    def compare(self, record_id: str) -> None:
        """Show another record beside this one."""
        if self._filled is None:
            return
        from hrdesk.services.comparing import compare  # noqa: PLC0415 - when asked for

        workspace, now, filled = self._session.workspace, self._session.clock(), self._filled
        self._session.workers.run(
            lambda: compare(workspace, filled, record_id, now=now),
            on_done=self._show_comparison,
            owner=self,
            urgent=True,
        )

    def _show_comparison(self, comparison: Comparison) -> None:
        from hrdesk.gui.entry.compare_dialog import CompareDialog  # noqa: PLC0415 - when asked for

        dialog = CompareDialog(comparison, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda result: self._compared(comparison.record_id, result))
        dialog.open()

    def _compared(self, record_id: str, result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            self._open(record_id)
        else:
            self._back()

    def _open(self, record_id: str) -> None:
        if self._filled is not None:
            form_id = self._filled.entry.form.form_id
            self._session.shell.open_record(form_id, record_id)

    def _back(self) -> None:
        if self._view is not None:
            self._when_closed(self._view.focus_first)
