"""A folder for what a page shows: inside the workspace, made when it is wanted, gone with the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hrdesk.scratch import kept_scratch

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from hrdesk.paths import WorkspacePaths


class ScratchFolder(QObject):
    """Goes with its parent, at the latest with the program."""

    def __init__(self, paths: WorkspacePaths, purpose: str, parent: QObject) -> None:
        """Nothing is made yet."""
        super().__init__(parent)
        self._held = _Held(paths, purpose)
        # Here and not when it is made: that may be on a thread that no signal reaches.
        self.destroyed.connect(self._held.clean_up)

    def path(self) -> Path:
        """The folder; it is there. May be asked for on the worker.

        Raises:
            FileError: there is no room, or the workspace may not be written to.
        """
        return self._held.path()


class _Held:
    """What is left of a `ScratchFolder` when Qt destroys it."""

    def __init__(self, paths: WorkspacePaths, purpose: str) -> None:
        self._paths = paths
        self._purpose = purpose
        self._made: TemporaryDirectory[str] | None = None

    def path(self) -> Path:
        if self._made is None:
            self._made = kept_scratch(self._paths, self._purpose)
        return Path(self._made.name)

    def clean_up(self) -> None:
        if self._made is not None:
            self._made.cleanup()
