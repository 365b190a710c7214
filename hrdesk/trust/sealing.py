"""A private key at rest: PKCS#8 under AES-256-GCM, its key from the passphrase by scrypt.

Not a PKCS#12: its MAC would be derived with 2,048 rounds whatever the encryption costs, so that
guessing would be far cheaper than it looks (signing.md §0.4).

    magic 17 bytes · log2(N) 1 · salt 16 · nonce 12 · AES-GCM(PKCS#8 DER) with all before as AAD
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from hrdesk.errors import IdentityLockedError, PassphraseTooShortError

MIN_PASSPHRASE_CHARACTERS: Final = 12
_MAGIC: Final = b"hrdesk-sealed-key"
WORK_FACTOR: Final = 17  # log2(N): 128 MB and a third of a second a guess
_OPENED_FACTORS: Final = range(10, 18)  # more would take the memory of the machine
_HEADER_BYTES: Final = len(_MAGIC) + 1 + 16 + 12


def check_passphrase(passphrase: str) -> None:
    """Whether a new key may be sealed with it.

    Raises:
        PassphraseTooShortError: fewer than `MIN_PASSPHRASE_CHARACTERS`.
    """
    if len(unicodedata.normalize("NFC", passphrase)) < MIN_PASSPHRASE_CHARACTERS:
        raise PassphraseTooShortError(minimum=MIN_PASSPHRASE_CHARACTERS)


def seal(secret: bytes, passphrase: str, random: Callable[[int], bytes] = os.urandom) -> bytes:
    """`secret` so that only the passphrase opens it. The passphrase is taken in NFC."""
    salt = random(16)
    nonce = random(12)
    header = _MAGIC + bytes([WORK_FACTOR]) + salt + nonce
    return header + AESGCM(_derive(passphrase, salt, WORK_FACTOR)).encrypt(nonce, secret, header)


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """What was sealed. The file names its work factor, so that it can be raised for new ones.

    Raises:
        IdentityLockedError: wrong passphrase, or the file was altered (the two look alike).
        ValueError: not a sealed key at all.
    """
    if not sealed.startswith(_MAGIC) or len(sealed) <= _HEADER_BYTES:
        raise ValueError("not a sealed key")
    header, rest = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
    factor = header[len(_MAGIC)]
    if factor not in _OPENED_FACTORS:
        raise ValueError("sealed with an unknown work factor")
    salt, nonce = header[-28:-12], header[-12:]
    try:
        return AESGCM(_derive(passphrase, salt, factor)).decrypt(nonce, rest, header)
    except InvalidTag as error:
        raise IdentityLockedError from error


def _derive(passphrase: str, salt: bytes, factor: int) -> bytes:
    words = unicodedata.normalize("NFC", passphrase).encode()
    return Scrypt(salt=salt, length=32, n=1 << factor, r=8, p=1).derive(words)
