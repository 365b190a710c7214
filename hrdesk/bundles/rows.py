"""Records as rows of tables, and back. Answers without a column (personal ones) stay behind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.schema import (
    RECORD_COLUMNS,
    ROW_COLUMNS,
    Column,
    answer_columns,
    travelling_repeats,
    value_fits,
)
from hrdesk.errors import BundleValueError
from hrdesk.forms.definition import Form
from hrdesk.records.record import Record, RecordStatus, Row, UnitKey

TRAVELLING: Final = frozenset({RecordStatus.COMPLETE, RecordStatus.SUBMITTED})
RECORD_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:-]{0,63}", re.ASCII)
_ROW: Final = re.compile(r"[1-9][0-9]{0,5}(?:\.[1-9][0-9]{0,5}){0,3}", re.ASCII)
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def travels(record: Record) -> bool:
    """Whether a record leaves in a submission: finished, not deleted, not replaced."""
    return (
        record.status in TRAVELLING and record.deleted_at is None and record.superseded_by is None
    )


def instant(moment: datetime) -> str:
    """An instant in UTC as columns hold it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def record_rows(form: Form, records: Iterable[Record]) -> Iterator[list[str]]:
    """One row a record for the form's own table.

    Raises:
        BundleValueError: an answer does not fit its column.
    """
    columns = answer_columns(form)
    for record in records:
        own = [
            record.record_id,
            record.unit.code,
            record.unit.valid_from,
            "" if record.event_on is None else record.event_on.isoformat(),
            str(record.status),
            str(record.revision),
            record.form_version,
            instant(record.created_at),
            instant(record.updated_at),
        ]
        if not RECORD_ID.fullmatch(record.record_id):
            raise BundleValueError(record_id=record.record_id, key="record_id", value="")
        for column, value in zip(RECORD_COLUMNS, own, strict=True):
            if not value_fits(column, value):
                raise BundleValueError(record_id=record.record_id, key=column.name, value=value)
        yield own + _answers(record.record_id, record.answers, columns)


def repeat_rows(form: Form, repeat: str, records: Iterable[Record]) -> Iterator[list[str]]:
    """One row for each row of a repeat; `row` is `2`, or `2.1` inside the second row of another."""
    columns = answer_columns(form, repeat)
    for record in records:
        for number, row in _rows_of(record.repeats, repeat):
            yield [record.record_id, number, *_answers(record.record_id, row.answers, columns)]


def _rows_of(
    repeats: Mapping[str, tuple[Row, ...]], repeat: str, outer: str = ""
) -> Iterator[tuple[str, Row]]:
    for key, rows in repeats.items():
        for index, row in enumerate(rows, start=1):
            number = f"{outer}{index}"
            if key == repeat:
                yield number, row
            else:
                yield from _rows_of(row.repeats, repeat, f"{number}.")


def rebuild_records(
    form: Form,
    main: Sequence[tuple[str, ...]],
    children: Mapping[str, Sequence[tuple[str, ...]]],
    desk_id: str,
) -> tuple[Record, ...]:
    """The records of a form's tables, whose values were already checked against their columns.

    Status is SUBMITTED; the author is unknown, because names do not travel.

    Raises:
        FaultFoundError: a row that belongs to no record or stands out of order.
    """
    nested = {row[0]: dict[str, list[_OpenRow]]() for row in main}
    for repeat, outer in travelling_repeats(form).items():
        keys = [key for key, _ in answer_columns(form, repeat)]
        depth = _depth(form, outer)
        for row in children.get(repeat, ()):
            place = f"{repeat} {row[0]} {row[1]}"
            if row[0] not in nested or not _ROW.fullmatch(row[1]):
                raise FaultFoundError(Faults.ROW_KEY, place)
            *above, index = (int(part) for part in row[1].split("."))
            if len(above) != depth:
                raise FaultFoundError(Faults.ROW_KEY, place)
            level = _level(form, nested[row[0]], outer, above, place)
            siblings = level.setdefault(repeat, [])
            if index != len(siblings) + 1:
                raise FaultFoundError(Faults.ROW_KEY, place, str(len(siblings) + 1), str(index))
            siblings.append(_OpenRow(_present(keys, row[len(ROW_COLUMNS) :])))
    keys = [key for key, _ in answer_columns(form)]
    return tuple(
        _record(form, row, _present(keys, row[len(RECORD_COLUMNS) :]), nested[row[0]], desk_id)
        for row in main
    )


def _record(
    form: Form,
    row: Sequence[str],
    answers: dict[str, str],
    repeats: dict[str, list[_OpenRow]],
    desk_id: str,
) -> Record:
    record_id, code, valid_from, event_on, _status, revision, version, created, updated = row[:9]
    return Record(
        record_id=record_id,
        form_id=form.form_id,
        form_version=version,
        unit=UnitKey(code, valid_from),
        status=RecordStatus.SUBMITTED,
        revision=int(revision),
        desk_id=desk_id,
        author="",
        created_at=datetime.fromisoformat(created),
        updated_at=datetime.fromisoformat(updated),
        event_on=date.fromisoformat(event_on) if event_on else None,
        answers=answers,
        repeats={key: tuple(one.closed() for one in rows) for key, rows in repeats.items()},
    )


def _depth(form: Form, outer: str | None) -> int:
    """How many repeats a repeat lies in."""
    around = travelling_repeats(form)
    depth = 0
    while outer is not None:
        depth += 1
        outer = around[outer]
    return depth


def _level(
    form: Form,
    repeats: dict[str, list[_OpenRow]],
    outer: str | None,
    above: list[int],
    place: str,
) -> dict[str, list[_OpenRow]]:
    """The repeats of the row that lies around, named by its indexes from outside in."""
    if outer is None:
        return repeats
    around = travelling_repeats(form)
    level = _level(form, repeats, around[outer], above[:-1], place)
    rows = level.get(outer, [])
    if above[-1] > len(rows):
        raise FaultFoundError(Faults.ROW_KEY, place)
    return rows[above[-1] - 1].repeats


def _answers(
    record_id: str, answers: Mapping[str, str], columns: Sequence[tuple[str, Column]]
) -> list[str]:
    values = []
    for key, column in columns:
        value = sendable_text(answers.get(key, ""))
        if not value_fits(column, value):
            raise BundleValueError(record_id=record_id, key=key, value=value[:80])
        values.append(value)
    return values


def sendable_text(value: str) -> str:
    """NFC; lines end with LF; control characters, which no reader takes, become U+FFFD."""
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    if _CONTROL.search(value) is None:
        return value
    return _CONTROL.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))


def _present(keys: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    return {key: value for key, value in zip(keys, values, strict=True) if value}


@dataclass(slots=True)
class _OpenRow:
    """A row whose inner rows are still to come."""

    answers: dict[str, str]
    repeats: dict[str, list[_OpenRow]] = field(default_factory=dict)

    def closed(self) -> Row:
        return Row(
            self.answers,
            {key: tuple(row.closed() for row in rows) for key, rows in self.repeats.items()},
        )
