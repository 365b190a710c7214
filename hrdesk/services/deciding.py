"""What an officer does with bundles that wait: look at them, take them in, refuse them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.errors import HeldUndecidableError, HeldUnknownError, NotProvinceError, ReasonBlankError
from hrdesk.i18n import tr
from hrdesk.services.holding import CAUSES, DECIDABLE
from hrdesk.services.intake.outcome import IntakeOutcome
from hrdesk.services.receiving import intake_desk, review_waiting
from hrdesk.services.wording import outcome_from_json
from hrdesk.store.exchange import LoggedAct

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.services.workspace import Workspace
    from hrdesk.store.exchange import HeldBundle
    from hrdesk.trust.recipient import OpenedRecipients


@dataclass(frozen=True, slots=True)
class Waiting:
    """One bundle that waits. `decidable`: an officer's word is what it waits for."""

    key: str  # what `decide` is told: the bundle's id, or the file's digest while it is not open
    outcome: IntakeOutcome
    held_at: datetime
    waits_for: str
    decidable: bool


def held(ws: Workspace) -> tuple[Waiting, ...]:
    """What waits, the oldest first."""
    return tuple(
        Waiting(
            key=line.bundle_id or line.file_sha256,
            outcome=_outcome(ws, line),
            held_at=line.held_at,
            waits_for=tr(CAUSES[line.cause]) if line.cause in CAUSES else line.cause,
            decidable=line.cause in DECIDABLE,
        )
        for line in ws.store.held.waiting()
    )


def decide(
    ws: Workspace,
    wanted: str,
    decision: str,
    reason: str,
    *,
    now: datetime,
    opened: OpenedRecipients | None = None,
) -> IntakeOutcome | None:
    """Take a waiting bundle in, or refuse it for good; the log keeps who decided and why.

    `wanted` is the id of the bundle or its beginning (8 characters at least), `decision` is
    "accept" or "refuse". Gives what became of an accepted one, None for a refused one.

    Raises:
        NotProvinceError: this is a unit's workspace.
        HeldUnknownError: nothing that waits has that id.
        HeldUndecidableError: it waits for a part, a key, a signature or an enrolment, and nobody's
            word can stand for these.
        ReasonBlankError: no reason was given.
    """
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    if decision not in {"accept", "refuse"}:
        raise ValueError(f"no such decision: {decision}")
    if not reason.strip():
        raise ReasonBlankError
    lines = [
        line
        for line in ws.store.held.waiting()
        if len(wanted) >= 8 and (line.bundle_id or line.file_sha256).startswith(wanted)
    ]
    if not lines:
        raise HeldUnknownError(wanted=wanted)
    line, outcome = lines[0], None
    if decision == "accept":
        if line.cause not in DECIDABLE:
            raise HeldUndecidableError(reason=line.reason)
        desk = intake_desk(ws, now=now, opened=opened, decided=True)
        outcome = desk.take(ws.paths.quarantine / line.kept_as, line.file_name)
        if outcome.result not in {"accepted", "already"}:
            raise HeldUndecidableError(reason=outcome.reason)
    word = "accepted" if decision == "accept" else "refused"
    for one in lines:
        ws.store.held.decide(one.file_sha256, word, actor=ws.name, why=reason.strip(), at=now)
    ws.store.exchange_log.add(
        LoggedAct(
            at=now,
            actor=ws.name,
            action=f"bundle_{word}",
            subject=line.bundle_id or line.file_sha256,
            period_id=line.period_id,
            why=reason.strip(),
            facts={"unit": line.unit.code, "cause": line.cause, "sequence": str(line.sequence)},
        )
    )
    return outcome


def review_held(
    ws: Workspace, *, now: datetime, opened: OpenedRecipients | None = None
) -> tuple[IntakeOutcome, ...]:
    """Take in what waited for an enrolment, or for the keys given; the rest waits on."""
    return tuple(review_waiting(intake_desk(ws, now=now, opened=opened)))


def _outcome(ws: Workspace, line: HeldBundle) -> IntakeOutcome:
    unit = ws.units.by_key(line.unit.code, line.unit.valid_from)
    return IntakeOutcome(
        file_name=line.file_name,
        result="held",
        outcome=outcome_from_json({**json.loads(line.outcome or "{}"), "file": line.file_name}),
        unit_code=line.unit.code,
        unit_name=unit.name if unit else line.unit.code,
        period_id=line.period_id,
        sequence=line.sequence,
        reason=line.reason,
        quarantined_at=ws.paths.quarantine / line.kept_as,
        cause=line.cause,
    )
