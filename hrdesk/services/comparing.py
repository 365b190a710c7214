"""Two records beside one another, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hrdesk.errors import RecordMissingError
from hrdesk.services import entering
from hrdesk.services.history import record_lines

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.services.entry_session import EntrySession
    from hrdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Pair:
    """One question and both answers; "" where one has none."""

    question: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        """Whether the answers are not the same."""
        return self.here != self.there


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that either of two records answers."""

    record_id: str  # the other one's
    pairs: tuple[Pair, ...]


def compare(ws: Workspace, session: EntrySession, record_id: str, *, now: datetime) -> Comparison:
    """The record being filled beside another record or draft.

    Raises:
        RecordMissingError: there is no such record.
    """
    record = ws.store.get(record_id)
    draft = ws.store.draft(record_id) if record is None else None
    if record is None and draft is None:
        raise RecordMissingError(record_id=record_id)
    mine = entering.record_as_typed(ws, session, now=now)
    if record is None and draft is not None:
        record = replace(mine, answers=draft.answers, repeats=draft.repeats, record_id=record_id)
    here = {(one.question, one.place): one.value for one in record_lines(ws, mine)}
    there = {(one.question, one.place): one.value for one in record_lines(ws, record or mine)}
    pairs = [
        Pair(
            f"{question}, {place}" if place else question,
            here.get((question, place), ""),
            there.get((question, place), ""),
        )
        for question, place in dict.fromkeys([*here, *there])
    ]
    return Comparison(record_id, tuple(pairs))
