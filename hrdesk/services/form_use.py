"""A checked form comes into use: in this workspace and in the next kit; its versions, and a trial.

Only the province changes forms; a desk gets them with a kit. What is not usable changes nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hrdesk.errors import FormNotUsableError, NotProvinceError
from hrdesk.files import copy_durably, make_folder
from hrdesk.i18n import language, tr
from hrdesk.services.form_checking import check_form_file, edited_files
from hrdesk.services.workspace import today_of
from hrdesk.store.schema import KeptVersion
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.forms.changes import Difference
    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.records.entry import FormEntry
    from hrdesk.services.form_checking import FormReport
    from hrdesk.services.workspace import Workspace

__all__ = [
    "KeptVersion",
    "PutInUse",
    "compare_versions",
    "form_versions",
    "language_names",
    "put_in_use",
    "trial_entry",
]


@dataclass(frozen=True, slots=True)
class PutInUse:
    """What came into use; `added` and `widened` are columns, as `key` or `repeat/key`."""

    report: FormReport
    known: bool
    added: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    widened: tuple[str, ...] = ()


def put_in_use(ws: Workspace, path: Path, *, now: datetime) -> PutInUse:
    """Check a definition; when it is usable, use it here from now on and in the next kit.

    All or nothing: a store that stops half-way still has the version it had.

    Raises:
        NotProvinceError: this desk gets its forms with a kit.
        FormNotUsableError: the checker found errors; the version in use stays.
        FormTypeChangedError, FormTooWideError: the answers kept do not fit.
    """
    from hrdesk.services.kit_next import bring_form
    from hrdesk.services.kit_taking import KIND_TITLES

    if not ws.province:
        raise NotProvinceError(unit=ws.unit.name)
    report = check_form_file(path, ws)
    if not report.usable or report.compiled is None:
        raise FormNotUsableError(name=path.name, count=len(report.errors))
    form = report.compiled.form
    make_folder(edited_files(ws))
    copy_durably(path, edited_files(ws) / f"{form.digest}{path.suffix.lower()}")
    with ws.store.transaction():
        change = ws.store.put_form(form, source_name=path.name, at=now)
        titles = json.loads(ws.setting(KIND_TITLES, "{}"))
        titles[form.form_id] = dict(form.titles)
        ws.set_setting(KIND_TITLES, json.dumps(titles, ensure_ascii=False))
        bring_form(ws, path)
    ws.forget_forms()
    return PutInUse(report, change.known, change.added, change.renamed, change.widened)


def form_versions(ws: Workspace, form_id: str) -> tuple[KeptVersion, ...]:
    """Every version kept of a form, the newest first.

    Raises:
        FormUnknownError: there is no such form.
    """
    ws.form(form_id)
    return ws.store.form_versions(form_id)


def compare_versions(ws: Workspace, form_id: str, old: str, new: str) -> tuple[Difference, ...]:
    """What is otherwise in `new` than in `old`, in words of the language now spoken.

    Raises:
        FormUnknownError: there is no such form or version.
    """
    from hrdesk.forms.changes import compare_forms

    before = ws.compiled(form_id, old).form
    after = ws.compiled(form_id, new).form
    return compare_forms(before, after, language())


def trial_entry(
    compiled: CompiledForm, *, now: datetime, spoken: str, like: FormEntry | None = None
) -> FormEntry:
    """A record to try a form with; it has no id and is kept nowhere.

    `like`: a trial of an earlier state of the form, whose answers are taken over by name.
    """
    from hrdesk.records.entry import FormEntry, NodeRef

    entry = FormEntry.new(compiled, today=today_of(now), now=now, language=spoken)
    if like is not None:
        asked = {question.key for question in entry.form.questions()}
        for key, value in like.answers(for_record=False).items():
            if key in asked and value:
                entry.set_value(NodeRef(key), value)
    return entry


def language_names(compiled: CompiledForm) -> tuple[tuple[str, str], ...]:
    """The languages of a form: code and name."""
    known = {"vi": tr("Vietnamese"), "en": tr("English"), "km": tr("Khmer"), "default": tr("Form")}
    return tuple((code, known.get(code, code)) for code in compiled.form.languages)
