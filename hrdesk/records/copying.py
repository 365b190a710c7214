"""Which answers of one record another one takes over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hrdesk.forms.definition import Form, Group, Item, Question, QuestionType

_NEVER: Final = frozenset(
    [
        QuestionType.IMAGE,
        QuestionType.FILE,
        QuestionType.NOTE,
        QuestionType.CALCULATE,
        QuestionType.HIDDEN,
        QuestionType.UNSUPPORTED,
    ]
)


def answers_to_copy(form: Form, previous: Mapping[str, str]) -> dict[str, str]:
    """The answers to take over, in the order asked.

    Dates that stand beside the date of the event, files and calculated values are not taken over.
    """
    dates = _dates_beside(form.children, form.settings.get("event_on_key", ""))
    return {
        question.key: previous[question.key]
        for question in form.questions()
        if question.key in previous
        and not question.readonly
        and question.question_type not in _NEVER
        and question.key not in dates
    }


def _dates_beside(children: tuple[Item, ...], event: str) -> set[str]:
    for siblings in _families(children):
        keys = {item.key for item in siblings if isinstance(item, Question)}
        if event in keys:
            return {
                item.key
                for item in siblings
                if isinstance(item, Question) and item.question_type is QuestionType.DATE
            }
    return {event}


def _families(children: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    yield children
    for child in children:
        if isinstance(child, Group):
            yield from _families(child.children)
