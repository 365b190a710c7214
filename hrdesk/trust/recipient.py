"""Whom bundles are encrypted to: the province's own age keys, sealed, old ones kept for good.

    folder/recipients.json          every key ever made here, the newest last
    folder/<first 16 of the key>.sealed     its secret (trust/sealing.py)

A bundle does not say which key opens it, and one that was encrypted to a retired key must stay
readable, so all of them are tried. The escrow key is for paper or a stick in the safe: it is
written once, where the person says, and never kept here (signing.md §6).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

from hrdesk.errors import RecipientDamagedError, RecipientKeyError
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.trust.sealing import check_passphrase, seal, unseal

_LIST_NAME: Final = "recipients.json"
_LIMIT_BYTES: Final = 1 << 16
_KEY: Final = re.compile(r"age1[02-9ac-hj-np-z]{58}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnRecipient:
    """One age key of this province. Nothing of this is secret."""

    key: str  # age1…
    created_at: datetime

    @property
    def file_name(self) -> str:
        """Where its secret lies sealed."""
        return f"{self.key[4:20]}.sealed"


@dataclass(frozen=True, slots=True)
class OpenedRecipients:
    """All keys of this province, open. Held in memory while bundles are taken in."""

    keys: frozenset[str]
    identities: Sequence[Identity] = field(repr=False)


def is_recipient_key(text: str) -> bool:
    """Whether it looks like an age public key, checksum included."""
    if not _KEY.fullmatch(text):
        return False
    try:
        Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def own_recipients(folder: Path) -> tuple[OwnRecipient, ...]:
    """The keys that were made here, the newest last; none when there is no folder.

    Raises:
        RecipientDamagedError, FileError: the list cannot be read.
    """
    path = folder / _LIST_NAME
    if not path.is_file():
        return ()
    try:
        lines = json.loads(read_limited(path, _LIMIT_BYTES))
        known = tuple(
            OwnRecipient(str(one["key"]), datetime.fromisoformat(one["created"])) for one in lines
        )
    except (ValueError, KeyError, TypeError) as error:
        raise RecipientDamagedError(path=path) from error
    if not all(_KEY.fullmatch(one.key) for one in known):
        raise RecipientDamagedError(path=path)
    return known


def create_recipient(folder: Path, passphrase: str, *, now: datetime) -> OwnRecipient:
    """A new key to encrypt to, sealed under the passphrase; those before stay for reading.

    Raises:
        PassphraseTooShortError: fewer than twelve characters.
        IdentityLockedError: there are keys already, and this is not their passphrase.
        RecipientDamagedError, FileError: the folder cannot be used.
    """
    check_passphrase(passphrase)
    known = own_recipients(folder)
    if known:
        open_recipients(folder, passphrase)
    identity = Identity.generate()
    made = OwnRecipient(str(identity.to_public()), now)
    make_folder(folder)
    write_durably(folder / made.file_name, seal(str(identity).encode(), passphrase))
    lines = [
        {"key": one.key, "created": one.created_at.isoformat(timespec="seconds")}
        for one in (*known, made)
    ]
    write_durably(folder / _LIST_NAME, json.dumps(lines, indent=1).encode())
    return made


def open_recipients(folder: Path, passphrase: str) -> OpenedRecipients:
    """All keys that were made here; a third of a second for each.

    Raises:
        IdentityLockedError: not this passphrase.
        RecipientDamagedError, FileError: a file is missing or damaged.
    """
    identities = []
    for one in own_recipients(folder):
        path = folder / one.file_name
        try:
            secret = unseal(read_limited(path, _LIMIT_BYTES), passphrase).decode("ascii")
            identity = Identity.from_str(secret)
        except (ValueError, IdentityError) as error:
            raise RecipientDamagedError(path=path) from error
        if str(identity.to_public()) != one.key:
            raise RecipientDamagedError(path=path)
        identities.append(identity)
    return OpenedRecipients(frozenset(str(one.to_public()) for one in identities), identities)


def identities_of(path: Path) -> OpenedRecipients:
    """The keys in a file that `age` reads: one a line, lines of remarks between them.

    `keys` is empty: bundles are addressed to the province's key, whichever key opens them.

    Raises:
        RecipientDamagedError: it holds something else, or no key.
        FileError: it cannot be read.
    """
    try:
        lines = read_limited(path, _LIMIT_BYTES).decode("utf-8").split()
        secrets = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
        identities = [Identity.from_str(secret) for secret in secrets]
    except (ValueError, IdentityError) as error:
        raise RecipientDamagedError(path=path) from error
    if not identities:
        raise RecipientDamagedError(path=path)
    return OpenedRecipients(frozenset(), identities)


def write_escrow(path: Path, *, now: datetime) -> str:
    """A key for the safe, as `age` reads it, written to `path` and nowhere else; gives its public key.

    Raises:
        RecipientKeyError: something lies there already.
        FileError: it cannot be written.
    """
    if path.exists():
        raise RecipientKeyError(path=path)
    identity = Identity.generate()
    public = str(identity.to_public())
    made = now.isoformat(timespec="seconds")
    write_durably(path, f"# created: {made}\n# public key: {public}\n{identity}\n".encode())
    path.chmod(0o600)
    return public
