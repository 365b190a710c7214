"""The journals: what this desk handed over, and what the province took in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from hrdesk.records.record import UnitKey
from hrdesk.store.stamps import read_time, stored_time
from hrdesk.values import dataclass, field

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime

EPOCH: Final = "store.epoch"


@dataclass(frozen=True, slots=True)
class StreamPosition:
    """Where the next submission stands in the desk's stream."""

    epoch: str  # drawn anew at creation and at restore, so that numbers are never used twice
    sequence: int
    previous: str | None  # bundle id of the one before, in the same epoch


@dataclass(frozen=True, slots=True)
class Submission:
    """One bundle that left this desk."""

    bundle_id: str
    period_id: str
    epoch: str
    sequence: int
    previous: str | None
    supersedes: str | None  # bundle id of the submission for the same period that it replaces
    created_at: datetime
    author: str
    file_name: str
    size_bytes: int
    counts: Mapping[str, int] = field(default_factory=dict)  # records by form
    report_pages: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A record that was submitted before and has been put away since."""

    record_id: str
    form_id: str
    revision: int
    deleted_at: datetime


@dataclass(frozen=True, slots=True)
class IntakeRecord:
    """One bundle that came to this desk, and what was made of it."""

    bundle_id: str
    result: str  # "accepted" | "held" | "refused"
    file_name: str
    received_at: datetime
    unit: UnitKey = field(default_factory=lambda: UnitKey(""))  # who sent it
    period_id: str = ""
    epoch: str = ""
    sequence: int = 0
    previous: str | None = None
    supersedes: str | None = None
    created_at: datetime | None = None
    author: str = ""
    verdict: str = ""  # Verdict of its verification
    outcome: str = ""  # the outcome as JSON, for showing it again
    counts: Mapping[str, int] = field(default_factory=dict)  # records by form
    superseded_by: str | None = None  # filled by the store: the submission that stands instead
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in a bundle changed. All zero with `already` when it was taken in before."""

    already: bool = False
    superseded_by: str | None = (
        None  # a newer submission was here before: this one only counts as history
    )
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0  # were here from an earlier submission of the period, absent from this one
    older: tuple[str, ...] = ()  # record ids of which a higher revision is kept
    foreign: tuple[
        str, ...
    ] = ()  # record ids that belong to another unit or to this desk: left alone


# --- what left


def next_position(connection: sqlite3.Connection) -> StreamPosition:
    """Where the next submission stands."""
    epoch = connection.execute("SELECT value FROM setting WHERE name = ?", (EPOCH,)).fetchone()[0]
    row = connection.execute(
        "SELECT sequence, bundle_id FROM submission WHERE epoch = ? ORDER BY sequence DESC LIMIT 1",
        (epoch,),
    ).fetchone()
    return StreamPosition(epoch, row[0] + 1 if row else 1, row[1] if row else None)


def set_epoch(connection: sqlite3.Connection, epoch: str) -> None:
    """Begin a new stream at sequence 1."""
    connection.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (EPOCH, epoch),
    )


def add_submission(connection: sqlite3.Connection, submission: Submission) -> None:
    """Write a submission into the journal."""
    connection.execute(
        "INSERT INTO submission (bundle_id, period_id, epoch, sequence, previous, supersedes,"
        " created_at, author, file_name, size_bytes, report_pages, counts, facts)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            submission.bundle_id,
            submission.period_id,
            submission.epoch,
            submission.sequence,
            submission.previous,
            submission.supersedes,
            stored_time(submission.created_at),
            submission.author,
            submission.file_name,
            submission.size_bytes,
            submission.report_pages,
            json.dumps(dict(submission.counts)),
            json.dumps(dict(submission.facts), ensure_ascii=False),
        ),
    )


def submissions(connection: sqlite3.Connection, period_id: str | None) -> tuple[Submission, ...]:
    """What left, the last one first."""
    where, values = ("WHERE period_id = ?", (period_id,)) if period_id else ("", ())
    rows = connection.execute(
        "SELECT bundle_id, period_id, epoch, sequence, previous, supersedes, created_at, author,"
        f" file_name, size_bytes, counts, report_pages, facts FROM submission {where}"
        " ORDER BY created_at DESC, sequence DESC",
        values,
    )
    return tuple(_submission(row) for row in rows)


