"""What an import will take from where: guessed from the sheet, corrected by a person, remembered."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from hrdesk.errors import ImportUnmappedError, TableEmptyError
from hrdesk.forms.definition import ValueType
from hrdesk.i18n import N_, tr, trn
from hrdesk.records.columns import (
    ColumnGuess,
    Place,
    guess_columns,
    guess_encodings,
    guess_header,
    header_mark,
    merged_header,
    names_questions,
    places_of,
)
from hrdesk.records.merged_cells import FillDown, by_record
from hrdesk.records.numbering_row import without_numbering
from hrdesk.records.row_results import Column, read_cell
from hrdesk.records.sheet_dates import ORDERS, DateOrder, guess_date_order, read_sheet_date
from hrdesk.records.sheet_numbers import is_none, read_sheet_number
from hrdesk.records.tables import NO_RESULT, column_letter
from hrdesk.services.table_files import merged_of, peek, sheets_of
from hrdesk.vietnamese.formats import show_date, show_lexical_number
from hrdesk.vietnamese.legacy import Encoding, guess_encoding
from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hrdesk.forms.definition import Form
    from hrdesk.records.merged_cells import Merged
    from hrdesk.records.tables import TableRow
    from hrdesk.services.workspace import Workspace

__all__ = [
    "ORDERS",
    "ColumnPlan",
    "DateOrder",
    "Encoding",
    "ImportPlan",
    "Place",
    "Proposal",
    "column_letter",
    "columns_of",
    "dates_in_doubt",
    "is_dated",
    "propose",
    "read_as",
    "remember",
    "shown",
    "shown_in",
]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHEETS_LOOKED_AT: Final = 12
_ANY_DAY: Final = date(2000, 1, 1)
_ANOTHER_DAY: Final = date(2001, 2, 2)
_DOUBTS: Final = {
    "month": N_("In the column “{column}” the month stands before the day (10/25/2026)."),
    "turned": N_(
        "In the column “{column}” Excel seems to have taken the day for the month (05/11 for 11 May);"
        " such dates are turned round."
    ),
    "month_turned": N_(
        "In the column “{column}” the month stands before the day, and Excel seems to have taken"
        " one for the other; such dates are turned round."
    ),
}
ENCODINGS: tuple[Encoding, ...] = ("unicode", "tcvn3", "vni")


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column: where it goes ("" nowhere) and what it is written in."""

    at: int
    title: str
    place_id: str
    encoding: Encoding = "unicode"
    doubled: bool = False  # another column has the same heading
    dates: DateOrder = "day"
    since_1904: bool = False  # a column of dates whose numbers are days counted from there


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that decides what an import takes in; `sheet` "" is the first one."""

    form_id: str
    path: Path
    sheet: str
    header_row: int
    columns: tuple[ColumnPlan, ...]

    def with_column(self, column: ColumnPlan) -> ImportPlan:
        """The plan with one column changed; a question goes to one column only."""
        changed = tuple(
            column
            if each.at == column.at
            else replace(each, place_id="")
            if column.place_id and each.place_id == column.place_id
            else each
            for each in self.columns
        )
        return replace(self, columns=changed)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan as it was guessed, and what it was guessed from. `remembered`: by an earlier import.

    `unmapped` are required questions that no column goes to.
    """

    plan: ImportPlan
    sheets: tuple[str, ...]
    rows: tuple[TableRow, ...]
    places: tuple[Place, ...]
    remembered: bool
    more: bool
    orders: tuple[DateOrder, ...] = ()
    merged: tuple[Merged, ...] = ()
    since_1904: bool = False  # the workbook counts days from there

    def with_dates(self, dates: DateOrder) -> ImportPlan:
        """The plan with all its columns of dates in one order."""
        dated = {place.place_id for place in self.places if is_dated(place)}
        columns = tuple(
            replace(each, dates=dates) if each.place_id in dated else each
            for each in self.plan.columns
        )
        return replace(self.plan, columns=columns)

    def with_place(self, plan: ImportPlan, at: int, place_id: str) -> ImportPlan:
        """The plan with a column going to another question, its dates read as they seem to be."""
        place = next((place for place in self.places if place.place_id == place_id), None)
        dated = place is not None and is_dated(place)
        column = next(each for each in plan.columns if each.at == at)
        return plan.with_column(
            replace(
                column,
                place_id=place_id,
                dates=self.orders[at] if dated else "day",
                since_1904=dated and self.since_1904,
            )
        )

    @property
    def body(self) -> tuple[TableRow, ...]:
        """The first rows below the header."""
        return self.below(self.plan)

    def below(self, plan: ImportPlan) -> tuple[TableRow, ...]:
        """The first rows below the header of a plan, merged cells filled as it will take them."""
        rows = _below(self.rows, plan.header_row)
        repeats = {place.place_id: place.repeat for place in self.places}
        taken = [column for column in plan.columns if column.place_id]
        own = [column.at for column in taken if not repeats.get(column.place_id)]
        repeated = [column.at for column in taken if repeats.get(column.place_id)]
        fill = FillDown(self.merged, repeated)
        return tuple(
            row for record in fill.filled(by_record(rows, own, repeated)) for row in record
        )


