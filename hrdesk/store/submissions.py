"""The journals: what this desk handed over, and what the province took in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hrdesk.records.record import UnitKey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


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
    superseded_by: str | None = None  # a newer submission was here before: this one only counts as history
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0  # were here from an earlier submission of the period, absent from this one
    older: tuple[str, ...] = ()  # record ids of which a higher revision is kept
    foreign: tuple[str, ...] = ()  # record ids that belong to another unit or to this desk: left alone
