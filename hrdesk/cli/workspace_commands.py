"""Commands on the workspace itself: init, check."""

from __future__ import annotations

from pathlib import Path

import click

from hrdesk.cli.secrets import PASSPHRASE_FILE
from hrdesk.cli.session import (
    PASSPHRASE_FILE_SETTING,
    Session,
    pass_session,
    passphrase,
    passphrase_file,
)
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenOption, Told, result, result_json
from hrdesk.errors import EXIT_OK, EXIT_REFUSED
from hrdesk.i18n import N_, tr


@click.command(cls=SpokenCommand, help=N_("Set up a workspace: unit, person, signing key."))
@click.option("--unit", required=True, cls=SpokenOption, help=N_("The code of the unit."))
@click.option("--name", required=True, cls=SpokenOption, help=N_("Who keeps the records."))
@click.option("--position", required=True, cls=SpokenOption, help=N_("The person's position."))
@PASSPHRASE_FILE
@click.option(
    "--province",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Set up the province: it enrols desks, receives and consolidates."),
)
@JSON_OPTION
@pass_session
def init(
    session: Session,
    unit: str,
    name: str,
    position: str,
    given: Path | None,
    province: bool,
    json_wanted: bool,
) -> int:
    """Set up a workspace in `--data`."""
    from hrdesk.services.exchange import enrolment_status, write_request
    from hrdesk.services.workspace import WorkspaceSetup, create_workspace

    words = passphrase(given, None, confirm=True)
    setup = WorkspaceSetup(unit, name, position, words, province)
    ws = create_workspace(session.data, setup, now=session.now, progress=Told())
    try:
        source = passphrase_file(given, None)
        if source is not None:
            ws.set_setting(PASSPHRASE_FILE_SETTING, str(source.resolve()))
        if not province:
            write_request(ws, ws.paths.enrolment, now=session.now)
        status = enrolment_status(ws)
        facts = {
            "workspace": str(session.data),
            "unit": ws.unit_key.code,
            "unit_name": ws.unit.name,
            "province": province,
            "fingerprint": status.fingerprint,
            "request": str(status.request_path) if status.request_path else None,
            "authority": str(ws.paths.trust / "ca.crt") if province else None,
        }
        if json_wanted:
            result_json(facts)
            return EXIT_OK
        result(tr("Workspace of {unit} made in {folder}.", unit=ws.unit.name, folder=session.data))
        if province:
            result(tr("Certificate of the authority: {path}", path=facts["authority"]))
        else:
            result(tr("Request to carry to the province: {path}", path=facts["request"]))
            result(tr("Fingerprint to read out on the telephone: {text}", text=status.fingerprint))
    finally:
        ws.close()
    return EXIT_OK


@click.command(
    cls=SpokenCommand, help=N_("Check the workspace: database, attachments, forms, key.")
)
@JSON_OPTION
@pass_session
def check(session: Session, json_wanted: bool) -> int:
    """Check that a workspace is whole."""
    from hrdesk.services.checking import check_workspace

    with session.workspace() as ws:
        lines = check_workspace(ws)
    sound = all(line.sound for line in lines)
    if json_wanted:
        result_json(
            {
                "sound": sound,
                "checks": [
                    {"check": line.check, "sound": line.sound, "sentence": line.sentence}
                    for line in lines
                ],
            }
        )
    else:
        for line in lines:
            result(f"{'+' if line.sound else '!'} {line.sentence}")
    return EXIT_OK if sound else EXIT_REFUSED
