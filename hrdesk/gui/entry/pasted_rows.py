"""Rows copied from elsewhere: their columns matched to the questions of a repeat."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hrdesk.forms.definition import Question, QuestionType
from hrdesk.gui.entry.question_widgets.date_time import read_date, read_time
from hrdesk.gui.entry.question_widgets.editor import ChoiceText
from hrdesk.gui.entry.question_widgets.number import read_number
from hrdesk.vietnamese.formats import parse_date, parse_number
from hrdesk.vietnamese.text import fold, words

_TICKS: Final = {"x", "co", "yes", "1", "ok", "dung", "true"}
_COUNTERS: Final = {"stt", "tt", "so tt", "no", "no.", "#", "so thu tu"}
_NO_COUNT: Final = re.compile(r"0\d{5,}|\d{9,}|(?:19|20)\d\d")  # telephone, card, year of birth
_NUMBERED: Final = re.compile(r"[\d\s.,/+()-]+")
_WORDS_OF: Final = {  # words in a label, and words that its answers hold
    ("don vi", "co quan", "noi lam"): re.compile(
        r"\b(hoi|tram|truong|ubnd|uy ban|ban|phong|so|cong an|doan|mat tran|ap|khom|xa|phuong"
        r"|to|trung tam|chi bo|dang uy|hdnd|vien|cong ty)\b"
    ),
    ("chuc vu", "chuc danh"): re.compile(
        r"\b(chu tich|pho|can bo|truong|bi thu|cong chuc|chuyen vien|giao vien|uy vien|hoi vien"
        r"|nhan vien|giam doc|thu ky|ke toan|doan vien)\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A question of the repeat that cells may go to."""

    question: Question
    label: str
    choices: tuple[ChoiceText, ...]

    @property
    def key(self) -> str:
        """The question's key."""
        return self.question.key


@dataclass(frozen=True, slots=True)
class Guess:
    """What the pasted columns seem to be; None leaves a column out."""

    has_header: bool
    keys: tuple[str | None, ...]


def guess_columns(
    rows: Sequence[Sequence[str]], columns: Sequence[Column], first: int = 0
) -> Guess:
    """Columns by the words of a header where there is one, else by content and order."""
    if not rows:
        return Guess(has_header=False, keys=())
    named = _by_header(rows[0], columns)
    if sum(key is not None for key in named) >= min(2, len(columns), len(rows[0])):
        return Guess(has_header=True, keys=named)
    return Guess(has_header=False, keys=_by_content(rows, columns, first))


def value_of(cell: str, column: Column, today: date) -> str:
    """A pasted cell as an answer; what cannot be read is kept as it is, to be put right."""
    kinds = QuestionType
    readers: dict[QuestionType, Callable[[str], str]] = {
        kinds.INTEGER: read_number,
        kinds.DECIMAL: read_number,
        kinds.DATE: lambda text: read_date(text, today),
        kinds.TIME: read_time,
        kinds.SELECT_ONE: lambda text: _choice(text, column.choices) or text,
        kinds.SELECT_MULTIPLE: lambda text: _several(text, column.choices),
        kinds.ACKNOWLEDGE: lambda text: "OK" if fold(text) in _TICKS else "",
    }
    reader = readers.get(column.question.question_type)
    return reader(cell) if reader and cell else cell


def fits(cell: str, column: Column, today: date) -> bool:
    """Whether a cell can be an answer to the question."""
    if not cell:
        return True
    kind = column.question.question_type
    if kind in {QuestionType.INTEGER, QuestionType.DECIMAL}:
        return parse_number(cell) is not None
    if kind is QuestionType.DATE:
        return parse_date(cell, today) is not None
    if kind is QuestionType.SELECT_ONE:
        return bool(_choice(cell, column.choices))
    if kind is QuestionType.SELECT_MULTIPLE:
        known = {choice.name for choice in column.choices}
        return set(_several(cell, column.choices).split()) <= known
    return True


def _choice(text: str, choices: Sequence[ChoiceText]) -> str:
    wanted = fold(text)
    for choice in choices:
        if wanted in {fold(choice.label), choice.name.lower()}:
            return choice.name
    near = [c.name for c in choices if fold(c.label).startswith(wanted)] if wanted else []
    return near[0] if len(near) == 1 else ""


