"""Cells merged over several rows: what stands in the highest is said of each row they cover.

A file keeps the value in the first cell alone. Rows of one record are told apart before anything
is filled: below a title merged over five rows stand the five people of one training.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from hrdesk.records.tables import TableRow


class Merged(NamedTuple):
    """One column of cells merged over rows, as a spreadsheet counts them; `at` is its place."""

    at: int
    first: int
    last: int


class FillDown:
    """Fills the rows of one record after another, from the first below the header on."""

    def __init__(self, merged: Iterable[Merged], repeated: Iterable[int] = ()) -> None:
        """`repeated` are the columns whose cells belong to a row of a record, not to the record."""
        self._beginning: dict[int, list[Merged]] = {}
        for each in merged:
            self._beginning.setdefault(each.first, []).append(each)
        self._repeated: Final = frozenset(repeated)
        self._open: dict[int, tuple[int, str]] = {}  # by column: the last row, and the text
        self.count = 0  # cells that were filled

    def filled(self, records: Iterable[list[TableRow]]) -> Iterator[list[TableRow]]:
        """The rows of each record, as one will read them."""
        if not self._beginning:
            yield from records
            return
        for rows in records:
            yield [self._row(row, first=at == 0) for at, row in enumerate(rows)]

    def _row(self, row: TableRow, *, first: bool) -> TableRow:
        cells: list[str] | None = None
        for at, (last, text) in list(self._open.items()):
            if row.number > last:
                del self._open[at]
            elif first or at in self._repeated:
                cells = list(row.cells) if cells is None else cells
                cells += [""] * (at + 1 - len(cells))
                if not cells[at]:
                    cells[at] = text
                    self.count += 1
        for at, _first, last in self._beginning.get(row.number, ()):
            if at < len(row.cells) and row.cells[at]:
                self._open[at] = (last, row.cells[at])
        return row if cells is None else TableRow(row.number, tuple(cells), row.hidden)


def by_record(
    rows: Iterable[TableRow], own: Sequence[int], repeated: Sequence[int]
) -> Iterator[list[TableRow]]:
    """Rows of one record: a first one, and those in which nothing but a repeat goes on."""
    if not repeated:
        yield from ([row] for row in rows)
        return
    record: list[TableRow] = []
    for row in rows:
        continues = not _any(row, own) and _any(row, repeated)
        if record and not continues:
            yield record
            record = []
        record.append(row)
    if record:
        yield record


def _any(row: TableRow, places: Sequence[int]) -> bool:
    cells = row.cells
    return any(at < len(cells) and cells[at] for at in places)
