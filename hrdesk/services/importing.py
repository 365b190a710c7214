"""Taking over a table of records: all good rows in, each refused row named, all of it undone."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from hrdesk.files import sha256_of
from hrdesk.i18n import tr, trn
from hrdesk.records.merged_cells import FillDown
from hrdesk.records.numbering_row import numbers_columns
from hrdesk.records.row_results import RowFinding
from hrdesk.records.tabular import table_findings
from hrdesk.services.import_crew import judged
from hrdesk.services.import_plan import (
    DateOrder,
    ImportPlan,
    cells_filled,
    columns_numbered,
    columns_of,
    dates_in_doubt,
    propose,
    remember,
    rows_hidden,
)
from hrdesk.services.import_rows import GoodRow, ImportJob, RefusedRow
from hrdesk.services.import_twins import DUPLICATES, DuplicateRow, Duplicates, Twins
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.table_files import merged_of, rows_of
from hrdesk.services.workspace import today_of
from hrdesk.store.imports import ChangedRecord, ImportBatch

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from datetime import datetime
    from pathlib import Path

    from hrdesk.indicators.period import Period
    from hrdesk.records.tables import TableRow
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.making import MadeRecord, RecordMaker

__all__ = [
    "DUPLICATES",
    "ChangedRecord",
    "DuplicateRow",
    "Duplicates",
    "ImportBatch",
    "ImportOutcome",
    "ImportUndone",
    "RefusedRow",
    "RowFinding",
    "check_import",
    "import_table",
    "imports",
    "refused_rows",
    "take_in",
    "undo_import",
]

_STEP_ROWS: Final = 250  # rows between two words of progress


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did or would do; with `table_findings` nothing was taken in.

    `refused` are the first of those refused, `refused_count` says how many there are, and so for
    `duplicates`, good rows that are there already. `batch_id` names the import for undoing it, ""
    when nothing was kept.
    """

    imported: int
    refused: tuple[RefusedRow, ...]
    table_findings: tuple[RowFinding, ...]
    refused_count: int = 0
    batch_id: str = ""
    duplicates: tuple[DuplicateRow, ...] = ()
    duplicate_count: int = 0
    taken_before: ImportBatch | None = None  # the very same file, still standing
    skips: bool = True  # whether duplicates stay out
    notes: tuple[str, ...] = ()  # how columns were read that could be read otherwise
    filled_count: int = 0  # cells that took the value of the merged cell they are a part of
    hidden_count: int = 0  # rows that were read though the sheet hides them
    numbering_row: int = 0  # that numbers the columns and is no record; 0 when there is none

    @property
    def skipped(self) -> int:
        """How many good rows stay out since they are there already."""
        return self.duplicate_count if self.skips else 0


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """How many records were put away, how many stay since they were changed or sent, and which."""

    undone: int
    kept: int
    changed: tuple[ChangedRecord, ...] = field(default=(), compare=False)


def import_table(  # noqa: PLR0913 - what is imported, from where, and how careful
    ws: Workspace,
    form_id: str,
    path: Path,
    *,
    now: datetime,
    sheet: str = "",
    header_row: int | None = None,
    dry_run: bool = False,
    period: Period | None = None,
    duplicates: Duplicates = "skip",
    dates: DateOrder | None = None,
    progress: Progress = SILENT,
) -> ImportOutcome:
    """Take in the rows of a table as its headings say; nobody is asked.

    The order of day and month is guessed column by column, unless `dates` says it. A column that no question can be found for refuses the table, unless a person left it out in
    an earlier import. With `period`, rows dated outside it are refused. Rows that are there already
    stay out, or go in again with `duplicates` "keep".

    Raises:
        FormUnknownError: there is no such form.
        RecordError, FileError: the file is not a table that can be read.
        CancelledError: stopped; nothing was taken in.
    """
    proposal = propose(ws, form_id, path, sheet=sheet, header_row=header_row)
    plan = proposal.plan if dates is None else proposal.with_dates(dates)
    if not proposal.remembered:
        left = {column.title for column in plan.columns if column.title and not column.place_id}
        header = tuple(column.title for column in plan.columns)
        at_fault = tuple(
            found for found in table_findings(ws.compiled(form_id), header) if found.column in left
        )
        if at_fault:
            return ImportOutcome(0, (), at_fault)
    if dry_run:
        return check_import(
            ws, plan, now=now, period=period, duplicates=duplicates, progress=progress
        )
    return take_in(ws, plan, now=now, period=period, duplicates=duplicates, progress=progress)


def check_import(  # noqa: PLR0913 - as take_in
    ws: Workspace,
    plan: ImportPlan,
    *,
    now: datetime,
    period: Period | None = None,
    duplicates: Duplicates = "skip",
    progress: Progress = SILENT,
    keep: int = 100_000,
) -> ImportOutcome:
    """What `take_in` would do; nothing is kept."""
    reading = _Reading(ws, plan, now, period, progress, keep, duplicates=duplicates)
    good = sum(1 for _ in reading.good_rows())
    return reading.outcome(good, "")


