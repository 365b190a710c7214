"""What becomes of the rows of one record: judged by themselves, here or in a helper process."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from hrdesk.forms.compilation import compile_form
from hrdesk.i18n import tr
from hrdesk.records.record import Record, RecordStatus, event_on
from hrdesk.records.row_results import RowFinding
from hrdesk.records.tables import NO_RESULT, column_letter
from hrdesk.records.tabular import ColumnReader
from hrdesk.vietnamese.formats import show_date
from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.forms.definition import Form
    from hrdesk.indicators.period import Period
    from hrdesk.records.record import Row, UnitKey
    from hrdesk.records.row_results import Column
    from hrdesk.records.tables import TableRow
    from hrdesk.store.making import MadeRecord, RecordMaker

_FORMULA_SHOWN: Final = 60  # letters
_MARK_BYTES: Final = 8  # two rows of a million with one mark: once in forty million sheets


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One record that was not taken in: its first row in the sheet and all that is wrong with it."""

    row_number: int
    findings: tuple[RowFinding, ...]
    rows: tuple[TableRow, ...] = ()


class GoodRow(NamedTuple):
    """One record that can be taken in; `mark` is the same for the same answers, wherever read.

    `made` is what the store keeps of it, None when it is only looked at.
    """

    row_number: int
    event_on: date | None
    title: str
    folded_title: str
    mark: int
    made: MadeRecord | None


@dataclass(frozen=True, slots=True)
class ImportJob:
    """All that decides what becomes of a row; with `maker` good ones are worked out for the store.

    `width` is how many columns are known, `language` the one the form is read in.
    """

    form: Form
    columns: tuple[Column, ...]
    width: int
    now: datetime
    today: date
    language: str
    unit: UnitKey
    desk_id: str
    author: str
    period: Period | None = None
    maker: RecordMaker | None = None

    def record(
        self,
        event_on: date | None,
        answers: Mapping[str, str],
        repeats: Mapping[str, tuple[Row, ...]],
    ) -> Record:
        """A new record of these answers."""
        return Record(
            record_id=str(uuid.uuid4()),
            form_id=self.form.form_id,
            form_version=self.form.version,
            unit=self.unit,
            status=RecordStatus.COMPLETE,
            revision=1,
            desk_id=self.desk_id,
            author=self.author,
            created_at=self.now,
            updated_at=self.now,
            event_on=event_on,
            answers=answers,
            repeats=repeats,
        )

    @property
    def title_key(self) -> str:
        """The question whose answer is the title."""
        return self.form.settings.get("title_key", "")


class RowReader:
    """Reads the rows of one record after another."""

    def __init__(self, job: ImportJob, compiled: CompiledForm | None = None) -> None:
        """`compiled` is the form of the job, when it is there already."""
        self._job = job
        self._reader = ColumnReader(
            compiled or compile_form(job.form),
            job.columns,
            today=job.today,
            now=job.now,
            language=job.language,
        )
        self._title_key = job.title_key

    def grouped(self, rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
        """The rows of a sheet, record by record."""
        return self._reader.grouped(rows)

    def read(self, rows: Sequence[TableRow]) -> GoodRow | RefusedRow:
        """What becomes of the rows of one record."""
        job = self._job
        if any(NO_RESULT in "".join(row.cells) for row in rows):
            unknown = self._without_result(rows)
            if unknown:
                return RefusedRow(rows[0].number, unknown, tuple(rows))
        result = self._reader.result(rows)
        findings = result.findings
        if any(len(row.cells) > job.width and any(row.cells[job.width :]) for row in rows):
            findings += (_beyond_the_header(),)
        answers = result.answers
        if answers is None:
            return RefusedRow(result.row_number, findings, tuple(rows))
        day = event_on(job.form, answers)
        if job.period is not None:
            findings += self._outside(day, job.period)
        if findings:
            return RefusedRow(result.row_number, findings, tuple(rows))
        title = answers.get(self._title_key, "")
        made = None
        if job.maker is not None:
            made = job.maker.made(job.record(day, answers, result.repeats))
        mark = _mark(answers, result.repeats)
        return GoodRow(result.row_number, day, title, fold(title), mark, made)

    def _without_result(self, rows: Sequence[TableRow]) -> tuple[RowFinding, ...]:
        """A finding for each cell that is asked for and holds a formula alone."""
        return tuple(
            RowFinding(
                column.title,
                tr(
                    "Cell {cell} holds the formula {formula}, and the file does not say its result.",
                    cell=f"{column_letter(column.at)}{row.number}",
                    formula=row.cells[column.at].removeprefix(NO_RESULT)[:_FORMULA_SHOWN],
                ),
                tr("Open the workbook in Excel, save it, and take it over again."),
                column.at,
            )
            for row in rows
            for column in self._job.columns
            if column.at < len(row.cells) and row.cells[column.at].startswith(NO_RESULT)
        )

    def _outside(self, day: date | None, period: Period) -> tuple[RowFinding, ...]:
        """A finding when the record's day lies outside the period."""
        if day is None or period.first_on <= day <= period.last_on:
            return ()
        key = self._job.form.settings.get("event_on_key", "")
        columns = self._job.columns
        at = next((c.at for c in columns if c.question.key == key and not c.repeat), None)
        message = tr(
            "The date {day} lies outside the period {first}–{last}.",
            day=show_date(day),
            first=show_date(period.first_on),
            last=show_date(period.last_on),
        )
        remedy = tr("Correct the date, or take the row over with the period it belongs to.")
        return (RowFinding(key, message, remedy, at),)


def _mark(answers: Mapping[str, str], repeats: Mapping[str, tuple[Row, ...]]) -> int:
    said = "\0".join([*answers, *answers.values(), repr(repeats) if repeats else ""])
    raw = hashlib.blake2b(said.encode(errors="surrogatepass"), digest_size=_MARK_BYTES).digest()
    return int.from_bytes(raw, "big", signed=True)


def _beyond_the_header() -> RowFinding:
    return RowFinding(
        "",
        tr("A cell stands right of the last column that has a heading."),
        tr("Give the column a heading, or empty the cell."),
    )
