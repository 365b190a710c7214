"""Commands that bring a submission to the province: sticks, folders, mail drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.session import FILE, Session, pass_session
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenOption,
    Table,
    Told,
    result,
    result_json,
)
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr, trn

if TYPE_CHECKING:
    from hrdesk.services.delivery.volumes import Volume

_PARTS = click.option(
    "--part",
    "parts",
    type=int,
    multiple=True,
    cls=SpokenOption,
    help=N_("Only this part; may be repeated."),
)


@click.command(cls=SpokenCommand, help=N_("The sticks that are plugged in, and their free space."))
@JSON_OPTION
@pass_session
def volumes(_session: Session, json_wanted: bool) -> int:
    """List removable volumes."""
    from hrdesk.services.delivery.volumes import this_computer

    found = this_computer().removable()
    rows = tuple(
        (str(one.folder), one.name, one.filesystem, f"{one.free_bytes // 1_000_000} MB")
        for one in found
    )
    head = (tr("Folder"), tr("Name of the stick"), tr("Format"), tr("Free"))
    Table(head, rows, [_as_json(one) for one in found]).show(json_wanted=json_wanted)
    return EXIT_OK


def _as_json(one: Volume) -> dict[str, str | int | bool]:
    return {
        "folder": str(one.folder),
        "name": one.name,
        "identity": one.identity,
        "filesystem": one.filesystem,
        "size_bytes": one.size_bytes,
        "free_bytes": one.free_bytes,
        "read_only": one.read_only,
    }


@click.command(
    cls=SpokenCommand,
    help=N_(
        "Write what was handed over for a period to a stick or folder, and read it back.\n\n"
        "WHICH is a period, the beginning of a bundle id, or the name of a file in the outbox."
    ),
)
@click.argument("wanted", metavar="WHICH")
@click.option(
    "--to",
    "folder",
    required=True,
    type=FILE,
    cls=SpokenOption,
    help=N_("The stick or folder to write to."),
)
@_PARTS
@JSON_OPTION
@pass_session
def deliver(
    session: Session, wanted: str, folder: Path, parts: tuple[int, ...], json_wanted: bool
) -> int:
    """Write a submission somewhere and read it back."""
    from hrdesk.services.delivery.delivering import deliver

    with session.workspace() as ws:
        done = deliver(ws, _named(wanted), folder, now=session.now, parts=parts, progress=Told())
    if json_wanted:
        result_json(
            {
                "place": done.place,
                "removable": done.removable,
                "files": [
                    {"path": str(one.path), "size_bytes": one.size_bytes, "sha256": one.sha256}
                    for one in done.files
                ],
            }
        )
        return EXIT_OK
    for one in done.files:
        result(f"{one.sha256}  {one.path}")
    count = len(done.files)
    if done.removable:
        result(
            trn(
                "{count} file written and read back; the stick may be taken out.",
                "{count} files written and read back; the stick may be taken out.",
                count,
            )
        )
    else:
        result(
            trn(
                "{count} file written and read back.", "{count} files written and read back.", count
            )
        )
    return EXIT_OK


@click.command(
    cls=SpokenCommand,
    help=N_(
        "Write a mail draft with what was handed over for a period; a letter for each part.\n\n"
        "WHICH is a period, the beginning of a bundle id, or the name of a file in the outbox."
    ),
)
@click.argument("wanted", metavar="WHICH")
@click.option(
    "--out",
    required=True,
    type=FILE,
    cls=SpokenOption,
    help=N_("The draft (.eml), or a folder; of several each gets its number."),
)
@click.option(
    "--address",
    cls=SpokenOption,
    help=N_("The province's mail address; kept for the next time."),
)
@_PARTS
@JSON_OPTION
@pass_session
def mail(
    session: Session,
    wanted: str,
    out: Path,
    address: str | None,
    parts: tuple[int, ...],
    json_wanted: bool,
) -> int:
    """Write mail drafts."""
    from hrdesk.services.delivery.mail import keep_province_address, write_drafts

    with session.workspace() as ws:
        if address is not None:
            keep_province_address(ws, address)
        drafts = write_drafts(
            ws, _named(wanted), out, now=session.now, parts=parts, progress=Told()
        )
    if json_wanted:
        result_json(
            [
                {
                    "path": str(one.path),
                    "attachment": one.attachment,
                    "size_bytes": one.size_bytes,
                    "part": one.part,
                    "parts": one.parts,
                }
                for one in drafts
            ]
        )
        return EXIT_OK
    for one in drafts:
        result(str(one.path))
    result(tr("Open it in the mail program and send it; nothing was sent yet."))
    return EXIT_OK


def _named(wanted: str) -> str:
    """What was named, a path by its file's name."""
    name = Path(wanted).name
    return name.removesuffix(".age") if name.endswith((".asice", ".asice.age")) else wanted
