"""What a list is narrowed to: as a value, as a query, as parts of a sentence, kept under a name."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Final

from hrdesk.errors import HrdeskError
from hrdesk.i18n import N_, label_in, language, tr
from hrdesk.records.record import RecordStatus, UnitKey
from hrdesk.store.records import RecordQuery
from hrdesk.values import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace
    from hrdesk.units import Unit

_SETTING: Final = "list.filters"
_STATES: Final = {
    RecordStatus.INCOMPLETE: N_("incomplete"),
    RecordStatus.COMPLETE: N_("complete"),
    RecordStatus.SUBMITTED: N_("handed over"),
}
PARTS: Final = (
    "period",
    "kinds",
    "statuses",
    "unit",
    "has_fault",
    "has_attachment",
    "deleted",
)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Each part that is set narrows the list; all must hold. Nothing set is the whole list."""

    period: str = ""  # a period id such as "2026-11"
    kinds: tuple[str, ...] = ()  # form ids, where all kinds are listed
    statuses: tuple[str, ...] = ()
    unit: str = ""  # "code valid_from"
    with_earlier: bool = True  # the units that became this one too
    has_fault: bool | None = None
    has_attachment: bool | None = None
    deleted: bool = False

    def without(self, part: str) -> ListFilter:
        """The same, with one part taken away."""
        left = replace(self, **{part: _BLANK[part]})  # type: ignore[arg-type]  # by its name
        return left if left.unit else replace(left, with_earlier=True)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of what is set, in the order they are shown."""
        return tuple(part for part in PARTS if getattr(self, part) != _BLANK[part])


_BLANK: Final = {field.name: field.default for field in fields(ListFilter)}


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under a name. `form_id` is the kind it belongs to, "" for the list of all kinds."""

    name: str
    form_id: str
    wanted: ListFilter
    search: str = ""


# --- as a query


def period_of(wanted: ListFilter) -> Period | None:
    """The period, None when none is set."""
    from hrdesk.indicators.period import parse_period

    return parse_period(wanted.period) if wanted.period else None


def query_of(
    ws: Workspace, form_id: str, wanted: ListFilter, *, today: date, search: str = ""
) -> RecordQuery:
    """What the store is asked; the order is the caller's."""
    period = period_of(wanted)
    return RecordQuery(
        form_id=form_id or None,
        form_ids=frozenset(wanted.kinds),
        search=search,
        event_from=period.first_on if period else None,
        event_to=period.last_on if period else None,
        statuses=frozenset(RecordStatus(status) for status in wanted.statuses),
        units=frozenset(units_meant(ws, wanted, today)),
        has_attachment=wanted.has_attachment,
        has_fault=wanted.has_fault,
        only_deleted=wanted.deleted,
    )


def units_meant(ws: Workspace, wanted: ListFilter, today: date) -> set[UnitKey]:
    """The unit, and those whose work went to it when they are wanted too."""
    if not wanted.unit:
        return set()
    code, _, valid_from = wanted.unit.partition(" ")
    meant = {UnitKey(code, valid_from)}
    chosen = ws.units.by_key(code, valid_from)
    if chosen is None or not wanted.with_earlier:
        return meant
    for unit in ws.units.all():
        if unit.valid_to:
            follows = ws.units.successor(unit.code, unit.valid_from, today)
            if follows is not None and follows[0] == chosen:
                meant.add(UnitKey(unit.code, unit.valid_from))
    return meant


def unit_text(unit: Unit) -> str:
    """How `ListFilter.unit` names a unit."""
    return f"{unit.code} {unit.valid_from}"


# --- in words


