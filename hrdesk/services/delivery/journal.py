"""What became of what was made: written, in a mail draft, received; as the log bears it out.

- made: the bundle lies in the outbox and went nowhere yet.
- written: every part was written to a stick or folder, read back, and found the same.
- drafted: every part lies in a mail draft, or was written; whether the mail went, nobody knows.
- received: a receipt of the province says so. Nothing else does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from hrdesk.errors import LeaderAwaitedError, PartsUnknownError
from hrdesk.store.exchange import LoggedAct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hrdesk.services.workspace import Workspace
    from hrdesk.store.submissions import Submission

COUNTERSIGNED: Final = "countersigned"  # actions of the log
WRITTEN: Final = "delivery_written"
DRAFTED: Final = "delivery_drafted"


class DeliveryState(StrEnum):
    """How far a submission came."""

    AWAITS_LEADER = "awaits_leader"
    MADE = "made"
    PARTLY = "partly"  # some parts went, others did not yet
    DRAFTED = "drafted"
    WRITTEN = "written"
    RECEIVED = "received"
    HELD = "held"  # the receipt says that the province keeps it and has not decided
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PartDelivery:
    """One file of a submission, and what was done with it last."""

    number: int
    file_name: str
    bundle_id: str
    state: DeliveryState = DeliveryState.MADE  # MADE, DRAFTED or WRITTEN
    at: datetime | None = None
    place: str = ""  # the stick's name, or the folder
    sha256: str = ""  # of the file as it left


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One submission with its state; `at` is when the state was reached."""

    submission: Submission
    state: DeliveryState
    parts: tuple[PartDelivery, ...]
    at: datetime
    place: str = ""

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the parts that went nowhere yet."""
        return tuple(one.number for one in self.parts if one.state is DeliveryState.MADE)


@dataclass(frozen=True, slots=True)
class Left:
    """One file that left: its part, where to, and the digest of what was read back."""

    bundle_id: str
    file_name: str
    sha256: str
    size_bytes: int
    place: str
    way: str  # "stick", "folder" or "mail"


def journal(ws: Workspace, period_id: str = "") -> tuple[JournalLine, ...]:
    """All submissions with their states, the newest first."""
    acts: dict[str, LoggedAct] = {}
    for act in reversed(ws.store.exchange_log.lines()):
        if act.action == COUNTERSIGNED:
            acts[f"{COUNTERSIGNED} {act.subject}"] = act
        elif act.action == WRITTEN or (
            act.action == DRAFTED
            and (act.subject not in acts or acts[act.subject].action != WRITTEN)
        ):
            acts[act.subject] = act
    answers = ws.store.receipts.lines()  # nothing else says "received"
    lines = tuple(_line(sent, acts) for sent in ws.store.journal.submissions(period_id or None))
    return tuple(_answered(one, answers.get(one.submission.bundle_id)) for one in lines)


class Answer(Protocol):
    """What a receipt says of a bundle."""

    @property
    def result(self) -> str:
        """One of "accepted", "held", "refused"."""

    @property
    def received_at(self) -> str:
        """ISO time."""

    @property
    def officer(self) -> str:
        """Who signed the receipt."""


_RESULTS: Final = {
    "accepted": DeliveryState.RECEIVED,
    "held": DeliveryState.HELD,
    "refused": DeliveryState.REFUSED,
}


def _answered(line: JournalLine, answer: Answer | None) -> JournalLine:
    if answer is None or answer.result not in _RESULTS:
        return line
    return replace(
        line,
        state=_RESULTS[answer.result],
        at=datetime.fromisoformat(answer.received_at),
        place=answer.officer,
    )


def _line(sent: Submission, acts: dict[str, LoggedAct]) -> JournalLine:
    parts = []
    for number, (name, bundle_id) in enumerate(listed_parts(sent), start=1):
        act = acts.get(bundle_id)
        if act is None:
            parts.append(PartDelivery(number, name, bundle_id))
            continue
        state = DeliveryState.WRITTEN if act.action == WRITTEN else DeliveryState.DRAFTED
        place, digest = act.facts.get("place", ""), act.facts.get("sha256", "")
        parts.append(PartDelivery(number, name, bundle_id, state, act.at, place, digest))
    states = {one.state for one in parts}
    newest = max((one.at for one in parts if one.at), default=sent.created_at)
    if sent.facts.get("second") and f"{COUNTERSIGNED} {sent.bundle_id}" not in acts:
        state = DeliveryState.AWAITS_LEADER
    elif states == {DeliveryState.MADE}:
        state = DeliveryState.MADE
    elif DeliveryState.MADE in states:
        state = DeliveryState.PARTLY
    elif DeliveryState.DRAFTED in states:
        state = DeliveryState.DRAFTED
    else:
        state = DeliveryState.WRITTEN
    place = next((one.place for one in parts if one.place), "")
    return JournalLine(sent, state, tuple(parts), newest, place)


def line_of(ws: Workspace, wanted: str) -> JournalLine:
    """The submission meant by the beginning of a bundle id (8 characters), a file name, or a period.

    Of a period, the newest.

    Raises:
        PartsUnknownError: there is none.
    """
    lines = journal(ws)
    for line in lines:
        if line.submission.period_id == wanted:
            return line
        ids = (line.submission.bundle_id, *(one.bundle_id for one in line.parts))
        names = (line.submission.file_name, *(one.file_name for one in line.parts))
        if (len(wanted) >= 8 and any(one.startswith(wanted) for one in ids)) or wanted in names:
            return line
    raise PartsUnknownError(wanted=wanted)


def sendable(ws: Workspace, wanted: str, parts: Sequence[int] = ()) -> tuple[PartDelivery, ...]:
    """The parts meant, all of them by default, if the submission may leave.

    Raises:
        PartsUnknownError: there is no such submission or part.
        LeaderAwaitedError: the leader has to sign it first.
    """
    line = line_of(ws, wanted)
    if line.state is DeliveryState.AWAITS_LEADER:
        raise LeaderAwaitedError
    chosen = tuple(parts) or tuple(one.number for one in line.parts)
    for number in chosen:
        if not 1 <= number <= len(line.parts):
            raise PartsUnknownError(wanted=f"{wanted} {number}")
    return tuple(line.parts[number - 1] for number in chosen)


def note_left(ws: Workspace, action: str, left: Sequence[Left], *, now: datetime) -> None:
    """Write into the log that these files left and were read back; all lines or none."""
    periods = {
        one: sent.period_id
        for sent in ws.store.journal.submissions()
        for _, one in listed_parts(sent)
    }
    with ws.store.transaction():
        for one in left:
            ws.store.exchange_log.add(
                LoggedAct(
                    at=now,
                    actor=ws.name,
                    action=action,
                    subject=one.bundle_id,
                    period_id=periods.get(one.bundle_id, ""),
                    facts={
                        "file": one.file_name,
                        "sha256": one.sha256,
                        "size": str(one.size_bytes),
                        "place": one.place,
                        "way": one.way,
                    },
                )
            )


def listed_parts(sent: Submission) -> list[tuple[str, str]]:
    """File name in the outbox and bundle id of each part, in order."""
    listed = json.loads(sent.facts.get("parts", "[]")) or [[sent.file_name, sent.bundle_id]]
    return [(str(name), str(one)) for name, one in listed]


def outbox_file(ws: Workspace, part: PartDelivery) -> Path:
    """The file of a part as it is kept here, not encrypted.

    Raises:
        PartsUnknownError: it is gone.
    """
    path = ws.paths.outbox / part.file_name
    if not path.is_file():
        raise PartsUnknownError(wanted=part.file_name)
    return path
