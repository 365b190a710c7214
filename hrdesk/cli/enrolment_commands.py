"""Commands of a desk that asks the province for a certificate: the first one, and the next."""

from __future__ import annotations

from pathlib import Path

import click

from hrdesk.cli.secrets import PASSPHRASE_FILE
from hrdesk.cli.session import FILE, Session, pass_session, passphrase
from hrdesk.cli.speech import JSON_OPTION, SpokenCommand, SpokenOption, result, result_json
from hrdesk.errors import EXIT_OK
from hrdesk.i18n import N_, tr

OUT = click.option(
    "--out", "folder", required=True, type=FILE, cls=SpokenOption, help=N_("The folder to save to.")
)


@click.command(
    cls=SpokenCommand,
    help=N_("Write the request for a certificate, as a file and as a page to print."),
)
@OUT
@JSON_OPTION
@pass_session
def request(session: Session, folder: Path, json_wanted: bool) -> int:
    """Write the enrolment request."""
    from hrdesk.services.exchange import enrolment_status, write_request, write_request_paper

    with session.workspace() as ws:
        path = write_request(ws, folder, now=session.now)
        paper = write_request_paper(ws, folder, now=session.now)
        fingerprint = enrolment_status(ws).fingerprint
    if json_wanted:
        result_json({"request": str(path), "paper": str(paper), "fingerprint": fingerprint})
        return EXIT_OK
    result(tr("Request to carry to the province: {path}", path=path))
    result(tr("Page to print, sign and stamp: {path}", path=paper))
    result(tr("Sixteen characters to read out: {text}", text=fingerprint))
    return EXIT_OK


@click.command(
    cls=SpokenCommand,
    help=N_("Make the next key and ask for its certificate, signed with the present key."),
)
@OUT
@PASSPHRASE_FILE
@JSON_OPTION
@pass_session
def renew(session: Session, folder: Path, given: Path | None, json_wanted: bool) -> int:
    """Write the renewal."""
    from hrdesk.services.renewing import renew, renewal_state
    from hrdesk.services.workspace import today_of
    from hrdesk.vietnamese.formats import show_date

    with session.workspace() as ws:
        words = passphrase(given, ws)
        path = renew(ws, folder, passphrase=words, now=session.now)
        state = renewal_state(ws, today_of(session.now))
    if json_wanted:
        until = state.until.isoformat() if state.until else None
        result_json({"path": str(path), "good_until": until})
        return EXIT_OK
    result(tr("Renewal to hand to the province: {path}", path=path))
    if state.until is not None:
        result(
            tr(
                "The present certificate is good until {day}; the new one comes with a kit.",
                day=show_date(state.until),
            )
        )
    return EXIT_OK
