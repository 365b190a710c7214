"""A list as a file for a spreadsheet: the answers of every record it has, in its order.

The file can be imported again: its headings are those of the questions.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from hrdesk.errors import ExportKindsError, ExportTooLongError
from hrdesk.files import durable_replace
from hrdesk.forms.definition import Question, QuestionType, Repeat, ValueType
from hrdesk.i18n import N_, label_in, tr, trn
from hrdesk.records.record import RecordStatus
from hrdesk.records.tabular import folded_title, outer_repeats, title_names
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.services.sheet_writing import SHEET_ROWS, BookWriter, SheetWriter, plain_cell
from hrdesk.vietnamese.formats import show_date, show_lexical_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hrdesk.forms.definition import Form
    from hrdesk.records.record import Record
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.records import RecordQuery

_CHUNK: Final = 500
_LEFT_OUT: Final = frozenset([QuestionType.NOTE, QuestionType.UNSUPPORTED, QuestionType.HIDDEN])
_NUMBERS: Final = frozenset([ValueType.INTEGER, ValueType.DECIMAL])
_STATES: Final = {
    RecordStatus.INCOMPLETE: N_("incomplete"),
    RecordStatus.COMPLETE: N_("complete"),
    RecordStatus.SUBMITTED: N_("handed over"),
}
_WIDTHS: Final = {ValueType.DATE: 12.0, ValueType.INTEGER: 12.0, ValueType.DECIMAL: 14.0}


@dataclass(frozen=True, slots=True)
class _Heading:
    """One column of the export."""

    question: Question
    title: str
    labels: Mapping[str, str]  # of its choices, by name


def export_records(
    ws: Workspace,
    query: RecordQuery,
    path: Path,
    *,
    rowids: Sequence[int] | None = None,
    progress: Progress = SILENT,
) -> int:
    """Write the records of a list to .xlsx or, by the name's ending, .csv; how many.

    `rowids`, those chosen in the list, take the place of the query. A list of several kinds has
    sheets for each kind in the workbook; a .csv holds one kind only.

    In a workbook dates are dates and numbers numbers, and the rows of each repeat have a sheet of
    their own; a .csv has the form's own questions only, in UTF-8 that Excel knows as such.

    Raises:
        ExportTooLongError: a sheet does not hold so many rows.
        ExportKindsError: several kinds for one .csv.
        FileError: it cannot be written; the file that was there is as it was.
        CancelledError: stopped; as above.
    """
    with ws.store.snapshot():
        ids = ws.store.ids(query) if rowids is None else rowids
        kinds = _by_kind(ws, query.form_id, ids)
        is_csv = path.suffix.lower() == ".csv"
        if not is_csv and len(ids) > SHEET_ROWS:
            raise ExportTooLongError(count=len(ids), limit=SHEET_ROWS)
        progress.total(sum(len(part) // _CHUNK + 1 for part in kinds.values()))
        if is_csv:
            if len(kinds) > 1:
                raise ExportKindsError(count=len(kinds))
            for form_id, part in kinds.items():
                records = _records(ws, part, progress)
                _write_csv(ws.form(form_id), records, path, ws.language)
        else:
            with BookWriter() as book:
                for form_id, part in kinds.items():
                    _fill_book(ws, ws.form(form_id), _records(ws, part, progress), book)
                book.save(path)
    return len(ids)


def _by_kind(ws: Workspace, form_id: str | None, ids: Sequence[int]) -> dict[str, Sequence[int]]:
    """Row ids by kind, in the order of the kinds; an empty list of all kinds is the first one's."""
    if form_id:
        return {form_id: ids}
    found: dict[str, list[int]] = {kind.form_id: [] for kind in ws.kinds()}
    for start in range(0, len(ids), _CHUNK):
        for row in ws.store.rows(ids[start : start + _CHUNK]):
            found.setdefault(row.form_id, []).append(row.rowid)
    kept: dict[str, Sequence[int]] = {kind: part for kind, part in found.items() if part}
    return kept or {next(iter(found)): []}


