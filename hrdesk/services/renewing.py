"""Renewing a certificate without a visit: a new key, asked for with the old one, back in a kit.

The desk is reminded from a year before the end. Until the kit brings the certificate the old key
signs; 90 days after its end what it signed is held by the province and confirmed by telephone.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hrdesk.errors import NotEnrolledError
from hrdesk.files import make_folder
from hrdesk.i18n import tr
from hrdesk.services.workspace import today_of
from hrdesk.vietnamese.formats import VIETNAM_TZ, show_date

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.signer import Signer

REMIND: Final = timedelta(days=365)
UNTIL_SETTING: Final = "certificate_until"
ASKED_SETTING: Final = "renewal_asked_on"


@dataclass(frozen=True, slots=True)
class RenewalState:
    """How near the end of the certificate is. `due`: within a year, and nothing was asked yet."""

    until: date | None
    days_left: int
    due: bool
    asked_on: date | None


def renewal_state(ws: Workspace, today: date) -> RenewalState:
    """How near the end is; reads settings only, so that the home page may ask."""
    kept, asked = ws.setting(UNTIL_SETTING), ws.setting(ASKED_SETTING)
    until = date.fromisoformat(kept) if kept else None
    asked_on = date.fromisoformat(asked) if asked else None
    if until is None:
        return RenewalState(None, 0, due=False, asked_on=None)
    near = today > until - REMIND
    return RenewalState(until, (until - today).days, near and asked_on is None, asked_on)


def renewal_words(ws: Workspace, today: date) -> str:
    """From a year before the end: what is done about the next certificate; before that nothing."""
    state = renewal_state(ws, today)
    if state.until is None or today <= state.until - REMIND:
        return ""
    if state.asked_on is None:
        return how_to_renew(ws)
    return tr(
        "The next certificate was asked for on {day}; a kit of the province brings it.",
        day=show_date(state.asked_on),
    )


def how_to_renew(ws: Workspace) -> str:
    """What has to be done for the next certificate: mostly nothing but to hand over."""
    from hrdesk.trust.identity_files import identity_exists, places_of

    if identity_exists(ws.paths.identity) and places_of(ws.paths.identity).on_token:
        return tr("The key lies on a token: ask the province for a new certificate.")
    return tr("The next bundle handed over asks the province for the next one by itself.")


def request_to_send(ws: Workspace, signer: Signer, passphrase: str, *, now: datetime) -> bytes:
    """What a submission takes along while the end is near: the request for the next key, else nothing.

    The next key is made once; until its certificate comes, every submission asks for it again. A
    key on a token has no next one here.

    Raises:
        FileError: the next key cannot be kept.
    """
    from hrdesk.trust.identity import SigningIdentity
    from hrdesk.trust.next_key import prepare_next_key

    until = renewal_state(ws, today_of(now)).until
    if not isinstance(signer, SigningIdentity) or until is None or today_of(now) <= until - REMIND:
        return b""
    return prepare_next_key(ws.paths.identity, passphrase, signer.facts.holder, now=now)


def note_asked(ws: Workspace, now: datetime) -> None:
    """The province was asked that day; nobody is reminded any more."""
    ws.set_setting(ASKED_SETTING, today_of(now).isoformat())


def renew(ws: Workspace, folder: Path, *, passphrase: str, now: datetime) -> Path:
    """Make the next key (once) and the request for its certificate, signed with the present one.

    Raises:
        NotEnrolledError: there is no certificate to renew.
        IdentityLockedError: not the passphrase of the present key.
        FileError: the request cannot be written.
    """
    from hrdesk.bundles.renewal import renewal_file_name, write_renewal
    from hrdesk.trust.identity import unlock
    from hrdesk.trust.material import has_trust, load_trust
    from hrdesk.trust.next_key import prepare_next_key

    signer = unlock(ws.paths.identity, passphrase)
    if signer.certificate is None:
        raise NotEnrolledError
    holder = signer.facts.holder
    request = prepare_next_key(ws.paths.identity, passphrase, holder, now=now)
    local = now.astimezone(VIETNAM_TZ)
    path = make_folder(folder) / renewal_file_name(holder.unit_code, local)
    newest = load_trust(ws.paths.trust).newest_list if has_trust(ws.paths.trust) else None
    write_renewal(
        path,
        request,
        ws.province_code,
        signer,
        now=local,
        uuid=str(uuid.uuid4()),
        revocation_list_pem=newest.pem if newest else b"",
    )
    note_asked(ws, now)
    return path


def note_certificate(ws: Workspace) -> None:
    """Keep in sight until when this desk's certificate is good, after one came."""
    from hrdesk.trust.identity import read_identity
    from hrdesk.trust.identity_files import identity_exists

    if not identity_exists(ws.paths.identity):
        return
    certificate = read_identity(ws.paths.identity).certificate
    if certificate is None:
        return
    until = certificate.not_after.astimezone(VIETNAM_TZ).date().isoformat()
    if ws.setting(UNTIL_SETTING) != until:
        ws.set_setting(UNTIL_SETTING, until)
        ws.set_setting(ASKED_SETTING, "")
