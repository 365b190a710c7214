"""Commands on the province's keys for decrypting, and on lists of people that came."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.secrets import PASSPHRASE_FILE
from hrdesk.cli.session import FILE, Session, pass_session, passphrase
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenGroup, SpokenOption, Table, result
from hrdesk.errors import EXIT_OK, HeldUnknownError
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from hrdesk.services.recipients import KeptRoster


@click.group(
    cls=SpokenGroup,
    help=N_("Keys that desks encrypt to, and the lists of people that came encrypted."),
)
def recipient() -> None:
    """Group of commands."""


@recipient.command(cls=SpokenCommand, help=N_("Make the province's key; the next kit brings it."))
@PASSPHRASE_FILE
@pass_session
def make(session: Session, given: Path | None) -> int:
    """Make a key of the province."""
    from hrdesk.services.recipients import make_recipient

    with session.workspace() as ws:
        result(make_recipient(ws, passphrase=passphrase(given, ws), now=session.now))
    return EXIT_OK


@recipient.command(
    cls=SpokenCommand, help=N_("Write an escrow key for the safe to FILE; it is kept nowhere else.")
)
@click.argument("path", metavar="FILE", type=FILE)
@pass_session
def escrow(session: Session, path: Path) -> int:
    """Make the escrow key."""
    from hrdesk.services.recipients import make_escrow

    with session.workspace() as ws:
        result(make_escrow(ws, path, now=session.now))
    return EXIT_OK


@recipient.command("rosters", cls=SpokenCommand, help=N_("The lists of people that came."))
@JSON_OPTION
@pass_session
def list_rosters(session: Session, json_wanted: bool) -> int:
    """List them, still encrypted."""
    from hrdesk.services.recipients import rosters

    with session.workspace() as ws:
        found = rosters(ws)
    rows = tuple((one.path.name, one.unit_code, one.period_id, one.bundle) for one in found)
    head = (tr("File"), tr("Unit"), tr("Period"), tr("Bundle"))
    Table(head, rows, [_as_json(one) for one in found]).show(json_wanted=json_wanted)
    return EXIT_OK


def _as_json(one: KeptRoster) -> dict[str, str]:
    return {
        "file": one.path.name,
        "unit": one.unit_code,
        "period": one.period_id,
        "bundle": one.bundle,
    }


@recipient.command(
    "open",
    cls=SpokenCommand,
    help=N_("Show the list of people NAME; who looked and why is logged."),
)
@click.argument("name", metavar="NAME")
@click.option("--reason", required=True, cls=SpokenOption, help=N_("Why; it goes into the log."))
@PASSPHRASE_FILE
@pass_session
def open_list(session: Session, name: str, reason: str, given: Path | None) -> int:
    """Show a list of people as CSV, on stdout alone."""
    from hrdesk.services.recipients import open_roster, rosters

    with session.workspace() as ws:
        found = [one for one in rosters(ws) if one.path.name == name]
        if not found:
            raise HeldUnknownError(wanted=name)
        words = passphrase(given, ws)
        table = open_roster(ws, found[0], reason, passphrase=words, now=session.now)
    writer = csv.writer(sys.stdout)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return EXIT_OK
