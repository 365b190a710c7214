"""Commands on form definitions: check one, compare two, write one as a workbook."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

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
)
from hrdesk.errors import EXIT_OK, EXIT_REFUSED, EXIT_REMARKS
from hrdesk.i18n import N_, language, tr, trn

if TYPE_CHECKING:
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
def write_workbook(form_id: str, out: Path) -> int:
    """Write the shipped definition of FORM."""
    from hrdesk.services.form_checking import write_form_workbook

    write_form_workbook(form_id, out)
    result(str(out))
    return EXIT_OK


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


def _as_json(report: FormReport) -> JsonValue:
    return {
        "file": report.source_name,
        "form": report.form_id,
        "version": report.version,
        "title": report.title,
        "questions": report.questions,
        "usable": report.usable,
        "findings": [asdict(finding) for finding in report.findings],
        "changes": [
            {
                "kind": str(difference.kind),
                "name": difference.name,
                "sentence": difference.sentence(language()),
                "refused": difference.refused,
            }
            for difference in report.differences
        ],
    }
