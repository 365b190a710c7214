"""Commands on imports: take over a table, list what was taken over, undo it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.records_commands import records
from hrdesk.cli.session import FILE, PERIOD, Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenOption,
    Table,
    Told,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK, EXIT_REMARKS, RecordError
from hrdesk.i18n import N_, tr, trn

if TYPE_CHECKING:
    from hrdesk.indicators.period import Period
    from hrdesk.services.import_plan import DateOrder
    from hrdesk.services.importing import Duplicates, ImportBatch, ImportOutcome

GROUP = records  # the group that these commands belong to
_WHY_KEPT = {
    "changed": N_("changed since"),
    "sent": N_("handed over"),
    "deleted": N_("deleted before"),
}


@records.command(
    "import", help=N_("Take over the rows of a .xlsx, .xls, .ods or .csv file into FORM.")
)
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
    "--duplicates",
    type=click.Choice(["skip", "keep"]),
    default="skip",
    cls=SpokenOption,
    help=N_("Rows that are there already (same day and title): skip or keep; skipped else."),
)
@click.option(
    "--dates",
    type=click.Choice(["day", "month", "turned", "month_turned"]),
    default=None,
    cls=SpokenOption,
    help=N_("Dates with the day or the month first, or turned round by Excel; guessed else."),
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
    duplicates: Duplicates,
    dates: DateOrder | None,
    dry_run: bool,
    json_wanted: bool,
) -> int:
    """Take over a table; exit code 10 when some rows stayed out, 5 when the table was refused."""
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
            duplicates=duplicates,
            dates=dates,
            progress=Told(),
        )
        if refused_to is not None and outcome.refused_count:
            proposal = propose(ws, form_id, path, sheet=sheet, header_row=header_row)
            plan = proposal.plan if dates is None else proposal.with_dates(dates)
            write_refused(ws, plan, refused_to, now=session.now, period=period)
    if json_wanted:
        result_json(_import_as_json(outcome, dry_run=dry_run))
    else:
        _show_import(outcome, dry_run=dry_run)
    if outcome.table_findings:
        return RecordError.exit_code
    return EXIT_REMARKS if outcome.refused or outcome.skipped else EXIT_OK


def _import_as_json(outcome: ImportOutcome, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "imported": outcome.imported,
        "import_id": outcome.batch_id or None,
        "taken_before": _batch_as_json(outcome.taken_before) if outcome.taken_before else None,
        "notes": list(outcome.notes),
        "duplicate_count": outcome.duplicate_count,
        "skipped": outcome.skipped,
        "duplicates": [
            {
                "row": twin.row_number,
                "event_on": twin.event_on.isoformat() if twin.event_on else None,
                "title": twin.title,
                "record_id": twin.record_id or None,
                "same_as_row": twin.twin_row or None,
            }
            for twin in outcome.duplicates
        ],
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


def _batch_as_json(batch: ImportBatch) -> dict[str, object]:
    return {
        "import_id": batch.batch_id,
        "file": batch.source_name,
        "at": batch.at.isoformat(),
        "records": batch.count,
        "undone_at": batch.undone_at.isoformat() if batch.undone_at else None,
    }


def _show_duplicates(outcome: ImportOutcome) -> None:
    from hrdesk.vietnamese.formats import show_date, show_datetime

    before = outcome.taken_before
    if before is not None:
        said = tr(
            "This very file was taken over at {when} already (import {id}).",
            when=show_datetime(before.at),
            id=before.batch_id,
        )
        result(said)
    if not outcome.duplicate_count:
        return
    count = outcome.duplicate_count
    if outcome.skips:
        result(
            trn(
                "{count} row is there already and stays out (--duplicates keep takes it):",
                "{count} rows are there already and stay out (--duplicates keep takes them):",
                count,
            )
        )
    else:
        result(
            trn(
                "{count} row is there already and is taken all the same:",
                "{count} rows are there already and are taken all the same:",
                count,
            )
        )
    for twin in outcome.duplicates:
        day = show_date(twin.event_on) if twin.event_on else ""
        if twin.record_id:
            said = tr(
                "  row {row}: as record {id} ({day} {title})",
                row=twin.row_number,
                id=twin.record_id,
                day=day,
                title=twin.title,
            )
        else:
            said = tr("  row {row}: as row {twin}", row=twin.row_number, twin=twin.twin_row)
        result(said)


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
    for note in outcome.notes:
        result(note)
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
    _show_duplicates(outcome)
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
        result_json(
            {
                "undone": undone.undone,
                "kept": undone.kept,
                "kept_records": [
                    {"record_id": one.record_id, "title": one.title, "why": one.why}
                    for one in undone.changed
                ],
            }
        )
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
    for one in undone.changed:
        result(f"  {one.record_id}  {tr(_WHY_KEPT[one.why])}  {one.title}")
    return EXIT_OK


@records.command("imports", help=N_("List the imports, the last one first."))
@click.option("--form", "form_id", cls=SpokenOption, help=N_("Only records of this form."))
@JSON_OPTION
@pass_session
def list_imports(session: Session, form_id: str | None, json_wanted: bool) -> int:
    """List imports."""
    from hrdesk.services import importing
    from hrdesk.vietnamese.formats import show_datetime

    with session.workspace() as ws:
        found = importing.imports(ws, form_id)
    Table(
        head=(tr("When"), tr("Form"), tr("File"), tr("Records"), tr("Undone"), tr("Import")),
        rows=tuple(
            (
                show_datetime(one.at),
                one.form_id,
                one.source_name,
                str(one.count),
                show_datetime(one.undone_at) if one.undone_at else "",
                one.batch_id,
            )
            for one in found
        ),
        as_json=[{"form_id": one.form_id, **_batch_as_json(one)} for one in found],
    ).show(json_wanted=json_wanted)
    return EXIT_OK
