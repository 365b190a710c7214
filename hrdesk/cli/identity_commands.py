"""Commands for the key of this desk: what it is, its passphrase, a token, a lost key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.secrets import PIN_FILE, pin
from hrdesk.cli.session import FILE, Session, pass_session, passphrase, read_passphrase
from hrdesk.cli.speech import (
    JSON_OPTION,
    SpokenCommand,
    SpokenGroup,
    SpokenOption,
    result,
    result_json,
    say,
)
from hrdesk.errors import EXIT_OK, RenewalUnconfirmedError
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from hrdesk.services.signing import SigningKey


@click.group(cls=SpokenGroup, help=N_("The key this desk signs with."))
def identity() -> None:
    """Group of commands."""


@identity.command(cls=SpokenCommand, help=N_("Say which key this desk signs with."))
@JSON_OPTION
@pass_session
def show(session: Session, json_wanted: bool) -> int:
    """What is known without passphrase or PIN."""
    from hrdesk.services.signing import signing_key

    with session.workspace() as ws:
        _tell(signing_key(ws), json_wanted)
    return EXIT_OK


@identity.command(cls=SpokenCommand, help=N_("List the tokens that are plugged in; needs no PIN."))
@click.option(
    "--library",
    required=True,
    cls=SpokenOption,
    help=N_("The PKCS#11 library of the token's maker."),
)
@JSON_OPTION
def tokens(library: str, json_wanted: bool) -> int:
    """What tokens show without a PIN."""
    from hrdesk.services.signing import tokens as found_tokens

    found = found_tokens(library)
    if json_wanted:
        result_json(
            [
                {
                    "label": token.label,
                    "serial": token.serial,
                    "maker": token.maker,
                    "tries": token.tries,
                    "keys": [
                        {
                            "id": key.place.object_id,
                            "label": key.label,
                            "kind": key.kind,
                            "fingerprint": key.fingerprint,
                            "subject": key.subject,
                            "issuer": key.issuer,
                            "valid_until": key.not_after.date().isoformat()
                            if key.not_after
                            else None,
                        }
                        for key in token.keys
                    ],
                }
                for token in found
            ]
        )
        return EXIT_OK
    for token in found:
        result(f"{token.label} ({token.maker}, {token.serial})")
        for key in token.keys:
            result(f"  {key.place.object_id}  {key.kind}  {key.fingerprint}  {key.subject}")
    if not found:
        result(tr("No token is plugged in."))
    return EXIT_OK


@identity.command(
    "use-token",
    cls=SpokenCommand,
    help=N_("Sign with a key on a token from now on; its request is written for the province."),
)
@click.option(
    "--library",
    required=True,
    cls=SpokenOption,
    help=N_("The PKCS#11 library of the token's maker."),
)
@click.option(
    "--token",
    "label",
    default="",
    cls=SpokenOption,
    help=N_("Label or serial number of the token, when more than one is plugged in."),
)
@click.option(
    "--key",
    default="",
    cls=SpokenOption,
    help=N_("Id, label or fingerprint of the key, when there is more than one."),
)
@click.option(
    "--make-key",
    is_flag=True,
    cls=SpokenOption,
    help=N_("Make a new key on the token; it never leaves it."),
)
@click.option(
    "--out", "folder", type=FILE, cls=SpokenOption, help=N_("The folder for the request.")
)
@PIN_FILE
@JSON_OPTION
@pass_session
def use_token(
    session: Session,
    library: str,
    label: str,
    key: str,
    make_key: bool,
    folder: Path | None,
    pin_file: Path | None,
    json_wanted: bool,
) -> int:
    """Choose a token; its PIN is used once, to sign the request."""
    from hrdesk.services.enrolment import write_request
    from hrdesk.services.signing import TokenChoice, pin_tried_once, pin_warning
    from hrdesk.services.signing import use_token as choose

    choice = TokenChoice(library, label, key, make_key)
    with session.workspace() as ws:
        if warning := pin_warning(ws):
            say(warning)
        with pin_tried_once(ws, pin_file):
            chosen = choose(ws, choice, pin(pin_file), now=session.now)
        if not chosen.holder:
            path = write_request(ws, folder or ws.paths.enrolment, now=session.now)
            say(tr("The request to carry to the province: {path}", path=path))
        _tell(chosen, json_wanted)
    return EXIT_OK


@identity.command(
    "use-software", cls=SpokenCommand, help=N_("Sign with the sealed key again, not the token.")
)
@JSON_OPTION
@pass_session
def use_software(session: Session, json_wanted: bool) -> int:
    """Go back to the sealed key."""
    from hrdesk.services.signing import use_software as go_back

    with session.workspace() as ws:
        _tell(go_back(ws), json_wanted)
    return EXIT_OK


@identity.command(
    cls=SpokenCommand,
    help=N_(
        "Make a new key in place of a lost one or a forgotten passphrase.\n\n"
        "No record is touched; the old key file is kept. The province must withdraw the old"
        " certificate and answer the new request."
    ),
)
@click.option(
    "--lost", is_flag=True, cls=SpokenOption, help=N_("The key or its passphrase is lost.")
)
@click.option(
    "--out", "folder", type=FILE, cls=SpokenOption, help=N_("The folder for the request.")
)
@click.option(
    "--passphrase-file",
    "given",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file whose first line is the passphrase of the new key."),
)
@JSON_OPTION
@pass_session
def renew(
    session: Session, lost: bool, folder: Path | None, given: Path | None, json_wanted: bool
) -> int:
    """A new key and its request."""
    from hrdesk.services.signing import renew_lost_key, signing_key

    if not lost:
        raise RenewalUnconfirmedError
    with session.workspace() as ws:
        words = read_passphrase(given) if given else passphrase(None, None, confirm=True)
        path = renew_lost_key(ws, words, folder or ws.paths.enrolment, now=session.now)
        say(tr("The request to carry to the province: {path}", path=path))
        _tell(signing_key(ws), json_wanted)
    return EXIT_OK


@click.group("passphrase", cls=SpokenGroup, help=N_("The passphrase of the signing key."))
def passphrase_group() -> None:
    """Group of commands."""


@passphrase_group.command(
    "change",
    cls=SpokenCommand,
    help=N_(
        "Seal the key with another passphrase; whatever happens, the old or the new one works."
    ),
)
@click.option(
    "--old-file",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file whose first line is the passphrase until now."),
)
@click.option(
    "--new-file",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file whose first line is the new passphrase."),
)
@JSON_OPTION
@pass_session
def change(
    session: Session, old_file: Path | None, new_file: Path | None, json_wanted: bool
) -> int:
    """Another passphrase for the same key."""
    from hrdesk.services.signing import change_passphrase

    with session.workspace() as ws:
        old = passphrase(old_file, ws)
        new = read_passphrase(new_file) if new_file else passphrase(None, None, confirm=True)
        resealed = change_passphrase(ws, old, new)
    if json_wanted:
        result_json({"resealed": list(resealed)})
    else:
        result(tr("The passphrase is changed. The old one does not open the key any more."))
    return EXIT_OK


def _tell(key: SigningKey, json_wanted: bool) -> None:
    if json_wanted:
        result_json(
            {
                "kind": key.kind,
                "fingerprint": key.fingerprint,
                "holder": key.holder,
                "valid_until": key.valid_until.isoformat() if key.valid_until else None,
                "token": key.token_label,
                "library": key.library,
                "pin_refused": bool(key.warning),
            }
        )
        return
    if key.kind == "damaged":
        result(
            tr("The signing key is damaged or gone. A new one is made with: identity renew --lost")
        )
        return
    if key.on_token:
        result(
            tr(
                "The key lies on the token {label}: {fingerprint}",
                label=key.token_label,
                fingerprint=key.fingerprint,
            )
        )
    else:
        result(tr("The key is sealed in a file: {fingerprint}", fingerprint=key.fingerprint))
    if key.holder:
        result(
            tr(
                "Certificate of {holder}, valid until {until}.",
                holder=key.holder,
                until=key.valid_until,
            )
        )
    else:
        result(tr("The province has not certified it yet."))
    if key.warning:
        result(key.warning)


@click.command("_token", hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1)
def token_helper(arguments: tuple[str, ...]) -> int:
    """What the frozen program calls itself with to load a token's library; nobody types this."""
    from hrdesk.services.signing import run_token_worker

    return run_token_worker(arguments)
