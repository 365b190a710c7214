"""What a PDF would do by itself when somebody opens it. Nothing in it is run or drawn.

Names are looked for everywhere in the bytes, however they are escaped, and in compressed object
streams; a document that is encrypted or packed in a way not understood here is said to be so.
Run inside `attachment_worker`: a document may be a bomb too.
"""

from __future__ import annotations

import re
import zlib
from typing import Any, Final

UNPACKED_BYTES: Final = 64 << 20
_HEAD: Final = 1024
_TAIL: Final = 2048
_DICTIONARY: Final = 2048
_REFUSED: Final = ("JavaScript", "Launch")
_REMARKED: Final = {
    "EmbeddedFile": "embedded",
    "EmbeddedFiles": "embedded",
    "SubmitForm": "sends",
    "ImportData": "sends",
    "GoToE": "embedded",
    "RichMedia": "media",
    "XFA": "form",
    "Encrypt": "encrypted",
}
_END: Final = rb"(?=[\s()<>\[\]{}/%]|$)"


def _name(word: str) -> bytes:
    """The pattern of a name, each letter plain or as #xx."""
    letters = (
        b"(?:%s|#%s)" % (re.escape(char.encode()), _either_case(f"{ord(char):02x}"))
        for char in word
    )
    return b"/" + b"".join(letters) + _END


def _either_case(digits: str) -> bytes:
    return "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in digits).encode()


_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT_STREAM: Final = re.compile(_name("ObjStm"))
_FIRST: Final = re.compile(rb"/First\s+(\d+)")
_COUNT: Final = re.compile(rb"/N\s+(\d+)")
_OPENING: Final = re.compile(_name("OpenAction") + rb"\s*(\[|<<|(\d+)\s+(\d+)\s+R)")
_KIND: Final = re.compile(_name("S") + rb"\s*/(\w+)")


def look_at_pdf(content: bytes) -> dict[str, Any]:
    """`fault` ("broken", "heavy"), or what is `refused` and what is `remarked`, as words."""
    if b"%PDF-" not in content[:_HEAD] or b"startxref" not in content[-_TAIL:]:
        return {"fault": "broken"}
    try:
        objects, texts, unread = _unpacked(content)
    except _TooMuchError:
        return {"fault": "heavy"}
    everywhere = [content, *texts]
    refused = [word for word in _REFUSED if _found(word, everywhere)]
    remarked = {remark for word, remark in _REMARKED.items() if _found(word, everywhere)}
    if unread:
        remarked.add("unexamined")
    if any(_opens_something(text, content, objects) for text in everywhere):
        remarked.add("opens")
    return {"refused": refused, "remarked": sorted(remarked)}


class _TooMuchError(Exception):
    """The document unpacks to more than a desk should hold."""


def _found(word: str, texts: list[bytes]) -> bool:
    pattern = re.compile(_name(word))
    return any(pattern.search(text) for text in texts)


def _unpacked(content: bytes) -> tuple[dict[int, bytes], list[bytes], bool]:
    """Objects by number and the texts of all object streams; whether one could not be read."""
    objects: dict[int, bytes] = {}
    texts: list[bytes] = []
    room, unread = UNPACKED_BYTES, False
    for found in _STREAM.finditer(content):
        before = content[max(0, found.start() - _DICTIONARY) : found.start()]
        about = before[before.rfind(b"obj") + 3 :]
        if not _OBJECT_STREAM.search(about):
            continue
        unpacker = zlib.decompressobj()
        try:
            text = unpacker.decompress(content[found.end() :], room + 1)
        except zlib.error:
            unread = True  # encrypted, or packed otherwise
            continue
        room -= len(text)
        if room < 0:
            raise _TooMuchError
        texts.append(text)
        objects.update(_numbered(about, text))
    return objects, texts, unread


def _numbered(about: bytes, text: bytes) -> dict[int, bytes]:
    first, count = _FIRST.search(about), _COUNT.search(about)
    if first is None or count is None:
        return {}
    start = int(first[1])
    numbers = [int(word) for word in text[:start].split() if word.isdigit()]
    pairs = list(zip(numbers[0::2], numbers[1::2], strict=False))[: int(count[1])]
    return {number: text[start + offset :][:_DICTIONARY] for number, offset in pairs}


def _opens_something(text: bytes, content: bytes, objects: dict[int, bytes]) -> bool:
    """Whether opening does more than show a certain page."""
    for found in _OPENING.finditer(text):
        if found[1] == b"[":
            continue
        body = text[found.end() :][:_DICTIONARY]
        if found[2]:
            body = objects.get(int(found[2]), b"") or _plain_object(content, found[2], found[3])
            if body.lstrip().startswith(b"["):
                continue
        kind = _KIND.search(body)
        if kind is None or kind[1] != b"GoTo":
            return True
    return False


def _plain_object(content: bytes, number: bytes, generation: bytes) -> bytes:
    found = re.search(rb"(?<!\d)%s\s+%s\s+obj" % (number, generation), content)
    return content[found.end() :][:_DICTIONARY] if found else b""
