"""Kits at a desk: looked at as a difference in words, put in use, listed."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hrdesk import __version__
from hrdesk.errors import (
    FingerprintDiffersError,
    FingerprintNeededError,
    KitRefusedError,
    KitRemarksError,
    SecondOfficerError,
)
from hrdesk.files import copy_durably, make_folder, sync_folder
from hrdesk.services.authority import same_fingerprint
from hrdesk.services.kit_baseline import baseline
from hrdesk.services.kit_changes import KitChange, kit_changes
from hrdesk.services.kit_in_use import read_kit_in_use
from hrdesk.services.kit_taking import (
    KitLine,
    carry_in,
    decide,
    rehearse,
    standing,
)
from hrdesk.services.renewing import note_certificate
from hrdesk.services.trust_facts import trust_received
from hrdesk.store.kits import KeptKit
from hrdesk.trust.kit_mark import kept_kit
from hrdesk.verification.outcome import Finding, Outcome, Severity, Verdict
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.material import TrustMaterial
    from hrdesk.verification.kit import KitContent

__all__ = [
    "KeptKit",
    "KitChange",
    "KitSeen",
    "countersign_kit",
    "kits",
    "look_at_kit",
    "take_kit",
]


@dataclass(frozen=True, slots=True)
class KitSeen:
    """A kit that was looked at. `changes` only when it is believed."""

    path: Path
    outcome: Outcome
    seq: int = 0
    kit_id: str = ""
    province_code: str = ""
    issued_at: datetime | None = None
    changes: tuple[KitChange, ...] = ()
    authority_fingerprint: str = ""
    first_trust: bool = False  # the fingerprint must be compared with paper or by telephone
    brings_certificate: bool = False  # this desk's own

    @property
    def believed(self) -> bool:
        """Whether it may be put in use; remarks need a person's word first."""
        return self.outcome.verdict is not Verdict.REFUSED


def kits(ws: Workspace) -> tuple[KeptKit, ...]:
    """Every kit that was put in use here, the one in use first."""
    return ws.store.kits.all()


def look_at_kit(ws: Workspace, path: Path, *, now: datetime) -> KitSeen:
    """Judge a kit and say what it would change. Nothing is changed; a bad file does not raise.

    Raises:
        FileError: the file cannot be read.
    """
    seen, _ = _look(ws, path, now)
    return seen


def take_kit(
    ws: Workspace,
    path: Path,
    *,
    now: datetime,
    fingerprint: str | None = None,
    accept_remarks: bool = False,
    made_here: bool = False,
) -> KitSeen:
    """Put a kit in use: all of it or nothing, whenever the machine stops.

    `fingerprint` is what a person compared; on first trust it is needed.

    Raises:
        KitRefusedError, KitRemarksError: it is not believed, or needs a person's word.
        FingerprintNeededError, FingerprintDiffersError: the authority was not, or not rightly, compared.
        FormTypeChangedError: a form cannot follow the one in use; nothing was changed.
        FileError, StoreError: disk and database.
    """
    incoming = make_folder(ws.paths.trust / "kits") / f".incoming-{os.getpid()}"
    copy_durably(path, incoming)  # what is verified is what is kept
    try:
        seen, content = _look(ws, incoming, now)
        seen = replace(seen, path=path, outcome=replace(seen.outcome, file_name=path.name))
        _check(seen, fingerprint, accept_remarks=accept_remarks)
        if content is None:
            raise KitRefusedError(ids=_ids(seen.outcome), outcome=seen.outcome)
        line = KitLine(
            seen.kit_id, path.name, tuple(one.sentence for one in seen.changes), made_here
        )
        rehearse(ws.store, content, line, now=now)
        kept = kept_kit(ws.paths.trust, seen.seq)
        incoming.replace(kept)
        sync_folder(kept.parent)
    finally:
        incoming.unlink(missing_ok=True)
    decide(ws.paths, content.kit, seen.kit_id)
    carry_in(ws.paths, ws.store, content, line, now=now)
    if not ws.province:
        ws.set_setting("province_code", seen.province_code)
    ws.use_kit(read_kit_in_use(ws.store))
    note_certificate(ws)
    return seen


def _check(seen: KitSeen, fingerprint: str | None, *, accept_remarks: bool) -> None:
    if not seen.believed:
        raise KitRefusedError(ids=_ids(seen.outcome), outcome=seen.outcome)
    if seen.first_trust and fingerprint is None:
        raise FingerprintNeededError(found=seen.authority_fingerprint)
    if fingerprint is not None and not same_fingerprint(fingerprint, seen.authority_fingerprint):
        raise FingerprintDiffersError(found=seen.authority_fingerprint, expected=fingerprint)
    if seen.outcome.verdict is Verdict.REMARKS and not accept_remarks:
        raise KitRemarksError(ids=_ids(seen.outcome), outcome=seen.outcome)


