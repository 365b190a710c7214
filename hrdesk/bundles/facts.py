"""bundle.json: who sends what to whom, in which order (signing.md §2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

FORMAT: Final = "hrdesk-bundle"
VERSION: Final = 1
MIN_READER: Final = 1


class BundleType(StrEnum):
    """What a bundle is for. Receipt, kit and renewal have their place but no reader yet."""

    SUBMISSION = "submission"
    ENROLMENT = "enrolment"
    RECEIPT = "receipt"
    KIT = "kit"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Sender:
    """The desk that signs. `key` is the SHA-256 of its public key, lower-case hex."""

    unit: str
    device: str
    key: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who it is meant for: a province (submission), or one desk's key (enrolment)."""

    province: str
    unit: str = ""
    device: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """The place in the sender's sequence. `epoch` is new after install or restore."""

    epoch: str  # 32 hex
    seq: int  # from 1
    prev: str = ""  # bundle id of seq - 1, "" for the first


@dataclass(frozen=True, slots=True)
class Counts:
    """What the bundle holds: rows by table, attachments, bytes of all entries after bundle.json."""

    tables: Mapping[str, int] = field(default_factory=dict)
    attachments: int = 0
    total_bytes: int = 0


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """All of bundle.json."""

    bundle_type: BundleType
    uuid: str
    sender: Sender
    recipient: Recipient
    stream: Stream | None
    created_at: datetime  # with the sender's offset
    period_id: str
    supersedes: str
    app_version: str
    counts: Counts
    sensitivity: str = "restricted"
