"""A form to try: the clerk's own page with a record that is kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from hrdesk.gui.entry.filling import Filling, drop_blank_rows
from hrdesk.gui.entry.form_view import FormView
from hrdesk.gui.entry.question_widgets.choosing import Surroundings
from hrdesk.gui.look.components import Chip, EmptyState, IconButton, label
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import label_in, tr
from hrdesk.services.form_use import language_names, trial_entry
from hrdesk.services.workspace import today_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.gui.entry.question_widgets.text import Suggest


class FormTrial(QWidget):
    """The form as the clerk sees it, in any of its languages. Nothing typed here is kept."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._compiled: CompiledForm | None = None
        self.view: FormView | None = None
        self.filling: Filling | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = QWidget(self)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(UNIT * 6, UNIT * 3, UNIT * 4, UNIT)
        row.setSpacing(UNIT * 2)
        self.title = label("", "heading", wraps=True)
        row.addWidget(self.title, 1)
        self._languages = QHBoxLayout()
        self._languages.setSpacing(UNIT)
        row.addLayout(self._languages)
        self.again = IconButton("refresh-cw", tr("Begin again, empty"), on_click=self.begin_again)
        row.addWidget(self.again)
        outer.addWidget(self._head)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._place, 1)
        self.nothing = EmptyState(
            "file-text",
            tr("Nothing to show yet"),
            tr("The form appears here as the clerk will see it, as soon as it has no errors."),
        )
        outer.addWidget(self.nothing, 1)
        self.chips: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        self.show_nothing()

    def show_nothing(self) -> None:
        """There is no form that can be shown."""
        self._compiled = None
        self._drop_view()
        self._head.hide()
        self.nothing.show()

    def show_form(self, compiled: CompiledForm, spoken: str, *, keep: bool = False) -> None:
        """Show a form; with `keep`, what was typed on trial goes over to it by name."""
        before = self.filling.entry if keep and self.filling is not None else None
        self._compiled = compiled
        entry = trial_entry(compiled, now=self._clock(), spoken=spoken, like=before)
        drop_blank_rows(entry)
        self._drop_view()
        self.filling = Filling(entry, self)
        self.view = FormView(self.filling, Surroundings(self._today, _no_suggestions))
        self._place.addWidget(self.view, 1)
        self.nothing.hide()
        self._head.show()
        self._show_languages(compiled, spoken)
        self._show_title()

    def begin_again(self) -> None:
        """An empty record."""
        if self._compiled is not None and self.filling is not None:
            self.show_form(self._compiled, self.filling.entry.language)

    def speak(self, code: str) -> None:
        """The form in another of its languages; what was typed stays."""
        if self.filling is None or self.view is None:
            return
        self.filling.set_language(code)
        self.view.show_words()
        self._show_title()

    def _today(self) -> date:
        return today_of(self._clock())

    def _show_title(self) -> None:
        if self._compiled is None or self.filling is None:
            return
        form = self._compiled.form
        title = label_in(dict(form.titles), self.filling.entry.language) or form.form_id
        self.title.setText(title)

    def _show_languages(self, compiled: CompiledForm, spoken: str) -> None:
        for chip in self.chips.values():
            self._group.removeButton(chip)
            chip.setParent(None)
            chip.deleteLater()
        self.chips = {}
        names = language_names(compiled)
        for code, name in names if len(names) > 1 else ():
            chip = Chip(name)
            chip.setCheckable(True)
            chip.setChecked(code == spoken)
            chip.clicked.connect(lambda _on=False, code=code: self.speak(code))
            self._group.addButton(chip)
            self._languages.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
            self.chips[code] = chip

    def _drop_view(self) -> None:
        if self.view is not None:
            self._place.removeWidget(self.view)
            self.view.hide()
            self.view.setParent(None)
            self.view.deleteLater()
        self.view = None
        if self.filling is not None:
            self.filling.deleteLater()
        self.filling = None


def _no_suggestions(_key: str, _repeat: str | None) -> Suggest | None:
    return None
