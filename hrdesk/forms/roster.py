"""What a form says of its list of people: who stands in it, who came, what is counted from it.

A form names these in attributes of its own (settings sheet, see `hrdesk.forms.xform`):
`attribute::hrdesk:roster`, the repeat, the question of the name and what stays with the person
(`participants: full_name workplace position sex`, the workplace first: it keeps apart two persons
of one name); `attribute::hrdesk:attendance`, the question that tells how often somebody came and
the one that tells how often is always (`sessions_attended of sessions`); `attribute::hrdesk:tally`,
the numbers that can be counted from the list (`people; women sex=female`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hrdesk.forms.definition import Form

ABSENT: Final = "0"  # attendance of somebody who was asked and did not come


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of the form that the list gives: all who came, or those who chose one choice."""

    key: str
    question_key: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """Where a form lists people. Keys are those of the repeat's questions, "" where there is none."""

    repeat: str
    name_key: str
    fact_keys: tuple[str, ...]
    attendance_key: str = ""
    always_key: str = ""  # question of the form: how often is always
    tallies: tuple[Tally, ...] = ()

    @property
    def workplace_key(self) -> str:
        """What keeps apart two persons of one name."""
        return self.fact_keys[0] if self.fact_keys else ""


def roster_of(form: Form) -> Roster | None:
    """The list of people of a form, None when it has none; what names no question is left out."""
    repeat, _, keys = form.settings.get("roster", "").partition(":")
    repeat = repeat.strip()
    if repeat not in {one.key for one in form.repeats()}:
        return None
    asked = {question.key for question in form.questions(repeat)}
    names = [key for key in keys.split() if key in asked]
    if not names:
        return None
    attendance, _, always = form.settings.get("attendance", "").partition(" of ")
    above = {question.key for question in form.questions()}
    return Roster(
        repeat=repeat,
        name_key=names[0],
        fact_keys=tuple(names[1:]),
        attendance_key=attendance.strip() if attendance.strip() in asked else "",
        always_key=always.strip() if always.strip() in above else "",
        tallies=tuple(
            tally
            for tally in map(_tally, form.settings.get("tally", "").split(";"))
            if tally.key in above and (not tally.question_key or tally.question_key in asked)
        ),
    )


def _tally(text: str) -> Tally:
    key, _, rule = text.strip().partition(" ")
    question, _, choice = rule.strip().partition("=")
    return Tally(key, question.strip(), choice.strip())
