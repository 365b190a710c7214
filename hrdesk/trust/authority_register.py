"""The authority's register and certificates as they lie in its folder; no key is opened.

None of it is secret. What counts is the register that the authority writes; this only reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import AuthorityDamagedError, AuthorityMissingError, FileError
from hrdesk.files import read_limited
from hrdesk.trust.authority import Issued, authority_exists
from hrdesk.trust.certificates import CertificateFacts, certificate_from_pem, read_certificate

if TYPE_CHECKING:
    from cryptography import x509

_REGISTER_LIMIT_BYTES: Final = 64 << 20
_CERTIFICATE_LIMIT_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of the register with its certificate, "" when its file is gone."""

    issued: Issued
    pem: str


def authority_certificate(folder: Path) -> x509.Certificate:
    """The certificate of the authority in a folder.

    Raises:
        AuthorityMissingError: there is none.
        CertificateUnreadableError, FileError: it cannot be read.
    """
    if not authority_exists(folder):
        raise AuthorityMissingError(folder=folder)
    return certificate_from_pem(read_limited(folder / "ca.crt", _CERTIFICATE_LIMIT_BYTES), "ca.crt")


def authority_facts(folder: Path) -> CertificateFacts:
    """Name and fingerprint of the authority in a folder; errors as `authority_certificate`."""
    return read_certificate(authority_certificate(folder))


def read_register(folder: Path) -> tuple[RegisterLine, ...]:
    """Everything the authority in that folder has issued, oldest first.

    Raises:
        AuthorityMissingError, AuthorityDamagedError: there is none, or it cannot be read.
    """
    if not authority_exists(folder):
        raise AuthorityMissingError(folder=folder)
    try:
        kept = json.loads(read_limited(folder / "register.json", _REGISTER_LIMIT_BYTES))
        issued = [Issued(**line) for line in kept["issued"]]
    except (ValueError, KeyError, TypeError) as error:
        raise AuthorityDamagedError(folder=folder, reason="register.json") from error
    return tuple(RegisterLine(line, _pem(folder, line.serial)) for line in issued)


def _pem(folder: Path, serial: str) -> str:
    try:
        return read_limited(folder / "issued" / f"{serial}.crt", _CERTIFICATE_LIMIT_BYTES).decode()
    except (FileError, ValueError):
        return ""
