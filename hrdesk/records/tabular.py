"""Records from a sheet: rows of a .csv or .xlsx, read with what is wrong in each of them.

The header names questions by name or by label, in either language. A question of a repeat is named
`repeat/question`; a row whose other cells are all blank continues the record above it with one
more row of the repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final

from hrdesk.forms.compiled import CompiledForm
from hrdesk.forms.definition import Form, Question, QuestionType, Repeat
from hrdesk.i18n import N_, label_in, tr, tr_in
from hrdesk.records.entry import FormEntry, NodeRef
from hrdesk.records.flat import FlatRecords
from hrdesk.records.merged_cells import by_record
from hrdesk.records.record import Violation
from hrdesk.records.row_results import Column, RowFinding, RowResult, read_cell
from hrdesk.records.tables import Table, TableRow, read_table
from hrdesk.records.typed import Typed, read_answer
from hrdesk.vietnamese.text import fold

__all__ = [
    "Column",
    "ColumnReader",
    "RowFinding",
    "RowResult",
    "Table",
    "TableRow",
    "column_records",
    "folded_title",
    "outer_repeats",
    "read_table",
    "rows_to_records",
    "table_findings",
    "title_names",
]

_NOT_TAKEN: Final = frozenset([QuestionType.NOTE, QuestionType.UNSUPPORTED])
_WORKED_OUT: Final = frozenset([QuestionType.CALCULATE, QuestionType.HIDDEN])
_FILES: Final = frozenset([QuestionType.IMAGE, QuestionType.FILE])
_UNASKED: Final = (
    N_("This question is not asked in this record."),
    N_("Leave the cell blank, or correct the answer it depends on."),
)
_REMEDIES: Final = {
    "required": N_("Fill in the cell and take the table over again."),
    "type": N_("Write dates as 12/11/2026 and numbers as 1.234,5."),
    "choice": N_("Write the name or the label of a choice of the form."),
    "constraint": N_("Correct the cell and take the table over again."),
}
_TYPE_REMEDIES: Final = {
    QuestionType.INTEGER: N_("Write a whole number in digits, for example 1.250."),
    QuestionType.DECIMAL: N_("Write the number in digits, for example 1.234,5."),
    QuestionType.DATE: N_("Write the date as day/month/year, for example 12/11/2026."),
}


def table_findings(compiled: CompiledForm, header: tuple[str, ...]) -> tuple[RowFinding, ...]:
    """Columns that are unknown, ambiguous or doubled, with the nearest match named."""
    names = title_names(compiled.form)
    findings: list[RowFinding] = []
    taken: dict[tuple[str | None, str], str] = {}
    for title in header:
        if not title:
            continue
        found = names.get(folded_title(title), [])
        if len(found) != 1:
            findings.append(_unknown(title, names) if not found else _ambiguous(title, found))
            continue
        repeat, question = found[0]
        place = (repeat, question.key)
        if place in taken:
            findings.append(
                RowFinding(
                    title,
                    tr(
                        "The columns “{first}” and “{second}” answer the same question.",
                        first=taken[place],
                        second=title,
                    ),
                    tr("Delete one of them."),
                )
            )
        taken[place] = title
    return tuple(findings)


def rows_to_records(
    compiled: CompiledForm, table: Table, *, today: date, now: datetime, language: str
) -> Iterator[RowResult]:
    """A result for every record of the sheet, in order. One bad row never stops the others.

    When the header is at fault there is one first result with `row_number` 1 and no answers.
    """
    at_fault = table_findings(compiled, table.header)
    if at_fault:
        yield RowResult(1, None, findings=at_fault)
    columns = _columns(compiled.form, table.header)
    yield from column_records(
        compiled, columns, table.rows, today=today, now=now, language=language
    )


def column_records(
    compiled: CompiledForm,
    columns: Sequence[Column],
    rows: Iterable[TableRow],
    *,
    today: date,
    now: datetime,
    language: str,
) -> Iterator[RowResult]:
    """A result for every record, as a stream; the columns say which cell answers what."""
    reader = ColumnReader(compiled, columns, today=today, now=now, language=language)
    yield from map(reader.result, reader.grouped(rows))


class ColumnReader:
    """Reads records one by one: each result depends on the rows of its record alone."""

    def __init__(
        self,
        compiled: CompiledForm,
        columns: Sequence[Column],
        *,
        today: date,
        now: datetime,
        language: str,
    ) -> None:
        """The columns say which cell answers what; in whatever order they stand."""
        order = {item.path: at for at, item in enumerate(compiled.form.items())}
        self._columns = sorted(columns, key=lambda column: order[column.question.path])
        self._compiled = compiled
        self._today = today
        self._now = now
        self._language = language
        self._flat: FlatRecords | None = None
        if FlatRecords.fits(compiled, self._columns):
            self._flat = FlatRecords(
                compiled,
                self._columns,
                lambda violation, column, say: _finding(violation, column, compiled.form, say),
                today=today,
                now=now,
                language=language,
                unasked=_UNASKED,
            )

    def grouped(self, rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
        """Rows of one record: a first one, and those that continue its repeats."""
        own = [column.at for column in self._columns if column.repeat is None]
        repeated = [column.at for column in self._columns if column.repeat is not None]
        return by_record(rows, own, repeated)

    def result(self, rows: Sequence[TableRow]) -> RowResult:
        """The record of these rows, or what is wrong in it."""
        if self._flat is not None:
            return self._flat.result(rows[0])
        entry = FormEntry.new(
            self._compiled,
            today=self._today,
            now=self._now,
            language=self._language,
            random=rows[0].number,
        )
        filling = _Filling(entry, self._columns, self._today, self._language)
        return replace(filling.result(rows), rows=tuple(rows))


def _cell(row: TableRow, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


class _Filling:
    """Fills one record from its rows."""

    def __init__(
        self, entry: FormEntry, columns: Sequence[Column], today: date, language: str
    ) -> None:
        self._entry = entry
        self._columns = columns
        self._today = today
        self._language = language
        self._findings: list[RowFinding] = []
        self._given: list[tuple[NodeRef, Column]] = []

    def result(self, rows: Sequence[TableRow]) -> RowResult:
        for column in self._columns:
            if column.repeat is None:
                self._fill(column, NodeRef(column.question.key), _cell(rows[0], column.at))
        for row in rows:
            self._fill_repeats(row)
        self._judge()
        number, findings = rows[0].number, tuple(self._findings)
        if findings:
            return RowResult(number, None, findings=findings)
        return RowResult(number, self._entry.answers(), self._entry.repeats())

    def _fill_repeats(self, row: TableRow) -> None:
        repeats = dict.fromkeys(
            column.repeat for column in self._columns if column.repeat and _cell(row, column.at)
        )
        for repeat in repeats:
            number = self._next_row(repeat)
            for column in self._columns:
                if column.repeat == repeat:
                    ref = NodeRef(column.question.key, repeat, number)
                    self._fill(column, ref, _cell(row, column.at))

    def _next_row(self, repeat: str) -> int:
        """The row to fill: the first that nobody touched, else a new one."""
        touched = {ref.row for ref, column in self._given if column.repeat == repeat}
        number = len(touched)
        if number >= self._entry.rows(repeat):
            self._entry.add_row(repeat)
        return number

    def _fill(self, column: Column, ref: NodeRef, text: str) -> None:
        question = column.question
        if question.question_type in _WORKED_OUT:
            return
        if question.question_type in _FILES:
            if text:
                self._find(
                    column,
                    N_("A file cannot be taken over from a table."),
                    N_("Leave the cell blank and attach the file to the record."),
                )
            return
        if column.repeat is not None and (ref.row or 0) >= self._entry.rows(column.repeat):
            self._find(column, N_("The form does not allow so many rows here."), "")
            return
        self._given.append((ref, column))
        shown = read_cell(text, column.encoding)
        typed = Typed(shown, self._today, column.dates, column.since_1904)
        choices = (
            self._entry.choices(ref)
            if question.choice_list
            or question.question_type
            in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
            else ()
        )
        self._entry.set_value(ref, read_answer(question, typed, choices))

    def _judge(self) -> None:
        columns = dict(self._given)
        for violation in self._entry.violations():
            ref = NodeRef(violation.key, violation.repeat, violation.row)
            self._findings.append(
                _finding(violation, columns.get(ref), self._entry.form, self._language)
            )
        for ref, column in self._given:
            if self._entry.value(ref) and not self._entry.state(ref).relevant:
                self._find(column, *_UNASKED)

    def _find(self, column: Column, message: str, remedy: str) -> None:
        say = self._language
        self._findings.append(
            RowFinding(column.title, tr_in(say, message), tr_in(say, remedy), column.at)
        )


def _finding(violation: Violation, column: Column | None, form: Form, language: str) -> RowFinding:
    question = form.question(violation.key, violation.repeat)
    said = _TYPE_REMEDIES.get(question.question_type) if violation.kind == "type" else None
    remedy = tr_in(language, said or _REMEDIES[violation.kind])
    if column is not None:
        return RowFinding(column.title, violation.message, remedy, column.at)
    title = label_in(dict(question.labels), language) or violation.key
    return RowFinding(title, violation.message, remedy)


# --- the header -------------------------------------------------------------------------------

_Found = list[tuple[str | None, Question]]


def folded_title(title: str) -> str:
    """A heading for comparing."""
    return fold(title).strip(" *:")


def _columns(form: Form, header: tuple[str, ...]) -> list[Column]:
    """The columns that say something, in the order of the form, so that relevance is known."""
    names = title_names(form)
    order = {item.path: at for at, item in enumerate(form.items())}
    columns: list[Column] = []
    taken: set[tuple[str | None, str]] = set()
    for at, title in enumerate(header):
        found = names.get(folded_title(title), [])
        if len(found) == 1 and (found[0][0], found[0][1].key) not in taken:
            repeat, question = found[0]
            taken.add((repeat, question.key))
            columns.append(Column(at, title, question, repeat))
    return sorted(columns, key=lambda column: order[column.question.path])


def title_names(form: Form) -> dict[str, _Found]:
    """What a header cell may say, folded, and the questions it may mean."""
    names: dict[str, _Found] = {}
    for question in form.questions():
        _add(names, None, question, [question.key, *question.labels.values()])
    for repeat in outer_repeats(form):
        for question in form.questions(repeat.key):
            titles = [question.key, *question.labels.values()]
            above = _repeat_titles(repeat)
            _add(names, repeat.key, question, [f"{a}/{b}" for a in above for b in titles])
    return names


def outer_repeats(form: Form) -> list[Repeat]:
    """Repeats that stand in no other: a flat table has no room for more."""
    repeats = list(form.repeats())
    return [r for r in repeats if not any(r.path.startswith(f"{o.path}/") for o in repeats)]


def _repeat_titles(repeat: Repeat) -> list[str]:
    return [repeat.key, *repeat.labels.values()]


def _add(
    names: dict[str, _Found], repeat: str | None, question: Question, titles: list[str]
) -> None:
    if question.question_type in _NOT_TAKEN:
        return
    for title in titles:
        folded = folded_title(title).replace(" / ", "/")
        found = names.setdefault(folded, [])
        if folded and (repeat, question) not in found:
            # A name is exact: it wins over the label of another question.
            if title in (question.key, f"{repeat}/{question.key}"):
                found[:] = [(repeat, question)]
            elif not any(_is_named(folded, each) for each in found):
                found.append((repeat, question))


def _is_named(folded: str, found: tuple[str | None, Question]) -> bool:
    repeat, question = found
    return folded == fold(question.key if repeat is None else f"{repeat}/{question.key}")


def _unknown(title: str, names: dict[str, _Found]) -> RowFinding:
    near = get_close_matches(folded_title(title), [name for name in names if name], n=1)
    message = tr("The column “{column}” is no question of this form.", column=title)
    if near:
        return RowFinding(title, message, tr("Perhaps “{nearest}” is meant.", nearest=near[0]))
    return RowFinding(title, message, tr("Rename the column, or delete it."))


def _ambiguous(title: str, found: _Found) -> RowFinding:
    keys = ", ".join(q.key if r is None else f"{r}/{q.key}" for r, q in found)
    return RowFinding(
        title,
        tr("The column “{column}” may be several questions.", column=title),
        tr("Write one of these names instead: {names}.", names=keys),
    )
