"""The province's authority: where its key lies, whom it enrolled, what was withdrawn.

The key lies apart: in a folder or on a stick of the officer's choice, under a passphrase of its own.
The workspace remembers the place and keeps a copy of the register, which is no secret; the key is
needed to issue, to withdraw and to make a revocation list, and for nothing of daily work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    AuthorityAwayError,
    AuthorityExistsError,
    AuthorityOtherError,
    AuthorityPlaceError,
    NotProvinceError,
)
from hrdesk.files import make_folder, write_durably
from hrdesk.i18n import N_, tr
from hrdesk.services.kit_next import bring_authority
from hrdesk.store.register import CertificateLine
from hrdesk.vietnamese.formats import show_date
from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.authority import Authority
    from hrdesk.trust.revocation import RevocationList

PLACE_SETTING: Final = "authority_folder"
SOON: Final = timedelta(days=365)

REASONS: Final = {  # in the order they are offered: what it means, what it does
    "cessationOfOperation": (
        N_("The computer is no longer used"),
        N_("What was signed before today stays good."),
    ),
    "affiliationChanged": (
        N_("The person left the post"),
        N_("What was signed before today stays good."),
    ),
    "superseded": (
        N_("Replaced by another certificate"),
        N_("What was signed before today stays good."),
    ),
    "keyCompromise": (
        N_("The key may be in other hands"),
        N_("Everything not received yet is refused, whatever day it bears."),
    ),
    "unspecified": (
        N_("No reason given"),
        N_("Everything not received yet is refused, whatever day it bears."),
    ),
}


@dataclass(frozen=True, slots=True)
class AuthorityState:
    """Where the authority stands. `apart`: its key lies outside of the workspace."""

    folder: Path | None
    exists: bool
    reachable: bool
    apart: bool
    fingerprint: str = ""
    list_number: int = 0
    list_until: datetime | None = None
    certificates: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """One line of the register as it is shown. `state`: "good", "soon", "expired", "revoked"."""

    line: CertificateLine
    state: str
    issued_at: datetime
    not_after: datetime
    revoked_at: datetime | None


def authority_place(ws: Workspace) -> Path:
    """Where the key of the authority was when it was last used."""
    kept = ws.setting(PLACE_SETTING)
    return Path(kept) if kept else ws.paths.authority


def authority_state(ws: Workspace) -> AuthorityState:
    """What can be said of the authority without its passphrase."""
    from hrdesk.trust.authority import authority_exists
    from hrdesk.trust.material import has_trust, load_trust

    folder = authority_place(ws)
    reachable = authority_exists(folder)
    known = ws.setting(PLACE_SETTING) != "" or reachable
    if not has_trust(ws.paths.trust):
        return AuthorityState(folder if known else None, known, reachable, _apart(ws, folder))
    trust = load_trust(ws.paths.trust)
    newest = trust.newest_list
    return AuthorityState(
        folder=folder,
        exists=True,
        reachable=reachable,
        apart=_apart(ws, folder),
        fingerprint=trust.authority_facts.fingerprint,
        list_number=newest.number if newest else 0,
        list_until=newest.next_update if newest else None,
        certificates=len(ws.store.register.lines()),
    )


def set_up_authority(
    ws: Workspace, folder: Path, *, passphrase: str, old_passphrase: str
) -> AuthorityState:
    """Bring the authority's key out of the workspace into a folder of its own.

    `passphrase` seals it there; `old_passphrase` opens the key where it lies now. Certificates and
    fingerprint stay what they are. What lay in the workspace is removed once the new place was read.

    Raises:
        NotProvinceError: this is a unit's workspace.
        AuthorityPlaceError: the folder is in the workspace, or not empty.
        AuthorityExistsError: the key lies apart already.
        IdentityLockedError, PassphraseTooShortError: the passphrases.
        FileError: the folder cannot be written.
    """
    import shutil

    from hrdesk.trust.authority import authority_exists
    from hrdesk.trust.authority_moving import copy_authority

    _require_province(ws)
    source = authority_place(ws)
    if _apart(ws, source):
        raise AuthorityExistsError(folder=source)
    if not authority_exists(source):
        raise AuthorityAwayError(folder=source)
    _check_place(ws, folder)
    make_folder(folder)
    copy_authority(source, folder, old_passphrase, passphrase)
    ws.set_setting(PLACE_SETTING, str(folder.resolve()))
    shutil.rmtree(source, ignore_errors=True)
    sync_register(ws)
    return authority_state(ws)


def open_apart(ws: Workspace, passphrase: str, *, place: Path | None = None) -> Authority:
    """The authority, its key open; `place` when the stick lies elsewhere than before.

    Raises:
        NotProvinceError: this is a unit's workspace.
        AuthorityAwayError: the folder or stick is not there.
        AuthorityOtherError: it holds another authority.
        IdentityLockedError: not its passphrase.
    """
    from hrdesk.trust.authority import authority_exists, open_authority
    from hrdesk.trust.authority_register import authority_facts
    from hrdesk.trust.certificates import read_certificate
    from hrdesk.trust.material import has_trust, load_trust

    _require_province(ws)
    folder = place or authority_place(ws)
    if not authority_exists(folder):
        raise AuthorityAwayError(folder=folder)
    if has_trust(ws.paths.trust):
        found, trust = authority_facts(folder), load_trust(ws.paths.trust)
        known = {read.key_id: read for read in map(read_certificate, trust.authorities)}
        if found.key_id not in known:
            raise AuthorityOtherError(
                folder=folder,
                found=found.fingerprint,
                known=", ".join(one.fingerprint for one in known.values()),
            )
    authority = open_authority(folder, passphrase)
    if place is not None and place.resolve() != ws.paths.authority.resolve():
        ws.set_setting(PLACE_SETTING, str(place.resolve()))
    return authority


def revoke(
    ws: Workspace,
    serial: str,
    reason: str,
    *,
    passphrase: str,
    now: datetime,
    place: Path | None = None,
) -> Desk:
    """Withdraw a certificate for good; the new list is believed here at once, by desks with a kit.

    Raises:
        CertificateUnknownError: no such certificate.
        AuthorityAwayError, AuthorityOtherError, IdentityLockedError: see `open_apart`.
    """
    from hrdesk.trust.material import keep_revocation_list

    authority = open_apart(ws, passphrase, place=place)
    authority.revoke(serial, reason, now=now)
    keep_revocation_list(ws.paths.trust, authority.revocation_list(now=now))
    sync_register(ws)
    return next(desk for desk in register(ws, now=now) if desk.line.serial == serial)


def write_list(
    ws: Workspace, out: Path, *, passphrase: str, now: datetime, place: Path | None = None
) -> RevocationList:
    """A new revocation list as a PEM file; it is believed here too."""
    from hrdesk.trust.material import keep_revocation_list

    authority = open_apart(ws, passphrase, place=place)
    made = authority.revocation_list(now=now)
    keep_revocation_list(ws.paths.trust, made)
    make_folder(out.parent)
    write_durably(out, made.pem)
    return made


def begin_rollover(ws: Workspace, folder: Path, *, passphrase: str, now: datetime) -> str:
    """Make the authority that follows; the next kit brings it. Gives its fingerprint.

    Desks take that kit only with the signatures of two officers (signing.md §2.6). The present
    authority stays in charge until `finish_rollover`.

    Raises:
        NotProvinceError: this is a unit's workspace.
        AuthorityPlaceError: the folder is in the workspace, or not empty.
        PassphraseTooShortError: the passphrase of the new key.
    """
    from hrdesk.trust.authority import create_authority

    _require_province(ws)
    _check_place(ws, folder)
    made = create_authority(folder, passphrase, ws.unit_key.code, ws.unit.name, now=now)
    bring_authority(ws, made.certificate_pem, made.revocation_list(now=now).pem)
    return made.facts.fingerprint


def finish_rollover(
    ws: Workspace, folder: Path, *, passphrase: str, now: datetime
) -> AuthorityState:
    """Work under the new authority: the province's own certificate is issued under it.

    Raises:
        AuthorityOtherError: no kit that brought this authority was put in use here.
        AuthorityAwayError, IdentityLockedError: see `open_apart`.
    """
    from hrdesk.trust.authority import Grant
    from hrdesk.trust.identity import install_certificate, read_identity, write_request
    from hrdesk.trust.material import keep_revocation_list
    from hrdesk.trust.request import read_request

    authority = open_apart(ws, passphrase, place=folder)
    holder = read_identity(ws.paths.identity).holder
    request = read_request(write_request(ws.paths.identity, now=now), "identity.json")
    grant = Grant(holder.unit_code, holder.unit_name, holder.name, holder.position, "province")
    install_certificate(ws.paths.identity, authority.issue(request, grant, now=now))
    keep_revocation_list(ws.paths.trust, authority.revocation_list(now=now))
    ws.set_setting(PLACE_SETTING, str(folder.resolve()))
    sync_register(ws)
    return authority_state(ws)


def same_fingerprint(one: str, other: str) -> bool:
    """Whether two fingerprints are the same as people write them: strokes, case, O for 0, I for 1."""
    return _letters(one) == _letters(other)


def _letters(fingerprint: str) -> str:
    plain = fingerprint.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(letter for letter in plain if letter.isalnum())


def register(ws: Workspace, *, now: datetime, search: str = "") -> tuple[Desk, ...]:
    """Units, people and desks with a certificate; all words sought must begin some word of a line."""
    found = (_desk(line, now) for line in ws.store.register.lines())
    sought = fold(search).split()
    return tuple(one for one in found if _matches(one.line, sought))


def export_register(desks: Iterable[Desk], path: Path) -> int:
    """The register as a workbook; how many lines it has."""
    from hrdesk.services.sheet_writing import BookWriter

    lines = list(desks)
    heads = [
        tr("Code"),
        tr("Unit"),
        tr("Name"),
        tr("Position"),
        tr("Role"),
        tr("State"),
        tr("Issued"),
        tr("Good until"),
        tr("Withdrawn"),
        tr("Reason"),
        tr("Desk"),
        tr("Number of the certificate"),
    ]
    with BookWriter() as book:
        sheet = book.sheet(tr("Register"))
        sheet.begin(heads, _WIDTHS)
        for desk in lines:
            sheet.add([sheet.text(text) for text in _cells(desk)])
        book.save(path)
    return len(lines)


def sync_register(ws: Workspace) -> None:
    """Copy the authority's register into the workspace, when its folder can be reached."""
    from hrdesk.trust.authority import authority_exists
    from hrdesk.trust.authority_register import read_register

    folder = authority_place(ws)
    if not ws.province or not authority_exists(folder):
        return
    ws.store.register.keep(
        CertificateLine(
            serial=one.issued.serial,
            key_id=one.issued.key_id,
            device_id=one.issued.device_id,
            unit_code=one.issued.unit_code,
            unit_name=one.issued.unit_name,
            person=one.issued.name,
            position=one.issued.position,
            role=one.issued.role,
            issued_at=one.issued.issued_at,
            not_after=one.issued.not_after,
            revoked_at=one.issued.revoked_at,
            reason=one.issued.reason,
            pem=one.pem,
        )
        for one in read_register(folder)
    )


