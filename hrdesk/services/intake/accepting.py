"""Taking in what was believed: its records, files and lists, whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from hrdesk.files import copy_durably, make_folder
from hrdesk.i18n import N_, tr, trn
from hrdesk.services.holding import Came, keep_rosters, release, with_conflicts
from hrdesk.services.intake.files import suffix_of
from hrdesk.services.intake.outcome import IntakeOutcome, told, unit_key
from hrdesk.services.renewals_received import keep_renewal
from hrdesk.services.wording import outcome_as_json
from hrdesk.store.attachments import Attachment, IncomingAttachment
from hrdesk.store.submissions import IntakeRecord, TakenIn, Tombstone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from hrdesk.bundles.facts import BundleFacts, Stream
    from hrdesk.services.workspace import Workspace
    from hrdesk.verification.verified import VerifiedBundle

ASKS: Final = N_("The desk asks for its next certificate: issue it in the register.")


def accept(
    ws: Workspace, seen: VerifiedBundle, files: Sequence[Came], reason: str, *, now: datetime
) -> IntakeOutcome:
    """Take in a submission that came in these files; `reason` is what was noticed before.

    Raises:
        FileError, StoreError: disk and database; nothing of it was taken in.
    """
    facts, stream = seen.facts, seen.facts.stream if seen.facts else None
    if facts is None or stream is None:
        raise ValueError("only what was read")
    seen, conflicts = with_conflicts(ws, seen, facts)
    kept = _keep(ws, seen, facts, stream, files)
    intake = _journalled(ws, seen, facts, stream, kept[0].name, now)
    asks = keep_renewal(ws, seen, now=now)
    try:
        taken = _take_in(ws, seen, intake)
    except BaseException:
        for path in kept:
            path.unlink(missing_ok=True)
        raise
    release(ws, seen, facts, now=now)
    notes = ([reason] if reason else []) + list(_notes(taken, conflicts, asks=asks))
    return replace(
        told(ws, "accepted", seen, facts),
        new=taken.new,
        changed=taken.changed,
        unchanged=taken.unchanged,
        withdrawn=taken.withdrawn,
        reason=" ".join(notes),
    )


def _journalled(
    ws: Workspace,
    seen: VerifiedBundle,
    facts: BundleFacts,
    stream: Stream,
    kept_as: str,
    now: datetime,
) -> IntakeRecord:
    """The line of the journal."""
    return IntakeRecord(
        bundle_id=seen.outcome.bundle_id,
        result="accepted",
        file_name=seen.outcome.file_name,
        received_at=now,
        unit=unit_key(ws, seen, facts),
        period_id=facts.period_id,
        epoch=stream.epoch,
        sequence=stream.seq,
        previous=stream.prev or None,
        supersedes=facts.supersedes or None,
        created_at=facts.created_at,
        author=seen.signer.person if seen.signer else "",
        verdict=str(seen.outcome.verdict),
        outcome=json.dumps(outcome_as_json(seen.outcome), ensure_ascii=False),
        counts=Counter(record.form_id for record in seen.records),
        facts={
            "kept_as": kept_as,
            "figures": json.dumps([asdict(line) for line in seen.figures]),
            "device": facts.sender.device,
            "zero": "yes" if facts.zero else "",
            "set_id": facts.part.set_id if facts.part else "",
            "rosters": str(len(seen.rosters)),
            "report": json.dumps(asdict(facts.report)) if facts.report else "",
        },
    )


def _take_in(ws: Workspace, seen: VerifiedBundle, intake: IntakeRecord) -> TakenIn:
    """Into lists and store; once, however often it comes."""
    keep_rosters(ws, seen, intake)
    with ws.store.transaction():
        taken = ws.store.take_in(
            seen.records,
            [
                Tombstone(one.record_id, one.form_id, one.revision, one.withdrawn_at)
                for one in seen.withdrawn
            ],
            intake,
            [
                IncomingAttachment(
                    Attachment(
                        sha256=one.sha256,
                        name=one.original_name,
                        media_type=one.media_type,
                        size_bytes=one.size_bytes,
                        record_id=one.record_id,
                        question_key=one.key,
                    ),
                    one.staged,
                )
                for one in seen.attachments
                if one.staged is not None
            ],
        )
        if not taken.already:
            ws.store.receipts.note_rows(intake.bundle_id, taken.new, taken.changed, taken.foreign)
    return taken


def _notes(taken: TakenIn, conflicts: int, *, asks: bool) -> Iterator[str]:
    """What the officer should know of what was taken in."""
    if asks:
        yield tr(ASKS)
    if taken.superseded_by:
        yield tr("A newer submission of the same period was taken in before.")
    if taken.foreign:
        yield tr(
            "{count} records belong to another unit and were left out.",
            count=len(taken.foreign),
        )
    if conflicts:
        yield trn(
            "{count} record was changed at two desks of this unit; the higher revision stands.",
            "{count} records were changed at two desks of this unit; the higher revisions stand.",
            conflicts,
        )


def _keep(
    ws: Workspace,
    seen: VerifiedBundle,
    facts: BundleFacts,
    stream: Stream,
    files: Sequence[Came],
) -> list[Path]:
    """The files as they came, encrypted ones too, among what was accepted."""
    kept: list[Path] = []
    stem = f"{facts.sender.unit}_{facts.period_id}_{stream.seq:06d}_{seen.outcome.bundle_id[:12]}"
    for index, came in enumerate(files, start=1):
        part = f"_{index}-of-{len(files)}" if len(files) > 1 else ""
        kept.append(make_folder(ws.paths.intake) / f"{stem}{part}{suffix_of(came.copy)}")
        copy_durably(came.copy, kept[-1])
    return kept
