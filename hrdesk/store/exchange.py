"""What came and waits for a decision, and the log of what people did with bundles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from hrdesk.records.record import UnitKey
from hrdesk.store.stamps import read_time, stored_time
from hrdesk.values import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from hrdesk.store.connection import Connections

_COLUMNS: Final = (
    "file_sha256, kept_as, file_name, held_at, cause, reason, bundle_id, unit_code,"
    " unit_valid_from, period_id, epoch, sequence, set_id, part, parts, outcome, decision,"
    " decided_at, decided_by, decided_why"
)


@dataclass(frozen=True, slots=True)
class HeldBundle:
    """One file that came and waits. `unit` is blank while its sender is not believed."""

    file_sha256: str  # of the file as it came
    kept_as: str  # its name among what was put aside
    file_name: str
    held_at: datetime
    cause: str  # what it waits for, a word of `services.holding`
    reason: str
    bundle_id: str = ""
    unit: UnitKey = field(default_factory=lambda: UnitKey(""))
    period_id: str = ""
    epoch: str = ""
    sequence: int = 0
    set_id: str = ""
    part: int = 0
    parts: int = 0
    outcome: str = ""  # JSON
    decision: str = ""  # "accepted" or "refused" once it is decided
    decided_at: datetime | None = None
    decided_by: str = ""
    decided_why: str = ""


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """One line of the log: who did what to which bundle, and why."""

    at: datetime
    actor: str
    action: str
    subject: str = ""
    period_id: str = ""
    why: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class HeldBundles:
    """The waiting bundles of one store."""

    def __init__(self, connections: Connections) -> None:
        """Those of the store that these connections open."""
        self._connections = connections

    def hold(self, held: HeldBundle) -> None:
        """Keep the line; a file that waits already keeps the time it came, not the reason."""
        with self._connections.writing() as connection:
            connection.execute(
                f"INSERT INTO held_bundle ({_COLUMNS})"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (file_sha256) DO UPDATE SET kept_as = excluded.kept_as,"
                " cause = excluded.cause, reason = excluded.reason,"
                " bundle_id = excluded.bundle_id, unit_code = excluded.unit_code,"
                " unit_valid_from = excluded.unit_valid_from, period_id = excluded.period_id,"
                " epoch = excluded.epoch, sequence = excluded.sequence, set_id = excluded.set_id,"
                " part = excluded.part, parts = excluded.parts, outcome = excluded.outcome"
                " WHERE held_bundle.decision <> 'accepted'",
                _values(held),
            )

    def decide(
        self, file_sha256: str, decision: str, *, actor: str, why: str, at: datetime
    ) -> None:
        """Write down what was decided; what was decided before stays as it was."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE held_bundle SET decision = ?, decided_at = ?, decided_by = ?,"
                " decided_why = ? WHERE file_sha256 = ? AND decision = ''",
                (decision, stored_time(at), actor, why, file_sha256),
            )

    def waiting(self) -> tuple[HeldBundle, ...]:
        """What nobody has decided yet, the oldest first."""
        return self._found("decision = ''", ())

    def refused(self) -> tuple[HeldBundle, ...]:
        """What an officer refused, the oldest first."""
        return self._found("decision = 'refused'", ())

    def of_file(self, file_sha256: str) -> HeldBundle | None:
        """The line of a file."""
        found = self._found("file_sha256 = ?", (file_sha256,))
        return found[0] if found else None

    def of_bundle(self, bundle_id: str) -> tuple[HeldBundle, ...]:
        """The lines of a bundle, decided ones too."""
        return self._found("bundle_id = ?", (bundle_id,))

    def _found(self, where: str, values: tuple[str, ...]) -> tuple[HeldBundle, ...]:
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                f"SELECT {_COLUMNS} FROM held_bundle WHERE {where} ORDER BY held_at, file_sha256",
                values,
            )
            return tuple(_held(row) for row in rows)


class ExchangeLog:
    """The log of one store. Lines are only added."""

    def __init__(self, connections: Connections) -> None:
        """That of the store that these connections open."""
        self._connections = connections

    def add(self, act: LoggedAct) -> None:
        """Write a line."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO exchange_log (at, actor, action, subject, period_id, why, facts)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    stored_time(act.at),
                    act.actor,
                    act.action,
                    act.subject,
                    act.period_id,
                    act.why,
                    json.dumps(dict(act.facts), ensure_ascii=False),
                ),
            )

    def lines(self, action: str = "") -> tuple[LoggedAct, ...]:
        """All lines, or those of one action, the newest first."""
        where, values = ("WHERE action = ?", (action,)) if action else ("", ())
        with self._connections.known_faults():
            rows = self._connections.reading().execute(
                "SELECT at, actor, action, subject, period_id, why, facts FROM exchange_log"
                f" {where} ORDER BY log_id DESC",
                values,
            )
            return tuple(
                LoggedAct(
                    at=read_time(row[0]),
                    actor=row[1],
                    action=row[2],
                    subject=row[3],
                    period_id=row[4],
                    why=row[5],
                    facts=json.loads(row[6]),
                )
                for row in rows
            )


def _values(held: HeldBundle) -> tuple[object, ...]:
    return (
        held.file_sha256,
        held.kept_as,
        held.file_name,
        stored_time(held.held_at),
        held.cause,
        held.reason,
        held.bundle_id,
        held.unit.code,
        held.unit.valid_from,
        held.period_id,
        held.epoch,
        held.sequence,
        held.set_id,
        held.part,
        held.parts,
        held.outcome,
        held.decision,
        stored_time(held.decided_at) if held.decided_at else None,
        held.decided_by,
        held.decided_why,
    )


def _held(row: tuple[Any, ...]) -> HeldBundle:
    return HeldBundle(
        file_sha256=row[0],
        kept_as=row[1],
        file_name=row[2],
        held_at=read_time(row[3]),
        cause=row[4],
        reason=row[5],
        bundle_id=row[6],
        unit=UnitKey(row[7], row[8]),
        period_id=row[9],
        epoch=row[10],
        sequence=row[11],
        set_id=row[12],
        part=row[13],
        parts=row[14],
        outcome=row[15],
        decision=row[16],
        decided_at=read_time(row[17]) if row[17] else None,
        decided_by=row[18],
        decided_why=row[19],
    )
