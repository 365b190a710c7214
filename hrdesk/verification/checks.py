"""Whether a bundle may be believed, in the order of signing.md §3.

1. structure of the zip          4. bundle.json, and the signer against it
2. signatures over the manifest  5. revocation, with the list inside when it is the authority's
3. manifest canonical and whole  6. every entry streamed once: size, checksum, digest
                                 7. what this kind of bundle holds (`verification/kinds.py`)

Nothing is parsed before a signature covers it; the first step that fails ends the questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.bundles.container import Entry, Reader
from hrdesk.bundles.enrolment import LIST_NAME
from hrdesk.bundles.facts import (
    FACTS_LIMIT_BYTES,
    FACTS_NAME,
    BundleFacts,
    BundleType,
    Counts,
)
from hrdesk.bundles.facts_reading import read_facts
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.manifest import MANIFEST_LIMIT_BYTES, Reference, bundle_id, read_manifest
from hrdesk.errors import CertificateUnreadableError
from hrdesk.trust.certificates import CertificateFacts
from hrdesk.trust.material import LIST_LIMIT_BYTES
from hrdesk.trust.revocation import RevocationList, revocation_list_from_pem
from hrdesk.trust.uncertified import claims, uncertified_key
from hrdesk.verification.content import FormSource
from hrdesk.verification.judgements import Judged, JudgedError, Judgements, fault_finding
from hrdesk.verification.kinds import CONTENTS, Surroundings
from hrdesk.verification.outcome import Finding, Outcome, Severity
from hrdesk.verification.path import examine
from hrdesk.verification.signature import SIGNATURE_LIMIT_BYTES, SignedBy, check_signature
from hrdesk.verification.trust import SignerRules
from hrdesk.verification.unpacking import Unpacking
from hrdesk.verification.verified import VerifiedBundle

if TYPE_CHECKING:
    from cryptography import x509

    from hrdesk.trust.material import TrustMaterial

TWICE_SIGNED: Final = frozenset({BundleType.SUBMISSION, BundleType.KIT})


def _no_predecessors(_unit_code: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reader knows beforehand.

    `forms` finds a form version; without it tables are read by their own description and no
    records are rebuilt. `at_province`: revocation data 30 days past its next update then refuses.
    `types`: the kinds that have a place here, None for all. `enrolled`: the certificate that was
    issued for a key (its id), so that what was signed before the enrolment can be believed after
    it. `opened_with`: the age keys of ours when the file came encrypted, None when it did not.
    `predecessors`: the codes of the units that a unit followed, whose records it keeps.
    """

    province: str | None = None
    forms: FormSource | None = None
    at_province: bool = False
    types: frozenset[BundleType] | None = None
    enrolled: Callable[[str], x509.Certificate | None] | None = None
    opened_with: frozenset[str] | None = None
    predecessors: Callable[[str], frozenset[str]] = _no_predecessors


def verify_bundle(
    path: Path,
    trust: TrustMaterial,
    now: datetime,
    *,
    expected: Expected | None = None,
    staging: Path | None = None,
) -> VerifiedBundle:
    """All that is wrong with the file, and what may be believed. Never raises for a bad file.

    `staging` is an empty folder into which attachments and reports are unpacked under own names.

    Raises:
        OSError: the staging folder cannot be written.
    """
    verification = _Verification(path, trust, now, expected or Expected(), staging)
    try:
        with Reader(path) as reader:
            return verification.run(reader)
    except FaultFoundError as error:
        verification.findings.append(fault_finding(error))
    except JudgedError as error:
        verification.findings.append(error.judged.finding())
    except _RefusedError:
        pass
    return VerifiedBundle(verification.outcome())


class _RefusedError(Exception):
    """A step ended with faults that are already among the findings."""


@dataclass(frozen=True, slots=True)
class _Signed:
    """One signature that holds, by whom, when, and under which authority."""

    manifest: bytes
    signer: CertificateFacts
    signed_at: datetime
    trust: TrustMaterial


