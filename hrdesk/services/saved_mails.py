"""Bundles in saved mails (.eml): only attachments that look like bundles are taken out, within limits.

A mail is foreign bytes: nothing of it is rendered, no address in it is believed, and what is wrong with
it is said of that mail and stops no other.
"""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Final

from hrdesk.errors import FileError
from hrdesk.files import read_limited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIX: Final = ".eml"
ENDINGS: Final = (".asice", ".asice.age")
MAIL_LIMIT_BYTES: Final = 64 << 20  # twice what any service lets through
PARTS_LIMIT: Final = 200  # of all kinds, in one mail
DEPTH_LIMIT: Final = 8  # mails inside of mails
ATTACHED_LIMIT: Final = 40  # bundles of one mail


@dataclass(frozen=True, slots=True)
class MailRead:
    """What a mail held. `fault` says in a word why it, or the rest of it, was not read."""

    bundles: tuple[Path, ...]  # unpacked under names of our own
    names: tuple[str, ...]  # as the mail calls them, for showing
    ignored: int  # other attachments
    fault: str = ""  # "", "size", "parts", "unreadable"


def is_mail(path: Path) -> bool:
    """Whether the file is called like a saved mail."""
    return path.suffix.lower() == SUFFIX


def unpack_mail(path: Path, folder: Path) -> MailRead:
    """The bundles of a mail, written into `folder`. Never raises for a bad mail.

    Raises:
        OSError: the folder cannot be written.
    """
    try:
        content = read_limited(path, MAIL_LIMIT_BYTES)
    except FileError:
        return MailRead((), (), 0, "size")
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        attached = list(_attachments(message))
    except _TooMuchError:
        return MailRead((), (), 0, "parts")
    except Exception:  # noqa: BLE001 - the parser raises many kinds on hostile mails; all mean no
        return MailRead((), (), 0, "unreadable")
    bundles: list[Path] = []
    names: list[str] = []
    ignored = 0
    fault = ""
    for name, part in attached:
        ending = next((one for one in reversed(ENDINGS) if name.lower().endswith(one)), "")
        if not ending or len(bundles) >= ATTACHED_LIMIT:
            ignored += 1
            fault = "parts" if ending else fault
            continue
        try:
            decoded = part.get_payload(decode=True)
        except Exception:  # noqa: BLE001 - as above
            decoded = None
        if not isinstance(decoded, bytes) or not decoded:
            ignored += 1
            fault = fault or "unreadable"
            continue
        target = folder / f"{len(bundles):03}{ending}"
        target.write_bytes(decoded)
        bundles.append(target)
        shown = name.rpartition("/")[2].rpartition("\\")[2]
        names.append("".join(ch if ch.isprintable() else "\ufffd" for ch in shown)[:120])
    return MailRead(tuple(bundles), tuple(names), ignored, fault)


class _TooMuchError(Exception):
    """More parts, or more mails inside of mails, than anybody sends."""


def _attachments(message: Message) -> Iterator[tuple[str, Message]]:
    """Every part that has a file name, mails inside of mails too."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > PARTS_LIMIT or depth > DEPTH_LIMIT:
            raise _TooMuchError
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting += [(one, depth + 1) for one in reversed(inside) if isinstance(one, Message)]
            continue
        name = part.get_filename()
        if name:
            yield _plain(name), part


def _plain(name: object) -> str:
    """The name of a file as text, encoded words decoded."""
    from email.header import decode_header, make_header

    text = str(name)
    try:
        return str(make_header(decode_header(text)))
    except Exception:  # noqa: BLE001 - a name that cannot be read is kept as it stands
        return text
