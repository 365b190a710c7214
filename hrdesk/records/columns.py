"""Which row of a sheet is the header, what its columns are written in, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from hrdesk.forms.definition import Form, Question, QuestionType
from hrdesk.i18n import label_in
from hrdesk.records.column_cells import by_cells
from hrdesk.records.row_results import read_cell
from hrdesk.records.tables import NO_RESULT, TableRow
from hrdesk.records.tabular import folded_title, outer_repeats, title_names
from hrdesk.vietnamese.formats import parse_number
from hrdesk.vietnamese.legacy import Encoding, guess_encoding, syllables_in
from hrdesk.vietnamese.text import fold, nfc

_LOOKED_AT: Final = 40  # rows in which a header may stand
_MERGED: Final = 2  # rows above the headings' last one that they may reach into
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NEARLY: Final = 0.84
_NOT_ASKED: Final = frozenset(
    [
        QuestionType.NOTE,
        QuestionType.UNSUPPORTED,
        QuestionType.CALCULATE,
        QuestionType.HIDDEN,
        QuestionType.IMAGE,
        QuestionType.FILE,
    ]
)

_TOTALS: Final = ("tong so", "tong cong", "tong")


@dataclass(frozen=True, slots=True)
class Place:
    """A question that a column may go to: `repeat/key`, or the key alone."""

    place_id: str
    question: Question
    repeat: str | None
    label: str


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A column: its heading, what it is written in, where it seems to go ("" nowhere)."""

    at: int
    title: str
    encoding: Encoding
    place_id: str
    doubled: bool = False  # another column has the same heading


def places_of(form: Form, language: str) -> tuple[Place, ...]:
    """Every question that a table can answer, in the order of the form."""
    found: list[Place] = []
    for question in form.questions():
        if question.question_type not in _NOT_ASKED:
            label = label_in(dict(question.labels), language) or question.key
            found.append(Place(question.key, question, None, label))
    for repeat in outer_repeats(form):
        above = label_in(dict(repeat.labels), language) or repeat.key
        for question in form.questions(repeat.key):
            if question.question_type not in _NOT_ASKED:
                label = label_in(dict(question.labels), language) or question.key
                place_id = f"{repeat.key}/{question.key}"
                found.append(Place(place_id, question, repeat.key, f"{above} / {label}"))
    return tuple(found)


def guess_encodings(
    rows: Sequence[TableRow], fonts: Mapping[int, str], width: int
) -> tuple[Encoding, ...]:
    """What each column is written in: its font tells surest, else its words do.

    A column with too few telling words goes with the sheet, unless Unicode words stand in it.
    """
    by_font = [_of_font(fonts.get(at, "")) for at in range(width)]
    cells = [[r.cells[at] for r in rows if at < len(r.cells)] for at in range(width)]
    sheet = guess_encoding(cell for column in cells for cell in column)
    guessed: list[Encoding] = []
    for at in range(width):
        told = by_font[at]
        if told is None:
            told = guess_encoding(cells[at])
            beyond = [cell for cell in cells[at] if any(ord(letter) > 255 for letter in cell)]
            telling = any(not cell.isascii() for cell in cells[at])
            if told == "unicode" and sheet != "unicode" and telling and not beyond:
                told = sheet
        guessed.append(told)
    return tuple(guessed)


def guess_header(rows: Sequence[TableRow], form: Form, encodings: Sequence[Encoding]) -> int:
    """The number of the row that names most questions; else of the first that looks like names."""
    best, count = _naming(rows, form, encodings)
    if count:
        return best
    width = max((len([cell for cell in row.cells if cell]) for row in rows), default=0)
    for row in rows[:_LOOKED_AT]:
        words = [cell for cell in row.cells if cell and parse_number(cell) is None]
        if len(words) * 2 > width and len(words) == len([cell for cell in row.cells if cell]):
            return row.number
    return rows[0].number if rows else 1


def names_questions(rows: Sequence[TableRow], form: Form, encodings: Sequence[Encoding]) -> bool:
    """Whether a row holds headings of the form: two of them, since one word may stand anywhere."""
    return _naming(rows, form, encodings)[1] > 1


def _naming(rows: Sequence[TableRow], form: Form, encodings: Sequence[Encoding]) -> tuple[int, int]:
    """The number of the row that names most questions, and how many those are."""
    names = title_names(form)
    best, best_count = 0, 0
    for at, row in enumerate(rows[:_LOOKED_AT]):
        titles = {folded_title(cell) for cell in merged_header(rows, at, encodings) if cell}
        count = sum(title in names or _USUAL_HEADINGS.get(title) in names for title in titles)
        if count > best_count:
            best, best_count = row.number, count
    return best, best_count


def header_of(row: TableRow, encodings: Sequence[Encoding]) -> tuple[str, ...]:
    """The headings in Unicode: a heading may be in Unicode above a column that is not."""
    return tuple(
        _heading(cell, encodings[at] if at < len(encodings) else "unicode")
        for at, cell in enumerate(row.cells)
    )


