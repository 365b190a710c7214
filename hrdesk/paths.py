"""Writable places. One `--data` moves all of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hrdesk.values import dataclass


def default_data_folder() -> Path:
    """Where a workspace lies when nobody chose a place."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home()) / "hrdesk"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "hrdesk"


def marks_folder() -> Path:
    """Where it is kept, apart from all data, how far a desk has come (ADR 12)."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA")
        return (Path(base) if base else Path.home()) / "hrdesk" / "marks"
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "hrdesk" / "marks"


@dataclass(frozen=True, slots=True)
class WorkspacePaths:
    """The files of one workspace, all below one folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file with everything that was logged."""
        return self.folder / "hrdesk.sqlite"

    @property
    def attachments(self) -> Path:
        """Content-addressed attachments."""
        return self.folder / "attachments"

    @property
    def identity(self) -> Path:
        """The desk's sealed key and certificates."""
        return self.folder / "identity"

    @property
    def trust(self) -> Path:
        """Certificates and revocation lists believed by this desk; `ca.crt` is the anchor."""
        return self.folder / "trust"

    @property
    def authority(self) -> Path:
        """The province's sealed authority key and register (province only)."""
        return self.folder / "authority"

    @property
    def recipients(self) -> Path:
        """The province's sealed keys for decrypting bundles, old ones too (province only)."""
        return self.folder / "recipients"

    @property
    def rosters(self) -> Path:
        """Lists of people that came with bundles, encrypted as they came (province only)."""
        return self.folder / "rosters"

    @property
    def enrolment(self) -> Path:
        """Enrolment requests written by this desk."""
        return self.folder / "enrolment"

    @property
    def quarantine(self) -> Path:
        """What arrived and was not believed, with the reason beside it."""
        return self.folder / "quarantine"

    @property
    def intake(self) -> Path:
        """Accepted bundles, kept as they came."""
        return self.folder / "intake"

    @property
    def outbox(self) -> Path:
        """Copies of what this desk handed over."""
        return self.folder / "outbox"

    @property
    def papers(self) -> Path:
        """Papers that came back signed."""
        return self.folder / "papers"

    @property
    def backups(self) -> Path:
        """Copies of the database, checked when they were made."""
        return self.folder / "backups"

    @property
    def scratch(self) -> Path:
        """What is needed for a while only (`hrdesk.scratch`)."""
        return self.folder / "scratch"

    @property
    def log(self) -> Path:
        """The program's log; no personal data."""
        return self.folder / "hrdesk.log"

    @property
    def lock(self) -> Path:
        """Held by the window that has this workspace open."""
        return self.folder / "window.lock"