def propose(
    ws: Workspace, form_id: str, path: Path, *, sheet: str = "", header_row: int | None = None
) -> Proposal:
    """Look into a file and guess: the first sheet with headings of the form, its header row.

    Raises:
        FormUnknownError: there is no such form.
        FileError, RecordError: the file is no table that can be read, or it is empty.
    """
    form = ws.form(form_id)
    sheets = sheets_of(path)
    sheet = sheet or _likeliest(form, path, sheets)
    seen = peek(path, sheet)
    if not seen.rows:
        raise TableEmptyError(name=path.name)
    width = max(len(row.cells) for row in seen.rows)
    headings = guess_encodings(seen.rows, seen.fonts, width)
    merged = merged_of(path, sheet)
    if header_row is None:
        header_row = guess_header(seen.rows, form, headings)
    below = _below(seen.rows, header_row)
    encodings = guess_encodings(below, seen.fonts, width) if below else headings
    header = _header(seen.rows, header_row, headings, below, width)
    guesses = guess_columns(form, header, encodings, ws.language, below)
    places = places_of(form, ws.language)
    kept = _remembered(ws, form_id, header)
    body = [cell for row in below for cell in row.cells]
    if guess_encoding(body) == "unicode":  # letters are remembered of files in old ones only
        kept = {key: [*found[:1], ""] for key, found in kept.items()}
    columns = tuple(_planned(guess, kept, places, header) for guess in guesses)
    plan = ImportPlan(form_id, path, sheet, header_row, columns)
    orders = tuple(
        guess_date_order(row.cells[at] for row in below if at < len(row.cells))
        for at in range(len(columns))
    )
    proposal = Proposal(
        plan,
        sheets,
        seen.rows,
        places,
        bool(kept),
        seen.more,
        orders,
        merged,
        seen.since_1904,
    )
    for column in columns:
        if column.place_id and (seen.since_1904 or orders[column.at] != "day"):
            plan = proposal.with_place(plan, column.at, column.place_id)
    return replace(proposal, plan=plan)


def _below(rows: Sequence[TableRow], header_row: int) -> list[TableRow]:
    """Rows of records among the first of a sheet."""
    return list(without_numbering(row for row in rows if row.number > header_row))


def _likeliest(form: Form, path: Path, sheets: Sequence[str]) -> str:
    """The first sheet that has headings of the form; else the first that is not empty."""
    filled = ""
    for sheet in sheets[:_SHEETS_LOOKED_AT]:
        seen = peek(path, sheet)
        if not seen.rows:
            continue
        filled = filled or sheet
        width = max(len(row.cells) for row in seen.rows)
        if names_questions(seen.rows, form, guess_encodings(seen.rows, seen.fonts, width)):
            return sheet
    return filled or (sheets[0] if sheets else "")


def columns_of(ws: Workspace, plan: ImportPlan) -> tuple[Column, ...]:
    """The columns of a plan that go somewhere.

    Raises:
        ImportUnmappedError: none does.
    """
    places = {place.place_id: place for place in places_of(ws.form(plan.form_id), ws.language)}
    columns = tuple(
        Column(
            each.at,
            each.title,
            place.question,
            place.repeat,
            each.encoding,
            each.dates,
            each.since_1904,
        )
        for each in plan.columns
        if (place := places.get(each.place_id)) is not None
    )
    if not columns:
        raise ImportUnmappedError(name=plan.path.name)
    return columns


def shown_in(
    encoding: Encoding, text: str, dates: DateOrder = "day", *, since_1904: bool = False
) -> str:
    """A cell as it reads in one of the encodings, for a person to see; dates as 12/11/2026.

    A formula without a result is shown as it is written, and so is a day without its year.
    """
    text = text.removeprefix(NO_RESULT)
    if _DATE.fullmatch(text) or ((dates != "day" or since_1904) and text):
        day = read_sheet_date(text, _ANY_DAY, dates, since_1904=since_1904)
        if day is not None and day == read_sheet_date(
            text, _ANOTHER_DAY, dates, since_1904=since_1904
        ):
            return show_date(day)
    return read_cell(text, encoding)


