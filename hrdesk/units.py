"""The administrative units of An Giang, with the dates between which each of them existed.

A unit is (code, valid_from): since 2025-07-01 fifty-four codes mean another unit than before, and
sixteen names stand in both eras under different codes. So a code is never read without a date.
An empty `valid_from` means "before 2023 or not researched"; an empty `valid_to` means "still".
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from hrdesk.resources import resource
from hrdesk.values import dataclass
from hrdesk.vietnamese.text import fold, sort_key, words

KindGroup = Literal["commune", "district", "province"]

KIND_GROUPS: Final[Mapping[str, KindGroup]] = {
    "xa": "commune",
    "phuong": "commune",
    "thi_tran": "commune",
    "dac_khu": "commune",
    "huyen": "district",
    "thi_xa": "district",
    "thanh_pho": "district",
    "tinh": "province",
}
KIND_WORDS: Final = (
    "Thành phố ",
    "Thị trấn ",
    "Đặc khu ",
    "Phường ",
    "Thị xã ",
    "Huyện ",
    "Tỉnh ",
    "Xã ",
)
TODAYS_PROVINCE: Final = "91"
FORMER_PROVINCE: Final = "89"  # An Giang before it took in Kiên Giang
MERGED_ON: Final = date(2025, 7, 1)
_SOURCES: Final = (("an_giang_units.csv", "89"), ("kien_giang_old_units.csv", "91"))


class UnitCode(NamedTuple):
    """What names a unit: its code and the day from which the code means this unit."""

    code: str
    valid_from: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit in its era. Dates are ISO texts; both days are included."""

    code: str
    valid_from: str
    name: str
    kind: str
    parent_code: str
    valid_to: str
    province_code: str

    @property
    def key(self) -> UnitCode:
        """Code and first day, which together name the unit."""
        return UnitCode(self.code, self.valid_from)

    @property
    def kind_group(self) -> KindGroup:
        """The level: commune, district or province."""
        return KIND_GROUPS[self.kind]

    @property
    def bare_name(self) -> str:
        """The name without the word for its kind: `Vĩnh Xương` of `Xã Vĩnh Xương`."""
        for word in KIND_WORDS:
            if self.name.lower().startswith(word.lower()):
                return self.name[len(word) :]
        return self.name

    def exists(self, on: date) -> bool:
        """Whether the unit existed on that day."""
        day = on.isoformat()
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)


class Succession(NamedTuple):
    """Who took over the work of a unit, and whether only a part of it."""

    new_code: str
    effective_from: str
    is_partial: bool


