"""CSV and JSON in their one form; every sentence of a finding in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrdesk.bundles.csv_table import encode_row, read_table
from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.rows import sendable_text
from hrdesk.bundles.schema import Column, ColumnType, TableSchema, value_fits
from hrdesk.bundles.strict_json import parse_strict, write_strict
from hrdesk.i18n import tr_in
from hrdesk.verification.judgements import Judgements

SCHEMA = TableSchema((Column("k", required=True), Column("a"), Column("b")), ("k",))
TEXT = st.text(max_size=30).map(sendable_text)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), max_size=8))
def test_table__any_text__comes_back(values: list[tuple[str, str]]) -> None:
    rows = [(str(number), *pair) for number, pair in enumerate(values)]
    content = b"".join(map(encode_row, [SCHEMA.header, *rows]))
    assert list(read_table(content, SCHEMA, "t")) == rows


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_table__any_bytes__refused_or_the_only_spelling(tail: bytes) -> None:
    content = encode_row(SCHEMA.header) + tail
    try:
        rows = read_table(content, SCHEMA, "t")
    except FaultFoundError:
        return
    assert b"".join(map(encode_row, [SCHEMA.header, *rows])) == content


def test_table__formula__is_kept_as_it_is() -> None:
    row = ("1", "=cmd|' /C calc'!A0", "+1")
    content = encode_row(SCHEMA.header) + encode_row(row)
    assert read_table(content, SCHEMA, "t") == (row,)


@pytest.mark.parametrize(
    ("column_type", "value", "fits"),
    [
        (ColumnType.INTEGER, "-64", True),
        (ColumnType.INTEGER, "6.0", False),
        (ColumnType.INTEGER, "\u0666", False),
        (ColumnType.NUMBER, "2.50", True),
        (ColumnType.NUMBER, "1e5", False),
        (ColumnType.NUMBER, "NaN", False),
        (ColumnType.NUMBER, "2,5", False),
        (ColumnType.DATE, "2026-02-29", False),
        (ColumnType.DATE, "2024-02-29", True),
        (ColumnType.DATE, "20240229", False),
        (ColumnType.DATETIME, "2026-11-03T24:00:00Z", False),
        (ColumnType.DATETIME, "2026-11-03T01:02:03.000456Z", True),
        (ColumnType.DATETIME, "9999-12-31T23:59:59Z", False),
        (ColumnType.DATETIME, "0001-01-01T00:00:00Z", False),
        (ColumnType.STRING, "a\rb", False),
    ],
)
def test_value__lexical_form__judged(column_type: ColumnType, value: str, fits: bool) -> None:
    assert value_fits(Column("x", column_type), value) is fits


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": 1, "a": 2}', b"{\"a\": 1.5}", b"NaN", b"-Infinity", b"1e3", b"99999999999999999999",
        b"[" * 9 + b"]" * 9, b"\xef\xbb\xbf1", b"\xff", b'"\\ud800"', b"", b"1 2", b"[1,]", b"'a'",
    ],
)  # fmt: skip
def test_json__ambiguous__refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        parse_strict(content)


def test_json__brackets_and_quotes_in_text__do_not_count_as_depth() -> None:
    value = {"a": '[[[[[[[[[[[["\\', "b": [{"c": "}}"}]}
    assert parse_strict(write_strict(value)) == value


def test_findings__every_sentence_and_remedy__in_vietnamese_ids_unique() -> None:
    said = [(kind.value.fault_id, kind.value.sentence, kind.value.remedy) for kind in Faults]
    said += [(kind.value.finding_id, kind.value.sentence, kind.value.remedy) for kind in Judgements]
    assert len({finding_id for finding_id, _, _ in said}) == len(said)
    for _, sentence, remedy in said:
        assert tr_in("vi", sentence) != sentence
        assert not remedy or tr_in("vi", remedy) != remedy
