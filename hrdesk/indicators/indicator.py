"""The five targets and the counts of a period, as exact figures.

Rules (domain, §9.6):
- Shares are compared as fractions and never rounded first.
- A denominator of 0 is "no occurrence", neither 0 % nor 100 %.
- Units are summed by numerator and denominator, never by their percentages.
- Every figure knows the records behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from hrdesk.indicators.facts import Facts, FigureSource, Selected, Selection, Test, asked, keys_of
from hrdesk.indicators.period import PLAN_START, Period
from hrdesk.indicators.plan import Achieved, Basis, CountDefinition, Plan, Target
from hrdesk.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """One target's figure for one period.

    `missing` is how many more the numerator needs. `cumulative_*` run since the plan began and are
    0 of 0 for a target that is not cumulative. `reference` marks a local figure that is not the
    plan's; a target that a unit cannot reach carries it in `local`.
    """

    target_id: str
    numerator: int
    denominator: int
    cumulative_numerator: int = 0
    cumulative_denominator: int = 0
    parts: Mapping[str, int] = field(default_factory=dict)
    achieved: Achieved = "no_occurrence"
    cumulative_achieved: Achieved = "no_occurrence"
    missing: int = 0
    reference: bool = False
    counted_ids: tuple[str, ...] = ()  # records of the numerator
    lacking_ids: tuple[str, ...] = ()  # the other records of the denominator
    local: TargetFigure | None = None

    @property
    def ratio(self) -> Fraction | None:
        """The exact share, None when nothing occurred."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def cumulative_ratio(self) -> Fraction | None:
        """The exact share since the plan began, None when nothing occurred."""
        if not self.cumulative_denominator:
            return None
        return Fraction(self.cumulative_numerator, self.cumulative_denominator)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a period holds of one kind: records, sums of answers, records by choice."""

    form_id: str
    total: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    by_choice: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def compute(
    plan: Plan,
    source: FigureSource,
    period: Period,
    *,
    unit_code: str | None = None,
    own: bool | None = None,
) -> tuple[TargetFigure, ...]:
    """All targets in the plan's order, over all records of the source or one unit's."""
    selection = Selection(source, period, unit_code, own)
    return tuple(
        _with_local(target, selection, add(target, _by_unit(target, selection).values()))
        for target in plan.targets
    )


def compute_by_unit(
    plan: Plan, source: FigureSource, period: Period, *, own: bool | None = None
) -> dict[str, tuple[TargetFigure, ...]]:
    """All targets in the plan's order, for each unit that has any record, in one reading."""
    selection = Selection(source, period, None, own)
    by_target = [_by_unit(target, selection) for target in plan.targets]
    units = sorted({unit for figures in by_target for unit in figures})
    return {
        unit: tuple(
            figures.get(unit, TargetFigure(target.target_id, 0, 0))
            for target, figures in zip(plan.targets, by_target, strict=True)
        )
        for unit in units
    }


def add(target: Target, figures: Iterable[TargetFigure]) -> TargetFigure:
    """The sum of figures of one target: numerators and denominators added, then judged."""
    listed = list(figures)
    parts: Counter[str] = Counter({part.part_id: 0 for part in target.parts})
    for figure in listed:
        parts.update(figure.parts)
    numerator = sum(figure.numerator for figure in listed)
    denominator = sum(figure.denominator for figure in listed)
    since_numerator = sum(figure.cumulative_numerator for figure in listed)
    since_denominator = sum(figure.cumulative_denominator for figure in listed)
    local = [figure.local for figure in listed if figure.local is not None]
    return TargetFigure(
        target_id=target.target_id,
        numerator=numerator,
        denominator=denominator,
        cumulative_numerator=since_numerator,
        cumulative_denominator=since_denominator,
        parts=dict(parts),
        achieved=target.judge(numerator, denominator),
        cumulative_achieved=target.judge(since_numerator, since_denominator),
        missing=target.missing(numerator, denominator),
        reference=bool(listed) and all(figure.reference for figure in listed),
        counted_ids=tuple(each for figure in listed for each in figure.counted_ids),
        lacking_ids=tuple(each for figure in listed for each in figure.lacking_ids),
        local=add(target, local) if local else None,
    )


def _with_local(target: Target, selection: Selection, figure: TargetFigure) -> TargetFigure:
    if target.reference is None:
        return figure
    other = replace(
        target,
        where=target.reference.where,
        definitions=target.reference.definitions,
        reference=None,
    )
    local = add(other, _by_unit(other, selection).values())
    return replace(figure, local=replace(local, reference=True)) if local.denominator else figure


# --- one target, unit by unit -----------------------------------------------------------------


