"""Commands on what was: history, trash, bringing back, lists of people and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hrdesk.cli.records_commands import records
from hrdesk.cli.session import Session, pass_session
from hrdesk.cli.speech import JSON_OPTION, SpokenOption, Table, result, result_json
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr, trn

if TYPE_CHECKING:
    from hrdesk.services.history import History

GROUP = records  # the group that these commands belong to


@records.command("history", help=N_("Say who changed what when in a record."))
@click.argument("record_id", metavar="RECORD")
@JSON_OPTION
@pass_session
def show_history(session: Session, record_id: str, json_wanted: bool) -> int:
    """The versions of a record, the latest first, each with what it changed."""
    from hrdesk.services.history import history

    with session.workspace() as ws:
        told = history(ws, record_id)
    if json_wanted:
        result_json(_history_as_json(told))
        return EXIT_OK
    from hrdesk.vietnamese.formats import show_datetime

    for version in told.versions:
        result(f"{version.revision}  {show_datetime(version.at)}  {version.actor}: {version.what}")
        for change in version.changes:
            where = f"{change.place}, " if change.place else ""
            result(f"    {where}{change.question}: {change.before or '-'} → {change.after or '-'}")
    return EXIT_OK


def _history_as_json(told: History) -> dict[str, object]:
    return {
        "record_id": told.record_id,
        "form_id": told.form_id,
        "title": told.title,
        "deleted": told.deleted,
        "versions": [
            {
                "version": version.revision,
                "at": version.at.isoformat(),
                "actor": version.actor,
                "what": version.what,
                "changes": [
                    {
                        "place": change.place,
                        "question": change.question,
                        "before": change.before,
                        "after": change.after,
                    }
                    for change in version.changes
                ],
            }
            for version in told.versions
        ],
    }


@records.command("trash", help=N_("List the deleted records."))
@JSON_OPTION
@pass_session
def list_trash(session: Session, json_wanted: bool) -> int:
    """What was put away and can be brought back."""
    from hrdesk.services.history import trash
    from hrdesk.vietnamese.formats import show_datetime

    with session.workspace() as ws:
        found = trash(ws)
    Table(
        head=(tr("Record"), tr("Form"), tr("Deleted on"), tr("By"), tr("Title")),
        rows=tuple(
            (one.record_id, one.form_id, show_datetime(one.deleted_at), one.deleted_by, one.title)
            for one in found
        ),
        as_json=[
            {
                "record_id": one.record_id,
                "form_id": one.form_id,
                "title": one.title,
                "deleted_at": one.deleted_at.isoformat(),
                "deleted_by": one.deleted_by,
            }
            for one in found
        ],
    ).show(json_wanted=json_wanted)
    return EXIT_OK


@records.command("restore", help=N_("Bring a deleted record or an earlier version back."))
@click.argument("record_id", metavar="RECORD")
@click.option(
    "--version",
    "revision",
    type=click.IntRange(min=1),
    default=None,
    cls=SpokenOption,
    help=N_("The version to bring back; without it a deleted record is brought back."),
)
@pass_session
def restore(session: Session, record_id: str, revision: int | None) -> int:
    """Bring a record back, as a new version."""
    from hrdesk.services.entering import restore_record
    from hrdesk.services.history import restore_version

    with session.workspace() as ws:
        if revision is None:
            restore_record(ws, record_id, now=session.now)
            result(tr("The record is back."))
        else:
            restore_version(ws, record_id, revision, now=session.now)
            result(tr("Version {number} is back.", number=revision))
    return EXIT_OK


@records.command("rosters", help=N_("List the lists of people and how long they are kept."))
@click.option(
    "--delete-ended",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Delete the names of those whose last day is over; figures stay. For ever."),
)
@click.option(
    "--delete",
    "record_ids",
    metavar="RECORD",
    multiple=True,
    cls=SpokenOption,
    help=N_("Delete the names of this record's list now, as when somebody asks for it."),
)
@JSON_OPTION
@pass_session
def rosters(
    session: Session, delete_ended: bool, record_ids: tuple[str, ...], json_wanted: bool
) -> int:
    """Lists of people, without their names; deletes what ended, or what is named."""
    from hrdesk.services import retention
    from hrdesk.services.workspace import today_of
    from hrdesk.vietnamese.formats import show_date

    today = today_of(session.now)
    with session.workspace() as ws:
        wanted = set(record_ids)
        if delete_ended:
            wanted |= {one.record_id for one in retention.due(ws, today)}
        deleted = retention.forget(ws, wanted, now=session.now) if wanted else 0
        found = retention.rosters(ws)
    if (delete_ended or record_ids) and not json_wanted:
        result(
            trn(
                "{count} list of people deleted; its figures are kept.",
                "{count} lists of people deleted; their figures are kept.",
                deleted,
            )
        )
        return EXIT_OK
    Table(
        head=(tr("Record"), tr("Kept until"), tr("People"), tr("State"), tr("Title")),
        rows=tuple(
            (
                one.record_id,
                show_date(one.until) if one.until else "-",
                str(one.people),
                tr("ended") if one.until and one.until < today else tr("kept"),
                one.title,
            )
            for one in found
        ),
        as_json={
            "deleted": deleted,
            "rosters": [
                {
                    "record_id": one.record_id,
                    "form_id": one.form_id,
                    "title": one.title,
                    "until": one.until.isoformat() if one.until else None,
                    "people": one.people,
                    "ended": bool(one.until and one.until < today),
                }
                for one in found
            ],
        },
    ).show(json_wanted=json_wanted)
    return EXIT_OK
