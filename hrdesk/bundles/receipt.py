"""The province's word on what came: a signed container of type `receipt`, one for each desk.

bundle.json     `ack`: a line for each bundle of the desk; `to`: the desk and its key
receipt.json    `reasons` by bundle, `missing` numbers of the stream, `left_out` records,
`remarks`: what the province asks to be corrected, and what it takes back
trust/ca.crl    the newest revocation list
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hrdesk.bundles.assembly import Part, write_container
from hrdesk.bundles.enrolment import LIST_NAME
from hrdesk.bundles.facts import (
    FACTS_NAME,
    SEQUENCE_LIMIT,
    Acknowledged,
    BundleFacts,
    BundleType,
    Counts,
    Recipient,
    Sender,
    write_facts,
)
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.rows import RECORD_ID, sendable_text
from hrdesk.bundles.strict_json import parse_strict, write_strict

if TYPE_CHECKING:
    from hrdesk.trust.signer import Signer

RECEIPT_NAME: Final = "receipt.json"
RECEIPT_LIMIT_BYTES: Final = 16 << 20
STATES: Final = ("open", "withdrawn", "closed")
_FIELDS: Final = {"reasons", "missing", "left_out", "remarks"}
_REMARK: Final = {
    "id": str,
    "record_id": str,
    "form_id": str,
    "period": str,
    "question": str,
    "row": int,
    "text": str,
    "value": str,
    "revision": int,
    "made_at": str,
    "made_by": str,
    "state": str,
}
_BUNDLE_ID: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ID: Final = re.compile(r"[0-9a-f-]{36}", re.ASCII)
_TEXT_LIMIT: Final = 4000
_REVISION_LIMIT: Final = 10**18
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class SentRemark:
    """One remark on its way to the desk that keeps the record."""

    remark_id: str
    record_id: str
    form_id: str
    period_id: str
    question: str  # key or repeat/key, "" for the whole record
    row: int  # from 1, 0 outside a repeat
    text: str
    value: str  # the answer that it was made about
    revision: int
    made_at: str
    made_by: str
    state: str  # one of STATES


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """All that one receipt says. `to` names province, unit, device and key of the desk."""

    bundle_uuid: str
    app_version: str
    to: Recipient
    acknowledged: Sequence[Acknowledged]
    reasons: Mapping[str, str] = field(default_factory=dict)  # bundle id → a sentence
    missing: Sequence[int] = ()  # numbers of the desk's stream that never came
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)  # bundle id → record ids
    remarks: Sequence[SentRemark] = ()
    revocation_list_pem: bytes = b""


@dataclass(frozen=True, slots=True)
class ReceiptRead:
    """What `receipt.json` says."""

    reasons: Mapping[str, str]
    missing: tuple[int, ...]
    left_out: Mapping[str, tuple[str, ...]]
    remarks: tuple[SentRemark, ...]


def receipt_file_name(unit_code: str, device_id: str, now: datetime) -> str:
    """`30307_receipt_20261123_0b7c9c1e.asice`."""
    return f"{unit_code}_receipt_{now:%Y%m%d}_{device_id[:8]}.asice"


def write_receipt(path: Path, content: ReceiptContent, signer: Signer, *, now: datetime) -> str:
    """Write the receipt, signed by the province's signer; gives its bundle id.

    Raises:
        NotEnrolledError, CertificateExpiredError: the signer cannot sign now.
        FileError: the file cannot be written.
    """
    holder = signer.facts.holder
    said = write_strict(
        {
            "reasons": {key: sendable_text(text) for key, text in content.reasons.items()},
            "missing": list(content.missing),
            "left_out": {key: list(ids) for key, ids in content.left_out.items()},
            "remarks": [_written(one) for one in content.remarks],
        }
    )
    facts = BundleFacts(
        bundle_type=BundleType.RECEIPT,
        uuid=content.bundle_uuid,
        sender=Sender(holder.unit_code, holder.device_id, signer.facts.key_id),
        recipient=content.to,
        stream=None,
        created_at=now,
        period_id="",
        supersedes="",
        app_version=content.app_version,
        counts=Counts(total_bytes=len(said) + len(content.revocation_list_pem)),
        acknowledged=tuple(content.acknowledged),
    )
    parts = [Part(FACTS_NAME, write_facts(facts)), Part(RECEIPT_NAME, said)]
    if content.revocation_list_pem:
        parts.append(Part(LIST_NAME, content.revocation_list_pem))
    return write_container(path, parts, signer, now=now)


def read_receipt(content: bytes) -> ReceiptRead:
    """`receipt.json`, every field checked.

    Raises:
        FaultFoundError: it is not in its one form.
    """
    try:
        value = parse_strict(content)
        return _read(value)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise FaultFoundError(Faults.RECEIPT, RECEIPT_NAME, found=str(error)[:80]) from error


def _read(value: Any) -> ReceiptRead:  # noqa: ANN401 - JSON
    if value.keys() != _FIELDS:
        raise ValueError(", ".join(sorted(value.keys() ^ _FIELDS)))
    if not all(isinstance(one, str) for one in value["reasons"].values()):
        raise TypeError("reasons")
    _need(isinstance(value["missing"], list) and all(map(_is_number, value["missing"])), "missing")
    for ids in value["left_out"].values():
        _need(isinstance(ids, list) and all(map(RECORD_ID.fullmatch, ids)), "left_out")
    _need(isinstance(value["remarks"], list), "remarks")
    for name in ("reasons", "left_out"):
        _need(all(map(_BUNDLE_ID.fullmatch, value[name])), name)
    return ReceiptRead(
        reasons={key: _tame(text) for key, text in value["reasons"].items()},
        missing=tuple(value["missing"]),
        left_out={key: tuple(ids) for key, ids in value["left_out"].items()},
        remarks=tuple(map(_remark, value["remarks"])),
    )


def _need(holds: bool, name: str) -> None:
    if not holds:
        raise ValueError(name)


def _is_number(value: object) -> bool:
    """The number of a bundle in its stream."""
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return 1 <= value <= SEQUENCE_LIMIT


def _remark(value: Any) -> SentRemark:  # noqa: ANN401 - JSON
    if value.keys() != _REMARK.keys():
        raise ValueError("remark")
    for name, kind in _REMARK.items():
        if not isinstance(value[name], kind) or isinstance(value[name], bool):
            raise TypeError(name)
        if kind is str and len(value[name]) > _TEXT_LIMIT:
            raise ValueError(name)
    if not _ID.fullmatch(value["id"]) or not RECORD_ID.fullmatch(value["record_id"]):
        raise ValueError("id")
    if value["state"] not in STATES or not 0 <= value["row"] <= SEQUENCE_LIMIT:
        raise ValueError("state")
    _need(0 <= value["revision"] <= _REVISION_LIMIT, "revision")
    made_at = datetime.fromisoformat(value["made_at"])
    _need(made_at.tzinfo is not None and made_at.astimezone(UTC) is not None, "made_at")
    said = {name: _tame(value[name]) for name in ("text", "value", "made_by")}
    return SentRemark(*((value | said)[name] for name in _REMARK))


def _tame(text: str) -> str:
    """Without what turns the line around or is no letter; a line may end, a Khmer word may join."""
    return _UNSEEN.sub("\ufffd", text)


def _written(one: SentRemark) -> dict[str, object]:
    values = (
        one.remark_id,
        one.record_id,
        one.form_id,
        one.period_id,
        one.question,
        one.row,
        sendable_text(one.text)[:_TEXT_LIMIT],
        sendable_text(one.value)[:_TEXT_LIMIT],
        one.revision,
        one.made_at,
        one.made_by,
        one.state,
    )
    return dict(zip(_REMARK, values, strict=True))