def _several(text: str, choices: Sequence[ChoiceText]) -> str:
    whole = _choice(text, choices)
    if whole:
        return whole
    parts = [part.strip() for part in text.replace(",", ";").split(";") if part.strip()]
    return " ".join(_choice(part, choices) or part for part in parts)


def _by_header(cells: Sequence[str], columns: Sequence[Column]) -> tuple[str | None, ...]:
    found: list[str | None] = [None] * len(cells)
    for fit in (_same_heading, _near_heading):
        for place, cell in enumerate(cells):
            if found[place] is None and cell and fold(cell) not in _COUNTERS:
                free = (column for column in columns if column.key not in found)
                found[place] = next((one.key for one in free if fit(cell, one)), None)
    return tuple(found)


def _same_heading(cell: str, column: Column) -> bool:
    return fold(cell) in {fold(column.label), fold(column.question.name.replace("_", " "))}


def _near_heading(cell: str, column: Column) -> bool:
    """Whether all words of the one stand in the other: `Họ tên` is `Họ và tên`."""
    said, asked = set(words(fold(cell))), set(words(fold(column.label)))
    shorter = min(said, asked, key=len)
    return bool(shorter) and max(map(len, shorter)) > 2 and (said <= asked or asked <= said)


def _by_content(
    rows: Sequence[Sequence[str]], columns: Sequence[Column], first: int
) -> tuple[str | None, ...]:
    sample = rows[:50]
    width = len(rows[0])
    keys: list[str | None] = [None] * width
    free = list(columns[first:]) + list(columns[:first])
    rest: list[int] = []
    for place in range(width):
        cells = [row[place] for row in sample]
        if _is_counter(cells, free):
            continue
        special = next((c for c in free if _is_special(c) and _all_fit(cells, c)), None)
        if special is None:
            rest.append(place)
        else:
            keys[place] = special.key
            free.remove(special)
    texts = [column for column in free if not _is_special(column)]
    columns_left = {place: [row[place] for row in sample] for place in rest}
    columns_left = {
        place: cells
        for place, cells in columns_left.items()
        if not all(_NUMBERED.fullmatch(cell) for cell in cells if cell)
    }
    for column in texts[1:]:  # the first says who or what the row is: it goes by its place
        spoken = _speaking(column, list(columns_left.items())[1:])
        if spoken is not None:
            keys[spoken] = column.key
            texts.remove(column)
            del columns_left[spoken]
    for place, column in zip(columns_left, texts, strict=False):
        keys[place] = column.key
    return tuple(keys)


def _speaking(column: Column, columns: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    """The pasted column whose words are those of the question's answers."""
    label = fold(column.label)
    spoken = next((one for said, one in _WORDS_OF.items() if any(s in label for s in said)), None)
    if spoken is None:
        return None
    shares = [
        (sum(bool(spoken.search(fold(cell))) for cell in cells if cell), -place)
        for place, cells in columns
        if any(cells)
    ]
    best, place = max(shares, default=(0, 0))
    filled = next((sum(map(bool, cells)) for at, cells in columns if at == -place), 0)
    return -place if best * 2 > filled else None


def _is_counter(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    if not columns or _is_special(columns[0]):
        return False
    numbers = [cell.rstrip(".") for cell in cells]
    return len(cells) > 1 and numbers == [
        str(number)
        for number in range(
            int(numbers[0]) if numbers[0].isdecimal() else 0,
            (int(numbers[0]) if numbers[0].isdecimal() else 0) + len(numbers),
        )
    ]


def _is_special(column: Column) -> bool:
    return column.question.question_type != QuestionType.TEXT


def _all_fit(cells: Sequence[str], column: Column) -> bool:
    said = [cell for cell in cells if cell]
    if not said:
        return False
    today = date(2000, 1, 1)
    kind = column.question.question_type
    if kind is QuestionType.ACKNOWLEDGE:
        return all(fold(cell) in _TICKS for cell in said)
    if kind is QuestionType.INTEGER and any(_NO_COUNT.fullmatch(cell) for cell in said):
        return False
    return all(fits(cell, column, today) for cell in said)
