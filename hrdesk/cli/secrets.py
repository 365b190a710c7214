"""How a command has what opens the desk's key: a passphrase, or the PIN of a token."""

from __future__ import annotations

import contextlib
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hrdesk.cli.session import FILE, passphrase, read_passphrase
from hrdesk.cli.speech import SpokenOption, say
from hrdesk.errors import ArgumentWrongError, PassphraseMissingError
from hrdesk.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrdesk.services.workspace import Workspace

PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    "given",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file whose first line is the passphrase of the signing key."),
)
PIN_FILE = click.option(
    "--pin-file",
    type=FILE,
    cls=SpokenOption,
    help=N_("A file whose first line is the PIN of the token; a refused PIN is never tried again."),
)


@contextlib.contextmanager
def secret(ws: Workspace, given: Path | None, pin_file: Path | None) -> Iterator[str]:
    """What opens the key in use, for the length of one use.

    Raises:
        ArgumentWrongError: a PIN was given, but the key is sealed in a file.
        PassphraseMissingError: no file is named and there is no keyboard.
        TokenPinKnownWrongError: the PIN of that file was refused before.
    """
    from hrdesk.services.signing import pin_tried_once, signing_key

    key = signing_key(ws)
    if not key.on_token:
        if pin_file is not None:
            raise ArgumentWrongError(
                reason=tr("This desk signs with a sealed key; it asks for a passphrase, not a PIN.")
            )
        yield passphrase(given, ws)
        return
    if key.warning:
        say(key.warning)
    with pin_tried_once(ws, pin_file):
        yield pin(pin_file)


def pin(pin_file: Path | None) -> str:
    """The PIN from a file, or asked at the keyboard once.

    Raises:
        PassphraseMissingError: no file is named and there is no keyboard.
    """
    if pin_file is not None:
        return read_passphrase(pin_file)
    if not sys.stdin.isatty():
        raise PassphraseMissingError
    return getpass.getpass(tr("PIN of the token: "))
