"""Receiving bundles: copied in, verified, taken in once, or put aside with the reason beside them."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hrdesk.bundles.facts import BundleType
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.consolidation.intake import decide
from hrdesk.errors import (
    DiskFullError,
    FileError,
    FileMissingError,
    FileUnwritableError,
    HrdeskError,
    NothingToReceiveError,
    NotProvinceError,
)
from hrdesk.files import (
    copy_durably,
    copy_for_now,
    known_fault,
    make_folder,
    sha256_of,
    write_durably,
)
from hrdesk.i18n import N_, explain, tr, trn
from hrdesk.records.record import UnitKey
from hrdesk.services.holding import (
    FAILED,
    LOCKED,
    PARTS,
    SECOND,
    UNENROLLED,
    Came,
    keep_rosters,
    put_together,
    release,
    was_taken_in,
    with_conflicts,
)
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.renewals_received import keep_renewal
from hrdesk.services.saved_mails import SUFFIXES as MAIL_SUFFIXES
from hrdesk.services.saved_mails import is_mail, unpack_mail
from hrdesk.services.submission_content import predecessors
from hrdesk.services.wording import main_reason, outcome_as_json, outcome_lines
from hrdesk.services.workspace import today_of
from hrdesk.store.attachments import Attachment, IncomingAttachment
from hrdesk.store.exchange import HeldBundle
from hrdesk.store.submissions import IntakeRecord, Tombstone
from hrdesk.verification.judgements import Judgements, fault_finding
from hrdesk.verification.outcome import Aspect, Finding, Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from hrdesk.bundles.facts import BundleFacts, Stream
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.material import TrustMaterial
    from hrdesk.trust.recipient import OpenedRecipients
    from hrdesk.verification.verified import VerifiedBundle

BUNDLE_SUFFIX: Final = ".asice"
_ASKS: Final = N_("The desk asks for its next certificate: issue it in the register.")
_SUFFIXES: Final = (BUNDLE_SUFFIX, f"{BUNDLE_SUFFIX}.age", *MAIL_SUFFIXES)


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
    cause: str = ""  # of a held one: what it waits for
    zero: bool = False  # a report that nothing happened


def receive(
    ws: Workspace,
    paths: Sequence[Path],
    *,
    now: datetime,
    accept_remarks: bool = False,
    opened: OpenedRecipients | None = None,
    progress: Progress = SILENT,
) -> tuple[IntakeOutcome, ...]:
    """Verify and take in files, or all bundles below folders; one bad file stops no other.

    A bundle with remarks is held unless `accept_remarks` says that a person agreed. What is
    encrypted waits unless `opened` (`recipients.open_keys`) holds the province's keys; what waited
    for them is taken in now. Stopping between two files leaves what was taken in until then.

    Raises:
        NotProvinceError: this is a unit's workspace.
        NothingToReceiveError, FileError: there is no such file, or no bundle in the folder.
        FileError, StoreError: the workspace cannot be written; what was taken in until then stays.
        CancelledError: stopped between two files.
    """
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    found = tuple(bundles_below(paths))
    desk = intake_desk(ws, now=now, accept_remarks=accept_remarks, opened=opened)
    progress.total(len(found))
    outcomes = []
    for path in found:
        if progress.cancelled():
            raise CancelledError
        progress.step(path.name)
        outcomes += take_mail(desk, path) if is_mail(path) else [desk.take(path)]
    return (*outcomes, *review_waiting(desk))


def take_mail(desk: IntakeDesk, path: Path) -> list[IntakeOutcome]:
    """The bundles of a saved mail, each under the name it has there; a mail without any is said so."""
    folder = Path(tempfile.mkdtemp(prefix=".mail-", dir=desk.ws.paths.folder))
    try:
        mail = unpack_mail(path, folder)
        outcomes = [
            desk.take(bundle, name) for bundle, name in zip(mail.bundles, mail.names, strict=True)
        ]
    except FileError as error:
        _raise_ours(error)
        outcome = _unreadable(path, error)
        return [IntakeOutcome(path.name, "refused", outcome, reason=explain(error))]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if outcomes and not mail.fault:
        return outcomes
    finding = Finding(
        finding_id="BUN_120",
        severity=Severity.FAULT,
        aspect=Aspect.CONTAINER,
        sentence=N_("Not every bundle of the mail can be taken out.")
        if outcomes
        else N_("The mail holds no bundle that can be taken out."),
        remedy=N_("Save the attachment out of the mail program and open that file."),
        place=mail.fault,
    )
    outcome = Outcome(path.name, (finding,))
    return [*outcomes, IntakeOutcome(path.name, "refused", outcome, reason=main_reason(outcome))]


def intake_desk(
    ws: Workspace,
    *,
    now: datetime,
    accept_remarks: bool = False,
    opened: OpenedRecipients | None = None,
    decided: bool = False,
) -> IntakeDesk:
    """The desk at which one run of files is taken in."""
    from hrdesk.trust.certificates import certificate_from_pem
    from hrdesk.trust.material import load_trust

    certificates = {
        line.key_id: certificate_from_pem(line.pem.encode(), line.serial)
        for line in ws.store.register.lines()
        if line.pem
    }
    return IntakeDesk(
        ws, load_trust(ws.paths.trust), now, accept_remarks, opened, certificates, decided
    )


def review_waiting(desk: IntakeDesk) -> list[IntakeOutcome]:
    """What waited for a key or an enrolment that is here now, taken in; the rest waits on."""
    outcomes = []
    for line in desk.ws.store.held.waiting():
        if line.cause == UNENROLLED or (line.cause == LOCKED and desk.opened is not None):
            path = desk.ws.paths.quarantine / line.kept_as
            if not path.is_file():
                continue
            outcome = desk.take(path, line.file_name)
            if outcome.cause != line.cause:
                outcomes.append(outcome)
                if outcome.result in {"accepted", "already"}:
                    desk.ws.store.held.decide(
                        line.file_sha256, "accepted", actor="", why="", at=desk.now
                    )
    return outcomes


def bundles_below(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the bundles in the folders named, in the order of their names.

    Raises:
        FileMissingError: a path does not exist.
        NothingToReceiveError: a folder holds no bundle.
    """
    for path in paths:
        if path.is_dir():
            inside = sorted(
                (
                    one
                    for one in path.rglob("*")
                    if one.name.casefold().endswith(_SUFFIXES) and one.is_file()
                ),
                key=_natural,
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
class IntakeDesk:
    """What taking in needs to know, once for many files. `opened` None: no key is open."""

    ws: Workspace
    trust: TrustMaterial
    now: datetime
    accept_remarks: bool = False
    opened: OpenedRecipients | None = None
    certificates: Mapping[str, Any] = field(default_factory=dict)  # by key, of the register
    decided: bool = False  # an officer said yes: remarks and forks are no hindrance
    _followed: dict[str, frozenset[str]] = field(default_factory=dict)  # codes before, by code

    def take(self, path: Path, shown_as: str = "") -> IntakeOutcome:
        """One file: a copy is verified, so that a stick cannot change it in between."""
        staging = Path(tempfile.mkdtemp(prefix=".receive-", dir=self.ws.paths.folder))
        try:
            came = Came(shown_as or path.name, staging / "came", staging)
            try:
                if too_large(path):
                    finding = fault_finding(FaultFoundError(Faults.TOO_LARGE))
                    outcome = Outcome(came.name, (finding,))
                    return IntakeOutcome(path.name, "refused", outcome, reason=main_reason(outcome))
                copy_for_now(path, came.copy)
            except FileError as error:
                _raise_ours(error)
                outcome = _unreadable(path, error)
                return IntakeOutcome(path.name, "refused", outcome, reason=explain(error))
            return self._take(came)
        except OSError as error:  # while entries were unpacked: nothing is wrong with the file
            raise known_fault(error, staging, writing=True) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _take(self, came: Came) -> IntakeOutcome:
        try:
            seen = self.verified(came)
        except FaultFoundError as error:
            finding = fault_finding(error)
            if error.fault is Faults.LOCKED.value:
                finding = replace(finding, severity=Severity.REMARK)
                seen = _not_read(Outcome(came.name, (finding,)))
                return self.hold(LOCKED, seen, came, main_reason(seen.outcome))
            seen = _not_read(Outcome(came.name, (finding,)))
        faults = {one.finding_id for one in seen.outcome.findings if one.severity is Severity.FAULT}
        if faults == {Judgements.NOT_ENROLLED.value.finding_id}:
            return self.hold(UNENROLLED, seen, came, main_reason(seen.outcome))
        facts = seen.facts
        refused = "" if self.decided else self._refused_before(seen)
        if facts is not None and facts.bundle_type is BundleType.RENEWAL and seen.believed:
            return self._renewal(seen, facts)
        if not seen.believed or facts is None or facts.stream is None or refused:
            return self.put_aside("refused", seen, came, refused or main_reason(seen.outcome))
        if was_taken_in(self.ws, seen, facts):
            return self.told("already", seen, facts)
        return (
            self._decide(seen, facts, facts.stream, [came])
            if facts.part is None
            else self._part(seen, facts, came)
        )

    def verified(self, came: Came) -> VerifiedBundle:
        """The file opened and verified.

        Raises:
            FaultFoundError: it is encrypted and cannot be opened.
        """
        from hrdesk.bundles.encryption import decrypt_file, is_encrypted
        from hrdesk.verification.checks import Expected, verify_bundle

        container, keys = came.copy, None
        if is_encrypted(came.copy):
            container = came.staging / "opened.asice"
            keys = self.opened.keys if self.opened else frozenset()
            decrypt_file(came.copy, container, self.opened.identities if self.opened else ())
        expected = Expected(
            province=self.ws.unit_key.code,
            forms=self.ws.form_version,
            at_province=True,
            types=frozenset({BundleType.SUBMISSION, BundleType.RENEWAL}),
            enrolled=self.certificates.get,
            opened_with=keys,
            predecessors=self._predecessors,
        )
        staging = came.staging  # files are unpacked as 00001.pdf …, never under names of others
        seen = verify_bundle(container, self.trust, self.now, expected=expected, staging=staging)
        return replace(seen, outcome=replace(seen.outcome, file_name=came.name))

    def _predecessors(self, unit_code: str) -> frozenset[str]:
        if unit_code not in self._followed:
            self._followed[unit_code] = predecessors(self.ws.units, unit_code, today_of(self.now))
        return self._followed[unit_code]

    def _refused_before(self, seen: VerifiedBundle) -> str:
        for line in self.ws.store.held.of_bundle(seen.outcome.bundle_id):
            if line.decision == "refused":
                return tr("An officer refused this bundle before: {why}", why=line.decided_why)
        return ""

    def _renewal(self, seen: VerifiedBundle, facts: BundleFacts) -> IntakeOutcome:
        """A request for the next certificate: it waits among those that the officer issues."""
        result = "accepted" if keep_renewal(self.ws, seen, now=self.now) else "already"
        said = f"{tr(_ASKS)} {main_reason(seen.outcome)}".strip()
        return replace(self.told(result, seen, facts), reason=said)

    def _part(self, seen: VerifiedBundle, facts: BundleFacts, came: Came) -> IntakeOutcome:
        """One part of several: it waits for the others, or completes them."""
        part, stream = facts.part, facts.stream
        if part is None or stream is None:
            raise ValueError("only parts")
        parts = {part.index: (seen, came)}
        quarantine = self.ws.paths.quarantine
        for line in self.ws.store.held.waiting():
            if line.cause != PARTS or line.set_id != part.set_id or line.part in parts:
                continue
            other = Came(
                line.file_name,
                quarantine / line.kept_as,
                make_folder(came.staging / f"part{line.part}"),
            )
            try:
                parts[line.part] = (self.verified(other), other)
            except (FaultFoundError, FileError):
                continue
        missing = [str(one) for one in range(1, part.count + 1) if one not in parts]
        if missing:
            reason = tr(
                "Part {part} of {count}. Still missing: part {missing}.",
                part=part.index,
                count=part.count,
                missing=", ".join(missing),
            )
            return self.hold(PARTS, seen, came, reason)
        ordered = [parts[index] for index in sorted(parts)]
        try:
            whole = put_together([one for one, _ in ordered])
        except FaultFoundError as error:
            seen = _not_read(Outcome(came.name, (fault_finding(error),)))
            return self.put_aside("refused", seen, came, main_reason(seen.outcome))
        return self._decide(whole, facts, stream, [one for _, one in ordered])

    def _decide(
        self, seen: VerifiedBundle, facts: BundleFacts, stream: Stream, files: Sequence[Came]
    ) -> IntakeOutcome:
        came = files[-1]
        if self.ws.kit.policy.second_signature and "head" not in {one.role for one in seen.signers}:
            reason = tr("The leader of the office has not signed it; the kit asks for that.")
            return self.hold(SECOND, seen, came, reason)
        stream_seen = [
            one
            for one in self.ws.store.intakes(epoch=stream.epoch)
            if one.result == "accepted"
            and one.facts.get("device", "") in {"", facts.sender.device}  # nobody else's stream
        ]
        decision = decide(
            seen.outcome.bundle_id,
            stream,
            seen.outcome.verdict,
            stream_seen,
            accept_remarks=self.accept_remarks or self.decided,
            created_at=facts.created_at,
            kit_issued_at=self._kit_issued(facts),
        )
        if decision.action == "hold" and not self.decided:
            return self.hold(decision.cause, seen, came, decision.reason)
        try:
            return self._accept(seen, facts, stream, files, decision.reason)
        except HrdeskError as error:
            if isinstance(error, FileError):
                raise
            return self.hold(FAILED, seen, came, explain(error))

    def _kit_issued(self, facts: BundleFacts) -> datetime | None:
        kits = self.ws.store.kits.all() if facts.kit else ()
        known = (one.issued_at for one in kits if facts.kit and one.seq == facts.kit.seq)
        return next(known, None)

    def _accept(
        self,
        seen: VerifiedBundle,
        facts: BundleFacts,
        stream: Stream,
        files: Sequence[Came],
        reason: str,
    ) -> IntakeOutcome:
        ws = self.ws
        seen, conflicts = with_conflicts(ws, seen, facts)
        kept = self._keep(facts, stream, seen, files)
        intake = IntakeRecord(
            bundle_id=seen.outcome.bundle_id,
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
                "kept_as": kept[0].name,
                "figures": json.dumps([asdict(line) for line in seen.figures]),
                "device": facts.sender.device,
                "zero": "yes" if facts.zero else "",
                "set_id": facts.part.set_id if facts.part else "",
                "rosters": str(len(seen.rosters)),
                "report": json.dumps(asdict(facts.report)) if facts.report else "",
            },
        )
        asks = keep_renewal(ws, seen, now=self.now)
        try:
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
                    ws.store.receipts.note_rows(
                        seen.outcome.bundle_id, taken.new, taken.changed, taken.foreign
                    )
        except BaseException:
            for path in kept:
                path.unlink(missing_ok=True)
            raise
        release(ws, seen, facts, now=self.now)
        notes = [reason] if reason else []
        if asks:
            notes.append(tr(_ASKS))
        if taken.superseded_by:
            notes.append(tr("A newer submission of the same period was taken in before."))
        if taken.foreign:
            notes.append(
                tr(
                    "{count} records belong to another unit and were left out.",
                    count=len(taken.foreign),
                )
            )
        if conflicts:
            notes.append(
                trn(
                    "{count} record was changed at two desks of this unit; the higher revision "
                    "stands.",
                    "{count} records were changed at two desks of this unit; the higher revisions "
                    "stand.",
                    conflicts,
                )
            )
        return replace(
            self.told("accepted", seen, facts),
            new=taken.new,
            changed=taken.changed,
            unchanged=taken.unchanged,
            withdrawn=taken.withdrawn,
            reason=" ".join(notes),
        )

    def _keep(
        self, facts: BundleFacts, stream: Stream, seen: VerifiedBundle, files: Sequence[Came]
    ) -> list[Path]:
        """The files as they came, encrypted ones too, among what was accepted."""
        kept: list[Path] = []
        stem = (
            f"{facts.sender.unit}_{facts.period_id}_{stream.seq:06d}_{seen.outcome.bundle_id[:12]}"
        )
        for index, came in enumerate(files, start=1):
            part = f"_{index}-of-{len(files)}" if len(files) > 1 else ""
            kept.append(make_folder(self.ws.paths.intake) / f"{stem}{part}{suffix_of(came.copy)}")
            copy_durably(came.copy, kept[-1])
        return kept

    def _unit_key(self, seen: VerifiedBundle, facts: BundleFacts) -> UnitKey:
        for record in seen.records:
            if record.unit.code == facts.sender.unit:
                return record.unit
        unit = self.ws.units.get(facts.sender.unit, facts.created_at.date())
        return UnitKey(facts.sender.unit, unit.valid_from if unit else "")

    def told(self, result: str, seen: VerifiedBundle, facts: BundleFacts) -> IntakeOutcome:
        """What became of a believed bundle."""
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
            zero=facts.zero,
        )

    def hold(self, cause: str, seen: VerifiedBundle, came: Came, reason: str) -> IntakeOutcome:
        """Put it aside, with a line that says what it waits for."""
        told = self.put_aside("held", seen, came, reason)
        facts = seen.facts if seen.believed else None
        part = facts.part if facts else None
        stream = facts.stream if facts else None
        self.ws.store.held.hold(
            HeldBundle(
                file_sha256=sha256_of(came.copy),
                kept_as=told.quarantined_at.name if told.quarantined_at else "",
                file_name=came.name,
                held_at=self.now,
                cause=cause,
                reason=reason,
                bundle_id=seen.outcome.bundle_id,
                unit=self._unit_key(seen, facts) if facts else UnitKey(""),
                period_id=facts.period_id if facts else "",
                epoch=stream.epoch if stream else "",
                sequence=stream.seq if stream else 0,
                set_id=part.set_id if part else "",
                part=part.index if part else 0,
                parts=part.count if part else 0,
                outcome=json.dumps(outcome_as_json(seen.outcome), ensure_ascii=False),
            )
        )
        return replace(told, cause=cause)

    def put_aside(
        self, result: str, seen: VerifiedBundle, came: Came, reason: str
    ) -> IntakeOutcome:
        """The copy and the reason beside it; the same file again lies where it lay."""
        folder = make_folder(self.ws.paths.quarantine)
        stem = f"{_safe_stem(seen.outcome.file_name)}_{sha256_of(came.copy)[:12]}"
        target = folder / f"{stem}{suffix_of(came.copy)}"
        copy_durably(came.copy, target)
        lines = "\n".join((*outcome_lines(seen.outcome), reason, ""))
        write_durably(folder / f"{stem}.txt", lines.encode())
        content = {"result": result, "reason": reason, **outcome_as_json(seen.outcome)}
        write_durably(
            folder / f"{stem}.json", json.dumps(content, ensure_ascii=False, indent=2).encode()
        )
        told = (
            self.told(result, seen, seen.facts)
            if seen.facts is not None and seen.believed
            else IntakeOutcome(seen.outcome.file_name, result, seen.outcome)
        )
        return replace(told, reason=reason, quarantined_at=target)


def _raise_ours(error: FileError) -> None:
    """A full or locked disk of this desk is not the fault of what came: it stops the run."""
    if isinstance(error, DiskFullError | FileUnwritableError):
        raise error


def too_large(path: Path) -> bool:
    """Whether it is larger than any bundle, so that not even a copy of it is made."""
    from hrdesk.bundles.encryption import ENCRYPTED_LIMIT_BYTES

    try:
        return path.stat().st_size > ENCRYPTED_LIMIT_BYTES
    except OSError:
        return False  # the copying says what is wrong with it


def suffix_of(path: Path) -> str:
    """How a kept file ends: by what it is, not by what it was called."""
    from hrdesk.bundles.encryption import SUFFIX, is_encrypted

    return f"{BUNDLE_SUFFIX}{SUFFIX}" if is_encrypted(path) else BUNDLE_SUFFIX


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


def _not_read(outcome: Outcome) -> VerifiedBundle:
    """Of a file that did not get as far as being read, what there is to say."""
    from hrdesk.verification.verified import VerifiedBundle

    return VerifiedBundle(outcome)