def _records(ws: Workspace, ids: Sequence[int], progress: Progress) -> Iterator[Record]:
    for start in range(0, len(ids), _CHUNK):
        if progress.cancelled():
            raise CancelledError
        rows = ws.store.rows(ids[start : start + _CHUNK])
        found = ws.store.get_many([row.record_id for row in rows])
        yield from (found[row.record_id] for row in rows)
        done = min(len(ids), start + _CHUNK)
        progress.step(trn("{count} record written", "{count} records written", done))


# --- headings


def _headings(form: Form, language: str, repeat: Repeat | None = None) -> list[_Heading]:
    names = title_names(form)
    headings = []
    for question in form.questions(repeat.key if repeat else None):
        if question.question_type in _LEFT_OUT:
            continue
        title = label_in(dict(question.labels), language) or question.key
        # A label that two questions share would not say which is meant when it comes back.
        if repeat is None and len(names.get(folded_title(title), [])) > 1:
            title = question.key
        labels = {
            choice.name: label_in(dict(choice.labels), language) or choice.name
            for choice in form.choices(question)
        }
        headings.append(_Heading(question, title, labels))
    return headings


def _shown(heading: _Heading, value: str) -> str:
    """An answer as a person reads it: labels of choices, else as it is kept."""
    if not heading.labels or not value:
        return value
    if heading.question.question_type is QuestionType.SELECT_ONE:
        return heading.labels.get(value, value)
    return "; ".join(heading.labels.get(name, name) for name in value.split())


# --- .csv


def _write_csv(form: Form, records: Iterator[Record], path: Path, language: str) -> None:
    headings = _headings(form, language)
    with durable_replace(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([plain_cell(heading.title) for heading in headings])
        for record in records:
            writer.writerow(
                [plain_cell(_csv_text(h, record.answers.get(h.question.key, ""))) for h in headings]
            )
        text.flush()
        text.detach()


def _csv_text(heading: _Heading, value: str) -> str:
    kind = heading.question.value_type
    if kind is ValueType.DATE and (day := _day(value)) is not None:
        return show_date(day)
    if kind in _NUMBERS and value:
        return show_lexical_number(value).replace(".", "")
    return _shown(heading, value)


# --- .xlsx


def _fill_book(ws: Workspace, form: Form, records: Iterator[Record], book: BookWriter) -> None:
    title = label_in(dict(form.titles), ws.language) or form.form_id
    main = book.sheet(title)
    headings = _headings(form, ws.language)
    titles = [heading.title for heading in headings]
    main.begin([*titles, tr("Unit"), tr("State")], [*map(_width, headings), 22.0, 14.0])
    repeats = []
    for repeat in outer_repeats(form):
        named = label_in(dict(repeat.labels), ws.language) or repeat.key
        sheet, inner = book.sheet(named), _headings(form, ws.language, repeat)
        sheet.begin(
            [tr("Row in “{sheet}”", sheet=title), *(heading.title for heading in inner)],
            [14.0, *map(_width, inner)],
        )
        repeats.append((repeat.key, sheet, inner))
    for number, record in enumerate(records, 2):
        cells = [_cell(main, h, record.answers.get(h.question.key, "")) for h in headings]
        unit = ws.units.by_key(record.unit.code, record.unit.valid_from)
        cells.append(main.text(unit.name if unit else record.unit.code))
        cells.append(main.text(tr(_STATES[record.status])))
        main.add(cells)
        for key, sheet, inner in repeats:
            for row in record.repeats.get(key, ()):
                values = [_cell(sheet, h, row.answers.get(h.question.key, "")) for h in inner]
                sheet.add([number, *values])


def _cell(sheet: SheetWriter, heading: _Heading, value: str) -> object:
    if not value:
        return None
    kind = heading.question.value_type
    if kind is ValueType.DATE:
        day = _day(value)
        return sheet.text(value) if day is None else sheet.day(day)
    if kind in _NUMBERS and not heading.labels:
        return sheet.number(value)
    return sheet.text(_shown(heading, value))


def _width(heading: _Heading) -> float:
    return _WIDTHS.get(heading.question.value_type, 28.0)


def _day(value: str) -> date | None:
    try:
        day = datetime.fromisoformat(value).date() if value else None
    except ValueError:
        return None
    return day if day is not None and day.year >= 1900 else None
