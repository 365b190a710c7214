"""Commands that keep safe: a whole backup, and bringing one back."""

from __future__ import annotations

from pathlib import Path

import click

from hrdesk.cli.session import FILE, Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenGroup,
    SpokenOption,
    Told,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr


@click.group(cls=SpokenGroup, help=N_("Whole backups: make one, bring one back."))
def backup() -> None:
    """Group of commands."""


@backup.command(cls=SpokenCommand, help=N_("Write everything of this desk into one file."))
@click.option(
    "--out", "target", required=True, type=FILE, cls=SpokenOption, help=N_("A folder or a file.")
)
@JSON_OPTION
@pass_session
def make(session: Session, target: Path, json_wanted: bool) -> int:
    """Make a whole backup."""
    from hrdesk.services.backing_up import make_backup

    with session.workspace() as ws:
        path = make_backup(ws, target, now=session.now, progress=Told())
    if json_wanted:
        result_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        result(tr("The backup is whole and lies in {path}.", path=path))
    return EXIT_OK


@backup.command(
    cls=SpokenCommand,
    help=N_(
        "Bring a backup back into the folder of the workspace; close the window first.\n\n"
        "What was there is put aside. Kits, revocation lists and numbers never go back."
    ),
)
@click.argument("source", metavar="FILE", type=FILE)
@JSON_OPTION
@pass_session
def restore(session: Session, source: Path, json_wanted: bool) -> int:
    """Bring a backup back."""
    from hrdesk.services.restoring import restore_backup

    done = restore_backup(session.data, source, now=session.now)
    if json_wanted:
        result_json(
            {
                "folder": str(done.folder),
                "unit": done.unit_code,
                "records": done.records,
                "kit": done.kit_seq,
                "aside": str(done.aside) if done.aside else None,
            }
        )
        return EXIT_OK
    result(tr("The backup is back: {count} records.", count=done.records))
    if done.aside is not None:
        result(tr("What was there before lies in {path}.", path=done.aside))
    return EXIT_OK
