"""Commands on the province's authority: where its key lies, its register, withdrawing, lists."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hrdesk.cli.secrets import PASSPHRASE_FILE
from hrdesk.cli.session import FILE, Session, pass_session, passphrase, read_passphrase
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenGroup,
    SpokenOption,
    columns,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK, ArgumentWrongError, PassphraseMissingError
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from hrdesk.services.authority import AuthorityState, Desk
    from hrdesk.services.workspace import Workspace

VARIABLE: Final = "HRDESK_AUTHORITY_PASSPHRASE_FILE"
REASONS: Final = (
    "cessationOfOperation",
    "affiliationChanged",
    "superseded",
    "keyCompromise",
    "unspecified",
)
PLACE = click.option(
    "--authority",
    "place",
    type=FILE,
    cls=SpokenOption,
    help=N_("Where the key of the authority lies, when it is not where it was."),
)
AUTHORITY_PASSPHRASE = click.option(
    "--authority-passphrase-file",
    "authority_given",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file whose first line is the passphrase of the authority."),
)


def authority_words(ws: Workspace, given: Path | None, place: Path | None) -> str:
    """The passphrase of the authority: its own where its key lies apart, else the desk's.

    Raises:
        PassphraseMissingError: no file is named and there is no keyboard.
    """
    from hrdesk.services.authority import authority_state

    if given is None and place is None and not authority_state(ws).apart:
        return passphrase(None, ws)
    return _own_words(given)


def _own_words(given: Path | None, *, confirm: bool = False) -> str:
    named = os.environ.get(VARIABLE)
    source = given or (Path(named) if named else None)
    if source is not None:
        return read_passphrase(source)
    if not sys.stdin.isatty():
        raise PassphraseMissingError
    typed = getpass.getpass(tr("Passphrase of the authority: "))
    if confirm and getpass.getpass(tr("The same passphrase again: ")) != typed:
        raise ArgumentWrongError(reason=tr("The two passphrases are not the same."))
    return typed


@click.group(
    cls=SpokenGroup, help=N_("The province's authority: its key, its register, what was withdrawn.")
)
def authority() -> None:
    """Group of commands."""


@authority.command(
    "init",
    cls=SpokenCommand,
    help=N_("Bring the authority's key into a folder of its own, under its own passphrase."),
)
@click.option(
    "--folder",
    required=True,
    type=FILE,
    cls=SpokenOption,
    help=N_("An empty folder outside of the workspace, best on a stick."),
)
@AUTHORITY_PASSPHRASE
@PASSPHRASE_FILE
@JSON_OPTION
@pass_session
def set_up(
    session: Session,
    folder: Path,
    authority_given: Path | None,
    given: Path | None,
    json_wanted: bool,
) -> int:
    """Set the authority up apart."""
    from hrdesk.services.authority import set_up_authority

    with session.workspace() as ws:
        old = passphrase(given, ws)
        new = _own_words(authority_given, confirm=True)
        state = set_up_authority(ws, folder, passphrase=new, old_passphrase=old)
    return _tell_state(state, json_wanted=json_wanted)


@authority.command("status", cls=SpokenCommand, help=N_("Where the key of the authority lies."))
@JSON_OPTION
@pass_session
def status(session: Session, json_wanted: bool) -> int:
    """Say how the authority stands."""
    from hrdesk.services.authority import authority_state, sync_register

    with session.workspace() as ws:
        sync_register(ws)
        state = authority_state(ws)
    return _tell_state(state, json_wanted=json_wanted)


@authority.command("register", cls=SpokenCommand, help=N_("Units, people and desks enrolled."))
@click.option("--search", default="", cls=SpokenOption, help=N_("Words of a line; marks optional."))
@click.option("--out", type=FILE, cls=SpokenOption, help=N_("A workbook to write (.xlsx)."))
@JSON_OPTION
@pass_session
def show_register(session: Session, search: str, out: Path | None, json_wanted: bool) -> int:
    """List, search and export the register."""
    from hrdesk.services.authority import (
        STATE_WORDS,
        export_register,
        register,
        sync_register,
    )
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        sync_register(ws)
        desks = register(ws, now=session.now, search=search)
    if out is not None:
        export_register(desks, out)
    if json_wanted:
        result_json([desk_as_json(desk) for desk in desks])
        return EXIT_OK
    if out is not None:
        result(tr("Register of {count} lines saved: {path}", count=len(desks), path=out))
        return EXIT_OK
    columns(
        [tr("Code"), tr("Unit"), tr("Name"), tr("State"), tr("Good until"), tr("Number")],
        [
            [
                desk.line.unit_code,
                desk.line.unit_name,
                desk.line.person,
                tr(STATE_WORDS[desk.state]),
                show_date(desk.not_after.date()),
                desk.line.serial,
            ]
            for desk in desks
        ],
    )
    return EXIT_OK


@authority.command(
    "revoke", cls=SpokenCommand, help=N_("Withdraw the certificate SERIAL for good.")
)
@click.argument("serial", metavar="SERIAL")
@click.option(
    "--reason",
    required=True,
    type=click.Choice(REASONS),
    cls=SpokenOption,
    help=N_(
        "Why. keyCompromise and unspecified refuse everything not received yet, whatever day it "
        "bears; the others only what is signed from now on."
    ),
)
@PLACE
@AUTHORITY_PASSPHRASE
@JSON_OPTION
@pass_session
def withdraw(
    session: Session,
    serial: str,
    reason: str,
    place: Path | None,
    authority_given: Path | None,
    json_wanted: bool,
) -> int:
    """Withdraw a certificate."""
    from hrdesk.services.authority import REASONS as EFFECTS
    from hrdesk.services.authority import revoke

    with session.workspace() as ws:
        words = authority_words(ws, authority_given, place)
        desk = revoke(ws, serial, reason, passphrase=words, now=session.now, place=place)
    if json_wanted:
        result_json(desk_as_json(desk))
        return EXIT_OK
    result(
        tr("{unit}, {name}: withdrawn.", unit=desk.line.unit_name, name=desk.line.person)
        + " "
        + tr(EFFECTS[desk.line.reason][1])
    )
    result(tr("Make a kit, so that every desk knows."))
    return EXIT_OK


@authority.command("crl", cls=SpokenCommand, help=N_("Write the newest revocation list (PEM)."))
@click.option("--out", required=True, type=FILE, cls=SpokenOption, help=N_("The file to write."))
@PLACE
@AUTHORITY_PASSPHRASE
@JSON_OPTION
@pass_session
def crl(
    session: Session,
    out: Path,
    place: Path | None,
    authority_given: Path | None,
    json_wanted: bool,
) -> int:
    """Write a revocation list."""
    from hrdesk.services.authority import write_list
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        words = authority_words(ws, authority_given, place)
        made = write_list(ws, out, passphrase=words, now=session.now, place=place)
    if json_wanted:
        result_json(
            {
                "path": str(out),
                "number": made.number,
                "issued_at": made.issued_at.isoformat(),
                "next_update": made.next_update.isoformat(),
                "revoked": len(made.revoked),
            }
        )
        return EXIT_OK
    result(
        tr(
            "Revocation list {number}, {count} certificates, next by {day}: {path}",
            number=made.number,
            count=len(made.revoked),
            day=show_date(made.next_update.date()),
            path=out,
        )
    )
    return EXIT_OK


@authority.command(
    "renew",
    cls=SpokenCommand,
    help=N_("Issue what the renewal in FILE asks for, or all that came with bundles and wait."),
)
@click.argument("path", metavar="[FILE]", type=FILE, required=False)
@PLACE
@AUTHORITY_PASSPHRASE
@JSON_OPTION
@pass_session
def renew(
    session: Session,
    path: Path | None,
    place: Path | None,
    authority_given: Path | None,
    json_wanted: bool,
) -> int:
    """Renew certificates; they travel in the next kit."""
    from hrdesk.services.renewals_received import issue_renewal, issue_waiting, waiting_renewals
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        if path is None and not waiting_renewals(ws):
            desks: tuple[Desk, ...] = ()
        else:
            words = authority_words(ws, authority_given, place)
            desks = (
                issue_waiting(ws, passphrase=words, now=session.now, place=place)
                if path is None
                else (issue_renewal(ws, path, passphrase=words, now=session.now, place=place),)
            )
    if json_wanted:
        told = [desk_as_json(desk) for desk in desks]
        result_json(told if path is None else told[0])
        return EXIT_OK
    for desk in desks:
        result(
            tr(
                "{unit}, {name}: renewed until {day}; the next kit brings it.",
                unit=desk.line.unit_name,
                name=desk.line.person,
                day=show_date(desk.not_after.date()),
            )
        )
    if not desks:
        result(tr("No renewal waits."))
    return EXIT_OK


@authority.command(
    "succeed",
    cls=SpokenCommand,
    help=N_(
        "Make the authority that follows, in a folder of its own. The next kit brings it, and a "
        "second officer signs that kit."
    ),
)
@click.option(
    "--folder",
    required=True,
    type=FILE,
    cls=SpokenOption,
    help=N_("An empty folder, best on a stick."),
)
@click.option(
    "--finish",
    is_flag=True,
    cls=SpokenOption,
    help=N_("The kit is in use: work under the new authority from now on."),
)
@AUTHORITY_PASSPHRASE
@JSON_OPTION
@pass_session
def succeed(
    session: Session, folder: Path, finish: bool, authority_given: Path | None, json_wanted: bool
) -> int:
    """Begin or finish the change of the authority."""
    from hrdesk.services.authority import begin_rollover, finish_rollover

    with session.workspace() as ws:
        words = _own_words(authority_given, confirm=not finish)
        if finish:
            state = finish_rollover(ws, folder, passphrase=words, now=session.now)
            return _tell_state(state, json_wanted=json_wanted)
        fingerprint = begin_rollover(ws, folder, passphrase=words, now=session.now)
    if json_wanted:
        result_json({"fingerprint": fingerprint, "folder": str(folder)})
        return EXIT_OK
    result(tr("The next authority is {fingerprint}.", fingerprint=fingerprint))
    result(tr("Make a kit, and let a second officer sign it."))
    return EXIT_OK


def _tell_state(state: AuthorityState, *, json_wanted: bool) -> int:
    from hrdesk.vietnamese.formats import show_date

    if json_wanted:
        result_json(
            {
                "folder": str(state.folder) if state.folder else None,
                "apart": state.apart,
                "reachable": state.reachable,
                "fingerprint": state.fingerprint,
                "list_number": state.list_number,
                "list_until": state.list_until.isoformat() if state.list_until else None,
                "certificates": state.certificates,
            }
        )
        return EXIT_OK
    result(tr("Authority {fingerprint}", fingerprint=state.fingerprint))
    result(tr("Its key lies at {folder}.", folder=state.folder))
    if not state.apart:
        result(tr("The key lies in the workspace. Bring it into a place of its own."))
    elif not state.reachable:
        result(tr("It is not plugged in now; only issuing and withdrawing need it."))
    if state.list_until is not None:
        result(
            tr(
                "Revocation list {number}, next by {day}; {count} certificates.",
                number=state.list_number,
                day=show_date(state.list_until.date()),
                count=state.certificates,
            )
        )
    return EXIT_OK


def desk_as_json(desk: Desk) -> dict[str, Any]:
    """One line of the register for another program."""
    line = desk.line
    return {
        "serial": line.serial,
        "unit": line.unit_code,
        "unit_name": line.unit_name,
        "name": line.person,
        "position": line.position,
        "role": line.role,
        "desk": line.device_id,
        "key": line.key_id,
        "state": desk.state,
        "issued_at": line.issued_at,
        "not_after": line.not_after,
        "revoked_at": line.revoked_at or None,
        "reason": line.reason or None,
    }
