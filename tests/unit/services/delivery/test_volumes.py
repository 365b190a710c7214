"""Which sticks are plugged in, read from tables as the kernel writes them."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pytest

from hrdesk.services.delivery.volumes import FAT_LIMIT_BYTES, LinuxVolumes, WindowsVolumes


class Machine:
    """`/proc`, `/sys` and `/dev` of a computer, as far as they are read."""

    def __init__(self, folder: Path) -> None:
        self.proc, self.sys, self.dev = folder / "proc", folder / "sys", folder / "dev"
        (self.proc).mkdir()
        (self.sys / "class" / "block").mkdir(parents=True)
        self.lines: list[str] = []

    def disk(self, name: str, mounted_on: Path, *, bus: str = "pci", removable: bool = False):
        disk = self.sys / "devices" / bus / name.rstrip("0123456789")
        part = disk / name
        part.mkdir(parents=True)
        (part / "partition").write_text("1\n", encoding="ascii")
        (disk / "removable").write_text(f"{int(removable)}\n", encoding="ascii")
        (self.sys / "class" / "block" / name).symlink_to(part)
        mounted_on.mkdir(parents=True, exist_ok=True)
        escaped = str(mounted_on).replace(" ", "\\040")
        self.lines.append(f"/dev/{name} {escaped} vfat rw,nosuid 0 0")
        (self.proc / "mounts").write_text("\n".join(self.lines) + "\n", encoding="utf-8")

    def link(self, table: str, name: str, device: str) -> None:
        folder = self.dev / "disk" / table
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(Path("../..") / device)

    def volumes(self) -> LinuxVolumes:
        return LinuxVolumes(self.proc, self.sys, self.dev)


def test_removable__stick_beside_a_fixed_disk__only_the_stick(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.disk("sda1", tmp_path / "home")
    machine.disk("sdb1", tmp_path / "media" / "USB của tôi", removable=True)
    machine.link("by-label", "KINGSTON\\x20G3", "sdb1")
    machine.link("by-uuid", "5E4A-1B2C", "sdb1")
    (stick,) = machine.volumes().removable()
    assert stick.folder == tmp_path / "media" / "USB của tôi"
    assert (stick.name, stick.identity) == ("KINGSTON G3", "uuid:5E4A-1B2C")
    assert stick.file_limit_bytes == FAT_LIMIT_BYTES
    free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    assert stick.free_bytes == pytest.approx(free, rel=0.1)  # others write meanwhile


def test_removable__disk_on_usb_that_calls_itself_fixed__is_one(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.disk("sdc1", tmp_path / "media" / "big", bus="pci0000/usb2/2-1")
    assert [one.name for one in machine.volumes().removable()] == ["big"]


def test_removable__pulled_out__is_gone(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.disk("sdb1", tmp_path / "media", removable=True)
    assert machine.volumes().removable()
    (machine.proc / "mounts").write_text("", encoding="ascii")
    assert machine.volumes().removable() == ()


def test_removable__system_without_such_tables__none(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert LinuxVolumes(nowhere, nowhere, nowhere).removable() == ()


def test_holding__folder_below__the_nearest_mount(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.disk("sda1", tmp_path)
    machine.disk("sdb1", tmp_path / "media", removable=True)
    held = machine.volumes().holding(tmp_path / "media" / "inside")
    assert held is not None
    assert held.folder == tmp_path / "media"


def test_holding__this_computer__is_writable() -> None:
    held = LinuxVolumes().holding(Path(__file__).parent)
    assert held is not None
    assert held.size_bytes > 0


class Kernel:
    """What Windows answers for C: (fixed), E: (a stick) and F: (a reader without a card)."""

    def GetLogicalDrives(self) -> int:  # noqa: N802 - Windows names it so
        return 1 << 2 | 1 << 4 | 1 << 5

    def GetDriveTypeW(self, root: str) -> int:  # noqa: N802
        return 3 if root == "C:\\" else 2

    def GetVolumeInformationW(  # noqa: N802
        self, root, label, _size, serial, _longest, flags, filesystem, _length
    ) -> int:
        if root == "F:\\":
            return 0
        label.value, filesystem.value = "KINGSTON", "FAT32"
        ctypes.cast(serial, ctypes.POINTER(ctypes.c_uint32))[0] = 0x5E4A1B2C
        ctypes.cast(flags, ctypes.POINTER(ctypes.c_uint32))[0] = 0x00080000
        return 1


def test_windows__stick_and_empty_reader__the_stick_alone(tmp_path: Path) -> None:
    known = WindowsVolumes(Kernel(), {"E:\\": tmp_path, "F:\\": tmp_path / "reader"})
    (stick,) = known.removable()
    assert (stick.name, stick.identity, stick.filesystem) == (
        "KINGSTON",
        "serial:5e4a1b2c",
        "FAT32",
    )
    assert stick.read_only
    assert stick.file_limit_bytes == FAT_LIMIT_BYTES
    held = known.holding(tmp_path / "x")
    assert held is not None
    assert held.identity == stick.identity
