"""Answers that go from record to record: of the previous one by a key, and those kept until changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hrdesk.gui.entry.kept_book import KeptBook
from hrdesk.gui.look.copying import copied_answers
from hrdesk.i18n import tr
from hrdesk.services import entering, kept_answers

if TYPE_CHECKING:
    from hrdesk.forms.definition import Form
    from hrdesk.gui.entry.filling import Filling
    from hrdesk.gui.entry.form_view import FormView
    from hrdesk.gui.look.page import Session
    from hrdesk.records.entry import NodeRef
    from hrdesk.services.entering import EntrySession


class AnswersOver(QObject):
    """Serves the record that is shown; `follow` tells it which one that is."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._kept = KeptBook(session)
        self._filling: Filling | None = None
        self._view: FormView | None = None
        self._filled: EntrySession | None = None
        self._locked = False
        self.previous: Mapping[str, str] = {}  # answers of the record kept before

    def follow(
        self, filled: EntrySession, filling: Filling, view: FormView, *, locked: bool
    ) -> None:
        """Another record is shown; what was kept before it is read on the worker."""
        self._filled, self._filling, self._view = filled, filling, view
        self._locked = locked
        self.previous = {}
        form_id = filled.entry.form.form_id
        view.show_kept(frozenset(self._kept.of(form_id)))
        workspace = self._session.workspace

        def show(answers: Mapping[str, str]) -> None:
            if filled is self._filled:
                self.previous = answers

        self._session.workers.run(
            lambda: entering.previous_answers(workspace, form_id, besides=filled.record_id),
            on_done=show,
            owner=self,
        )

    def begin(self, filled: EntrySession) -> None:
        """Give a new record the answers that are kept."""
        kept_answers.begin_with(filled.entry, self._kept.of(filled.entry.form.form_id))

    def saved(self, form: Form, answers: Mapping[str, str]) -> None:
        """A new record was saved: its answers are the ones kept from now on."""
        self._kept.saved(form, answers)

    # --- what keys do

    def keep(self) -> None:
        """Keep the answer under the keyboard from record to record, or no longer."""
        ref = self._view.current_ref() if self._view is not None else None
        if ref is not None:
            self.toggle(ref)

    def toggle(self, ref: NodeRef) -> None:
        """Keep that answer, or no longer."""
        if self._filled is None or self._view is None or self._locked or ref.repeat is not None:
            return
        entry, notify = self._filled.entry, self._session.shell.notify
        if not kept_answers.may_keep(entry.form.question(ref.key)):
            notify(tr("This answer cannot be kept."), "info")
            return
        form_id, words = entry.form.form_id, self._view.label_of(ref)
        kept = self._kept.toggle(form_id, ref.key, entry.value(ref))
        self._view.show_kept(frozenset(self._kept.of(form_id)))
        said = (
            tr("“{question}” is kept from record to record until you change it.", question=words)
            if kept
            else tr("“{question}” is no longer kept.", question=words)
        )
        notify(said, "info")

    def copy_answer(self) -> None:
        """The same answer as in the record kept before."""
        if self._view is None or self._filling is None or self._locked:
            return
        ref = self._view.current_ref()
        if ref is None or ref.repeat is not None:
            return
        value = self.previous.get(ref.key, "")
        if value:
            self._filling.answer_many([(ref, value)])
            self._view.step(forward=True)

    def copy_record(self) -> None:
        """Every answer of the record kept before, but for its dates and files."""
        if self._view is None or self._filling is None or self._locked:
            return
        answers, first = copied_answers(self._filling.entry, self.previous)
        if answers:
            self._filling.answer_many(answers)
            self._session.shell.notify(
                tr("Taken over from the previous record. Ctrl+Z takes it back."), "info"
            )
        if first is not None:
            self._view.focus_ref(first)