class UnitCatalogue:
    """All units, old and new, and who answers for a unit that is gone."""

    def __init__(
        self,
        units: Iterable[Unit],
        successions: Mapping[str, Succession],
        aliases: Mapping[str, tuple[str, ...]],
    ) -> None:
        """Keep the units; they are put in order when somebody looks through them."""
        self._unsorted = tuple(units)
        self._successions = successions
        self._aliases = aliases
        self._by_key = {unit.key: unit for unit in self._unsorted}
        self._by_code: dict[str, list[Unit]] = {}
        for unit in self._unsorted:
            self._by_code.setdefault(unit.code, []).append(unit)

    @cached_property
    def _units(self) -> tuple[Unit, ...]:
        """All units in the Vietnamese order of their bare names."""
        return tuple(sorted(self._unsorted, key=lambda unit: sort_key(unit.bare_name)))

    @classmethod
    def load(cls) -> UnitCatalogue:
        """The shipped catalogue; read once a process."""
        return _shipped()

    @classmethod
    def read(cls, folder: Path) -> UnitCatalogue:
        """The catalogue in a folder of CSV files such as `resources/units`."""
        units = [
            _unit(row, former_province)
            for name, former_province in _SOURCES
            for row in _rows(folder / name)
        ]
        aliases: dict[str, tuple[str, ...]] = {}
        for row in _rows(folder / "aliases.csv"):
            aliases[row["old_code"]] = (*aliases.get(row["old_code"], ()), row["alias"])
        successions = {
            row["old_code"]: Succession(
                row["new_code"], row["effective_from"], row["is_partial"] == "1"
            )
            for row in _rows(folder / "successors.csv")
            if row["is_default"] == "1"
        }
        return cls(units, successions, aliases)

    @property
    def successions(self) -> Mapping[str, Succession]:
        """Who took over from whom, by the old code."""
        return self._successions

    @property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Other spellings, by the old code."""
        return self._aliases

    def all(self) -> tuple[Unit, ...]:
        """Every unit of every era, Kiên Giang's old ones included."""
        return self._units

    def alive(self, on: date, kind_group: KindGroup | None = None) -> tuple[Unit, ...]:
        """The units of An Giang on that day (155 communes before the merger, 102 after)."""
        province = TODAYS_PROVINCE if on >= MERGED_ON else FORMER_PROVINCE
        return tuple(
            unit
            for unit in self._units
            if unit.province_code == province
            and unit.exists(on)
            and kind_group in (None, unit.kind_group)
        )

    def get(self, code: str, on: date) -> Unit | None:
        """What the code meant on that day."""
        return next((unit for unit in self._by_code.get(code, ()) if unit.exists(on)), None)

    def by_key(self, code: str, valid_from: str) -> Unit | None:
        """The unit that a record names."""
        return self._by_key.get(UnitCode(code, valid_from))

    def search(self, text: str, on: date, limit: int = 20) -> tuple[Unit, ...]:
        """Units of that day whose name, other spelling or code has words that begin as typed.

        Marks and case do not matter. Names that begin with the whole text come first.
        """
        sought = words(fold(text))
        typed = " ".join(sought)
        found = []
        for unit in self._units:
            if not unit.exists(on):
                continue
            ranks = [
                _rank(typed, sought, spelling, bare) for spelling, bare in self._folded[unit.key]
            ]
            rank = min(ranks)
            if rank < _NO_MATCH:
                found.append((rank, unit))
        found.sort(key=lambda pair: pair[0])
        return tuple(unit for _, unit in found[:limit])

    @cached_property
    def _folded(self) -> Mapping[UnitCode, tuple[tuple[str, str], ...]]:
        return {unit.key: self._spellings(unit) for unit in self._units}

    def _spellings(self, unit: Unit) -> tuple[tuple[str, str], ...]:
        aliases = (
            () if unit.valid_from >= MERGED_ON.isoformat() else self._aliases.get(unit.code, ())
        )
        kind = fold(unit.name.removesuffix(unit.bare_name))
        names = {fold(unit.name), *map(fold, aliases)}
        return tuple(
            (f"{name} {unit.code}", name.removeprefix(kind).strip()) for name in sorted(names)
        )

    def successor(self, code: str, valid_from: str, on: date) -> tuple[Unit, bool] | None:
        """Who answers on that day for the unit of a record, and whether it took only a part of it.

        The unit itself while it exists. None for a district, whose work went to no single unit.
        """
        unit = self.by_key(code, valid_from)
        is_partial = False
        while unit is not None and not unit.exists(on):
            step = self._successions.get(unit.code)
            if step is None or step.effective_from > on.isoformat() or not unit.valid_to:
                return None
            is_partial = is_partial or step.is_partial
            unit = self.get(step.new_code, date.fromisoformat(step.effective_from))
        return None if unit is None else (unit, is_partial)


_NO_MATCH: Final = 9


def _rank(typed: str, sought: list[str], spelling: str, bare: str) -> int:
    if bare == typed:
        return 0
    if bare.startswith(typed) or spelling.startswith(typed):
        return 1
    parts = words(spelling)
    if all(any(part.startswith(word) for part in parts) for word in sought):
        return 2
    return _NO_MATCH


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _unit(row: Mapping[str, str], former_province: str) -> Unit:
    return Unit(
        code=row["code"],
        valid_from=row["valid_from"],
        name=row["name_vi"],
        kind=row["kind"],
        parent_code=row["parent_code"],
        valid_to=row["valid_to"],
        province_code=former_province if row["valid_to"] else TODAYS_PROVINCE,
    )


@lru_cache(maxsize=1)
def _shipped() -> UnitCatalogue:
    return UnitCatalogue.read(resource("units"))