def part_words(ws: Workspace, wanted: ListFilter, part: str) -> str:  # noqa: PLR0911 - a part each
    """One part as the part of a sentence: "in tháng 11", "with faults"."""
    match part:
        case "period":
            period = period_of(wanted)
            return tr("in {period}", period=period.title(language())) if period else ""
        case "kinds":
            titles = {kind.form_id: label_in(dict(kind.titles)) for kind in ws.kinds()}
            return tr("kind: {kinds}", kinds=_listed(titles.get(one, one) for one in wanted.kinds))
        case "statuses":
            states = (tr(_STATES[RecordStatus(one)]) for one in wanted.statuses)
            return tr("state: {states}", states=_listed(states))
        case "unit":
            return _unit_words(ws, wanted)
        case "has_fault":
            return tr("with faults") if wanted.has_fault else tr("without faults")
        case "has_attachment":
            return tr("with files") if wanted.has_attachment else tr("without files")
        case _:
            return tr("deleted ones")


def _unit_words(ws: Workspace, wanted: ListFilter) -> str:
    code, _, valid_from = wanted.unit.partition(" ")
    unit = ws.units.by_key(code, valid_from)
    name = unit.name if unit else code
    if wanted.with_earlier:
        return tr("of {unit} and those before it", unit=name)
    return tr("of {unit}", unit=name)


def _listed(words: Iterable[str]) -> str:
    return f" {tr('or')} ".join(words)


# --- kept under a name


def saved_filters(ws: Workspace, form_id: str) -> tuple[SavedFilter, ...]:
    """The saved filters of a kind ("" for all kinds), in the order they were saved."""
    return tuple(one for one in _all(ws) if one.form_id == form_id)


def save_filter(ws: Workspace, saved: SavedFilter) -> None:
    """Keep a filter; one of the same kind and name is replaced in its place."""
    kept = list(_all(ws))
    place = next((n for n, one in enumerate(kept) if _same(one, saved.form_id, saved.name)), None)
    if place is None:
        kept.append(saved)
    else:
        kept[place] = saved
    _keep(ws, kept)


def rename_filter(ws: Workspace, form_id: str, name: str, new_name: str) -> bool:
    """Another name; False when another filter of the kind has it already, or it is blank."""
    kept = list(_all(ws))
    wanted = " ".join(new_name.split())
    taken = wanted != name and any(_same(one, form_id, wanted) for one in kept)
    if not wanted or taken:
        return False
    _keep(ws, [replace(one, name=wanted) if _same(one, form_id, name) else one for one in kept])
    return True


def delete_filter(ws: Workspace, form_id: str, name: str) -> None:
    """Forget a saved filter; nothing happens when there is none."""
    _keep(ws, [one for one in _all(ws) if not _same(one, form_id, name)])


def _same(one: SavedFilter, form_id: str, name: str) -> bool:
    return one.form_id == form_id and one.name == name


def _all(ws: Workspace) -> tuple[SavedFilter, ...]:
    try:
        kept = json.loads(ws.setting(_SETTING, "[]"))
        return tuple(
            SavedFilter(
                one["name"], one["form_id"], filter_from_json(one["filter"]), one.get("search", "")
            )
            for one in kept
        )
    except (ValueError, TypeError, KeyError, HrdeskError):  # another version's: begin anew
        return ()


def _keep(ws: Workspace, kept: list[SavedFilter]) -> None:
    ws.set_setting(
        _SETTING,
        json.dumps(
            [
                {
                    "name": one.name,
                    "form_id": one.form_id,
                    "filter": filter_as_json(one.wanted),
                    "search": one.search,
                }
                for one in kept
            ],
            ensure_ascii=False,
        ),
    )


def filter_as_json(wanted: ListFilter) -> dict[str, object]:
    """What is set, by name."""
    return {
        field.name: getattr(wanted, field.name)
        for field in fields(ListFilter)
        if getattr(wanted, field.name) != field.default
    }


def filter_from_json(kept: dict[str, object]) -> ListFilter:
    """The filter; what this version does not know is left out.

    Raises:
        ValueError, TypeError, PeriodError: a part is not what it should be.
    """
    known = {name: value for name, value in kept.items() if name in _BLANK}
    for name in ("kinds", "statuses"):
        if name in known:
            known[name] = tuple(known[name])  # type: ignore[arg-type]  # a list in JSON
    wanted = ListFilter(**known)  # type: ignore[arg-type]  # checked by what follows
    for status in wanted.statuses:
        RecordStatus(status)
    period_of(wanted)
    return wanted
