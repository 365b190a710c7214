"""The body of a report in sentences: parts I to V, written from the figures.

What a person wrote in `Remarks` takes the place of what would be written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.reports.content import Heading, ListItem, Paragraph
from hrdesk.reports.numbers import FormNumbers, number_of, share
from hrdesk.vietnamese.formats import show_date, show_number, show_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hrdesk.indicators.indicator import TargetFigure
    from hrdesk.reports.content import Block
    from hrdesk.reports.source import ReportInput, UnitLine
    from hrdesk.reports.texts import ResultTexts, Sentence, Texts

_NAMED: Final = 12  # units that are missing; of more the appendix tells which
_ORDER_OF_OUTCOMES = ("met", "exceeded", "not_met", "no_occurrence")


class Narrative:
    """Writes the parts of one report."""

    def __init__(self, source: ReportInput, texts: Texts, units: Sequence[UnitLine] = ()) -> None:
        self._source = source
        self._texts = texts
        self._units = units
        self._words = {words.target_id: words for words in source.targets}

    # --- frame ------------------------------------------------------------------------------

    def frame(self) -> dict[str, str]:
        """The placeholders of opening, closing and titles."""
        period = self._source.period
        return {
            "period": period.title(self._source.language),
            "office": self._source.office.name_in_text,
            "first_on": show_date(period.first_on),
            "last_on": show_date(period.last_on),
        }

    def is_zero(self) -> bool:
        """Whether no record of any kind lies in the period; registers do not count."""
        current = self._source.counts.current
        kinds = [part.form_id for part in self._texts.results()]
        return all(number_of(current.get(form_id), "total") == 0 for form_id in kinds)

    def zero_body(self) -> list[Block]:
        """`Không phát sinh`: what was asked, that nothing occurred, where the totals stand."""
        written = self._source.remarks
        return [
            Paragraph(self._texts.say("zero", "opening", **self.frame())),
            Paragraph(self._texts.say("zero", "statement")),
            *map(Paragraph, written.direction),
            *(block for lines in written.parts.values() for block in _written(lines)),
            *map(Paragraph, written.results),
            *map(Paragraph, (*written.shortcomings, *written.causes)),
            Paragraph(self._texts.say("zero", "cumulative")),
            *map(Paragraph, written.next_tasks),
            *_listed(written.proposals),
            self._closing(),
        ]

    def body(self) -> list[Block]:
        """Parts I to V."""
        return [
            Paragraph(self._texts.say("report", "opening", **self.frame())),
            self._part("I.", "direction"),
            *self._direction(),
            self._part("II.", "results"),
            *self._results(),
            self._part("III.", "assessment"),
            *self._assessment(),
            self._part("IV.", "next_tasks"),
            *self._next_tasks(),
            self._part("V.", "proposals"),
            *self._proposals(),
            self._closing(),
        ]

    def _part(self, number: str, key: str) -> Heading:
        return Heading(1, number, self._texts.say("headings", key))

    def _closing(self) -> Paragraph:
        closing = self._texts.say("report", "closing", **self.frame()).rstrip(".")
        return Paragraph(f"{closing}./.")

    # --- I. direction -----------------------------------------------------------------------

    def _direction(self) -> list[Block]:
        written = self._source.remarks.direction
        blocks: list[Block] = [
            Paragraph(text) for text in written or (self._texts.say("direction", "default"),)
        ]
        if self._units:
            blocks.append(Paragraph(self._received()))
        return blocks

    def _received(self) -> str:
        asked = [unit for unit in self._units if not unit.own]
        missing = [unit.unit_name for unit in asked if unit.figures is None]
        zero = sum(unit.zero_report for unit in asked)
        said = [
            self._texts.say(
                "direction",
                "reported",
                received=show_number(len(asked) - len(missing)),
                expected=show_number(len(asked)),
            )
        ]
        if zero:
            said.append(self._texts.say("direction", "zero_reports", zero=show_number(zero)))
        if missing:
            key = "missing" if len(missing) <= _NAMED else "missing_many"
            count, names = show_number(len(missing)), ", ".join(missing)
            said.append(self._texts.say("direction", key, missing=count, names=names))
        else:
            said.append(self._texts.say("direction", "complete"))
        return " ".join(said)

    # --- II. results ------------------------------------------------------------------------

    def _results(self) -> list[Block]:
        written = self._source.remarks.parts
        blocks: list[Block] = []
        for number, (key, heading) in enumerate(part_headings(self._texts).items(), start=1):
            blocks.append(Heading(2, f"{number}.", heading))
            blocks.extend(_written(written[key]) if written.get(key) else self._counted(key))
        return blocks

    def _counted(self, key: str) -> list[Block]:
        """A part of the results as the figures say it."""
        if key == "shares":
            return self._shares()
        if key == "cost":
            return self._cost()
        return next(self._result(one) for one in self._texts.results() if one.form_id == key)

    def _result(self, part: ResultTexts) -> list[Block]:
        source = self._source
        numbers = FormNumbers(
            part.form_id,
            source.counts,
            source.forms.get(part.form_id),
            self._texts,
            source.language,
            part.unit,
        )
        values = numbers.values()
        if numbers.number("total") == 0:
            return [Paragraph(part.zero.format_map(values))]
        said = [
            (sentence.is_item, _in_number(sentence, numbers).format_map(values))
            for sentence in part.sentences
            if all(numbers.number(key) for key in sentence.needs)
        ]
        running = " ".join(text for is_item, text in said if not is_item)
        items = [text for is_item, text in said if is_item]
        return [*([Paragraph(running)] if running else []), *_listed(items)]

    def _shares(self) -> list[Block]:
        wanted = self._texts.say("shares", "target_id")
        figure = next((one for one in self._source.figures if one.target_id == wanted), None)
        if figure is None or figure.denominator == 0:
            return [Paragraph(self._texts.say("shares", "zero"))]
        return [Paragraph(self._texts.say("shares", "text", **figure_values(figure, self._texts)))]

    def _cost(self) -> list[Block]:
        cost = sum(number_of(one, "cost") for one in self._source.counts.current.values())
        if cost == 0:
            return [Paragraph(self._texts.say("cost", "zero"))]
        return [Paragraph(self._texts.say("cost", "text", cost=show_number(cost)))]

    # --- III. assessment --------------------------------------------------------------------

    def _assessment(self) -> list[Block]:
        remarks = self._source.remarks
        blocks: list[Block] = [
            Heading(2, "1.", self._texts.say("headings", "achieved")),
            Paragraph(self._outcomes()),
            *map(Paragraph, remarks.results),
            Heading(2, "2.", self._texts.say("headings", "shortcomings")),
        ]
        shortcomings = [*self._shortcomings(), *remarks.shortcomings]
        if shortcomings:
            blocks.extend(_listed(shortcomings))
        else:
            blocks.append(Paragraph(self._texts.say("assessment", "none")))
        if remarks.causes:
            blocks.append(Heading(2, "3.", self._texts.say("headings", "causes")))
            blocks.extend(map(Paragraph, remarks.causes))
        return blocks

    def _outcomes(self) -> str:
        said = []
        for outcome in _ORDER_OF_OUTCOMES:
            targets = [one.target_id for one in self._source.figures if one.achieved == outcome]
            if targets:
                said.append(
                    self._texts.say(
                        "assessment", outcome, count=len(targets), targets=", ".join(targets)
                    )
                )
        return self._texts.say(
            "assessment",
            "summary",
            count=len(self._source.figures),
            outcomes="; ".join(said),
        )

    def _not_met(self) -> list[TargetFigure]:
        return [one for one in self._source.figures if one.achieved == "not_met"]

    def _shortcomings(self) -> list[str]:
        said = []
        for figure in self._not_met():
            words = self._words[figure.target_id]
            said.append(
                self._texts.say(
                    "assessment",
                    "shortcoming",
                    target=figure.target_id,
                    name=words.name,
                    requirement=words.requirement,
                    missing=show_number(figure.missing),
                    **figure_values(figure, self._texts),
                )
            )
        return said

    # --- IV and V ---------------------------------------------------------------------------

    def _next_tasks(self) -> list[Block]:
        written = self._source.remarks.next_tasks
        if written:
            return [Paragraph(text) for text in written]
        return _listed(self._tasks())

    def proposed(self) -> dict[str, tuple[str, ...]]:
        """What stands in the sections that a person may write, as long as nobody did."""
        return {
            "direction": (self._texts.say("direction", "default"),),
            "next_tasks": tuple(self._tasks()),
            "proposals": (self._texts.say("proposals", "none"),),
        }

    def proposed_parts(self) -> dict[str, tuple[str, ...]]:
        """The parts of the results as the figures say them, a line each; items begin with a dash."""
        return {
            key: tuple(
                f"- {block.text}" if isinstance(block, ListItem) else block.text
                for block in self._counted(key)
                if isinstance(block, ListItem | Paragraph)
            )
            for key in part_headings(self._texts)
        }

    def _tasks(self) -> list[str]:
        tasks = list(self._texts.several("next_tasks", "always"))
        if not_met := self._not_met():
            names = ", ".join(figure.target_id for figure in not_met)
            tasks.append(self._texts.say("next_tasks", "not_met", targets=names))
        following = self._source.period.following()
        years = {following.first_on.year, following.last_on.year}
        human_rights_days = (
            following.first_on.replace(year=year, month=12, day=10) for year in years
        )
        if any(following.contains(day) for day in human_rights_days):
            tasks.append(self._texts.say("next_tasks", "human_rights_day"))
        tasks.append(self._texts.say("next_tasks", "last"))
        return tasks

    def _proposals(self) -> list[Block]:
        written = self._source.remarks.proposals
        return [Paragraph(text) for text in written or (self._texts.say("proposals", "none"),)]


def figure_values(figure: TargetFigure, texts: Texts) -> dict[str, str]:
    """The placeholders that a target's figure fills; nothing out of nothing is no percentage."""

    def percent(part: int, whole: int) -> str:
        ratio = share(part, whole)
        return texts.say("words", "no_occurrence") if ratio is None else show_percent(ratio)

    return {
        "numerator": show_number(figure.numerator),
        "denominator": show_number(figure.denominator),
        "percent": percent(figure.numerator, figure.denominator),
        "cumulative_numerator": show_number(figure.cumulative_numerator),
        "cumulative_denominator": show_number(figure.cumulative_denominator),
        "cumulative_percent": percent(figure.cumulative_numerator, figure.cumulative_denominator),
    }


def part_headings(texts: Texts) -> dict[str, str]:
    """The parts of the results in order: key and heading."""
    headings = {part.form_id: part.heading for part in texts.results()}
    return headings | {key: texts.say(key, "heading") for key in ("shares", "cost")}


def _in_number(sentence: Sentence, numbers: FormNumbers) -> str:
    """The sentence as it is said of one record, or of several."""
    return sentence.one if sentence.one and numbers.number("total") == 1 else sentence.text


def _written(lines: Iterable[str]) -> list[Block]:
    """Lines of a person: a dash makes an item."""
    return [
        ListItem(line[1:].lstrip()) if line.startswith("-") else Paragraph(line) for line in lines
    ]


def _listed(items: Iterable[str]) -> list[Block]:
    """Items under dashes: a semicolon after each, a full stop after the last."""
    texts = [text.rstrip(" .;") for text in items]
    return [
        ListItem(f"{text}{'.' if index == len(texts) - 1 else ';'}")
        for index, text in enumerate(texts)
    ]
