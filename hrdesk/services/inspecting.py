"""A record at a glance, read only: what was answered, what is at fault, its files and last changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import label_in, tr
from hrdesk.records.record import RecordStatus
from hrdesk.services.bulk import faults_of
from hrdesk.services.history import history
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from hrdesk.records.record import Record
    from hrdesk.services.record_words import Line
    from hrdesk.services.workspace import Workspace

CHANGES_TOLD: Final = 3
_ROWS_TOLD: Final = 12  # of the rows of lists: people by the hundred are read in the record itself
_PICTURES: Final = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """A file of the record. `picture` is where a small view of it can be read, None when none."""

    name: str
    size_bytes: int
    picture: Path | None


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the inspector shows of a record."""

    record_id: str
    form_id: str
    kind: str
    title: str
    event_on: date | None
    status: RecordStatus
    deleted: bool
    unit: str
    is_own: bool
    lines: tuple[Line, ...]
    rows_left_out: int
    faults: tuple[str, ...]
    files: tuple[InspectedFile, ...]
    changes: tuple[str, ...]  # the last ones, each a sentence with who and when
    remarks: tuple[str, ...]  # reasons given for warnings that were left standing


def inspect(ws: Workspace, record_id: str, *, now: datetime) -> Inspected:
    """A record as it was saved last.

    Raises:
        RecordMissingError: there is none.
    """
    from hrdesk.errors import RecordMissingError

    record = ws.store.get(record_id)
    if record is None:
        raise RecordMissingError(record_id=record_id)
    told = history(ws, record_id)
    lines, left_out = _fewer_rows(told.versions[0].lines)
    unit = ws.units.by_key(record.unit.code, record.unit.valid_from)
    kinds = {kind.form_id: label_in(dict(kind.titles)) for kind in ws.kinds()}
    is_incomplete = record.status is RecordStatus.INCOMPLETE
    return Inspected(
        record_id=record_id,
        form_id=record.form_id,
        kind=kinds.get(record.form_id, record.form_id),
        title=told.title or tr("(no name yet)"),
        event_on=record.event_on,
        status=record.status,
        deleted=record.deleted_at is not None,
        unit=unit.name if unit else record.unit.code,
        is_own=record.unit == ws.unit_key,
        lines=lines,
        rows_left_out=left_out,
        faults=faults_of(ws, record, now=now) if is_incomplete else (),
        files=_files(ws, record_id),
        changes=tuple(
            tr("{what} · {who}, {when}", what=one.what, who=one.actor, when=show_datetime(one.at))
            for one in told.versions[:CHANGES_TOLD]
        ),
        remarks=_remarks(ws, record),
    )


def _fewer_rows(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], int]:
    kept: list[Line] = []
    rows = 0
    for line in lines:
        if line.place:
            rows += 1
            if rows > _ROWS_TOLD:
                continue
        kept.append(line)
    return tuple(kept), max(0, rows - _ROWS_TOLD)


def _files(ws: Workspace, record_id: str) -> tuple[InspectedFile, ...]:
    return tuple(
        InspectedFile(
            one.name,
            one.size_bytes,
            ws.store.files.path(one.sha256) if one.media_type in _PICTURES else None,
        )
        for one in ws.store.files.of_record(record_id)
    )


def _remarks(ws: Workspace, record: Record) -> tuple[str, ...]:
    form = ws.form_version(record.form_id, record.form_version) or ws.form(record.form_id)
    labels = {question.key: label_in(dict(question.labels)) for question in form.questions()}
    return tuple(
        tr("{question}: {message}", question=labels.get(one.key, one.key), message=one.reason)
        for one in record.accepted
    )
