"""The enrolment request: who asks, for which desk, and a certificate request as proof of the key."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from hrdesk.errors import RequestUnreadableError
from hrdesk.trust.certificates import UNREADABLE, fingerprint, key_id, spki_of
from hrdesk.trust.names import DEVICE_ID, UNIT_CODE

REQUEST_FORMAT: Final = "hrdesk-enrolment-request"
REQUEST_VERSION: Final = 1
REQUEST_LIMIT_BYTES: Final = 1 << 16
_RSA_BITS: Final = range(2048, 4097)
_TEXTS: Final = ("unit", "unit_name", "name", "position", "device", "created", "fingerprint", "csr")


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """What a desk asks for. Only the key is proved; the rest is a claim for the officer to check."""

    unit_code: str
    unit_name: str
    name: str
    position: str
    device_id: str
    created: str
    fingerprint: str
    key_id: str
    spki: bytes


def read_request(content: bytes, name: str) -> EnrolmentRequest:
    """The request in a file of that name, its own signature checked.

    Raises:
        RequestUnreadableError: not a request, changed on the way, or a kind of key that is not taken.
    """
    if len(content) > REQUEST_LIMIT_BYTES:
        raise RequestUnreadableError(name=name, reason="size")
    try:
        claim = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise RequestUnreadableError(name=name, reason="JSON") from error
    if not isinstance(claim, dict) or claim.get("format") != REQUEST_FORMAT:
        raise RequestUnreadableError(name=name, reason="format")
    if claim.get("version") != REQUEST_VERSION or claim["version"] is True:
        raise RequestUnreadableError(name=name, reason="version")
    for field in _TEXTS:
        if not _is_text(claim.get(field)):
            raise RequestUnreadableError(name=name, reason=field)
    if not UNIT_CODE.fullmatch(claim["unit"]):
        raise RequestUnreadableError(name=name, reason="unit")
    if not DEVICE_ID.fullmatch(claim["device"]):
        raise RequestUnreadableError(name=name, reason="device")
    spki = _proved_key(claim["csr"], name)
    if fingerprint(spki) != claim["fingerprint"]:
        raise RequestUnreadableError(name=name, reason="fingerprint")
    return EnrolmentRequest(
        unit_code=claim["unit"],
        unit_name=_plain(claim["unit_name"]),
        name=_plain(claim["name"]),
        position=_plain(claim["position"]),
        device_id=claim["device"],
        created=_plain(claim["created"]),
        fingerprint=claim["fingerprint"],
        key_id=key_id(spki),
        spki=spki,
    )


def _proved_key(pem: str, name: str) -> bytes:
    """The public key of a certificate request whose own signature holds."""
    try:
        csr = x509.load_pem_x509_csr(pem.encode())
        key = csr.public_key()
        sound = csr.is_signature_valid and csr.public_bytes(Encoding.PEM) == pem.encode()
    except UNREADABLE as error:
        raise RequestUnreadableError(name=name, reason="csr") from error
    if not sound:
        raise RequestUnreadableError(name=name, reason="csr")
    if not _taken(key):
        raise RequestUnreadableError(name=name, reason="key")
    return spki_of(key)


def _taken(key: object) -> bool:
    """The kinds that verification accepts: P-256, P-384, and the RSA of government tokens."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return isinstance(key.curve, (ec.SECP256R1, ec.SECP384R1))
    return isinstance(key, rsa.RSAPublicKey) and key.key_size in _RSA_BITS


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """No key twice, so that no two programs read two different requests."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("the same key twice")
    return dict(pairs)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 8192


def _plain(text: str) -> str:
    """NFC, without control and direction characters, one line, at most 200 characters."""
    kept = "".join(ch if ch.isprintable() else " " for ch in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())[:200]