def merged_header(
    rows: Sequence[TableRow], at: int, encodings: Sequence[Encoding]
) -> tuple[str, ...]:
    """The headings of the row at a place; one merged with cells above it stands in the highest.

    So a heading above a blank cell counts, but a title over the whole table does not; and a total
    is one of what stands above it: “Tổng số” below “Số người”.
    """
    titles = list(header_of(rows[at], encodings))
    for above in rows[max(0, at - _MERGED) : at][::-1]:
        told = header_of(above, encodings)
        if above.number != rows[at].number - 1 and above.number != rows[at].number - 2:
            break
        if sum(map(bool, told)) < 2:
            break
        titles += [""] * (len(told) - len(titles))
        titles = [
            theirs if theirs and (not mine or folded_title(mine) in _TOTALS) else mine
            for mine, theirs in zip_longest(titles, told, fillvalue="")
        ]
    return tuple(titles)


_USUAL_HEADINGS: Final = {  # folded, as offices head these columns in their own workbooks
    **dict.fromkeys(
        (
            "so nguoi du",
            "so nguoi tham du",
            "so nguoi tham gia",
            "so luong nguoi",
            "so luong nguoi tham du",
            "so luong nguoi tham gia",
            "tong so nguoi",
            "tong so nguoi tham du",
            "tong so nguoi tham gia",
        ),
        "people",
    ),
    "so nu": "women",
    "so nguoi dtts": "minorities",
    **dict.fromkeys(("ten hoat dong truyen thong", "noi dung hoat dong"), "title"),
    **dict.fromkeys(("dia diem to chuc", "noi to chuc", "dia diem thuc hien"), "place"),
    **dict.fromkeys(("kinh phi thuc hien", "so tien"), "cost"),
}


def guess_columns(
    form: Form,
    header: Sequence[str],
    encodings: Sequence[Encoding],
    language: str,
    body: Sequence[TableRow] = (),
) -> tuple[ColumnGuess, ...]:
    """Where each column goes: by the exact heading first, then by one that is nearly it.

    With the rows below, a shorter heading ("Ngày" for "Từ ngày") goes to the question whose label
    it is a part of, and the only column of days to the question that asks when; both only where
    the cells are such answers.
    """
    places = {place.place_id for place in places_of(form, language)}
    names = title_names(form)
    wanted: dict[int, str] = {}
    folded = [folded_title(title) for title in header]
    for at, title in enumerate(folded):
        found = names.get(title, []) if title else []
        ids = [f"{repeat}/{q.key}" if repeat else q.key for repeat, q in found]
        if len(ids) == 1 and ids[0] in places and ids[0] not in wanted.values():
            wanted[at] = ids[0]
    for at, title in enumerate(folded):
        usual = _USUAL_HEADINGS.get(title, "")
        if at not in wanted and usual in places and usual not in wanted.values():
            wanted[at] = usual
    for at, title in enumerate(folded):
        if title and at not in wanted and folded.index(title) == at:
            near = _nearest(title, names, places - set(wanted.values()))
            if near:
                wanted[at] = near
    if body:
        wanted |= by_cells(form, folded, body, set(wanted), set(wanted.values()))
    return tuple(
        ColumnGuess(
            at,
            title,
            encodings[at] if at < len(encodings) else "unicode",
            wanted.get(at, ""),
            bool(folded[at]) and folded.count(folded[at]) > 1,
        )
        for at, title in enumerate(header)
    )


def _nearest(title: str, names: Mapping[str, object], free: set[str]) -> str:
    best, best_ratio = "", _NEARLY
    bare = _BRACKETS.sub("", title).strip()
    for name, found in names.items():
        if len(bare) > 2 and _BRACKETS.sub("", name).strip() == bare:
            name = title  # noqa: PLW2901 - "Kinh phí" is "Kinh phí (đồng)"
        matcher = SequenceMatcher(None, title, name)
        if not name or not isinstance(found, list) or len(found) != 1:
            continue
        if matcher.real_quick_ratio() < best_ratio or matcher.quick_ratio() < best_ratio:
            continue
        repeat, question = found[0]
        place_id = f"{repeat}/{question.key}" if repeat else question.key
        ratio = matcher.ratio()
        if ratio > best_ratio and place_id in free:
            best, best_ratio = place_id, ratio
    return best


def header_mark(header: Sequence[str]) -> str:
    """What a sheet of this kind is remembered by: its headings, whatever their order."""
    return "|".join(sorted({fold(title) for title in header if title}))


def _heading(cell: str, encoding: Encoding) -> str:
    cell = cell.removeprefix(NO_RESULT)
    read = read_cell(cell, encoding)
    if read != cell and syllables_in(cell) >= max(1, syllables_in(read)):
        read = nfc(cell)  # Unicode above a column in old letters
    return " ".join(read.split())


def _of_font(name: str) -> Encoding | None:
    lowered = name.lower()
    if lowered.startswith(".vn"):
        return "tcvn3"
    if lowered.startswith(("vni-", "vni ")):
        return "vni"
    return None
