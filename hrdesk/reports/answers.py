"""Answers of a record as they are written on paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from hrdesk.forms.definition import Question, QuestionType, ValueType
from hrdesk.i18n import label_in
from hrdesk.vietnamese.formats import show_date, show_datetime, show_lexical_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hrdesk.forms.definition import Form, Item
    from hrdesk.reports.content import Align, CellKind

NOT_ANSWERED: Final = frozenset(
    {
        QuestionType.NOTE,
        QuestionType.CALCULATE,
        QuestionType.HIDDEN,
        QuestionType.IMAGE,
        QuestionType.FILE,
        QuestionType.UNSUPPORTED,
    }
)
_NARROWEST, _WIDEST = 8.0, 20.0  # of a column of choices
CHOSEN: Final = frozenset(
    {QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK}
)


def asked(questions: Iterable[Item]) -> Iterator[Question]:
    """The questions among `questions` that a person answers on paper."""
    for item in questions:
        if isinstance(item, Question) and item.question_type not in NOT_ANSWERED:
            yield item


def label_of(item: Item, language: str) -> str:
    """Its label without placeholders of other answers; the name when it has none."""
    return label_in(dict(item.labels), language) or item.name


def shown_answer(form: Form, question: Question, lexical: str, language: str) -> str:
    """An answer in words: labels of choices, dates and numbers the Vietnamese way."""
    if question.question_type in CHOSEN:
        words = {one.name: label_in(dict(one.labels), language) for one in form.choices(question)}
        return "; ".join(words.get(name) or name for name in lexical.split())
    try:
        return _plain(question, lexical) if lexical else ""
    except ValueError:  # kept as it was typed
        return lexical


def _plain(question: Question, lexical: str) -> str:
    match question.value_type:
        case ValueType.DATE:
            return show_date(date.fromisoformat(lexical))
        case ValueType.DATETIME:
            return show_datetime(datetime.fromisoformat(lexical))
        case ValueType.INTEGER | ValueType.DECIMAL:
            return show_lexical_number(lexical)
        case _:
            return lexical


def column_of(form: Form, question: Question, language: str) -> tuple[float, Align, CellKind]:
    """Share of the width, side and kind of a column of its answers.

    Choices take room by their longest label, so that yes and no stand in a narrow column.
    """
    if question.question_type in CHOSEN:
        labels = (label_in(dict(one.labels), language) for one in form.choices(question))
        longest = max(map(len, labels), default=0)
        return min(max(longest * 0.6, _NARROWEST), _WIDEST), "left", "text"
    match question.value_type:
        case ValueType.DATE:
            return 12, "center", "date"
        case ValueType.INTEGER | ValueType.DECIMAL:
            return 11, "right", "number"
        case _:
            return 30, "left", "text"
