"""Folders for a while: inside the workspace, gone afterwards, cleared away after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hrdesk.errors import FileUnwritableError
from hrdesk.paths import WorkspacePaths
from hrdesk.scratch import clear_left, kept_scratch, scratch

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkspacePaths:
    (tmp_path / "shared").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "shared"))
    return WorkspacePaths(tmp_path / "office")


def aged(path: Path, hours: float) -> Path:
    """The same, last changed so long before `NOW`."""
    at = (NOW - timedelta(hours=hours)).timestamp()
    os.utime(path, (at, at))
    return path


def test_scratch__a_block__lies_in_the_workspace_and_goes(paths: WorkspacePaths) -> None:
    with scratch(paths, "verify") as folder:
        assert folder.parent == paths.scratch
        assert folder.name.startswith("verify-")
        (folder / "opened").write_bytes(b"names")
    assert list(paths.scratch.iterdir()) == []


def test_scratch__an_error_in_the_block__goes_too(paths: WorkspacePaths) -> None:
    with pytest.raises(KeyError), scratch(paths, "verify") as folder:
        {}[(folder / "opened").write_bytes(b"names")]
    assert list(paths.scratch.iterdir()) == []


def test_scratch__files_that_only_may_be_read__go_too(paths: WorkspacePaths) -> None:
    made = kept_scratch(paths, "attached")
    copy = Path(made.name) / "anh.jpg"
    copy.write_bytes(b"picture")
    copy.chmod(0o444)
    made.cleanup()
    assert not copy.exists()


def test_scratch__no_workspace__in_the_place_of_the_system(paths: WorkspacePaths) -> None:
    with scratch(None, "table") as folder:
        assert folder.parent == Path(tempfile.gettempdir())
    assert not paths.folder.exists()


def test_scratch__no_folder_can_be_made__is_a_sentence(paths: WorkspacePaths) -> None:
    paths.folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(FileUnwritableError), scratch(paths, "verify"):
        pass


def test_clear_left__what_is_older_than_half_a_day__goes(paths: WorkspacePaths) -> None:
    shared = Path(tempfile.gettempdir())
    for parent, name in (
        (paths.scratch, "receive-a"),
        (paths.folder, ".restore-a"),
        (paths.folder, ".setup-a"),
        (shared, "hrdesk-scratch-table-a"),
    ):
        old, young = parent / name, parent / f"{name}-young"
        for one, hours in ((old, 13), (young, 11)):
            one.mkdir(parents=True)
            (one / "opened.asice").write_bytes(b"names")
            aged(one, hours)
    foreign = aged(tempfile_of_another_program(shared), 1000)
    kept = paths.folder / "attachments"
    kept.mkdir()
    aged(kept, 1000)
    assert clear_left(paths, NOW) == 4
    assert sorted(one.name for one in paths.folder.iterdir()) == [
        ".restore-a-young",
        ".setup-a-young",
        "attachments",
        "scratch",
    ]
    assert [one.name for one in paths.scratch.iterdir()] == ["receive-a-young"]
    assert sorted(one.name for one in shared.iterdir()) == [
        foreign.name,
        "hrdesk-scratch-table-a-young",
    ]


def tempfile_of_another_program(shared: Path) -> Path:
    """Something that begins as ours does, and is not."""
    folder = shared / "hrdesk-data"
    folder.mkdir()
    return folder


def test_clear_left__clock_set_back__goes_all_the_same(paths: WorkspacePaths) -> None:
    left = paths.scratch / "receive-a"
    left.mkdir(parents=True)
    aged(left, -1000)
    assert clear_left(paths, NOW) == 1


def test_clear_left__a_link_out_of_it__only_the_link_goes(
    paths: WorkspacePaths, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"kept")
    paths.scratch.mkdir(parents=True)
    link = paths.scratch / "receive-a"
    link.symlink_to(outside, target_is_directory=True)
    assert clear_left(paths, NOW + timedelta(days=4000)) == 1
    assert (outside / "kept").is_file()


def test_clear_left__nothing_was_ever_left__nothing_is_made(paths: WorkspacePaths) -> None:
    assert clear_left(paths, NOW) == 0
    assert not paths.folder.exists()


def test_killed__what_it_opened__is_cleared_away(paths: WorkspacePaths) -> None:
    code = (
        "import sys, time; from pathlib import Path; from hrdesk.paths import WorkspacePaths;"
        "from hrdesk.scratch import scratch;\n"
        "with scratch(WorkspacePaths(Path(sys.argv[1])), 'verify') as folder:\n"
        "    (folder / 'opened.asice').write_bytes(b'names'); print('go', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(paths.folder)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    (left,) = paths.scratch.iterdir()
    assert (left / "opened.asice").is_file()
    assert clear_left(paths, datetime.now(UTC)) == 0  # perhaps a command at work
    assert clear_left(paths, datetime.now(UTC) + timedelta(hours=13)) == 1
    assert list(paths.scratch.iterdir()) == []