@dataclass(slots=True)
class _Tally:
    counted: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    since_numerator: int = 0
    since_denominator: int = 0
    parts: Counter[str] = field(default_factory=Counter)

    def figure(self, target: Target) -> TargetFigure:
        raw = TargetFigure(
            target_id=target.target_id,
            numerator=len(self.counted),
            denominator=len(self.counted) + len(self.lacking),
            cumulative_numerator=self.since_numerator,
            cumulative_denominator=self.since_denominator,
            parts=self.parts,
            counted_ids=tuple(self.counted),
            lacking_ids=tuple(self.lacking),
        )
        return add(target, [raw])


def _by_unit(target: Target, selection: Selection) -> dict[str, TargetFigure]:
    population: Iterable[Selected] = _population(target, selection)
    single_units: frozenset[str] = frozenset()
    if any(condition.same_unit for condition in target.conditions):
        population = list(population)
        sizes = Counter(unit for _, unit, _, _ in population)
        single_units = frozenset(unit for unit, size in sizes.items() if size == 1)
    facts = Facts(target, selection, single_units)
    tallies: dict[str, _Tally] = {}
    for record_id, unit_code, event_on, answers in population:
        tally = tallies.setdefault(unit_code, _Tally())
        known = facts.of(record_id, unit_code, answers)
        _tell(tally, target, selection.period, (record_id, event_on), known)
    return {unit: tally.figure(target) for unit, tally in tallies.items()}


def _tell(
    tally: _Tally,
    target: Target,
    period: Period,
    record: tuple[str, str],
    known: Mapping[str, bool],
) -> None:
    record_id, event_on = record
    is_counted = target.counted(known)
    is_register = target.basis is not Basis.PERIOD
    is_inside = is_register or event_on >= period.first_on.isoformat()
    if is_inside:
        (tally.counted if is_counted else tally.lacking).append(record_id)
    if target.basis is Basis.CUMULATIVE or (
        target.basis is Basis.PERIOD and event_on >= PLAN_START.isoformat()
    ):
        tally.since_denominator += 1
        tally.since_numerator += is_counted
    for part in target.parts:
        if is_inside == (part.window != "before") and part.holds(known):
            tally.parts[part.part_id] += 1


def _population(target: Target, selection: Selection) -> Iterator[Selected]:
    """The records of the denominator, up to the cut-off, each person or thing once."""
    period = selection.period
    is_dated = target.basis is Basis.PERIOD
    records = selection.source.select(
        target.form_id,
        keys_of(target),
        event_from=min(PLAN_START, period.first_on) if is_dated else None,
        event_to=period.last_on if is_dated else None,
        unit_code=selection.unit_code,
        own=selection.own,
    )
    belongs = Test(target.where, period)
    seen: set[str] = set()
    for record in records:
        answers = record[3]
        if not belongs(answers):
            continue
        if target.distinct:
            identity = answers.get(target.distinct, "").strip().casefold() or record[0]
            if identity in seen:
                continue
            seen.add(identity)
        yield record


# --- counts -----------------------------------------------------------------------------------


def counts(
    plan: Plan,
    source: FigureSource,
    period: Period,
    *,
    bounds: tuple[date, date] | None = None,
    unit_code: str | None = None,
    own: bool | None = None,
) -> dict[str, Counts]:
    """What the period holds of each kind, by form id; `bounds` for another span of days."""
    selection = Selection(source, period, unit_code, own)
    first_on, last_on = bounds or (period.first_on, period.last_on)
    return {
        definition.form_id: _count(definition, selection, first_on, last_on)
        for definition in plan.counts
    }


def _count(
    definition: CountDefinition, selection: Selection, first_on: date, last_on: date
) -> Counts:
    bounds: dict[str, date | None] = {"event_from": first_on, "event_to": last_on}
    if definition.stock:
        bounds = {"event_from": None, "event_to": None}
    keys = list(dict.fromkeys([*asked(definition.where), *definition.sums, *definition.choices]))
    belongs = Test(definition.where, selection.period)
    ids: set[str] = set()
    sums = dict.fromkeys((*definition.sums, *definition.rows), 0)
    by_choice: dict[str, Counter[str]] = {key: Counter() for key in definition.choices}
    for record_id, _, _, answers in selection.source.select(
        definition.form_id, keys, unit_code=selection.unit_code, own=selection.own, **bounds
    ):
        if not belongs(answers):
            continue
        ids.add(record_id)
        for key in definition.sums:
            sums[key] += _whole(answers.get(key, ""))
        for key in definition.choices:
            by_choice[key].update(set(answers.get(key, "").split()))
    for repeat in definition.rows:
        rows = selection.source.select_repeat(
            definition.form_id,
            repeat,
            (),
            unit_code=selection.unit_code,
            own=selection.own,
            **bounds,
        )
        sums[repeat] = sum(record_id in ids for record_id, _, _, _ in rows)
    return Counts(
        definition.form_id, len(ids), sums, {key: dict(each) for key, each in by_choice.items()}
    )


def _whole(lexical: str) -> int:
    try:
        return int(lexical)
    except ValueError:
        return 0
