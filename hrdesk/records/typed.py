"""What a person typed into a cell, read the Vietnamese way as an answer in lexical form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hrdesk.forms.definition import Choice, Question, QuestionType, ValueType
from hrdesk.records.sheet_dates import DateOrder, read_sheet_date
from hrdesk.records.sheet_numbers import is_none, read_sheet_number
from hrdesk.vietnamese.formats import show_date
from hrdesk.vietnamese.text import fold, nfc

_TIME: Final = re.compile(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{1,2})?)?(?::(\d{2}))?", re.IGNORECASE)
_ANY_DAY: Final = date(2000, 1, 1)
_TRUE_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUE_DATE_LETTERS: Final = 10
_FAULTS: Final = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)
_BREAKS: Final = re.compile(r"[ \t]*[\r\n\v\f\t]+[ \t]*")
_PARTED: Final = re.compile(r"[,;/()]")
_YES: Final = frozenset(["ok", "x", "co", "yes", "y", "true", "1", "dung", "v"])
_NO: Final = frozenset(["", "khong", "no", "n", "false", "0", "sai"])


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell, the day that "12/11" and "hôm nay" are read on, how its column writes dates."""

    text: str
    today: date
    order: DateOrder = "day"
    since_1904: bool = False

    def day(self, text: str) -> date | None:
        """The day that a text means in this column."""
        return read_sheet_date(text, self.today, self.order, since_1904=self.since_1904)


def read_answer(question: Question, typed: Typed, choices: tuple[Choice, ...]) -> str:
    """The answer in lexical form; a text that cannot be read stays, for the form to refuse."""
    text = nfc(typed.text).strip()
    if not text:
        return ""
    match question.question_type:
        case QuestionType.SELECT_ONE:
            return _one(text, choices) or text
        case QuestionType.SELECT_MULTIPLE | QuestionType.RANK:
            return _several(text, choices)
        case QuestionType.ACKNOWLEDGE:
            return _acknowledged(text)
        case _:
            read = _READERS.get(question.value_type)
            if read is None:
                return _plain(question, text)
            return "" if is_none(text) else read(replace(typed, text=text))


def _plain(question: Question, text: str) -> str:
    """Text as it is typed: a true date of a sheet as it was seen there, a single line in one line.

    What a formula gives that failed is no text.
    """
    if text[0] == "#" and text in _FAULTS:
        return ""
    if len(text) == _TRUE_DATE_LETTERS and _TRUE_DATE.fullmatch(text):
        day = read_sheet_date(text, _ANY_DAY)
        return show_date(day) if day is not None else text
    if text.isprintable() or "multiline" in question.appearance:  # what breaks a line does not
        return text
    return _BREAKS.sub(" ", text)


def _number(typed: Typed) -> str:
    return read_sheet_number(typed.text) or typed.text


def _whole_number(typed: Typed) -> str:
    """A number; one with a fraction as it is shown, for a whole one to be asked for."""
    number = read_sheet_number(typed.text)
    return typed.text if number is None else number.replace(".", ",")


def _date(typed: Typed) -> str:
    day = typed.day(typed.text)
    return typed.text if day is None else day.isoformat()


def _time(typed: Typed) -> str:
    return _clock(typed.text) or typed.text


def _clock(text: str) -> str:
    match = _TIME.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return ""
    clock = f"{int(match[1]):02}:{int(match[2] or 0):02}"
    return f"{clock}:{match[3]}" if match[3] else clock


def _moment(typed: Typed) -> str:
    """`12/11/2026 9:30` or ISO, as a moment in Vietnam."""
    day_text, _, clock = typed.text.replace("T", " ").partition(" ")
    day = typed.day(day_text)
    at = _clock(clock.strip() or "0:00")
    return (
        f"{day.isoformat()}T{at}{':00' if len(at) == 5 else ''}+07:00"
        if day is not None and at
        else typed.text
    )


def _acknowledged(text: str) -> str:
    folded = fold(text)
    if folded in _NO:
        return ""
    return "OK" if folded in _YES else text


def _one(text: str, choices: tuple[Choice, ...]) -> str:
    """The name of the choice that a text names: exactly, or by label, accents or not."""
    for choice in choices:
        if choice.name == text:
            return choice.name
    folded = fold(text)
    for choice in choices:
        if folded == fold(choice.name) or any(
            folded == fold(label) for label in choice.labels.values()
        ):
            return choice.name
    parted = [choice.name for choice in choices if folded in _parts_of(choice)]
    return parted[0] if len(parted) == 1 else ""


def _parts_of(choice: Choice) -> frozenset[str]:
    """How a choice's label begins, where no other does so: “Tọa đàm” of “Tọa đàm, hội thảo”."""
    found: set[str] = set()
    for label in choice.labels.values():
        folded = fold(label)
        found.add(_PARTED.split(folded)[0].strip())
        if folded.endswith(" khac"):
            found.add("khac")
    return frozenset(part for part in found if len(part) > 1)


def _several(text: str, choices: tuple[Choice, ...]) -> str:
    """Names with a space between. Parted by ; or , or, where names were written, by spaces."""
    if whole := _one(text, choices):
        return whole
    pieces = text.split(";") if ";" in text else text.split(",")
    if len(pieces) == 1:
        pieces = text.split()
        if not all(_one(piece, choices) for piece in pieces):
            pieces = [text]
    named = [piece.strip() for piece in pieces if piece.strip()]
    # What names no choice is kept in one piece, so that the form can refuse it by name.
    found = [_one(piece, choices) or piece.replace(" ", "_") for piece in named]
    return " ".join(dict.fromkeys(found))


_READERS: Final[dict[ValueType, Callable[[Typed], str]]] = {
    ValueType.INTEGER: _whole_number,
    ValueType.DECIMAL: _number,
    ValueType.DATE: _date,
    ValueType.TIME: _time,
    ValueType.DATETIME: _moment,
}
