"""What became of one file that came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.records.record import UnitKey

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.bundles.facts import BundleFacts
    from hrdesk.services.workspace import Workspace
    from hrdesk.verification.outcome import Outcome
    from hrdesk.verification.verified import VerifiedBundle


@dataclass(frozen=True, slots=True)
class IntakeOutcome:
    """What became of one file. `result`: "accepted", "already", "held" or "refused".

    `reason` is the sentence for a person; a held or refused file lies at `quarantined_at`.
    """

    file_name: str
    result: str
    outcome: Outcome
    unit_code: str = ""
    unit_name: str = ""
    period_id: str = ""
    sequence: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    reason: str = ""
    quarantined_at: Path | None = None
    cause: str = ""  # of a held one: what it waits for
    zero: bool = False  # a report that nothing happened


def told(ws: Workspace, result: str, seen: VerifiedBundle, facts: BundleFacts) -> IntakeOutcome:
    """What became of a believed bundle."""
    key = unit_key(ws, seen, facts)
    unit = ws.units.by_key(key.code, key.valid_from)
    return IntakeOutcome(
        file_name=seen.outcome.file_name,
        result=result,
        outcome=seen.outcome,
        unit_code=key.code,
        unit_name=unit.name if unit else key.code,
        period_id=facts.period_id,
        sequence=facts.stream.seq if facts.stream else 0,
        zero=facts.zero,
    )


def unit_key(ws: Workspace, seen: VerifiedBundle, facts: BundleFacts) -> UnitKey:
    """The unit that sent it, as it was called when the bundle was made."""
    for record in seen.records:
        if record.unit.code == facts.sender.unit:
            return record.unit
    unit = ws.units.get(facts.sender.unit, facts.created_at.date())
    return UnitKey(facts.sender.unit, unit.valid_from if unit else "")
