"""Sticks that come and go: which are plugged in, what they are called, how much room they have.

Qt's list of volumes does not say which of them can be taken out; the system does: on Linux the
kernel's tables below `/proc` and `/sys`, on Windows `GetDriveTypeW`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import string
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DRIVE_REMOVABLE: Final = 2  # winbase.h, GetDriveTypeW
_READ_ONLY_VOLUME: Final = 0x00080000  # winnt.h, FILE_READ_ONLY_VOLUME
_NAME_LENGTH: Final = 261
_FAT: Final = frozenset({"vfat", "msdos", "fat", "fat12", "fat16", "fat32"})
FAT_LIMIT_BYTES: Final = (1 << 32) - 1  # a file on FAT32 is smaller than 4 GiB
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")  # as /proc/mounts writes blanks


@dataclass(frozen=True, slots=True)
class Volume:
    """One mounted volume. Sizes in bytes, as they were when it was looked at."""

    folder: Path  # where it is mounted
    name: str  # its label, or what the system calls it
    identity: str  # the same stick has the same one, another stick another one
    filesystem: str  # as the system spells it: "vfat", "NTFS" …
    size_bytes: int
    free_bytes: int
    read_only: bool = False

    @property
    def file_limit_bytes(self) -> int | None:
        """The largest file it can hold, whatever the room; None where there is no such limit."""
        return FAT_LIMIT_BYTES if self.filesystem.lower() in _FAT else None


class Volumes(Protocol):
    """What is asked of the system."""

    def removable(self) -> tuple[Volume, ...]:
        """The volumes that can be taken out, in the order of their folders."""

    def holding(self, folder: Path) -> Volume | None:
        """The volume that `folder` lies on, removable or not; None when that cannot be said."""


def this_computer() -> Volumes:
    """The volumes of the computer the program runs on."""
    return WindowsVolumes() if sys.platform == "win32" else LinuxVolumes()


class LinuxVolumes:
    """Volumes as the Linux kernel lists them; elsewhere its tables are missing and there are none."""

    def __init__(
        self, proc: Path = Path("/proc"), sys_folder: Path = Path("/sys"), dev: Path = Path("/dev")
    ) -> None:
        """Read the tables below these folders."""
        self._proc, self._sys, self._dev = proc, sys_folder, dev

    def removable(self) -> tuple[Volume, ...]:
        """What is mounted from a device that the kernel calls removable, or that hangs on USB."""
        found: dict[str, Volume] = {}
        for device, folder, filesystem, options in self._mounts():
            if self._can_be_taken_out(device) and device not in found:
                volume = self._volume(device, folder, filesystem, options)
                if volume is not None:
                    found[device] = volume
        return tuple(sorted(found.values(), key=lambda one: one.folder))

    def holding(self, folder: Path) -> Volume | None:
        """The mount whose folder is the nearest above."""
        with contextlib.suppress(OSError):
            folder = folder.resolve()
        best: tuple[str, Path, str, str] | None = None
        for mount in self._mounts():
            if (folder == mount[1] or mount[1] in folder.parents) and (
                best is None or len(mount[1].parts) >= len(best[1].parts)
            ):
                best = mount  # of two on one folder the later hides the earlier
        return self._volume(*best) if best is not None else None

    def _mounts(self) -> Iterator[tuple[str, Path, str, str]]:
        try:
            lines = (self._proc / "mounts").read_text(errors="surrogateescape").splitlines()
        except OSError:
            return
        for line in lines:
            words = line.split(" ")
            if len(words) >= 4:
                device, folder, filesystem, options = words[:4]
                yield _unescaped(device), Path(_unescaped(folder)), filesystem, options

    def _can_be_taken_out(self, device: str) -> bool:
        if not device.startswith("/dev/"):
            return False
        place = self._sys / "class" / "block" / Path(device).name
        try:
            real = place.resolve(strict=True)
        except OSError:
            return False
        disk = real.parent if (real / "partition").is_file() else real
        with contextlib.suppress(OSError):
            if (disk / "removable").read_text().strip() == "1":
                return True
        return any(part.startswith("usb") for part in disk.parts)

    def _volume(self, device: str, folder: Path, filesystem: str, options: str) -> Volume | None:
        try:
            room = os.statvfs(folder)
        except OSError:  # gone between the table and here
            return None
        name = self._named(device, "by-label") or folder.name or device
        known = self._named(device, "by-uuid")
        return Volume(
            folder=folder,
            name=name,
            identity=f"uuid:{known}" if known else f"{device}:{room.f_fsid}",
            filesystem=filesystem,
            size_bytes=room.f_blocks * room.f_frsize,
            free_bytes=room.f_bavail * room.f_frsize,
            read_only="ro" in options.split(",") or bool(room.f_flag & os.ST_RDONLY),
        )

    def _named(self, device: str, table: str) -> str:
        """The name that a table of links gives the device, "" where it has none."""
        name = Path(device).name
        with contextlib.suppress(OSError):
            for link in sorted((self._dev / "disk" / table).iterdir()):
                if link.readlink().name == name:
                    return re.sub(
                        r"\\x([0-9a-f]{2})", lambda hit: chr(int(hit[1], 16)), link.name
                    ).strip()
        return ""


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda hit: chr(int(hit[1], 8)), text)


class WindowsVolumes:
    """Volumes as Windows lists them, by drive letter."""

    def __init__(
        self,
        kernel: Any = None,  # noqa: ANN401 - kernel32, or what a test puts there
        roots: Mapping[str, Path] | None = None,
    ) -> None:
        """Ask `kernel` (kernel32); `roots` says where a letter's files lie, for tests."""
        self._kernel = kernel if kernel is not None else _kernel32()
        self._roots = roots or {}

    def removable(self) -> tuple[Volume, ...]:
        """Drives of the type DRIVE_REMOVABLE with a medium in them."""
        found = []
        mask = self._kernel.GetLogicalDrives()
        for number, letter in enumerate(string.ascii_uppercase):
            root = f"{letter}:\\"
            if mask >> number & 1 and self._kernel.GetDriveTypeW(root) == _DRIVE_REMOVABLE:
                volume = self._volume(root)
                if volume is not None:
                    found.append(volume)
        return tuple(found)

    def holding(self, folder: Path) -> Volume | None:
        """The drive of the folder."""
        drive = folder.absolute().drive
        for root, place in self._roots.items():
            if folder == place or place in folder.parents:
                drive = root[:2]
        return self._volume(f"{drive}\\") if len(drive) == 2 else None

    def _volume(self, root: str) -> Volume | None:
        label = ctypes.create_unicode_buffer(_NAME_LENGTH)
        filesystem = ctypes.create_unicode_buffer(_NAME_LENGTH)
        serial, longest, flags = ctypes.c_uint32(), ctypes.c_uint32(), ctypes.c_uint32()
        there = self._kernel.GetVolumeInformationW(
            root,
            label,
            _NAME_LENGTH,
            ctypes.byref(serial),
            ctypes.byref(longest),
            ctypes.byref(flags),
            filesystem,
            _NAME_LENGTH,
        )
        if not there:  # a reader without a card
            return None
        folder = self._roots.get(root, Path(root))
        try:
            room = shutil.disk_usage(folder)
        except OSError:
            return None
        return Volume(
            folder=folder,
            name=label.value or root[:2],
            identity=f"serial:{serial.value:08x}",
            filesystem=filesystem.value,
            size_bytes=room.total,
            free_bytes=room.free,
            read_only=bool(flags.value & _READ_ONLY_VOLUME),
        )


def _kernel32() -> Any:  # noqa: ANN401 - ctypes makes its functions as they are asked for
    if sys.platform == "win32":
        return ctypes.WinDLL("kernel32", use_last_error=True)
    raise OSError("only Windows has kernel32")
