"""Enrolling a desk: its request goes to the province, the province's answer comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.files import make_folder, write_durably
from hrdesk.services.renewing import note_certificate
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class EnrolmentStatus:
    """How far the desk's enrolment is. `state`: "none", "requested" or "enrolled".

    `fingerprint` is read out on the telephone; `request_path` is the newest request written.
    """

    state: str
    fingerprint: str
    request_path: Path | None
    province_name: str = ""
    holder: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


def enrolment_status(ws: Workspace) -> EnrolmentStatus:
    """How far this desk's enrolment is.

    Raises:
        IdentityError: the key of the desk is missing or damaged.
    """
    from hrdesk.trust.identity import read_identity
    from hrdesk.trust.material import has_trust, load_trust

    facts = read_identity(ws.paths.identity)
    requests = sorted(
        ws.paths.enrolment.glob("enrol_*.json"), key=lambda path: path.stat().st_mtime
    )
    newest = requests[-1] if requests else None
    certificate = facts.certificate
    if certificate is None or not has_trust(ws.paths.trust):
        state = "requested" if newest else "none"
        return EnrolmentStatus(state, facts.fingerprint, newest)
    authority = load_trust(ws.paths.trust).authority_facts
    province = ws.units.get(ws.province_code, certificate.not_before.astimezone(VIETNAM_TZ).date())
    return EnrolmentStatus(
        state="enrolled",
        fingerprint=facts.fingerprint,
        request_path=newest,
        province_name=province.name if province else authority.subject,
        holder=certificate.subject,
        valid_from=certificate.not_before.astimezone(VIETNAM_TZ).date(),
        valid_until=certificate.not_after.astimezone(VIETNAM_TZ).date(),
    )


def write_request(ws: Workspace, folder: Path, *, now: datetime) -> Path:
    """Write the certificate request to carry to the province."""
    from hrdesk.trust.identity import read_identity, request_file_name
    from hrdesk.trust.identity import write_request as request_bytes

    content = request_bytes(ws.paths.identity, now=now)
    name = request_file_name(read_identity(ws.paths.identity), now.astimezone(VIETNAM_TZ))
    kept = make_folder(ws.paths.enrolment) / name
    write_durably(kept, content)
    target = make_folder(folder) / name
    if target != kept:
        write_durably(target, content)
    return target


def write_request_paper(ws: Workspace, folder: Path, *, now: datetime) -> Path:
    """The request as a page to print, beside its file; made of what the file says."""
    from hrdesk.reports.papers import PaperFrame
    from hrdesk.reports.pdf import write_pdf
    from hrdesk.reports.request_paper import CertificateRequest, request_paper
    from hrdesk.services.paper import office_of
    from hrdesk.services.workspace import today_of
    from hrdesk.trust.identity import read_identity, request_file_name

    facts = read_identity(ws.paths.identity)
    name = request_file_name(facts, now.astimezone(VIETNAM_TZ))
    asked = CertificateRequest(
        fingerprint=facts.fingerprint.replace("-", " – "),
        unit_code=facts.holder.unit_code,
        unit_name=facts.holder.unit_name,
        name=facts.holder.name,
        position=facts.holder.position,
        desk_id=facts.holder.device_id,
        file_name=name,
    )
    frame = PaperFrame(office_of(ws), today_of(now), ws.setting("report_language", "vi"))
    target = make_folder(folder) / f"{name.removesuffix('.json')}.pdf"
    write_pdf(request_paper(frame, asked), target)
    return target


def write_request_with_paper(ws: Workspace, folder: Path, *, now: datetime) -> Path:
    """The request, and beside it the page to print; gives where the request lies."""
    path = write_request(ws, folder, now=now)
    write_request_paper(ws, folder, now=now)
    return path


def take_trust(
    ws: Workspace, path: Path, *, now: datetime, fingerprint: str | None = None
) -> EnrolmentStatus:
    """Take in the province's answer: its certificate, ours, the revocation list.

    `fingerprint` is what the person compared on paper or by telephone, when that was asked.

    Raises:
        EnrolmentRefusedError, OtherAuthorityError: it is not believed; nothing was changed.
    """
    from hrdesk.verification.enrolment import take_trust as take

    seen = take(
        path,
        identity_folder=ws.paths.identity,
        trust_folder=ws.paths.trust,
        now=now,
        fingerprint=fingerprint,
    )
    if seen.province_code:
        ws.set_setting("province_code", seen.province_code)
    note_certificate(ws)
    return enrolment_status(ws)


def authority_fingerprint(ws: Workspace, path: Path, *, now: datetime) -> str:
    """The fingerprint of the authority in an answer, to be compared before it is taken in."""
    from hrdesk.verification.enrolment import read_enrolment

    seen = read_enrolment(
        path, identity_folder=ws.paths.identity, trust_folder=ws.paths.trust, now=now
    )
    return seen.authority.fingerprint if seen.authority else ""
