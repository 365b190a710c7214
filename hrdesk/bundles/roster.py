"""Lists of people, which travel only where the kit orders it, each encrypted on its own.

The content is JSON, so that a list is understood without anything around it:
`{"form_id", "version", "repeat", "columns": [...], "rows": [[...]]}`; the first two columns are
`record_id` and `row`, the others the questions of the personal repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hrdesk.bundles.encryption import encrypt_bytes
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.rows import RECORD_ID, sendable_text, travels
from hrdesk.bundles.strict_json import parse_strict, write_strict
from hrdesk.forms.definition import Form, Group, Item, Question, Repeat, ValueType
from hrdesk.records.record import Record

ROSTER_LIMIT_BYTES: Final = 64 << 20
_FIELDS: Final = {"form_id", "version", "repeat", "columns", "rows"}
_OWN: Final = ("record_id", "row")


@dataclass(frozen=True, slots=True)
class RosterTable:
    """One list of people, open."""

    form_id: str
    version: str
    repeat: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def roster_tables(forms: Iterable[Form], records: Sequence[Record]) -> Iterator[RosterTable]:
    """The lists of people in the records that travel; none where nobody is named."""
    for form in forms:
        own = [
            record
            for record in records
            if travels(record)
            and (record.form_id, record.form_version) == (form.form_id, form.version)
        ]
        for repeat in personal_repeats(form.children):
            keys = [
                child.key
                for child in _questions(repeat.children)
                if child.value_type is not ValueType.NONE
            ]
            rows = tuple(
                (
                    record.record_id,
                    str(number),
                    *(sendable_text(row.answers.get(key, "")) for key in keys),
                )
                for record in own
                for number, row in enumerate(record.repeats.get(repeat.key, ()), start=1)
            )
            if rows:
                yield RosterTable(form.form_id, form.version, repeat.key, (*_OWN, *keys), rows)


def sealed_rosters(
    forms: Iterable[Form], records: Sequence[Record], keys: Sequence[str]
) -> dict[str, bytes]:
    """The lists by name, each readable for the holders of these age keys alone."""
    return {
        f"list-{number:03d}": encrypt_bytes(write_roster(table), keys)
        for number, table in enumerate(roster_tables(forms, records), start=1)
    }


def write_roster(table: RosterTable) -> bytes:
    """The list as it is encrypted."""
    return write_strict(
        {
            "form_id": table.form_id,
            "version": table.version,
            "repeat": table.repeat,
            "columns": list(table.columns),
            "rows": [list(row) for row in table.rows],
        }
    )


def read_roster(content: bytes, place: str) -> RosterTable:
    """A list that was decrypted.

    Raises:
        FaultFoundError: it is not in its one form.
    """
    try:
        value = parse_strict(content)
    except (ValueError, RecursionError) as error:
        raise FaultFoundError(Faults.ROSTER, place) from error
    if not isinstance(value, dict) or value.keys() != _FIELDS:
        raise FaultFoundError(Faults.ROSTER, place)
    columns, rows = value["columns"], value["rows"]
    texts = [value["form_id"], value["version"], value["repeat"]]
    if not (_texts(columns) and _texts(texts) and isinstance(rows, list)):
        raise FaultFoundError(Faults.ROSTER, place)
    if tuple(columns[:2]) != _OWN or len(set(columns)) != len(columns):
        raise FaultFoundError(Faults.ROSTER, place)
    for row in rows:
        if not _texts(row) or len(row) != len(columns) or not RECORD_ID.fullmatch(row[0]):
            raise FaultFoundError(Faults.ROSTER, place)
    form_id, version, repeat = texts
    lines = tuple(tuple(row) for row in rows)
    return RosterTable(form_id, version, repeat, tuple(columns), lines)


def personal_repeats(children: Iterable[Item]) -> Iterator[Repeat]:
    """The repeats that are lists of people, in no other repeat."""
    for child in children:
        if isinstance(child, Group):
            yield from personal_repeats(child.children)
        elif isinstance(child, Repeat) and child.personal:
            yield child


def _questions(children: Iterable[Item]) -> Iterator[Question]:
    for child in children:
        if isinstance(child, Question):
            yield child
        elif isinstance(child, Group):
            yield from _questions(child.children)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
