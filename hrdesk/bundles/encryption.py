"""age around a bundle: `<name>.asice.age`, encrypted to the province and to escrow.

Signed first, encrypted outside: age alone proves no sender. Files are streamed; `pyrage.encrypt` on
whole files takes three times their size of memory. Decryption writes plaintext before it knows that
the rest is sound, so that it goes to a file of its own which only the end of the work makes usable
(signing.md §1.4).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from pyrage import DecryptError, RecipientError, decrypt_io, encrypt_io
from pyrage.x25519 import Identity, Recipient

from hrdesk.bundles.container import FILE_LIMIT_BYTES
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.errors import RecipientKeyError
from hrdesk.files import durable_replace, known_fault, open_plain

SUFFIX: Final = ".age"
MAGIC: Final = b"age-encryption.org/v1\n"
ENCRYPTED_LIMIT_BYTES: Final = FILE_LIMIT_BYTES + (1 << 21)
_NO_KEY: Final = "No matching keys found"


def is_encrypted(path: Path) -> bool:
    """Whether the file begins like one of age. Its name does not matter.

    Raises:
        FileError: it cannot be read.
    """
    try:
        with open_plain(path) as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise known_fault(error, path, writing=False) from error


def encrypt_file(source: Path, target: Path, keys: Sequence[str]) -> None:
    """`source`, readable for the holders of these keys alone, at `target`; whole or not at all.

    Raises:
        RecipientKeyError: a key is none.
        FileError: the one cannot be read or the other not written.
    """
    with source.open("rb") as plain, durable_replace(target) as sealed:
        _encrypt(plain, sealed, keys)


def encrypt_bytes(content: bytes, keys: Sequence[str]) -> bytes:
    """A small content, readable for the holders of these keys alone."""
    sealed = io.BytesIO()
    _encrypt(io.BytesIO(content), sealed, keys)
    return sealed.getvalue()


def decrypt_file(source: Path, target: Path, identities: Sequence[Identity]) -> None:
    """The content of `source` at `target`, which is there only when all of it was sound.

    Raises:
        FaultFoundError: no key opens it, or it was damaged; nothing stays at `target`.
        FileError: `target` cannot be written.
    """
    if source.stat().st_size > ENCRYPTED_LIMIT_BYTES:
        raise FaultFoundError(Faults.TOO_LARGE, "", str(ENCRYPTED_LIMIT_BYTES))
    with source.open("rb") as sealed, durable_replace(target) as plain:
        _decrypt(sealed, _Limited(plain).write_all, plain, identities)


def decrypt_bytes(content: bytes, identities: Sequence[Identity]) -> bytes:
    """The content of a small file.

    Raises:
        FaultFoundError: no key opens it, or it was damaged.
    """
    plain = io.BytesIO()
    _decrypt(io.BytesIO(content), plain.write, plain, identities)
    return plain.getvalue()


def _encrypt(plain: BinaryIO, sealed: BinaryIO, keys: Sequence[str]) -> None:
    try:
        recipients = [Recipient.from_str(key) for key in keys]
    except RecipientError as error:
        raise RecipientKeyError(path=", ".join(keys)) from error
    encrypt_io(plain, sealed, recipients)


class _Limited:
    """A stream to write to that ends where no bundle can be."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = FILE_LIMIT_BYTES

    def write_all(self, piece: bytes) -> int:
        self._left -= len(piece)
        if self._left < 0:
            raise FaultFoundError(Faults.TOO_LARGE, "", str(FILE_LIMIT_BYTES))
        return self._stream.write(piece)


class _Sink:
    """What pyrage writes to."""

    def __init__(self, write: Callable[[bytes], int], stream: BinaryIO) -> None:
        self.write = write
        self.flush = stream.flush


def _decrypt(
    sealed: BinaryIO,
    write: Callable[[bytes], int],
    plain: BinaryIO,
    identities: Sequence[Identity],
) -> None:
    if not identities:
        raise FaultFoundError(Faults.LOCKED)
    try:
        decrypt_io(sealed, _Sink(write, plain), identities)
    except DecryptError as error:
        kind = Faults.NO_KEY if str(error) == _NO_KEY else Faults.DAMAGED
        raise FaultFoundError(kind, found=str(error)[:80]) from error
    except OSError as error:
        if error.errno is not None:  # the disk, not the file
            raise
        raise FaultFoundError(Faults.DAMAGED) from error
