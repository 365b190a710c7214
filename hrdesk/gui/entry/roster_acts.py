"""What can be done with a list of people: mark who came, order by given name, fill in who is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from hrdesk.forms.roster import ABSENT
from hrdesk.gui.entry.question_widgets.person import person_words
from hrdesk.i18n import tr, trn
from hrdesk.records.entry import NodeRef
from hrdesk.services.people import Match, PeopleSeen, Person
from hrdesk.vietnamese.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hrdesk.forms.roster import Roster
    from hrdesk.gui.entry.filling import Filling
    from hrdesk.gui.entry.repeat_model import RepeatModel

AskPeople = Callable[[Callable[[PeopleSeen], None]], object]
Answers = list[tuple[str, str]]


class RosterActs(QObject):
    """Changes one list of people; says in a sentence what it did."""

    said = Signal(str)
    people_came = Signal()

    def __init__(
        self,
        filling: Filling,
        roster: Roster,
        model: RepeatModel,
        ask: AskPeople | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._filling = filling
        self.roster = roster
        self._model = model
        self._ask: AskPeople | None = ask
        self._asked = False
        self.people = PeopleSeen()
        self._matches: dict[tuple[str, str], Match | None] = {}
        model.known = self.mark_of
        if roster.attendance_key:
            model.came = self.came

    # --- attendance

    def mark(self, rows: Iterable[int], *, present: bool | None = None) -> None:
        """Mark rows of the record as come or not; without `present` the other way round."""
        named = [row for row in rows if self._value(self.roster.name_key, row)]
        if not named or not self.roster.attendance_key:
            return
        if present is None:
            present = not all(self.is_present(row) for row in named)
        value = self._always() if present else ABSENT
        self._filling.answer_many(
            [(self._ref(self.roster.attendance_key, r), value) for r in named]
        )
        self.said.emit(
            trn("{count} person marked present.", "{count} people marked present.", len(named))
            if present
            else trn("{count} person marked absent.", "{count} people marked absent.", len(named))
        )

    def mark_all(self) -> None:
        """Everybody came; whoever was marked absent stays so, but when all others are marked."""
        rows = range(self._filling.entry.rows(self.roster.repeat))
        unmarked = [row for row in rows if not self._value(self.roster.attendance_key, row)]
        self.mark(unmarked or rows, present=True)

    def is_present(self, row: int) -> bool:
        """Whether somebody is marked as having come."""
        return self._value(self.roster.attendance_key, row) not in {"", ABSENT}

    def came(self, row: int) -> str:
        """What is marked of a person: "present", "absent", or "" where nothing is."""
        if not self._value(self.roster.attendance_key, row):
            return ""
        return "present" if self.is_present(row) else "absent"

    def _always(self) -> str:
        told = self._filling.entry.value(NodeRef(self.roster.always_key))
        return told if self.roster.always_key and told.isdigit() and int(told) > 0 else "1"

    # --- order

    def toggle_order(self) -> None:
        """Show the list by given name, or again as the record keeps it."""
        if self._model.ordered:
            self._model.show_order(())
            self.said.emit(tr("The list stands as it was entered."))
            return
        self._model.show_order(self.by_given_name())
        self.said.emit(
            tr("Shown by given name; the record keeps its order. Keep this one: Shift+F11.")
        )

    def keep_order(self) -> None:
        """Put the rows of the record in the order of given names."""
        order = self.by_given_name()
        self._model.show_order(())
        if order != list(range(len(order))):
            self._filling.reorder(self.roster.repeat, order)
        self.said.emit(tr("The list is kept by given name. Ctrl+Z takes it back."))

    def by_given_name(self) -> list[int]:
        """Rows of the record by given name, then family name; who has no name comes last."""
        rows = range(self._filling.entry.rows(self.roster.repeat))
        keys = [name_key(self._value(self.roster.name_key, row)) for row in rows]
        return sorted(rows, key=lambda row: (not keys[row], keys[row]))

    # --- people met before

    def want_people(self) -> None:
        """Ask once who was met before."""
        if self._ask is not None and not self._asked:
            self._asked = True
            self._ask(self._on_people)

    def forget_people(self) -> None:
        """Another record is shown: who was met before is asked anew, its own people left out."""
        self._asked = False
        self.people = PeopleSeen()
        self._matches.clear()

    def match(self, row: int) -> Match | None:
        """Who a row of the record may be."""
        workplace = self._value(self.roster.workplace_key, row)
        place = (self._value(self.roster.name_key, row), workplace)
        if place not in self._matches:
            self._matches[place] = self.people.match(*place) if place[0] else None
        return self._matches[place]

    def mark_of(self, row: int) -> str:
        """The mark beside a name: "person", "namesakes" or none."""
        match = self.match(row) if len(self.people) else None
        return "" if match is None else "person" if match.person else "namesakes"

    def words_of(self, row: int) -> str:
        """Who a row may be, in a sentence, with the key that fills it in."""
        match = self.match(row) if len(self.people) else None
        if match is None:
            return ""
        if match.person is None:
            return trn(
                "{count} person of this name was met before, at another workplace. F7: choose.",
                "{count} people of this name were met before. F7: choose.",
                len(match.namesakes),
            )
        met = person_words(match.person)
        known = tr("Met before: {met}.", met=met)
        if self._missing(row, match.person):
            return f"{known} {tr('F7: fill the blank cells.')}"
        return known

    def fill(self, rows: Sequence[int], chooser: Callable[[QMenu], None]) -> None:
        """Fill the blank cells of rows from what is known; one of several namesakes is chosen."""
        answers = [
            answer
            for row in rows
            if (match := self.match(row)) is not None and match.person is not None
            for answer in self._missing(row, match.person)
        ]
        if answers:
            self._filling.answer_many(answers)
            self.said.emit(
                trn("{count} cell filled.", "{count} cells filled.", len(answers))
                + " "
                + tr("Ctrl+Z takes it back.")
            )
        elif len(rows) == 1 and (match := self.match(rows[0])) is not None and match.namesakes:
            chooser(self._menu(rows[0], match.namesakes))

    def fill_from(self, row: int, person: Person) -> None:
        """Fill the blank cells of a row of the record from one person."""
        self._filling.answer_many(self._missing(row, person))

    def filled(self, rows: Sequence[Answers]) -> list[Answers]:
        """Rows about to be added, their blanks filled in where there is no doubt who is meant."""
        return [[*answers, *self._known_of(dict(answers))] for answers in rows]

    def _known_of(self, told: dict[str, str]) -> Answers:
        match = self.match_of(told)
        if match is None or match.person is None:
            return []
        return [
            (key, match.person.facts[key])
            for key in self.roster.fact_keys
            if key in match.person.facts and not told.get(key)
        ]

    def match_of(self, told: dict[str, str]) -> Match | None:
        """Who a row about to be added may be."""
        name = told.get(self.roster.name_key, "")
        return self.people.match(name, told.get(self.roster.workplace_key, "")) if name else None

    def _menu(self, row: int, namesakes: Sequence[Person]) -> QMenu:
        menu = QMenu()
        for number, person in enumerate(namesakes, 1):
            action = menu.addAction(f"&{number}  {person_words(person, named=True)}")
            action.triggered.connect(lambda _on=False, p=person: self.fill_from(row, p))
        return menu

    def _missing(self, row: int, person: Person) -> list[tuple[NodeRef, str]]:
        return [
            (self._ref(key, row), person.facts[key])
            for key in self.roster.fact_keys
            if key in person.facts and not self._value(key, row)
        ]

    def _on_people(self, people: PeopleSeen) -> None:
        self.people = people
        self._matches.clear()
        self._model.all_changed()
        self.people_came.emit()

    # --- places

    def _ref(self, key: str, row: int) -> NodeRef:
        return NodeRef(key, self.roster.repeat, row)

    def _value(self, key: str, row: int) -> str:
        entry = self._filling.entry
        return (
            entry.value(self._ref(key, row)) if key and row < entry.rows(self.roster.repeat) else ""
        )
