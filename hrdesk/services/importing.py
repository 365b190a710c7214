"""Taking over a table of records: all good rows in, each refused row named."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.i18n import tr
from hrdesk.records.record import Record, RecordStatus
from hrdesk.records.tabular import (
    RowFinding,
    RowResult,
    read_table,
    rows_to_records,
    table_findings,
)
from hrdesk.services.entering import event_on
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.workspace import today_of
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that was not taken in: its number in the sheet and all that is wrong with it."""

    row_number: int
    findings: tuple[RowFinding, ...]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did; with `table_findings` of an unusable table nothing was taken in."""

    imported: int
    refused: tuple[RefusedRow, ...]
    table_findings: tuple[RowFinding, ...]


def import_table(  # noqa: PLR0913 - what is imported, from where, and how careful
    ws: Workspace,
    form_id: str,
    path: Path,
    *,
    now: datetime,
    dry_run: bool = False,
    period: Period | None = None,
    progress: Progress = SILENT,
) -> ImportOutcome:
    """Take in the rows of a .csv or .xlsx file; with `dry_run` only say what would happen.

    The good rows are kept in one transaction. With `period`, rows dated outside it are refused.

    Raises:
        FormUnknownError: there is no such form.
        RecordError, FileError: the file is not a table that can be read.
        CancelledError: stopped; nothing was taken in.
    """
    compiled = ws.compiled(form_id)
    table = read_table(path)
    at_fault = table_findings(compiled, table.header)
    if at_fault:
        return ImportOutcome(0, (), at_fault)
    progress.total(len(table.rows))
    good: list[Record] = []
    refused: list[RefusedRow] = []
    results = rows_to_records(compiled, table, today=today_of(now), now=now, language=ws.language)
    for outcome in _watched(results, progress):
        record = _record_of(ws, compiled, outcome, now)
        findings = outcome.findings
        if record is not None and period is not None:
            findings += _outside(record, compiled, period)
        if record is None or findings:
            refused.append(RefusedRow(outcome.row_number, findings))
        else:
            good.append(record)
    if good and not dry_run:
        note = tr("taken over from {name}", name=path.name)
        ws.store.save_many(good, at=now, actor=ws.name, note=note)
    return ImportOutcome(len(good), tuple(refused), ())


def _watched(results: Iterator[RowResult], progress: Progress) -> Iterator[RowResult]:
    for outcome in results:
        if progress.cancelled():
            raise CancelledError
        yield outcome
        progress.step()


def _record_of(
    ws: Workspace, compiled: CompiledForm, outcome: RowResult, now: datetime
) -> Record | None:
    if outcome.answers is None:
        return None
    form = compiled.form
    return Record(
        record_id=str(uuid.uuid4()),
        form_id=form.form_id,
        form_version=form.version,
        unit=ws.unit_key,
        status=RecordStatus.COMPLETE,
        revision=0,
        desk_id=ws.desk_id,
        author=ws.name,
        created_at=now,
        updated_at=now,
        event_on=event_on(form, outcome.answers),
        answers=outcome.answers,
        repeats=outcome.repeats,
    )


def _outside(record: Record, compiled: CompiledForm, period: Period) -> tuple[RowFinding, ...]:
    """A finding when the record's day lies outside the period."""
    day = record.event_on
    if day is None or period.first_on <= day <= period.last_on:
        return ()
    return (
        RowFinding(
            column=compiled.form.settings.get("event_on_key", ""),
            message=tr(
                "The date {day} lies outside the period {first}–{last}.",
                day=show_date(day),
                first=show_date(period.first_on),
                last=show_date(period.last_on),
            ),
            remedy=tr("Correct the date, or take the row over with the period it belongs to."),
        ),
    )
