"""What stands in the cells of an .xlsx sheet, as text: numbers, days, shared texts, formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from math import isfinite
from typing import Final

from hrdesk.forms.expression.values import number_text
from hrdesk.records.plain_xml import unescaped
from hrdesk.records.tables import NO_RESULT

RawRow = tuple[int, tuple[str, ...], bool]  # its number, its cells, whether it is hidden

MOST_COLUMNS: Final = 1_000
_CELL_LIMIT: Final = 100_000
_REMEMBERED: Final = 8_000
_LETTERS_REMEMBERED: Final = 1_000
_ROWS_REMEMBERED: Final = 500
_SHORT: Final = frozenset(["b", "d"])
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROW: Final = re.compile(r'\s*<row r="([0-9]{1,7})"(?: [A-Za-z][\w:.]*="[^"<&]*")*>')
_HIDDEN: Final = re.compile(r' hidden="(?:1|true)"')
_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]{1,9})")?'
    r'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>'
    r"|<f(?: [^<>]*)?(?:/>|>[^<]*</f>)<v>([^<]+)</v>)?</c>)"
)
_STEP: Final = 7  # groups of a cell and what stands before it


class CellTexts:
    """Cells of one workbook; what was read once is kept, since it comes again and again."""

    def __init__(self, epoch: datetime, dated: list[bool], shared: list[str]) -> None:
        """`dated`: by style, whether numbers are days."""
        self._shared = shared
        self._texts = _Known(plain)
        self._places: dict[tuple[str | None, ...], list[int]] = {}
        numbers, days = _Known(_number), _Known(lambda raw: _day(raw, epoch))
        self._numbers = _ByStyle(numbers)
        for style, is_day in enumerate(dated):
            self._numbers[str(style)] = days if is_day else numbers
        if dated:
            self._numbers[None] = self._numbers["0"]

    def text(self, kind: str, raw: str, style: str | None) -> str:
        """A cell as it is typed here: days as ISO, numbers with a decimal comma."""
        match kind:
            case "n":
                known = self._numbers[style]
                return known.read(raw) if "&" in raw else known[raw]
            case "s":
                at = whole(raw)
                return self._shared[at] if at < len(self._shared) else ""
            case "b":
                return "true" if raw.strip() == "1" else "false"
            case "d":
                return raw.strip().removesuffix("T00:00:00")
            case _:
                return plain(raw)

    def plain_row(self, text: str) -> RawRow | None:
        """A row without its closing tag; None when it is not written in the plainest way."""
        begun = _ROW.match(text)
        if begun is None:
            return None
        parts = _CELL.split(text[begun.end() :])
        if any(parts[::_STEP]):
            return None
        try:
            hidden = _HIDDEN.search(text, 0, begun.end()) is not None
            return int(begun[1]), self._plain_cells(parts), hidden
        except (ValueError, IndexError):  # what only the parser can say something of
            return None

    def _plain_cells(self, parts: list[str | None]) -> tuple[str, ...]:
        cells: list[str] = []
        numbers, texts, shared = self._numbers, self._texts, self._shared
        for at, style, kind, value, inline, result in zip(
            self._places_of(tuple(parts[1::_STEP])),
            parts[2::_STEP],
            parts[3::_STEP],
            parts[4::_STEP],
            parts[5::_STEP],
            parts[6::_STEP],
            strict=True,
        ):
            raw = value or inline or result
            if not raw:
                continue
            if kind is None or kind == "n":
                said = numbers[style][raw]
            elif kind == "s":
                place = int(raw)
                said = shared[place] if place >= 0 else self.text(kind, raw, style)
            elif kind in _SHORT:
                said = self.text(kind, raw, style)
            else:
                said = texts[raw]
            if not said:
                continue
            if at == len(cells):
                cells.append(said)
            else:
                put(cells, at, said)
        return tuple(cells)

    def _places_of(self, letters: tuple[str | None, ...]) -> list[int]:
        """The places of the cells of a row; most rows of a sheet have the same cells."""
        places = self._places.get(letters)
        if places is None:
            places = [column_at(each or "") for each in letters]
            if max(places, default=0) >= MOST_COLUMNS:
                raise IndexError(max(places))
            if len(self._places) > _ROWS_REMEMBERED:
                self._places.clear()
            self._places[letters] = places
        return places


class _Known(dict[str, str]):
    """What was read from cells, by how it is written in XML."""

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, raw: str) -> str:
        said = self.read(unescaped(raw) if "&" in raw else raw)
        if len(raw) <= _LETTERS_REMEMBERED:
            if len(self) > _REMEMBERED:
                self.clear()
            self[raw] = said
        return said


class _ByStyle(dict[str | None, _Known]):
    """How numbers of a style are read; of one that the workbook does not have, as numbers."""

    def __init__(self, numbers: _Known) -> None:
        super().__init__()
        self._usual = numbers

    def __missing__(self, _style: str | None) -> _Known:
        return self._usual


def _number(raw: str) -> str:
    value = _value(raw)
    if value is None:
        return raw.strip()
    if not isfinite(value):
        return ""
    # As many digits as a spreadsheet shows: what it calls 20 may be kept as 19.999999999999996.
    return number_text(float(f"{value:.15g}")).replace(".", ",")


def _day(raw: str, epoch: datetime) -> str:
    value = _value(raw)
    if value is None:
        return raw.strip()
    return _moment(value, raw, epoch) if isfinite(value) else ""


def _value(raw: str) -> float | None:
    try:
        return float(raw)
    except ValueError:
        return None


def _moment(value: float, raw: str, epoch: datetime) -> str:
    try:
        moment = epoch + timedelta(seconds=round(value * 86400))
    except OverflowError:
        return raw.strip()
    if 0 <= value < 1:
        return moment.time().isoformat(timespec="seconds")
    if moment.hour or moment.minute or moment.second:
        return moment.isoformat(timespec="seconds")
    return moment.date().isoformat()


def put(cells: list[str], at: int, text: str) -> None:
    """Put a cell at its place, blank ones before it; what lies too far right stands at the end."""
    at = min(at, MOST_COLUMNS - 1)  # too far for a table, which is then refused
    if at >= len(cells):
        cells += [""] * (at - len(cells))
        cells.append(text)
    else:
        cells[at] = text


def without_result(formula: str) -> str:
    """A formula that no program has worked out yet, as `NO_RESULT` marks it."""
    return f"{NO_RESULT}={formula.strip()[:_CELL_LIMIT]}"


def plain(text: str) -> str:
    """Text of a cell without what a workbook writes for letters that XML does not have."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\0", "")
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text[:_CELL_LIMIT].strip()


def column_at(letters: str) -> int:
    """The place of a column by its letters: A 0, B 1, AA 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def whole(text: str | None) -> int:
    """A number of an attribute; 0 when it is none."""
    try:
        return max(0, int(text or 0))
    except ValueError:
        return 0