@dataclass(slots=True)
class _Verification:
    """One verification of one file."""

    path: Path
    trust: TrustMaterial
    now: datetime
    expected: Expected
    staging: Path | None
    findings: list[Finding] = field(default_factory=list)
    bundle_id: str = ""
    claimed: dict[str, str] = field(default_factory=dict)

    def run(self, reader: Reader) -> VerifiedBundle:
        """All steps in order."""
        first, *others = reader.signatures()
        signed = self._signed(reader, *first)
        self.bundle_id = bundle_id(signed.manifest)
        unpacking = self._listed(reader, signed.manifest)
        facts = read_facts(unpacking.covered(FACTS_NAME, FACTS_LIMIT_BYTES))
        rules = self._rules()
        self._judge(rules.sender(signed.signer, facts, signed.signed_at))
        self._check_addressed(facts)
        inside = self._list_inside(unpacking, signed.trust)
        newest = self._not_revoked(signed, inside)
        second = self._second(reader, others, unpacking, facts, signed, inside)
        believed = VerifiedBundle(
            outcome=self.outcome(),
            facts=facts,
            signer=signed.signer,
            signed_at=signed.signed_at,
            countersigner=second.signer if second else None,
            countersigned_at=second.signed_at if second else None,
            revocation_list=inside,
        )
        surroundings = Surroundings(
            facts,
            signed.trust,
            self.now,
            self.expected.forms,
            self.expected.predecessors,
            rules,
            self._judge,
        )
        believed = CONTENTS[facts.bundle_type](unpacking, believed, surroundings)
        if facts.bundle_type is not BundleType.SUBMISSION:  # those count rows and files too
            _check_counts(facts, reader)
        return replace(believed, outcome=self.outcome(_told(facts, signed, second, newest)))

    def outcome(self, facts: dict[str, str] | None = None) -> Outcome:
        """What was found so far."""
        return Outcome(self.path.name, tuple(self.findings), self.bundle_id, facts or self.claimed)

    def _signed(self, reader: Reader, listed: Entry, signature: Entry) -> _Signed:
        """Step 2 for one signature: whose it is and whether that somebody is believed."""
        manifest = reader.read(listed, MANIFEST_LIMIT_BYTES)
        if not self.bundle_id:
            self.bundle_id = bundle_id(manifest)
        signed_by = check_signature(manifest, reader.read(signature, SIGNATURE_LIMIT_BYTES))
        certificate, moment = self._certificate(signed_by)
        trust = self.trust.of_signer(certificate)
        evidence = examine(certificate, trust.authority, moment)
        self._judge(self._rules().certificate(evidence, moment))
        if evidence.facts is None:
            raise JudgedError(Judgements.KEY)
        return _Signed(manifest, evidence.facts, signed_by.signed_at, trust)

    def _certificate(self, signed_by: SignedBy) -> tuple[x509.Certificate, datetime]:
        """The certificate in the signature, or the one issued since for the same key.

        A desk that is not enrolled yet signs with a certificate that it made itself. It proves
        nothing but the key; once the authority has issued a certificate for that key, that one
        speaks for it, judged at the moment it began when the signature is older.
        """
        certificate, signed_at = signed_by.certificate, signed_by.signed_at
        key = uncertified_key(certificate)
        if key is None:
            return certificate, signed_at
        issued = self.expected.enrolled(key) if self.expected.enrolled else None
        if issued is None:
            self.claimed = claims(certificate)
            raise JudgedError(Judgements.NOT_ENROLLED, found=self.claimed["key_fingerprint"])
        begun = issued.not_valid_before_utc
        self._judge([Judged(Judgements.ENROLLED_SINCE, found=begun.isoformat())])
        return issued, max(signed_at, begun)

    def _listed(self, reader: Reader, manifest: bytes) -> Unpacking:
        """Step 3: the manifest lists exactly what is there."""
        references = read_manifest(manifest)
        listed = [reference.name for reference in references]
        present = [entry.name for entry in reader.payload()]
        if listed != present:
            odd = min({*listed} ^ {*present}, default="")
            raise FaultFoundError(Faults.UNSIGNED, odd)
        if not listed or listed[0] != FACTS_NAME:
            raise FaultFoundError(Faults.REQUIRED, FACTS_NAME)
        by_name: dict[str, Reference] = {reference.name: reference for reference in references}
        return Unpacking(reader, by_name, self.staging)

    def _check_addressed(self, facts: BundleFacts) -> None:
        """That this kind has its place here, and that it was made for this reader."""
        types, province = self.expected.types, self.expected.province
        if types is not None and facts.bundle_type not in types:
            raise FaultFoundError(Faults.UNEXPECTED, "type", ", ".join(types), facts.bundle_type)
        if province is not None and facts.recipient.province != province:
            raise FaultFoundError(Faults.PROVINCE, "to", province, facts.recipient.province)
        ours = self.expected.opened_with
        if ours is not None and facts.recipient.key not in ours:
            raise FaultFoundError(Faults.RECIPIENT, "to.key", found=facts.recipient.key)

    def _second(
        self,
        reader: Reader,
        pairs: Iterable[tuple[Entry, Entry]],
        unpacking: Unpacking,
        facts: BundleFacts,
        first: _Signed,
        inside: RevocationList | None,
    ) -> _Signed | None:
        """The second signature, judged like the first: over the same entries, by another key."""
        for pair in pairs:
            if facts.bundle_type not in TWICE_SIGNED:
                raise FaultFoundError(Faults.SECOND_SIGNATURE, pair[0].name)
            second = self._signed(reader, *pair)
            listed = read_manifest(second.manifest, second=True)
            if listed != tuple(unpacking.references.values()):
                raise FaultFoundError(Faults.UNSIGNED, pair[0].name)
            self._judge(self._rules().second(second.signer, first.signer, facts))
            self._not_revoked(second, inside)
            return second
        return None

    def _not_revoked(self, signed: _Signed, inside: RevocationList | None) -> RevocationList:
        """Step 5 for one signer; gives the newest list that was asked."""
        lists = list(signed.trust.revocation_lists)
        if inside is not None and inside.signed_by(signed.trust.authority):
            lists.append(inside)
        self._judge(self._rules().revocation(signed.signer.serial, signed.signed_at, lists))
        return max(lists, key=lambda known: known.number)

    def _rules(self) -> SignerRules:
        return SignerRules(self.now, at_province=self.expected.at_province)

    def _judge(self, judged: Iterable[Judged]) -> None:
        """Keep what the rules say; end here when any of it is a fault."""
        found = [one.finding() for one in judged]
        self.findings += [one for one in found if one not in self.findings]
        if any(finding.severity is Severity.FAULT for finding in found):
            raise _RefusedError

    @staticmethod
    def _list_inside(unpacking: Unpacking, trust: TrustMaterial) -> RevocationList | None:
        """The revocation list that travelled along. A list that is not the authority's refuses."""
        if LIST_NAME not in unpacking.references:
            return None
        content = unpacking.covered(LIST_NAME, LIST_LIMIT_BYTES)
        try:
            inside = revocation_list_from_pem(content, LIST_NAME)
        except CertificateUnreadableError as error:
            raise JudgedError(Judgements.FOREIGN_LIST, found=LIST_NAME) from error
        if not any(inside.signed_by(one) for one in trust.authorities):
            raise JudgedError(Judgements.FOREIGN_LIST, found=LIST_NAME)
        return inside


