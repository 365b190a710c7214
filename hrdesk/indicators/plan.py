"""The plan's targets as data: thresholds, definitions, and expressions over answers.

What is read here stands in `resources/plan/targets.toml` and `counts.toml`; the meaning of each
entry is written at the head of those files.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from hrdesk.errors import HrdeskError, PlanUnreadableError
from hrdesk.forms.expression import Expression, compile_expression
from hrdesk.resources import resource

Achieved = Literal["met", "not_met", "exceeded", "no_occurrence"]
Window = Literal["period", "plan", "before"]

PERIOD_NAMES: Final = frozenset({"period_first_on", "period_last_on", "plan_first_on"})
_EVERYTHING: Final = "true()"


class Basis(StrEnum):
    """Over what a target is counted."""

    PERIOD = "period"
    STOCK = "stock"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact about one record of a target's denominator.

    Without `repeat` and `linked` it is read from the record itself. With `repeat` alone: from any
    row of the record. With `linked`: from any record (or row) of another form that names it.
    """

    condition_id: str
    where: Expression
    repeat: str = ""
    linked: str = ""
    record_where: Expression | None = None
    window: Window = "period"
    key: str = ""
    own_key: str = ""
    same_unit: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A figure shown beside the share: records for which `all_of` or `any_of` conditions hold.

    `window` "before" looks at records from before the period instead.
    """

    part_id: str
    labels: Mapping[str, str]
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    window: Window = "period"

    def holds(self, facts: Mapping[str, bool]) -> bool:
        """Whether a record with these facts belongs to the part."""
        if self.any_of:
            return any(facts[name] for name in self.any_of)
        return all(facts[name] for name in self.all_of)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another denominator, for a unit that the target itself does not reach."""

    where: Expression
    definitions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """One target of the plan. `threshold` and `upper` are shares (7/10 for 70 %)."""

    target_id: str
    names: Mapping[str, str]
    short_names: Mapping[str, str]
    definitions: Mapping[str, str]
    op: Literal[">", ">=", "between"]
    threshold: Fraction
    upper: Fraction | None
    basis: Basis
    form_id: str
    where: Expression
    distinct: str
    combine: Literal["all", "any"]
    numerator: tuple[str, ...]
    conditions: tuple[Condition, ...]
    parts: tuple[Part, ...] = ()
    reference: Reference | None = None
    proposed: bool = True  # the definition goes beyond the plan's words and is not confirmed yet

    def judge(self, numerator: int, denominator: int) -> Achieved:
        """Whether so many of so many reach the target; compared exactly, never rounded."""
        if denominator == 0:
            return "no_occurrence"
        ratio = Fraction(numerator, denominator)
        if self.upper is not None and ratio > self.upper:
            return "exceeded"
        reached = ratio > self.threshold if self.op == ">" else ratio >= self.threshold
        return "met" if reached else "not_met"

    def missing(self, numerator: int, denominator: int) -> int:
        """How many more are needed in the numerator, the denominator staying as it is."""
        if denominator == 0:
            return 0
        bound = self.threshold * denominator
        needed = math.floor(bound) + 1 if self.op == ">" else math.ceil(bound)
        return max(0, needed - numerator)

    def counted(self, facts: Mapping[str, bool]) -> bool:
        """Whether a record with these facts belongs to the numerator."""
        met = (facts[name] for name in self.numerator)
        return all(met) if self.combine == "all" else any(met)


@dataclass(frozen=True, slots=True)
class CountDefinition:
    """What is counted of one kind of record. `stock`: a register as it stands at the cut-off."""

    form_id: str
    where: Expression
    sums: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    stock: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The targets and the counts of one version of the plan."""

    version: str
    names: Mapping[str, str]
    targets: tuple[Target, ...]
    counts: tuple[CountDefinition, ...] = field(default=())

    def target(self, target_id: str) -> Target:
        """The target with that id; KeyError when there is none."""
        for target in self.targets:
            if target.target_id == target_id:
                return target
        raise KeyError(target_id)


def load_plan(path: Path | None = None, counts_path: Path | None = None) -> Plan:
    """The plan in those files, or the shipped one.

    Raises:
        PlanUnreadableError: a file is missing, is not TOML, or an entry of it makes no sense.
    """
    targets_path = path or resource("plan", "targets.toml")
    if path is None and counts_path is None:
        return _shipped(targets_path)
    return _read(targets_path, counts_path or resource("plan", "counts.toml"))


@lru_cache(maxsize=1)
def _shipped(targets_path: Path) -> Plan:
    return _read(targets_path, resource("plan", "counts.toml"))


def plan_of(targets: Mapping[str, object], counts: Mapping[str, object], name: str) -> Plan:
    """The plan of two tables as in `targets.toml` and `counts.toml`; `name` stands in errors.

    Raises:
        PlanUnreadableError: an entry makes no sense.
    """
    return _plan(_Entry(Path(name), targets), _Entry(Path(name), counts))


def read_table(path: Path) -> Mapping[str, object]:
    """A TOML file of targets as a kit carries it, checked beside the shipped counts.

    Raises:
        PlanUnreadableError: it cannot be read, or an entry makes no sense.
    """
    entry = _Entry.of_file(path)
    _plan(entry, _Entry.of_file(resource("plan", "counts.toml")))
    return entry.values


def shipped_tables() -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The shipped targets and counts as tables, as a kit carries them."""
    return (
        tomllib.loads(resource("plan", "targets.toml").read_text(encoding="utf-8")),
        tomllib.loads(resource("plan", "counts.toml").read_text(encoding="utf-8")),
    )


