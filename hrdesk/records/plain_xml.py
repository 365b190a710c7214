"""The many equal pieces of a large XML part, taken out of its text; a parser reads all the rest.

A parser of XML that calls back for every tag spends four fifths of the time of a sheet on the
calls. So pieces that are written in the plainest way (a row, a shared text) are read by one
pattern each. The parser gets what the pattern does not know, and everything from the first thing
on that may hide a piece in something else; it never learns that pieces went past it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_LIMIT_BYTES: Final = 1 << 20  # gathered in the hope that a piece ends
_HIDING: Final = (b"<!", b"<?", b"]]>", b"\r", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_CONTROLS: Final = bytes(code for code in range(0x20) if code not in (0x09, 0x0A))
_REFERENCE: Final = re.compile(r"(&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)")
_NAMED: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_MOST_REFERENCES: Final = 4_096


class _References(dict[str, str]):
    """What references stand for: those to Vietnamese letters come again and again."""

    def __missing__(self, reference: str) -> str:
        if len(self) > _MOST_REFERENCES:
            self.clear()
            self.update(_NAMED)
        digits = reference[2:-1]
        code = int(digits[1:], 16) if digits[0] == "x" else int(digits)
        if code < 0x20 and code not in (0x09, 0x0A, 0x0D):
            raise ValueError(reference)
        if 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
            raise ValueError(reference)
        found = self[reference] = chr(code)
        return found


_REFERENCES: Final = _References(_NAMED)


def unescaped(text: str) -> str:
    """The text with the letters that its references stand for.

    Raises:
        ValueError: something in it is no reference that XML knows by itself.
    """
    parts = _REFERENCE.split(text)
    if "&" in "".join(parts[::2]):
        raise ValueError(text)
    parts[1::2] = map(_REFERENCES.__getitem__, parts[1::2])
    return "".join(parts)


class PlainPieces:
    """Takes the bytes of a part as they come."""

    def __init__(
        self,
        closing: bytes,
        take: Callable[[str], bool],
        parse: Callable[[bytes], None],
        between: Callable[[], bool],
    ) -> None:
        """`take` reads a piece without its closing tag, or gives False and has done nothing.

        `between` says whether what was parsed last is the end of a piece, in UTF-8.
        """
        self._closing = closing
        self._take = take
        self._parse = parse
        self._between = between
        self._rest = b""
        self._begun = False
        self._strict = False

    def feed(self, chunk: bytes) -> None:
        """Read on; b"" at the end of the part."""
        if self._strict:
            self._parse(chunk)
            return
        data = self._rest + chunk
        end = data.rfind(self._closing) + len(self._closing)
        if end < len(self._closing):
            end = 0
        self._rest = data[end:]
        goes_on = self._read(data[:end]) if end else True
        if not goes_on or not chunk or len(self._rest) > _LIMIT_BYTES:
            self._strict = True
            if self._rest:
                self._parse(self._rest)
                self._rest = b""
            if not chunk:
                self._parse(chunk)

    def _read(self, block: bytes) -> bool:
        """Read some pieces; False when no more may be read so."""
        if not self._begun:
            end = block.find(self._closing) + len(self._closing)
            self._parse(block[:end])
            self._begun = self._between()
            block = block[end:]
        text = self._plain(block) if self._begun else None
        if text is None:
            if block:
                self._parse(block)
            return False
        closing = self._closing.decode()
        pieces = text.split(closing)
        pieces.pop()  # nothing stands behind the last closing tag
        for piece in pieces:
            if not self._take(piece):
                self._parse(f"{piece}{closing}".encode())
        return True

    def _plain(self, block: bytes) -> str | None:
        """The text of a block in which every tag is a tag; None when that cannot be said."""
        if any(each in block for each in _HIDING):
            return None
        if len(block) != len(block.translate(None, _CONTROLS)):
            return None
        try:
            return block.decode()
        except UnicodeDecodeError:
            return None
