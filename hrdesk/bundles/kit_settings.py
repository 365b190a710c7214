"""The files of a kit that a desk keeps at hand: units, calendar, letterheads, keys, targets.

Read at every start of the program, so nothing of cryptography is loaded here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from hrdesk.bundles.csv_table import encode_row, read_table
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.kit import (
    Kit,
    KitPeriod,
    KitPolicy,
    KitRecipient,
    KitUnits,
    Letterhead,
)
from hrdesk.bundles.schema import Column, ColumnType, TableSchema
from hrdesk.bundles.strict_json import parse_strict, write_strict
from hrdesk.indicators.period import parse_period
from hrdesk.trust.names import UNIT_CODE
from hrdesk.units import Succession, Unit

KIT_NAME: Final = "kit.json"
TARGETS_NAME: Final = "kit/targets.json"
COUNTS_NAME: Final = "kit/counts.json"
LETTERHEADS_NAME: Final = "kit/letterheads.json"
CALENDAR_NAME: Final = "kit/calendar.csv"
RECIPIENTS_NAME: Final = "kit/recipients.csv"
UNITS_NAME: Final = "kit/units.csv"
SUCCESSIONS_NAME: Final = "kit/successions.csv"
ALIASES_NAME: Final = "kit/aliases.csv"

STALE_LIMIT_DAYS: Final = 36_500
DUE_LIMIT_DAYS: Final = 366
MAIL_LIMIT_LIMIT_BYTES: Final = 10**12
_AGE_KEY: Final = re.compile(r"age1[0-9a-z]{20,2000}", re.ASCII)
_PURPOSES: Final = frozenset({"province", "escrow"})
_DATE: Final = ColumnType.DATE
_WHOLE: Final = ColumnType.INTEGER
_UNITS: Final = TableSchema(
    (
        Column("code", required=True),
        Column("valid_from", _DATE),
        Column("valid_to", _DATE),
        Column("name", required=True),
        Column("kind", required=True),
        Column("parent_code"),
        Column("province_code", required=True),
    ),
    ("code", "valid_from"),
)
_SUCCESSIONS: Final = TableSchema(
    (
        Column("old_code", required=True),
        Column("new_code", required=True),
        Column("effective_from", _DATE, required=True),
        Column("is_partial", _WHOLE, required=True),
    ),
    ("old_code",),
)
_ALIASES: Final = TableSchema(
    (Column("old_code", required=True), Column("alias", required=True)), ("old_code", "alias")
)
_CALENDAR: Final = TableSchema(
    (
        Column("period", required=True),
        Column("first_on", _DATE),
        Column("last_on", _DATE),
        Column("due_on", _DATE),
        Column("reason"),
    ),
    ("period",),
)
_RECIPIENTS: Final = TableSchema(
    (Column("purpose", required=True), Column("key", required=True)), ("purpose",)
)


@dataclass(frozen=True, slots=True)
class KitFile:
    """One file of a kit."""

    name: str
    content: bytes


def settings_files(kit: Kit) -> tuple[KitFile, ...]:
    """The files that a desk keeps at hand: units, calendar, letterheads, recipients, targets."""
    units = kit.units
    rows = [
        (u.code, u.valid_from, u.valid_to, u.name, u.kind, u.parent_code, u.province_code)
        for u in sorted(units.units, key=lambda unit: unit.key)
    ]
    successions = [
        (old, one.new_code, one.effective_from, str(int(one.is_partial)))
        for old, one in sorted(units.successions.items())
    ]
    aliases = [(old, alias) for old, named in sorted(units.aliases.items()) for alias in named]
    calendar = [
        (one.period_id, *map(_iso, (one.first_on, one.last_on, one.due_on)), one.reason)
        for one in sorted(kit.calendar, key=lambda one: one.period_id)
    ]
    recipients = [(one.purpose, one.key) for one in kit.recipients]
    return (
        KitFile(CALENDAR_NAME, _table(_CALENDAR, calendar)),
        KitFile(LETTERHEADS_NAME, write_strict([_letterhead(one) for one in kit.letterheads])),
        KitFile(RECIPIENTS_NAME, _table(_RECIPIENTS, recipients)),
        KitFile(TARGETS_NAME, write_strict(kit.targets)),
        KitFile(COUNTS_NAME, write_strict(kit.counts)),
        KitFile(UNITS_NAME, _table(_UNITS, rows)),
        KitFile(SUCCESSIONS_NAME, _table(_SUCCESSIONS, successions)),
        KitFile(ALIASES_NAME, _table(_ALIASES, aliases)),
    )


def read_units(files: Mapping[str, bytes]) -> KitUnits:
    """The unit catalogue alone."""
    aliases: dict[str, tuple[str, ...]] = {}
    for old, alias in _rows(files, ALIASES_NAME, _ALIASES):
        aliases[old] = (*aliases.get(old, ()), alias)
    return KitUnits(
        units=tuple(
            Unit(code, first, name, kind, parent, last, province)
            for code, first, last, name, kind, parent, province in _rows(files, UNITS_NAME, _UNITS)
        ),
        successions={
            old: Succession(new, first, partial == "1")
            for old, new, first, partial in _rows(files, SUCCESSIONS_NAME, _SUCCESSIONS)
        },
        aliases=aliases,
    )


def read_calendar(files: Mapping[str, bytes]) -> tuple[KitPeriod, ...]:
    """The dates of single periods."""
    return tuple(
        KitPeriod(parse_period(period).period_id, _day(first), _day(last), _day(due), reason)
        for period, first, last, due, reason in _rows(files, CALENDAR_NAME, _CALENDAR)
    )


def read_letterheads(files: Mapping[str, bytes]) -> tuple[Letterhead, ...]:
    """How reports are headed."""
    value = json_of(files, LETTERHEADS_NAME)
    if not isinstance(value, list):
        raise FaultFoundError(Faults.KIT_FILE, LETTERHEADS_NAME)
    try:
        return tuple(
            Letterhead(
                unit_code=text_of(one, "unit"),
                parent_agency=text_of(one, "parent_agency"),
                agency=text_of(one, "agency"),
                recipients=texts_of(one, "recipients"),
                copies=texts_of(one, "copies"),
            )
            for one in value
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FaultFoundError(Faults.KIT_FILE, LETTERHEADS_NAME) from error


def read_recipients(files: Mapping[str, bytes]) -> tuple[KitRecipient, ...]:
    """The public keys to encrypt to."""
    found = tuple(
        KitRecipient(purpose, key) for purpose, key in _rows(files, RECIPIENTS_NAME, _RECIPIENTS)
    )
    for one in found:
        if one.purpose not in _PURPOSES or not _AGE_KEY.fullmatch(one.key):
            raise FaultFoundError(Faults.KIT_FILE, RECIPIENTS_NAME, found=one.purpose[:80])
    return found


def read_policy(facts: Mapping[str, object]) -> KitPolicy:
    """The policy of kit.json."""
    policy = cast("dict[str, Any]", facts["policy"])
    return KitPolicy(
        roster=flag_of(policy, "roster"),
        roster_reason=text_of(policy, "roster_reason"),
        second_signature=flag_of(policy, "second_signature"),
        mail_limit_bytes=whole_of(policy, "mail_limit_bytes", MAIL_LIMIT_LIMIT_BYTES),
        due_days=whole_of(policy, "due_days", DUE_LIMIT_DAYS),
    )


def _letterhead(one: Letterhead) -> dict[str, object]:
    if one.unit_code and not UNIT_CODE.fullmatch(one.unit_code):
        raise ValueError(one.unit_code)
    return {
        "unit": one.unit_code,
        "parent_agency": one.parent_agency,
        "agency": one.agency,
        "recipients": list(one.recipients),
        "copies": list(one.copies),
    }


def _table(schema: TableSchema, rows: Sequence[tuple[str, ...]]) -> bytes:
    return b"".join(map(encode_row, [schema.header, *rows]))


def _rows(
    files: Mapping[str, bytes], name: str, schema: TableSchema
) -> tuple[tuple[str, ...], ...]:
    return read_table(content_of(files, name), schema, name)


def content_of(files: Mapping[str, bytes], name: str) -> bytes:
    """The bytes of a file; FaultFoundError when it is missing."""
    if name not in files:
        raise FaultFoundError(Faults.REQUIRED, name)
    return files[name]


def json_of(files: Mapping[str, bytes], name: str) -> object:
    """The value in a JSON file; FaultFoundError when it is not strict JSON."""
    try:
        return parse_strict(content_of(files, name))
    except (ValueError, RecursionError) as error:
        raise FaultFoundError(Faults.KIT_FILE, name, found=str(error)[:80]) from error


def object_of(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    """The object in a JSON file; FaultFoundError when it holds something else."""
    value = json_of(files, name)
    if not isinstance(value, dict):
        raise FaultFoundError(Faults.KIT_FILE, name)
    return value


def text_of(values: Mapping[str, Any], name: str) -> str:
    """A text; TypeError when it is something else."""
    value = values[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def texts_of(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts; TypeError when it is something else."""
    value = values[name]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(name)
    return tuple(value)


def whole_of(values: Mapping[str, Any], name: str, limit: int = 1 << 53) -> int:
    """A number from 0 up to the limit; TypeError when it is something else."""
    value = values[name]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= limit:
        raise TypeError(name)
    return value


def flag_of(values: Mapping[str, Any], name: str) -> bool:
    """True or false; TypeError when it is something else."""
    value = values[name]
    if not isinstance(value, bool):
        raise TypeError(name)
    return value


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
