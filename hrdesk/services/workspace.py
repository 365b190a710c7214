"""One open workspace: where it lies, whose it is, which forms it asks. The only wiring.

Opening is cheap on purpose: forms are read from the XForms kept in the store, one by one, when
they are first asked for; pyxform runs once, when the workspace is made or a form has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hrdesk.paths import WorkspacePaths
from hrdesk.records.record import UnitKey
from hrdesk.services.progress import SILENT, Progress

if TYPE_CHECKING:
    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.forms.definition import Form
    from hrdesk.store.database import Store
    from hrdesk.units import Unit


@dataclass(frozen=True, slots=True)
class WorkspaceSetup:
    """What first run asks. `province` makes the workspace an authority that receives."""

    unit_code: str
    name: str
    position: str
    passphrase: str
    province: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record in the navigation. `group` is "log" or "register"."""

    form_id: str
    titles: Mapping[str, str]
    icon: str
    group: str


class Workspace:
    """One open workspace. Any thread may use it; `close` when done."""

    paths: WorkspacePaths
    store: Store
    unit: Unit
    unit_key: UnitKey
    name: str
    position: str
    province: bool
    desk_id: str

    @property
    def language(self) -> str:
        """The language of the window: "vi" or "en"."""
        raise NotImplementedError

    @property
    def theme(self) -> str:
        """What the window looks like: "light", "dark" or "system"."""
        raise NotImplementedError

    def setting(self, name: str, default: str = "") -> str:
        """A setting of this workspace."""
        raise NotImplementedError

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting, at once and durably."""
        raise NotImplementedError

    def kinds(self) -> tuple[Kind, ...]:
        """All kinds of record, in the order of the navigation."""
        raise NotImplementedError

    def form(self, form_id: str) -> Form:
        """The active version of a form."""
        raise NotImplementedError

    def compiled(self, form_id: str, version: str | None = None) -> CompiledForm:
        """A form ready to be filled; the version a record was made under when it is told."""
        raise NotImplementedError

    def close(self) -> None:
        """Release the file; the workspace cannot be used afterwards."""
        raise NotImplementedError


def workspace_exists(folder: Path) -> bool:
    """Whether `folder` holds a workspace."""
    return WorkspacePaths(folder).database.is_file()


def create_workspace(
    folder: Path, setup: WorkspaceSetup, *, now: datetime, progress: Progress = SILENT
) -> Workspace:
    """Make a workspace in `folder`: database, forms, sealed key, and the province's authority."""
    raise NotImplementedError


def open_workspace(folder: Path, *, now: datetime) -> Workspace:
    """The workspace in `folder`."""
    raise NotImplementedError
