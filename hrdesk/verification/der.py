"""Whether bytes are DER, one encoding of one value, and what stands in them.

The libraries are more forgiving than that, and a hundred times slower.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INTEGER: Final = 0x02
OCTETS: Final = 0x04
IDENTIFIER: Final = 0x06
SEQUENCE: Final = 0x30
SET: Final = 0x31
CONTEXT: Final = 0xA0  # [0]; [1] is one more
CONSTRUCTED: Final = 0x20
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


@dataclass(frozen=True, slots=True)
class Element:
    """One element of bytes that are known to be DER."""

    tag: int
    source: bytes
    start: int  # of tag and length
    body: int
    end: int

    @property
    def raw(self) -> bytes:
        """All of it, tag and length too."""
        return self.source[self.start : self.end]

    @property
    def content(self) -> bytes:
        """What is inside."""
        return self.source[self.body : self.end]

    def inside(self) -> list[Element]:
        """The elements inside, in order; none in one that holds a plain value."""
        found, at = [], self.body
        while self.tag & CONSTRUCTED and at < self.end:
            found.append(_at(self.source, at))
            at = found[-1].end
        return found


def root(content: bytes) -> Element:
    """The only element of these bytes, for which `is_der` must have been said."""
    return _at(content, 0)


def _at(content: bytes, at: int) -> Element:
    length, body = content[at + 1], at + 2
    if length >= 0x80:
        body += length & 0x7F
        length = int.from_bytes(content[at + 2 : body], "big")
    return Element(content[at], content, at, body, body + length)
