"""What of a record wants a look and blocks nothing: soft checks, and figures unlike the unit's past.

A soft check is the column `bind::hrdesk:warning`, or a note that is asked only sometimes. A warning
is bound to the answer it was given for; accepted with a reason it is said no more, until the answer
is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hrdesk.forms.compiled import CompiledForm
from hrdesk.forms.definition import QuestionType
from hrdesk.forms.expression import is_true
from hrdesk.i18n import N_, tr_in
from hrdesk.records.addresses import Addresses
from hrdesk.records.instance import Answer
from hrdesk.records.recalculation import Recalculation
from hrdesk.records.record import AcceptedWarning
from hrdesk.vietnamese.formats import show_lexical_number

BY_FORM: Final = "form"
BY_PAST: Final = "past"
LEAST_PAST: Final = 8  # records of the kind that the unit must have before its past says anything
_SPREAD: Final = 3.0  # interquartile ranges beyond a quartile: Tukey's "far out"
_UNEXPECTED: Final = N_("This answer is unusual: please look again.")
_TOO_MANY: Final = N_(
    "{value} is far more than before: {count} records had {least} to {most}, mostly about {middle}."
)
_TOO_FEW: Final = N_(
    "{value} is far less than before: {count} records had {least} to {most}, mostly about {middle}."
)


@dataclass(frozen=True, slots=True)
class PastFigures:
    """What the answers to one question were before, as figures.

    `low` and `high` are the fences: three interquartile ranges beyond the quartiles, and never
    inside the range from half the smallest to twice the largest answer.
    """

    count: int
    least: float
    most: float
    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SoftWarning:
    """One thing to look at. `accepted` is the reason with which it was left standing."""

    key: str
    rule: str
    value: str
    message: str
    repeat: str | None = None
    row: int | None = None
    accepted: AcceptedWarning | None = None

    @property
    def place(self) -> tuple[str, str | None, int | None]:
        """Key, repeat and row."""
        return self.key, self.repeat, self.row


def past_figures(values: Iterable[float]) -> PastFigures | None:
    """The figures of past answers; None while there are too few to say what is usual."""
    ordered = sorted(values)
    if len(ordered) < LEAST_PAST:
        return None
    lower, middle, upper = (_quantile(ordered, part) for part in (0.25, 0.5, 0.75))
    reach = _SPREAD * (upper - lower)
    least, most = ordered[0], ordered[-1]
    return PastFigures(
        count=len(ordered),
        least=least,
        most=most,
        middle=middle,
        low=min(lower - reach, least / 2 if least > 0 else least * 2),
        high=max(upper + reach, most * 2 if most > 0 else most / 2),
    )


def matching(
    accepted: Iterable[AcceptedWarning],
    warning: tuple[str, str | None, int | None],
    rule: str,
    value: str,
) -> AcceptedWarning | None:
    """The acceptance that holds for this warning."""
    for one in accepted:
        if (one.key, one.repeat, one.row, one.rule, one.value) == (*warning, rule, value):
            return one
    return None


class Warnings:
    """Looks one record over. It is asked when somebody wants to know; it sets nothing off."""

    def __init__(
        self, compiled: CompiledForm, addresses: Addresses, recalculation: Recalculation
    ) -> None:
        """Which paths can warn is found once."""
        self._addresses = addresses
        self._recalculation = recalculation
        self._first_language = compiled.form.languages[0]
        sometimes = {rule.path for rule in compiled.rules if rule.kind == "relevant"}
        self._notes = {
            path
            for path, facts in compiled.facts.items()
            if facts.question is not None
            and facts.question.question_type is QuestionType.NOTE
            and path in sometimes
        }

    def found(
        self,
        past: Mapping[str, PastFigures],
        accepted: Iterable[AcceptedWarning],
        language: str,
    ) -> Iterator[SoftWarning]:
        """All warnings in the order of the form, the accepted ones with their reason."""
        accepted = tuple(accepted)
        for answer in self._addresses.in_order():
            question = answer.facts.question
            if question is None or not answer.relevant or answer.verdict is not None:
                continue
            for rule, value, message in self._said(answer, past, language):
                repeat, row = self._addresses.place_of(answer.frame)
                place = (question.key, repeat, row)
                yield SoftWarning(
                    question.key,
                    rule,
                    value,
                    message,
                    repeat,
                    row,
                    matching(accepted, place, rule, value),
                )

    def _said(
        self, answer: Answer, past: Mapping[str, PastFigures], language: str
    ) -> Iterator[tuple[str, str, str]]:
        facts = answer.facts
        if answer.path in self._notes:
            spoken = self._recalculation.text(facts.label, answer)
            yield BY_FORM, self._fixed_text(answer) or spoken, spoken
            return
        if answer.value == "":
            return
        if facts.warning is not None:
            held = self._recalculation.value(facts.warning, answer)
            if held is not None and not is_true(held):
                words = self._recalculation.text(facts.warning_message, answer)
                yield BY_FORM, answer.value, words or tr_in(language, _UNEXPECTED)
                return
        key = facts.question.key if facts.question else ""
        figures = past.get(key) if answer.frame.parent is None else None
        if figures is not None and (words := _outside(answer.value, figures, language)):
            yield BY_PAST, answer.value, words

    def _fixed_text(self, answer: Answer) -> str:
        """The words of a note in the form's first language, whatever is spoken now."""
        scope = self._recalculation.scope
        spoken, scope.language = scope.language, self._first_language
        try:
            return self._recalculation.text(answer.facts.label, answer)
        finally:
            scope.language = spoken


def _outside(value: str, past: PastFigures, language: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return ""
    if past.low <= number <= past.high:
        return ""
    return tr_in(
        language,
        _TOO_MANY if number > past.high else _TOO_FEW,
        value=show_lexical_number(value),
        count=past.count,
        least=_shown(past.least),
        most=_shown(past.most),
        middle=_shown(past.middle),
    )


def _shown(number: float) -> str:
    return show_lexical_number(str(round(number)))


def _quantile(ordered: list[float], part: float) -> float:
    """Between the two nearest values, in proportion (the usual "type 7")."""
    place = (len(ordered) - 1) * part
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
