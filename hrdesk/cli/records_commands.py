"""Commands on records: import a table, list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.session import FILE, PERIOD, Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenGroup,
    SpokenOption,
    Table,
    Told,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK, EXIT_REMARKS, RecordError
from hrdesk.i18n import N_, tr, trn
from hrdesk.records.record import RecordStatus

if TYPE_CHECKING:
    from hrdesk.indicators.period import Period
    from hrdesk.services.importing import ImportOutcome


_STATES = {
    RecordStatus.INCOMPLETE: N_("incomplete"),
    RecordStatus.COMPLETE: N_("complete"),
    RecordStatus.SUBMITTED: N_("handed over"),
}


@click.group(cls=SpokenGroup, help=N_("Records: take over a table, list."))
def records() -> None:
    """Commands on records."""


@records.command("import", help=N_("Take over the rows of a .csv or .xlsx file into FORM."))
@click.argument("form_id", metavar="FORM")
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--period",
    type=PERIOD,
    cls=SpokenOption,
    help=N_("Refuse rows whose date lies outside this period."),
)
@click.option(
    "--sheet", default="", cls=SpokenOption, help=N_("Sheet of the workbook; the first one else.")
)
@click.option(
    "--header-row",
    type=click.IntRange(min=1),
    default=None,
    cls=SpokenOption,
    help=N_("Row that holds the headings; guessed else."),
)
@click.option(
    "--refused",
    "refused_to",
    type=FILE,
    default=None,
    cls=SpokenOption,
    help=N_("Write the rows refused to this workbook, the reason beside each cell."),
)
@click.option(
    "--dry-run", is_flag=True, cls=SpokenOption, help=N_("Only say what would be taken over.")
)
@JSON_OPTION
@pass_session
def import_records(
    session: Session,
    form_id: str,
    path: Path,
    period: Period | None,
    sheet: str,
    header_row: int | None,
    refused_to: Path | None,
    dry_run: bool,
    json_wanted: bool,
) -> int:
    """Take over a table; exit code 10 when some rows were refused, 5 when the table was."""
    from hrdesk.services.import_plan import propose
    from hrdesk.services.importing import import_table
    from hrdesk.services.refused_rows import write_refused

    with session.workspace() as ws:
        outcome = import_table(
            ws,
            form_id,
            path,
            now=session.now,
            sheet=sheet,
            header_row=header_row,
            dry_run=dry_run,
            period=period,
            progress=Told(),
        )
        if refused_to is not None and outcome.refused_count:
            plan = propose(ws, form_id, path, sheet=sheet, header_row=header_row).plan
            write_refused(ws, plan, refused_to, now=session.now, period=period)
    if json_wanted:
        result_json(_import_as_json(outcome, dry_run=dry_run))
    else:
        _show_import(outcome, dry_run=dry_run)
    if outcome.table_findings:
        return RecordError.exit_code
    return EXIT_REMARKS if outcome.refused else EXIT_OK


def _import_as_json(outcome: ImportOutcome, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "imported": outcome.imported,
        "import_id": outcome.batch_id or None,
        "refused": [
            {
                "row": row.row_number,
                "findings": [
                    {"column": found.column, "message": found.message, "remedy": found.remedy}
                    for found in row.findings
                ],
            }
            for row in outcome.refused
        ],
        "table_findings": [
            {"column": found.column, "message": found.message, "remedy": found.remedy}
            for found in outcome.table_findings
        ],
    }


def _show_import(outcome: ImportOutcome, *, dry_run: bool) -> None:
    if outcome.table_findings:
        result(tr("Nothing was taken over: the table itself has to be mended first."))
    for found in outcome.table_findings:
        result(
            tr(
                "  column {column}: {message} {remedy}",
                column=found.column,
                message=found.message,
                remedy=found.remedy,
            ).rstrip()
        )
    if outcome.table_findings:
        return
    if dry_run:
        result(
            trn(
                "{count} record would be taken over.",
                "{count} records would be taken over.",
                outcome.imported,
            )
        )
    else:
        result(trn("{count} record taken over.", "{count} records taken over.", outcome.imported))
    if outcome.batch_id:
        result(tr("To undo it all: records undo-import {id}", id=outcome.batch_id))
    if outcome.refused:
        result(trn("{count} row refused:", "{count} rows refused:", len(outcome.refused)))
    for row in outcome.refused:
        for found in row.findings:
            result(
                tr(
                    "  row {row}, column {column}: {message} {remedy}",
                    row=row.row_number,
                    column=found.column or "-",
                    message=sentence(found.message),
                    remedy=found.remedy,
                ).rstrip()
            )


def sentence(text: str) -> str:
    """A form's message as a sentence: authors of forms often leave the full stop out."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