def _check_counts(facts: BundleFacts, reader: Reader) -> None:
    """A bundle without tables counts its bytes alone."""
    total = sum(entry.size_bytes for entry in reader.payload()[1:])
    if facts.counts != Counts(total_bytes=total):
        raise FaultFoundError(Faults.COUNTS, FACTS_NAME, str(total), str(facts.counts.total_bytes))


def _told(
    facts: BundleFacts, signed: _Signed, second: _Signed | None, newest: RevocationList
) -> dict[str, str]:
    """What may be believed, as text to show."""
    signer, part = signed.signer, facts.part
    known = {
        "type": str(facts.bundle_type),
        "unit_code": signer.unit_code,
        "unit_name": signer.unit_name,
        "signer": signer.person,
        "position": signer.position,
        "role": signer.role,
        "device_id": signer.device_id,
        "key_fingerprint": signer.fingerprint,
        "authority_fingerprint": signed.trust.authority_facts.fingerprint,
        "signed_at": signed.signed_at.isoformat(),
        "countersigner": second.signer.person if second else "",
        "countersigner_position": second.signer.position if second else "",
        "countersigned_at": second.signed_at.isoformat() if second else "",
        "created_at": facts.created_at.isoformat(),
        "province_code": facts.recipient.province,
        "period_id": facts.period_id,
        "sequence": str(facts.stream.seq) if facts.stream else "",
        "part": f"{part.index}/{part.count}" if part else "",
        "zero": "yes" if facts.zero else "",
        "kit_sequence": str(facts.kit.seq) if facts.kit else "",
        "revocation_number": str(newest.number),
        "revocation_issued_at": newest.issued_at.isoformat(),
    }
    return {name: value for name, value in known.items() if value}
