"""Functions on texts and on selected choices."""

from __future__ import annotations

import base64
import binascii
import math
import re
from typing import Final

from hrdesk.errors import ExpressionEffortError, ExpressionError
from hrdesk.forms.expression.context import Context
from hrdesk.forms.expression.patterns import pattern
from hrdesk.forms.expression.registry import function
from hrdesk.forms.expression.values import Value, to_number, to_text

_SPACES: Final = re.compile(r"[ \t\r\n]+")
_RESULT_LIMIT: Final = 1_000_000  # letters of a text that was put together
_EFFORT_OF_A_SIGNATURE: Final = 20_000  # some milliseconds


@function("string", 0, 1)
def _string(c: Context, arguments: list[Value]) -> Value:
    return to_text(arguments[0]) if arguments else c.node.text()


@function("concat", 0, None)
def _concat(_c: Context, arguments: list[Value]) -> Value:
    return _joined("", list(_texts(arguments)))


@function("join", 1, None)
def _join(_c: Context, arguments: list[Value]) -> Value:
    return _joined(to_text(arguments[0]), list(_texts(arguments[1:])))


def _joined(between: str, texts: list[str]) -> str:
    """The texts as one; a form that doubles a text again and again is stopped."""
    if sum(map(len, texts)) + len(between) * len(texts) > _RESULT_LIMIT:
        raise ExpressionEffortError
    return between.join(texts)


def _texts(values: list[Value]) -> list[str]:
    """All texts of the arguments, node by node."""
    found: list[str] = []
    for value in values:
        if isinstance(value, list):
            found.extend(node.text() for node in value)
        else:
            found.append(to_text(value))
    return found


@function("contains", 2, 2)
def _contains(_c: Context, arguments: list[Value]) -> Value:
    return to_text(arguments[1]) in to_text(arguments[0])


@function("starts-with", 2, 2)
def _starts_with(_c: Context, arguments: list[Value]) -> Value:
    return to_text(arguments[0]).startswith(to_text(arguments[1]))


@function("ends-with", 2, 2)
def _ends_with(_c: Context, arguments: list[Value]) -> Value:
    return to_text(arguments[0]).endswith(to_text(arguments[1]))


@function("substring-before", 2, 2)
def _substring_before(_c: Context, arguments: list[Value]) -> Value:
    text, mark = to_text(arguments[0]), to_text(arguments[1])
    return text[: text.index(mark)] if mark in text else ""


@function("substring-after", 2, 2)
def _substring_after(_c: Context, arguments: list[Value]) -> Value:
    text, mark = to_text(arguments[0]), to_text(arguments[1])
    return text[text.index(mark) + len(mark) :] if mark in text else ""


@function("substring", 2, 3)
def _substring(c: Context, arguments: list[Value]) -> Value:
    """XPath's: counted from 1, both numbers rounded."""
    text = to_text(arguments[0])
    first = _half_up(to_number(arguments[1], c.scope.dates))
    length = _half_up(to_number(arguments[2], c.scope.dates)) if len(arguments) == 3 else math.inf
    end = first + length
    return "".join(char for place, char in enumerate(text, 1) if first <= place < end)


def _half_up(number: float) -> float:
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


@function("substr", 2, 3)
def _substr(c: Context, arguments: list[Value]) -> Value:
    """ODK's: counted from 0, a negative number from the end; the last place is left out."""
    text = to_text(arguments[0])
    places = [to_number(value, c.scope.dates) for value in arguments[1:]]
    if not all(map(math.isfinite, places)):
        return ""
    return (
        text[slice(*(int(place) for place in places))]
        if len(places) == 2
        else text[int(places[0]) :]
    )


@function("string-length", 0, 1)
def _string_length(c: Context, arguments: list[Value]) -> Value:
    return float(len(to_text(arguments[0]) if arguments else c.node.text()))


@function("normalize-space", 0, 1)
def _normalize_space(c: Context, arguments: list[Value]) -> Value:
    text = to_text(arguments[0]) if arguments else c.node.text()
    return _SPACES.sub(" ", text).strip(" ")


@function("translate", 3, 3)
def _translate(_c: Context, arguments: list[Value]) -> Value:
    text, old, new = (to_text(value) for value in arguments)
    table: dict[int, str | None] = {}
    for place, char in enumerate(old):
        table.setdefault(ord(char), new[place] if place < len(new) else None)
    return text.translate(table)


@function("regex", 2, 2)
def _regex(_c: Context, arguments: list[Value]) -> Value:
    return pattern(to_text(arguments[1])).found_in(to_text(arguments[0]))


@function("is-selected", 2, 2)
@function("selected", 2, 2)
def _selected(_c: Context, arguments: list[Value]) -> Value:
    return to_text(arguments[1]).strip() in to_text(arguments[0]).split()


@function("selected-at", 2, 2)
def _selected_at(c: Context, arguments: list[Value]) -> Value:
    names = to_text(arguments[0]).split()
    place = to_number(arguments[1], c.scope.dates)
    return names[int(place)] if 0 <= place < len(names) else ""


@function("count-selected", 1, 1)
def _count_selected(_c: Context, arguments: list[Value]) -> Value:
    return float(len(to_text(arguments[0]).split()))


@function("digest", 2, 3)
def _digest(_c: Context, arguments: list[Value]) -> Value:
    text, algorithm, *rest = (to_text(value) for value in arguments)
    name = _ALGORITHMS.get(algorithm.upper())
    if name is None:
        raise ExpressionError(reason=f"digest() does not know {algorithm}")
    import hashlib  # noqa: PLC0415 - it brings OpenSSL: not for a window at rest

    digest = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
    if (rest[0] if rest else "base64").lower() == "hex":
        return digest.hex()
    return base64.b64encode(digest).decode("ascii")


_ALGORITHMS: Final = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


@function("extract-signed", 2, 2)
def _extract_signed(c: Context, arguments: list[Value]) -> Value:
    """The text in a signed code, "" unless the key signed it."""
    from hrdesk.forms.expression.signed_text import (  # noqa: PLC0415 - few forms ask it
        text_signed_by,
    )

    c.scope.spend(_EFFORT_OF_A_SIGNATURE)
    code, key = (to_text(value) for value in arguments)
    return text_signed_by(code, key)


@function("base64-decode", 1, 1)
def _base64_decode(_c: Context, arguments: list[Value]) -> Value:
    try:
        return base64.b64decode(to_text(arguments[0]), validate=False).decode("utf-8", "replace")
    except binascii.Error:
        return ""


@function("uuid", 0, 1)
def _uuid(c: Context, arguments: list[Value]) -> Value:
    """A random UUID, or random letters and digits of the length asked for."""
    if arguments:
        length = to_number(arguments[0], c.scope.dates)
        if not 0 <= length <= 1000:
            raise ExpressionError(reason="uuid() takes a length up to 1000")
        return "".join(_LETTERS[int(c.scope.random() * 36) % 36] for _ in range(int(length)))
    number = 0
    for _ in range(8):
        number = (number << 16) | (int(c.scope.random() * 65536) & 0xFFFF)
    number = (number & ~(0xF << 76)) | (4 << 76)
    number = (number & ~(3 << 62)) | (2 << 62)
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


_LETTERS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
