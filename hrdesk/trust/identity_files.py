"""Which files of an identity folder are in use. Reads one small JSON file and loads no library."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from hrdesk.errors import FileError
from hrdesk.files import read_limited
from hrdesk.values import dataclass

IDENTITY_NAME: Final = "identity.json"
KEY_NAME: Final = "key.sealed"
CERTIFICATE_NAME: Final = "unit.crt"
LIMIT_BYTES: Final = 1 << 16
_OWN_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.[a-z]{3,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Places:
    """Where key and certificate of the identity in use lie."""

    key: Path
    certificate: Path
    on_token: bool = False


def places_of(folder: Path) -> Places:
    """The files that identity.json names; the first names there ever were when it says nothing."""
    told = _told(folder)
    return Places(
        key=folder / _name(told, "key_file", KEY_NAME),
        certificate=folder / _name(told, "certificate_file", CERTIFICATE_NAME),
        on_token=bool(told.get("token")),
    )


def identity_exists(folder: Path) -> bool:
    """Whether a key was made in the folder, or one on a token was chosen."""
    places = places_of(folder)
    return places.on_token or places.key.is_file()


def has_certificate(folder: Path) -> bool:
    """Whether the province has answered for the key in use."""
    return places_of(folder).certificate.is_file()


def _told(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads(read_limited(folder / IDENTITY_NAME, LIMIT_BYTES))
    except (FileError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _name(told: dict[str, Any], field: str, default: str) -> str:
    """A name in the folder itself: a damaged file must not lead elsewhere."""
    named = told.get(field)
    return named if isinstance(named, str) and _OWN_NAME.fullmatch(named) else default
