"""The digest of a report, and the code on its paper that names it.

A PDF cannot hold its own hash. What is named is the content: words, figures and tables, neither how
they are drawn nor what the registry adds later (number, day). The code is Crockford's base32 of the
SHA-256, 52 characters in the QR code, of which the first 16 stand beside it to be typed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from hrdesk.reports.content import Proof, ReportContent

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans("OIL", "011")
_WHOLE: Final = 52
SHORT: Final = 16  # characters that are typed: 80 bits
_GROUP: Final = 4
_MARK: Final = "HRDESK:1"
_GIVEN_LATER: Final = ("number", "issued_on", "author", "proof")
_AS_DRAWN: Final = (
    "width",
    "align",
    "row_height",
    "landscape",
    "large",
    "share",
    "marks",
    "electronic",
)
_NOT_SAID: Final = frozenset((*_GIVEN_LATER, *_AS_DRAWN))


def canonical_content(content: ReportContent) -> bytes:
    """The content as JSON: NFC, keys in order, no spaces, UTF-8; equal contents give equal bytes."""
    return json.dumps(
        _plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


def report_digest(content: ReportContent) -> str:
    """SHA-256 of the canonical content, 64 hex digits."""
    return hashlib.sha256(canonical_content(content)).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, str):
        return nfc(value)
    if value is None or isinstance(value, bool | int):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        said = {
            one.name: _plain(getattr(value, one.name))
            for one in fields(value)
            if one.name not in _NOT_SAID
        }
        return {"is": type(value).__name__.lower(), **said}
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    raise TypeError(type(value).__name__)


# --- the code


def paper_code(digest: str) -> str:
    """The whole code of a digest: 52 characters."""
    bits = int(digest, 16) << (_WHOLE * 5 - 256)
    return "".join(_ALPHABET[bits >> 5 * place & 31] for place in range(_WHOLE - 1, -1, -1))


def short_code(digest: str) -> str:
    """What is typed: `XXXX-XXXX-XXXX-XXXX`."""
    code = paper_code(digest)
    return "-".join(code[at : at + _GROUP] for at in range(0, SHORT, _GROUP))


def qr_text(proof: Proof) -> str:
    """What the QR code says, in its alphanumeric set: unit, period, version, whole code."""
    parts = (_MARK, proof.unit, proof.period_id, str(proof.version), paper_code(proof.digest))
    return ":".join(parts).upper()


def read_code(text: str) -> str:
    """The code in what was scanned or typed; "" when it is none.

    Case, spaces and dashes do not matter, O is 0, I and L are 1 (Crockford). A scanned code has 52
    characters, a typed one 16.
    """
    said = nfc(text).upper().rpartition(":")[2]
    code = "".join(sign for sign in said if sign.isalnum()).translate(_MISREAD)
    if len(code) not in (SHORT, _WHOLE) or not set(code) <= set(_ALPHABET):
        return ""
    return code


def names(code: str, digest: str) -> bool:
    """Whether a code that was read stands for this digest."""
    return bool(code) and bool(digest) and paper_code(digest).startswith(code)
