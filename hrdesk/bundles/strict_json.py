"""JSON in its narrow form: UTF-8, no key twice, no NaN, no fractions, not deep (signing.md §2.4)."""

from __future__ import annotations

import json
import re
from typing import Final, NoReturn

DEPTH_LIMIT: Final = 8
_INTEGER_LIMIT: Final = 1 << 53
# A text that never ends is matched to the end of the file: tried anew at each quote in it, a
# megabyte of quotes would take hours.
_STRING: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKET: Final = re.compile(r"[\[\]{}]")
_ESCAPED_SURROGATE: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")


def parse_strict(content: bytes) -> object:
    """The value in the file.

    Raises:
        ValueError: anything that two readers could understand differently.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        raise ValueError("byte order mark")
    text = content.decode("utf-8", "strict")
    if "\\u" in text and _ESCAPED_SURROGATE.search(text):
        raise ValueError("escaped surrogate")
    _check_depth(text)
    return json.loads(
        text,
        object_pairs_hook=_pairs,
        parse_constant=_refuse,
        parse_float=_refuse,
        parse_int=_integer,
    )


def write_strict(value: object) -> bytes:
    """The value as the reader takes it: UTF-8, two spaces, a line end."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _check_depth(text: str) -> None:
    """Refuse deep nesting before the parser recurses; brackets inside strings do not count."""
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > DEPTH_LIMIT:
            raise ValueError("nested too deeply")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("the same key twice")
    return value


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > _INTEGER_LIMIT:
        raise ValueError("number too large")
    return int(text)


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"not allowed: {text[:20]}")
