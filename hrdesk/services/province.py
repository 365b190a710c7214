"""What the province does: enrol, receive, consolidate."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hrdesk import __version__
from hrdesk.errors import NotProvinceError
from hrdesk.files import make_folder, read_limited
from hrdesk.i18n import tr
from hrdesk.services.consolidating import Consolidated, consolidated, write_consolidated
from hrdesk.services.receiving import IntakeOutcome, receive
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
    "consolidated",
    "enrol",
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


def enrol(
    ws: Workspace, request_path: Path, out: Path, *, passphrase: str, now: datetime
) -> EnrolRequest:
    """Issue the certificate a desk asks for and write the answer to `out`.

    The certificate carries the unit's name from the catalogue, not from the request.

    Raises:
        NotProvinceError: this is a unit's workspace.
        UnitUnknownError: the request names a unit that does not exist today.
        RequestUnreadableError, RequestConflictError, IdentityLockedError, FileError: see there.
    """
    from hrdesk.bundles.enrolment import EnrolmentReply, write_enrolment_reply
    from hrdesk.trust.authority import Grant, open_authority
    from hrdesk.trust.identity import unlock
    from hrdesk.trust.material import keep_revocation_list

    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    request = _read(request_path)
    unit = find_unit(ws.units, request.unit_code, today_of(now))
    authority = open_authority(ws.paths.authority, passphrase)
    signer = unlock(ws.paths.identity, passphrase)
    grant = Grant(unit.code, unit.name, request.name, request.position)
    certificate = authority.issue(request, grant, now=now)
    newest = authority.revocation_list(now=now)
    keep_revocation_list(ws.paths.trust, newest)
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
    return _shown(request_path, request)


def intakes(ws: Workspace, period: Period | None = None) -> tuple[IntakeRecord, ...]:
    """What was taken in, newest first."""
    return ws.store.intakes(period.period_id if period else None)


def journal(ws: Workspace) -> tuple[IntakeOutcome, ...]:
    """What was taken in before, newest first, each with its outcome as it was then."""
    told = []
    for kept in ws.store.intakes():
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
