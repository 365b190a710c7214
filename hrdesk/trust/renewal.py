"""Another passphrase, another key, a key on a token: each comes into use by one file replaced.

What was in use before stays in the folder, under its own name; nothing is ever overwritten but
the sealed key whose passphrase changes, and that in one rename.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from hrdesk.errors import FileError, IdentityMissingError, SoftwareKeyMissingError
from hrdesk.files import make_folder, read_limited, write_durably
from hrdesk.trust.certificates import certificate_pem, key_id, spki_of
from hrdesk.trust.identity import describe, json_bytes, new_key, read_identity
from hrdesk.trust.identity_files import IDENTITY_NAME, LIMIT_BYTES, places_of
from hrdesk.trust.sealing import check_passphrase, seal, unseal
from hrdesk.trust.signer import Holder, IdentityFacts, TokenPlace

_FORMER = "former"


def change_passphrase(sealed: Path, old: str, new: str) -> None:
    """Seal the same key with other words; two thirds of a second.

    The file is replaced in one rename: whenever the machine stops, the old words open it or the
    new ones do.

    Raises:
        IdentityLockedError: not the old passphrase; nothing was changed.
        PassphraseTooShortError: the new one has fewer than twelve characters.
        IdentityMissingError: there is no sealed key.
    """
    check_passphrase(new)
    if not sealed.is_file():
        raise IdentityMissingError(folder=sealed.parent)
    secret = unseal(read_limited(sealed, LIMIT_BYTES), old)
    resealed = seal(secret, new)
    if unseal(resealed, new) != secret:  # before the old one goes
        raise AssertionError("sealing does not give back what was sealed")
    write_durably(sealed, resealed)


def renew_identity(
    folder: Path, passphrase: str, holder: Holder, *, now: datetime
) -> IdentityFacts:
    """A new key and request in place of a lost one; the old files are kept aside.

    Works too when the old files are damaged or gone.

    Raises:
        PassphraseTooShortError, FileError: see there; the old identity is still in use.
    """
    check_passphrase(passphrase)
    make_folder(folder)
    secret, described = new_key(holder, now)
    name = _name_of(str(described["csr"]))
    write_durably(folder / f"key-{name}.sealed", seal(secret, passphrase))
    put_in_use(
        folder,
        {**described, "key_file": f"key-{name}.sealed", "certificate_file": f"unit-{name}.crt"},
    )
    return read_identity(folder)


def use_token(
    folder: Path,
    place: TokenPlace,
    csr_pem: str,
    holder: Holder,
    *,
    certificate: x509.Certificate | None,
    now: datetime,
) -> IdentityFacts:
    """Sign with a key on a token from now on; `certificate` is the province's when it has one.

    A certificate that the folder kept for this very key comes back into use.
    """
    make_folder(folder)
    name = _name_of(csr_pem)
    kept = folder / f"unit-{name}.crt"
    if certificate is not None:
        write_durably(kept, certificate_pem(certificate))
    put_in_use(
        folder,
        {
            **describe(holder, csr_pem, now),
            "certificate_file": kept.name,
            "token": asdict(place),
        },
    )
    return read_identity(folder)


def use_software(folder: Path) -> IdentityFacts:
    """Sign with the sealed key that was in use last.

    Raises:
        SoftwareKeyMissingError: there is none, or it is in use already.
    """
    if not places_of(folder).on_token:
        return read_identity(folder)
    for described in _former(folder):
        sealed = folder / str(described.get("key_file") or "key.sealed")
        if not described.get("token") and sealed.is_file():
            put_in_use(folder, described)
            return read_identity(folder)
    raise SoftwareKeyMissingError


def _name_of(csr_pem: str) -> str:
    csr = x509.load_pem_x509_csr(csr_pem.encode())
    return key_id(spki_of(csr.public_key()))[:16]


def put_in_use(folder: Path, described: dict[str, Any]) -> None:
    """Keep the present identity.json aside, then replace it: that moment decides."""
    present = folder / IDENTITY_NAME
    if present.is_file():
        aside = make_folder(folder / _FORMER)
        number = len(list(aside.glob("identity-*.json"))) + 1
        write_durably(aside / f"identity-{number:03d}.json", present.read_bytes())
    write_durably(present, json_bytes(described))


def _former(folder: Path) -> Iterator[dict[str, Any]]:
    """Identities in use before, the last first; what cannot be read is passed over."""
    for path in sorted((folder / _FORMER).glob("identity-*.json"), reverse=True):
        try:
            described = json.loads(read_limited(path, LIMIT_BYTES))
        except (FileError, ValueError):
            continue
        if isinstance(described, dict):
            yield described
