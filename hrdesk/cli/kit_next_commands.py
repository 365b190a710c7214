"""Commands of the province on its next kit: shape it, look at it, make it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.kit_showing import change_as_json, tell_changes
from hrdesk.cli.secrets import PASSPHRASE_FILE
from hrdesk.cli.session import FILE, PERIOD, Session, pass_session, passphrase
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenOption, result, result_json
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.indicators.period import Period

DAY = click.DateTime(["%Y-%m-%d"])


@click.command(cls=SpokenCommand, help=N_("Make the next kit, sign it and put it in use here."))
@click.option(
    "--out", "folder", required=True, type=FILE, cls=SpokenOption, help=N_("The folder to save to.")
)
@PASSPHRASE_FILE
@JSON_OPTION
@pass_session
def make(session: Session, folder: Path, given: Path | None, json_wanted: bool) -> int:
    """Make a kit."""
    from hrdesk.services.kit_making import make_kit

    with session.workspace() as ws:
        made = make_kit(ws, folder, passphrase=passphrase(given, ws), now=session.now)
    if json_wanted:
        result_json(
            {
                "path": str(made.path),
                "seq": made.seq,
                "kit_id": made.kit_id,
                "needs_second_officer": made.needs_second_officer,
                "changes": [change_as_json(one) for one in made.changes],
            }
        )
        return EXIT_OK
    tell_changes(made.changes)
    result(tr("Kit {number} saved: {path}", number=made.seq, path=made.path))
    if made.needs_second_officer:
        result(
            tr(
                "It brings another authority: a second officer must sign it before it is put in use."
            )
        )
    return EXIT_OK


@click.command(cls=SpokenCommand, help=N_("Say what the next kit will change."))
@JSON_OPTION
@pass_session
def preview(session: Session, json_wanted: bool) -> int:
    """The difference between the kit in use and the next one."""
    from hrdesk.services.kit_making import next_kit

    with session.workspace() as ws:
        prepared = next_kit(ws, now=session.now)
    if json_wanted:
        result_json(
            {
                "seq": prepared.kit.seq,
                "changes": [change_as_json(one) for one in prepared.changes],
            }
        )
        return EXIT_OK
    tell_changes(prepared.changes)
    return EXIT_OK


@click.command(cls=SpokenCommand, help=N_("Set dates of PERIOD from the next kit on."))
@click.argument("period", metavar="PERIOD", type=PERIOD)
@click.option("--from", "first", type=DAY, cls=SpokenOption, help=N_("First day of figures."))
@click.option("--to", "last", type=DAY, cls=SpokenOption, help=N_("Last day of figures."))
@click.option("--due", type=DAY, cls=SpokenOption, help=N_("Last day for handing in."))
@click.option("--reason", default="", cls=SpokenOption, help=N_("Why, as desks will read it."))
@pass_session
def period(
    session: Session,
    period: Period,
    first: datetime | None,
    last: datetime | None,
    due: datetime | None,
    reason: str,
) -> int:
    """Set or, without any date, take back the dates of one period."""
    from hrdesk.services.kit_next import set_period

    with session.workspace() as ws:
        set_period(
            ws,
            period.period_id,
            first_on=first.date() if first else None,
            last_on=last.date() if last else None,
            due_on=due.date() if due else None,
            reason=reason,
        )
    return _kept()


@click.command(cls=SpokenCommand, help=N_("Set what is asked of submissions from the next kit on."))
@click.option("--roster/--no-roster", default=None, cls=SpokenOption, help=N_("Lists of people."))
@click.option("--reason", cls=SpokenOption, help=N_("The legal ground for lists of people."))
@click.option(
    "--second-signature/--one-signature",
    "second",
    default=None,
    cls=SpokenOption,
    help=N_("Whether the head of the office signs too."),
)
@click.option(
    "--mail-limit", type=click.IntRange(1, 100), cls=SpokenOption, help=N_("MB of one mail.")
)
@click.option(
    "--due-days",
    type=click.IntRange(1, 60),
    cls=SpokenOption,
    help=N_("Days between cut-off and due date where no date is set."),
)
@JSON_OPTION
@pass_session
def policy(
    session: Session,
    roster: bool | None,
    reason: str | None,
    second: bool | None,
    mail_limit: int | None,
    due_days: int | None,
    json_wanted: bool,
) -> int:
    """Set or show the policy."""
    from dataclasses import asdict, replace

    from hrdesk.services.kit_next import next_policy, set_policy

    with session.workspace() as ws:
        before = next_policy(ws)
        wanted = replace(
            before,
            roster=before.roster if roster is None else roster,
            roster_reason=before.roster_reason if reason is None else reason,
            second_signature=before.second_signature if second is None else second,
            mail_limit_bytes=mail_limit * 1_000_000 if mail_limit else before.mail_limit_bytes,
            due_days=due_days or before.due_days,
        )
        if wanted != before:
            set_policy(ws, wanted)
    if json_wanted:
        result_json(asdict(wanted))
        return EXIT_OK
    return _kept()


@click.command(cls=SpokenCommand, help=N_("Set letterhead and receivers from the next kit on."))
@click.option("--unit", default="", cls=SpokenOption, help=N_("Only for the unit of this code."))
@click.option("--parent", default="", cls=SpokenOption, help=N_("The body above the agency."))
@click.option("--agency", default="", cls=SpokenOption, help=N_("The agency as it is headed."))
@click.option(
    "--receiver", multiple=True, cls=SpokenOption, help=N_("A receiver; may be repeated.")
)
@click.option("--copy", multiple=True, cls=SpokenOption, help=N_("A copy; may be repeated."))
@pass_session
def letterhead(
    session: Session,
    unit: str,
    parent: str,
    agency: str,
    receiver: tuple[str, ...],
    copy: tuple[str, ...],
) -> int:
    """Set the letterhead of a unit, or of every other."""
    from hrdesk.services.kit_next import set_letterhead_of

    with session.workspace() as ws:
        set_letterhead_of(ws, unit, (parent, agency), (receiver, copy))
    return _kept()


@click.command(cls=SpokenCommand, help=N_("Send a form (.xlsx or .md) with the next kit."))
@click.argument("path", metavar="FILE", type=FILE)
@pass_session
def form(session: Session, path: Path) -> int:
    """Bring a changed form."""
    from hrdesk.services.kit_next import bring_form

    with session.workspace() as ws:
        brought = bring_form(ws, path)
    result(
        tr(
            "Form {form} in version {version} goes with the next kit.",
            form=brought.form_id,
            version=brought.version,
        )
    )
    return EXIT_OK


@click.command(cls=SpokenCommand, help=N_("Send targets (.toml) with the next kit."))
@click.argument("path", metavar="FILE", type=FILE)
@pass_session
def targets(session: Session, path: Path) -> int:
    """Bring changed targets."""
    from hrdesk.services.kit_next import bring_targets

    with session.workspace() as ws:
        bring_targets(ws, path)
    return _kept()


@click.command(cls=SpokenCommand, help=N_("Send the unit catalogue of a folder with the next kit."))
@click.argument("folder", metavar="FOLDER", type=FILE)
@pass_session
def units(session: Session, folder: Path) -> int:
    """Bring a changed unit catalogue."""
    from hrdesk.services.kit_next import bring_units

    with session.workspace() as ws:
        bring_units(ws, folder)
    return _kept()


def _kept() -> int:
    result(tr("Kept for the next kit; `kit preview` says what it changes."))
    return EXIT_OK


COMMANDS = (make, preview, period, policy, letterhead, form, targets, units)
