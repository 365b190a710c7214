"""The key this desk signs with: what it is, opening it, another passphrase, a token, a lost key.

Nothing here keeps a secret: a passphrase or PIN is an argument, and what was opened with it is
closed by whoever opened it.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    IdentityDamagedError,
    IdentityMissingError,
    TokenKeyMissingError,
    TokenMissingError,
    TokenPinKnownWrongError,
    TokenPinWrongError,
)
from hrdesk.i18n import tr
from hrdesk.services.enrolment import write_request
from hrdesk.vietnamese.formats import VIETNAM_TZ
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from hrdesk.services.workspace import Workspace
    from hrdesk.trust.signer import Holder, Signer
    from hrdesk.trust.token import Token, TokenKey

_PIN_REFUSED: Final = "token_pin_refused"  # setting: JSON of file and its time, never of the PIN
TOKEN_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key in use, as far as it is known without passphrase or PIN."""

    kind: str  # "software", "token" or "damaged"
    fingerprint: str = ""
    holder: str = ""  # of the certificate, one line; "" while there is none
    valid_until: date | None = None  # in Vietnam
    token_label: str = ""
    library: str = ""
    warning: str = ""  # a sentence when the last PIN was refused

    @property
    def on_token(self) -> bool:
        """Whether a PIN is asked for instead of a passphrase."""
        return self.kind == "token"


def signing_key(ws: Workspace) -> SigningKey:
    """What this desk signs with. Never raises for a damaged key: that is something to show."""
    from hrdesk.trust.identity import read_identity

    try:
        facts = read_identity(ws.paths.identity)
    except (IdentityDamagedError, IdentityMissingError):
        return SigningKey("damaged")
    certificate, token = facts.certificate, facts.token
    return SigningKey(
        kind="token" if token else "software",
        fingerprint=facts.fingerprint,
        holder=certificate.subject if certificate else "",
        valid_until=certificate.not_after.astimezone(VIETNAM_TZ).date() if certificate else None,
        token_label=token.label if token else "",
        library=token.library if token else "",
        warning=pin_warning(ws),
    )


def pin_warning(ws: Workspace) -> str:
    """A sentence for whoever types the PIN next, when the last one was refused."""
    if not ws.setting(_PIN_REFUSED):
        return ""
    return tr(
        "The last PIN was refused. Most tokens lock after three wrong ones in a row: look it up before you type."
    )


def open_signer(ws: Workspace, secret: str, *, seconds: float = TOKEN_SECONDS) -> Signer:
    """The key in use, opened with its passphrase, or the PIN of its token; the caller closes it.

    A PIN is tried once; see `pin_tried_once` for one that lies in a file.

    Raises:
        IdentityLockedError, IdentityMissingError, IdentityDamagedError: see there.
        TokenError: the token or its library; see hrdesk.errors.
    """
    from hrdesk.trust.identity import unlock
    from hrdesk.trust.identity_files import places_of
    from hrdesk.trust.token import open_token_identity

    if not places_of(ws.paths.identity).on_token:
        return unlock(ws.paths.identity, secret)
    with pin_tried_once(ws):
        return open_token_identity(ws.paths.identity, secret, seconds=seconds)


@contextlib.contextmanager
def pin_tried_once(ws: Workspace, pin_file: Path | None = None) -> Iterator[None]:
    """Around the use of a PIN: one that was refused from a file is not used before the file changed.

    Raises:
        TokenPinKnownWrongError: the PIN of that file was refused before.
    """
    mark = _mark(pin_file)
    refused = ws.setting(_PIN_REFUSED)
    if pin_file is not None and refused and json.loads(refused) == mark:
        raise TokenPinKnownWrongError(path=pin_file)
    try:
        yield
    except TokenPinWrongError:
        ws.set_setting(_PIN_REFUSED, json.dumps(mark))
        raise
    if ws.setting(_PIN_REFUSED):
        ws.set_setting(_PIN_REFUSED, "")


def _mark(pin_file: Path | None) -> list[object]:
    if pin_file is None:
        return []
    try:
        return [str(pin_file.resolve()), pin_file.stat().st_mtime_ns]
    except OSError:
        return [str(pin_file)]


# --- passphrase and new keys


def change_passphrase(ws: Workspace, old: str, new: str) -> tuple[str, ...]:
    """Seal all that this desk keeps sealed with other words; gives the kinds of what was resealed.

    They are "authority", "recipients" and "identity": the authority's key where that still lies in
    the workspace, the province's keys for decrypting, and the desk's own key with the next one and
    former ones. All of them or none: should the machine stop on the way, the next start finishes
    what was decided.

    Raises:
        IdentityLockedError: not the old passphrase; nothing was changed.
        PassphraseTooShortError: the new one has fewer than twelve characters.
        SoftwareKeyMissingError: the key lies on a token; its PIN is changed with the maker's tool.
    """
    from hrdesk.trust.identity import unlock
    from hrdesk.trust.resealing import finish_resealing, reseal_all

    folder = ws.paths.folder
    finish_resealing(folder)
    unlock(ws.paths.identity, old).close()
    sealed = [
        *sorted(ws.paths.authority.glob("ca.sealed")),
        *sorted(ws.paths.recipients.glob("*.sealed")),
        *sorted(ws.paths.identity.glob("*.sealed")),
    ]
    resealed = reseal_all(folder, sealed, old, new)
    kinds = {path.parent.name for path in resealed}
    return tuple(kind for kind in ("authority", "recipients", "identity") if kind in kinds)


