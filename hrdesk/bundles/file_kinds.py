"""Whether a file is what its name says, from its first bytes; nothing is decoded."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from hrdesk.bundles.container import CHUNK_BYTES
from hrdesk.bundles.faults import FaultFoundError, Faults

PIXEL_LIMIT: Final = 40_000_000
LISTED: Final = frozenset({"pdf", "jpg", "png"})
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def check_file_kind(name: str, head: bytes) -> None:
    """`head` is the first piece of the file, at least its header.

    Raises:
        FaultFoundError: another kind of file, or a picture too large to be shown safely.
    """
    extension = name.rpartition(".")[2]
    if extension == "pdf" and not head.startswith(b"%PDF-"):
        raise FaultFoundError(Faults.FILE_TYPE, name, "PDF")
    if extension == "age" and not head.startswith(b"age-encryption.org/v1\n"):
        raise FaultFoundError(Faults.FILE_TYPE, name, "age")
    if extension == "png":
        _check_pixels(name, _png_size(name, head))
    if extension == "jpg":
        _check_pixels(name, _jpeg_size(name, head))


def travelling_extension(path: Path, original_name: str) -> str:
    """The extension under which a file travels; `bin` when it is not what its name says.

    Raises:
        OSError: the file cannot be read.
    """
    extension = original_name.rpartition(".")[2].lower()
    extension = {"jpeg": "jpg"}.get(extension, extension)
    if extension not in LISTED:
        return "bin"
    with path.open("rb") as stream:
        head = stream.read(CHUNK_BYTES)
    try:
        check_file_kind(f"x.{extension}", head)
    except FaultFoundError:
        return "bin"
    return extension


def _check_pixels(name: str, size: tuple[int, int]) -> None:
    width, height = size
    if width * height > PIXEL_LIMIT:
        raise FaultFoundError(Faults.IMAGE_SIZE, name, str(PIXEL_LIMIT), f"{width}x{height}")


def _png_size(name: str, head: bytes) -> tuple[int, int]:
    if not head.startswith(_PNG) or head[12:16] != b"IHDR" or len(head) < 24:
        raise FaultFoundError(Faults.FILE_TYPE, name, "PNG")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _jpeg_size(name: str, head: bytes) -> tuple[int, int]:
    """Width and height of the first frame, looked for in the first piece."""
    at = 2
    if not head.startswith(b"\xff\xd8\xff"):
        raise FaultFoundError(Faults.FILE_TYPE, name, "JPEG")
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", head[at + 2 : at + 4])[0]
    raise FaultFoundError(Faults.FILE_TYPE, name, "JPEG")
