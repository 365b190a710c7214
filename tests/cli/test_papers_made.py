"""The last papers by command: what each was made from, and whether it still is there."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_print import printed, unit  # noqa: F401 - fixture
from tests.support.office import tell


def test_papers__saved__are_listed_newest_first_with_their_source(unit: Path) -> None:  # noqa: F811
    printed(unit, "list", "activity", "--period", "2026-11", name="list.pdf")
    summary = printed(unit, "summary", "2026-11", name="summary.pdf")
    report = unit.parent / "report.pdf"
    assert tell("--data", unit, "report", "2026-11", "--out", report).code == 0
    told = tell("--data", unit, "print", "made", "--json")
    assert told.code == 0, told.err
    assert [(one["kind"], one["source"]) for one in told.json] == [
        ("report", "2026-11"),
        ("summary", "2026-11"),
        ("list", "activity 2026-11"),
    ]
    assert told.json[0]["version"] == 1
    assert len(told.json[0]["digest"]) == 64
    assert all(one["is_there"] and one["made_by"] and one["made_at"] for one in told.json)
    summary.unlink()
    assert not tell("--data", unit, "print", "made", "--json").json[1]["is_there"]
    assert "summary" in tell("--data", unit, "print", "made").out
