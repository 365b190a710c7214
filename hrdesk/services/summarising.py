"""The leader's one-page summary of a period."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import label_in
from hrdesk.indicators.period import PLAN_START, PeriodKind, period_of
from hrdesk.services.workspace import today_of
from hrdesk.store.records import COUNTED, RecordQuery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from hrdesk.indicators.indicator import Counts
    from hrdesk.indicators.period import Period
    from hrdesk.reports.content import Chart, ReportContent
    from hrdesk.reports.summary import SummaryInput
    from hrdesk.services.period_figures import PeriodFigures
    from hrdesk.services.workspace import Workspace

_MONTHS: Final = 6


def summary(ws: Workspace, period: Period, *, now: datetime) -> ReportContent:
    """The page as data; write it with `printing.write_paper`."""
    from hrdesk.reports.summary import summary_content

    return summary_content(_source(ws, period, now, None))


def charts(
    ws: Workspace, period: Period, *, now: datetime, counted: PeriodFigures | None = None
) -> tuple[Chart, ...]:
    """The charts of a period for the screen, the same as on the page."""
    from hrdesk.reports.summary import summary_charts

    return summary_charts(_source(ws, period, now, counted))


def _source(
    ws: Workspace, period: Period, now: datetime, counted: PeriodFigures | None
) -> SummaryInput:
    from hrdesk.reports.summary import SummaryInput
    from hrdesk.reports.targets import target_words
    from hrdesk.services.paper import office_of
    from hrdesk.services.period_figures import figures

    period = ws.kit.dated(period)
    known = counted or figures(ws, period)
    spoken = ws.setting("report_language", "vi")
    kinds = [
        (label_in(dict(kind.titles), spoken), one.total)
        for kind in ws.kinds()
        if kind.group == "log" and (one := known.counts.get(kind.form_id)) is not None
    ]
    return SummaryInput(
        office=office_of(ws),
        period=period,
        figures=known.targets,
        targets=target_words(ws.kit.plan, spoken),
        plan=ws.kit.plan,
        months=_months(ws, period, spoken),
        kinds=kinds,
        languages=_languages(ws, known.counts, spoken),
        issued_on=today_of(now),
        language=spoken,
    )


def _months(ws: Workspace, period: Period, spoken: str) -> list[tuple[str, int]]:
    """Counted records of the last months up to the end of the period."""
    month = period_of(period.last_on, PeriodKind.MONTH, ws.kit.calendar)
    months = [month]
    while len(months) < _MONTHS and months[0].first_on > PLAN_START:
        months.insert(0, months[0].previous())
    return [
        (
            one.title(spoken)[:1].upper() + one.title(spoken)[1:],
            ws.store.count(
                RecordQuery(
                    event_from=one.first_on, event_to=one.last_on, statuses=COUNTED, own=True
                )
            ),
        )
        for one in months
    ]


def _languages(ws: Workspace, counts: Mapping[str, Counts], spoken: str) -> list[tuple[str, int]]:
    """How many activities and products spoke which language, most first."""
    found: Counter[str] = Counter()
    names: dict[str, str] = {}
    for form_id, one in counts.items():
        chosen = one.by_choice.get("languages", {})
        if not chosen:
            continue
        found.update(chosen)
        form = ws.form(form_id)
        question = form.question("languages")
        for choice in form.choices(question):
            names.setdefault(choice.name, label_in(dict(choice.labels), spoken))
    return [(names.get(name, name), count) for name, count in found.most_common()]
