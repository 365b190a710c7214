"""Making a kit at the province: what the next one will say, and signing it.

The key of the authority is not needed: the province's own certificate (role `province`) signs.
What was changed for the next kit counts at the province too only once the kit is made.
"""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hrdesk import __version__
from hrdesk.errors import CalendarWrongError, NotProvinceError
from hrdesk.files import make_folder, read_limited
from hrdesk.indicators.period import parse_period
from hrdesk.services.kit_baseline import baseline, known_trust
from hrdesk.services.kit_changes import KitChange, TrustFacts, kit_changes
from hrdesk.services.kit_taking import standing
from hrdesk.vietnamese.formats import VIETNAM_TZ, show_date
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hrdesk.bundles.kit import Kit, KitForm, KitPolicy, KitTrust, Letterhead
    from hrdesk.forms.definition import Form
    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.material import TrustMaterial

_POLICY: Final = "policy"
_CALENDAR: Final = "calendar"
_LETTERHEADS: Final = "letterheads"
_RECIPIENTS: Final = "recipients"
_TARGETS: Final = "targets"
_UNITS: Final = "units"
_FORM: Final = "form."
_AUTHORITY: Final = "authority"
_SOURCE_LIMIT_BYTES: Final = 8 << 20


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
    _require_province(ws)
    before, trust_before, kit = _composed(ws, now)
    after = _facts_of(kit)
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
    from hrdesk.services.kits import take_kit
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


# --- what the next kit will say


def next_policy(ws: Workspace) -> KitPolicy:
    """The policy of the next kit."""
    from hrdesk.bundles.kit import KitPolicy

    kept = _next(ws).get(_POLICY)
    return KitPolicy(**json.loads(kept)) if kept else ws.kit.policy


def set_policy(ws: Workspace, policy: KitPolicy) -> None:
    """Ask this of submissions from the next kit on."""
    _require_province(ws)
    kept = replace(policy, roster_reason=nfc(policy.roster_reason).strip())
    ws.store.kits.keep_next(_POLICY, json.dumps(asdict(kept)).encode())


def next_calendar(ws: Workspace) -> dict[str, dict[str, str]]:
    """Dates of single periods in the next kit, as ISO texts by period."""
    kept = _next(ws).get(_CALENDAR)
    if kept:
        return dict(json.loads(kept))
    return {
        period_id: {
            "first_on": dates.first_on.isoformat() if dates.first_on else "",
            "last_on": dates.last_on.isoformat() if dates.last_on else "",
            "due_on": dates.due_on.isoformat() if dates.due_on else "",
            "reason": dates.reason,
        }
        for period_id, dates in ws.kit.calendar.single.items()
    }


def set_period(
    ws: Workspace,
    period_id: str,
    *,
    first_on: date | None = None,
    last_on: date | None = None,
    due_on: date | None = None,
    reason: str = "",
) -> None:
    """Set dates of one period from the next kit on; None keeps the rule. All None: the rule again.

    Raises:
        PeriodUnknownError: there is no such period.
        CalendarWrongError: the last day lies before the first, or the due day not after it.
    """
    _require_province(ws)
    period = parse_period(period_id)
    first, last = first_on or period.first_on, last_on or period.last_on
    if first > last or (due_on is not None and due_on <= last):
        raise CalendarWrongError(
            period=period.period_id,
            first=show_date(first),
            last=show_date(last),
            due=show_date(due_on) if due_on else "–",
        )
    calendar = next_calendar(ws)
    calendar.pop(period.period_id, None)
    if first_on or last_on or due_on:
        calendar[period.period_id] = {
            "first_on": first_on.isoformat() if first_on else "",
            "last_on": last_on.isoformat() if last_on else "",
            "due_on": due_on.isoformat() if due_on else "",
            "reason": nfc(reason).strip(),
        }
    ws.store.kits.keep_next(_CALENDAR, json.dumps(calendar).encode())


def next_letterheads(ws: Workspace) -> tuple[Letterhead, ...]:
    """How reports are headed from the next kit on."""
    from hrdesk.bundles.kit import Letterhead
    from hrdesk.bundles.kit_settings import read_letterheads

    kept = _next(ws).get(_LETTERHEADS)
    if kept is None:
        return read_letterheads(ws.kit.files) if ws.kit.files else ()
    return tuple(
        Letterhead(
            one["unit_code"],
            one["parent_agency"],
            one["agency"],
            tuple(one["recipients"]),
            tuple(one["copies"]),
        )
        for one in json.loads(kept)
    )


def set_letterhead(ws: Workspace, letterhead: Letterhead) -> None:
    """Head the reports of a unit (or, with unit "", of every other) so from the next kit on."""
    _require_province(ws)
    others = [one for one in next_letterheads(ws) if one.unit_code != letterhead.unit_code]
    wanted = sorted([*others, letterhead], key=lambda one: one.unit_code)
    said = [one for one in wanted if one != replace(_blank(), unit_code=one.unit_code)]
    ws.store.kits.keep_next(_LETTERHEADS, json.dumps([asdict(one) for one in said]).encode())


def set_letterhead_of(
    ws: Workspace,
    unit_code: str,
    headed: tuple[str, str],
    listed: tuple[Sequence[str], Sequence[str]],
) -> None:
    """As `set_letterhead`, out of (body above, agency) and (receivers, copies) as they were typed."""
    from hrdesk.bundles.kit import Letterhead

    parent, agency = (nfc(text).strip() for text in headed)
    receivers, copies = (
        tuple(nfc(line).strip() for line in lines if line.strip()) for lines in listed
    )
    set_letterhead(ws, Letterhead(unit_code.strip(), parent, agency, receivers, copies))


