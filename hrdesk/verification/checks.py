"""Whether a bundle may be believed, in the order of signing.md §3.

1. structure of the zip          4. bundle.json, and the signer against it
2. signature over the manifest   5. revocation, with the list inside when it is the authority's
3. manifest canonical and whole  6. every entry streamed once: size, checksum, digest
                                 7. tables and files against forms, manifest and each other

Nothing is parsed before a signature covers it; the first step that fails ends the questions.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.bundles.container import Entry, Reader
from hrdesk.bundles.csv_table import TABLE_LIMIT_BYTES
from hrdesk.bundles.enrolment import AUTHORITY_NAME, LIST_NAME, UNIT_NAME
from hrdesk.bundles.facts import FACTS_LIMIT_BYTES, FACTS_NAME, BundleFacts, BundleType, read_facts
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.file_kinds import check_file_kind
from hrdesk.bundles.manifest import MANIFEST_LIMIT_BYTES, Reference, bundle_id, read_manifest
from hrdesk.bundles.package import DESCRIPTOR_LIMIT_BYTES, DESCRIPTOR_NAME, PackedFile
from hrdesk.errors import CertificateUnreadableError
from hrdesk.trust.certificates import CertificateFacts, certificate_from_pem, certificate_pem
from hrdesk.trust.material import CERTIFICATE_LIMIT_BYTES, LIST_LIMIT_BYTES
from hrdesk.trust.revocation import RevocationList, revocation_list_from_pem
from hrdesk.verification.content import (
    FormSource,
    UnpackedFile,
    check_entry_names,
    read_submission,
)
from hrdesk.verification.judgements import Judged, JudgedError, Judgements, fault_finding
from hrdesk.verification.outcome import Finding, Outcome, Severity
from hrdesk.verification.path import examine
from hrdesk.verification.signature import SIGNATURE_LIMIT_BYTES, check_signature
from hrdesk.verification.trust import SignerRules
from hrdesk.verification.verified import EnrolmentContent, VerifiedBundle

if TYPE_CHECKING:
    from hrdesk.trust.material import TrustMaterial

_IN_MEMORY: Final = {
    "json": DESCRIPTOR_LIMIT_BYTES,
    "csv": TABLE_LIMIT_BYTES,
    "crl": LIST_LIMIT_BYTES,
    "crt": CERTIFICATE_LIMIT_BYTES,
}
_ENROLMENT_NAMES: Final = [AUTHORITY_NAME, UNIT_NAME, LIST_NAME]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reader knows beforehand.

    `forms` finds a form version; without it tables are read by their own description and no
    records are rebuilt. `at_province`: revocation data 30 days past its next update then refuses.
    """

    province: str | None = None
    forms: FormSource | None = None
    at_province: bool = False


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
    signer: CertificateFacts = field(init=False)  # from step 2 on
    signed_at: datetime = field(init=False)

    def run(self, reader: Reader) -> VerifiedBundle:
        """All steps in order."""
        references = self._sign_and_list(reader)
        facts = read_facts(self._covered(reader, references, FACTS_NAME, FACTS_LIMIT_BYTES))
        rules = self._rules()
        self._judge(rules.sender(self.signer, facts, self.signed_at))
        province = self.expected.province
        if province is not None and facts.recipient.province != province:
            raise FaultFoundError(Faults.PROVINCE, "to", province, facts.recipient.province)
        inside = self._list_inside(reader, references)
        lists = [*self.trust.revocation_lists, *([inside] if inside else [])]
        self._judge(rules.revocation(self.signer.serial, self.signed_at, lists))
        believed = VerifiedBundle(
            outcome=self.outcome(),
            facts=facts,
            signer=self.signer,
            signed_at=self.signed_at,
            revocation_list=inside,
        )
        if facts.bundle_type is BundleType.ENROLMENT:
            believed = self._enrolment(reader, references, believed, facts)
        else:
            believed = self._submission(reader, references, believed, facts)
        newest = max(lists, key=lambda known: known.number)
        return replace(believed, outcome=self.outcome(self._facts(facts, newest)))

    def outcome(self, facts: dict[str, str] | None = None) -> Outcome:
        """What was found so far."""
        return Outcome(self.path.name, tuple(self.findings), self.bundle_id, facts or {})

    def _sign_and_list(self, reader: Reader) -> dict[str, Reference]:
        """Steps 2 and 3: who signed the manifest, and that it lists exactly what is there."""
        manifest = reader.read(reader.entries[-2], MANIFEST_LIMIT_BYTES)
        signature = reader.read(reader.entries[-1], SIGNATURE_LIMIT_BYTES)
        self.bundle_id = bundle_id(manifest)
        signed_by = check_signature(manifest, signature)
        evidence = examine(signed_by.certificate, self.trust.authority, signed_by.signed_at)
        self._judge(self._rules().certificate(evidence, signed_by.signed_at))
        if evidence.facts is None:
            raise JudgedError(Judgements.KEY)
        self.signer, self.signed_at = evidence.facts, signed_by.signed_at
        references = read_manifest(manifest)
        listed = [reference.name for reference in references]
        present = [entry.name for entry in reader.payload()]
        if listed != present:
            odd = min({*listed} ^ {*present}, default="")
            raise FaultFoundError(Faults.UNSIGNED, odd)
        if not listed or listed[0] != FACTS_NAME:
            raise FaultFoundError(Faults.REQUIRED, FACTS_NAME)
        return {reference.name: reference for reference in references}

    def _rules(self) -> SignerRules:
        return SignerRules(self.now, at_province=self.expected.at_province)

    def _judge(self, judged: Iterable[Judged]) -> None:
        """Keep what the rules say; end here when any of it is a fault."""
        found = [one.finding() for one in judged]
        self.findings += found
        if any(finding.severity is Severity.FAULT for finding in found):
            raise _RefusedError

    @staticmethod
    def _covered(
        reader: Reader, references: Mapping[str, Reference], name: str, limit_bytes: int
    ) -> bytes:
        """A small entry, read whole; its digest is the signed one."""
        entry = reader.entry(name)
        if entry is None:
            raise FaultFoundError(Faults.REQUIRED, name)
        content = reader.read(entry, limit_bytes)
        if hashlib.sha256(content).digest() != references[name].sha256:
            raise FaultFoundError(Faults.DIGEST, name)
        return content

    def _list_inside(
        self, reader: Reader, references: Mapping[str, Reference]
    ) -> RevocationList | None:
        """The revocation list that travelled along. A list that is not the authority's refuses."""
        if LIST_NAME not in references:
            return None
        content = self._covered(reader, references, LIST_NAME, LIST_LIMIT_BYTES)
        try:
            inside = revocation_list_from_pem(content, LIST_NAME)
        except CertificateUnreadableError as error:
            raise JudgedError(Judgements.FOREIGN_LIST, found=LIST_NAME) from error
        if not inside.signed_by(self.trust.authority):
            raise JudgedError(Judgements.FOREIGN_LIST, found=LIST_NAME)
        return inside

    def _submission(
        self,
        reader: Reader,
        references: Mapping[str, Reference],
        believed: VerifiedBundle,
        facts: BundleFacts,
    ) -> VerifiedBundle:
        names = list(references)
        if names[1:2] != [DESCRIPTOR_NAME]:
            raise FaultFoundError(Faults.REQUIRED, DESCRIPTOR_NAME)
        check_entry_names(names[2:])
        descriptor = self._covered(reader, references, DESCRIPTOR_NAME, DESCRIPTOR_LIMIT_BYTES)
        files = {
            entry.name: self._unpacked(reader, entry, references[entry.name], number)
            for number, entry in enumerate(reader.payload()[2:], start=1)
        }
        read = read_submission(descriptor, files, facts, self.expected.forms)
        return replace(
            believed,
            tables=read.tables,
            records=read.records,
            withdrawn=read.withdrawn,
            figures=read.figures,
            attachments=read.attachments,
            reports=read.reports,
        )

    def _enrolment(
        self,
        reader: Reader,
        references: Mapping[str, Reference],
        believed: VerifiedBundle,
        facts: BundleFacts,
    ) -> VerifiedBundle:
        names = list(references)[1:]
        if names != _ENROLMENT_NAMES:
            raise FaultFoundError(Faults.ENTRIES, ", ".join(names)[:120])
        authority, unit = (
            self._covered(reader, references, name, CERTIFICATE_LIMIT_BYTES)
            for name in (AUTHORITY_NAME, UNIT_NAME)
        )
        if authority != certificate_pem(self.trust.authority):
            raise JudgedError(Judgements.UNTRUSTED, found=AUTHORITY_NAME)
        try:
            certificate = certificate_from_pem(unit, UNIT_NAME)
        except CertificateUnreadableError as error:
            raise JudgedError(Judgements.PROFILE, found=UNIT_NAME) from error
        evidence = examine(certificate, self.trust.authority, self.now)
        self._judge(self._rules().certificate(evidence, self.now))
        given, to = evidence.facts, facts.recipient
        if given is None or (given.unit_code, given.device_id, given.key_id) != (
            to.unit,
            to.device,
            to.key,
        ):
            raise JudgedError(Judgements.OTHER_DESK, to.device, UNIT_NAME)
        return replace(believed, enrolment=EnrolmentContent(authority, unit, given))

    def _unpacked(
        self, reader: Reader, entry: Entry, reference: Reference, number: int
    ) -> UnpackedFile:
        """Stream an entry once: size, checksum, digest; keep tables, stage files if asked to."""
        extension = entry.name.rpartition(".")[2]
        packed = PackedFile(entry.name, reference.sha256, entry.size_bytes)
        limit = _IN_MEMORY.get(extension)
        if limit is not None:
            content = reader.read(entry, limit)
            if hashlib.sha256(content).digest() != reference.sha256:
                raise FaultFoundError(Faults.DIGEST, entry.name)
            return UnpackedFile(packed, content, None)
        staged = None if self.staging is None else self.staging / f"{number:05d}.{extension}"
        digest, head = hashlib.sha256(), b""
        with contextlib.ExitStack() as stack:
            sink = None if staged is None else stack.enter_context(staged.open("xb"))
            for index, chunk in enumerate(reader.chunks(entry)):
                if index == 0:
                    head = chunk
                digest.update(chunk)
                if sink is not None:
                    sink.write(chunk)
        if digest.digest() != reference.sha256:
            raise FaultFoundError(Faults.DIGEST, entry.name)
        check_file_kind(entry.name, head)
        return UnpackedFile(packed, None, staged)

    def _facts(self, facts: BundleFacts, newest: RevocationList) -> dict[str, str]:
        """What may be believed, as text to show."""
        signer = self.signer
        known = {
            "type": str(facts.bundle_type),
            "unit_code": signer.unit_code,
            "unit_name": signer.unit_name,
            "signer": signer.person,
            "position": signer.position,
            "role": signer.role,
            "device_id": signer.device_id,
            "key_fingerprint": signer.fingerprint,
            "authority_fingerprint": self.trust.authority_facts.fingerprint,
            "signed_at": self.signed_at.isoformat(),
            "created_at": facts.created_at.isoformat(),
            "province_code": facts.recipient.province,
            "period_id": facts.period_id,
            "sequence": str(facts.stream.seq) if facts.stream else "",
            "revocation_number": str(newest.number),
            "revocation_issued_at": newest.issued_at.isoformat(),
        }
        return {name: value for name, value in known.items() if value}
