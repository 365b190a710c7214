"""How large a mail may be, and a file in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hrdesk.services.workspace import Workspace

MAIL_LIMIT_SETTING: Final = "mail_limit_bytes"
_BASE64_SHARE: Final = (72, 100)  # of a mail that a file may have: Base64, line ends, the letter


def part_limit_bytes(mail_limit_bytes: int) -> int:
    """How large a file may be so that a mail with it stays under the limit."""
    share, whole = _BASE64_SHARE
    return mail_limit_bytes * share // whole


def mail_limit_bytes(ws: Workspace) -> int:
    """The largest mail that is let through: as set here, or as the kit says."""
    said = ws.setting(MAIL_LIMIT_SETTING)
    return int(said) if said.isdecimal() else ws.kit.policy.mail_limit_bytes
