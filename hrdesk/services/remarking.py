"""What a person writes into a report, kept by period beside the figures it was written from.

The figures of a report are never part of these texts: they are counted anew each time. When a
figure that a text mentions has changed since, the text is marked where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import label_in
from hrdesk.reports.source import Remarks
from hrdesk.services.numbering import CONSOLIDATED, REPORT
from hrdesk.services.report_sections import PART, SECTIONS
from hrdesk.store.papers import KeptRemark
from hrdesk.vietnamese.formats import show_number, show_percent
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from hrdesk.indicators.period import Period
    from hrdesk.reports.numbers import FormNumbers
    from hrdesk.reports.source import ReportInput
    from hrdesk.reports.texts import Texts
    from hrdesk.services.period_figures import PeriodFigures
    from hrdesk.services.workspace import Workspace

_FIGURE: Final = re.compile(r"(?<![\w.,/])\d[\d.]*(?:,\d+)?(?:/\d[\d.]*)?%?")
_NEAR: Final = 60  # letters before a figure among which the word for it is looked for


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A figure that a text mentions and that has changed: where it stands, what it is now."""

    figure: str
    was: str
    now: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure a text may mention, by what it is called; `words` is what stands before it."""

    shown: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionText:
    """One section: its title, what was written, what would stand there otherwise.

    `then` are the figures it was written from.
    """

    section: str
    title: str
    text: str
    proposed: str
    kept_at: datetime | None
    then: Mapping[str, str]
    now: Figures

    @property
    def edited(self) -> bool:
        """Whether a person wrote it."""
        return self.kept_at is not None

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where the text no longer says what the figures say."""
        return disagreements(self.text, self.then, self.now) if self.edited else ()


def remarks(
    ws: Workspace, period: Period, *, kind: str = REPORT, counted: PeriodFigures | None = None
) -> tuple[SectionText, ...]:
    """All sections in the order of the report, each marked where its figures have changed."""
    from hrdesk.reports.narrative import Narrative, part_headings
    from hrdesk.reports.texts import Texts

    source = _source(ws, period, kind, counted)
    texts = Texts(source.language)
    now = figures_shown(source, texts)
    kept = ws.store.papers.remarks(kind, period.period_id)
    narrative = Narrative(source, texts)
    proposed = narrative.proposed()
    proposed |= {f"{PART}{key}": lines for key, lines in narrative.proposed_parts().items()}
    titles = {f"{PART}{key}": heading for key, heading in part_headings(texts).items()}
    return tuple(
        SectionText(
            section=section,
            title=titles.get(section)
            or texts.say("headings", "achieved" if section == "results" else section),
            text=kept[section].text if section in kept else "",
            proposed="\n".join(proposed.get(section, ())),
            kept_at=kept[section].kept_at if section in kept else None,
            then=kept[section].figures if section in kept else now.shown,
            now=now,
        )
        for section in SECTIONS
    )


def _source(
    ws: Workspace, period: Period, kind: str, counted: PeriodFigures | None = None
) -> ReportInput:
    """The figures that the report of this kind prints, without what a person wrote."""
    from dataclasses import replace

    from hrdesk.services.consolidating import consolidated_input
    from hrdesk.services.reporting import report_input

    if kind != CONSOLIDATED:
        return report_input(ws, period, counted=counted)
    source, _ = consolidated_input(ws, period, now=None)
    return replace(source, remarks=Remarks())


def keep_remarks(
    ws: Workspace,
    period: Period,
    written: Mapping[str, str],
    *,
    now: datetime,
    kind: str = REPORT,
) -> None:
    """Keep the sections that are given; a blank one is written from the figures again.

    The figures of this moment are kept with them: a text that is kept anew agrees again.

    Raises:
        KeyError: there is no such section.
    """
    from hrdesk.reports.texts import Texts

    if not written:
        return
    source = _source(ws, period, kind)
    shown = figures_shown(source, Texts(source.language)).shown
    for section, text in written.items():
        if section not in SECTIONS:
            raise KeyError(section)
        clean = "\n".join(line.strip() for line in nfc(text).splitlines() if line.strip())
        remark = KeptRemark(section, clean, shown, now)
        ws.store.papers.keep_remark(kind, period.period_id, remark, actor=ws.name)


