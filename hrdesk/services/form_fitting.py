"""Whether the answers kept so far would still fit a new version: asked before it is put in use.

The version in use is not all there is: a question that was retired years ago has its answers still,
and a name that was given up belongs to the question that had it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    FormError,
    FormNameReusedError,
    FormTooWideError,
    FormTypeChangedError,
)
from hrdesk.forms.changes import value_type_fits
from hrdesk.forms.checks import FormFinding
from hrdesk.forms.definition import ValueType
from hrdesk.i18n import language, tr, tr_in
from hrdesk.store.tables import COLUMN_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hrdesk.forms.definition import Form, Question
    from hrdesk.services.workspace import Workspace

_FORM_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
Kinds = dict[str, dict[str, str]]  # by repeat, by name


def fitting_faults(
    ws: Workspace | None, form: Form, told: frozenset[str], row_of: Callable[[str], int]
) -> Iterator[FormFinding]:
    """What would stop the form from being kept; names in `told` are spoken of already."""
    if not _FORM_ID.fullmatch(form.form_id):
        yield FormFinding(
            "settings",
            2,
            "form_id",
            tr("The form_id “{form_id}” cannot name files and tables.", form_id=form.form_id),
            tr("Use letters a-z, digits, _ and -, beginning with a letter, at most 64."),
            "error",
        )
        return
    kinds = ws.store.kept_kinds(form.form_id) if ws is not None else {}
    earlier = ws.store.renamed_keys(form.form_id) if ws is not None else {}
    for repeat in (None, *(each.key for each in form.repeats())):
        asked = {
            question.key: question
            for question in form.questions(repeat)
            if question.value_type is not ValueType.NONE
        }
        kept = kinds.get(repeat or "", {})
        for place, error in _of_table(form, repeat, asked, kept, earlier.get(repeat or "", {})):
            if place not in told:
                yield _finding(error, row_of(place) if place else 0)


def _of_table(
    form: Form,
    repeat: str | None,
    asked: Mapping[str, Question],
    kept: Mapping[str, str],
    earlier: Mapping[str, str],
) -> Iterator[tuple[str, FormError]]:
    count = len(kept.keys() | asked.keys())
    if count > COLUMN_LIMIT:
        yield "", FormTooWideError(form_id=form.form_id, count=count, limit=COLUMN_LIMIT)
    for key, question in asked.items():
        place = f"{repeat}/{key}" if repeat else key
        present = earlier.get(key, key) if key not in kept else key
        if present != key and present in asked:
            yield place, FormNameReusedError(form_id=form.form_id, key=key, present=present)
        elif present in kept and not value_type_fits(ValueType(kept[present]), question.value_type):
            yield (
                place,
                FormTypeChangedError(
                    form_id=form.form_id,
                    key=place,
                    old=kept[present],
                    new=question.value_type.value,
                ),
            )


def _finding(error: FormError, row: int) -> FormFinding:
    spoken = language()
    return FormFinding(
        "survey",
        row,
        "type" if isinstance(error, FormTypeChangedError) else "name",
        tr_in(spoken, error.sentence, **error.values),
        tr_in(spoken, error.remedy, **error.values),
        "error",
    )
