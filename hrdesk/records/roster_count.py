"""What a list of people amounts to: who came, how many of each group, and what the form says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.forms.roster import ABSENT
from hrdesk.records.changes import NodeRef

if TYPE_CHECKING:
    from hrdesk.forms.roster import Roster, Tally
    from hrdesk.records.entry import FormEntry


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of the form beside the one that the list gives; `typed` is lexical, "" for blank."""

    key: str
    listed: int
    typed: str

    @property
    def differs(self) -> bool:
        """Whether the form says another number; a blank is none as long as the list gives none."""
        return self.typed != str(self.listed) and bool(self.typed or self.listed)


@dataclass(frozen=True, slots=True)
class RosterCount:
    """A list of people in numbers. Whoever is not marked absent counts as having come."""

    named: int
    present: int
    absent: int
    unmarked: int
    numbers: tuple[Counted, ...]

    @property
    def differing(self) -> tuple[Counted, ...]:
        """The numbers in which list and form disagree."""
        return tuple(one for one in self.numbers if one.differs)


def count_roster(entry: FormEntry, roster: Roster) -> RosterCount:
    """Count the list of an entry, and put the form's own numbers beside."""
    rows = _rows(entry, roster)
    marks = (
        [entry.value(NodeRef(roster.attendance_key, roster.repeat, row)) for row in rows]
        if (roster.attendance_key)
        else [""] * len(rows)
    )
    came = [row for row, mark in zip(rows, marks, strict=True) if mark != ABSENT]
    chosen: dict[str, Counter[str]] = {}
    for key in {one.question_key for one in roster.tallies if one.question_key}:
        chosen[key] = Counter(entry.value(NodeRef(key, roster.repeat, row)) for row in came)
    told = {key for key, values in chosen.items() if "" not in values}  # of everybody who came
    return RosterCount(
        named=len(rows),
        present=sum(mark not in {"", ABSENT} for mark in marks),
        absent=marks.count(ABSENT),
        unmarked=marks.count(""),
        numbers=tuple(
            Counted(one.key, _number(one, came, chosen), entry.value(NodeRef(one.key)))
            for one in roster.tallies
            if rows and (not one.question_key or one.question_key in told)
        ),
    )


def count_by(entry: FormEntry, roster: Roster, key: str) -> list[tuple[str, int]]:
    """How many of those who came gave each answer to a question of the list, most first."""
    answers: Counter[str] = Counter()
    for row in _rows(entry, roster):
        mark = roster.attendance_key and entry.value(
            NodeRef(roster.attendance_key, roster.repeat, row)
        )
        if mark != ABSENT:
            answers[entry.value(NodeRef(key, roster.repeat, row))] += 1
    return sorted(answers.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))


def _rows(entry: FormEntry, roster: Roster) -> list[int]:
    return [
        row
        for row in range(entry.rows(roster.repeat))
        if entry.value(NodeRef(roster.name_key, roster.repeat, row))
    ]


def _number(tally: Tally, came: list[int], chosen: dict[str, Counter[str]]) -> int:
    if not tally.question_key:
        return len(came)
    return chosen[tally.question_key][tally.choice]
