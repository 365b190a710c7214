"""Settings of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrdesk.store.connection import Connections


class Settings:
    """Named texts that belong to the workspace."""

    def __init__(self, connections: Connections) -> None:
        """Settings of the store that these connections open."""
        self._connections = connections

    def get(self, name: str, default: str | None = None) -> str | None:
        """The setting's text, or `default`."""
        with self._connections.known_faults():
            row = (
                self._connections.reading()
                .execute("SELECT value FROM setting WHERE name = ?", (name,))
                .fetchone()
            )
        return default if row is None else row[0]

    def set(self, name: str, value: str) -> None:
        """Keep a setting."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO setting (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
