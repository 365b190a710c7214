"""Who writes, and what the office says of itself on paper: kept as settings of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hrdesk.errors import OfficeLockedError, PersonBlankError
from hrdesk.i18n import N_, tr
from hrdesk.reports.signing_forms import Capacity, SignerForm, authority_lines
from hrdesk.services.paper import office_of, signer_form_of
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from hrdesk.reports.source import Office
    from hrdesk.services.workspace import Workspace

_TEXTS: Final = {
    "parent_agency": "office_parent",
    "agency": "office_agency",
    "name_in_text": "office_name",
    "symbol": "office_symbol",
    "place": "office_place",
    "signer_name": "office_signer",
}
_LINES: Final = {
    "recipients": "office_recipients",
    "authority": "office_authority",
    "copies": "office_copies",
}


_FROM_KIT: Final = {
    "parent_agency": N_("The body above"),
    "agency": N_("The issuing body"),
    "recipients": N_("The list of those addressed"),
    "copies": N_("The list of receivers"),
}

__all__ = [
    "Capacity",
    "SignerForm",
    "authority_lines",
    "keep_office",
    "keep_person",
    "keep_signer_form",
    "locked_by_kit",
    "office",
    "signer_form",
]


def locked_by_kit(ws: Workspace) -> dict[str, str]:
    """The pieces of the office that the kit in use gives, each with the reason in a sentence."""
    said = ws.kit.letterhead(ws.unit.code)
    reason = tr("Set by the province's kit number {seq}.", seq=ws.kit.seq)
    return {name: reason for name in _FROM_KIT if getattr(said, name)}


def signer_form(ws: Workspace) -> SignerForm:
    """In what capacity the report is signed (`TM.`, `Q.`, `KT.`, `TL.`, `TUQ.`)."""
    return signer_form_of(ws)


def keep_signer_form(ws: Workspace, form: SignerForm) -> tuple[str, ...]:
    """Keep in what capacity the report is signed; the lines that stand above the name from now on.

    Lines that were typed by hand before give way.

    Raises:
        SignerFormError: a position is missing.
    """
    lines = authority_lines(form)
    for setting, value in (
        ("office_capacity", str(form.capacity)),
        ("office_head", form.head),
        ("office_signer_position", form.position),
        ("office_collective", form.collective),
        ("office_division_head", form.division_head),
        ("office_authority", ""),
    ):
        ws.set_setting(setting, nfc(value).strip())
    return lines


def office(ws: Workspace) -> Office:
    """The office as the report names it; what was never set follows from the unit."""
    return office_of(ws)


def keep_office(ws: Workspace, kept: Office) -> None:
    """Keep what was changed of the office; what was not keeps following from the unit.

    Raises:
        OfficeLockedError: the kit in use says what was changed; nothing is kept then.
    """
    before = office_of(ws)
    for name in locked_by_kit(ws):
        if getattr(kept, name) != getattr(before, name):
            raise OfficeLockedError(field=tr(_FROM_KIT[name]))
    for name, setting in _TEXTS.items():
        if getattr(kept, name) != getattr(before, name):
            ws.set_setting(setting, nfc(getattr(kept, name)).strip())
    if kept.electronic != before.electronic:
        ws.set_setting("office_electronic", "yes" if kept.electronic else "")
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
