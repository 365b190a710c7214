"""Numbers of reports: given once a year, never edited; a paper made again takes another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.services.workspace import today_of
from hrdesk.store.papers import PaperNumber

if TYPE_CHECKING:
    from datetime import date, datetime

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace

__all__ = ["CONSOLIDATED", "REPORT", "PaperNumber", "give_number", "numbers", "standing_number"]

REPORT: Final = "report"
CONSOLIDATED: Final = "consolidated"


def give_number(
    ws: Workspace,
    period: Period,
    *,
    now: datetime,
    number: int | None = None,
    issued_on: date | None = None,
    kind: str = REPORT,
) -> PaperNumber:
    """Enter the number that the clerk's office gave, or the next free one, for a period's report.

    A number given before for the same report is superseded, not changed.

    Raises:
        NumberTakenError: the number belongs to another paper of that year.
    """
    from hrdesk.services.paper import office_of

    day = issued_on or today_of(now)
    symbol = office_of(ws).symbol
    given = PaperNumber(
        number=number or ws.store.papers.next_number(day.year, symbol),
        symbol=symbol,
        kind=kind,
        period_id=period.period_id,
        subject=period.title("vi"),
        issued_on=day,
        given_at=now,
        actor=ws.name,
    )
    ws.store.papers.give(given)
    return given


def standing_number(ws: Workspace, period: Period, kind: str = REPORT) -> PaperNumber | None:
    """The number of a period's report; None while it has none."""
    return ws.store.papers.standing(kind, period.period_id)


def numbers(ws: Workspace, year: int | None = None) -> tuple[PaperNumber, ...]:
    """The register, the last one first."""
    return ws.store.papers.numbers(year)