def renew_lost_key(ws: Workspace, passphrase: str, folder: Path, *, now: datetime) -> Path:
    """A new key in place of one that is lost or whose passphrase is forgotten; gives the request.

    Records, drafts, numbers of submissions and the old key file stay as they are. The province
    must withdraw the old certificate and answer the new request.

    Raises:
        PassphraseTooShortError, FileError: the old key is still in use.
    """
    from hrdesk.trust.renewal import renew_identity

    renew_identity(ws.paths.identity, passphrase, _holder(ws), now=now)
    return write_request(ws, folder, now=now)


def _holder(ws: Workspace) -> Holder:
    from hrdesk.trust.signer import Holder

    return Holder(
        unit_code=ws.unit_key.code,
        unit_name=ws.unit.name,
        name=nfc(ws.name),
        position=nfc(ws.position),
        device_id=ws.desk_id,
    )


# --- tokens


def tokens(library: str, *, seconds: float = TOKEN_SECONDS) -> tuple[Token, ...]:
    """The tokens plugged in, and what they show without a PIN.

    Raises:
        TokenError: the library cannot be loaded, crashes, or does not answer in time.
    """
    from hrdesk.trust.token import list_tokens

    return list_tokens(library, seconds=seconds)


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """Which token, and which key on it. Empty texts: the only one there is."""

    library: str
    label: str = ""
    key: str = ""  # its id, label, or fingerprint
    make_key: bool = False


def use_token(
    ws: Workspace,
    choice: TokenChoice,
    pin: str,
    *,
    now: datetime,
    seconds: float = TOKEN_SECONDS,
) -> SigningKey:
    """Sign with a key on a token from now on; its certificate request is signed there.

    A certificate on the token that the province's authority issued for this desk's unit is used;
    else the request goes to the province as with any new key.

    Raises:
        TokenMissingError, TokenKeyMissingError: no such token or key, or more than one and none named.
        TokenError: see `open_signer`.
    """
    from hrdesk.trust import renewal
    from hrdesk.trust.token import make_key, request_with

    holder = _holder(ws)
    token = _chosen_token(tokens(choice.library, seconds=seconds), choice.label)
    certificate = None
    with pin_tried_once(ws):
        if choice.make_key:
            import secrets  # brings 3 MB with it, wanted once a token

            new_id = secrets.token_hex(8)
            place, csr = make_key(
                choice.library, token, new_id, pin, holder, seconds=max(seconds, 120)
            )
        else:
            key = _chosen_key(token, choice.key)
            place, csr = key.place, request_with(key, pin, holder, seconds=seconds)
            certificate = key.certificate if _is_ours(ws, key) else None
    renewal.use_token(ws.paths.identity, place, csr, holder, certificate=certificate, now=now)
    return signing_key(ws)


def use_software(ws: Workspace) -> SigningKey:
    """Sign with the sealed key again that was in use before a token.

    Raises:
        SoftwareKeyMissingError: there is none.
    """
    from hrdesk.trust import renewal

    renewal.use_software(ws.paths.identity)
    return signing_key(ws)


def _chosen_token(found: tuple[Token, ...], label: str) -> Token:
    fitting = [token for token in found if not label or label in {token.label, token.serial}]
    if len(fitting) != 1:
        named = label or ", ".join(token.label for token in fitting) or "?"
        raise TokenMissingError(label=named)
    return fitting[0]


def _chosen_key(token: Token, wanted: str) -> TokenKey:
    fitting = [
        key
        for key in token.keys
        if not wanted or wanted in {key.place.object_id, key.label, key.fingerprint}
    ]
    if len(fitting) != 1:
        raise TokenKeyMissingError(label=token.label)
    return fitting[0]


def _is_ours(ws: Workspace, key: TokenKey) -> bool:
    """Whether the certificate on the token is one of the province's authority for this unit."""
    from hrdesk.trust.material import has_trust, load_trust
    from hrdesk.trust.token import is_issued_by

    if not has_trust(ws.paths.trust):
        return False
    return is_issued_by(key, load_trust(ws.paths.trust).authority, ws.unit_key.code)


def run_token_worker(arguments: Sequence[str]) -> int:
    """What the frozen program calls itself for; see `hrdesk.trust.token_worker`."""
    from hrdesk.trust.token_worker import main

    return main(arguments)
