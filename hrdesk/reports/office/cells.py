"""What stands in the cells of a sheet: the true numbers and dates behind the texts of a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from hrdesk.vietnamese.formats import parse_date, parse_number, show_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.reports.content import CellKind, Column

_ANY_DAY: Final = date(2000, 1, 1)  # dates on paper carry their year
_FRACTION: Final = re.compile(r"([\d.]+)/([\d.]+)")

Value = str | int | float | date


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet: that of a table, or one half of its fractions."""

    source: int
    label: str
    width: float
    align: str
    group: str
    kind: CellKind
    half: int = 0  # 1 is the numerator, 2 the denominator


def spread(columns: Sequence[Column]) -> list[SheetColumn]:
    """The columns of the sheet: a fraction takes two."""
    made: list[SheetColumn] = []
    for index, column in enumerate(columns):
        if column.kind != "fraction":
            made.append(
                SheetColumn(
                    index, column.label, column.width, column.align, column.group, column.kind
                )
            )
            continue
        labels = [part.strip() for part in column.label.split("/")]
        if len(labels) != 2:
            labels = [column.label, column.label]
        made.extend(
            SheetColumn(
                index,
                f"{label[:1].upper()}{label[1:]}",
                column.width * 0.75,
                "right",
                column.group,
                "number",
                half,
            )
            for half, label in enumerate(labels, start=1)
        )
    return made


def follows_its_parts(columns: Sequence[SheetColumn], index: int) -> bool:
    """Whether numerator and denominator of the same group stand just before."""
    return index >= 2 and all(
        columns[other].kind == "number" and columns[other].group == columns[index].group
        for other in (index - 2, index - 1)
    )


def is_share(value: Value, numerator: Value, denominator: Value) -> bool:
    """Whether a value is the exact ratio of the two."""
    if not isinstance(numerator, int) or not isinstance(denominator, int) or not denominator:
        return False
    return isinstance(value, int | float) and value == numerator / denominator


def values_of(cells: tuple[str, ...], columns: Sequence[SheetColumn]) -> list[tuple[Value, str]]:
    """Values with their formats; a percentage after its parts is their exact ratio."""
    made: list[tuple[Value, str]] = []
    for index, column in enumerate(columns):
        value, form = _value(cells[column.source], column)
        if column.kind == "percent" and follows_its_parts(columns, index):
            numerator, denominator = made[index - 2][0], made[index - 1][0]
            if (
                isinstance(numerator, int)
                and isinstance(denominator, int)
                and denominator
                and show_percent(Fraction(numerator, denominator)) == cells[column.source]
            ):
                value = numerator / denominator
        made.append((value, form))
    return made


def _value(text: str, column: SheetColumn) -> tuple[Value, str]:
    """The value that a text of the paper shows, and its format; any other text as it is."""
    if column.half:
        match = _FRACTION.fullmatch(text)
        return _number(match.group(column.half) if match else text)
    match column.kind:
        case "number":
            return _number(text)
        case "percent":
            number = parse_number(text.removesuffix("%")) if text.endswith("%") else None
            if number is not None:
                return float(Decimal(number) / 100), "0.0%" if "," in text else "0%"
        case "date":
            day = parse_date(text, _ANY_DAY) if text.count("/") == 2 else None
            if day is not None:
                return day, "dd/mm/yyyy"
        case _:
            pass
    return text, ""


def _number(text: str) -> tuple[Value, str]:
    number = parse_number(text)
    if number is None:
        return text, ""
    if "." in number:
        return float(number), "#,##0.##"
    return int(number), "#,##0"
