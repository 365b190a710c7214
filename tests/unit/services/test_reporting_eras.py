"""Who reports to the province before and after the districts ended."""

from __future__ import annotations

import pytest

from hrdesk.indicators.period import parse_period
from hrdesk.services import consolidating
from tests.support.desk import NOW, make_desk


@pytest.mark.parametrize(
    ("period", "kind", "count"),
    [("2025-05", "district", 11), ("2025-06", "district", 11), ("2025-07", "commune", 102)],
)
def test_report__of_either_era__expects_the_units_of_its_time(tmp_path, period, kind, count):
    ws = make_desk(tmp_path / "province", province=True)
    made = consolidating.consolidated(ws, parse_period(period))
    assert {unit.kind_group for unit in made.expected} == {kind}
    assert len(made.expected) == count
    whole = consolidating.consolidated_report(ws, parse_period(period), now=NOW)
    said = " ".join(getattr(block, "text", "") for block in whole.body)
    assert f"0/{count}" in said or f"1/{count + 1}" in said
    ws.close()
