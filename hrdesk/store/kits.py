"""The kits put in use, the files of the one in use, and at the province what the next will say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from hrdesk.store.stamps import read_time, stored_time
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from hrdesk.store.connection import Connections

IN_USE: Final = "in_use"
NEXT: Final = "next"


@dataclass(frozen=True, slots=True)
class KeptKit:
    """One kit that was put in use. `changes`: what it changed, in the words that were shown."""

    seq: int
    bundle_id: str
    prev_id: str
    issued_at: datetime
    taken_at: datetime
    file_name: str
    made_here: bool
    changes: tuple[str, ...] = ()


class Kits:
    """The kits of one store."""

    def __init__(self, connections: Connections) -> None:
        """Those of the store that these connections open."""
        self._connections = connections

    def newest(self) -> KeptKit | None:
        """The kit in use."""
        found = self._kept("ORDER BY seq DESC LIMIT 1")
        return found[0] if found else None

    def all(self) -> tuple[KeptKit, ...]:
        """All that were put in use here, newest first."""
        return self._kept("ORDER BY seq DESC")

    def put(self, kit: KeptKit, files: Mapping[str, bytes]) -> None:
        """Keep the line of a kit, and its files instead of those in use. Inside a transaction."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO kit (seq, bundle_id, prev_id, issued_at, taken_at, file_name,"
                " made_here, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    kit.seq,
                    kit.bundle_id,
                    kit.prev_id,
                    stored_time(kit.issued_at),
                    stored_time(kit.taken_at),
                    kit.file_name,
                    int(kit.made_here),
                    json.dumps(kit.changes, ensure_ascii=False),
                ),
            )
            connection.execute("DELETE FROM kit_file WHERE place = ?", (IN_USE,))
            connection.executemany(
                "INSERT INTO kit_file (place, name, content) VALUES (?, ?, ?)",
                [(IN_USE, name, content) for name, content in files.items()],
            )

    def files(self, place: str = IN_USE) -> dict[str, bytes]:
        """The files of a place, by name."""
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                "SELECT name, content FROM kit_file WHERE place = ?", (place,)
            )
            return {name: bytes(content) for name, content in rows}

    def keep_next(self, name: str, content: bytes | None) -> None:
        """What the next kit will say in this file; None: the same as the one in use."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM kit_file WHERE place = ? AND name = ?", (NEXT, name))
            if content is not None:
                connection.execute(
                    "INSERT INTO kit_file (place, name, content) VALUES (?, ?, ?)",
                    (NEXT, name, content),
                )

    def forget_next(self) -> None:
        """The next kit says what the one in use says."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM kit_file WHERE place = ?", (NEXT,))

    def _kept(self, order: str) -> tuple[KeptKit, ...]:
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                "SELECT seq, bundle_id, prev_id, issued_at, taken_at, file_name, made_here, changes"
                f" FROM kit {order}"
            )
            return tuple(
                KeptKit(
                    seq=row[0],
                    bundle_id=row[1],
                    prev_id=row[2],
                    issued_at=read_time(row[3]),
                    taken_at=read_time(row[4]),
                    file_name=row[5],
                    made_here=bool(row[6]),
                    changes=tuple(json.loads(row[7])),
                )
                for row in rows
            )
