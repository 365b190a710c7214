"""Making a kit at the province: what the next one will say, and signing it.

The key of the authority is not needed: the province's own certificate (role `province`) signs.
What was changed for the next kit counts at the province too only once the kit is made.
"""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hrdesk import __version__
from hrdesk.files import make_folder
from hrdesk.services.authority import sync_register
from hrdesk.services.kit_baseline import baseline
from hrdesk.services.kit_changes import KitChange, kit_changes
from hrdesk.services.kit_next import (
    AUTHORITY_PART,
    FORM_PART,
    TARGETS_PART,
    UNITS_PART,
    next_calendar,
    next_letterheads,
    next_parts,
    next_policy,
    next_recipients,
    require_province,
)
from hrdesk.services.kit_taking import standing
from hrdesk.services.kits import take_kit
from hrdesk.services.trust_facts import trust_known_here, trust_sent
from hrdesk.vietnamese.formats import VIETNAM_TZ

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.bundles.kit import Kit, KitForm, KitTrust
    from hrdesk.services.trust_facts import TrustFacts
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.material import TrustMaterial


@dataclass(frozen=True, slots=True)
class NextKit:
    """The kit as it would be made now, and how it differs from the one in use."""

    kit: Kit
    changes: tuple[KitChange, ...]

    @property
    def needs_second_officer(self) -> bool:
        """Whether desks take it only with the signature of a second officer."""
        return len(self.kit.trust.authorities) > 1 and any(
            change.subject == "trust" and change.weight == "alert" for change in self.changes
        )


@dataclass(frozen=True, slots=True)
class MadeKit:
    """A kit that was made and, unless a second officer must sign first, put in use here."""

    path: Path
    seq: int
    kit_id: str
    changes: tuple[KitChange, ...]
    needs_second_officer: bool = False


def next_kit(ws: Workspace, *, now: datetime) -> NextKit:
    """What the next kit would say, and the difference in words.

    Raises:
        NotProvinceError: this is a unit's workspace.
    """
    require_province(ws)
    before, trust_before, kit = _composed(ws, now)
    after = trust_sent(kit.trust)
    return NextKit(kit, kit_changes(before, kit, trust_before, after, my_key=""))


def make_kit(ws: Workspace, folder: Path, *, passphrase: str, now: datetime) -> MadeKit:
    """Make, sign and save the next kit, and put it in use here.

    Raises:
        NotProvinceError: this is a unit's workspace.
        IdentityLockedError: not the passphrase of the province's signer.
        FormTypeChangedError: a form cannot follow the one in use.
        FileError: the kit cannot be written.
    """
    from hrdesk.bundles.kit_writing import KitCover, kit_file_name, write_kit
    from hrdesk.trust.identity import unlock

    prepared = next_kit(ws, now=now)
    signer = unlock(ws.paths.identity, passphrase)
    path = make_folder(folder) / kit_file_name(ws.unit_key.code, prepared.kit.seq)
    cover = KitCover(str(uuid.uuid4()), __version__)
    local = now.astimezone(VIETNAM_TZ)
    kit_id = write_kit(path, prepared.kit, cover, signer, now=local)
    if not prepared.needs_second_officer:
        take_kit(ws, path, now=now, accept_remarks=True, made_here=True)
        ws.store.kits.forget_next()
    return MadeKit(path, prepared.kit.seq, kit_id, prepared.changes, prepared.needs_second_officer)


# --- composing


