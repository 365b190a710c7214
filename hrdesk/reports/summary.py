"""The leader's page: a period on one sheet, as charts with their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import tr_in
from hrdesk.reports.content import (
    Chart,
    ChartRow,
    Letterhead,
    Paragraph,
    ReportContent,
    Signature,
)
from hrdesk.vietnamese.formats import show_date, show_number, show_percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hrdesk.indicators.indicator import TargetFigure
    from hrdesk.indicators.period import Period
    from hrdesk.indicators.plan import Plan
    from hrdesk.reports.content import Block
    from hrdesk.reports.source import Office, TargetWords

_MOST_ROWS: Final = 6


@dataclass(frozen=True, slots=True)
class SummaryInput:
    """What the page is made from; `months`, `kinds` and `languages` are names with counts."""

    office: Office
    period: Period
    figures: tuple[TargetFigure, ...]
    targets: tuple[TargetWords, ...]
    plan: Plan
    months: Sequence[tuple[str, int]]
    kinds: Sequence[tuple[str, int]]
    languages: Sequence[tuple[str, int]]
    issued_on: date | None = None
    language: str = "vi"


def summary_content(source: SummaryInput) -> ReportContent:
    """One page: a sentence, then targets, months, kinds and languages."""
    spoken = source.language
    total = sum(count for _, count in source.kinds)
    period = source.period
    sentence = tr_in(
        spoken,
        "From {first} to {last}: {total} records; {met} of {targets} targets met.",
        first=show_date(period.first_on),
        last=show_date(period.last_on),
        total=show_number(total),
        met=sum(one.achieved in ("met", "exceeded") for one in source.figures),
        targets=len(source.figures),
    )
    body: list[Block] = [Paragraph(sentence), *summary_charts(source)]
    office = source.office
    return ReportContent(
        letterhead=Letterhead(office.parent_agency, office.agency, office.name_in_text),
        number="",
        symbol="",
        place=office.place,
        issued_on=source.issued_on,
        title=tr_in(spoken, "Summary"),
        subject=tr_in(
            spoken, "Communication on human rights, {period}", period=period.title(spoken)
        ),
        recipients=(),
        body=tuple(body),
        signature=Signature(()),
        copies=(),
        language=spoken,
        author=office.author,
    )


def summary_charts(source: SummaryInput) -> tuple[Chart, ...]:
    """The charts of the page, for paper and screen."""
    spoken = source.language
    heads = (
        tr_in(spoken, "Content"),
        tr_in(spoken, "Figure"),
        tr_in(spoken, "Required"),
    )
    charts = [_targets(source, heads)]
    months = tr_in(spoken, "Records by month")
    charts.append(_bars(months, heads, source.months, last_counts=True))
    kinds = tr_in(spoken, "Records by kind")
    charts.append(_bars(kinds, heads, source.kinds))
    if source.languages:
        others = tr_in(spoken, "Other languages")
        names = _fewer(source.languages, others)
        languages = tr_in(spoken, "Activities and products by language")
        charts.append(_bars(languages, heads, names))
    return tuple(charts)


def _targets(source: SummaryInput, heads: tuple[str, str, str]) -> Chart:
    words = {one.target_id: one for one in source.targets}
    rows = []
    for figure in source.figures:
        target = source.plan.target(figure.target_id)
        ratio = figure.ratio
        names: Mapping[str, str] = dict(target.short_names)
        shown = tr_in(source.language, "None occurred")
        if ratio is not None:
            share = show_percent(ratio)
            shown = f"{share} ({show_number(figure.numerator)}/{show_number(figure.denominator)})"
        said = words[figure.target_id]
        rows.append(
            ChartRow(
                names.get(source.language) or said.name,
                float(ratio or 0),
                shown,
                asked=tr_in(source.language, "Required: {share}", share=said.requirement),
                marks=tuple(
                    float(one) for one in (target.threshold, target.upper) if one is not None
                ),
            )
        )
    return Chart(tr_in(source.language, "The targets of the plan"), heads, tuple(rows))


def _bars(
    title: str,
    heads: tuple[str, str, str],
    counted: Sequence[tuple[str, int]],
    *,
    last_counts: bool = False,
) -> Chart:
    most = max((count for _, count in counted), default=0) or 1
    return Chart(
        title,
        heads,
        tuple(
            ChartRow(
                name,
                count / most,
                show_number(count),
                earlier=last_counts and place < len(counted) - 1,
            )
            for place, (name, count) in enumerate(counted)
        ),
    )


def _fewer(counted: Sequence[tuple[str, int]], others: str) -> list[tuple[str, int]]:
    if len(counted) <= _MOST_ROWS:
        return list(counted)
    kept = list(counted[: _MOST_ROWS - 1])
    return [*kept, (others, sum(count for _, count in counted[_MOST_ROWS - 1 :]))]
