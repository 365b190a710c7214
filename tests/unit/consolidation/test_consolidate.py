"""Sums by numerator and denominator, claims compared, missing units named."""

from __future__ import annotations

from datetime import date

from hrdesk.consolidation.consolidate import Claim, Consolidated, Received, consolidate
from hrdesk.indicators.indicator import TargetFigure, add
from hrdesk.indicators.period import parse_period
from hrdesk.indicators.plan import load_plan
from hrdesk.units import UnitCatalogue

PERIOD = parse_period("2026-11")
UNITS = UnitCatalogue.load().alive(date(2026, 11, 14), "commune")[:3]


def figures(numerator: int, denominator: int) -> tuple[TargetFigure, ...]:
    plan = load_plan()
    return tuple(
        add(target, [TargetFigure(target.target_id, numerator, denominator)])
        for target in plan.targets
    )


def made(*claims: Claim, sent: int = 2) -> Consolidated:
    return consolidate(
        load_plan(),
        PERIOD,
        {"91": figures(1, 2), UNITS[0].code: figures(3, 4)},
        {},
        Received(
            expected=UNITS,
            sent=frozenset(unit.code for unit in UNITS[:sent]),
            claims=claims,
            names={"91": "Tỉnh An Giang"},
            own_code="91",
        ),
    )


def test_total__of_units_and_own_office__sums_both_parts_of_the_fraction() -> None:
    for target in made().targets:
        assert (target.total.numerator, target.total.denominator) == (4, 6)


def test_unit__that_sent_nothing_countable__is_received_with_no_occurrence() -> None:
    result = made()
    row = result.targets[2].by_unit[-1]
    assert (row.unit_code, row.figure.denominator) == (UNITS[1].code, 0)
    assert result.received == UNITS[:2]


def test_unit__that_sent_nothing__is_missing() -> None:
    assert made().missing == (UNITS[2],)


def test_claim__equal_to_the_records__gives_no_remark() -> None:
    assert made(Claim(UNITS[0].code, "T3", 3, 4)).remarks == ()


def test_claim__other_than_the_records__is_remarked_and_not_used() -> None:
    result = made(Claim(UNITS[0].code, "T3", 4, 4))
    assert len(result.remarks) == 1
    assert "4/4" in result.remarks[0]
    assert "3/4" in result.remarks[0]
    assert result.targets[2].total.numerator == 4


def test_own_office__stands_first() -> None:
    assert made().targets[0].by_unit[0].unit_code == "91"


def test_figures_of__unknown_unit__is_nothing_of_nothing() -> None:
    assert all(figure.denominator == 0 for figure in made().figures_of("00000"))