def _look(ws: Workspace, path: Path, now: datetime) -> tuple[KitSeen, KitContent | None]:
    from hrdesk.bundles.facts import BundleType
    from hrdesk.bundles.faults import FaultFoundError, Faults
    from hrdesk.trust.material import has_trust, load_trust
    from hrdesk.verification.checks import Expected, verify_bundle
    from hrdesk.verification.judgements import fault_finding
    from hrdesk.verification.kit import KitStanding, judge_standing

    known = load_trust(ws.paths.trust) if has_trust(ws.paths.trust) else None
    trust = known or _trust_inside(path)
    if trust is None:
        finding = fault_finding(FaultFoundError(Faults.REQUIRED, "trust/ca.crt"))
        return KitSeen(path, Outcome(path.name, (finding,))), None
    province = ws.province_code if known is not None else None
    bundle = verify_bundle(path, trust, now, expected=Expected(province=province))
    content = bundle.kit
    if content is None or bundle.facts is None:
        outcome = bundle.outcome
        if bundle.believed:
            fault = FaultFoundError(Faults.BUNDLE_TYPE, "type", BundleType.KIT)
            outcome = replace(outcome, findings=(*outcome.findings, fault_finding(fault)))
        return KitSeen(path, outcome), None
    mark = standing(ws.paths, ws.store)
    kit_id = bundle.outcome.bundle_id
    taken = KitStanding(mark.seq, mark.kit_id)
    if mark.kit_id in {"", kit_id} and mark.seq == content.kit.seq and ws.kit.seq < mark.seq:
        taken = KitStanding(mark.seq - 1)  # named by the mark, lost from the database: once more
    judged = judge_standing(content, bundle.signers, trust, taken, app_version=__version__, now=now)
    found = [one.finding() for one in judged] + _form_findings(ws, content, kit_id, now)
    outcome = replace(bundle.outcome, findings=(*bundle.outcome.findings, *found))
    seen = KitSeen(
        path=path,
        outcome=outcome,
        seq=content.kit.seq,
        kit_id=kit_id,
        province_code=content.kit.province_code,
        issued_at=content.kit.issued_at,
        authority_fingerprint=trust.authority_facts.fingerprint,
        first_trust=known is None,
    )
    if outcome.verdict is Verdict.REFUSED:
        return seen, None
    return _with_changes(ws, seen, content), content


def _form_findings(ws: Workspace, content: KitContent, kit_id: str, now: datetime) -> list[Finding]:
    """What the database says against the forms; a kit that it cannot take is refused whole."""
    from hrdesk.bundles.faults import FaultFoundError, Faults
    from hrdesk.errors import FormError
    from hrdesk.verification.judgements import fault_finding

    if ws.store.kits.newest() is not None and content.kit.seq <= ws.kit.seq:
        return []
    try:
        rehearse(ws.store, content, KitLine(kit_id, ""), now=now)
    except FormError as error:
        return [fault_finding(FaultFoundError(Faults.KIT_FORM, "forms", found=str(error)[:120]))]
    return []


def _with_changes(ws: Workspace, seen: KitSeen, content: KitContent) -> KitSeen:
    from hrdesk.trust.identity import identity_exists, read_identity

    my_key = read_identity(ws.paths.identity).key_id if identity_exists(ws.paths.identity) else ""
    before, trust_before = baseline(ws, content.kit)
    after = trust_received(content)
    return replace(
        seen,
        changes=kit_changes(before, content.kit, trust_before, after, my_key=my_key),
        brings_certificate=any(one.key_id == my_key for one in after.certificates),
    )


def _trust_inside(path: Path) -> TrustMaterial | None:
    """Trust in the authority that the kit brings; nothing is believed before a person compares."""
    from hrdesk.bundles.container import Reader
    from hrdesk.bundles.faults import FaultFoundError
    from hrdesk.bundles.kit_files import AUTHORITY_NAME
    from hrdesk.errors import CertificateUnreadableError
    from hrdesk.trust.certificates import certificate_from_pem
    from hrdesk.trust.material import CERTIFICATE_LIMIT_BYTES, TrustMaterial

    try:
        with Reader(path) as reader:
            entry = reader.entry(AUTHORITY_NAME)
            if entry is None:
                return None
            pem = reader.read(entry, CERTIFICATE_LIMIT_BYTES)
            return TrustMaterial(certificate_from_pem(pem, AUTHORITY_NAME))
    except (FaultFoundError, CertificateUnreadableError):
        return None


def _ids(outcome: Outcome) -> str:
    return ", ".join(
        one.finding_id for one in outcome.findings if one.severity is not Severity.INFO
    )


def countersign_kit(ws: Workspace, path: Path, out: Path, *, passphrase: str, now: datetime) -> str:
    """Sign a kit as the second officer of the province, and save it; gives its bundle id.

    Raises:
        KitRefusedError: the kit is not what a first officer signed.
        SecondOfficerError: the same officer signed it already.
        NotEnrolledError, IdentityLockedError: this desk cannot sign.
    """
    from hrdesk.bundles.countersigning import write_countersigned
    from hrdesk.services.signing import open_signer
    from hrdesk.trust.material import load_trust
    from hrdesk.verification.checks import Expected, verify_bundle
    from hrdesk.vietnamese.formats import VIETNAM_TZ

    expected = Expected(province=ws.province_code)
    bundle = verify_bundle(path, load_trust(ws.paths.trust), now, expected=expected)
    if bundle.kit is None or bundle.signer is None:
        raise KitRefusedError(ids=_ids(bundle.outcome), outcome=bundle.outcome)
    signer = open_signer(ws, passphrase)
    try:
        mine = signer.facts
        if mine.key_id == bundle.signer.key_id or same_person(
            mine.holder.name, bundle.signer.person
        ):
            raise SecondOfficerError(person=bundle.signer.person)
        make_folder(out.parent)
        return write_countersigned(path, out, signer, now=now.astimezone(VIETNAM_TZ))
    finally:
        signer.close()


def same_person(one: str, other: str) -> bool:
    """Whether two names are written alike, case aside."""
    return nfc(one).strip().casefold() == nfc(other).strip().casefold()
