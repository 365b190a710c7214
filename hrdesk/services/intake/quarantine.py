"""What is not taken in: kept with the reason beside it, and with a line when it only waits."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.files import copy_durably, make_folder, sha256_of, write_durably
from hrdesk.records.record import UnitKey
from hrdesk.services.intake.files import suffix_of
from hrdesk.services.intake.outcome import IntakeOutcome, told, unit_key
from hrdesk.services.wording import outcome_as_json, outcome_lines
from hrdesk.store.exchange import HeldBundle

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.services.holding import Came
    from hrdesk.services.workspace import Workspace
    from hrdesk.verification.verified import VerifiedBundle


def hold(
    ws: Workspace, cause: str, seen: VerifiedBundle, came: Came, reason: str, *, now: datetime
) -> IntakeOutcome:
    """Put it aside, with a line that says what it waits for."""
    aside = put_aside(ws, "held", seen, came, reason)
    facts = seen.facts if seen.believed else None
    part = facts.part if facts else None
    stream = facts.stream if facts else None
    ws.store.held.hold(
        HeldBundle(
            file_sha256=sha256_of(came.copy),
            kept_as=aside.quarantined_at.name if aside.quarantined_at else "",
            file_name=came.name,
            held_at=now,
            cause=cause,
            reason=reason,
            bundle_id=seen.outcome.bundle_id,
            unit=unit_key(ws, seen, facts) if facts else UnitKey(""),
            period_id=facts.period_id if facts else "",
            epoch=stream.epoch if stream else "",
            sequence=stream.seq if stream else 0,
            set_id=part.set_id if part else "",
            part=part.index if part else 0,
            parts=part.count if part else 0,
            outcome=json.dumps(outcome_as_json(seen.outcome), ensure_ascii=False),
        )
    )
    return replace(aside, cause=cause)


def put_aside(
    ws: Workspace, result: str, seen: VerifiedBundle, came: Came, reason: str
) -> IntakeOutcome:
    """The copy and the reason beside it; the same file again lies where it lay."""
    folder = make_folder(ws.paths.quarantine)
    stem = f"{_safe_stem(seen.outcome.file_name)}_{sha256_of(came.copy)[:12]}"
    target = folder / f"{stem}{suffix_of(came.copy)}"
    copy_durably(came.copy, target)
    lines = "\n".join((*outcome_lines(seen.outcome), reason, ""))
    write_durably(folder / f"{stem}.txt", lines.encode())
    content = {"result": result, "reason": reason, **outcome_as_json(seen.outcome)}
    write_durably(
        folder / f"{stem}.json", json.dumps(content, ensure_ascii=False, indent=2).encode()
    )
    outcome = (
        told(ws, result, seen, seen.facts)
        if seen.facts is not None and seen.believed
        else IntakeOutcome(seen.outcome.file_name, result, seen.outcome)
    )
    return replace(outcome, reason=reason, quarantined_at=target)


def _safe_stem(name: str) -> str:
    """A foreign file name as one that can do no harm here."""
    stem = re.sub(r"[^0-9A-Za-z_-]+", "-", Path(name).stem).strip("-")
    return stem[:80] or "bundle"
