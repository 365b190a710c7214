"""The province's figures from what the units sent: sums of numerators and denominators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrdesk.indicators.indicator import Counts, TargetFigure
    from hrdesk.indicators.period import Period
    from hrdesk.units import Unit


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
