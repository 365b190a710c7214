"""The province's keys for decrypting, the escrow key for the safe, and lists of people that came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.bundles.kit import ESCROW_KEY, PROVINCE_KEY
from hrdesk.errors import NotProvinceError, ReasonBlankError
from hrdesk.services.kit_next import set_recipient
from hrdesk.store.exchange import LoggedAct
from hrdesk.trust.recipient import OpenedRecipients

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.bundles.roster import RosterTable
    from hrdesk.services.workspace import Workspace


__all__ = ["KeptRoster", "OpenedRecipients"]  # the one for those who may not import trust


@dataclass(frozen=True, slots=True)
class KeptRoster:
    """One list of people as it came, encrypted; the name says unit, period, number and bundle."""

    path: Path
    unit_code: str
    period_id: str
    bundle: str  # the first 12 characters of the bundle's id


def make_recipient(ws: Workspace, *, passphrase: str, now: datetime) -> str:
    """A new key that desks encrypt to, from the next kit on; gives the public key.

    Keys made before stay, since bundles under way are encrypted to them.

    Raises:
        NotProvinceError: this is a unit's workspace.
        IdentityLockedError, PassphraseTooShortError, RecipientDamagedError: see there.
    """
    from hrdesk.trust.recipient import create_recipient

    _at_province(ws)
    key = create_recipient(ws.paths.recipients, passphrase, now=now).key
    set_recipient(ws, PROVINCE_KEY, key)
    return key


def make_escrow(ws: Workspace, path: Path, *, now: datetime) -> str:
    """An escrow key, written to `path` for the safe and kept nowhere else; gives the public key.

    Raises:
        NotProvinceError: this is a unit's workspace.
        RecipientKeyError, FileError: something lies at `path`, or it cannot be written.
    """
    from hrdesk.trust.recipient import write_escrow

    _at_province(ws)
    key = write_escrow(path, now=now)
    set_recipient(ws, ESCROW_KEY, key)
    return key


def has_recipients(ws: Workspace) -> bool:
    """Whether encrypted bundles can come here at all, so that a passphrase is worth asking for."""
    from hrdesk.trust.recipient import own_recipients

    return bool(own_recipients(ws.paths.recipients))


def open_keys(ws: Workspace, passphrase: str) -> OpenedRecipients:
    """All keys of the province, open; held by the caller while bundles are taken in.

    Raises:
        IdentityLockedError: not this passphrase.
        RecipientDamagedError, FileError: a key cannot be read.
    """
    from hrdesk.trust.recipient import open_recipients

    return open_recipients(ws.paths.recipients, passphrase)


def rosters(ws: Workspace) -> tuple[KeptRoster, ...]:
    """The lists of people that came, still encrypted."""
    if not ws.paths.rosters.is_dir():
        return ()
    kept = []
    for path in sorted(ws.paths.rosters.glob("*.age")):
        unit_code, period_id, _, bundle, _ = path.stem.split("_")
        kept.append(KeptRoster(path, unit_code, period_id, bundle))
    return tuple(kept)


def open_roster(
    ws: Workspace, roster: KeptRoster, reason: str, *, passphrase: str, now: datetime
) -> RosterTable:
    """A list of people, in memory alone; the log keeps who looked and why.

    Raises:
        NotProvinceError, ReasonBlankError, IdentityLockedError: see there.
        FaultFoundError: it is damaged.
    """
    from hrdesk.bundles.encryption import decrypt_bytes
    from hrdesk.bundles.roster import ROSTER_LIMIT_BYTES, read_roster
    from hrdesk.files import read_limited

    _at_province(ws)
    if not reason.strip():
        raise ReasonBlankError
    opened = open_keys(ws, passphrase)
    sealed = read_limited(roster.path, ROSTER_LIMIT_BYTES)
    table = read_roster(decrypt_bytes(sealed, opened.identities), roster.path.name)
    ws.store.exchange_log.add(
        LoggedAct(
            at=now,
            actor=ws.name,
            action="roster_opened",
            subject=roster.path.name,
            period_id=roster.period_id,
            why=reason.strip(),
            facts={"unit": roster.unit_code, "rows": str(len(table.rows))},
        )
    )
    return table


def _at_province(ws: Workspace) -> None:
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
