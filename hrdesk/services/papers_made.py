"""The last papers and what each was made from: shown again, found again, told by command.

What a paper was made from is kept in words and by digest, never whose names stand on it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.files import sha256_of

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.indicators.period import Period
    from hrdesk.reports.content import ReportContent
    from hrdesk.services.workspace import Workspace

_SETTING: Final = "papers_made"
_KEPT: Final = 50


@dataclass(frozen=True, slots=True)
class PaperMade:
    """One paper. `source` names what it was made from: a period, a kind of record, a record's id.

    `kind` is the word of the command line ("report", "list", "certificates", …); `version` is 0
    for what is not submitted, `digest` the report's data digest, `sha256` that of the file.
    """

    kind: str
    title: str
    source: str
    number: str
    version: int
    digest: str
    sha256: str
    made_at: str
    made_by: str
    path: str
    filter: str = ""

    @property
    def is_there(self) -> bool:
        """Whether the file still is where it was saved, as it was."""
        place = Path(self.path)
        return place.is_file() and sha256_of(place) == self.sha256


def note(  # noqa: PLR0913 - each is named where it is called
    ws: Workspace,
    path: Path,
    kind: str,
    source: str,
    *,
    now: datetime,
    content: ReportContent | None = None,
    chosen: str = "",
) -> None:
    """Put a paper that was saved at the top of the list; the oldest leave it."""
    from hrdesk.reports.elements import numbered

    proof = content.proof if content else None
    made = PaperMade(
        kind=kind,
        title=content.document_title if content and kind != "record" else "",
        source=source,
        number=numbered(content.number, content.symbol) if content and content.number else "",
        version=proof.version if proof else 0,
        digest=proof.digest if proof else "",
        sha256=sha256_of(path),
        made_at=now.isoformat(timespec="seconds"),
        made_by=ws.name,
        path=str(path.resolve()),
        filter=chosen,
    )
    known = [one for one in papers_made(ws) if one.path != made.path]
    kept = [asdict(one) for one in (made, *known)][:_KEPT]
    ws.set_setting(_SETTING, json.dumps(kept, ensure_ascii=False))


def papers_made(ws: Workspace) -> tuple[PaperMade, ...]:
    """The last papers, newest first."""
    said = ws.setting(_SETTING)
    return tuple(PaperMade(**one) for one in json.loads(said)) if said else ()


def note_report(ws: Workspace, period: Period, path: Path, *, now: datetime) -> None:
    """Put a report that was saved at the top of the list."""
    from hrdesk.services.reporting import report_content

    content = report_content(ws, period, now=now)
    note(ws, path, "report", period.period_id, now=now, content=content)
