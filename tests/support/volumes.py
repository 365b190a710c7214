"""Sticks for tests: a real folder tree, or a real small filesystem where mounting is allowed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hrdesk.services.delivery.volumes import Volume


class FolderVolumes:
    """Folders that count as sticks; they come, go, and take each other's place."""

    def __init__(self) -> None:
        self._plugged: dict[Path, dict[str, object]] = {}

    def plug(self, folder: Path, identity: str = "uuid:A", **facts: object) -> Volume:
        """A stick appears at the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._plugged[folder] = {"identity": identity, **facts}
        return self._volume(folder)

    def pull(self, folder: Path) -> None:
        """It is gone, with all that lay on it."""
        del self._plugged[folder]
        shutil.rmtree(folder, ignore_errors=True)

    def removable(self) -> tuple[Volume, ...]:
        return tuple(self._volume(folder) for folder in sorted(self._plugged))

    def holding(self, folder: Path) -> Volume | None:
        for place in self._plugged:
            if folder == place or place in folder.parents:
                return self._volume(place)
        return None

    def _volume(self, folder: Path) -> Volume:
        said = self._plugged[folder]
        room = shutil.disk_usage(folder)
        return Volume(
            folder=folder,
            name=str(said.get("name", "KINGSTON")),
            identity=str(said["identity"]),
            filesystem=str(said.get("filesystem", "vfat")),
            size_bytes=int(str(said.get("size_bytes", room.total))),
            free_bytes=int(str(said.get("free_bytes", room.free))),
            read_only=bool(said.get("read_only", False)),
        )


@contextlib.contextmanager
def small_filesystem(folder: Path, size: str = "1m", options: str = "") -> Iterator[Path]:
    """A real filesystem of that size in memory; the test is skipped where nobody may mount."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small filesystem needs the rights of root")
    chosen = ",".join(filter(None, (f"size={size}", options)))
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", chosen, "hrdesk-test", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("this machine does not let a test mount a filesystem")
    try:
        yield folder
    finally:
        unmount(folder)


def unmount(folder: Path) -> None:
    """Take the filesystem away as a hand takes a stick: also while it is in use."""
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