def tombstones(connection: sqlite3.Connection, period_id: str) -> tuple[Tombstone, ...]:
    """Records that left in a submission of the period and have been put away since."""
    rows = connection.execute(
        "SELECT DISTINCT r.record_id, r.form_id, r.revision, r.deleted_at FROM submission s"
        " JOIN submission_record l ON l.bundle_id = s.bundle_id"
        " JOIN record r ON r.row_id = l.record_row"
        " WHERE s.period_id = ? AND r.deleted_at IS NOT NULL ORDER BY r.row_id",
        (period_id,),
    )
    return tuple(Tombstone(row[0], row[1], row[2], read_time(row[3])) for row in rows)


# --- what came


def intakes(
    connection: sqlite3.Connection,
    *,
    period_id: str | None = None,
    bundle_id: str | None = None,
    epoch: str | None = None,
) -> tuple[IntakeRecord, ...]:
    """What came, the last one first."""
    conditions = {"period_id": period_id, "bundle_id": bundle_id, "epoch": epoch}
    given = {column: value for column, value in conditions.items() if value is not None}
    where = " AND ".join(f"{column} = ?" for column in given) or "1"
    rows = connection.execute(
        "SELECT bundle_id, result, file_name, received_at, unit_code, unit_valid_from, period_id,"
        " epoch, sequence, previous, supersedes, created_at, author, verdict, outcome, counts,"
        f" superseded_by, facts FROM intake WHERE {where} ORDER BY received_at DESC, bundle_id",
        list(given.values()),
    )
    return tuple(_intake(row) for row in rows)


def record_intake(connection: sqlite3.Connection, intake: IntakeRecord) -> None:
    """Write what came into the journal.

    A later judgement of the same bundle replaces an earlier one, but what was accepted stays so.
    """
    connection.execute(
        "INSERT INTO intake (bundle_id, result, file_name, received_at, unit_code,"
        " unit_valid_from, period_id, epoch, sequence, previous, supersedes, created_at, author,"
        " verdict, outcome, counts, superseded_by, facts)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)"
        " ON CONFLICT (bundle_id) DO UPDATE SET result = excluded.result,"
        " file_name = excluded.file_name, received_at = excluded.received_at,"
        " unit_code = excluded.unit_code, unit_valid_from = excluded.unit_valid_from,"
        " period_id = excluded.period_id, epoch = excluded.epoch, sequence = excluded.sequence,"
        " previous = excluded.previous, supersedes = excluded.supersedes,"
        " created_at = excluded.created_at, author = excluded.author,"
        " verdict = excluded.verdict, outcome = excluded.outcome, counts = excluded.counts,"
        " facts = excluded.facts WHERE intake.result <> 'accepted'",
        (
            intake.bundle_id,
            intake.result,
            intake.file_name,
            stored_time(intake.received_at),
            intake.unit.code,
            intake.unit.valid_from,
            intake.period_id,
            intake.epoch,
            intake.sequence,
            intake.previous,
            intake.supersedes,
            stored_time(intake.created_at) if intake.created_at else None,
            intake.author,
            intake.verdict,
            intake.outcome,
            json.dumps(dict(intake.counts)),
            json.dumps(dict(intake.facts), ensure_ascii=False),
        ),
    )


def _submission(row: tuple[Any, ...]) -> Submission:
    return Submission(
        bundle_id=row[0],
        period_id=row[1],
        epoch=row[2],
        sequence=row[3],
        previous=row[4],
        supersedes=row[5],
        created_at=read_time(row[6]),
        author=row[7],
        file_name=row[8],
        size_bytes=row[9],
        counts=json.loads(row[10]),
        report_pages=row[11],
        facts=json.loads(row[12]),
    )


def _intake(row: tuple[Any, ...]) -> IntakeRecord:
    return IntakeRecord(
        bundle_id=row[0],
        result=row[1],
        file_name=row[2],
        received_at=read_time(row[3]),
        unit=UnitKey(row[4], row[5]),
        period_id=row[6],
        epoch=row[7],
        sequence=row[8],
        previous=row[9],
        supersedes=row[10],
        created_at=read_time(row[11]) if row[11] else None,
        author=row[12],
        verdict=row[13],
        outcome=row[14],
        counts=json.loads(row[15]),
        superseded_by=row[16],
        facts=json.loads(row[17]),
    )
