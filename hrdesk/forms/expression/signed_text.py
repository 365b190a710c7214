"""The text inside a signed code, as `extract-signed()` of ODK reads it: Ed25519 (RFC 8032).

Such codes are printed on cards and parcels by others; nothing of this program is signed or
trusted by it, so the few lines of arithmetic stand here and the forms need no library.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE: Final = pow(2, (_P - 1) // 4, _P)
_SIGNATURE_BYTES: Final = 64
_KEY_BYTES: Final = 32

_Point = tuple[int, int, int, int]  # x, y, z and x·y, each times z


def text_signed_by(code: str, public_key: str) -> str:
    """What stands behind the signature in `code`; "" unless the key signed it (both base64)."""
    try:
        content, key = base64.b64decode(code), base64.b64decode(public_key)
        signature, text = content[:_SIGNATURE_BYTES], content[_SIGNATURE_BYTES:]
        if len(signature) < _SIGNATURE_BYTES or len(key) != _KEY_BYTES:
            return ""
        return text.decode() if _is_signature(signature, text, key) else ""
    except (binascii.Error, ValueError):
        return ""


def _is_signature(signature: bytes, text: bytes, key: bytes) -> bool:
    signer, commitment = _point(key), _point(signature[:_KEY_BYTES])
    scalar = int.from_bytes(signature[_KEY_BYTES:], "little")
    if signer is None or commitment is None or scalar >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:_KEY_BYTES] + key + text).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    return _same(_times(scalar, _BASE), _add(commitment, _times(challenge, signer)))


def _point(octets: bytes) -> _Point | None:
    """The point of 32 octets; None when they name none."""
    number = int.from_bytes(octets, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _P:
        return None
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


def _add(one: _Point, other: _Point) -> _Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: _Point) -> _Point:
    product: _Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            product = _add(product, point)
        point = _add(point, point)
        scalar >>= 1
    return product


def _same(one: _Point, other: _Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % _P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % _P == 0


_BASE_Y: Final = 4 * pow(5, _P - 2, _P) % _P
_BASE: Final[_Point] = _point(_BASE_Y.to_bytes(_KEY_BYTES, "little")) or (0, 1, 1, 0)
