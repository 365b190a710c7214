"""bundle.json: who sends what to whom, in which order (signing.md §2.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.strict_json import parse_strict, write_strict
from hrdesk.trust.names import DEVICE_ID, UNIT_CODE

FORMAT: Final = "hrdesk-bundle"
VERSION: Final = 1
MIN_READER: Final = 1
FACTS_NAME: Final = "bundle.json"
FACTS_LIMIT_BYTES: Final = 1 << 20
READ_HERE: Final = ("submission", "enrolment")

_FIELDS: Final = frozenset(
    {
        "format",
        "version",
        "min_reader",
        "type",
        "id",
        "from",
        "to",
        "stream",
        "created",
        "period",
        "supersedes",
        "catalogue",
        "app",
        "counts",
        "set",
        "sensitivity",
    }
)
_SENDER: Final = frozenset({"unit", "device", "key"})
_RECIPIENT: Final = frozenset({"province", "unit", "device", "key"})
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEY: Final = re.compile(r"[0-9a-z]{8,128}", re.ASCII)
_EPOCH: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_PERIOD: Final = re.compile(r"[0-9]{4}(?:-(?:[0-9]{2}|Q[1-4]|H[12]|9M))?", re.ASCII)
_SHORT: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z .+_-]{0,39}", re.ASCII)
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


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


def write_facts(facts: BundleFacts) -> bytes:
    """bundle.json."""
    stream = facts.stream
    to = facts.recipient
    known = {"province": to.province, "unit": to.unit, "device": to.device, "key": to.key}
    recipient = {name: value for name, value in known.items() if value}
    return write_strict(
        {
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
            "catalogue": None,
            "app": {"name": "hrdesk", "version": facts.app_version},
            "counts": {
                "tables": dict(facts.counts.tables),
                "attachments": facts.counts.attachments,
                "bytes": facts.counts.total_bytes,
            },
            "set": None,
            "sensitivity": facts.sensitivity,
        }
    )


def read_facts(content: bytes) -> BundleFacts:
    """bundle.json, every field checked.

    Raises:
        FaultFoundError: a field missing, wrong or unknown; a kind or version not read here.
    """
    try:
        value = parse_strict(content)
    except (ValueError, RecursionError) as error:
        raise FaultFoundError(Faults.FACTS_JSON, FACTS_NAME, found=str(error)[:80]) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise FaultFoundError(Faults.FORMAT, FACTS_NAME, FORMAT)
    top = _Fields({name: one for name, one in value.items() if not name.startswith("x-")})
    if top.whole("min_reader") > VERSION:
        raise FaultFoundError(Faults.NEWER, "min_reader", str(VERSION), str(value["min_reader"]))
    if top.keys() != _FIELDS:
        odd = min(top.keys() ^ _FIELDS)
        raise FaultFoundError(Faults.FACTS_FIELD, odd[:80])
    if value["set"] is not None:
        raise FaultFoundError(Faults.PART_OF_SET, "set")
    if top.whole("version") < 1:
        raise FaultFoundError(Faults.FACTS_FIELD, "version")
    sender, app = top.inner("from", _SENDER), top.inner("app", frozenset({"name", "version"}))
    app.text("name", _SHORT)
    bundle_type = _bundle_type(top.text("type", _SHORT))
    _check_catalogue(top)
    return BundleFacts(
        bundle_type=bundle_type,
        uuid=top.text("id", DEVICE_ID),
        sender=Sender(
            unit=sender.text("unit", UNIT_CODE),
            device=sender.text("device", DEVICE_ID),
            key=sender.text("key", _HASH),
        ),
        recipient=_recipient(top),
        stream=_stream(top, bundle_type),
        created_at=top.moment("created"),
        period_id=_period(top, bundle_type),
        supersedes=top.text_or_null("supersedes", _HASH),
        app_version=app.text("version", _SHORT),
        counts=_counts(top.inner("counts", frozenset({"tables", "attachments", "bytes"}))),
        sensitivity=top.text("sensitivity", _SHORT),
    )


def _bundle_type(text: str) -> BundleType:
    if text not in READ_HERE:
        raise FaultFoundError(Faults.BUNDLE_TYPE, "type", ", ".join(READ_HERE), text)
    return BundleType(text)


def _check_catalogue(top: _Fields) -> None:
    """Null, or the kit under which the data was entered (kits come later; the place is kept)."""
    if top["catalogue"] is not None:
        kit = top.inner("catalogue", frozenset({"kit_seq", "kit_id"}))
        kit.whole("kit_seq")
        kit.text("kit_id", _HASH)


def _recipient(top: _Fields) -> Recipient:
    value = top["to"]
    if not isinstance(value, dict) or not value.keys() <= _RECIPIENT:
        raise FaultFoundError(Faults.FACTS_FIELD, "to")
    to = _Fields(value, "to.")
    return Recipient(
        province=to.text("province", UNIT_CODE),
        unit=to.text("unit", UNIT_CODE) if "unit" in value else "",
        device=to.text("device", DEVICE_ID) if "device" in value else "",
        key=to.text("key", _KEY) if "key" in value else "",
    )


def _stream(top: _Fields, bundle_type: BundleType) -> Stream | None:
    if bundle_type is not BundleType.SUBMISSION:
        if top["stream"] is not None:
            raise FaultFoundError(Faults.FACTS_FIELD, "stream")
        return None
    stream = top.inner("stream", frozenset({"epoch", "seq", "prev"}))
    seq, prev = stream.whole("seq"), stream.text_or_null("prev", _HASH)
    if seq < 1 or (seq == 1) != (prev == ""):
        raise FaultFoundError(Faults.FACTS_FIELD, "stream.seq")
    return Stream(stream.text("epoch", _EPOCH), seq, prev)


def _period(top: _Fields, bundle_type: BundleType) -> str:
    if bundle_type is BundleType.SUBMISSION:
        return top.text("period", _PERIOD)
    return top.text_or_null("period", _PERIOD)


def _counts(counts: _Fields) -> Counts:
    tables = counts["tables"]
    if not isinstance(tables, dict):
        raise FaultFoundError(Faults.FACTS_FIELD, "counts.tables")
    rows = _Fields(tables, "counts.tables.")
    return Counts(
        {str(name): rows.whole(name) for name in tables},
        counts.whole("attachments"),
        counts.whole("bytes"),
    )


class _Fields(dict[str, object]):
    """An object of bundle.json whose fields are asked for by kind."""

    def __init__(self, values: dict[str, object], path: str = "") -> None:
        super().__init__(values)
        self._path = path

    def text(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.get(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise FaultFoundError(Faults.FACTS_FIELD, self._path + name, found=str(value)[:80])
        return value

    def text_or_null(self, name: str, pattern: re.Pattern[str]) -> str:
        return "" if self.get(name, "") is None else self.text(name, pattern)

    def whole(self, name: str) -> int:
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise FaultFoundError(Faults.FACTS_FIELD, self._path + name, found=str(value)[:80])
        return value

    def moment(self, name: str) -> datetime:
        text = self.text(name, _MOMENT)
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:
            raise FaultFoundError(Faults.FACTS_FIELD, self._path + name, found=text) from error

    def inner(self, name: str, keys: frozenset[str]) -> _Fields:
        value = self.get(name)
        if not isinstance(value, dict) or value.keys() != keys:
            raise FaultFoundError(Faults.FACTS_FIELD, self._path + name)
        return _Fields(value, f"{self._path}{name}.")
