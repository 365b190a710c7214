"""Rows that are there already: the same kind, day, title and unit, or the same row twice."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    from datetime import date

    from hrdesk.forms.definition import Form
    from hrdesk.services.import_rows import GoodRow
    from hrdesk.services.workspace import Workspace

Duplicates = Literal["skip", "keep"]
DUPLICATES: Final[tuple[Duplicates, ...]] = ("skip", "keep")


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A good row that is there already: as the record `record_id`, or as row `twin_row` above it."""

    row_number: int
    title: str
    event_on: date | None
    record_id: str = ""
    twin_row: int = 0


class Twins:
    """Looks each row up, one after another. Make one for each way through a sheet.

    The office's records are read day by day as the sheet comes to them. Rows of the sheet itself
    are twins only when all their answers are the same: on one day, one title may be held twice.
    """

    def __init__(self, ws: Workspace, form: Form) -> None:
        """Nothing is read yet."""
        self._ws = ws
        self._form_id = form.form_id
        self._days: dict[date | None, dict[str, str]] = {}
        self._marks = array("q")  # of the rows that came, in order; eight bytes each
        self._rows = array("l")

    def twin(self, row: GoodRow) -> DuplicateRow | None:
        """What is there already of a row; it is known from then on."""
        kept = self._kept(row.event_on).get(row.folded_title, "") if row.folded_title else ""
        twin_row = self._seen(row.mark, row.row_number)
        if not kept and not twin_row:
            return None
        return DuplicateRow(row.row_number, row.title, row.event_on, kept, 0 if kept else twin_row)

    def _kept(self, day: date | None) -> dict[str, str]:
        found = self._days.get(day)
        if found is None:
            titles = self._ws.store.titles_on(self._form_id, day, self._ws.unit_key.code)
            found = self._days[day] = {fold(title): record_id for record_id, title in titles}
        return found

    def _seen(self, mark: int, row_number: int) -> int:
        at = bisect_left(self._marks, mark)
        if at < len(self._marks) and self._marks[at] == mark:
            return self._rows[at]
        self._marks.insert(at, mark)
        self._rows.insert(at, row_number)
        return 0
