"""What each kind of bundle must hold. One function a kind, found by the kind alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hrdesk.bundles.enrolment import AUTHORITY_NAME, LIST_NAME, UNIT_NAME
from hrdesk.bundles.facts import BundleFacts, BundleType
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.kit_files import KIT_LIMITS
from hrdesk.bundles.package import DESCRIPTOR_LIMIT_BYTES, DESCRIPTOR_NAME
from hrdesk.bundles.receipt import RECEIPT_LIMIT_BYTES, RECEIPT_NAME, read_receipt
from hrdesk.bundles.renewal import RENEWAL_INSIDE_NAME, RENEWAL_LIMIT_BYTES, RENEWAL_NAME
from hrdesk.errors import CertificateUnreadableError, RequestUnreadableError
from hrdesk.trust.certificates import certificate_from_pem, certificate_pem
from hrdesk.trust.material import CERTIFICATE_LIMIT_BYTES
from hrdesk.trust.request import read_request
from hrdesk.verification.content import FormSource, check_entry_names, read_submission
from hrdesk.verification.judgements import Judged, JudgedError, Judgements
from hrdesk.verification.kit import kit_content
from hrdesk.verification.path import examine
from hrdesk.verification.unpacking import Unpacking
from hrdesk.verification.verified import EnrolmentContent, VerifiedBundle

if TYPE_CHECKING:
    from hrdesk.trust.material import TrustMaterial
    from hrdesk.verification.trust import SignerRules

_ENROLMENT_NAMES: Final = [AUTHORITY_NAME, UNIT_NAME, LIST_NAME]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the content is judged against. `judge` keeps findings and ends at a fault."""

    facts: BundleFacts
    trust: TrustMaterial  # with the signer's authority in front
    now: datetime
    forms: FormSource | None
    predecessors: Callable[[str], frozenset[str]]
    rules: SignerRules
    judge: Callable[[Iterable[Judged]], None]


ContentReader = Callable[[Unpacking, VerifiedBundle, Surroundings], VerifiedBundle]


def _submission(
    unpacking: Unpacking, believed: VerifiedBundle, around: Surroundings
) -> VerifiedBundle:
    names = unpacking.names
    if names[1:2] != [DESCRIPTOR_NAME]:
        raise FaultFoundError(Faults.REQUIRED, DESCRIPTOR_NAME)
    check_entry_names(names[2:])
    descriptor = unpacking.covered(DESCRIPTOR_NAME, DESCRIPTOR_LIMIT_BYTES)
    units = frozenset({around.facts.sender.unit}) | around.predecessors(around.facts.sender.unit)
    if RENEWAL_INSIDE_NAME in names:
        believed = _asking(RENEWAL_INSIDE_NAME, unpacking, believed, around)
    read = read_submission(descriptor, unpacking.files(2), around.facts, around.forms, units)
    return replace(
        believed,
        tables=read.tables,
        records=read.records,
        withdrawn=read.withdrawn,
        figures=read.figures,
        attachments=read.attachments,
        reports=read.reports,
        rosters=read.rosters,
    )


def _enrolment(
    unpacking: Unpacking, believed: VerifiedBundle, around: Surroundings
) -> VerifiedBundle:
    names = unpacking.names[1:]
    if names != _ENROLMENT_NAMES:
        raise FaultFoundError(Faults.ENTRIES, ", ".join(names)[:120])
    authority, unit = (
        unpacking.covered(name, CERTIFICATE_LIMIT_BYTES) for name in (AUTHORITY_NAME, UNIT_NAME)
    )
    if authority != certificate_pem(around.trust.authority):
        raise JudgedError(Judgements.UNTRUSTED, found=AUTHORITY_NAME)
    try:
        certificate = certificate_from_pem(unit, UNIT_NAME)
    except CertificateUnreadableError as error:
        raise JudgedError(Judgements.PROFILE, found=UNIT_NAME) from error
    evidence = examine(certificate, around.trust.authority, around.now)
    around.judge(around.rules.certificate(evidence, around.now))
    given, to = evidence.facts, around.facts.recipient
    if given is None or (given.unit_code, given.device_id, given.key_id) != (
        to.unit,
        to.device,
        to.key,
    ):
        raise JudgedError(Judgements.OTHER_DESK, to.device, UNIT_NAME)
    return replace(believed, enrolment=EnrolmentContent(authority, unit, given))


def _kit(unpacking: Unpacking, believed: VerifiedBundle, around: Surroundings) -> VerifiedBundle:
    content = kit_content(unpacking.small_files(KIT_LIMITS), around.facts, around.trust)
    return replace(believed, kit=content)


def _renewal(
    unpacking: Unpacking, believed: VerifiedBundle, around: Surroundings
) -> VerifiedBundle:
    if unpacking.names[1:] not in ([RENEWAL_NAME], [RENEWAL_NAME, LIST_NAME]):
        raise FaultFoundError(Faults.ENTRIES, ", ".join(unpacking.names[1:])[:120])
    return _asking(RENEWAL_NAME, unpacking, believed, around)


def _asking(
    name: str, unpacking: Unpacking, believed: VerifiedBundle, around: Surroundings
) -> VerifiedBundle:
    """The request for the next key must be for the unit and desk of the key that signed it."""
    content = unpacking.covered(name, RENEWAL_LIMIT_BYTES)
    try:
        request = read_request(content, name)
    except RequestUnreadableError as error:
        raise FaultFoundError(Faults.RENEWAL, name, found=str(error)[:80]) from error
    sender = around.facts.sender
    if (request.unit_code, request.device_id) != (sender.unit, sender.device):
        raise JudgedError(Judgements.OTHER_DESK, sender.device, request.device_id)
    return replace(believed, renewal=request, renewal_json=content)


def _receipt(
    unpacking: Unpacking, believed: VerifiedBundle, around: Surroundings
) -> VerifiedBundle:
    """The province's word for one desk; who is not that desk finds out by `to`."""
    if unpacking.names[1:] not in ([RECEIPT_NAME], [RECEIPT_NAME, LIST_NAME]):
        raise FaultFoundError(Faults.ENTRIES, ", ".join(unpacking.names[1:])[:120])
    if around.facts.sender.unit != around.facts.recipient.province:
        raise JudgedError(
            Judgements.OTHER_UNIT, around.facts.recipient.province, around.facts.sender.unit
        )
    read = read_receipt(unpacking.covered(RECEIPT_NAME, RECEIPT_LIMIT_BYTES))
    return replace(believed, receipt=read)


CONTENTS: Final[Mapping[BundleType, ContentReader]] = {
    BundleType.SUBMISSION: _submission,
    BundleType.ENROLMENT: _enrolment,
    BundleType.KIT: _kit,
    BundleType.RECEIPT: _receipt,
    BundleType.RENEWAL: _renewal,
}
