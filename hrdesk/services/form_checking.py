"""The form checker ("Kiểm tra biểu mẫu"): may this definition be put in use, and what would change.

Nothing is put in use here: whatever is wrong with a file, the last good version stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.errors import FormError, FormSheetError, FormUnknownError, HrdeskError
from hrdesk.i18n import language, tr, tr_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hrdesk.forms.changes import Difference
    from hrdesk.forms.checks import FormFinding
    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.forms.definition import Form
    from hrdesk.indicators.plan import Plan
    from hrdesk.services.workspace import Workspace

ERROR: Final = "error"


@dataclass(frozen=True, slots=True)
class FormReport:
    """What there is to say about one file. `compiled` is None when it could not be read."""

    source_name: str
    form_id: str
    version: str
    title: str
    questions: int
    findings: tuple[FormFinding, ...]  # errors first, then warnings
    differences: tuple[Difference, ...] = ()  # against the version in use
    compiled: CompiledForm | None = None

    @property
    def errors(self) -> tuple[FormFinding, ...]:
        """What stops the form from being used."""
        return tuple(finding for finding in self.findings if finding.severity == ERROR)

    @property
    def warnings(self) -> tuple[FormFinding, ...]:
        """What is only advice."""
        return tuple(finding for finding in self.findings if finding.severity != ERROR)

    @property
    def usable(self) -> bool:
        """Whether the form can be put in use."""
        return self.compiled is not None and not self.errors


def check_form_file(path: Path, ws: Workspace | None = None) -> FormReport:
    """All faults of a definition (.xlsx, .xls, .csv, .md) and, in a workspace, what it changes.

    A file that cannot be read at all is a finding too. Takes a tenth of a second a form, half a
    second the first time.
    """
    from hrdesk.forms.compilation import compile_form
    from hrdesk.forms.xform import parse_form
    from hrdesk.forms.xlsform import convert

    try:
        compiled = compile_form(parse_form(convert(path)))
    except FormError as error:
        return FormReport(path.name, "", "", "", 0, (_unread(error),))
    except RecursionError:
        return FormReport(path.name, "", "", "", 0, (_too_deep(),))
    form = compiled.form
    in_use = _in_use(ws, form.form_id)
    differences = _differences(in_use, form)
    rows = _Rows(path, form)
    findings = [*_checked(compiled, path), *_refused(differences, rows), *_lost(form)]
    findings += _unfitting(ws, form, differences, rows)
    findings += [*_indicator_faults(form), *_indicators_gone(in_use, form)]
    findings.sort(key=lambda finding: finding.severity != ERROR)
    return FormReport(
        source_name=path.name,
        form_id=form.form_id,
        version=form.version,
        title=form.titles.get(language()) or next(iter(form.titles.values()), form.form_id),
        questions=sum(1 for _ in form.questions()),
        findings=tuple(findings),
        differences=differences,
        compiled=compiled,
    )


def write_form_workbook(form_id: str, out: Path, ws: Workspace | None = None) -> None:
    """The definition of a form as a workbook for the officer: of the version in use, else as shipped.

    Raises:
        FormUnknownError: there is no such form.
        FileError: the place cannot be written to.
    """
    from hrdesk.files import write_durably
    from hrdesk.forms.xlsform import write_xlsx
    from hrdesk.resources import shipped_forms

    edited = _edited_file(ws, form_id)
    if edited is not None and edited.suffix.lower() == out.suffix.lower():
        write_durably(out, edited.read_bytes())
        return
    if edited is not None and edited.suffix.lower() == ".md":
        write_xlsx(edited, out)
        return
    known = {path.stem: path for path in sorted(shipped_forms().glob("*.md"))}
    if form_id not in known:
        raise FormUnknownError(form_id=form_id, known=", ".join(known))
    write_xlsx(known[form_id], out)


def edited_files(ws: Workspace) -> Path:
    """Where the files lie from which forms came into use here, named by the form's digest."""
    return ws.paths.folder / "forms"


def _edited_file(ws: Workspace | None, form_id: str) -> Path | None:
    if ws is None or form_id not in ws.store.active_forms():
        return None
    digest = ws.form(form_id).digest
    return next(iter(sorted(edited_files(ws).glob(f"{digest}.*"))), None)


def _checked(compiled: CompiledForm, path: Path) -> tuple[FormFinding, ...]:
    from hrdesk.forms.checks import check_form

    return check_form(compiled, path)


def _in_use(ws: Workspace | None, form_id: str) -> Form | None:
    if ws is None or form_id not in ws.store.active_forms():
        return None
    return ws.form(form_id)


def _differences(old: Form | None, new: Form) -> tuple[Difference, ...]:
    from hrdesk.forms.changes import compare_forms

    return compare_forms(old, new, language()) if old is not None else ()