def take_in(  # noqa: PLR0913 - what is imported, by whom it is watched
    ws: Workspace,
    plan: ImportPlan,
    *,
    now: datetime,
    period: Period | None = None,
    duplicates: Duplicates = "skip",
    progress: Progress = SILENT,
    keep: int = 100_000,
    expected: int = 0,
) -> ImportOutcome:
    """Keep the good rows, all in one transaction; remember the columns for the next time.

    Raises:
        ImportUnmappedError, RecordError, FileError: the sheet cannot be read so.
        CancelledError: stopped; nothing was taken in.
    """
    with ws.store.transaction():  # nobody changes the form meanwhile
        reading = _Reading(
            ws,
            plan,
            now,
            period,
            progress,
            keep,
            duplicates=duplicates,
            expected=expected,
            maker=ws.store.maker(plan.form_id),
        )
        with contextlib.closing(reading.records()) as records:
            first = next(records, None)
            if first is None:
                return reading.outcome(0, "")
            batch = ImportBatch(
                str(uuid.uuid4()),
                plan.form_id,
                plan.path.name,
                now,
                ws.name,
                0,
                source_sha256=reading.source_sha256,
            )
            note = tr("taken over from {name}", name=plan.path.name)
            count = ws.store.save_import(batch, chain([first], records), note=note)
        remember(ws, plan)
    return reading.outcome(count, batch.batch_id)


def imports(ws: Workspace, form_id: str | None = None) -> tuple[ImportBatch, ...]:
    """The imports of this desk, the last one first."""
    return ws.store.imports(form_id)


def undo_import(ws: Workspace, batch_id: str, *, now: datetime) -> ImportUndone:
    """Put away all that an import brought, but what was changed or sent since.

    Raises:
        ImportMissingError: there is no such import, or it was undone before.
    """
    with ws.store.transaction():
        changed = ws.store.changed_since_import(batch_id)
        undone = ws.store.undo_import(batch_id, now, ws.name, tr("import undone"))
    return ImportUndone(*undone, tuple(changed))


def refused_rows(
    ws: Workspace,
    plan: ImportPlan,
    *,
    now: datetime,
    period: Period | None = None,
    progress: Progress = SILENT,
) -> Iterator[RefusedRow]:
    """Every record that would be refused, as a stream."""
    reading = _Reading(ws, plan, now, period, progress, 0, duplicates="keep")
    for refused in reading.results():
        if isinstance(refused, RefusedRow):
            yield refused


class _Reading:
    """One way through the sheet, counting what is refused."""

    def __init__(  # noqa: PLR0913 - the arguments of the use cases
        self,
        ws: Workspace,
        plan: ImportPlan,
        now: datetime,
        period: Period | None,
        progress: Progress,
        keep: int,
        *,
        duplicates: Duplicates,
        expected: int = 0,
        maker: RecordMaker | None = None,
    ) -> None:
        self._plan = plan
        self._progress = progress
        self._keep = keep
        self._compiled = ws.compiled(plan.form_id)
        self._job = ImportJob(
            form=self._compiled.form,
            columns=columns_of(ws, plan),
            width=max(column.at for column in plan.columns) + 1,
            now=now,
            today=today_of(now),
            language=ws.language,
            unit=ws.unit_key,
            desk_id=ws.desk_id,
            author=ws.name,
            period=period,
            maker=maker,
        )
        repeated = (column.at for column in self._job.columns if column.repeat is not None)
        self._fill = FillDown(merged_of(plan.path, plan.sheet), repeated)
        self._hidden_count = 0
        self._numbering_row = 0
        self._refused: list[RefusedRow] = []
        self._refused_count = 0
        self._twins = Twins(ws, self._compiled.form)
        self._skips = duplicates == "skip"
        self._duplicates: list[DuplicateRow] = []
        self._duplicate_count = 0
        self.source_sha256 = sha256_of(plan.path)
        self._before = next(
            (
                one
                for one in ws.store.imports(plan.form_id)
                if one.source_sha256 == self.source_sha256 and one.undone_at is None
            ),
            None,
        )
        if expected:
            progress.total(expected // _STEP_ROWS + 1)

    def good_rows(self) -> Iterator[GoodRow]:
        """Those to take in; the others are counted."""
        for row in self.results():
            if isinstance(row, RefusedRow):
                self._refused_count += 1
                if len(self._refused) < self._keep:
                    self._refused.append(row)
                continue
            twin = self._twins.twin(row)
            if twin is not None:
                self._duplicate_count += 1
                if len(self._duplicates) < self._keep:
                    self._duplicates.append(twin)
            if twin is None or not self._skips:
                yield row

    def records(self) -> Generator[MadeRecord]:
        """Those to take in, as the store takes them."""
        for row in self.good_rows():
            if row.made is not None:
                yield row.made

    def outcome(self, good: int, batch_id: str) -> ImportOutcome:
        """What became of the rows read."""
        return ImportOutcome(
            good,
            tuple(self._refused),
            (),
            self._refused_count,
            batch_id,
            tuple(self._duplicates),
            self._duplicate_count,
            self._before,
            self._skips,
            (
                *dates_in_doubt(self._plan),
                *cells_filled(self._fill.count),
                *rows_hidden(self._hidden_count),
                *columns_numbered(self._numbering_row),
            ),
            self._fill.count,
            self._hidden_count,
            self._numbering_row,
        )

    def results(self) -> Iterator[GoodRow | RefusedRow]:
        """What becomes of every record of the sheet, in order."""
        plan = self._plan
        found = judged(self._job, self._compiled, self._rows(), self._fill)
        with contextlib.closing(found):
            for count, row in enumerate(found, 1):
                if count % _STEP_ROWS == 0:
                    self._go_on(row.row_number - plan.header_row)
                yield row
        if self._progress.cancelled():
            raise CancelledError

    def _rows(self) -> Iterator[TableRow]:
        """The rows of records, those hidden counted."""
        plan = self._plan
        rows = rows_of(plan.path, plan.sheet, after=plan.header_row)
        first = next(rows, None)
        if first is not None and numbers_columns(first):
            self._numbering_row = first.number
            first = None
        for row in rows if first is None else chain([first], rows):
            self._hidden_count += row.hidden
            yield row

    def _go_on(self, count: int) -> None:
        if self._progress.cancelled():
            raise CancelledError
        self._progress.step(trn("{count} row read", "{count} rows read", count))
