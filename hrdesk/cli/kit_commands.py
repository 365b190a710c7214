"""Commands on kits at every desk: look at them, put them in use, sign as the second officer."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hrdesk.cli import kit_next_commands
from hrdesk.cli.kit_showing import exit_code, seen_as_json, tell
from hrdesk.cli.secrets import PASSPHRASE_FILE, PIN_FILE, secret
from hrdesk.cli.session import FILE, Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenGroup,
    SpokenOption,
    columns,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK, KitUnansweredError
from hrdesk.i18n import N_, tr


@click.group(
    cls=SpokenGroup,
    help=N_(
        "Kits: what the province sends every desk, whole, numbered and signed.\n\n"
        "Exit code 0 valid or done, 10 valid with remarks, 20 refused."
    ),
)
def kit() -> None:
    """Group of commands."""


@kit.command(cls=SpokenCommand, help=N_("Say what a kit would change; nothing is put in use."))
@click.argument("path", metavar="FILE", type=FILE)
@JSON_OPTION
@pass_session
def show(session: Session, path: Path, json_wanted: bool) -> int:
    """Show a kit as a difference in words."""
    from hrdesk.services.kits import look_at_kit

    with session.workspace() as ws:
        seen = look_at_kit(ws, path, now=session.now)
    if json_wanted:
        result_json(seen_as_json(seen))
    else:
        tell(seen)
    return exit_code(seen)


@kit.command(cls=SpokenCommand, help=N_("Show what a kit changes and put it in use."))
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--yes", is_flag=True, cls=SpokenOption, help=N_("Do not ask."))
@click.option(
    "--accept-remarks",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Also put in use a kit that is valid with remarks."),
)
@click.option(
    "--fingerprint",
    cls=SpokenOption,
    help=N_("The authority's fingerprint as read from paper; a desk's first kit needs it."),
)
@JSON_OPTION
@pass_session
def take(
    session: Session,
    path: Path,
    yes: bool,
    accept_remarks: bool,
    fingerprint: str | None,
    json_wanted: bool,
) -> int:
    """Put a kit in use."""
    from hrdesk.services.kits import look_at_kit, take_kit

    with session.workspace() as ws:
        if not yes:
            seen = look_at_kit(ws, path, now=session.now)
            if not json_wanted:
                tell(seen)
            if seen.believed:
                _ask()
        seen = take_kit(
            ws, path, now=session.now, fingerprint=fingerprint, accept_remarks=accept_remarks
        )
    if json_wanted:
        result_json(seen_as_json(seen))
        return EXIT_OK
    if yes:
        tell(seen)
    result(tr("Kit {number} is in use.", number=seen.seq))
    return EXIT_OK


def _ask() -> None:
    if not sys.stdin.isatty():
        raise KitUnansweredError
    answer = input(tr("Put it in use? (yes/no) "))
    if answer.strip().casefold() not in {"yes", "y", "có", "co", "c"}:
        raise KitUnansweredError


@kit.command("list", cls=SpokenCommand, help=N_("The kits that were put in use here."))
@JSON_OPTION
@pass_session
def list_kits(session: Session, json_wanted: bool) -> int:
    """List kits, the one in use first."""
    from hrdesk.services.kits import kits
    from hrdesk.vietnamese.formats import show_datetime

    with session.workspace() as ws:
        kept = kits(ws)
    if json_wanted:
        result_json(
            [
                {
                    "seq": one.seq,
                    "kit_id": one.bundle_id,
                    "issued_at": one.issued_at.isoformat(),
                    "taken_at": one.taken_at.isoformat(),
                    "file": one.file_name,
                    "made_here": one.made_here,
                    "changes": list(one.changes),
                }
                for one in kept
            ]
        )
        return EXIT_OK
    if not kept:
        result(tr("No kit was put in use here yet."))
        return EXIT_OK
    columns(
        [tr("No."), tr("Issued"), tr("Put in use"), tr("File")],
        [
            [str(one.seq), show_datetime(one.issued_at), show_datetime(one.taken_at), one.file_name]
            for one in kept
        ],
    )
    return EXIT_OK


@kit.command(cls=SpokenCommand, help=N_("Sign a kit as the second officer of the province."))
@click.argument("path", metavar="FILE", type=FILE)
@click.option(
    "--out", required=True, type=FILE, cls=SpokenOption, help=N_("The kit with both signatures.")
)
@PASSPHRASE_FILE
@PIN_FILE
@JSON_OPTION
@pass_session
def countersign(
    session: Session,
    path: Path,
    out: Path,
    given: Path | None,
    pin_file: Path | None,
    json_wanted: bool,
) -> int:
    """Add the second signature."""
    from hrdesk.services.kits import countersign_kit

    with session.workspace() as ws, secret(ws, given, pin_file) as words:
        kit_id = countersign_kit(ws, path, out, passphrase=words, now=session.now)
    if json_wanted:
        result_json({"kit_id": kit_id, "path": str(out)})
        return EXIT_OK
    result(tr("The kit has both signatures: {path}", path=out))
    return EXIT_OK


for _command in kit_next_commands.COMMANDS:
    kit.add_command(_command)
