"""What a benchmark says: our time, the plain way's time, and the goal for their ratio."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One measured line. `ratio` is ours / baseline; `goal` is what it should not pass."""

    name: str
    ours: float
    baseline: float
    ratio: float
    goal: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether the ratio is within the goal; a goal of 0 is not a goal."""
        return self.goal == 0 or self.ratio <= self.goal
