"""Counts of one form as a report shows them: sums, shares, choices by name, comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import label_in
from hrdesk.vietnamese.formats import show_number, show_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hrdesk.forms.definition import Form
    from hrdesk.indicators.indicator import Counts
    from hrdesk.reports.source import PeriodCounts
    from hrdesk.reports.texts import Texts


_OTHERS: Final = ("previous", "same_last_year")
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """A Roman number, for parts and appendices."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def share(part: int, whole: int) -> Fraction | None:
    """The exact ratio, or None when there is no whole."""
    return Fraction(part, whole) if whole else None


def number_of(counts: Counts | None, key: str) -> int:
    """`total`, or the sum over the question `key`; 0 when nothing was counted."""
    if counts is None:
        return 0
    if key == "total":
        return counts.total
    return counts.sums.get(key, 0)


def choice_labels(form: Form | None, key: str, language: str) -> dict[str, str]:
    """Labels of a question's choices in the order of the form."""
    if form is None:
        return {}
    for question in form.questions():
        if question.key == key:
            return {
                choice.name: label_in(dict(choice.labels), language) or choice.name
                for choice in form.choices(question)
            }
    return {}


@dataclass(frozen=True, slots=True)
class FormNumbers:
    """What the sentences about one form may say."""

    form_id: str
    counts: PeriodCounts
    form: Form | None
    texts: Texts
    language: str
    unit: str = ""

    @property
    def current(self) -> Counts | None:
        """The counts of the period itself."""
        return self.counts.current.get(self.form_id)

    def number(self, key: str) -> int:
        """A number of the period; for a choice question, how many answers were given."""
        counts = self.current
        if counts is not None and key in counts.by_choice:
            return sum(counts.by_choice[key].values())
        return number_of(counts, key)

    def values(self) -> Mapping[str, str]:
        """Every placeholder that the sentences of this form may use, made when asked for."""
        return _Values(self)

    def listed(self, key: str) -> str:
        """The choices that occurred, each with its number: `Hội nghị (3); Phát thanh (5)`."""
        chosen = self.current.by_choice.get(key, {}) if self.current else {}
        labels = choice_labels(self.form, key, self.language)
        ordered = [name for name in labels if chosen.get(name)]
        ordered += [name for name in chosen if name not in labels and chosen[name]]
        return "; ".join(
            f"{labels.get(name, name)} ({show_number(chosen[name])})" for name in ordered
        )

    def compared(self) -> str:
        """`, tăng 3 lớp (25%) so với kỳ trước; bằng cùng kỳ năm trước`; blank without the others."""
        said = self._comparisons()
        first = "".join(self.texts.say("comparison", "first", sentence=one) for one in said[:1])
        others = (self.texts.say("comparison", "next", sentence=one) for one in said[1:])
        return "".join((first, *others))

    def was(self) -> str:
        """` (kỳ trước: 3 lớp)` where nothing occurred now; blank where nothing did before."""
        said = [
            self.texts.say(
                "comparison", "was", other=other, count=show_number(before), unit=self.unit
            )
            for other, before in self._others()
            if before
        ]
        return self.texts.say("comparison", "were", list="; ".join(said)) if said else ""

    def _comparisons(self) -> list[str]:
        said = [self._comparison(before, other) for other, before in self._others()]
        if len(said) == 2 and all(before == 0 for _, before in self._others()):
            said = [self.texts.say("comparison", "from_neither")]
        missing = [self._called(name) for name in _OTHERS if name in self.counts.missing]
        return [*said, *(self.texts.say("comparison", "unknown", other=one) for one in missing)]

    def _called(self, name: str) -> str:
        return self.texts.say("comparison", name)

    def _others(self) -> list[tuple[str, int]]:
        """What the period is compared with, as far as it is known: its name and its number."""
        others = (
            ("previous", self.counts.previous),
            ("same_last_year", self.counts.same_last_year),
        )
        return [
            (self._called(name), number_of(counts[self.form_id], "total"))
            for name, counts in others
            if self.form_id in counts and name not in self.counts.missing
        ]

    def _comparison(self, before: int, other: str) -> str:
        now = self.number("total")
        if before == 0:
            return self.texts.say("comparison", "from_none", other=other)
        if now == before:
            return self.texts.say("comparison", "same", other=other)
        return self.texts.say(
            "comparison",
            "more" if now > before else "less",
            difference=show_number(abs(now - before)),
            unit=self.unit,
            percent=show_percent(share(abs(now - before), before)),
            other=other,
        )


class _Values(dict[str, str]):
    """Placeholders by name: `compared`, `<number>_share`, a choice question, or a number."""

    def __init__(self, numbers: FormNumbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, key: str) -> str:
        numbers = self._numbers
        if key == "compared":
            return numbers.compared()
        if key == "was":
            return numbers.was()
        if key.endswith("_share"):
            part = numbers.number(key.removesuffix("_share"))
            return show_percent(share(part, numbers.number("people")))
        if numbers.current is not None and key in numbers.current.by_choice:
            return numbers.listed(key)
        return show_number(numbers.number(key))


def choices_that_occurred(counts: PeriodCounts, form_id: str, key: str) -> Iterator[str]:
    """Names of choices that were given in any of the periods shown."""
    seen: set[str] = set()
    periods = (counts.current, counts.previous, counts.same_last_year, counts.cumulative)
    for period in periods:
        if form_id in period:
            for name, count in period[form_id].by_choice.get(key, {}).items():
                if count and name not in seen:
                    seen.add(name)
                    yield name