_WIDTHS: Final = (9, 28, 26, 24, 16, 18, 12, 12, 12, 26, 38, 42)
STATE_WORDS: Final = {
    "good": N_("in use"),
    "soon": N_("expires within a year"),
    "expired": N_("expired"),
    "revoked": N_("withdrawn"),
}
ROLE_WORDS: Final = {
    "clerk": N_("clerk"),
    "head": N_("head of the office"),
    "province": N_("officer of the province"),
}


def _desk(line: CertificateLine, now: datetime) -> Desk:
    not_after = datetime.fromisoformat(line.not_after)
    if line.revoked_at:
        state = "revoked"
    elif not_after < now:
        state = "expired"
    else:
        state = "soon" if not_after < now + SOON else "good"
    return Desk(
        line=line,
        state=state,
        issued_at=datetime.fromisoformat(line.issued_at),
        not_after=not_after,
        revoked_at=datetime.fromisoformat(line.revoked_at) if line.revoked_at else None,
    )


def _matches(line: CertificateLine, sought: list[str]) -> bool:
    said = (line.unit_code, line.unit_name, line.person, line.position, line.serial, line.device_id)
    words = fold(" ".join(said)).split()
    return all(any(word.startswith(part) for word in words) for part in sought)


def _cells(desk: Desk) -> list[str]:
    line = desk.line
    return [
        line.unit_code,
        line.unit_name,
        line.person,
        line.position,
        tr(ROLE_WORDS.get(line.role, line.role)),
        tr(STATE_WORDS[desk.state]),
        show_date(desk.issued_at.date()),
        show_date(desk.not_after.date()),
        show_date(desk.revoked_at.date()) if desk.revoked_at else "",
        tr(REASONS[line.reason][0]) if line.reason in REASONS else line.reason,
        line.device_id,
        line.serial,
    ]


def _apart(ws: Workspace, folder: Path) -> bool:
    return folder.resolve() != ws.paths.authority.resolve()


def _check_place(ws: Workspace, folder: Path) -> None:
    inside = folder.resolve().is_relative_to(ws.paths.folder.resolve())
    if inside or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise AuthorityPlaceError(folder=folder)


def _require_province(ws: Workspace) -> None:
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
