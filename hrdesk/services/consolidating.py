"""The province's figures and its report, from what was taken in and its own records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hrdesk.consolidation.consolidate import Claim, Consolidated, Received, consolidate
from hrdesk.errors import NotProvinceError
from hrdesk.indicators.period import Period, plan_to_date
from hrdesk.services.period_figures import unknown_periods
from hrdesk.services.progress import SILENT, Progress, page_watch
from hrdesk.services.workspace import today_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from hrdesk.reports.content import ReportContent
    from hrdesk.reports.source import ReportInput, UnitLine
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import IntakeRecord
    from hrdesk.units import Unit

__all__ = ["Consolidated", "consolidated", "consolidated_report", "write_consolidated"]


def consolidated(ws: Workspace, period: Period) -> Consolidated:
    """The province's figures: sums of numerators and denominators, by unit, and who is missing.

    Raises:
        NotProvinceError: this is a unit's workspace.
    """
    from hrdesk.indicators.indicator import compute_by_unit, counts

    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    plan, period = ws.kit.plan, ws.kit.dated(period)
    with ws.store.snapshot():
        taken_in = standing_intakes(ws, period)
        sent = frozenset(one.unit.code for one in taken_in)
        names = {
            one.unit.code: unit.name
            for one in taken_in
            if (unit := ws.units.by_key(one.unit.code, one.unit.valid_from)) is not None
        }
        names[ws.unit_key.code] = ws.unit.name
        return consolidate(
            plan,
            period,
            compute_by_unit(plan, ws.store, period),
            counts(plan, ws.store, period),
            Received(
                expected=_reporting_units(ws, period, sent),
                sent=sent,
                claims=[claim for one in taken_in for claim in _claims(one)],
                names=names,
                own_code=ws.unit_key.code,
            ),
        )


def _reporting_units(ws: Workspace, period: Period, sent: frozenset[str]) -> tuple[Unit, ...]:
    """Who reports to the province: districts to 30/6/2025, communes after.

    A former commune that sent for itself is counted beside the districts.
    """
    communes = ws.units.alive(period.last_on, "commune")
    districts = ws.units.alive(period.last_on, "district")
    if not districts:
        return communes
    return (*districts, *(one for one in communes if one.code in sent))


def standing_intakes(ws: Workspace, period: Period) -> tuple[IntakeRecord, ...]:
    """What was taken in for a period and was not replaced by a newer submission."""
    return tuple(
        one
        for one in ws.store.journal.intakes(period.period_id)
        if one.result == "accepted" and one.superseded_by is None
    )


def _claims(intake: IntakeRecord) -> Iterator[Claim]:
    for line in json.loads(intake.facts.get("figures", "[]")):
        yield Claim(
            intake.unit.code, line["target_id"], int(line["numerator"]), int(line["denominator"])
        )


def consolidated_report(ws: Workspace, period: Period, *, now: datetime) -> ReportContent:
    """The consolidated report as data."""
    from hrdesk.reports.periodic import consolidated_content

    return consolidated_content(*consolidated_input(ws, period, now=now))


def consolidated_input(
    ws: Workspace, period: Period, *, now: datetime | None
) -> tuple[ReportInput, list[UnitLine]]:
    """What the consolidated report is made from: the totals, and a line for each unit.

    Without `now` it bears no day before it has a number.
    """
    from hrdesk.indicators.indicator import counts
    from hrdesk.reports.source import PeriodCounts, ReportInput, UnitLine
    from hrdesk.reports.targets import target_words
    from hrdesk.services.numbering import CONSOLIDATED, standing_number
    from hrdesk.services.paper import numbered_office, product_lines
    from hrdesk.services.report_sections import written_remarks

    given = standing_number(ws, period, CONSOLIDATED)
    made = consolidated(ws, period)
    plan, period = ws.kit.plan, ws.kit.dated(period)
    spoken = ws.setting("report_language", "vi")
    with ws.store.snapshot():
        source = ReportInput(
            office=numbered_office(ws, given),
            period=period,
            figures=tuple(target.total for target in made.targets),
            counts=PeriodCounts(
                current=made.counts,
                previous=counts(plan, ws.store, period.previous()),
                same_last_year=counts(plan, ws.store, period.same_last_year()),
                cumulative=counts(plan, ws.store, period, bounds=plan_to_date(period)),
                missing=unknown_periods(ws, period, own=False),
            ),
            targets=target_words(plan, spoken),
            products=tuple(product_lines(ws, period, spoken, own=False)),
            forms={kind.form_id: ws.form(kind.form_id) for kind in ws.kinds()},
            remarks=written_remarks(ws, period, CONSOLIDATED),
            issued_on=given.issued_on if given else (today_of(now) if now else None),
            language=spoken,
        )
        zero = {one.unit.code for one in standing_intakes(ws, period) if not _dated_records(one)}
    lines = [
        UnitLine(
            unit.name,
            made.figures_of(unit.code) if unit in made.received else None,
            zero_report=unit.code in zero,
        )
        for unit in made.expected
    ]
    lines.insert(0, UnitLine(ws.unit.name, made.figures_of(ws.unit_key.code), own=True))
    return source, lines


def _dated_records(intake: IntakeRecord) -> int:
    """How many records beside the registers a submission brought."""
    return sum(count for form_id, count in intake.counts.items() if form_id != "agency")


def write_consolidated(
    ws: Workspace,
    period: Period,
    path: Path,
    *,
    now: datetime,
    progress: Progress = SILENT,
    archive: bool = False,
) -> int | None:
    """Write the consolidated report as .pdf, .docx or .xlsx; see `reporting.write_report`."""
    from hrdesk.reports.writing import write_content
    from hrdesk.services.signed_papers import note_paper

    content = consolidated_report(ws, period, now=now)
    pages = write_content(content, path, page_watch(progress), archive=archive)
    if path.suffix.lower() == ".pdf":
        note_paper(ws, path, "consolidated", period.period_id, now=now)
    return pages
