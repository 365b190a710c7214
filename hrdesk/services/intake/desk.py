"""The desk at which one run of files is taken in: each is verified, and decided upon."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrdesk.bundles.facts import BundleType
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.consolidation.intake import decide
from hrdesk.errors import FileError, HrdeskError
from hrdesk.files import copy_for_now, known_fault, make_folder
from hrdesk.i18n import explain, tr
from hrdesk.scratch import scratch
from hrdesk.services.holding import (
    FAILED,
    LOCKED,
    PARTS,
    SECOND,
    UNENROLLED,
    Came,
    put_together,
    was_taken_in,
)
from hrdesk.services.intake.accepting import ASKS, accept
from hrdesk.services.intake.files import raise_ours, too_large, unreadable
from hrdesk.services.intake.outcome import IntakeOutcome, told
from hrdesk.services.intake.quarantine import hold, put_aside
from hrdesk.services.renewals_received import keep_renewal
from hrdesk.services.submission_content import predecessors
from hrdesk.services.wording import main_reason
from hrdesk.services.workspace import today_of
from hrdesk.verification.judgements import Judgements, fault_finding
from hrdesk.verification.outcome import Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from hrdesk.bundles.facts import BundleFacts, Stream
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.material import TrustMaterial
    from hrdesk.trust.recipient import OpenedRecipients
    from hrdesk.verification.verified import VerifiedBundle


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
        try:
            with scratch(self.ws.paths, "receive") as staging:
                return self._take_copy(path, shown_as, staging)
        except OSError as error:  # while entries were unpacked: nothing is wrong with the file
            raise known_fault(error, self.ws.paths.scratch, writing=True) from error

    def _take_copy(self, path: Path, shown_as: str, staging: Path) -> IntakeOutcome:
        came = Came(shown_as or path.name, staging / "came", staging)
        try:
            if too_large(path):
                finding = fault_finding(FaultFoundError(Faults.TOO_LARGE))
                outcome = Outcome(came.name, (finding,))
                return IntakeOutcome(path.name, "refused", outcome, reason=main_reason(outcome))
            copy_for_now(path, came.copy)
        except FileError as error:
            raise_ours(error)
            outcome = unreadable(path, error)
            return IntakeOutcome(path.name, "refused", outcome, reason=explain(error))
        return self._take(came)

    def _take(self, came: Came) -> IntakeOutcome:
        try:
            seen = self.verified(came)
        except FaultFoundError as error:
            finding = fault_finding(error)
            if error.fault is Faults.LOCKED.value:
                finding = replace(finding, severity=Severity.REMARK)
                seen = _not_read(Outcome(came.name, (finding,)))
                return self._hold(LOCKED, seen, came, main_reason(seen.outcome))
            seen = _not_read(Outcome(came.name, (finding,)))
        faults = {one.finding_id for one in seen.outcome.findings if one.severity is Severity.FAULT}
        if faults == {Judgements.NOT_ENROLLED.value.finding_id}:
            return self._hold(UNENROLLED, seen, came, main_reason(seen.outcome))
        facts = seen.facts
        refused = "" if self.decided else self._refused_before(seen)
        if facts is not None and facts.bundle_type is BundleType.RENEWAL and seen.believed:
            return self._renewal(seen, facts)
        if not seen.believed or facts is None or facts.stream is None or refused:
            return put_aside(self.ws, "refused", seen, came, refused or main_reason(seen.outcome))
        if was_taken_in(self.ws, seen, facts):
            return told(self.ws, "already", seen, facts)
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
        said = f"{tr(ASKS)} {main_reason(seen.outcome)}".strip()
        return replace(told(self.ws, result, seen, facts), reason=said)

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
            return self._hold(PARTS, seen, came, reason)
        ordered = [parts[index] for index in sorted(parts)]
        try:
            whole = put_together([one for one, _ in ordered])
        except FaultFoundError as error:
            seen = _not_read(Outcome(came.name, (fault_finding(error),)))
            return put_aside(self.ws, "refused", seen, came, main_reason(seen.outcome))
        return self._decide(whole, facts, stream, [one for _, one in ordered])

    def _decide(
        self, seen: VerifiedBundle, facts: BundleFacts, stream: Stream, files: Sequence[Came]
    ) -> IntakeOutcome:
        came = files[-1]
        if self.ws.kit.policy.second_signature and "head" not in {one.role for one in seen.signers}:
            reason = tr("The leader of the office has not signed it; the kit asks for that.")
            return self._hold(SECOND, seen, came, reason)
        stream_seen = [
            one
            for one in self.ws.store.journal.intakes(epoch=stream.epoch)
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
            return self._hold(decision.cause, seen, came, decision.reason)
        try:
            return accept(self.ws, seen, files, decision.reason, now=self.now)
        except HrdeskError as error:
            if isinstance(error, FileError):
                raise
            return self._hold(FAILED, seen, came, explain(error))

    def _kit_issued(self, facts: BundleFacts) -> datetime | None:
        kits = self.ws.store.kits.all() if facts.kit else ()
        known = (one.issued_at for one in kits if facts.kit and one.seq == facts.kit.seq)
        return next(known, None)

    def _hold(self, cause: str, seen: VerifiedBundle, came: Came, reason: str) -> IntakeOutcome:
        return hold(self.ws, cause, seen, came, reason, now=self.now)


def _not_read(outcome: Outcome) -> VerifiedBundle:
    """Of a file that did not get as far as being read, what there is to say."""
    from hrdesk.verification.verified import VerifiedBundle

    return VerifiedBundle(outcome)
