"""Mail drafts: a file `.eml` that the mail program opens as a letter not sent yet, a part each.

The program sends nothing: it opens no connection, ever. The letter says in plain words what is
attached and how to check it; it names the office and no person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hrdesk.errors import ArgumentWrongError, MailTooLargeError, ReadBackDiffersError
from hrdesk.files import make_folder, read_limited, sha256_of, write_durably
from hrdesk.i18n import tr, tr_in
from hrdesk.indicators.period import parse_period
from hrdesk.services.delivery.delivering import ready_files
from hrdesk.services.delivery.journal import DRAFTED, Left, line_of, note_left, sendable
from hrdesk.services.delivery.mail_limit import mail_limit_bytes
from hrdesk.services.progress import SILENT, CancelledError, Progress
from hrdesk.vietnamese.formats import show_date, show_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hrdesk.services.delivery.journal import JournalLine, PartDelivery
    from hrdesk.services.workspace import Workspace

ADDRESS_SETTING: Final = "province_mail"
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\"]+")
_LETTER_BYTES: Final = 8_000  # heads and cover text
_LANGUAGE: Final = "vi"  # the province reads it, whatever the desk's window speaks


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter that waits to be sent by a person."""

    path: Path
    attachment: str
    size_bytes: int
    part: int
    parts: int


def province_address(ws: Workspace) -> str:
    """The province's mail address as set at this desk, "" where nobody set it."""
    return ws.setting(ADDRESS_SETTING)


def keep_province_address(ws: Workspace, address: str) -> None:
    """Keep the province's mail address; "" forgets it.

    Raises:
        ArgumentWrongError: that is no mail address.
    """
    address = address.strip()
    if address and not _ADDRESS.fullmatch(address):
        raise ArgumentWrongError(reason=tr("“{text}” is not a mail address.", text=address))
    ws.set_setting(ADDRESS_SETTING, address)


