"""Whether bytes are DER: one encoding of one value. The libraries are more forgiving than that."""

from __future__ import annotations

from typing import Final

_DEPTH_LIMIT: Final = 40


def is_der(content: bytes) -> bool:
    """One element, its lengths definite and shortest, nothing behind it."""
    try:
        return _element(content, 0, len(content), 0) == len(content)
    except ValueError:
        return False


def _element(content: bytes, at: int, end: int, depth: int) -> int:
    """The position behind the element that begins at `at`."""
    if depth > _DEPTH_LIMIT or at + 2 > end or content[at] & 0x1F == 0x1F:
        raise ValueError("too deep, cut off, or a long tag")
    tag, length, start = content[at], content[at + 1], at + 2
    if length >= 0x80:
        width = length & 0x7F
        length = int.from_bytes(content[start : start + width], "big")
        start += width
        if (
            not 1 <= width <= 4
            or start > end
            or length < (0x80 if width == 1 else 1 << 8 * (width - 1))
        ):
            raise ValueError("indefinite or longer than needed")
    behind = start + length
    if behind > end:
        raise ValueError("cut off")
    if tag & 0x20:
        inner = start
        while inner < behind:
            inner = _element(content, inner, behind, depth + 1)
    return behind