class _Rows:
    """Where questions stand on the survey sheet; the file is read when somebody asks."""

    def __init__(self, path: Path, form: Form) -> None:
        self._path = path
        self._form = form
        self._known: dict[str, int] | None = None

    def row(self, name: str) -> int:
        """The row of `key`, or of `repeat/key`; 0 when it is not there."""
        if self._known is None:
            self._known = dict(self._rows())
        return self._known.get(name, 0)

    def _rows(self) -> Iterator[tuple[str, int]]:
        from hrdesk.forms.sheets import Places

        places = Places.of(self._path, self._form)
        for repeat in (None, *(each.key for each in self._form.repeats())):
            for question in self._form.questions(repeat):
                name = f"{repeat}/{question.key}" if repeat else question.key
                yield name, places.row(question.path)


def _refused(differences: tuple[Difference, ...], rows: _Rows) -> Iterator[FormFinding]:
    from hrdesk.forms.changes import ChangeKind
    from hrdesk.forms.checks import FormFinding

    for difference in differences:
        if difference.refused or difference.kind is ChangeKind.VERSION_SAME:
            settings = difference.name == "version"
            yield FormFinding(
                sheet="settings" if settings else "survey",
                row=2 if settings else rows.row(difference.name),
                column="version" if settings else "type",
                message=difference.sentence(language()),
                remedy=tr("The version in use stays until this is mended."),
                severity=ERROR if difference.refused else "warning",
            )


def _unfitting(
    ws: Workspace | None, form: Form, differences: tuple[Difference, ...], rows: _Rows
) -> list[FormFinding]:
    from hrdesk.services.form_fitting import fitting_faults

    told = frozenset(difference.name for difference in differences if difference.refused)
    return list(fitting_faults(ws, form, told, rows.row))


def _lost(form: Form) -> Iterator[FormFinding]:
    """Indicators that the form would break."""
    from hrdesk.forms.checks import FormFinding
    from hrdesk.indicators.following import lost_names

    for lost in lost_names(_plan(), {form.form_id: form}):
        where = f"{lost.repeat}/{lost.name}" if lost.repeat else lost.name
        what = lost.indicator or tr("the counts of the report")
        yield FormFinding(
            sheet="survey",
            row=0,
            column="name",
            message=tr(
                "{indicator} counts “{name}”, which the form no longer asks.",
                indicator=what,
                name=where,
            ),
            remedy=tr("Keep the question, or change the indicator with the form."),
            severity=ERROR if lost.indicator else "warning",
        )


def _indicator_faults(form: Form) -> Iterator[FormFinding]:
    """Lines of the sheet `indicators` that cannot be worked out over the form."""
    from hrdesk.forms.checks import FormFinding
    from hrdesk.indicators.form_indicators import indicator_faults

    spoken = language()
    for fault in indicator_faults(form):
        if fault.error is not None:
            message = tr_in(spoken, fault.error.sentence, **fault.error.values)
            remedy = tr_in(spoken, fault.error.remedy, **fault.error.values)
        elif fault.names:
            message = tr(
                "The indicator {indicator} counts “{name}”, which the form does not ask.",
                indicator=fault.indicator_id,
                name=", ".join(fault.names),
            )
            remedy = tr("Keep the question, or change the indicator with the form.")
        else:
            message = tr(
                "The indicator in row {row} cannot be used because of its {column}.",
                row=fault.row,
                column=fault.column,
            )
            remedy = tr("Ids are given once; basis is period, stock or cumulative.")
        yield FormFinding("indicators", fault.row, fault.column, message, remedy, ERROR)


def _indicators_gone(in_use: Form | None, form: Form) -> Iterator[FormFinding]:
    """Indicators of the version in use that the new one no longer brings."""
    from hrdesk.forms.checks import FormFinding

    left = {line.get("id", "") for line in form.indicators}
    for line in in_use.indicators if in_use is not None else ():
        if line.get("id", "") not in left:
            yield FormFinding(
                "indicators",
                0,
                "id",
                tr(
                    "The indicator {indicator} of the version in use is not in this one.",
                    indicator=line.get("id", ""),
                ),
                tr("Keep its line in the sheet indicators if it shall still be computed."),
                "warning",
            )


def _plan() -> Plan:
    from hrdesk.indicators.plan import load_plan

    return load_plan()


def _unread(error: HrdeskError) -> FormFinding:
    from hrdesk.forms.checks import FormFinding

    values: Mapping[str, object] = error.values
    located = isinstance(error, FormSheetError)
    row = values.get("row")
    spoken = language()
    return FormFinding(
        sheet=str(values["sheet"]) if located else "",
        row=row if isinstance(row, int) else 0,
        column=str(values.get("column", "")) if located else "",
        message=_capital(str(values["reason"]))
        if located
        else tr_in(spoken, error.sentence, **values),
        remedy=tr_in(spoken, error.remedy, **values),
        severity=ERROR,
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _too_deep() -> FormFinding:
    from hrdesk.forms.checks import FormFinding

    return FormFinding(
        sheet="survey",
        row=0,
        column="",
        message=tr("Groups or expressions stand too deep inside one another."),
        remedy=tr("Make the form flatter."),
        severity=ERROR,
    )
