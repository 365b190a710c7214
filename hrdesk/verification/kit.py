"""Whether a kit may be put in use: rules in order, no I/O.

1.  Its signer belongs to the province that it is for.                                    SIGN_207
2.  The files are in their one form; forms and targets can be used.                       KIT_10n
3.  It begins with the authority of its signer; every list is that authority's.          KIT_203
4.  Every certificate was issued by one of its authorities.                               KIT_209
5.  An authority that is not trusted yet comes only with the signatures of two officers
    of the province, two people with two keys, both under an authority trusted now.      KIT_202
6.  Its number is higher than the highest ever put in use here.                           KIT_201
7.  The number of a list never goes down.                                                 KIT_204
8.  Its day has come, this program is new enough; an old kit is only a remark.        KIT_205-207
9.  It follows the kit in use where the numbers follow each other.                        KIT_208
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.kit import Kit
from hrdesk.bundles.kit_files import read_kit
from hrdesk.errors import CertificateUnreadableError, HrdeskError
from hrdesk.forms.compilation import compile_form
from hrdesk.forms.xform import parse_form
from hrdesk.indicators.plan import plan_of
from hrdesk.trust.certificates import CertificateFacts, certificate_from_pem, spki_of
from hrdesk.trust.revocation import RevocationList, revocation_list_from_pem
from hrdesk.verification.judgements import Judged, JudgedError, Judgements
from hrdesk.verification.path import examine
from hrdesk.verification.trust import CLOCK_TOLERANCE

if TYPE_CHECKING:
    from cryptography import x509

    from hrdesk.bundles.facts import BundleFacts
    from hrdesk.trust.material import TrustMaterial


@dataclass(frozen=True, slots=True)
class KitStanding:
    """The highest kit ever put in use at this desk; `seq` 0 when there was none."""

    seq: int = 0
    kit_id: str = ""


@dataclass(frozen=True, slots=True)
class KitContent:
    """A kit whose content holds together, with its authorities and lists as read."""

    kit: Kit
    authorities: tuple[x509.Certificate, ...]
    revocation_lists: tuple[RevocationList, ...]
    certificates: tuple[x509.Certificate, ...]


def kit_content(files: Mapping[str, bytes], facts: BundleFacts, trust: TrustMaterial) -> KitContent:
    """Rules 1 to 4, over files that the signature covers. `trust` is that of the signer.

    Raises:
        FaultFoundError, JudgedError: what is wrong.
    """
    if facts.sender.unit != facts.recipient.province:
        raise JudgedError(Judgements.OTHER_UNIT, facts.recipient.province, facts.sender.unit)
    kit = read_kit(files, facts.recipient.province)
    _check_forms(kit)
    try:
        plan_of(kit.targets, kit.counts, "kit")
    except HrdeskError as error:
        raise FaultFoundError(Faults.KIT_PLAN, "kit/targets.json", found=str(error)[:80]) from error
    try:
        authorities = [certificate_from_pem(one, "ca.crt") for one in kit.trust.authorities]
        lists = [revocation_list_from_pem(one, "ca.crl") for one in kit.trust.revocation_lists]
        certificates = [certificate_from_pem(one, "units") for one in kit.trust.certificates]
    except CertificateUnreadableError as error:
        raise JudgedError(Judgements.KIT_CERTIFICATE) from error
    if authorities[0] != trust.authority or len(set(authorities)) != len(authorities):
        raise JudgedError(Judgements.KIT_NO_AUTHORITY)
    for authority, revoked in zip(authorities, lists, strict=True):
        if not revoked.signed_by(authority):
            raise JudgedError(Judgements.FOREIGN_LIST, found="trust")
    for certificate in certificates:
        if not _issued_by_any(certificate, authorities):
            raise JudgedError(
                Judgements.KIT_CERTIFICATE, found=format(certificate.serial_number, "x")
            )
    return KitContent(kit, tuple(authorities), tuple(lists), tuple(certificates))


def judge_standing(
    content: KitContent,
    signers: tuple[CertificateFacts, ...],
    trust: TrustMaterial,
    standing: KitStanding,
    *,
    app_version: str,
    now: datetime,
) -> Iterator[Judged]:
    """Rules 5 to 9: the kit against what this desk knows. `signers`: everybody who signed it."""
    kit = content.kit
    known = {spki_of(one.public_key()) for one in trust.authorities}
    new = [one for one in content.authorities if spki_of(one.public_key()) not in known]
    if new and not _two_officers(signers):
        yield Judged(Judgements.KIT_NEW_AUTHORITY, "2", str(len(signers)))
    if kit.seq <= standing.seq:
        yield Judged(Judgements.KIT_NOT_NEWER, f"> {standing.seq}", str(kit.seq))
    for authority, brought in zip(content.authorities, content.revocation_lists, strict=True):
        seen = [one.number for one in trust.revocation_lists if one.signed_by(authority)]
        if seen and brought.number < max(seen):
            yield Judged(Judgements.KIT_LIST_BACK, str(max(seen)), str(brought.number))
    if kit.not_before - now > CLOCK_TOLERANCE:
        yield Judged(Judgements.KIT_NOT_YET, kit.not_before.isoformat(), now.isoformat())
    if (now - kit.issued_at) / timedelta(days=1) > kit.stale_after_days:
        yield Judged(Judgements.KIT_STALE, str(kit.stale_after_days), kit.issued_at.isoformat())
    if _version(kit.min_app) > _version(app_version):
        yield Judged(Judgements.KIT_NEEDS_NEWER, kit.min_app, app_version)
    follows = standing.kit_id and kit.seq == standing.seq + 1
    if follows and kit.prev != standing.kit_id:
        yield Judged(Judgements.KIT_OTHER_LINE, standing.kit_id, kit.prev)


def _two_officers(signers: tuple[CertificateFacts, ...]) -> bool:
    """Two provincial officers: two keys, and two people as their certificates name them."""
    officers = [one for one in signers if one.role == "province"]
    return (
        len({one.key_id for one in officers}) >= 2
        and len({one.person.casefold() for one in officers}) >= 2
    )


def _check_forms(kit: Kit) -> None:
    if len({form.form_id for form in kit.forms}) != len(kit.forms):
        raise FaultFoundError(Faults.KIT_FORM, "forms")
    for number, stated in enumerate(kit.forms, start=1):
        place = f"forms/{number:03}.xml"
        try:
            form = compile_form(parse_form(stated.xform)).form
        except HrdeskError as error:
            raise FaultFoundError(Faults.KIT_FORM, place, found=str(error)[:80]) from error
        if (form.form_id, form.version) != (stated.form_id, stated.version):
            raise FaultFoundError(Faults.KIT_FORM, place, stated.form_id, form.form_id)


def _issued_by_any(certificate: x509.Certificate, authorities: list[x509.Certificate]) -> bool:
    """Whether it is a desk's certificate that one of the authorities issued."""
    evidence = (
        examine(certificate, authority, certificate.not_valid_before_utc)
        for authority in authorities
    )
    return any(one.issued_by_authority and one.signs_documents for one in evidence)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())
