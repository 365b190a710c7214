"""What a person typed into a cell, read the Vietnamese way as an answer in lexical form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from hrdesk.forms.definition import Choice, Question, QuestionType, ValueType
from hrdesk.vietnamese.formats import parse_date, parse_number
from hrdesk.vietnamese.text import fold, nfc

_TIME: Final = re.compile(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{1,2})?)?(?::(\d{2}))?", re.IGNORECASE)
_YES: Final = frozenset(["ok", "x", "co", "yes", "y", "true", "1", "dung", "v"])
_NO: Final = frozenset(["", "khong", "no", "n", "false", "0", "sai"])


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell, and the day that "12/11" and "hôm nay" are read on."""

    text: str
    today: date


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
            return read(text, typed.today) if read else text


def _number(text: str, _today: date) -> str:
    return parse_number(text) or text


def _date(text: str, today: date) -> str:
    day = parse_date(text.partition("T")[0] if "T" in text else text, today)
    return text if day is None else day.isoformat()


def _time(text: str, _today: date) -> str:
    return _clock(text) or text


def _clock(text: str) -> str:
    match = _TIME.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return ""
    clock = f"{int(match[1]):02}:{int(match[2] or 0):02}"
    return f"{clock}:{match[3]}" if match[3] else clock


def _moment(text: str, today: date) -> str:
    """`12/11/2026 9:30` or ISO, as a moment in Vietnam."""
    day_text, _, clock = text.replace("T", " ").partition(" ")
    day, at = parse_date(day_text, today), _clock(clock.strip() or "0:00")
    return (
        f"{day.isoformat()}T{at}{':00' if len(at) == 5 else ''}+07:00"
        if day is not None and at
        else text
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
    return ""


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


_READERS: Final[dict[ValueType, Callable[[str, date], str]]] = {
    ValueType.INTEGER: _number,
    ValueType.DECIMAL: _number,
    ValueType.DATE: _date,
    ValueType.TIME: _time,
    ValueType.DATETIME: _moment,
}
