"""The province's word on what came, written for all desks in one go; taken in where it belongs."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from hrdesk import __version__
from hrdesk.errors import NotProvinceError, ReceiptRefusedError
from hrdesk.files import make_folder
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.remarks import sent_remark, taken_remark
from hrdesk.store.receipts import ReceiptLine
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from hrdesk.bundles.facts import Acknowledged
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.exchange import HeldBundle
    from hrdesk.store.receipts import Remark
    from hrdesk.store.register import CertificateLine
    from hrdesk.store.submissions import IntakeRecord
    from hrdesk.verification.outcome import Outcome

_PROVINCE: Final = "province"
_NEWEST: Final = "receipt_newest"  # when the newest receipt taken in was signed


@dataclass(frozen=True, slots=True)
class WrittenReceipt:
    """One receipt, for one desk."""

    path: Path
    unit_code: str
    unit_name: str
    person: str
    device_id: str
    accepted: int
    held: int
    refused: int
    missing: tuple[int, ...]
    remarks: int


@dataclass(frozen=True, slots=True)
class TakenReceipt:
    """What a receipt said to this desk."""

    officer: str
    signed_at: datetime
    lines: tuple[ReceiptLine, ...]  # of bundles that this desk handed over
    unknown: int  # lines of bundles that it never handed over
    missing: tuple[int, ...]  # numbers that never came
    remarks: int  # remarks that are open now
    older: bool = False  # a newer one was taken in before; its remarks stand


def write_receipts(
    ws: Workspace, folder: Path, *, passphrase: str, now: datetime, progress: Progress = SILENT
) -> tuple[WrittenReceipt, ...]:
    """A receipt for every desk from which something came or whom something is asked.

    The same state gives the same words again; a receipt always says all of it, so that one that was
    lost is made good by the next.

    Raises:
        NotProvinceError: this is a unit's workspace.
        IdentityLockedError: not the passphrase of the province's signer.
        CancelledError: stopped between two desks.
        FileError: a receipt cannot be written; those before it are whole.
    """
    from hrdesk.bundles.facts import Recipient
    from hrdesk.bundles.receipt import ReceiptContent, receipt_file_name, write_receipt
    from hrdesk.trust.identity import unlock
    from hrdesk.trust.material import load_trust

    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    signer = unlock(ws.paths.identity, passphrase)
    newest = load_trust(ws.paths.trust).newest_list
    local = now.astimezone(VIETNAM_TZ)
    desks = _desks(ws)
    intakes = [one for one in ws.store.journal.intakes() if one.result == "accepted"]
    told = ws.store.held.waiting() + ws.store.held.refused()
    device_of = {one.epoch: one.facts.get("device", "") for one in intakes}
    progress.total(len(desks))
    written = []
    for desk in desks:
        if progress.cancelled():
            raise CancelledError
        progress.step(desk.unit_name)
        accepted = [one for one in intakes if one.facts.get("device") == desk.device_id]
        others = [
            one
            for one in told
            if one.bundle_id
            and one.unit.code == desk.unit_code
            and device_of.get(one.epoch, desk.device_id) == desk.device_id
        ]
        remarks = [one for one in ws.store.receipts.remarks() if one.unit_code == desk.unit_code]
        if not (accepted or others or remarks):
            continue
        lines, reasons = _lines(ws, accepted, others)
        left_out = {
            one.bundle_id: refused
            for one in accepted
            if (refused := ws.store.receipts.rows_of(one.bundle_id)[2])
        }
        missing = _missing(accepted, others)
        path = make_folder(folder) / receipt_file_name(desk.unit_code, desk.device_id, local)
        content = ReceiptContent(
            bundle_uuid=str(uuid.uuid4()),
            app_version=__version__,
            to=Recipient(ws.unit_key.code, desk.unit_code, desk.device_id, desk.key_id),
            acknowledged=lines,
            reasons=reasons,
            missing=missing,
            left_out=left_out,
            remarks=[sent_remark(one) for one in remarks],
            revocation_list_pem=newest.pem if newest else b"",
        )
        write_receipt(path, content, signer, now=local)
        ws.store.receipts.keep_remarks(_sent(remarks, now))
        counted = [line.result for line in lines]
        written.append(
            WrittenReceipt(
                path,
                desk.unit_code,
                desk.unit_name,
                desk.person,
                desk.device_id,
                counted.count("accepted"),
                counted.count("held"),
                counted.count("refused"),
                missing,
                len(remarks),
            )
        )
    return tuple(written)


def take_receipt(ws: Workspace, path: Path, *, now: datetime) -> TakenReceipt:
    """Believe the province's word and keep it; nothing counts as received without one.

    A receipt always says all of it, so one that is older than another taken in before, found on an old
    stick or sent again on purpose, opens no remark that was closed since.

    Raises:
        ReceiptRefusedError: it is not believed, or was written for another desk; nothing changed.
        FileError, StoreError: disk and database.
    """
    from hrdesk.bundles.facts import BundleType
    from hrdesk.trust.identity import read_identity
    from hrdesk.trust.material import has_trust, load_trust
    from hrdesk.verification.checks import Expected, verify_bundle
    from hrdesk.verification.judgements import Judged, Judgements

    if not has_trust(ws.paths.trust):
        raise ReceiptRefusedError(name=path.name, ids="SIGN_203", outcome=None)
    expected = Expected(province=ws.province_code, types=frozenset({BundleType.RECEIPT}))
    seen = verify_bundle(path, load_trust(ws.paths.trust), now, expected=expected)
    facts, receipt = seen.facts, seen.receipt
    if not seen.believed or facts is None or receipt is None or seen.signed_at is None:
        raise ReceiptRefusedError(name=path.name, ids=_ids(seen.outcome), outcome=seen.outcome)
    own = read_identity(ws.paths.identity)
    if (facts.recipient.unit, facts.recipient.device) != (
        own.holder.unit_code,
        own.holder.device_id,
    ):
        finding = Judged(Judgements.NOT_FOR_ME, found=facts.recipient.unit).finding()
        raise ReceiptRefusedError(name=path.name, ids=finding.finding_id, outcome=seen.outcome)
    ours = {one.bundle_id: one for one in ws.store.journal.submissions()}
    officer = seen.signer.person if seen.signer else ""
    lines = tuple(
        ReceiptLine(
            bundle_id=one.bundle_id,
            sequence=one.seq,
            result=one.result,
            code=one.code,
            reason=receipt.reasons.get(one.bundle_id, ""),
            received_at=one.received_at.isoformat(),
            new=one.rows.get("new", 0),
            changed=one.rows.get("changed", 0),
            refused=one.rows.get("refused", 0),
            officer=officer,
            signed_at=seen.signed_at.isoformat(),
            receipt_id=seen.outcome.bundle_id,
        )
        for one in facts.acknowledged
        if one.bundle_id in ours
    )
    signed_at = seen.signed_at.astimezone(UTC).isoformat()
    older = signed_at < ws.setting(_NEWEST)
    remarks = [taken_remark(one, facts.recipient.unit) for one in receipt.remarks]
    with ws.store.transaction():
        ws.store.receipts.keep_lines(lines)
        if not older:
            ws.store.receipts.keep_remarks(remarks)
            ws.set_setting(_NEWEST, signed_at)
    return TakenReceipt(
        officer,
        seen.signed_at,
        lines,
        len(facts.acknowledged) - len(lines),
        () if older else receipt.missing,
        0 if older else sum(one.state == "open" for one in remarks),
        older,
    )


def _desks(ws: Workspace) -> list[CertificateLine]:
    """The newest certificate of each desk that is in use; not the province's own."""
    newest: dict[str, CertificateLine] = {}
    for line in ws.store.register.lines():
        if line.role != _PROVINCE and not line.revoked_at:
            newest.setdefault(line.device_id, line)
    return sorted(newest.values(), key=lambda line: (line.unit_code, line.device_id))


