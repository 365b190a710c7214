"""bundle.json read back: every field of every kind of bundle, strictly."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from hrdesk.bundles.facts import (
    FACTS_NAME,
    FORMAT,
    PART_LIMIT,
    RESULTS,
    ROW_COUNTS,
    SENSITIVITY,
    SEQUENCE_LIMIT,
    VERSION,
    Acknowledged,
    BundleFacts,
    BundleType,
    Counts,
    KitReference,
    PartOfSet,
    Recipient,
    ReportNamed,
    Sender,
    Stream,
)
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.strict_json import parse_strict
from hrdesk.trust.names import DEVICE_ID, UNIT_CODE

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
_OPTIONAL: Final = {BundleType.SUBMISSION: frozenset({"zero", "roster"})}
_REQUIRED: Final = {BundleType.RECEIPT: frozenset({"ack"})}
_ACK: Final = frozenset({"bundle", "seq", "result", "code", "received", "rows"})
_SENDER: Final = frozenset({"unit", "device", "key"})
_RECIPIENT: Final = frozenset({"province", "unit", "device", "key"})
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEY: Final = re.compile(r"[0-9a-z]{8,128}", re.ASCII)
_EPOCH: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_SENSITIVITY: Final = re.compile(re.escape(SENSITIVITY))
PERIOD: Final = re.compile(r"20[0-9]{2}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]|9M))?", re.ASCII)
_SHORT: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z .+_-]{0,39}", re.ASCII)
_CODE: Final = re.compile(r"(?:[A-Z]{2,8}_[0-9]{3})?", re.ASCII)
_NUMBER: Final = re.compile("[^\x00-\x1f\x7f]{1,100}")
_REASON: Final = re.compile("[^\x00-\x1f\x7f]{1,300}")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
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
    bundle_type = _bundle_type(top.text("type", _SHORT))
    required = _FIELDS | _REQUIRED.get(bundle_type, frozenset())
    optional = top.keys() & _OPTIONAL.get(bundle_type, frozenset())
    if top.keys() - optional != required:
        odd = min((top.keys() - optional) ^ required)
        raise FaultFoundError(Faults.FACTS_FIELD, odd[:80])
    if top.whole("version") < 1:
        raise FaultFoundError(Faults.FACTS_FIELD, "version")
    sender, app = top.inner("from", _SENDER), top.inner("app", frozenset({"name", "version"}))
    app.text("name", _SHORT)
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
        sensitivity=top.text("sensitivity", _SENSITIVITY),
        kit=_kit(top),
        part=_part(top, bundle_type),
        zero=_zero(top),
        acknowledged=_acknowledged(top),
        roster_reason=top.text("roster", _REASON) if "roster" in top else "",
        restored_from=_restored_from(value),
        report=_report(value),
    )


def _bundle_type(text: str) -> BundleType:
    try:
        return BundleType(text)
    except ValueError as error:
        raise FaultFoundError(Faults.BUNDLE_TYPE, "type", ", ".join(BundleType), text) from error


def _kit(top: _Fields) -> KitReference | None:
    """The kit in use at the sender's; null where there is none yet."""
    if top["catalogue"] is None:
        return None
    kit = top.inner("catalogue", frozenset({"kit_seq", "kit_id"}))
    return KitReference(kit.whole("kit_seq"), kit.text("kit_id", _HASH))


def _part(top: _Fields, bundle_type: BundleType) -> PartOfSet | None:
    """Null, or the place in a set; only submissions travel in parts."""
    if top["set"] is None:
        return None
    part = top.inner("set", frozenset({"id", "index", "count"}))
    index, count = part.whole("index"), part.whole("count")
    if bundle_type is not BundleType.SUBMISSION or not 1 <= index <= count:
        raise FaultFoundError(Faults.FACTS_FIELD, "set.index", found=f"{index}/{count}")
    if not 2 <= count <= PART_LIMIT:
        raise FaultFoundError(Faults.FACTS_FIELD, "set.count", found=str(count))
    return PartOfSet(part.text("id", DEVICE_ID), index, count)


def _zero(top: _Fields) -> bool:
    """Only ever true: what is not a zero report does not have the field."""
    if "zero" not in top:
        return False
    if top["zero"] is not True:
        raise FaultFoundError(Faults.FACTS_FIELD, "zero", "true", str(top["zero"])[:80])
    return True


def _acknowledged(top: _Fields) -> tuple[Acknowledged, ...]:
    lines = top.get("ack", [])
    if not isinstance(lines, list):
        raise FaultFoundError(Faults.FACTS_FIELD, "ack")
    read = []
    for number, line in enumerate(lines, start=1):
        one = _Fields({"ack": line}).inner("ack", _ACK)
        rows = one.inner("rows", frozenset(ROW_COUNTS))
        result = one.text("result", _SHORT)
        if result not in RESULTS:
            raise FaultFoundError(
                Faults.FACTS_FIELD, f"ack.{number}.result", ", ".join(RESULTS), result
            )
        read.append(
            Acknowledged(
                bundle_id=one.text("bundle", _HASH),
                seq=_number_told(one),
                result=result,
                code=one.text("code", _CODE),
                received_at=one.moment("received"),
                rows={name: rows.whole(name) for name in ROW_COUNTS},
            )
        )
    return tuple(read)


def _number_told(line: _Fields) -> int:
    """The number of an acknowledged bundle; 0 where the province could not read it."""
    seq = line.whole("seq")
    if seq > SEQUENCE_LIMIT:
        raise FaultFoundError(Faults.FACTS_FIELD, "ack.seq", str(SEQUENCE_LIMIT), str(seq))
    return seq


def _restored_from(value: dict[str, object]) -> str:
    """The epoch before a restore. Beginning with x-, it may be anything; only an epoch is read."""
    found = value.get("x-restored-from")
    return found if isinstance(found, str) and _EPOCH.fullmatch(found) else ""


def _report(value: dict[str, object]) -> ReportNamed | None:
    """The report that the paper names. Beginning with x-, it may be anything; only this is read."""
    found = value.get("x-report")
    if not isinstance(found, dict):
        return None
    digest, version, number = (found.get(name) for name in ("digest", "version", "number"))
    earlier = found.get("earlier")
    if not isinstance(digest, str) or not _HASH.fullmatch(digest):
        return None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return None
    known = [
        one if isinstance(one, str) and _HASH.fullmatch(one) else ""
        for one in (earlier if isinstance(earlier, list) else [])
    ]
    shown = number if isinstance(number, str) and _NUMBER.fullmatch(number) else ""
    return ReportNamed(digest, version, shown, tuple(known))


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
    if not 1 <= seq <= SEQUENCE_LIMIT or (seq == 1) != (prev == ""):
        raise FaultFoundError(Faults.FACTS_FIELD, "stream.seq")
    return Stream(stream.text("epoch", _EPOCH), seq, prev)


def _period(top: _Fields, bundle_type: BundleType) -> str:
    if bundle_type is BundleType.SUBMISSION:
        return top.text("period", PERIOD)
    return top.text_or_null("period", PERIOD)


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
            moment = datetime.fromisoformat(text)
            moment.astimezone(UTC)  # the first and last hours there are have no such time
        except (ValueError, OverflowError) as error:
            raise FaultFoundError(Faults.FACTS_FIELD, self._path + name, found=text) from error
        return moment

    def inner(self, name: str, keys: frozenset[str]) -> _Fields:
        value = self.get(name)
        if not isinstance(value, dict) or value.keys() != keys:
            raise FaultFoundError(Faults.FACTS_FIELD, self._path + name)
        return _Fields(value, f"{self._path}{name}.")
