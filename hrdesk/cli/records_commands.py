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
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr, trn
from hrdesk.records.record import RecordStatus

if TYPE_CHECKING:
    from hrdesk.indicators.period import Period


_STATES = {
    RecordStatus.INCOMPLETE: N_("incomplete"),
    RecordStatus.COMPLETE: N_("complete"),
    RecordStatus.SUBMITTED: N_("handed over"),
}


@click.group(cls=SpokenGroup, help=N_("Records: take over a table, list."))
def records() -> None:
    """Commands on records."""


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
