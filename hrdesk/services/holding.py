"""What waits at the province and for what; parts of one submission; lists of people kept apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.files import copy_durably, make_folder
from hrdesk.i18n import N_
from hrdesk.verification.outcome import Aspect, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from hrdesk.bundles.facts import BundleFacts
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import IntakeRecord
    from hrdesk.verification.verified import VerifiedAttachment, VerifiedBundle

LOCKED: Final = "locked"  # for the province's key to be opened
UNENROLLED: Final = "unenrolled"  # for the desk to be enrolled
PARTS: Final = "parts"  # for the other parts
SECOND: Final = "second"  # for the leader's signature
REMARKS: Final = "remarks"  # for a person to agree to remarks
FORK: Final = "fork"  # for an officer: two bundles with one number
FAILED: Final = "failed"  # it could not be kept; the reason says why
CAUSES: Final[Mapping[str, str]] = {
    LOCKED: N_("Waits for the province's key"),
    UNENROLLED: N_("Waits for the desk to be enrolled"),
    PARTS: N_("Waits for the other parts"),
    SECOND: N_("Waits for the leader's signature"),
    REMARKS: N_("Waits for somebody to agree to the remarks"),
    FORK: N_("Waits for an officer to decide"),
    FAILED: N_("Could not be taken in"),
}
DECIDABLE: Final = frozenset({REMARKS, FORK, FAILED})
_CONFLICTS_NAMED: Final = 50


@dataclass(frozen=True, slots=True)
class Came:
    """One file that came: its name, the copy that is looked at, and room to unpack it."""

    name: str
    copy: Path
    staging: Path


def was_taken_in(ws: Workspace, seen: VerifiedBundle, facts: BundleFacts) -> bool:
    """Whether this bundle was accepted before, alone or as a part of a set."""
    before = ws.store.journal.intake_of(seen.outcome.bundle_id)
    if before is not None and before.result == "accepted":
        return True
    if facts.part is None or facts.stream is None:
        return False
    whole = any(
        one.result == "accepted"
        and one.epoch == facts.stream.epoch
        and one.facts.get("set_id") == facts.part.set_id
        for one in ws.store.journal.intakes(facts.period_id)
    )
    return whole and any(
        line.decision == "accepted" for line in ws.store.held.of_bundle(seen.outcome.bundle_id)
    )


def put_together(parts: Sequence[VerifiedBundle]) -> VerifiedBundle:
    """All parts of a submission as one bundle; the first holds the data, and its id is the whole's.

    Raises:
        FaultFoundError: they are not of one desk, number and period, or the files are not those
            that the data name.
    """
    first = parts[0]
    same = {_belongs(one) for one in parts}
    if len(same) != 1:
        raise FaultFoundError(Faults.PARTS_DIFFER, "bundle.json")
    staged = {_row(one): one.staged for part in parts[1:] for one in part.attachments if one.staged}
    if staged.keys() != {_row(one) for one in first.attachments}:
        raise FaultFoundError(Faults.PARTS_DIFFER, "data/attachments.csv")
    findings = dict.fromkeys(one for part in parts for one in part.outcome.findings)
    return replace(
        first,
        outcome=replace(first.outcome, findings=tuple(findings)),
        attachments=tuple(replace(one, staged=staged[_row(one)]) for one in first.attachments),
    )


def _belongs(one: VerifiedBundle) -> tuple[object, ...]:
    facts, part = one.facts, one.facts.part if one.facts else None
    if facts is None or part is None:
        return (id(one),)
    return (facts.sender, facts.stream, facts.period_id, part.set_id, part.count, facts.uuid)


def _row(one: VerifiedAttachment) -> tuple[str, ...]:
    return (one.record_id, one.form_id, one.key, one.original_name, one.media_type, one.sha256)


def with_conflicts(
    ws: Workspace, seen: VerifiedBundle, facts: BundleFacts
) -> tuple[VerifiedBundle, int]:
    """The bundle with a finding for each record that another desk of the unit changed too."""
    known = ws.store.get_many(record.record_id for record in seen.records)
    odd = [
        record
        for record in seen.records
        if (here := known.get(record.record_id)) is not None
        and here.desk_id != facts.sender.device
        and here.unit == record.unit
        and (dict(here.answers), dict(here.repeats)) != (dict(record.answers), dict(record.repeats))
    ]
    findings = tuple(
        Finding(
            finding_id="PKG_201",
            severity=Severity.INFO,
            aspect=Aspect.CONTENT,
            sentence=N_(
                "A record was changed at two desks of this unit; the higher revision stands."
            ),
            place=record.record_id,
            expected=f"{known[record.record_id].revision}",
            found=f"{record.revision}",
        )
        for record in odd[:_CONFLICTS_NAMED]
    )
    outcome = replace(seen.outcome, findings=seen.outcome.findings + findings)
    return replace(seen, outcome=outcome), len(odd)


def keep_rosters(ws: Workspace, seen: VerifiedBundle, intake: IntakeRecord) -> None:
    """Lists of people as they came, encrypted, in a folder of their own; never in the database."""
    stem = f"{intake.unit.code}_{intake.period_id}_{intake.sequence:06d}_{intake.bundle_id[:12]}"
    for number, staged in enumerate(seen.rosters.values(), start=1):
        if staged is not None:
            target = make_folder(ws.paths.rosters) / f"{stem}_{number:03d}.age"
            copy_durably(staged, target)


def release(ws: Workspace, seen: VerifiedBundle, facts: BundleFacts, *, now: datetime) -> None:
    """Nothing of an accepted bundle waits any more."""
    for line in ws.store.held.waiting():
        same_set = facts.part is not None and line.set_id == facts.part.set_id
        if line.bundle_id == seen.outcome.bundle_id or same_set:
            ws.store.held.decide(line.file_sha256, "accepted", actor="", why="", at=now)
