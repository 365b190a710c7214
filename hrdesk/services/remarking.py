"""What a person writes into a report, kept by period beside the figures it was written from.

The figures of a report are never part of these texts: they are counted anew each time. When a
figure that a text mentions has changed since, the text is marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import label_in, language
from hrdesk.reports.source import Remarks
from hrdesk.services.numbering import REPORT
from hrdesk.store.papers import KeptRemark
from hrdesk.vietnamese.formats import show_number, show_percent
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from hrdesk.indicators.period import Period
    from hrdesk.services.reporting import PeriodFigures
    from hrdesk.services.workspace import Workspace

SECTIONS: Final = ("direction", "results", "shortcomings", "causes", "next_tasks", "proposals")
_FIGURE: Final = re.compile(r"(?<![\w.,/])\d[\d.]*(?:,\d+)?(?:/\d[\d.]*)?%?")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A figure that a text mentions and that has changed: where it stands, what it is now."""

    figure: str
    was: str
    now: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SectionText:
    """One section: its title, what was written, what would stand there otherwise."""

    section: str
    title: str
    text: str
    proposed: str
    kept_at: datetime | None
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def edited(self) -> bool:
        """Whether a person wrote it."""
        return self.kept_at is not None


def remarks(
    ws: Workspace, period: Period, *, kind: str = REPORT, counted: PeriodFigures | None = None
) -> tuple[SectionText, ...]:
    """All sections in the order of the report, each marked where its figures have changed."""
    from hrdesk.reports.narrative import Narrative
    from hrdesk.reports.source import PeriodCounts, ReportInput
    from hrdesk.reports.targets import target_words
    from hrdesk.reports.texts import Texts
    from hrdesk.services.paper import office_of
    from hrdesk.services.reporting import figures

    spoken = ws.setting("report_language", "vi")
    known = counted or figures(ws, period)
    now = figures_shown(ws, known)
    kept = ws.store.papers.remarks(kind, period.period_id)
    texts = Texts(spoken)
    source = ReportInput(
        office=office_of(ws),
        period=period,
        figures=known.targets,
        counts=PeriodCounts(known.counts),
        targets=target_words(ws.kit.plan, spoken),
        language=spoken,
    )
    proposed = Narrative(source, texts).proposed()
    return tuple(
        SectionText(
            section=section,
            title=texts.say("headings", "achieved" if section == "results" else section),
            text=kept[section].text if section in kept else "",
            proposed="\n".join(proposed.get(section, ())),
            kept_at=kept[section].kept_at if section in kept else None,
            disagreements=tuple(_disagreements(kept[section], now)) if section in kept else (),
        )
        for section in SECTIONS
    )


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
    from hrdesk.services.reporting import figures

    shown = figures_shown(ws, figures(ws, period))
    for section, text in written.items():
        if section not in SECTIONS:
            raise KeyError(section)
        clean = "\n".join(line.strip() for line in nfc(text).splitlines() if line.strip())
        remark = KeptRemark(section, clean, shown, now)
        ws.store.papers.keep_remark(kind, period.period_id, remark, actor=ws.name)


def written_remarks(ws: Workspace, period: Period, kind: str = REPORT) -> Remarks:
    """What was written, as the report takes it: one paragraph a line."""
    kept = ws.store.papers.remarks(kind, period.period_id)
    return Remarks(**{name: tuple(one.text.splitlines()) for name, one in kept.items()})


def figures_shown(ws: Workspace, counted: PeriodFigures) -> dict[str, str]:
    """Every figure of a period that a text may mention, as it is written, by what it is called."""
    shown: dict[str, str] = {}
    for kind in ws.kinds():
        counts = counted.counts.get(kind.form_id)
        if counts is None:
            continue
        form = ws.form(kind.form_id)
        title = label_in(dict(kind.titles), language())
        labels = {one.key: label_in(dict(one.labels), language()) for one in form.questions()}
        shown[title] = show_number(counts.total)
        for key, total in counts.sums.items():
            shown[f"{title}: {labels.get(key, key)}"] = show_number(total)
        for key, chosen in counts.by_choice.items():
            for name, count in chosen.items():
                shown[f"{title}: {labels.get(key, key)} ({name})"] = show_number(count)
    for figure in counted.targets:
        parts = f"{show_number(figure.numerator)}/{show_number(figure.denominator)}"
        shown[figure.target_id] = parts
        if figure.ratio is not None:
            shown[f"{figure.target_id} %"] = show_percent(figure.ratio)
    return shown


def _disagreements(kept: KeptRemark, now: Mapping[str, str]) -> Iterator[Disagreement]:
    """Each number of a text that was a figure then and is no figure of the same name now.

    A number that several figures shared disagrees only when none of them has it any longer.
    """
    for match in _FIGURE.finditer(kept.text):
        mentioned = match.group().rstrip(".")
        named = [figure for figure, was in kept.figures.items() if was == mentioned]
        if named and not any(now.get(figure) == mentioned for figure in named):
            end = match.start() + len(mentioned)
            current = now.get(named[0], show_number(0))
            yield Disagreement(named[0], mentioned, current, match.start(), end)
