"""PDF papers that this program wrote, by digest, and the same papers when they came back signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hrdesk.store.stamps import read_time, stored_time
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hrdesk.store.connection import Connections


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A PDF as it was written. `kind` is "report" or "consolidated"."""

    sha256: str
    size_bytes: int
    kind: str
    period_id: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper that came back signed. `outcome` is JSON as it was shown."""

    sha256: str
    made: MadePaper
    file_name: str
    verdict: str
    outcome: str
    taken_at: datetime
    actor: str


class SignedPapers:
    """The papers of one store."""

    def __init__(self, connections: Connections) -> None:
        """Those of the store that these connections open."""
        self._connections = connections

    def made(self, paper: MadePaper) -> None:
        """Remember a paper; the same bytes twice are one paper."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO made_paper (sha256, size_bytes, kind, period_id, made_at)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                (
                    paper.sha256,
                    paper.size_bytes,
                    paper.kind,
                    paper.period_id,
                    stored_time(paper.made_at),
                ),
            )

    def up_to(self, size_bytes: int, *, limit: int = 500) -> tuple[MadePaper, ...]:
        """The papers of at most that size, newest first."""
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                "SELECT sha256, size_bytes, kind, period_id, made_at FROM made_paper"
                " WHERE size_bytes <= ? ORDER BY made_at DESC LIMIT ?",
                (size_bytes, limit),
            )
            return tuple(_made(row) for row in rows)

    def take(self, paper: SignedPaper) -> None:
        """Keep a signed paper; the same file again is the same paper."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO signed_paper"
                " (sha256, made_sha256, file_name, verdict, outcome, taken_at, actor)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                (
                    paper.sha256,
                    paper.made.sha256,
                    paper.file_name,
                    paper.verdict,
                    paper.outcome,
                    stored_time(paper.taken_at),
                    paper.actor,
                ),
            )

    def signed(self, period_id: str | None = None) -> tuple[SignedPaper, ...]:
        """The signed papers of a period, or all, the last taken in first."""
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                "SELECT s.sha256, s.file_name, s.verdict, s.outcome, s.taken_at, s.actor,"
                " m.sha256, m.size_bytes, m.kind, m.period_id, m.made_at"
                " FROM signed_paper AS s JOIN made_paper AS m ON m.sha256 = s.made_sha256"
                " WHERE ?1 IS NULL OR m.period_id = ?1 ORDER BY s.taken_at DESC, s.sha256",
                (period_id,),
            )
            return tuple(
                SignedPaper(
                    sha256=row[0],
                    made=_made(row[6:]),
                    file_name=row[1],
                    verdict=row[2],
                    outcome=row[3],
                    taken_at=read_time(row[4]),
                    actor=row[5],
                )
                for row in rows
            )


def _made(row: Sequence[Any]) -> MadePaper:
    return MadePaper(row[0], row[1], row[2], row[3], read_time(row[4]))
