"""Who writes, and what the office says of itself on paper: kept as settings of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.errors import PersonBlankError
from hrdesk.services.paper import office_of
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from hrdesk.reports.source import Office
    from hrdesk.services.workspace import Workspace

_TEXTS: Final = {
    "parent_agency": "office_parent",
    "agency": "office_agency",
    "symbol": "office_symbol",
    "place": "office_place",
    "signer_name": "office_signer",
}
_LINES: Final = {
    "recipients": "office_recipients",
    "authority": "office_authority",
    "copies": "office_copies",
}


def office(ws: Workspace) -> Office:
    """The office as the report names it; what was never set follows from the unit."""
    return office_of(ws)


def keep_office(ws: Workspace, kept: Office) -> None:
    """Keep what was changed of the office; what was not keeps following from the unit."""
    before = office_of(ws)
    for name, setting in _TEXTS.items():
        if getattr(kept, name) != getattr(before, name):
            ws.set_setting(setting, nfc(getattr(kept, name)).strip())
    for name, setting in _LINES.items():
        if getattr(kept, name) != getattr(before, name):
            ws.set_setting(setting, nfc("\n".join(getattr(kept, name))).strip())


def keep_person(ws: Workspace, name: str, position: str) -> None:
    """Another person writes at this desk from now on.

    Raises:
        PersonBlankError: name or position is blank.
    """
    name, position = nfc(name).strip(), nfc(position).strip()
    if not name or not position:
        raise PersonBlankError
    ws.set_setting("person_name", name)
    ws.set_setting("person_position", position)
    ws.name, ws.position = name, position
