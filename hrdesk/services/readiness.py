"""Whether a period is ready to be handed over: what is missing, what to answer first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.i18n import tr
from hrdesk.services.checklist import CheckLine, checklist
from hrdesk.services.period_figures import counted_records
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from datetime import date

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a person should know before handing a period over."""

    records: int  # that count; 0 asks for a zero report
    lines: tuple[CheckLine, ...]  # the check list, worst first, what is only told left out
    early: bool  # the period has not ended
    due_on: date
    late_days: int  # after the due date; 0 before it, and when it was due before this office began
    second_signature: bool
    roster: bool  # lists of people travel, since the kit orders it
    roster_reason: str = ""


def readiness(ws: Workspace, period: Period, today: date) -> Readiness:
    """How the period stands on that day."""
    period = ws.kit.dated(period)
    lines = [one for one in checklist(ws, period) if one.severity != "info"]
    early = today <= period.last_on
    if early:
        lines.insert(
            0,
            CheckLine(
                "remark",
                tr(
                    "The period runs until {last}: what is logged after today needs a new "
                    "submission, which takes the place of this one.",
                    last=show_date(period.last_on),
                ),
            ),
        )
    policy = ws.kit.policy
    records = counted_records(ws, period)
    late_days = max(0, (today - period.due_on).days)
    return Readiness(
        records=records,
        lines=tuple(sorted(lines, key=lambda one: one.severity != "fault")),
        early=early,
        due_on=period.due_on,
        late_days=late_days if records or not ws.begun_after(period.due_on) else 0,
        second_signature=policy.second_signature,
        roster=policy.roster,
        roster_reason=policy.roster_reason,
    )
