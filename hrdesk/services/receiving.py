"""Receiving bundles: copied in, verified, taken in once, or put aside with the reason beside them."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.consolidation.intake import decide
from hrdesk.errors import (
    FileError,
    FileMissingError,
    HrdeskError,
    NothingToReceiveError,
    NotProvinceError,
)
from hrdesk.files import copy_durably, make_folder, sha256_of, write_durably
from hrdesk.i18n import N_, explain, tr
from hrdesk.records.record import UnitKey
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.wording import main_reason, outcome_as_json, outcome_lines
from hrdesk.store.attachments import Attachment, IncomingAttachment
from hrdesk.store.submissions import IntakeRecord, Tombstone
from hrdesk.verification.outcome import Aspect, Finding, Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from hrdesk.bundles.facts import BundleFacts, Stream
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.material import TrustMaterial
    from hrdesk.verification.verified import VerifiedBundle

BUNDLE_SUFFIX: Final = ".asice"


@dataclass(frozen=True, slots=True)
class IntakeOutcome:
    """What became of one file. `result`: "accepted", "already", "held" or "refused".

    `reason` is the sentence for a person; a held or refused file lies at `quarantined_at`.
    """

    file_name: str
    result: str
    outcome: Outcome
    unit_code: str = ""
    unit_name: str = ""
    period_id: str = ""
    sequence: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    reason: str = ""
    quarantined_at: Path | None = None


def receive(
    ws: Workspace,
    paths: Sequence[Path],
    *,
    now: datetime,
    accept_remarks: bool = False,
    progress: Progress = SILENT,
) -> tuple[IntakeOutcome, ...]:
    """Verify and take in files, or all bundles below folders; one bad file stops no other.

    A bundle with remarks is held unless `accept_remarks` says that a person agreed. Stopping
    between two files leaves what was taken in until then.

    Raises:
        NotProvinceError: this is a unit's workspace.
        NothingToReceiveError, FileError: there is no such file, or no bundle in the folder.
        StoreError: the workspace itself cannot be written.
        CancelledError: stopped between two files.
    """
    from hrdesk.trust.material import load_trust

    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    found = tuple(bundles_below(paths))
    desk = _IntakeDesk(ws, load_trust(ws.paths.trust), now, accept_remarks)
    progress.total(len(found))
    outcomes = []
    for path in found:
        if progress.cancelled():
            raise CancelledError
        progress.step(path.name)
        outcomes.append(desk.take(path))
    return tuple(outcomes)


def bundles_below(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the bundles in the folders named, in the order of their names.

    Raises:
        FileMissingError: a path does not exist.
        NothingToReceiveError: a folder holds no bundle.
    """
    for path in paths:
        if path.is_dir():
            inside = sorted(
                (one for one in path.rglob(f"*{BUNDLE_SUFFIX}") if one.is_file()), key=_natural
            )
            if not inside:
                raise NothingToReceiveError(path=path)
            yield from inside
        elif path.exists():
            yield path
        else:
            raise FileMissingError(path=path)


def _natural(path: Path) -> tuple[str, ...]:
    return tuple(
        part.zfill(12) if part.isdigit() else part for part in re.split(r"(\d+)", path.name)
    )


