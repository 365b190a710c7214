"""What the province does: enrol, receive, consolidate."""

from __future__ import annotations

import contextlib
import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hrdesk import __version__
from hrdesk.errors import FingerprintDiffersError, IdentityLockedError, NotProvinceError
from hrdesk.files import make_folder, read_limited
from hrdesk.i18n import tr
from hrdesk.services.consolidating import Consolidated, consolidated, write_consolidated
from hrdesk.services.deciding import decide, held, review_held
from hrdesk.services.intake.outcome import IntakeOutcome
from hrdesk.services.receiving import receive
from hrdesk.services.wording import outcome_from_json
from hrdesk.services.workspace import find_unit, today_of
from hrdesk.store.submissions import IntakeRecord
from hrdesk.vietnamese.formats import VIETNAM_TZ, show_datetime, show_number

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.request import EnrolmentRequest

__all__ = [
    "Consolidated",
    "EnrolRequest",
    "IntakeOutcome",
    "IntakeRecord",
    "Issuing",
    "consolidated",
    "decide",
    "enrol",
    "held",
    "intakes",
    "journal",
    "read_request",
    "receive",
    "write_consolidated",
]


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """What a desk asks for, to be compared by telephone before it is granted."""

    path: Path
    unit_code: str
    unit_name: str
    name: str
    position: str
    desk_id: str
    fingerprint: str


def read_request(path: Path) -> EnrolRequest:
    """A desk's request, checked to be whole and signed by its own key.

    Raises:
        RequestUnreadableError, FileError: it is not one, or was changed.
    """
    return _shown(path, _read(path))


def _read(path: Path) -> EnrolmentRequest:
    from hrdesk.trust.request import REQUEST_LIMIT_BYTES
    from hrdesk.trust.request import read_request as parse_request

    return parse_request(read_limited(path, REQUEST_LIMIT_BYTES), path.name)


def _shown(path: Path, request: EnrolmentRequest) -> EnrolRequest:
    return EnrolRequest(
        path=path,
        unit_code=request.unit_code,
        unit_name=request.unit_name,
        name=request.name,
        position=request.position,
        desk_id=request.device_id,
        fingerprint=request.fingerprint,
    )


@dataclass(frozen=True, slots=True)
class Issuing:
    """How a certificate is issued where the authority lies apart; the defaults suit one that does not."""

    authority_passphrase: str = ""  # "" : the same as the signer's
    place: Path | None = None  # where the authority lies now, when it was moved
    role: str = "clerk"
    fingerprint: str = ""  # as it was read out; it must be the request's


def enrol(
    ws: Workspace,
    request_path: Path,
    out: Path,
    *,
    passphrase: str,
    now: datetime,
    issuing: Issuing | None = None,
) -> EnrolRequest:
    """Issue the certificate a desk asks for and write the answer to `out`.

    The certificate carries the unit's name from the catalogue, not from the request. It travels in
    the next kit too, so that an answer that is lost need not be made again.

    Raises:
        NotProvinceError: this is a unit's workspace.
        UnitUnknownError: the request names a unit that does not exist today.
        FingerprintDiffersError: the desk read out other characters than the request has.
        AuthorityAwayError: the stick with the authority's key is not there.
        RequestUnreadableError, RequestConflictError, IdentityLockedError, FileError: see there.
    """
    from hrdesk.bundles.enrolment import EnrolmentReply, write_enrolment_reply
    from hrdesk.services.authority import open_apart, same_fingerprint, sync_register
    from hrdesk.trust.authority import Grant
    from hrdesk.trust.identity import unlock
    from hrdesk.trust.material import keep_revocation_list

    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    how = issuing or Issuing()
    request = _read(request_path)
    if how.fingerprint and not same_fingerprint(how.fingerprint, request.fingerprint):
        raise FingerprintDiffersError(found=request.fingerprint, expected=how.fingerprint)
    unit = find_unit(ws.units, request.unit_code, today_of(now))
    authority = open_apart(ws, how.authority_passphrase or passphrase, place=how.place)
    signer = unlock(ws.paths.identity, passphrase)
    grant = Grant(unit.code, unit.name, request.name, request.position, how.role)
    certificate = authority.issue(request, grant, now=now)
    newest = authority.revocation_list(now=now)
    keep_revocation_list(ws.paths.trust, newest)
    sync_register(ws)
    make_folder(out.parent)
    reply = EnrolmentReply(
        bundle_uuid=str(uuid.uuid4()),
        province_code=ws.unit_key.code,
        app_version=__version__,
        authority_pem=authority.certificate_pem,
        certificate_pem=certificate,
        revocation_list_pem=newest.pem,
    )
    write_enrolment_reply(out, reply, signer, now=now.astimezone(VIETNAM_TZ))
    _take_in_what_waited(ws, passphrase, now)
    return _shown(request_path, request)


def _take_in_what_waited(ws: Workspace, passphrase: str, now: datetime) -> None:
    """Bundles that the desk sent before it was enrolled; encrypted ones when the keys open."""
    from hrdesk.services.recipients import has_recipients, open_keys

    opened = None
    if has_recipients(ws):
        with contextlib.suppress(IdentityLockedError):
            opened = open_keys(ws, passphrase)
    review_held(ws, now=now, opened=opened)


def intakes(ws: Workspace, period: Period | None = None) -> tuple[IntakeRecord, ...]:
    """What was taken in, newest first."""
    return ws.store.journal.intakes(period.period_id if period else None)


def journal(ws: Workspace) -> tuple[IntakeOutcome, ...]:
    """What waits, then what was taken in before, newest first, with its outcome as it was then."""
    told = [one.outcome for one in held(ws)]
    for kept in ws.store.journal.intakes():
        unit = ws.units.by_key(kept.unit.code, kept.unit.valid_from)
        outcome = outcome_from_json(json.loads(kept.outcome or "{}"))
        told.append(
            IntakeOutcome(
                file_name=kept.file_name,
                result=kept.result,
                outcome=replace(outcome, file_name=kept.file_name),
                unit_code=kept.unit.code,
                unit_name=unit.name if unit else kept.unit.code,
                period_id=kept.period_id,
                sequence=kept.sequence,
                reason=tr(
                    "Received on {when}: {count} records.",
                    when=show_datetime(kept.received_at),
                    count=show_number(sum(kept.counts.values())),
                ),
            )
        )
    return tuple(told)