def _composed(ws: Workspace, now: datetime) -> tuple[Kit, TrustFacts, Kit]:
    """The kit in use, its trust, and the next one."""
    from hrdesk.bundles.kit import Kit, KitPeriod, KitRecipient, KitTrust

    sync_register(ws)
    mark = standing(ws.paths, ws.store)
    local = now.astimezone(VIETNAM_TZ).replace(microsecond=0)
    empty = Kit(
        province_code=ws.unit_key.code,
        seq=mark.seq + 1,
        prev=mark.kit_id if mark.seq else "",
        issued_at=local,
        not_before=local,
        trust=KitTrust((), ()),
    )
    before, trust_before = baseline(ws, empty)
    if not ws.kit.seq:
        trust_before = trust_known_here(ws)
    kit = replace(
        before,
        seq=empty.seq,
        prev=empty.prev,
        issued_at=local,
        not_before=local,
        trust=_trust(ws, now),
        policy=next_policy(ws),
        calendar=tuple(
            KitPeriod(
                period_id,
                _day(dates["first_on"]),
                _day(dates["last_on"]),
                _day(dates["due_on"]),
                dates["reason"],
            )
            for period_id, dates in sorted(next_calendar(ws).items())
        ),
        letterheads=next_letterheads(ws),
        recipients=tuple(
            KitRecipient(purpose, key) for purpose, key in sorted(next_recipients(ws).items())
        ),
        forms=_forms(ws, before.forms),
    )
    return before, trust_before, _with_tables(ws, kit)


def _with_tables(ws: Workspace, kit: Kit) -> Kit:
    from hrdesk.bundles.kit import KitUnits
    from hrdesk.units import Succession, Unit

    wanted = next_parts(ws)
    if TARGETS_PART in wanted:
        kit = replace(kit, targets=json.loads(wanted[TARGETS_PART]))
    if UNITS_PART in wanted:
        kept = json.loads(wanted[UNITS_PART])
        units = KitUnits(
            tuple(Unit(**one) for one in kept["units"]),
            {old: Succession(*one) for old, one in kept["successions"].items()},
            {old: tuple(named) for old, named in kept["aliases"].items()},
        )
        kit = replace(kit, units=units)
    return kit


def _forms(ws: Workspace, before: tuple[KitForm, ...]) -> tuple[KitForm, ...]:
    from hrdesk.bundles.kit import KitForm

    forms = {form.form_id: form for form in before}
    for name, content in next_parts(ws).items():
        if not name.startswith(FORM_PART):
            continue
        form_id = name.removeprefix(FORM_PART)
        kept = json.loads(content)
        forms[form_id] = KitForm(
            form_id,
            kept["version"],
            kept["xform"],
            kept["source_name"],
            base64.b64decode(kept["source"]),
        )
    return tuple(forms.values())


def _trust(ws: Workspace, now: datetime) -> KitTrust:
    """Authorities with the signer's in front, their newest lists, the certificates in use."""
    from hrdesk.bundles.kit import KitTrust
    from hrdesk.trust.certificates import certificate_from_pem, certificate_pem, issued_by
    from hrdesk.trust.material import load_trust

    trust = load_trust(ws.paths.trust)
    in_use = [
        certificate_from_pem(line.pem.encode(), line.serial)
        for line in ws.store.register.lines()
        if line.pem
        and not line.revoked_at
        and datetime.fromisoformat(line.not_after) > now - timedelta(days=90)
    ]
    first = _signers_trust(ws, trust).authority
    pairs = []
    for authority in (first, *(one for one in trust.authorities if one != first)):
        lists = [one for one in trust.revocation_lists if one.signed_by(authority)]
        newest = max(lists, key=lambda one: one.number, default=None)
        needed = authority.not_valid_before_utc >= first.not_valid_before_utc or any(
            issued_by(one, authority) for one in in_use
        )
        if newest is not None and needed:
            pairs.append((certificate_pem(authority), newest.pem))
    brought = next_parts(ws).get(AUTHORITY_PART)
    if brought:
        kept = json.loads(brought)
        pair = (kept["certificate"].encode(), kept["list"].encode())
        if pair[0] not in [one for one, _ in pairs]:
            pairs.append(pair)
    by_serial = {format(one.serial_number, "x"): certificate_pem(one) for one in in_use}
    return KitTrust(
        tuple(authority for authority, _ in pairs),
        tuple(revoked for _, revoked in pairs),
        tuple(pem for _, pem in sorted(by_serial.items())),
    )


def _signers_trust(ws: Workspace, trust: TrustMaterial) -> TrustMaterial:
    from hrdesk.trust.identity import kept_certificate
    from hrdesk.trust.identity_files import places_of

    mine = kept_certificate(places_of(ws.paths.identity).certificate)
    return trust if mine is None else trust.of_signer(mine)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
