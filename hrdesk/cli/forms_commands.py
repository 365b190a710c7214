"""Commands on form definitions: check one, compare two, write one as a workbook."""

from __future__ import annotations

import importlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hrdesk.cli.session import FILE, Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    JsonValue,
    SpokenCommand,
    SpokenGroup,
    SpokenOption,
    result,
    result_json,
    say,
)
from hrdesk.errors import EXIT_OK, EXIT_REFUSED, EXIT_REMARKS, WindowMissingError
from hrdesk.i18n import N_, language, tr, trn
from hrdesk.vietnamese.formats import show_datetime

if TYPE_CHECKING:
    from hrdesk.forms.changes import Difference
    from hrdesk.forms.checks import FormFinding
    from hrdesk.services.form_checking import FormReport


@click.group(
    "forms", cls=SpokenGroup, help=N_("Forms: check a definition, compare, write a workbook.")
)
def GROUP() -> None:  # noqa: N802 - the group that the root adds, as in the other modules
    """Commands on form definitions."""


@GROUP.command(
    "check",
    cls=SpokenCommand,
    help=N_("Check a form definition (.xlsx, .xls, .csv, .md): every fault with sheet and row."),
)
@click.argument("path", metavar="FILE", type=FILE)
@JSON_OPTION
@pass_session
def check(session: Session, path: Path, json_wanted: bool) -> int:
    """0 when it can be used, 10 when there is advice, 20 when it cannot be used."""
    report = _report(session, path)
    if json_wanted:
        result_json(_as_json(report))
    else:
        _tell(report)
    if not report.usable:
        return EXIT_REFUSED
    return EXIT_REMARKS if report.warnings else EXIT_OK


@GROUP.command(
    "preview",
    cls=SpokenCommand,
    help=N_("Show a form as the clerk will see it; with --out, write pictures of its pages."),
)
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--out",
    type=FILE,
    cls=SpokenOption,
    help=N_("Write the first page to this .png; further pages beside it get -2, -3 …"),
)
@click.option(
    "--form-lang",
    "spoken",
    cls=SpokenOption,
    help=N_("The language of the form to show: vi, en …"),
)
@JSON_OPTION
@pass_session
def preview(
    session: Session, path: Path, out: Path | None, spoken: str | None, json_wanted: bool
) -> int:
    """0 when it was shown, 10 when it also has errors (told), 20 when it cannot be read at all."""
    report = _report(session, path)
    if report.compiled is None:
        _tell(report)
        return EXIT_REFUSED
    shown_well = EXIT_OK if report.usable else EXIT_REMARKS
    if report.errors:
        count = len(report.errors)
        say(
            trn(
                "{count} error; see: hrdesk forms check",
                "{count} errors; see: hrdesk forms check",
                count,
            )
        )
    window = _preview_window()
    wanted = spoken or language()
    if out is None and window.has_display():
        window.show_window(report.compiled, session.now, wanted)
        return shown_well
    to = out or Path(path.with_suffix(".png").name)
    pictures = window.write_pictures(report.compiled, session.now, wanted, to)
    if json_wanted:
        result_json({"form": report.form_id, "pages": [str(one) for one in pictures]})
    else:
        for one in pictures:
            result(str(one))
    return shown_well


@GROUP.command(
    "put",
    cls=SpokenCommand,
    help=N_("Put a checked form in use, here and in the next kit (province)."),
)
@click.argument("path", metavar="FILE", type=FILE)
@JSON_OPTION
@pass_session
def put(session: Session, path: Path, json_wanted: bool) -> int:
    """Told what changes; when it has errors nothing changes."""
    from hrdesk.services.form_checking import check_form_file
    from hrdesk.services.form_use import put_in_use

    with session.workspace() as ws:
        report = check_form_file(path, ws)
        if ws.province and not report.usable:
            result_json(_as_json(report)) if json_wanted else _tell(report)
            return EXIT_REFUSED
        done = put_in_use(ws, path, now=session.now)
    if json_wanted:
        told = _as_json(done.report)
        columns = {"added": done.added, "renamed": done.renamed, "widened": done.widened}
        lists: dict[str, JsonValue] = {name: list(keys) for name, keys in columns.items()}
        result_json({**told, "known": done.known, **lists})
        return EXIT_OK
    for difference in done.report.differences:
        result(difference.sentence(language()))
    result(
        tr(
            "{form} {version} is in use now and goes out with the next kit.",
            form=done.report.form_id,
            version=done.report.version,
        )
    )
    return EXIT_OK


