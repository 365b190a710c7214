"""The answers a clerk keeps from record to record: read once a kind, written behind the typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.services import kept_answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hrdesk.forms.definition import Form
    from hrdesk.gui.look.page import Session


class KeptBook:
    """What is kept, by form."""

    def __init__(self, session: Session) -> None:
        """Nothing is read before it is asked for."""
        self._session = session
        self._by_form: dict[str, dict[str, str]] = {}

    def of(self, form_id: str) -> Mapping[str, str]:
        """Key and value of what is kept."""
        if form_id not in self._by_form:
            self._by_form[form_id] = kept_answers.kept_answers(self._session.workspace, form_id)
        return self._by_form[form_id]

    def toggle(self, form_id: str, key: str, value: str) -> bool:
        """Keep the answer to a question, or keep it no longer; whether it is kept now."""
        kept = dict(self.of(form_id))
        if key in kept:
            del kept[key]
        else:
            kept[key] = value
        self._write(form_id, kept)
        return key in kept

    def saved(self, form: Form, answers: Mapping[str, str]) -> None:
        """A new record was saved: what was changed in it is what is kept from now on."""
        before = self.of(form.form_id)
        after = kept_answers.after_saving(form, before, answers)
        if after != before:
            self._write(form.form_id, after)

    def _write(self, form_id: str, kept: dict[str, str]) -> None:
        self._by_form[form_id] = kept
        workspace = self._session.workspace
        self._session.workers.run(
            lambda: kept_answers.set_kept_answers(workspace, form_id, kept), urgent=True
        )
