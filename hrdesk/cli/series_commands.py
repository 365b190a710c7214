"""Commands on recurring activities: make a series, see its dates, confirm, skip or move one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import click

from hrdesk.cli.records_commands import records
from hrdesk.cli.session import Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenGroup,
    SpokenOption,
    Table,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK, EXIT_REMARKS
from hrdesk.i18n import N_, tr, trn

if TYPE_CHECKING:
    from hrdesk.services.recurring import Confirmation, ListedDate

GROUP = records  # the group that these commands belong to
DAY: Final = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
_WEEKDAYS: Final = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_FREQUENCIES: Final = ("weekly", "fortnightly", "monthly")
_STATES: Final = {
    "waiting": N_("to confirm"),
    "confirmed": N_("confirmed"),
    "skipped": N_("skipped"),
    "coming": N_("to come"),
    "deleted": N_("confirmed, deleted since"),
}


@records.group("series", cls=SpokenGroup, help=N_("Recurring activities: series and their dates."))
def series() -> None:
    """Commands on series."""


@series.command("list", help=N_("List the series."))
@JSON_OPTION
@pass_session
def list_series(session: Session, json_wanted: bool) -> int:
    """All series with their rule and how many dates wait."""
    from hrdesk.services.recurring import series_list, series_words, waiting_dates

    with session.workspace() as ws:
        waiting = [line.series_id for line in waiting_dates(ws, now=session.now)]
        found = [(one, series_words(one), waiting.count(one.series_id)) for one in series_list(ws)]
    Table(
        (tr("Series"), tr("Title"), tr("Rule"), tr("To confirm")),
        tuple((one.series_id, one.title, words, str(count)) for one, words, count in found),
        [
            {
                "series_id": one.series_id,
                "form_id": one.form_id,
                "title": one.title,
                "rule": one.rule,
                "starts_on": one.starts_on.isoformat(),
                "until_on": one.until_on.isoformat() if one.until_on else None,
                "count": one.date_count,
                "words": words,
                "waiting": count,
            }
            for one, words, count in found
        ],
    ).show(json_wanted=json_wanted)
    return EXIT_OK


@series.command("add", help=N_("Make a series of the record or draft RECORD."))
@click.argument("record_id", metavar="RECORD")
@click.option(
    "--every",
    type=click.Choice(_FREQUENCIES),
    default="weekly",
    cls=SpokenOption,
    help=N_("How often; weekly else."),
)
@click.option(
    "--on",
    "weekdays",
    default="",
    cls=SpokenOption,
    help=N_("Weekdays, such as mo,th; that of the first day else."),
)
@click.option("--from", "starts", type=DAY, required=True, cls=SpokenOption, help=N_("First day."))
@click.option("--until", type=DAY, default=None, cls=SpokenOption, help=N_("Last day."))
@click.option(
    "--count",
    type=click.IntRange(min=1),
    default=None,
    cls=SpokenOption,
    help=N_("How many dates in all."),
)
@JSON_OPTION
@pass_session
def add_series(
    session: Session,
    record_id: str,
    every: str,
    weekdays: str,
    starts: datetime,
    until: datetime | None,
    count: int | None,
    json_wanted: bool,
) -> int:
    """Keep a series; drafts of the dates that have come are made at once."""
    from hrdesk.services import recurring

    rule = recurring.Recurrence(
        recurring.Frequency(every),
        starts.date(),
        _days(weekdays),
        until.date() if until else None,
        count,
    )
    with session.workspace() as ws:
        form_id, answers = recurring.template_of(ws, record_id)
        made = recurring.add_series(ws, form_id, answers, rule, now=session.now, made_of=record_id)
        words = recurring.series_words(made)
        lines = recurring.listed_dates(ws, made.series_id, now=session.now)
    waiting = [line for line in lines if line.state == "waiting"]
    if json_wanted:
        result_json(
            {"series_id": made.series_id, "words": words, "drafts": len(waiting), "rule": made.rule}
        )
    else:
        result(f"{made.series_id}  {words}")
        result(trn("{count} draft to confirm", "{count} drafts to confirm", len(waiting)))
    return EXIT_OK


@series.command("dates", help=N_("List the dates of SERIES, or all that wait to be confirmed."))
@click.argument("series_id", metavar="[SERIES]", default="")
@JSON_OPTION
@pass_session
def list_dates(session: Session, series_id: str, json_wanted: bool) -> int:
    """The dates of one series, or what waits in all."""
    from hrdesk.services.recurring import listed_dates, make_due_drafts, waiting_dates

    with session.workspace() as ws:
        if series_id:
            make_due_drafts(ws, now=session.now)
            lines = listed_dates(ws, series_id, now=session.now)
        else:
            lines = waiting_dates(ws, now=session.now)
    _show_dates(lines, json_wanted=json_wanted)
    return EXIT_OK


@series.command("confirm", help=N_("Make records of drafts RECORD …, or of --all that wait."))
@click.argument("record_ids", metavar="[RECORD]...", nargs=-1)
@click.option(
    "--all", "everything", is_flag=True, cls=SpokenOption, help=N_("All dates that wait.")
)
@JSON_OPTION
@pass_session
def confirm_dates(
    session: Session, record_ids: tuple[str, ...], everything: bool, json_wanted: bool
) -> int:
    """Confirm; exit code 10 when a draft is at fault and stayed one."""
    from hrdesk.services.recurring import confirm, waiting_dates

    with session.workspace() as ws:
        waiting = waiting_dates(ws, now=session.now)
        wanted = [line.record_id for line in waiting] if everything else list(record_ids)
        done = confirm(ws, wanted, now=session.now)
    _show_confirmed(done, json_wanted=json_wanted)
    return EXIT_OK if all(one.record is not None for one in done) else EXIT_REMARKS


@series.command("skip", help=N_("Leave out the date DAY of SERIES."))
@click.argument("series_id", metavar="SERIES")
@click.argument("day", metavar="DAY", type=DAY)
@click.option("--undo", is_flag=True, cls=SpokenOption, help=N_("Bring the date back."))
@pass_session
def skip_date(session: Session, series_id: str, day: datetime, undo: bool) -> int:
    """Skip a date, or take it up again."""
    from hrdesk.services.recurring import skip, take_up
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        if undo:
            take_up(ws, series_id, day.date(), now=session.now)
        else:
            skip(ws, series_id, day.date())
    said = tr("Brought back: {day}") if undo else tr("Skipped: {day}")
    result(said.format(day=show_date(day.date())))
    return EXIT_OK


@series.command("move", help=N_("Hold the date DAY of SERIES on the day TO."))
@click.argument("series_id", metavar="SERIES")
@click.argument("day", metavar="DAY", type=DAY)
@click.argument("to", metavar="TO", type=DAY)
@pass_session
def move_date(session: Session, series_id: str, day: datetime, to: datetime) -> int:
    """Move a date."""
    from hrdesk.services import recurring
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        recurring.move_date(ws, series_id, day.date(), to.date(), now=session.now)
    result(tr("Moved to {day}.", day=show_date(to.date())))
    return EXIT_OK


@series.command("end", help=N_("Let SERIES end on the day DAY; what was confirmed stays."))
@click.argument("series_id", metavar="SERIES")
@click.argument("day", metavar="DAY", type=DAY)
@pass_session
def end_series(session: Session, series_id: str, day: datetime) -> int:
    """End a series."""
    from hrdesk.services import recurring

    with session.workspace() as ws:
        ended = recurring.end_series(ws, series_id, day.date(), now=session.now)
        result(recurring.series_words(ended))
    return EXIT_OK


@series.command("delete", help=N_("Delete SERIES; records and drafts that were touched stay."))
@click.argument("series_id", metavar="SERIES")
@pass_session
def delete_series(session: Session, series_id: str) -> int:
    """Put a series away."""
    from hrdesk.services import recurring

    with session.workspace() as ws:
        recurring.delete_series(ws, series_id, now=session.now)
    result(tr("The series is deleted. Its records stay."))
    return EXIT_OK


def _days(text: str) -> tuple[int, ...]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in _WEEKDAYS:
            from hrdesk.errors import SeriesRuleError

            raise SeriesRuleError(reason=tr("a weekday is not one of the seven."))
    return tuple(_WEEKDAYS[name] for name in names)


def _show_dates(lines: tuple[ListedDate, ...], *, json_wanted: bool) -> None:
    from hrdesk.vietnamese.formats import show_date

    Table(
        (tr("Date"), tr("Title"), tr("State"), tr("Faults"), tr("Record")),
        tuple(
            (
                show_date(line.held_on),
                line.title,
                tr(_STATES[line.state]),
                "; ".join(line.faults),
                line.record_id,
            )
            for line in lines
        ),
        [
            {
                "series_id": line.series_id,
                "occurs_on": line.occurs_on.isoformat(),
                "held_on": line.held_on.isoformat(),
                "title": line.title,
                "state": str(line.state),
                "record_id": line.record_id,
                "faults": [
                    {"question": broken.key, "message": broken.message}
                    for broken in line.violations
                ],
            }
            for line in lines
        ],
    ).show(json_wanted=json_wanted)


def _show_confirmed(done: tuple[Confirmation, ...], *, json_wanted: bool) -> None:
    from hrdesk.vietnamese.formats import show_date

    if json_wanted:
        result_json(
            [
                {
                    "record_id": one.record_id,
                    "held_on": one.held_on.isoformat(),
                    "title": one.title,
                    "confirmed": one.record is not None,
                    "faults": [
                        {"question": broken.key, "message": broken.message}
                        for broken in one.violations
                    ],
                }
                for one in done
            ]
        )
        return
    for one in done:
        said = tr("confirmed") if one.record is not None else tr("stays a draft")
        result(f"{show_date(one.held_on)}  {one.title}: {said}")
        for broken in one.violations:
            result(f"    {broken.message}")