def write_drafts(
    ws: Workspace,
    wanted: str,
    out: Path,
    *,
    now: datetime,
    parts: Sequence[int] = (),
    progress: Progress = SILENT,
) -> tuple[Draft, ...]:
    """A letter for each part, written, read back and put into the journal.

    `out` is a folder, or a name that ends in `.eml`: of several letters each gets its number.
    `wanted` and `parts` as for `delivering.deliver`.

    Raises:
        PartsUnknownError, LeaderAwaitedError: see `journal.sendable`.
        MailTooLargeError: a file is larger than a mail may be; nothing was written.
        ReadBackDiffersError, FileError: see there.
        CancelledError: stopped between two letters; those before lie there.
    """
    chosen, line = sendable(ws, wanted, parts), line_of(ws, wanted)
    limit = mail_limit_bytes(ws)
    drafts: list[Draft] = []
    with ready_files(ws, chosen) as files:
        for path in files:
            size = _size_in_mail(path)
            if size > limit:
                raise MailTooLargeError(
                    path=path.name, found_kb=-(-size // 1000), limit_kb=limit // 1000
                )
        progress.total(len(files))
        for part, path in zip(chosen, files, strict=True):
            if progress.cancelled():
                raise CancelledError
            progress.step(path.name)
            drafts.append(_draft(ws, line, part, path, _target(out, path, part, line), now))
    return tuple(drafts)


def _draft(
    ws: Workspace, line: JournalLine, part: PartDelivery, path: Path, target: Path, now: datetime
) -> Draft:
    digest = sha256_of(path)
    content = path.read_bytes()
    make_folder(target.parent)
    write_durably(target, _letter(ws, line, part, path.name, content, digest).as_bytes())
    written = read_limited(target, 4 * len(content) + 1_000_000)
    if _attached(written) != content:
        target.unlink(missing_ok=True)
        raise ReadBackDiffersError(path=target)
    left = Left(part.bundle_id, path.name, digest, len(content), str(target), "mail")
    note_left(ws, DRAFTED, [left], now=now)
    return Draft(target, path.name, len(written), part.number, len(line.parts))


def _target(out: Path, path: Path, part: PartDelivery, line: JournalLine) -> Path:
    if out.suffix.casefold() != ".eml":
        return out / f"{path.name.removesuffix('.age').removesuffix('.asice')}.eml"
    if len(line.parts) == 1:
        return out
    return out.with_name(f"{out.stem}_{part.number}-of-{len(line.parts)}{out.suffix}")


def _size_in_mail(path: Path) -> int:
    """How large the letter will be: Base64 in lines of 76 characters, and the words around it."""
    encoded = -(-path.stat().st_size // 57) * 78
    return encoded + _LETTER_BYTES


def _letter(
    ws: Workspace, line: JournalLine, part: PartDelivery, name: str, content: bytes, digest: str
) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["X-Unsent"] = "1"  # mail programs open it for sending, not for reading
    letter["Subject"] = _subject(ws, line, part)
    if address := province_address(ws):
        letter["To"] = address
    letter.set_content(
        cover_text(ws, line, part, name, len(content), digest), cte="quoted-printable"
    )
    kind = "vnd.etsi.asic-e+zip" if name.endswith(".asice") else "octet-stream"
    letter.add_attachment(content, maintype="application", subtype=kind, filename=name)
    return letter


def _subject(ws: Workspace, line: JournalLine, part: PartDelivery) -> str:
    subject = tr_in(
        _LANGUAGE,
        "{unit}: report of {period}",
        unit=ws.unit.name,
        period=parse_period(line.submission.period_id).title(_LANGUAGE),
    )
    if len(line.parts) > 1:
        subject += tr_in(
            _LANGUAGE, " (part {part} of {count})", part=part.number, count=len(line.parts)
        )
    return subject


def cover_text(
    ws: Workspace, line: JournalLine, part: PartDelivery, name: str, size_bytes: int, digest: str
) -> str:
    """What the letter says: period, office, counts, the file's fingerprint, how to check it."""
    sent = line.submission
    period = parse_period(sent.period_id, ws.kit.calendar)
    titles = {
        kind.form_id: kind.titles.get(_LANGUAGE) or next(iter(kind.titles.values()))
        for kind in ws.kinds()
    }
    lines = [
        tr_in(_LANGUAGE, "Office: {unit} (code {code})", unit=ws.unit.name, code=ws.unit_key.code),
        tr_in(
            _LANGUAGE,
            "Period: {period} (figures from {first} to {last})",
            period=period.title(_LANGUAGE),
            first=show_date(period.first_on),
            last=show_date(period.last_on),
        ),
    ]
    if sent.facts.get("zero"):
        lines.append(tr_in(_LANGUAGE, "Nothing occurred in the period (zero report)."))
    lines += [
        f"- {titles.get(form_id, form_id)}: {show_number(count)}"
        for form_id, count in sent.counts.items()
        if count
    ]
    lines.append("")
    if len(line.parts) > 1:
        lines.append(
            tr_in(
                _LANGUAGE,
                "This letter carries part {part} of {count}; the data stand in part 1, each part "
                "comes in a letter of its own.",
                part=part.number,
                count=len(line.parts),
            )
        )
    lines += [
        tr_in(
            _LANGUAGE, "Attached: {file} ({size} bytes)", file=name, size=show_number(size_bytes)
        ),
        tr_in(_LANGUAGE, "SHA-256 of the file: {digest}", digest=_in_eights(digest)),
        tr_in(_LANGUAGE, "Bundle id: {text}", text=part.bundle_id),
        "",
        tr_in(
            _LANGUAGE,
            "To check it: open this letter or the file in the page “Receive” of HR Desk, which "
            "verifies signature and content. Without the program: “certutil -hashfile {file} "
            "SHA256” (Windows) or “sha256sum {file}” must give the characters above.",
            file=name,
        ),
    ]
    return "\n".join(lines) + "\n"


def _in_eights(digest: str) -> str:
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))


def _attached(content: bytes) -> bytes | None:
    """The file in a letter, as whoever gets it will take it out."""
    from email import message_from_bytes

    for part in message_from_bytes(content, policy=SMTP).iter_attachments():
        payload = part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else None
    return None