@dataclass(frozen=True, slots=True)
class _IntakeDesk:
    """What taking in needs to know, once for many files."""

    ws: Workspace
    trust: TrustMaterial
    now: datetime
    accept_remarks: bool

    def take(self, path: Path) -> IntakeOutcome:
        """One file: a copy is verified, so that a stick cannot change it in between."""
        staging = Path(tempfile.mkdtemp(prefix=".receive-", dir=self.ws.paths.folder))
        try:
            copy = staging / "bundle.asice"
            try:
                copy_durably(path, copy)
            except FileError as error:
                outcome = _unreadable(path, error)
                return IntakeOutcome(path.name, "refused", outcome, reason=explain(error))
            return self._judge(path, copy, make_folder(staging / "files"))
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _judge(self, path: Path, copy: Path, files: Path) -> IntakeOutcome:
        from hrdesk.verification.checks import Expected, verify_bundle

        expected = Expected(
            province=self.ws.unit_key.code, forms=self.ws.form_version, at_province=True
        )
        seen = verify_bundle(copy, self.trust, self.now, expected=expected, staging=files)
        seen = replace(seen, outcome=replace(seen.outcome, file_name=path.name))
        facts = seen.facts
        if not seen.believed or facts is None or facts.stream is None:
            return self._put_aside("refused", seen, copy, main_reason(seen.outcome))
        before = self.ws.store.intake_seen(seen.outcome.bundle_id)
        if before is not None and before.result == "accepted":
            return self._told("already", seen, facts)
        return self._decide(seen, facts, facts.stream, copy)

    def _decide(
        self, seen: VerifiedBundle, facts: BundleFacts, stream: Stream, copy: Path
    ) -> IntakeOutcome:
        stream_seen = [
            one
            for one in self.ws.store.intakes()
            if one.epoch == stream.epoch and one.result == "accepted"
        ]
        decision = decide(
            seen.outcome.bundle_id,
            stream,
            seen.outcome.verdict,
            stream_seen,
            accept_remarks=self.accept_remarks,
        )
        if decision.action == "hold":
            return self._put_aside("held", seen, copy, decision.reason)
        try:
            return self._accept(seen, facts, stream, copy, decision.reason)
        except HrdeskError as error:
            if isinstance(error, FileError):
                raise
            return self._put_aside("held", seen, copy, explain(error))

    def _accept(
        self,
        seen: VerifiedBundle,
        facts: BundleFacts,
        stream: Stream,
        copy: Path,
        reason: str,
    ) -> IntakeOutcome:
        ws = self.ws
        bundle_id = seen.outcome.bundle_id
        name = f"{facts.sender.unit}_{facts.period_id}_{stream.seq:06d}_{bundle_id[:12]}.asice"
        kept = make_folder(ws.paths.intake) / name
        copy_durably(copy, kept)
        intake = IntakeRecord(
            bundle_id=bundle_id,
            result="accepted",
            file_name=seen.outcome.file_name,
            received_at=self.now,
            unit=self._unit_key(seen, facts),
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
                "kept_as": name,
                "figures": json.dumps([asdict(line) for line in seen.figures]),
                "device": facts.sender.device,
            },
        )
        try:
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
        except BaseException:
            kept.unlink(missing_ok=True)
            raise
        notes = [reason] if reason else []
        if taken.superseded_by:
            notes.append(tr("A newer submission of the same period was taken in before."))
        if taken.foreign:
            notes.append(
                tr(
                    "{count} records belong to another unit and were left out.",
                    count=len(taken.foreign),
                )
            )
        return replace(
            self._told("accepted", seen, facts),
            new=taken.new,
            changed=taken.changed,
            unchanged=taken.unchanged,
            withdrawn=taken.withdrawn,
            reason=" ".join(notes),
        )

    def _unit_key(self, seen: VerifiedBundle, facts: BundleFacts) -> UnitKey:
        for record in seen.records:
            if record.unit.code == facts.sender.unit:
                return record.unit
        unit = self.ws.units.get(facts.sender.unit, facts.created_at.date())
        return UnitKey(facts.sender.unit, unit.valid_from if unit else "")

    def _told(self, result: str, seen: VerifiedBundle, facts: BundleFacts) -> IntakeOutcome:
        key = self._unit_key(seen, facts)
        unit = self.ws.units.by_key(key.code, key.valid_from)
        return IntakeOutcome(
            file_name=seen.outcome.file_name,
            result=result,
            outcome=seen.outcome,
            unit_code=key.code,
            unit_name=unit.name if unit else key.code,
            period_id=facts.period_id,
            sequence=facts.stream.seq if facts.stream else 0,
        )

    def _put_aside(
        self, result: str, seen: VerifiedBundle, copy: Path, reason: str
    ) -> IntakeOutcome:
        """The copy and the reason beside it; the same file again lies where it lay."""
        folder = make_folder(self.ws.paths.quarantine)
        stem = f"{_safe_stem(seen.outcome.file_name)}_{sha256_of(copy)[:12]}"
        target = folder / f"{stem}{BUNDLE_SUFFIX}"
        copy_durably(copy, target)
        lines = "\n".join((*outcome_lines(seen.outcome), reason, ""))
        write_durably(folder / f"{stem}.txt", lines.encode())
        content = {"result": result, "reason": reason, **outcome_as_json(seen.outcome)}
        write_durably(
            folder / f"{stem}.json", json.dumps(content, ensure_ascii=False, indent=2).encode()
        )
        told = (
            self._told(result, seen, seen.facts)
            if seen.facts is not None and seen.believed
            else IntakeOutcome(seen.outcome.file_name, result, seen.outcome)
        )
        return replace(told, reason=reason, quarantined_at=target)


def _unreadable(path: Path, error: FileError) -> Outcome:
    """A finding for a file that the system does not let us read."""
    return Outcome(
        file_name=path.name,
        findings=(
            Finding(
                finding_id="BUN_101",
                severity=Severity.FAULT,
                aspect=Aspect.CONTAINER,
                sentence=N_("The file cannot be read."),
                remedy=error.remedy,
                found=str(error.values.get("reason", "")),
            ),
        ),
    )


def _safe_stem(name: str) -> str:
    """A foreign file name as one that can do no harm here."""
    stem = re.sub(r"[^0-9A-Za-z_-]+", "-", Path(name).stem).strip("-")
    return stem[:80] or "bundle"
