"""Commands about bundles that wait: list them, decide them, sign one as the leader, send one again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.secrets import PASSPHRASE_FILE
from hrdesk.cli.session import FILE, Session, pass_session, passphrase
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenOption,
    Told,
    result,
    result_json,
    say_nothing_found,
)
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from hrdesk.services.recipients import OpenedRecipients
    from hrdesk.services.workspace import Workspace

_OUT = click.option(
    "--out", "folder", required=True, type=FILE, cls=SpokenOption, help=N_("The folder to save to.")
)


def opened_keys(ws: Workspace, given: Path | None) -> OpenedRecipients | None:
    """The province's keys when it has any and a file names the passphrase."""
    from hrdesk.services.recipients import has_recipients, open_keys

    if given is None or not has_recipients(ws):
        return None
    return open_keys(ws, passphrase(given, ws))


@click.command(cls=SpokenCommand, help=N_("The bundles that wait, and what each waits for."))
@JSON_OPTION
@pass_session
def held(session: Session, json_wanted: bool) -> int:
    """List what waits."""
    from hrdesk.services.deciding import held

    with session.workspace() as ws:
        waiting = held(ws)
    if json_wanted:
        result_json(
            [
                {
                    "id": one.key,
                    "file": one.outcome.file_name,
                    "unit": one.outcome.unit_code,
                    "period": one.outcome.period_id,
                    "sequence": one.outcome.sequence,
                    "cause": one.outcome.cause,
                    "reason": one.outcome.reason,
                    "decidable": one.decidable,
                    "held_at": one.held_at.isoformat(),
                }
                for one in waiting
            ]
        )
        return EXIT_OK
    if not waiting:
        say_nothing_found()
    for one in waiting:
        result(f"{one.key[:12]}  {one.outcome.file_name}: {one.waits_for}. {one.outcome.reason}")
    return EXIT_OK


@click.command(cls=SpokenCommand, help=N_("Decide on the waiting bundle ID: accept or refuse."))
@click.argument("wanted", metavar="ID")
@click.argument("decision", metavar="accept|refuse", type=click.Choice(["accept", "refuse"]))
@click.option("--reason", required=True, cls=SpokenOption, help=N_("Why; it goes into the log."))
@PASSPHRASE_FILE
@JSON_OPTION
@pass_session
def decide(
    session: Session,
    wanted: str,
    decision: str,
    reason: str,
    given: Path | None,
    json_wanted: bool,
) -> int:
    """Decide on a waiting bundle."""
    from hrdesk.services.deciding import decide

    with session.workspace() as ws:
        keys = opened_keys(ws, given)
        outcome = decide(ws, wanted, decision, reason, now=session.now, opened=keys)
    if json_wanted:
        result_json({"id": wanted, "result": outcome.result if outcome else "refused"})
    else:
        result(tr("Taken in.") if outcome else tr("Refused; it stays among what was put aside."))
    return EXIT_OK


@click.command(
    cls=SpokenCommand,
    help=N_("Sign BUNDLE a second time, with the key of the office's leader."),
)
@click.argument("bundle", metavar="BUNDLE")
@click.option(
    "--identity",
    "identity_folder",
    required=True,
    type=FILE,
    cls=SpokenOption,
    help=N_("The folder with the leader's key and certificate."),
)
@_OUT
@PASSPHRASE_FILE
@pass_session
def countersign(
    session: Session, bundle: str, identity_folder: Path, folder: Path, given: Path | None
) -> int:
    """Add the leader's signature."""
    from hrdesk.services.sending import countersign

    with session.workspace() as ws:
        source = Path(bundle)
        saved = countersign(
            ws,
            source if source.is_file() else bundle,
            folder,
            identity_folder=identity_folder,
            passphrase=passphrase(given, ws),
            now=session.now,
        )
    result(tr("Signed and saved: {path}", path=saved))
    return EXIT_OK


@click.command(
    cls=SpokenCommand, help=N_("Save the handed over bundle ID once more, or some of its parts.")
)
@click.argument("wanted", metavar="ID")
@click.option(
    "--part",
    "parts",
    type=int,
    multiple=True,
    cls=SpokenOption,
    help=N_("A part; may be repeated."),
)
@_OUT
@pass_session
def resend(session: Session, wanted: str, parts: tuple[int, ...], folder: Path) -> int:
    """Save a bundle once more."""
    from hrdesk.services.delivery.delivering import deliver

    with session.workspace() as ws:
        done = deliver(ws, wanted, folder, now=session.now, parts=parts, progress=Told())
    for one in done.files:
        result(str(one.path))
    return EXIT_OK