def figures_shown(source: ReportInput, texts: Texts) -> Figures:
    """Every figure of a report that a text may mention, as the report writes it."""
    from hrdesk.reports.numbers import FormNumbers

    shown: dict[str, str] = {}
    words: dict[str, str] = {}
    for part in texts.results():
        numbers = FormNumbers(
            part.form_id, source.counts, source.forms.get(part.form_id), texts, source.language
        )
        if numbers.current is not None:
            _form_figures(part.heading, numbers, shown, words)
    for figure in source.figures:
        for name, numerator, denominator, ratio in (
            ("", figure.numerator, figure.denominator, figure.ratio),
            (
                f" ({texts.say('targets', 'cumulative')})",
                figure.cumulative_numerator,
                figure.cumulative_denominator,
                figure.cumulative_ratio,
            ),
        ):
            called = f"{figure.target_id}{name}"
            shown[called] = f"{show_number(numerator)}/{show_number(denominator)}"
            shown[f"{called} %"] = show_percent(ratio) if ratio is not None else "-"
            shown[f"{called}: {texts.several('targets', 'columns')[3]}"] = show_number(numerator)
            shown[f"{called}: {texts.several('targets', 'columns')[4]}"] = show_number(denominator)
    cost = sum(one.sums.get("cost", 0) for one in source.counts.current.values())
    shown[texts.say("cost", "heading")] = show_number(cost)
    return Figures(shown, words)


def _form_figures(
    title: str, numbers: FormNumbers, shown: dict[str, str], words: dict[str, str]
) -> None:
    """Number of records, sums, shares of people, choices, and the differences to other periods."""
    from hrdesk.reports.numbers import choice_labels, share

    counts, form, language = numbers.current, numbers.form, numbers.language
    if counts is None:
        return
    labels = (
        {one.key: label_in(dict(one.labels), language) for one in form.questions()} if form else {}
    )
    shown[title] = show_number(counts.total)
    people = counts.sums.get("people", 0)
    for key, total in counts.sums.items():
        called = f"{title}: {labels.get(key, key)}"
        shown[called] = show_number(total)
        words[called] = labels.get(key, key)
        part = share(total, people)
        if key != "people" and part is not None:
            shown[f"{called} %"] = show_percent(part)
    for key, chosen in counts.by_choice.items():
        names = choice_labels(form, key, language)
        for name in names | dict.fromkeys(chosen, ""):
            called = f"{title}: {labels.get(key, key)}, {names.get(name) or name}"
            shown[called] = show_number(chosen.get(name, 0))
            words[called] = names.get(name) or name
    for other, before in (
        ("previous", numbers.counts.previous),
        ("same_last_year", numbers.counts.same_last_year),
    ):
        if other in numbers.counts.missing:
            continue
        past = before[numbers.form_id].total if numbers.form_id in before else 0
        called = f"{title}, {numbers.texts.say('comparison', other)}"
        shown[called] = show_number(abs(counts.total - past))
        ratio = share(abs(counts.total - past), past)
        shown[f"{called} %"] = show_percent(ratio) if ratio is not None else "-"


def disagreements(text: str, then: Mapping[str, str], now: Figures) -> tuple[Disagreement, ...]:
    """Each number of a text that was a figure then and is no figure of the same name now.

    Where several figures had the value, the one whose word stands just before the number is
    meant; when no word does, the number disagrees only when none of them has it any longer.
    """
    return tuple(_disagreements(text, then, now))


def _disagreements(text: str, then: Mapping[str, str], now: Figures) -> Iterator[Disagreement]:
    for match in _FIGURE.finditer(text):
        mentioned = match.group().rstrip(".")
        named = [name for name, was in then.items() if was == mentioned and name in now.shown]
        before = text[max(0, match.start() - _NEAR) : match.start()]
        named = _meant(named, before.casefold(), now.words)
        if named and not any(now.shown[name] == mentioned for name in named):
            end = match.start() + len(mentioned)
            yield Disagreement(named[0], mentioned, now.shown[named[0]], match.start(), end)


def _meant(named: list[str], before: str, words: Mapping[str, str]) -> list[str]:
    """The figures whose word ends nearest to the number; all of them when none has one there."""
    places = {
        name: before.rfind(words[name].casefold()) + len(words[name])
        for name in named
        if words.get(name) and words[name].casefold() in before
    }
    if not places:
        return named
    nearest = max(places.values())
    return [name for name, place in places.items() if place == nearest]
