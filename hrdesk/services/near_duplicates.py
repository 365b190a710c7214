"""Records that may be the same event as the one being typed: pointed out, never in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from hrdesk.records.record import event_on
from hrdesk.store.records import RecordQuery
from hrdesk.vietnamese.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hrdesk.services.workspace import Workspace

DAYS: Final = 7  # either side
_LIKE: Final = 0.6  # of the words, or
_LETTERS: Final = 0.86  # of the letters in their order: a slip of the keys
_MOST_LOOKED_AT: Final = 400
MOST_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A record or draft that is like this one. `likeness` is from 0 to 1."""

    record_id: str
    title: str
    on: date
    days_apart: int
    likeness: float
    summary: str
    is_draft: bool


def near_duplicates(
    ws: Workspace, form_id: str, title: str, on: date | None, *, besides: str
) -> tuple[NearDuplicate, ...]:
    """Records of the same kind, at most a week away, with a title that is like; the likest first.

    Other dates of the same series are told apart by their series and are left out.
    """
    if on is None or len(fold(title)) < 4:
        return ()
    near = [
        NearDuplicate(record_id, other, day, abs((day - on).days), alike, summary, is_draft)
        for record_id, other, day, summary, is_draft in _candidates(ws, form_id, on)
        if record_id != besides and (alike := likeness(title, other)) >= _LIKE
    ]
    if near:
        related = ws.store.series.record_ids_beside(besides)
        near = [one for one in near if one.record_id not in related]
    near.sort(key=lambda one: (-round(one.likeness, 2), one.days_apart, one.record_id))
    return tuple(near[:MOST_SHOWN])


def likeness(title: str, other: str) -> float:
    """How alike two titles are: 1 the same words, 0 nothing in common.

    Both are folded, so that marks and capitals do not count. The share of words in common stands
    against a change of order, the share of letters against a slip of the keys.
    """
    one, two = sorted((fold(title), fold(other)))  # the measure of letters has a direction
    if one == two:
        return 1.0
    mine, theirs = set(words(one)), set(words(two))
    if not mine or not theirs:
        return 0.0
    shared = len(mine & theirs) / len(mine | theirs)
    if shared >= _LIKE or shared == 0:
        return shared
    from difflib import SequenceMatcher

    letters = SequenceMatcher(None, one, two, autojunk=False).ratio()
    return letters if letters >= _LETTERS else shared


def _candidates(
    ws: Workspace, form_id: str, on: date
) -> Iterable[tuple[str, str, date, str, bool]]:
    first, last = on - timedelta(days=DAYS), on + timedelta(days=DAYS)
    query = RecordQuery(form_id=form_id, event_from=first, event_to=last, own=True)
    saved = set()
    for row in ws.store.rows(ws.store.ids(query)[:_MOST_LOOKED_AT]):
        saved.add(row.record_id)
        if row.event_on is not None:
            yield row.record_id, row.title, row.event_on, row.summary, False
    form = ws.form(form_id)
    for draft in ws.store.drafts():
        if draft.form_id != form_id or draft.record_id in saved:
            continue
        day = event_on(form, draft.answers)
        if day is not None and first <= day <= last:
            yield draft.record_id, draft.title, day, "", True
