"""Files onto a stick: whole and read back, or not there at all, whatever happens to the stick."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hrdesk.errors import (
    DiskFullError,
    FileError,
    OtherVolumeError,
    ReadBackDiffersError,
    VolumeFileLimitError,
    VolumeGoneError,
    VolumeReadOnlyError,
    VolumeSpaceError,
)
from hrdesk.services.delivery.usb import placed
from hrdesk.services.delivery.volumes import LinuxVolumes
from hrdesk.services.progress import CancelledError
from tests.support.volumes import FolderVolumes, small_filesystem, unmount

NAME = "30403_submission_2026-11_000001.asice"
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "outbox" / NAME
    path.parent.mkdir()
    path.write_bytes(os.urandom(300_000))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


class At:
    """Progress that does something at the step whose sentence begins like that."""

    def __init__(self, words: str, act: Callable[[], None]) -> None:
        self.words, self.act, self.steps = words, act, 0
        self.stop = False

    def total(self, steps: int) -> None: ...

    def step(self, sentence: str = "") -> None:
        if sentence.startswith(self.words):
            self.act()

    def cancelled(self) -> bool:
        return self.stop


def test_placed__folder__the_same_bytes_and_nothing_else(source: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "autorun.inf").write_text("[autorun]\nopen=virus.exe\n", encoding="ascii")
    (stick / "tai lieu.lnk").write_bytes(b"L\0\0\0")
    before = (stick / "autorun.inf").stat().st_mtime_ns, (stick / "tai lieu.lnk").read_bytes()
    with placed([source], stick) as done:
        assert names(stick)[1:] == ["autorun.inf", "tai lieu.lnk"]
        assert not (stick / NAME).exists()
    assert (stick / NAME).read_bytes() == source.read_bytes()
    assert (done[0].path, done[0].size_bytes) == (stick / NAME, 300_000)
    assert names(stick) == [NAME, "autorun.inf", "tai lieu.lnk"]
    assert before == (
        (stick / "autorun.inf").stat().st_mtime_ns,
        (stick / "tai lieu.lnk").read_bytes(),
    )


def test_placed__block_fails__nothing_is_named(source: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with pytest.raises(ZeroDivisionError), placed([source], stick):
        _ = 1 / 0
    assert names(stick) == []


def test_placed__cancelled_while_writing__nothing_is_left(source: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    progress = At("Đang ghi", lambda: setattr(progress, "stop", True))
    with pytest.raises(CancelledError), placed([source], stick, progress=progress):
        pass
    assert names(stick) == []


def test_placed__stick_gone_before__does_not_write_where_it_lay(
    source: Path, tmp_path: Path
) -> None:
    known = FolderVolumes()
    stick = known.plug(tmp_path / "media" / "stick")
    known.pull(stick.folder)
    with (
        pytest.raises(VolumeGoneError),
        placed([source], stick.folder, volume=stick, volumes=known),
    ):
        pass
    assert not stick.folder.exists()


@pytest.mark.parametrize("moment", ["Đang ghi", "Đang đọc lại"])
def test_placed__stick_pulled_in_the_middle__says_so(
    source: Path, tmp_path: Path, moment: str
) -> None:
    known = FolderVolumes()
    stick = known.plug(tmp_path / "media" / "stick")
    progress = At(moment, lambda: known.pull(stick.folder))
    with (
        pytest.raises(VolumeGoneError),
        placed([source], stick.folder, volume=stick, volumes=known, progress=progress),
    ):
        pass
    assert names(stick.folder) == []


def test_placed__another_stick_in_its_place__refused_before_the_name(
    source: Path, tmp_path: Path
) -> None:
    known = FolderVolumes()
    stick = known.plug(tmp_path / "stick", "uuid:A")
    with (
        pytest.raises(OtherVolumeError),
        placed([source], stick.folder, volume=stick, volumes=known),
    ):
        known.plug(tmp_path / "stick", "uuid:B", name="SANDISK")
    assert names(stick.folder) == []


def test_placed__other_stick_mounted_there_from_the_start__refused(
    source: Path, tmp_path: Path
) -> None:
    known = FolderVolumes()
    stick = known.plug(tmp_path / "stick", "uuid:A")
    known.plug(tmp_path / "stick", "uuid:B")
    with (
        pytest.raises(OtherVolumeError),
        placed([source], stick.folder, volume=stick, volumes=known),
    ):
        pass


def test_placed__too_little_room__says_how_much_and_writes_nothing(
    source: Path, tmp_path: Path
) -> None:
    known = FolderVolumes()
    stick = known.plug(tmp_path / "stick", free_bytes=100_000)
    with (
        pytest.raises(VolumeSpaceError) as caught,
        placed([source], stick.folder, volume=stick, volumes=known),
    ):
        pass
    assert caught.value.values["free_kb"] == 97
    assert names(stick.folder) == []


def test_placed__file_of_four_gib_on_fat32__refused(tmp_path: Path) -> None:
    big = tmp_path / "big.asice"
    with big.open("wb") as stream:
        stream.truncate(1 << 32)  # sparse: takes no room
    known = FolderVolumes()
    stick = known.plug(tmp_path / "stick", free_bytes=1 << 40, filesystem="FAT32")
    with (
        pytest.raises(VolumeFileLimitError),
        placed([big], stick.folder, volume=stick, volumes=known),
    ):
        pass
    assert names(stick.folder) == []


def test_placed__stick_that_says_read_only__refused(source: Path, tmp_path: Path) -> None:
    known = FolderVolumes()
    stick = known.plug(tmp_path / "stick", read_only=True)
    with (
        pytest.raises(VolumeReadOnlyError),
        placed([source], stick.folder, volume=stick, volumes=known),
    ):
        pass


def test_placed__stick_that_loses_a_bit__is_found_out(source: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"

    def lose_a_bit() -> None:
        (written,) = stick.glob(".*.part")
        content = bytearray(written.read_bytes())
        content[150_000] ^= 1
        written.write_bytes(content)

    progress = At("Đang đọc lại", lose_a_bit)
    with pytest.raises(ReadBackDiffersError), placed([source], stick, progress=progress):
        pass
    assert names(stick) == []


def test_placed__left_behind_by_a_crash__cleared_at_the_next_time(
    source: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / f".{NAME}.abc123.part").write_bytes(b"half")
    (stick / ".another.part").write_bytes(b"somebody else's")
    with placed([source], stick):
        pass
    assert names(stick) == [".another.part", NAME]


def test_placed__source_that_is_gone__names_it(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="gone"), placed([tmp_path / "gone.asice"], tmp_path / "s"):
        pass


# --- real filesystems


def test_placed__real_small_filesystem__full_is_said_and_left_clean(tmp_path: Path) -> None:
    big = tmp_path / "big.asice"
    big.write_bytes(os.urandom(1_500_000))
    with small_filesystem(tmp_path / "stick") as stick:
        with pytest.raises(VolumeSpaceError), placed([big], stick):
            pass
        assert names(stick) == []


def test_placed__real_filesystem_filled_meanwhile__full_is_said_and_left_clean(
    source: Path, tmp_path: Path
) -> None:
    with small_filesystem(tmp_path / "stick") as stick:

        def fill() -> None:
            (stick / "film.mp4").write_bytes(bytes(900_000))

        progress = At("Đang ghi", fill)
        with pytest.raises(DiskFullError), placed([source], stick, progress=progress):
            pass
        assert names(stick) == ["film.mp4"]


def test_placed__real_read_only_filesystem__is_said(source: Path, tmp_path: Path) -> None:
    with small_filesystem(tmp_path / "stick", options="ro") as stick:
        with pytest.raises(VolumeReadOnlyError), placed([source], stick):
            pass
        assert names(stick) == []


@pytest.mark.parametrize("moment", ["Đang ghi", "Đang đọc lại"])
def test_placed__real_filesystem_unmounted_in_the_middle__is_said(
    source: Path, tmp_path: Path, moment: str
) -> None:
    with small_filesystem(tmp_path / "stick") as stick:
        volume = LinuxVolumes().holding(stick)
        assert volume is not None
        assert volume.folder == stick
        progress = At(moment, lambda: unmount(stick))
        with (
            pytest.raises(VolumeGoneError),
            placed([source], stick, volume=volume, progress=progress),
        ):
            pass
        assert names(stick) == []


def test_placed__real_other_stick_mounted_over_it__nothing_named_on_either(
    source: Path, tmp_path: Path
) -> None:
    def exchange(stick: Path) -> None:
        unmount(stick)
        mounted = ["mount", "-t", "tmpfs", "-o", "size=2m", "other", str(stick)]
        subprocess.run(mounted, check=True)

    with small_filesystem(tmp_path / "stick") as stick:
        volume = LinuxVolumes().holding(stick)
        with (
            pytest.raises((VolumeGoneError, OtherVolumeError)),
            placed([source], stick, volume=volume),
        ):
            exchange(stick)
        assert names(stick) == []


_KILLED = """
import sys
from pathlib import Path
from hrdesk.services.delivery.usb import placed
source, stick = map(Path, sys.argv[1:])
print("begun", flush=True)
while True:
    with placed([source], stick):
        pass
    (stick / source.name).unlink()
"""


def test_placed__killed_at_any_moment__no_named_file_or_a_whole_one(
    source: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    whole, absent = 0, 0
    for number in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(source), str(stick)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        try:
            child.wait(0.002 * (number + 1))
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        if (stick / NAME).exists():
            assert (stick / NAME).read_bytes() == source.read_bytes()
            whole += 1
        else:
            absent += 1
    assert whole + absent == 12
    with placed([source], stick):
        pass
    assert names(stick) == [NAME]
