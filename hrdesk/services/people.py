"""People met before in the office's own lists, so that a new list knows them again.

Asked are only lists that may still be kept: own records that are not deleted, whose retention date
is not over, and never a name that was taken out. Two persons of one name are kept apart by their
workplace. Nothing of this is logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from hrdesk.forms.roster import ABSENT, roster_of
from hrdesk.records.record import RecordStatus
from hrdesk.vietnamese.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hrdesk.services.workspace import Workspace

_MOST_OFFERED: Final = 8
_ANY_STATE: Final[frozenset[RecordStatus]] = frozenset()


@dataclass(frozen=True, slots=True)
class Sighting:
    """One row of an earlier list."""

    record_id: str
    on: date | None
    name: str
    workplace: str
    facts: Mapping[str, str]  # what stays with the person, the workplace among it
    came: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody met before. `facts` are as told last; `times` counts the trainings attended."""

    name: str
    workplace: str
    facts: Mapping[str, str]
    times: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Match:
    """Who a row may be: `person` when there is no doubt, else the namesakes to choose from."""

    person: Person | None
    namesakes: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleSeen:
    """Everybody met before, by folded name."""

    by_name: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many people are known."""
        return sum(map(len, self.by_name.values()))

    def match(self, name: str, workplace: str) -> Match | None:
        """Who somebody of this name and workplace is; None when nobody of the name was met.

        No doubt is left by the same workplace, by a shorter or longer name of one workplace, or
        where no workplace is told and only one person bears the name.
        """
        same = self.by_name.get(_plain(name), ())
        if not same:
            return None
        told = set(words(fold(workplace)))
        for fits in (_is_same_place, _is_near_place):
            found = [one for one in same if fits(told, one)]
            if len(found) == 1:
                return Match(found[0])
        return Match(None, same)

    def beginning(self, typed: str, limit: int = _MOST_OFFERED) -> tuple[Person, ...]:
        """People in whose name each word typed begins a word, those met last before the others."""
        asked = words(fold(typed))
        if not asked:
            return ()
        found = [
            person
            for name, people in self.by_name.items()
            if _begins(name.split(), asked)
            for person in people
        ]
        found.sort(key=lambda one: (one.last_on or date.min, one.times), reverse=True)
        return tuple(found[:limit])


def people_seen(
    ws: Workspace, form_id: str, *, today: date, besides: str | None = None
) -> PeopleSeen:
    """Everybody in the office's own lists of this form, but for the record `besides`."""
    return gathered(_sightings(ws, form_id, today, besides))


def gathered(sightings: Iterable[Sighting]) -> PeopleSeen:
    """Rows as people: one name at one workplace is one person, known by what was told last."""
    rows: dict[tuple[str, str], list[Sighting]] = {}
    for each in sightings:
        if each.name.strip():
            rows.setdefault((_plain(each.name), _plain(each.workplace)), []).append(each)
    people: dict[str, list[Person]] = {}
    for (name, _), met in rows.items():
        people.setdefault(name, []).append(_person(met))
    return PeopleSeen({name: tuple(several) for name, several in people.items()})


def _person(met: list[Sighting]) -> Person:
    met = sorted(met, key=lambda each: each.on or date.min)
    facts: dict[str, str] = {}
    for each in met:
        facts |= {key: value for key, value in each.facts.items() if value}
    came = [each for each in met if each.came]
    return Person(
        name=met[-1].name,
        workplace=met[-1].workplace,
        facts=facts,
        times=len({each.record_id for each in came}),
        last_on=max((each.on for each in came if each.on), default=None),
    )


def _sightings(ws: Workspace, form_id: str, today: date, besides: str | None) -> Iterator[Sighting]:
    from hrdesk.services.retention import REMOVED, until_key

    form = ws.form(form_id)
    roster = roster_of(form)
    if roster is None:
        return
    until = until_key(form)
    asked = {question.key for question in form.questions()}
    over = (
        {
            record_id
            for record_id, _, _, answers in ws.store.select(
                form_id, [until], own=True, statuses=_ANY_STATE
            )
            if _is_over(answers.get(until, ""), today)
        }
        if until in asked
        else set()
    )
    keys = [roster.name_key, *roster.fact_keys]
    if roster.attendance_key:
        keys.append(roster.attendance_key)
    for record_id, _, on, row in ws.store.select_repeat(
        form_id, roster.repeat, keys, own=True, statuses=_ANY_STATE
    ):
        name = row.get(roster.name_key, "")
        if record_id in over or record_id == besides or name == REMOVED:
            continue
        yield Sighting(
            record_id,
            date.fromisoformat(on) if on else None,
            name,
            row.get(roster.workplace_key, ""),
            {key: row[key] for key in roster.fact_keys if key in row},
            row.get(roster.attendance_key, "") != ABSENT,
        )


def _is_over(until: str, today: date) -> bool:
    try:
        return date.fromisoformat(until[:10]) < today if until else False
    except ValueError:
        return False


def _plain(text: str) -> str:
    return " ".join(words(fold(text)))


def _is_same_place(told: set[str], person: Person) -> bool:
    return not told or set(words(fold(person.workplace))) == told


def _is_near_place(told: set[str], person: Person) -> bool:
    known = set(words(fold(person.workplace)))
    return bool(known and told) and (told <= known or known <= told)


def _begins(name: list[str], asked: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in asked)
