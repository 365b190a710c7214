"""The sections of a report that a person writes, as the report takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.reports.source import Remarks
from hrdesk.services.numbering import REPORT

if TYPE_CHECKING:
    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace

PART: Final = "part:"
SECTIONS: Final = (
    "direction",
    f"{PART}activity",
    f"{PART}training",
    f"{PART}product",
    f"{PART}press_information",
    f"{PART}false_news",
    f"{PART}shares",
    f"{PART}cost",
    "results",
    "shortcomings",
    "causes",
    "next_tasks",
    "proposals",
)


def written_remarks(ws: Workspace, period: Period, kind: str = REPORT) -> Remarks:
    """What was written, as the report takes it: one paragraph a line."""
    kept = ws.store.papers.remarks(kind, period.period_id)
    lines = {name: tuple(one.text.splitlines()) for name, one in kept.items()}
    parts = {name.removeprefix(PART): said for name, said in lines.items() if name.startswith(PART)}
    others = {name: said for name, said in lines.items() if not name.startswith(PART)}
    return Remarks(**others, parts=parts)
