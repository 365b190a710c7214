"""Answers that a clerk keeps from record to record until another is given; remembered by form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hrdesk.forms.definition import QuestionType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hrdesk.forms.definition import Form, Question
    from hrdesk.records.entry import FormEntry
    from hrdesk.services.workspace import Workspace

_NEVER = frozenset(
    [
        QuestionType.IMAGE,
        QuestionType.FILE,
        QuestionType.NOTE,
        QuestionType.CALCULATE,
        QuestionType.HIDDEN,
        QuestionType.UNSUPPORTED,
    ]
)


def may_keep(question: Question) -> bool:
    """Whether the answer to a question can be kept: not a file, not what the form works out."""
    return question.question_type not in _NEVER and not question.readonly


def kept_answers(ws: Workspace, form_id: str) -> dict[str, str]:
    """Key and value of what is kept; "" is a question kept blank so far."""
    try:
        found: Any = json.loads(ws.setting(_name(form_id), "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(key): str(value) for key, value in found.items()}


def set_kept_answers(ws: Workspace, form_id: str, kept: Mapping[str, str]) -> None:
    """Remember what is kept, in place of what was."""
    ws.set_setting(_name(form_id), json.dumps(dict(kept), ensure_ascii=False, sort_keys=True))


def begin_with(entry: FormEntry, kept: Mapping[str, str]) -> None:
    """Give a new record the answers kept; they are where undo ends."""
    from hrdesk.records.entry import NodeRef  # the engine is loaded when a record is opened

    known = {question.key for question in entry.form.questions() if may_keep(question)}
    for key, value in kept.items():
        if key in known and value:
            entry.set_value(NodeRef(key), value)
    entry.begin_here()


def after_saving(form: Form, kept: Mapping[str, str], answers: Mapping[str, str]) -> dict[str, str]:
    """What is kept once a record with these answers was saved: their values, for the same keys.

    A question that was not answered this time keeps what it had.
    """
    asked = {question.key for question in form.questions()}
    return {key: answers.get(key, value) if key in asked else value for key, value in kept.items()}


def _name(form_id: str) -> str:
    return f"kept_answers:{form_id}"
