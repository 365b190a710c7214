"""The attachments of a saved mail, read line by line: a mail of any length needs the memory of a few lines.

The parser of the standard library keeps a mail whole, several times over; here only the heads of its parts are
given to it. A part ends at the delimiter of any part around it, as RFC 2046 says.
"""

from __future__ import annotations

import binascii
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from typing import BinaryIO

PARTS_LIMIT: Final = 200  # of all kinds, in one mail
DEPTH_LIMIT: Final = 8  # mails inside of mails
_LINE_BYTES: Final = 1 << 16  # of a longer line, pieces
_BLOCK_BYTES: Final = 1 << 18
_HEAD_BYTES: Final = 1 << 18
_AS_IT_STANDS: Final = frozenset({"", "7bit", "8bit", "binary"})
_NOT_BASE64: Final = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)


class TooMuchError(Exception):
    """More parts, or more mails inside of mails, or longer heads, than anybody sends."""


class BadEncodingError(Exception):
    """The content of a part cannot be decoded."""


class MailParts:
    """Every part that has a file name, mails inside of mails too, in the order of the mail."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._fresh = True  # the next piece begins a line
        self._around: list[
            tuple[bytes, int]
        ] = []  # delimiters of the parts around, with their depth
        self._stop = ""  # where reading stopped: "open", "close" (the delimiters), "end" or nowhere

    def __iter__(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Name and decoded content of each; what the caller leaves of a content is passed over.

        Raises:
            TooMuchError: see there. BadEncodingError comes while a content is read.
        """
        depth = seen = 0
        while True:
            head = self._head()
            seen += 1
            if seen > PARTS_LIMIT or depth > DEPTH_LIMIT:
                raise TooMuchError
            boundary = head.get_boundary() if head.get_content_maintype() == "multipart" else None
            if boundary:
                delimiter = b"--" + boundary.encode("utf-8", "surrogateescape")
                self._around.append((delimiter, depth + 1))
            elif head.get_content_type() == "message/rfc822" and not self._stop:
                depth += 1
                continue  # the head of the mail inside follows
            elif name := head.get_filename():
                yield _plain(name), self._content(head)
            if not self._next():
                return
            depth = self._around[-1][1]

    def _next(self) -> bool:
        """On to the next part; False when there is none."""
        while True:
            while self._line() is not None:
                pass
            opened, ended = self._stop == "open", self._stop == "end"
            if ended or not self._around:
                return False
            self._stop = ""
            if opened:
                return True

    def _head(self) -> Message:
        lines, length = [], 0
        while (line := self._line()) is not None and line.strip(b"\r\n"):
            lines.append(line)
            length += len(line)
            if length > _HEAD_BYTES:
                raise TooMuchError
        return BytesHeaderParser().parsebytes(b"".join(lines))

    def _line(self) -> bytes | None:
        """The next line, or a piece of a long one; None at a delimiter and at the end."""
        if self._stop:
            return None
        line = self._stream.readline(_LINE_BYTES)
        if line.endswith(b"\r"):
            line += self._stream.readline(1)  # a line end is not torn apart
        begins, self._fresh = self._fresh, line.endswith(b"\n")
        if begins and line.startswith(b"--"):
            bare = line.rstrip()
            for at in range(len(self._around) - 1, -1, -1):
                delimiter = self._around[at][0]
                if bare in {delimiter, delimiter + b"--"}:
                    opens = bare == delimiter
                    del self._around[at + opens :]
                    self._stop = "open" if opens else "close"
                    return None
        if not line:
            self._stop = "end"
            return None
        return line

    def _content(self, head: Message) -> Iterator[bytes]:
        """The content of the part whose head was read, decoded piece by piece."""
        how = str(head.get("content-transfer-encoding", "")).strip().lower()
        if how == "base64":
            yield from self._base64()
        elif how == "quoted-printable":
            yield from map(binascii.a2b_qp, self._lines())
        elif how in _AS_IT_STANDS:
            yield from self._lines()
        else:
            raise BadEncodingError(how)

    def _lines(self) -> Iterator[bytes]:
        """The lines of the part; the line end before a delimiter belongs to the delimiter."""
        kept = b""
        while (line := self._line()) is not None:
            yield kept
            kept = line
        if self._stop != "end":
            kept = kept.removesuffix(b"\n").removesuffix(b"\r")
        yield kept

    def _base64(self) -> Iterator[bytes]:
        rest = b""
        block = bytearray()
        more = True
        while more:
            line = self._line()
            more = line is not None
            block += line or b""
            if more and len(block) < _BLOCK_BYTES:
                continue
            letters, padding, _ = (rest + block.translate(None, _NOT_BASE64)).partition(b"=")
            more = more and not padding
            whole = len(letters) if not more else len(letters) - len(letters) % 4
            rest = bytes(letters[whole:])
            block.clear()
            try:
                yield binascii.a2b_base64(letters[:whole] + b"=" * (-whole % 4))
            except binascii.Error as error:
                raise BadEncodingError("base64") from error


def _plain(name: str) -> str:
    """The name of a file as text, encoded words decoded."""
    try:
        return str(make_header(decode_header(name)))
    except Exception:  # noqa: BLE001 - a name that cannot be read is kept as it stands
        return name
