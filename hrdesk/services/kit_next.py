"""What the next kit will say: kept in the workspace until the kit is made (`kit_making`)."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from hrdesk.errors import CalendarWrongError, NotProvinceError
from hrdesk.files import read_limited
from hrdesk.indicators.period import parse_period
from hrdesk.vietnamese.formats import show_date
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from hrdesk.bundles.kit import KitPolicy, Letterhead
    from hrdesk.forms.definition import Form
    from hrdesk.services.workspace import Workspace

_POLICY: Final = "policy"
_CALENDAR: Final = "calendar"
_LETTERHEADS: Final = "letterheads"
_RECIPIENTS: Final = "recipients"
TARGETS_PART: Final = "targets"
UNITS_PART: Final = "units"
FORM_PART: Final = "form."
AUTHORITY_PART: Final = "authority"
_SOURCE_LIMIT_BYTES: Final = 8 << 20


def next_policy(ws: Workspace) -> KitPolicy:
    """The policy of the next kit."""
    from hrdesk.bundles.kit import KitPolicy

    kept = next_parts(ws).get(_POLICY)
    return KitPolicy(**json.loads(kept)) if kept else ws.kit.policy


def set_policy(ws: Workspace, policy: KitPolicy) -> None:
    """Ask this of submissions from the next kit on."""
    require_province(ws)
    kept = replace(policy, roster_reason=nfc(policy.roster_reason).strip())
    ws.store.kits.keep_next(_POLICY, json.dumps(asdict(kept)).encode())


def next_calendar(ws: Workspace) -> dict[str, dict[str, str]]:
    """Dates of single periods in the next kit, as ISO texts by period."""
    kept = next_parts(ws).get(_CALENDAR)
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
    require_province(ws)
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

    kept = next_parts(ws).get(_LETTERHEADS)
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
    require_province(ws)
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

    kept = next_parts(ws).get(_RECIPIENTS)
    if kept is not None:
        return dict(json.loads(kept))
    return {one.purpose: one.key for one in read_recipients(ws.kit.files)} if ws.kit.files else {}


def set_recipient(ws: Workspace, purpose: str, key: str) -> None:
    """Encrypt to this age key from the next kit on; "" takes it away."""
    require_province(ws)
    wanted = next_recipients(ws) | {purpose: key}
    said = {name: one for name, one in wanted.items() if one}
    ws.store.kits.keep_next(_RECIPIENTS, json.dumps(said).encode())


def bring_form(ws: Workspace, path: Path) -> Form:
    """Send this form (XLSForm as .xlsx or .md) with the next kit; it is checked first.

    Raises:
        FormError: the definition is not usable; sheet and row are named.
        FileError: the file cannot be read.
    """
    from hrdesk.forms.compilation import compile_form
    from hrdesk.forms.xform import parse_form
    from hrdesk.forms.xlsform import convert

    require_province(ws)
    source = read_limited(path, _SOURCE_LIMIT_BYTES)
    xform = convert(path)
    form = compile_form(parse_form(xform)).form
    kept = {
        "version": form.version,
        "xform": xform,
        "source_name": nfc(path.name),
        "source": base64.b64encode(source).decode(),
    }
    ws.store.kits.keep_next(FORM_PART + form.form_id, json.dumps(kept).encode())
    return form


def bring_targets(ws: Workspace, path: Path) -> None:
    """Send these targets (as `plan/targets.toml`) with the next kit.

    Raises:
        PlanUnreadableError: an entry makes no sense.
    """
    from hrdesk.indicators.plan import read_table

    require_province(ws)
    ws.store.kits.keep_next(TARGETS_PART, json.dumps(read_table(path)).encode())


def bring_units(ws: Workspace, folder: Path) -> int:
    """Send the unit catalogue of a folder as `resources/units`; how many units it has."""
    from hrdesk.units import UnitCatalogue

    require_province(ws)
    catalogue = UnitCatalogue.read(folder)
    kept = {
        "units": [asdict(unit) for unit in catalogue.all()],
        "successions": {old: list(one) for old, one in catalogue.successions.items()},
        "aliases": {old: list(named) for old, named in catalogue.aliases.items()},
    }
    ws.store.kits.keep_next(UNITS_PART, json.dumps(kept).encode())
    return len(catalogue.all())


def bring_authority(ws: Workspace, certificate_pem: bytes, list_pem: bytes) -> None:
    """Send another authority with the next kit; desks take it with two officers' signatures."""
    require_province(ws)
    kept = {"certificate": certificate_pem.decode(), "list": list_pem.decode()}
    ws.store.kits.keep_next(AUTHORITY_PART, json.dumps(kept).encode())


def next_parts(ws: Workspace) -> dict[str, bytes]:
    """Parts that were changed for the next kit, as they are kept."""
    return ws.store.kits.files("next")


def require_province(ws: Workspace) -> None:
    """Whether kits are made here.

    Raises:
        NotProvinceError: this is a unit's workspace.
    """
    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)


def _blank() -> Letterhead:
    from hrdesk.bundles.kit import Letterhead

    return Letterhead()
