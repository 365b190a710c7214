"""One act: a period made, signed, and brought onto a stick, into drafts, or into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hrdesk.services.delivery.delivering import Delivery, place_of
from hrdesk.services.delivery.mail import Draft, keep_province_address, write_drafts
from hrdesk.services.delivery.usb import Placed
from hrdesk.services.progress import SILENT, Progress
from hrdesk.services.submitting import Handing, SubmissionOutcome, submit

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hrdesk.indicators.period import Period
    from hrdesk.services.delivery.volumes import Volume, Volumes
    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was made, and what became of it: written somewhere, in drafts, or only made."""

    outcome: SubmissionOutcome
    delivery: Delivery | None = None
    drafts: tuple[Draft, ...] = ()


def hand_over(  # noqa: PLR0913 - each is named where it is called
    ws: Workspace,
    period: Period,
    way: Literal["stick", "mail", "folder"],
    folder: Path,
    *,
    passphrase: str,
    now: datetime,
    zero: bool | None = None,
    volume: Volume | None = None,
    volumes: Volumes | None = None,
    address: str = "",
    progress: Progress = SILENT,
) -> HandedOver:
    """Make a period and bring it where `way` says.

    To a stick or folder it is all or nothing. Drafts are written after the bundle was made; should
    that fail, the bundle lies in the outbox and can be delivered from the journal. What awaits the
    leader's signature is made in the outbox and goes nowhere yet.

    Raises:
        See `submitting.submit` and `mail.write_drafts`.
    """
    by_mail, outbox = way == "mail", ws.paths.outbox
    if by_mail:
        keep_province_address(ws, address)
    elif way == "folder":
        ws.set_setting("send_folder", str(folder))
    staying = by_mail or ws.kit.policy.second_signature
    outcome = submit(
        ws,
        period,
        outbox if staying else folder,
        passphrase=passphrase,
        now=now,
        handing=Handing(
            zero=zero,
            limit_bytes=None if by_mail else 0,
            volume=None if staying else volume,
            volumes=volumes,
        ),
        progress=progress,
    )
    if outcome.awaits_second:
        return HandedOver(outcome)
    if by_mail:
        drafts = write_drafts(ws, outcome.bundle_id, outbox / "mail", now=now, progress=progress)
        return HandedOver(outcome, drafts=drafts)
    if folder.resolve() == outbox.resolve():
        return HandedOver(outcome)
    place, removable = place_of(folder, volume, volumes)
    files = tuple(Placed(path, path.stat().st_size, "") for path in outcome.paths)
    return HandedOver(outcome, Delivery(files, place, removable))
