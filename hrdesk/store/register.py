"""The province's copy of the authority's register: whom a certificate was issued to.

The authority's key lies apart; this copy is what daily work looks things up in.
"""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Final

from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hrdesk.store.connection import Connections


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One certificate. Times are ISO texts; `revoked_at` "" while it is good."""

    serial: str  # lower-case hex
    key_id: str
    device_id: str
    unit_code: str
    unit_name: str
    person: str
    position: str
    role: str
    issued_at: str
    not_after: str
    revoked_at: str
    reason: str
    pem: str


_COLUMNS: Final = tuple(field.name for field in fields(CertificateLine))


class Register:
    """The register of one store."""

    def __init__(self, connections: Connections) -> None:
        """That of the store that these connections open."""
        self._connections = connections

    def keep(self, lines: Iterable[CertificateLine]) -> None:
        """Keep what the authority says now; a line that it does not name stays."""
        with self._connections.writing() as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO certificate ({', '.join(_COLUMNS)})"
                f" VALUES ({', '.join('?' * len(_COLUMNS))})",
                [astuple(line) for line in lines],
            )

    def lines(self) -> tuple[CertificateLine, ...]:
        """All, by unit, the newest of a unit first."""
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                f"SELECT {', '.join(_COLUMNS)} FROM certificate"
                " ORDER BY unit_code, issued_at DESC, serial"
            )
            return tuple(CertificateLine(*row) for row in rows)
