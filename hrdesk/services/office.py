"""Who writes, and what the office says of itself on paper: settings with sound first values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.errors import PersonBlankError
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from hrdesk.reports.source import Office
    from hrdesk.services.workspace import Workspace

_PREFIX: Final = "office."
_TEXTS: Final = ("parent_agency", "agency", "symbol", "place", "signer_name")
_LINES: Final = ("recipients", "authority", "copies")


def office(ws: Workspace) -> Office:
    """The office as the report names it; what was never set follows from the unit."""
    from hrdesk.reports.source import Office

    first = _first_values(ws)
    texts = {name: ws.setting(_PREFIX + name, first[name]) for name in _TEXTS}
    lines = {
        name: tuple(
            line.strip()
            for line in ws.setting(_PREFIX + name, first[name]).splitlines()
            if line.strip()
        )
        for name in _LINES
    }
    return Office(
        name_in_text=f"Ủy ban nhân dân {_in_text(ws)}",
        parent_agency=texts["parent_agency"],
        agency=texts["agency"],
        symbol=texts["symbol"],
        place=texts["place"],
        signer_name=texts["signer_name"],
        recipients=lines["recipients"],
        authority=lines["authority"],
        copies=lines["copies"],
        author=ws.name,
    )


def keep_office(ws: Workspace, kept: Office) -> None:
    """Keep what the settings page shows of the office; lists are kept a line each."""
    for name in _TEXTS:
        ws.set_setting(_PREFIX + name, nfc(getattr(kept, name)).strip())
    for name in _LINES:
        ws.set_setting(_PREFIX + name, nfc("\n".join(getattr(kept, name))).strip())


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


def _in_text(ws: Workspace) -> str:
    name = ws.unit.name
    return name[:1].lower() + name[1:]


def _first_values(ws: Workspace) -> dict[str, str]:
    unit = ws.unit.name
    agency = f"Ủy ban nhân dân {_in_text(ws)}".upper()
    province = "Ủy ban nhân dân tỉnh An Giang"
    above = "Chính phủ" if ws.province else province
    return {
        "parent_agency": "",
        "agency": agency,
        "symbol": "BC-UBND",
        "place": "An Giang" if ws.province else ws.unit.bare_name,
        "signer_name": "",
        "recipients": above,
        "authority": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        "copies": f"Như trên\nThường trực HĐND, UBND {_in_text(ws)}\nLưu: VT" if unit else "",
    }
