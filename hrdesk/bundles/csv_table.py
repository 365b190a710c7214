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
from hrdesk.bundles.schema import TableSchema, value_check, value_fits

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
    key_at = [schema.header.index(column) for column in schema.primary_key]
    seen: set[tuple[str, ...]] = set()
    written_anew = [encode_row(header)]
    checked = []
    checks = [value_check(column) for column in schema.columns]
    required = [at for at, column in enumerate(schema.columns) if column.required]
    for number, row in enumerate(rows, start=1):
        if (
            len(row) != len(checks)
            or not all(check(value) for check, value in zip(checks, row, strict=True) if value)
            or not all(row[at] for at in required)
        ):
            _explain_row(row, schema, f"{name}:{number}")
        key = tuple(row[at] for at in key_at)
        if key in seen:
            raise FaultFoundError(Faults.ROW_KEY, f"{name}:{number}", found=",".join(key)[:200])
        seen.add(key)
        written_anew.append(encode_row(row))
        checked.append(row)
    if b"".join(written_anew) != content:
        raise FaultFoundError(Faults.CSV, name)
    return tuple(checked)


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
