"""What feeds the title, the summary and the search words of a form's records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hrdesk.forms.definition import Form, Question, QuestionType
from hrdesk.i18n import label_in
from hrdesk.store.layout import Listing

if TYPE_CHECKING:
    from collections.abc import Iterator


def listing_of(form: Form) -> Listing:
    """What the form says about it: its roles, its questions in words, the personal ones left out."""
    own = {question.key: question for question in form.questions()}
    texts: dict[str, tuple[str, ...]] = {"": _searched(form.questions())}
    for repeat in form.repeats():
        if not repeat.personal:
            texts[repeat.key] = _searched(form.questions(repeat.key))
    title_key = form.settings.get("title_key", "")
    if title_key not in own:
        title_key = next(iter(texts[""]), "")
    return Listing(
        title_key=title_key,
        title_is_name=title_key in own and own[title_key].personal,  # a person's name
        summary=tuple(
            (
                key,
                own[key].value_type.value,
                {
                    choice.name: label_in(dict(choice.labels), "vi")
                    for choice in form.choices(own[key])
                },
            )
            for key in form.settings.get("summary_keys", "").split()
            if key in own
        ),
        texts=texts,
    )


def _searched(questions: Iterator[Question]) -> tuple[str, ...]:
    return tuple(
        question.key
        for question in questions
        if question.question_type is QuestionType.TEXT and not question.personal
    )


def write_listing(form: Form, listing: Listing) -> str:
    """As JSON text, with the keys that this version asks; see `read_listing`."""
    return json.dumps(
        {
            "title_key": listing.title_key,
            "title_is_name": listing.title_is_name,
            "summary": listing.summary,
            "texts": listing.texts,
            "asked": [question.key for question in form.questions()],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
