"""JSON in its narrow form: what two readers could understand differently is no JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrdesk.bundles.strict_json import parse_strict, write_strict

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
).filter(lambda value: json.dumps(value).count("[") + json.dumps(value).count("{") <= 8)


@given(VALUES)
def test_strict__whatever_is_written__is_read(value: object) -> None:
    assert parse_strict(write_strict(value)) == value


def test_strict__a_backslash_before_a_u__is_a_backslash() -> None:
    value = {"path": "C:\\udata\\ud83d", "brackets": '[[[[[[[[["{{{{{{{{{'}
    assert parse_strict(write_strict(value)) == value


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": "\\ud83d\\ude00"}', b'{"a": "\\\\\\ud800"}', b'{"a": 1, "a": 2}', b'{"a": 1e3}',
        b'{"a": NaN}', b'{"a": 9007199254740993}', b"[" * 9 + b"]" * 9, b'"\xff"',
        b"\xef\xbb\xbf{}", b'{"a": "x', b'{"a": "x\\', b"{} {}", b"", b"'a'", b'{"a": 01}',
    ],
)  # fmt: skip
def test_strict__understood_in_two_ways__refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_strict(content)
