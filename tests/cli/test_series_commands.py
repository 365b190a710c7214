"""Recurring activities by command, on a real workspace."""

from __future__ import annotations

from pathlib import Path

from tests.support.office import activities_file, init, tell


def made(folder: Path) -> tuple[Path, str]:
    """A workspace with a series of four Mondays made of an imported activity, and its id."""
    data = init(folder / "w")
    assert tell("--data", data, "records", "import", "activity", activities_file(folder)).code == 0
    (one, *_) = tell("--data", data, "records", "list", "--json").json
    told = tell(
        "--data", data, "records", "series", "add", one["record_id"],
        "--every", "weekly", "--on", "mo", "--from", "2026-10-26", "--count", "4", "--json",
    )  # fmt: skip
    assert told.code == 0, told.err
    assert told.json["drafts"] == 4
    return data, told.json["series_id"]


def test_series__made_listed_confirmed__are_records_once(tmp_path: Path) -> None:
    data, series_id = made(tmp_path)
    (listed,) = tell("--data", data, "records", "series", "list", "--json").json
    assert (listed["series_id"], listed["waiting"]) == (series_id, 4)
    assert "Hằng tuần vào thứ Hai" in tell("--data", data, "records", "series", "list").out
    before = len(tell("--data", data, "records", "list", "--json").json)
    done = tell("--data", data, "records", "series", "confirm", "--all", "--json")
    assert done.code == 0, done.out
    assert [one["confirmed"] for one in done.json] == [True] * 4
    assert tell("--data", data, "records", "series", "confirm", "--all", "--json").json == []
    assert len(tell("--data", data, "records", "list", "--json").json) == before + 4


def test_series__exceptions_and_end__hold(tmp_path: Path) -> None:
    data, series_id = made(tmp_path)
    assert tell("--data", data, "records", "series", "skip", series_id, "2026-11-02").code == 0
    moved = ("move", series_id, "2026-11-09", "2026-11-10")
    assert tell("--data", data, "records", "series", *moved).code == 0
    lines = tell("--data", data, "records", "series", "dates", series_id, "--json").json
    assert [(one["held_on"], one["state"]) for one in lines] == [
        ("2026-10-26", "waiting"),
        ("2026-11-02", "skipped"),
        ("2026-11-10", "waiting"),
        ("2026-11-16", "waiting"),
    ]
    back = ("skip", series_id, "2026-11-02", "--undo")
    assert tell("--data", data, "records", "series", *back).code == 0
    assert tell("--data", data, "records", "series", "end", series_id, "2026-11-01").code == 0
    assert tell("--data", data, "records", "series", "delete", series_id).code == 0
    assert tell("--data", data, "records", "series", "dates", series_id).code == 5
    refused = tell(
        "--data", data, "records", "series", "add", lines[0]["record_id"],
        "--from", "2026-11-02", "--on", "xx",
    )  # fmt: skip
    assert refused.code == 5