def _read(targets_path: Path, counts_path: Path) -> Plan:
    return _plan(_Entry.of_file(targets_path), _Entry.of_file(counts_path))


def _plan(top: _Entry, counts: _Entry) -> Plan:
    targets = tuple(_checked(_target(entry), entry) for entry in top.entries("target"))
    ids = [target.target_id for target in targets]
    if len(set(ids)) != len(ids):
        raise top.fault(", ".join(one for one in dict.fromkeys(ids) if ids.count(one) > 1))
    return Plan(
        version=top.text("version"),
        names=top.entry("plan").texts("name"),
        targets=targets,
        counts=tuple(map(_count, counts.entries("count"))),
    )


def _target(entry: _Entry) -> Target:
    upper = entry.text("upper", "")
    return Target(
        target_id=entry.text("id"),
        names=entry.texts("name"),
        short_names=entry.texts("short"),
        definitions=entry.texts("definition"),
        op=_OPS[entry.one_of("op", _OPS)],
        threshold=entry.percent("threshold"),
        upper=entry.percent("upper") if upper else None,
        basis=Basis(entry.one_of("basis", Basis)),
        form_id=entry.text("form"),
        where=entry.expression("where"),
        distinct=entry.text("distinct", ""),
        combine=_COMBINE[entry.one_of("combine", _COMBINE)],
        numerator=entry.names("numerator"),
        conditions=tuple(map(_condition, entry.entries("condition"))),
        parts=tuple(map(_part, entry.entries("part"))),
        reference=_reference(entry.entry("reference")) if entry.has("reference") else None,
        proposed=entry.flag("proposed", default=True),
    )


_OPS: Final[Mapping[str, Literal[">", ">=", "between"]]] = {
    ">": ">",
    ">=": ">=",
    "between": "between",
}
_COMBINE: Final[Mapping[str, Literal["all", "any"]]] = {"all": "all", "any": "any"}
_WINDOWS: Final[Mapping[str, Window]] = {"period": "period", "plan": "plan", "before": "before"}


def _condition(entry: _Entry) -> Condition:
    record_where = entry.text("record_where", "")
    return Condition(
        condition_id=entry.text("id"),
        where=entry.expression("where"),
        repeat=entry.text("repeat", ""),
        linked=entry.text("linked", ""),
        record_where=entry.expression("record_where") if record_where else None,
        window=_WINDOWS[entry.one_of("window", _WINDOWS, "period")],
        key=entry.text("key", ""),
        own_key=entry.text("own_key", ""),
        same_unit=entry.flag("same_unit"),
    )


def _part(entry: _Entry) -> Part:
    return Part(
        part_id=entry.text("id"),
        labels=entry.texts("label"),
        all_of=entry.names("all"),
        any_of=entry.names("any"),
        window=_WINDOWS[entry.one_of("window", _WINDOWS, "period")],
    )


def _reference(entry: _Entry) -> Reference:
    return Reference(where=entry.expression("where"), definitions=entry.texts("definition"))


def _count(entry: _Entry) -> CountDefinition:
    return CountDefinition(
        form_id=entry.text("form"),
        where=entry.expression("where", _EVERYTHING),
        sums=entry.names("sums"),
        choices=entry.names("choices"),
        rows=entry.names("rows"),
        stock=entry.flag("stock"),
    )


def _checked(target: Target, entry: _Entry) -> Target:
    known = {condition.condition_id for condition in target.conditions}
    used = {*target.numerator}
    for part in target.parts:
        used |= {*part.all_of, *part.any_of}
    if not target.numerator or used - known:
        raise entry.fault(f"{target.target_id}: {', '.join(sorted(used - known)) or 'numerator'}")
    return target


class _Entry:
    """One table of a TOML file, read by kind; anything else is a fault that names the file."""

    def __init__(self, path: Path, values: Mapping[str, object]) -> None:
        self._path = path
        self.values = values

    @classmethod
    def of_file(cls, path: Path) -> _Entry:
        try:
            return cls(path, tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise PlanUnreadableError(path=path, reason=str(error)) from error

    def fault(self, reason: str) -> PlanUnreadableError:
        return PlanUnreadableError(path=self._path, reason=reason)

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise self.fault(name)
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.fault(name)
        return value

    def one_of(self, name: str, allowed: Iterable[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in list(allowed):
            raise self.fault(f"{name} = {value}")
        return value

    def percent(self, name: str) -> Fraction:
        try:
            return Fraction(self.text(name)) / 100
        except ValueError as error:
            raise self.fault(name) from error

    def names(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(name)
        return tuple(value)

    def texts(self, name: str) -> Mapping[str, str]:
        value = self.values.get(name)
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise self.fault(name)
        return dict(value)

    def expression(self, name: str, default: str | None = None) -> Expression:
        text = " ".join(self.text(name, default).split())
        try:
            return compile_expression(text)
        except HrdeskError as error:
            raise self.fault(f"{name}: {error}") from error

    def entry(self, name: str) -> _Entry:
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self.fault(name)
        return _Entry(self._path, value)

    def entries(self, name: str) -> list[_Entry]:
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault(name)
        return [_Entry(self._path, item) for item in value]
