"""The province's figures from what the units sent.

Rules:
1. A figure is recomputed from the records that were taken in; what a unit claimed is compared with
   it and never used in its place.
2. Units are summed by numerator and denominator, the province's own office among them.
3. A unit that sent counts even when it sent nothing ("no occurrence" is not "missing").
4. Records of a unit that sent nothing for this period still count where a target looks back
   (since the plan began); such a unit stays named as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrdesk.i18n import tr
from hrdesk.indicators.indicator import TargetFigure, add

if TYPE_CHECKING:
    from hrdesk.indicators.indicator import Counts
    from hrdesk.indicators.period import Period
    from hrdesk.indicators.plan import Plan
    from hrdesk.units import Unit


@dataclass(frozen=True, slots=True)
class Claim:
    """What a unit's submission says of one target."""

    unit_code: str
    target_id: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit's part of a target, recomputed from its records; `claimed` is what it reported."""

    unit_code: str
    unit_name: str
    figure: TargetFigure
    claimed_numerator: int | None = None
    claimed_denominator: int | None = None

    @property
    def differs(self) -> bool:
        """Whether the unit reported other figures than its records give."""
        return self.claimed_denominator is not None and (
            self.claimed_numerator != self.figure.numerator
            or self.claimed_denominator != self.figure.denominator
        )


@dataclass(frozen=True, slots=True)
class ConsolidatedTarget:
    """One target over all units."""

    total: TargetFigure
    by_unit: tuple[UnitFigure, ...]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """One period over all units that sent, and who did not."""

    period: Period
    targets: tuple[ConsolidatedTarget, ...]
    counts: Mapping[str, Counts]
    expected: tuple[Unit, ...]
    received: tuple[Unit, ...]
    missing: tuple[Unit, ...]
    remarks: tuple[str, ...]

    def figures_of(self, unit_code: str) -> tuple[TargetFigure, ...]:
        """All targets of one unit; 0 of 0 for a unit without records."""
        return tuple(
            next(
                (row.figure for row in target.by_unit if row.unit_code == unit_code),
                TargetFigure(target.total.target_id, 0, 0),
            )
            for target in self.targets
        )


@dataclass(frozen=True, slots=True)
class Received:
    """What is known of the senders: whose submissions stand, what they claimed, their names."""

    expected: Sequence[Unit]
    sent: frozenset[str]
    claims: Iterable[Claim]
    names: Mapping[str, str]
    own_code: str


def consolidate(
    plan: Plan,
    period: Period,
    by_unit: Mapping[str, tuple[TargetFigure, ...]],
    counted: Mapping[str, Counts],
    senders: Received,
) -> Consolidated:
    """The province's figures; `by_unit` are each unit's recomputed figures in the plan's order."""
    claims = {(claim.unit_code, claim.target_id): claim for claim in senders.claims}
    names = {unit.code: unit.name for unit in senders.expected} | dict(senders.names)
    shown = _order(by_unit, senders)
    targets = []
    for place, target in enumerate(plan.targets):
        rows = tuple(
            _row(
                code,
                names.get(code, code),
                by_unit[code][place] if code in by_unit else TargetFigure(target.target_id, 0, 0),
                claims.get((code, target.target_id)),
            )
            for code in shown
        )
        targets.append(ConsolidatedTarget(add(target, [row.figure for row in rows]), rows))
    return Consolidated(
        period=period,
        targets=tuple(targets),
        counts=counted,
        expected=tuple(senders.expected),
        received=tuple(unit for unit in senders.expected if unit.code in senders.sent),
        missing=tuple(unit for unit in senders.expected if unit.code not in senders.sent),
        remarks=tuple(_remark(row) for target in targets for row in target.by_unit if row.differs),
    )


def _order(by_unit: Mapping[str, object], senders: Received) -> list[str]:
    """The province's own office, then the catalogue's order, then units of another era."""
    listed = [senders.own_code, *(unit.code for unit in senders.expected)]
    known = senders.sent | set(by_unit) | {senders.own_code}
    others = sorted(known - set(listed))
    return [code for code in dict.fromkeys([*listed, *others]) if code in known]


def _row(code: str, name: str, figure: TargetFigure, claim: Claim | None) -> UnitFigure:
    return UnitFigure(
        unit_code=code,
        unit_name=name,
        figure=figure,
        claimed_numerator=claim.numerator if claim else None,
        claimed_denominator=claim.denominator if claim else None,
    )


def _remark(row: UnitFigure) -> str:
    return tr(
        "{unit}, {target}: reported {claimed}, its records give {found}.",
        unit=row.unit_name,
        target=row.figure.target_id,
        claimed=f"{row.claimed_numerator}/{row.claimed_denominator}",
        found=f"{row.figure.numerator}/{row.figure.denominator}",
    )