@GROUP.command(
    "versions",
    cls=SpokenCommand,
    help=N_("Every version kept of a form, with how many records it has."),
)
@click.argument("form_id", metavar="FORM")
@JSON_OPTION
@pass_session
def versions(session: Session, form_id: str, json_wanted: bool) -> int:
    """The newest first; the one in use is marked."""
    from hrdesk.services.form_use import form_versions

    with session.workspace() as ws:
        kept = form_versions(ws, form_id)
    if json_wanted:
        result_json(
            {
                "form": form_id,
                "versions": [
                    {
                        "version": one.version,
                        "active": one.active,
                        "records": one.records,
                        "source": one.source_name,
                        "imported_at": one.imported_at.isoformat(),
                        "sha256": one.digest,
                    }
                    for one in kept
                ],
            }
        )
        return EXIT_OK
    for one in kept:
        count = trn("{count} record", "{count} records", one.records)
        line = f"{one.version}  {show_datetime(one.imported_at)}  {one.source_name}  {count}"
        result(f"* {line}" if one.active else f"  {line}")
    return EXIT_OK


@GROUP.command(
    "diff",
    cls=SpokenCommand,
    help=N_("What one version of a form changes against another, in words."),
)
@click.argument("form_id", metavar="FORM")
@click.argument("old", metavar="V1")
@click.argument("new", metavar="V2")
@JSON_OPTION
@pass_session
def diff(session: Session, form_id: str, old: str, new: str, json_wanted: bool) -> int:
    """Nothing is said when nothing differs."""
    from hrdesk.services.form_use import compare_versions

    with session.workspace() as ws:
        differences = compare_versions(ws, form_id, old, new)
    if json_wanted:
        result_json({"form": form_id, "old": old, "new": new, "changes": _changes(differences)})
        return EXIT_OK
    for difference in differences:
        result(difference.sentence(language()))
    return EXIT_OK


@GROUP.command(
    "xlsx",
    cls=SpokenCommand,
    help=N_("Write a form as a workbook that can be edited in a spreadsheet."),
)
@click.argument("form_id", metavar="FORM")
@click.option(
    "--out",
    type=FILE,
    required=True,
    cls=SpokenOption,
    help=N_("The file to write."),
)
@pass_session
def write_workbook(session: Session, form_id: str, out: Path) -> int:
    """Write the definition of FORM: of the version in use, without a workspace as shipped."""
    from hrdesk.services.form_checking import write_form_workbook
    from hrdesk.services.workspace import workspace_exists

    if workspace_exists(session.data):
        with session.workspace() as ws:
            write_form_workbook(form_id, out, ws)
    else:
        write_form_workbook(form_id, out)
    result(str(out))
    return EXIT_OK


def _preview_window() -> Any:  # noqa: ANN401 - a module that only the window's program has
    """What shows forms; loaded by name, because a command loads no Qt and knows no window.

    Raises:
        WindowMissingError: the program was installed without its window.
    """
    try:
        return importlib.import_module("hrdesk.gui.shell.form_preview")
    except ImportError as error:
        raise WindowMissingError(reason=error) from error


def _report(session: Session, path: Path) -> FormReport:
    """Compared with the form in use where there is a workspace."""
    from hrdesk.services.form_checking import check_form_file
    from hrdesk.services.workspace import workspace_exists

    if not workspace_exists(session.data):
        return check_form_file(path)
    with session.workspace() as ws:
        return check_form_file(path, ws)


def _tell(report: FormReport) -> None:
    if report.form_id:
        count = trn("{count} question", "{count} questions", report.questions)
        result(f"{report.form_id} {report.version}: {report.title} ({count})")
    for finding in report.findings:
        result(f"{'!' if finding.severity == 'error' else '-'} {_place(finding)}{finding.message}")
        result(f"    {finding.remedy}")
    if report.differences:
        result(tr("Against the version in use:"))
        for difference in report.differences:
            result(f"  {difference.sentence(language())}")
    if not report.usable:
        result(tr("The form cannot be put in use. The version in use stays."))
    else:
        result(tr("The form can be put in use."))


def _place(finding: FormFinding) -> str:
    parts = [finding.sheet, str(finding.row) if finding.row else "", finding.column]
    shown = " · ".join(part for part in parts if part)
    return f"{shown}: " if shown else ""


def _as_json(report: FormReport) -> dict[str, JsonValue]:
    return {
        "file": report.source_name,
        "form": report.form_id,
        "version": report.version,
        "title": report.title,
        "questions": report.questions,
        "usable": report.usable,
        "findings": [asdict(finding) for finding in report.findings],
        "changes": _changes(report.differences),
    }


def _changes(differences: tuple[Difference, ...]) -> JsonValue:
    return [
        {
            "kind": str(difference.kind),
            "name": difference.name,
            "sentence": difference.sentence(language()),
            "refused": difference.refused,
        }
        for difference in differences
    ]