def next_recipients(ws: Workspace) -> dict[str, str]:
    """Whom submissions are encrypted to from the next kit on: age keys by purpose."""
    from hrdesk.bundles.kit_settings import read_recipients

    kept = _next(ws).get(_RECIPIENTS)
    if kept is not None:
        return dict(json.loads(kept))
    return {one.purpose: one.key for one in read_recipients(ws.kit.files)} if ws.kit.files else {}


def set_recipient(ws: Workspace, purpose: str, key: str) -> None:
    """Encrypt to this age key from the next kit on; "" takes it away."""
    _require_province(ws)
    wanted = next_recipients(ws) | {purpose: key}
    said = {name: one for name, one in wanted.items() if one}
    ws.store.kits.keep_next(_RECIPIENTS, json.dumps(said).encode())


def bring_form(ws: Workspace, path: Path) -> Form:
    """Send this form (XLSForm as .xlsx or .md) with the next kit; it is checked first.

    Raises:
        FormError: the definition is not usable; sheet and row are named.
        FileError: the file cannot be read.
    """
    from hrdesk.forms.compiled import compile_form
    from hrdesk.forms.xform import parse_form
    from hrdesk.forms.xlsform import convert

    _require_province(ws)
    source = read_limited(path, _SOURCE_LIMIT_BYTES)
    xform = convert(path)
    form = compile_form(parse_form(xform)).form
    kept = {
        "version": form.version,
        "xform": xform,
        "source_name": nfc(path.name),
        "source": base64.b64encode(source).decode(),
    }
    ws.store.kits.keep_next(_FORM + form.form_id, json.dumps(kept).encode())
    return form


def withdraw_form(ws: Workspace, form_id: str) -> None:
    """Leave this form out of the next kit."""
    _require_province(ws)
    ws.form(form_id)
    ws.store.kits.keep_next(_FORM + form_id, b"null")


def bring_targets(ws: Workspace, path: Path) -> None:
    """Send these targets (as `plan/targets.toml`) with the next kit.

    Raises:
        PlanUnreadableError: an entry makes no sense.
    """
    from hrdesk.indicators.plan import read_table

    _require_province(ws)
    ws.store.kits.keep_next(_TARGETS, json.dumps(read_table(path)).encode())


def bring_units(ws: Workspace, folder: Path) -> int:
    """Send the unit catalogue of a folder as `resources/units`; how many units it has."""
    from hrdesk.units import UnitCatalogue

    _require_province(ws)
    catalogue = UnitCatalogue.read(folder)
    kept = {
        "units": [asdict(unit) for unit in catalogue.all()],
        "successions": {old: list(one) for old, one in catalogue.successions.items()},
        "aliases": {old: list(named) for old, named in catalogue.aliases.items()},
    }
    ws.store.kits.keep_next(_UNITS, json.dumps(kept).encode())
    return len(catalogue.all())


def bring_authority(ws: Workspace, certificate_pem: bytes, list_pem: bytes) -> None:
    """Send another authority with the next kit; desks take it with two officers' signatures."""
    _require_province(ws)
    kept = {"certificate": certificate_pem.decode(), "list": list_pem.decode()}
    ws.store.kits.keep_next(_AUTHORITY, json.dumps(kept).encode())


# --- composing


def _composed(ws: Workspace, now: datetime) -> tuple[Kit, TrustFacts, Kit]:
    """The kit in use, its trust, and the next one."""
    from hrdesk.bundles.kit import Kit, KitPeriod, KitRecipient, KitTrust
    from hrdesk.services.authority import sync_register

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
        trust_before = known_trust(ws)
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

    wanted = _next(ws)
    if _TARGETS in wanted:
        kit = replace(kit, targets=json.loads(wanted[_TARGETS]))
    if _UNITS in wanted:
        kept = json.loads(wanted[_UNITS])
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
    for name, content in _next(ws).items():
        if not name.startswith(_FORM):
            continue
        form_id = name.removeprefix(_FORM)
        kept = json.loads(content)
        if kept is None:
            forms.pop(form_id, None)
            continue
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
    brought = _next(ws).get(_AUTHORITY)
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


def _facts_of(kit: Kit) -> TrustFacts:
    from hrdesk.trust.certificates import certificate_from_pem, read_certificate
    from hrdesk.trust.revocation import revocation_list_from_pem

    return TrustFacts(
        tuple(read_certificate(certificate_from_pem(one, "ca")) for one in kit.trust.authorities),
        tuple(read_certificate(certificate_from_pem(one, "u")) for one in kit.trust.certificates),
        {
            format(serial, "x"): revoked.reason
            for one in kit.trust.revocation_lists
            for serial, revoked in revocation_list_from_pem(one, "ca.crl").revoked.items()
        },
    )


def _next(ws: Workspace) -> dict[str, bytes]:
    return ws.store.kits.files("next")


def _require_province(ws: Workspace) -> None:
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)


def _blank() -> Letterhead:
    from hrdesk.bundles.kit import Letterhead

    return Letterhead()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def changed_for_next(ws: Workspace) -> Sequence[str]:
    """Which parts of the next kit were changed by hand."""
    return sorted(_next(ws))
