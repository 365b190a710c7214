"""Bundles in saved mails (.eml): only attachments that look like bundles are taken out, within limits.

A mail is foreign bytes: nothing of it is rendered, no address in it is believed, and what is wrong with
it is said of that mail and stops no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.errors import FileError
from hrdesk.files import known_fault, open_plain
from hrdesk.services.mail_parts import BadEncodingError, MailParts, TooMuchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES: Final = (".eml", ".msg")
_CLOSED: Final = ".msg"  # Outlook's own form, which nothing here reads: it is said, not passed over
ENDINGS: Final = (".asice", ".asice.age")
MAIL_LIMIT_BYTES: Final = 1 << 30  # far above what any service lets through
ATTACHED_LIMIT: Final = 40  # bundles of one mail


@dataclass(frozen=True, slots=True)
class MailRead:
    """What a mail held. `fault` says in a word why it, or the rest of it, was not read."""

    bundles: tuple[Path, ...]  # unpacked under names of our own
    names: tuple[str, ...]  # as the mail calls them, for showing
    ignored: int  # other attachments
    fault: str = ""  # "", "size", "parts", "unreadable", "msg"


def is_mail(path: Path) -> bool:
    """Whether the file is called like a saved mail."""
    return path.suffix.lower() in SUFFIXES


def unpack_mail(path: Path, folder: Path) -> MailRead:
    """The bundles of a mail, written into `folder`. Never raises for a bad mail.

    Raises:
        FileError: the mail cannot be read, or the folder not written.
    """
    if path.suffix.lower() == _CLOSED:
        return MailRead((), (), 0, "msg")
    bundles: list[Path] = []
    names: list[str] = []
    ignored = 0
    fault = ""
    try:
        with open_plain(path) as stream:
            if path.stat().st_size > MAIL_LIMIT_BYTES:
                return MailRead((), (), 0, "size")
            for name, content in MailParts(stream):
                ending = next((one for one in reversed(ENDINGS) if name.lower().endswith(one)), "")
                if not ending or len(bundles) >= ATTACHED_LIMIT:
                    ignored += 1
                    fault = "parts" if ending else fault
                    continue
                target = folder / f"{len(bundles):03}{ending}"
                if not _written(target, content):
                    ignored += 1
                    fault = fault or "unreadable"
                    continue
                bundles.append(target)
                names.append(_shown(name))
    except TooMuchError:
        return MailRead((), (), 0, "parts")
    except OSError as error:
        raise known_fault(error, path, writing=False) from error
    except FileError:
        raise
    except Exception:  # noqa: BLE001 - hostile heads raise many kinds; all mean no
        fault = "unreadable"
    return MailRead(tuple(bundles), tuple(names), ignored, fault)


def _written(target: Path, content: Iterator[bytes]) -> bool:
    """Whether there was something to write and all of it could be decoded."""
    length = 0
    try:
        with target.open("wb") as stream:
            for piece in content:
                length += stream.write(piece)
    except BadEncodingError:
        length = 0
    except OSError as error:
        raise known_fault(error, target, writing=True) from error
    if not length:
        target.unlink()
    return length > 0


def _shown(name: str) -> str:
    last = name.rpartition("/")[2].rpartition("\\")[2]
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in last)[:120]
