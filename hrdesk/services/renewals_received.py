"""Requests for a next certificate: one in a file of its own, or those that bundles brought along.

The latter wait until the officer issues them together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.errors import HrdeskError, RenewalForeignError, RequestConflictError
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.services.authority import open_apart, register, sync_register
from hrdesk.services.workspace import find_unit, today_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.services.authority import Desk
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.register import CertificateLine
    from hrdesk.trust.request import EnrolmentRequest
    from hrdesk.verification.verified import VerifiedBundle

_FOLDER: Final = "renewals"
_LIMIT_BYTES: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class WaitingRenewal:
    """Who asks, by the certificate in use, and for which key."""

    line: CertificateLine
    request: EnrolmentRequest


def issue_renewal(
    ws: Workspace, path: Path, *, passphrase: str, now: datetime, place: Path | None = None
) -> Desk:
    """Issue what a renewal asks for; the certificate reaches the desk with the next kit.

    `passphrase` opens the authority's key. Unit, person and role stay those of the old certificate.

    Raises:
        RenewalForeignError: it is not from the holder of a certificate that is good.
        AuthorityAwayError, AuthorityOtherError, IdentityLockedError: see `open_apart`.
    """
    from hrdesk.trust.authority import Grant
    from hrdesk.trust.material import keep_revocation_list, load_trust
    from hrdesk.verification.checks import Expected, verify_bundle

    expected = Expected(province=ws.province_code, at_province=True)
    bundle = verify_bundle(path, load_trust(ws.paths.trust), now, expected=expected)
    request, signer = bundle.renewal, bundle.signer
    if request is None or signer is None:
        ids = ", ".join(one.finding_id for one in bundle.outcome.findings)
        raise RenewalForeignError(reason=ids or str(bundle.outcome.verdict))
    unit = find_unit(ws.units, signer.unit_code, today_of(now))
    authority = open_apart(ws, passphrase, place=place)
    grant = Grant(unit.code, unit.name, signer.person, signer.position, signer.role)
    authority.issue(request, grant, now=now)
    keep_revocation_list(ws.paths.trust, authority.revocation_list(now=now))
    sync_register(ws)
    desks = register(ws, now=now)
    return next(one for one in desks if one.line.key_id == request.key_id)


def keep_renewal(ws: Workspace, seen: VerifiedBundle, *, now: datetime) -> bool:
    """Keep what a believed bundle asks for; whether it asks for something that is new here.

    Raises:
        FileError: the workspace cannot be written.
    """
    if seen.renewal is None or seen.signer is None or not seen.believed:
        return False
    key = seen.renewal.key_id
    path = make_folder(ws.paths.folder / _FOLDER) / f"{key[:32]}.json"
    if path.exists() or any(line.key_id == key for line in ws.store.register.lines()):
        return False
    kept = {
        "serial": seen.signer.serial,
        "received": now.isoformat(timespec="seconds"),
        "request": seen.renewal_json.decode(),
    }
    write_durably(path, json.dumps(kept, ensure_ascii=False, indent=2).encode())
    return True


def waiting_renewals(ws: Workspace) -> tuple[WaitingRenewal, ...]:
    """Requests whose sender's certificate is still good here and whose key has none yet, by unit."""
    lines = ws.store.register.lines()
    by_serial = {line.serial: line for line in lines if not line.revoked_at}
    issued = {line.key_id for line in lines}
    waiting = []
    for serial, request in _kept(ws.paths.folder / _FOLDER):
        line = by_serial.get(serial)
        if line is not None and request.key_id not in issued:
            waiting.append(WaitingRenewal(line, request))
    return tuple(sorted(waiting, key=lambda one: (one.line.unit_code, one.line.person)))


def issue_waiting(
    ws: Workspace, *, passphrase: str, now: datetime, place: Path | None = None
) -> tuple[Desk, ...]:
    """Issue all that wait, each for the unit, person and role of the certificate in use.

    `passphrase` opens the authority's key. The certificates reach the desks with the next kit.

    Raises:
        AuthorityAwayError, AuthorityOtherError, IdentityLockedError: see `open_apart`.
    """
    from hrdesk.trust.authority import Grant
    from hrdesk.trust.material import keep_revocation_list

    waiting = waiting_renewals(ws)
    authority = open_apart(ws, passphrase, place=place)
    keys = set()
    for one in waiting:
        unit = find_unit(ws.units, one.line.unit_code, today_of(now))
        grant = Grant(unit.code, unit.name, one.line.person, one.line.position, one.line.role)
        try:
            authority.issue(one.request, grant, now=now)
        except RequestConflictError:
            continue  # that key was issued to somebody else, or withdrawn: never again
        keys.add(one.request.key_id)
    keep_revocation_list(ws.paths.trust, authority.revocation_list(now=now))
    sync_register(ws)
    return tuple(desk for desk in register(ws, now=now) if desk.line.key_id in keys)


def _kept(folder: Path) -> list[tuple[str, EnrolmentRequest]]:
    from hrdesk.trust.request import read_request

    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            kept = json.loads(read_limited(path, _LIMIT_BYTES))
            request = read_request(str(kept["request"]).encode(), path.name)
            found.append((str(kept["serial"]), request))
        except (HrdeskError, ValueError, KeyError, TypeError):
            continue  # damaged since; the next submission asks again
    return found
