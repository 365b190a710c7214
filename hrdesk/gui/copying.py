"""Which answers of the previous record a new one takes over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hrdesk.forms.definition import Group, Item, Question, QuestionType
from hrdesk.gui.question_widgets.choosing import is_shown
from hrdesk.records.entry import FormEntry, NodeRef

_NEVER: Final = frozenset({QuestionType.IMAGE, QuestionType.FILE, QuestionType.NOTE})


def copied_answers(
    entry: FormEntry, previous: Mapping[str, str]
) -> tuple[list[tuple[NodeRef, str]], NodeRef | None]:
    """The answers to take over, and where the keyboard goes: the date that must be new.

    Dates that stand beside the date of the event, files and calculated values are not taken over.
    """
    event = entry.form.settings.get("event_on_key", "")
    dates = _dates_beside(entry.form.children, event)
    answers = [
        (NodeRef(question.key), previous[question.key])
        for question in entry.form.questions()
        if question.key in previous
        and is_shown(question)
        and not question.readonly
        and question.question_type not in _NEVER
        and question.key not in dates
    ]
    return answers, NodeRef(event) if event else None


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
