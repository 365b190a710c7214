"""History, trash and lists of people by command, on a real workspace."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hrdesk.services.entering import delete_record
from hrdesk.services.workspace import open_workspace
from tests.support.office import activities_file, init, tell
from tests.unit.services.test_history import PEOPLE, TRAINING, edit

AT = datetime(2026, 11, 16, 2, tzinfo=UTC)


def kept(folder: Path) -> tuple[Path, str]:
    """A workspace with one activity, and its id."""
    data = init(folder / "w")
    assert tell("--data", data, "records", "import", "activity", activities_file(folder)).code == 0
    (one, *_) = tell("--data", data, "records", "list", "--json").json
    return data, one["record_id"]


def test_history__of_a_record__names_its_versions(tmp_path: Path) -> None:
    data, record_id = kept(tmp_path)
    told = tell("--data", data, "records", "history", record_id)
    assert told.code == 0
    assert "Lập mới" in told.out
    versions = tell("--data", data, "records", "history", record_id, "--json").json["versions"]
    assert [one["version"] for one in versions] == [1]


def test_trash__lists_and_restore_brings_back(tmp_path: Path) -> None:
    data, record_id = kept(tmp_path)
    with open_workspace(data, now=AT) as ws:
        delete_record(ws, record_id, now=AT)
    (one,) = tell("--data", data, "records", "trash", "--json").json
    assert one["record_id"] == record_id
    assert tell("--data", data, "records", "restore", record_id, "--version", "9").code == 5
    assert tell("--data", data, "records", "restore", record_id).code == 0
    assert tell("--data", data, "records", "trash", "--json").json == []
    told = tell("--data", data, "records", "restore", record_id, "--version", "1")
    assert "phiên bản 1" in told.out


def test_rosters__that_ended__lose_their_names(tmp_path: Path) -> None:
    data = init(tmp_path / "w")
    with open_workspace(data, now=AT) as ws:
        edit(ws, None, AT, {**TRAINING, "roster_until": "2026-11-20"}, PEOPLE)
    listed = tell("--data", data, "records", "rosters", "--json").json["rosters"]
    assert [(one["people"], one["ended"]) for one in listed] == [(2, False)]
    assert "Lê Văn" not in tell("--data", data, "records", "rosters").out
    later = "2026-11-21T09:00:00+07:00"
    told = tell("--data", data, "records", "rosters", "--delete-ended", now=later)
    assert (told.code, told.out) == (0, "Đã xóa 1 danh sách; số liệu vẫn giữ.\n")
    assert tell("--data", data, "records", "rosters", "--json").json["rosters"] == []
    assert tell("--data", data, "records", "rosters", "--delete", "none").code == 5
