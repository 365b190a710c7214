"""Where a column goes by a part of a question's label, when its cells are such answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from hrdesk.forms.definition import Form, Question, ValueType
from hrdesk.records.sheet_dates import read_sheet_date
from hrdesk.records.sheet_numbers import is_none, read_sheet_number
from hrdesk.records.tables import TableRow
from hrdesk.records.tabular import folded_title

_DATES: Final = (ValueType.DATE, ValueType.DATETIME)
_NUMBERS: Final = (ValueType.INTEGER, ValueType.DECIMAL)
_ENOUGH: Final = 0.8  # of the cells that say anything
_ANY_DAY: Final = date(2000, 1, 1)
_OF_BIRTH: Final = "sinh"  # "Ngày sinh" is never when something took place


def by_cells(
    form: Form,
    titles: Sequence[str],
    body: Sequence[TableRow],
    placed: set[int],
    taken: set[str],
) -> dict[int, str]:
    """Question by column, for columns that are not placed and questions that are not taken.

    `titles` are folded. Only dates and numbers of the form itself: of a text, cells tell nothing.
    """
    found: dict[int, str] = {}
    cells = {
        at: told
        for at in range(len(titles))
        if at not in placed
        and titles[at]
        and titles.index(titles[at]) == at
        and (told := [r.cells[at] for r in body if at < len(r.cells) and r.cells[at].strip()])
    }
    days = {at for at, told in cells.items() if _mostly(told, _is_day)}
    numbers = {at for at, told in cells.items() if _mostly(told, _is_number)} - days
    for at in cells:
        fitting = _DATES if at in days else _NUMBERS if at in numbers else ()
        offered = [
            question
            for question in form.questions()
            if question.value_type in fitting
            and question.key not in taken
            and any(_is_part(titles[at], folded_title(one)) for one in question.labels.values())
        ]
        if (best := _only(offered)) is not None:
            found[at] = best.key
            taken = taken | {best.key}
    when = form.settings.get("event_on_key", "")
    open_days = [at for at in days - set(found) if _OF_BIRTH not in titles[at].split()]
    if when and when not in taken and len(open_days) == 1:
        found[open_days[0]] = when
    return found


def _only(offered: Sequence[Question]) -> Question | None:
    """The one question meant: the only one, or the only one that must be answered."""
    needed = [question for question in offered if question.required] or list(offered)
    return needed[0] if len(needed) == 1 else None


def _is_part(title: str, label: str) -> bool:
    """Whether the words of a heading stand in a label, in their order."""
    words = iter(label.split())
    return all(word in words for word in title.split())


def _mostly(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return sum(map(fits, cells)) >= _ENOUGH * len(cells)


def _is_day(cell: str) -> bool:
    """A bare number may be a day too, but says so only where a heading asks for one."""
    written = any(mark in cell for mark in "/-.") or "th" in cell.casefold()
    return written and read_sheet_date(cell, _ANY_DAY) is not None


def _is_number(cell: str) -> bool:
    return is_none(cell) or read_sheet_number(cell) is not None