@records.command("undo-import", help=N_("Put away all records of an import that were not changed."))
@click.argument("import_id", metavar="IMPORT")
@JSON_OPTION
@pass_session
def undo_import(session: Session, import_id: str, json_wanted: bool) -> int:
    """Undo an import."""
    from hrdesk.services import importing

    with session.workspace() as ws:
        undone = importing.undo_import(ws, import_id, now=session.now)
    if json_wanted:
        result_json({"undone": undone.undone, "kept": undone.kept})
        return EXIT_OK
    result(trn("{count} record was put away.", "{count} records were put away.", undone.undone))
    if undone.kept:
        result(
            trn(
                "{count} was changed or sent since and stays.",
                "{count} were changed or sent since and stay.",
                undone.kept,
            )
        )
    return EXIT_OK


@records.command("export", help=N_("Write the records of FORM to a .xlsx or .csv file."))
@click.argument("form_id", metavar="FORM")
@click.option(
    "--out", type=FILE, required=True, cls=SpokenOption, help=N_("The file; .xlsx or .csv.")
)
@click.option("--period", type=PERIOD, cls=SpokenOption, help=N_("Only records of this period."))
@click.option("--search", default="", cls=SpokenOption, help=N_("Words to look for."))
@JSON_OPTION
@pass_session
def export_records(
    session: Session, form_id: str, out: Path, period: Period | None, search: str, json_wanted: bool
) -> int:
    """Export a list; says how many records were written."""
    from hrdesk.services import exporting
    from hrdesk.services.entering import RecordQuery

    query = RecordQuery(
        form_id=form_id,
        search=search,
        event_from=period.first_on if period else None,
        event_to=period.last_on if period else None,
    )
    with session.workspace() as ws:
        count = exporting.export_records(ws, query, out, progress=Told())
    if json_wanted:
        result_json({"records": count, "file": str(out)})
    else:
        result(
            trn(
                "{count} record written to {name}",
                "{count} records written to {name}",
                count,
                name=out.name,
            )
        )
    return EXIT_OK


@records.command("list", help=N_("List records, newest first."))
@click.option("--form", "form_id", cls=SpokenOption, help=N_("Only records of this form."))
@click.option("--period", type=PERIOD, cls=SpokenOption, help=N_("Only records of this period."))
@click.option("--search", default="", cls=SpokenOption, help=N_("Words to look for."))
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=None,
    cls=SpokenOption,
    help=N_("At most so many."),
)
@JSON_OPTION
@pass_session
def list_records(
    session: Session,
    form_id: str | None,
    period: Period | None,
    search: str,
    limit: int | None,
    json_wanted: bool,
) -> int:
    """List records."""
    from hrdesk.services.entering import RecordQuery, list_ids, list_rows
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        if form_id is not None:
            ws.form(form_id)
        query = RecordQuery(
            form_id=form_id,
            search=search,
            event_from=period.first_on if period else None,
            event_to=period.last_on if period else None,
            order="event_on",
            descending=True,
            limit=limit,
        )
        rows = list_rows(ws, list_ids(ws, query))
    table = Table(
        head=(tr("Date"), tr("Form"), tr("Unit"), tr("State"), tr("Title")),
        rows=tuple(
            (
                show_date(row.event_on) if row.event_on else "",
                row.form_id,
                row.unit_code,
                tr(_STATES[row.status]),
                row.title,
            )
            for row in rows
        ),
        as_json=[
            {
                "record_id": row.record_id,
                "form_id": row.form_id,
                "unit_code": row.unit_code,
                "event_on": row.event_on.isoformat() if row.event_on else None,
                "status": str(row.status),
                "title": row.title,
                "attachments": row.attachment_count,
            }
            for row in rows
        ],
    )
    table.show(json_wanted=json_wanted)
    return EXIT_OK
