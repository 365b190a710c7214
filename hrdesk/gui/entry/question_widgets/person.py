"""A person's name, with those met before on offer: whoever is picked brings workplace and position."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.text import TextEditor
from hrdesk.i18n import tr, trn
from hrdesk.vietnamese.formats import show_date
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hrdesk.services.people import PeopleSeen, Person


class PersonEditor(TextEditor):
    """One line for a name; the list below it says who is meant."""

    person_picked = Signal(object)  # Person

    def __init__(self, people: Callable[[], PeopleSeen], parent: QWidget | None = None) -> None:
        super().__init__(lambda _typed, _show: None, parent)
        self._people = people
        self._found: tuple[Person, ...] = ()

    @override
    def _ask(self) -> None:
        self._found = self._people().beginning(nfc(self.line.text()))
        if self.line.hasFocus():
            rows = [person_words(one, named=True) for one in self._found]
            self.line.drop().show_rows(rows, first=False)

    @override
    def _on_picked(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.line.setText(self._found[row].name)
            self.tell_edited(self._found[row].name)
            self.person_picked.emit(self._found[row])


def person_words(person: Person, *, named: bool = False) -> str:
    """Who somebody is: how often met, when last, where at work."""
    said = (
        trn("attended {count} training", "attended {count} trainings", person.times)
        if person.times
        else tr("listed before, did not attend")
    )
    last = tr("last on {day}", day=show_date(person.last_on)) if person.last_on else ""
    told = ", ".join(filter(None, (said, last)))
    parts = (person.name, person.workplace, told) if named else (told, person.workplace)
    return (" · " if named else ", ").join(filter(None, parts))
