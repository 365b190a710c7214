"""CSV in one form only: UTF-8 without mark, CRLF, quotes only where they are needed.

The reader writes what it understood once more and demands the same bytes, so that no two programs
can read two different tables out of one file. Data is never altered to please a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from hrdesk.bundles.faults import FaultFoundError, Faults
from hrdesk.bundles.schema import ColumnType, TableSchema, is_text, value_fits

FIELD_LIMIT_CHARACTERS: Final = 1 << 20
TABLE_LIMIT_BYTES: Final = 256 << 20
_NEEDS_QUOTES: Final = re.compile('[",\r\n]')


def encode_row(values: Iterable[str]) -> bytes:
    """One line of the file."""
    return (",".join(_field(value) for value in values) + "\r\n").encode()


def read_table(content: bytes, schema: TableSchema, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows below the head, every value checked against its column.

    Raises:
        FaultFoundError: with the line and the column.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FaultFoundError(Faults.ENCODING, name, found=str(error.start)) from error
    if "\0" in text or text.startswith("\ufeff"):
        raise FaultFoundError(Faults.ENCODING, name)
    rows = _rows(text, name)
    header = next(rows, ())
    if header != schema.header:
        raise FaultFoundError(
            Faults.CSV_HEADER, name, ",".join(schema.header)[:200], ",".join(header)[:200]
        )
    body = list(rows)
    if not _all_fit(body, schema, text):
        for number, row in enumerate(body, start=1):
            _explain_row(row, schema, f"{name}:{number}")
    _check_keys(body, schema, name)
    if _written(header, body) != text:
        raise FaultFoundError(Faults.CSV, name)
    return tuple(body)


def _all_fit(rows: Sequence[tuple[str, ...]], schema: TableSchema, text: str) -> bool:
    """Whether every value of every row fits its column, looked at column by column.

    Letters are judged once for the whole file: what stands between values neither is a control
    character nor composes with what follows.
    """
    width = len(schema.columns)
    if any(len(row) != width for row in rows):
        return False
    lines = text.count("\r") == len(rows) + 1  # none stands inside a value
    plain = lines and is_text(text.replace("\r", ""))
    for column, values in zip(schema.columns, zip(*rows, strict=True), strict=False):
        if plain and column.column_type is ColumnType.STRING:
            if column.required and "" in values:
                return False
        elif not all(value_fits(column, value) for value in set(values)):
            return False
    return True


def _check_keys(rows: Sequence[tuple[str, ...]], schema: TableSchema, name: str) -> None:
    """Raise at the first row that has the key of an earlier one."""
    key_at = [schema.header.index(column) for column in schema.primary_key]
    keys = [tuple(row[at] for at in key_at) for row in rows]
    if len(set(keys)) == len(keys):
        return
    seen: set[tuple[str, ...]] = set()
    for number, key in enumerate(keys, start=1):
        if key in seen:
            raise FaultFoundError(Faults.ROW_KEY, f"{name}:{number}", found=",".join(key)[:200])
        seen.add(key)


def _written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The one form of bytes of these rows, by the standard library: it quotes as `encode_row` does."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _rows(text: str, name: str) -> Iterator[tuple[str, ...]]:
    earlier = csv.field_size_limit(FIELD_LIMIT_CHARACTERS)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for row in reader:
            yield tuple(row)
    except csv.Error as error:
        raise FaultFoundError(Faults.CSV, name, found=str(error)) from error
    finally:
        csv.field_size_limit(earlier)


def _explain_row(row: Sequence[str], schema: TableSchema, place: str) -> None:
    """Say what is wrong with a row; the fast look in `read_table` only says that it is."""
    if len(row) != len(schema.columns):
        raise FaultFoundError(Faults.CSV, place, str(len(schema.columns)), str(len(row)))
    for column, value in zip(schema.columns, row, strict=True):
        if not value_fits(column, value):
            raise FaultFoundError(
                Faults.VALUE, f"{place} {column.name}", column.column_type, value[:80]
            )


def _field(value: str) -> str:
    if _NEEDS_QUOTES.search(value):
        return '"' + value.replace('"', '""') + '"'
    return value
