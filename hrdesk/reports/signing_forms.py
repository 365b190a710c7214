"""The lines above a signature: TM., KT., TL., TUQ., Q. (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7).

A collective is signed for (`TM.`); a deputy signs in the head's stead (`KT.`), which is also how a
deputy in charge of the office signs; a subordinate signs on the head's order (`TL.`) or by written
authority (`TUQ.`), and then not for the collective; an acting head says so (`Q.`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hrdesk.errors import SignerFormError


class Capacity(StrEnum):
    """In what capacity a person signs."""

    HEAD = "head"
    ACTING = "acting"
    DEPUTY = "deputy"
    BY_ORDER = "by_order"
    BY_AUTHORITY = "by_authority"


@dataclass(frozen=True, slots=True)
class SignerForm:
    """Who signs for whom.

    `collective` is the body that decides together ("ỦY BAN NHÂN DÂN"), blank where a head decides
    alone. `head` is the head's position, `position` the signer's own. `division_head` is named when
    the deputy of a division signs on the order that its head was given.
    """

    capacity: Capacity
    head: str
    position: str = ""
    collective: str = ""
    division_head: str = ""


def authority_lines(form: SignerForm) -> tuple[str, ...]:
    """The lines in capitals, in their order.

    Raises:
        SignerFormError: a position is missing.
    """
    head, position = _upper(form.head), _upper(form.position)
    needs_position = form.capacity not in {Capacity.HEAD, Capacity.ACTING}
    if not head or (needs_position and not position):
        raise SignerFormError(form=form.capacity)
    collective = (f"TM. {_upper(form.collective)}",) if form.collective else ()
    match form.capacity:
        case Capacity.HEAD:
            return (*collective, head)
        case Capacity.ACTING:
            return (*collective, f"Q. {head}")
        case Capacity.DEPUTY:
            return (*collective, f"KT. {head}", position)
        case Capacity.BY_ORDER:
            stead = (f"KT. {_upper(form.division_head)}",) if form.division_head else ()
            return (f"TL. {head}", *stead, position)
        case Capacity.BY_AUTHORITY:
            return (f"TUQ. {head}", position)


def _upper(text: str) -> str:
    return " ".join(text.split()).upper()
