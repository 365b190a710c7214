"""The tables that all kinds of record share, as numbered steps from an empty file.

Each step runs in a transaction with the row that says it ran (`sqlite_utils.Migrations`);
`user_version` says cheaply at every start that nothing is to do. Steps are never edited.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlite_utils import Database, Migrations

SCHEMA_VERSION: Final = 12  # how many steps there are in `hrdesk.store.steps`


def migrations() -> Migrations:
    """All steps, in their order."""
    from sqlite_utils import Migrations  # noqa: PLC0415 - off the start-up path

    from hrdesk.store import steps  # noqa: PLC0415 - off the start-up path

    known = Migrations("hrdesk")
    for name, statements in steps.STEPS:
        known(name=name)(_step(statements))
    return known


def _step(statements: Iterable[str]) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        for statement in statements:
            database.conn.execute(statement)

    return run


def migrate(connection: sqlite3.Connection, application_id: int) -> None:
    """Bring the file to `SCHEMA_VERSION`; what a step began and could not finish is undone."""
    from sqlite_utils import Database  # noqa: PLC0415 - off the start-up path

    connection.execute(f"PRAGMA application_id={application_id}")
    migrations().apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