def shown(column: ColumnPlan, text: str) -> str:
    """A cell as it reads in its column, for a person to see."""
    return shown_in(column.encoding, text, column.dates, since_1904=column.since_1904)


def read_as(place: Place | None, column: ColumnPlan, text: str) -> str:
    """A cell as its question will have it, for a person to see; else as it reads."""
    said = shown(column, text)
    if place is None or place.question.value_type not in (ValueType.INTEGER, ValueType.DECIMAL):
        return said
    if is_none(said):
        return ""
    number = read_sheet_number(said)
    return said if number is None else show_lexical_number(number)


def dates_in_doubt(plan: ImportPlan) -> tuple[str, ...]:
    """A sentence for each column of dates that is not read day before month."""
    return tuple(
        tr(_DOUBTS[column.dates], column=column.title)
        for column in plan.columns
        if column.dates != "day"
    )


def cells_filled(count: int) -> tuple[str, ...]:
    """A sentence on cells that took the value of a merged cell; none when there are none."""
    if not count:
        return ()
    return (
        trn(
            "{count} cell is part of one merged over several rows and takes its value.",
            "{count} cells are part of one merged over several rows and take its value.",
            count,
        ),
    )


def rows_hidden(count: int) -> tuple[str, ...]:
    """A sentence on rows that were read though the sheet hides them; none when there are none."""
    if not count:
        return ()
    return (
        trn(
            "{count} row is hidden in the sheet, by hand or by a filter; it is read all the same.",
            "{count} rows are hidden in the sheet, by hand or by a filter; they are read all the same.",
            count,
        ),
    )


def columns_numbered(row_number: int) -> tuple[str, ...]:
    """A sentence on the row that numbers the columns; none when there is none."""
    if not row_number:
        return ()
    return (tr("Row {row} numbers the columns; it is no record.", row=row_number),)


def is_dated(place: Place) -> bool:
    """Whether the question asks for a day."""
    return place.question.value_type in (ValueType.DATE, ValueType.DATETIME)


def remember(ws: Workspace, plan: ImportPlan) -> None:
    """Keep where the columns went, for the next sheet with the same headings."""
    titles = [column.title for column in plan.columns]
    kept = {
        key: [column.place_id, column.encoding]
        for key, column in zip(_keys(titles), plan.columns, strict=True)
        if key
    }
    ws.set_setting(_name(plan.form_id, titles), json.dumps(kept, ensure_ascii=False))


def _remembered(ws: Workspace, form_id: str, header: Sequence[str]) -> dict[str, list[str]]:
    try:
        kept = json.loads(ws.setting(_name(form_id, header)) or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _name(form_id: str, header: Sequence[str]) -> str:
    digest = hashlib.sha256(header_mark(header).encode()).hexdigest()
    return f"import_columns/{form_id}/{digest[:24]}"


def _keys(header: Sequence[str]) -> list[str]:
    """Headings folded; of doubled ones the later are numbered."""
    counts: dict[str, int] = {}
    keys = []
    for title in header:
        key = fold(title)
        counts[key] = counts.get(key, 0) + 1
        keys.append(f"{key}#{counts[key]}" if key and counts[key] > 1 else key)
    return keys


def _planned(
    guess: ColumnGuess,
    kept: Mapping[str, list[str]],
    places: Sequence[Place],
    header: Sequence[str],
) -> ColumnPlan:
    found = kept.get(_keys(header)[guess.at], [])
    place_id, encoding = guess.place_id, guess.encoding
    if len(found) == 2 and (not found[0] or any(p.place_id == found[0] for p in places)):
        place_id = found[0]
        encoding = next((each for each in ENCODINGS if each == found[1]), encoding)
    return ColumnPlan(guess.at, guess.title, place_id, encoding, guess.doubled)


def _header(
    rows: Sequence[TableRow],
    header_row: int,
    encodings: Sequence[Encoding],
    below: Sequence[TableRow],
    width: int,
) -> tuple[str, ...]:
    """The headings; a column with cells and no heading is called by its letter."""
    at = next((at for at, row in enumerate(rows) if row.number == header_row), None)
    titles = list(merged_header(rows, at, encodings)) if at is not None else []
    titles += [""] * (width - len(titles))
    used = {at for each in below for at, cell in enumerate(each.cells) if cell}
    return tuple(
        title or (f"({column_letter(at)})" if at in used else "") for at, title in enumerate(titles)
    )