def _lines(
    ws: Workspace, accepted: Sequence[IntakeRecord], others: Sequence[HeldBundle]
) -> tuple[list[Acknowledged], dict[str, str]]:
    from hrdesk.bundles.facts import Acknowledged

    lines: dict[str, Acknowledged] = {}
    reasons: dict[str, str] = {}
    for line in others:
        refused = line.decision == "refused"
        lines[line.bundle_id] = Acknowledged(
            line.bundle_id,
            line.sequence,
            "refused" if refused else "held",
            _code(line.outcome),
            (line.decided_at or line.held_at).astimezone(VIETNAM_TZ),
        )
        reasons[line.bundle_id] = line.decided_why if refused else line.reason
    for one in accepted:
        new, changed, left_out = ws.store.receipts.rows_of(one.bundle_id)
        lines[one.bundle_id] = Acknowledged(
            one.bundle_id,
            one.sequence,
            "accepted",
            _code(one.outcome),
            one.received_at.astimezone(VIETNAM_TZ),
            {"new": new, "changed": changed, "refused": len(left_out)},
        )
        reasons.pop(one.bundle_id, None)
    ordered = sorted(lines.values(), key=lambda line: (line.seq, line.bundle_id))
    return ordered, {key: text for key, text in sorted(reasons.items()) if text}


def _code(outcome: str) -> str:
    """The finding that decided, "" when there is none."""
    findings = json.loads(outcome).get("findings", []) if outcome else []
    return next((one["id"] for one in findings if one["severity"] != "info"), "")


def _missing(accepted: Iterable[IntakeRecord], others: Iterable[HeldBundle]) -> tuple[int, ...]:
    """Numbers below the highest of the desk's newest stream that never came."""
    known = sorted(accepted, key=lambda one: one.received_at)
    if not known:
        return ()
    epoch = known[-1].epoch
    came = {one.sequence for one in known if one.epoch == epoch}
    came |= {one.sequence for one in others if one.epoch == epoch}
    return tuple(number for number in range(1, max(came)) if number not in came)


def _sent(remarks: Iterable[Remark], now: datetime) -> list[Remark]:
    from hrdesk.values import replace

    return [one if one.sent_at else replace(one, sent_at=now.isoformat()) for one in remarks]


def _ids(outcome: Outcome) -> str:
    return ", ".join(dict.fromkeys(one.finding_id for one in outcome.findings))
