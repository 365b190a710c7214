"""Answers under the names that a version of a form uses, whatever they were called when given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.records.record import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hrdesk.forms.definition import Form

    Renamed = Mapping[str, Mapping[str, str]]  # by repeat ("" for none): earlier name, present one


def in_names_of(
    form: Form,
    renamed: Renamed,
    answers: Mapping[str, str],
    repeats: Mapping[str, tuple[Row, ...]],
) -> tuple[dict[str, str], dict[str, tuple[Row, ...]]]:
    """Answers and rows under the names of the form; those it does not ask keep theirs.

    `renamed`: as the store tells it. An answer that stands there under both names is the one under
    the form's own name.
    """
    if not any(renamed.values()):
        return dict(answers), dict(repeats)
    return _answers(form, renamed, "", answers), _repeats(form, renamed, repeats)


def _answers(
    form: Form, renamed: Renamed, repeat_key: str, answers: Mapping[str, str]
) -> dict[str, str]:
    present = renamed.get(repeat_key, {})
    if not present:
        return dict(answers)
    own = {question.key for question in form.questions(repeat_key or None)}
    wanted = {present.get(key, key): key for key in own}
    named = {key: value for key, value in answers.items() if key in own}
    for key, value in answers.items():
        if key not in own:
            named.setdefault(wanted.get(present.get(key, key), key), value)
    return named


def _repeats(
    form: Form, renamed: Renamed, repeats: Mapping[str, tuple[Row, ...]]
) -> dict[str, tuple[Row, ...]]:
    known = {repeat.key for repeat in form.repeats()}
    return {
        key: tuple(
            Row(_answers(form, renamed, key, row.answers), _repeats(form, renamed, row.repeats))
            for row in rows
        )
        if key in known
        else rows
        for key, rows in repeats.items()
    }
