"""bundle.json: who sends what to whom, in which order (signing.md §2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from hrdesk.bundles.strict_json import write_strict

FORMAT: Final = "hrdesk-bundle"
VERSION: Final = 1
MIN_READER: Final = 1
FACTS_NAME: Final = "bundle.json"
FACTS_LIMIT_BYTES: Final = 1 << 20
RESULTS: Final = ("accepted", "held", "refused")
ROW_COUNTS: Final = ("new", "changed", "refused")
PART_LIMIT: Final = 1_000
SEQUENCE_LIMIT: Final = 999_999  # gaps are counted up to it
SENSITIVITY: Final = "restricted"


class BundleType(StrEnum):
    """What a bundle is for."""

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
class PartOfSet:
    """Which part of a submission that travels in several files. Part 1 holds the data."""

    set_id: str  # UUID, the same in all parts
    index: int  # from 1
    count: int  # from 2


@dataclass(frozen=True, slots=True)
class KitReference:
    """The kit in use where the bundle was made: its number and its bundle id."""

    seq: int
    kit_id: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One line of a receipt: what became of one bundle."""

    bundle_id: str
    seq: int
    result: str  # one of RESULTS
    code: str  # the finding that decided, "" when accepted without any
    received_at: datetime
    rows: Mapping[str, int] = field(default_factory=dict)  # exactly ROW_COUNTS


@dataclass(frozen=True, slots=True)
class ReportNamed:
    """Which report belongs to a submission: the digest of its content, as on the paper's foot."""

    digest: str  # 64 hex
    version: int  # of the submissions of this period, from 1
    number: str = ""  # "05/BC-UBND", "" while it has none
    earlier: tuple[str, ...] = ()  # digests of versions 1, 2, …; "" where one is not known


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
    sensitivity: str = SENSITIVITY
    kit: KitReference | None = None
    part: PartOfSet | None = None
    zero: bool = False  # a submission that says: nothing happened in this period
    acknowledged: tuple[Acknowledged, ...] = ()  # receipts
    roster_reason: str = ""  # why lists of people travel along, encrypted; "" when none does
    restored_from: str = ""  # epoch before the desk was restored from a backup
    report: ReportNamed | None = None  # what the paper's foot names


def write_facts(facts: BundleFacts) -> bytes:
    """bundle.json."""
    stream, kit, part = facts.stream, facts.kit, facts.part
    to = facts.recipient
    known = {"province": to.province, "unit": to.unit, "device": to.device, "key": to.key}
    recipient = {name: value for name, value in known.items() if value}
    content: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "min_reader": MIN_READER,
        "type": str(facts.bundle_type),
        "id": facts.uuid,
        "from": {
            "unit": facts.sender.unit,
            "device": facts.sender.device,
            "key": facts.sender.key,
        },
        "to": recipient,
        "stream": None
        if stream is None
        else {"epoch": stream.epoch, "seq": stream.seq, "prev": stream.prev or None},
        "created": facts.created_at.isoformat(timespec="seconds"),
        "period": facts.period_id or None,
        "supersedes": facts.supersedes or None,
        "catalogue": None if kit is None else {"kit_seq": kit.seq, "kit_id": kit.kit_id},
        "app": {"name": "hrdesk", "version": facts.app_version},
        "counts": {
            "tables": dict(facts.counts.tables),
            "attachments": facts.counts.attachments,
            "bytes": facts.counts.total_bytes,
        },
        "set": None
        if part is None
        else {"id": part.set_id, "index": part.index, "count": part.count},
        "sensitivity": facts.sensitivity,
    }
    if facts.zero:
        content["zero"] = True
    if facts.bundle_type is BundleType.RECEIPT:
        content["ack"] = [_acknowledged(one) for one in facts.acknowledged]
    if facts.roster_reason:
        content["roster"] = facts.roster_reason
    if facts.restored_from:
        content["x-restored-from"] = facts.restored_from
    if facts.report:
        content["x-report"] = {
            "digest": facts.report.digest,
            "version": facts.report.version,
            "number": facts.report.number,
            "earlier": list(facts.report.earlier),
        }
    return write_strict(content)


def _acknowledged(one: Acknowledged) -> dict[str, object]:
    return {
        "bundle": one.bundle_id,
        "seq": one.seq,
        "result": one.result,
        "code": one.code,
        "received": one.received_at.isoformat(timespec="seconds"),
        "rows": {name: one.rows.get(name, 0) for name in ROW_COUNTS},
    }
