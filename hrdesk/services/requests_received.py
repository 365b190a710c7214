"""Requests of desks that came to the province and wait until somebody has compared and issued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.errors import HrdeskError
from hrdesk.files import copy_durably, make_folder
from hrdesk.services.province import EnrolRequest, read_request

if TYPE_CHECKING:
    from pathlib import Path

    from hrdesk.services.workspace import Workspace

_FOLDER: Final = "requests"


def keep_request(ws: Workspace, path: Path) -> EnrolRequest:
    """Read a request and keep it among those that wait; the same one again is the same.

    Raises:
        RequestUnreadableError, FileError: it is not one, or was changed; nothing is kept.
    """
    asked = read_request(path)
    kept = make_folder(ws.paths.folder / _FOLDER) / f"{asked.fingerprint.lower()}.json"
    if path.resolve() != kept.resolve():
        copy_durably(path, kept)
    return read_request(kept)


def waiting_requests(ws: Workspace) -> tuple[EnrolRequest, ...]:
    """Requests for whose key no certificate was issued yet, by unit."""
    folder = ws.paths.folder / _FOLDER
    issued = _issued_fingerprints(ws)
    waiting = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            asked = read_request(path)
        except HrdeskError:
            continue  # damaged since; the desk can write it again
        if asked.fingerprint not in issued:
            waiting.append(asked)
    return tuple(sorted(waiting, key=lambda one: (one.unit_code, one.name)))


def forget_request(asked: EnrolRequest) -> None:
    """It does not wait any more."""
    if asked.path.parent.name == _FOLDER:
        asked.path.unlink(missing_ok=True)


def _issued_fingerprints(ws: Workspace) -> set[str]:
    from hrdesk.trust.certificates import certificate_from_pem, fingerprint, spki_of

    found = set()
    for line in ws.store.register.lines():
        if line.pem:
            certificate = certificate_from_pem(line.pem.encode(), line.serial)
            found.add(fingerprint(spki_of(certificate.public_key())))
    return found
