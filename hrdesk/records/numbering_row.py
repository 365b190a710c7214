"""The row below the headings that numbers the columns, as tables of offices have it: (1) (2) (3)."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hrdesk.records.tables import TableRow

_NUMBER: Final = re.compile(r"\(?\s*(?:([A-E])|([0-9]{1,2}))\s*\)?(?:\s*=.*)?")  # (7)=(5)+(6)
_FEWEST: Final = 4  # cells; fewer may be a record of small numbers
_FEWEST_BRACKETED: Final = 3


def numbers_columns(row: TableRow) -> bool:
    """Whether a row counts its cells from 1, letters before them or not: A B 1 2 3."""
    told = [cell for cell in row.cells if cell]
    bracketed = all(cell.startswith("(") for cell in told)
    if len(told) < (_FEWEST_BRACKETED if bracketed else _FEWEST):
        return False
    letters = numbers = 0
    for cell in told:
        found = _NUMBER.fullmatch(cell)
        if found is None:
            return False
        if found[1]:
            letters += 1
            if numbers or ord(found[1]) - ord("A") + 1 != letters:
                return False
        else:
            numbers += 1
            if int(found[2]) != numbers:
                return False
    return numbers > 0


def without_numbering(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """The rows below a header but for one that numbers the columns."""
    found = iter(rows)
    first = next(found, None)
    if first is None:
        return found
    return found if numbers_columns(first) else chain([first], found)
