"""A record that was saved elsewhere while it was being typed in: what each side changed, and both in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from hrdesk.forms.definition import Repeat
from hrdesk.i18n import trn
from hrdesk.services import entering
from hrdesk.services.record_words import RecordWords, shown_items

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import datetime

    from hrdesk.forms.definition import Question
    from hrdesk.records.record import Record
    from hrdesk.services.entry_session import EntrySession
    from hrdesk.services.workspace import Workspace

Side = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Part:
    """One question, or one list, on which the two sides differ; its answers in words."""

    key: str
    question: str
    before: str
    mine: str
    theirs: str
    changed: Literal["mine", "theirs", "both"]

    @property
    def likely(self) -> Side:
        """The side that changed it; where both did, what was typed here."""
        return "theirs" if self.changed == "theirs" else "mine"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was saved elsewhere, by whom and when, and where it differs from what was typed."""

    record_id: str
    saved_at: datetime
    saved_by: str
    parts: tuple[Part, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is anything to choose: answers were changed elsewhere, not only its state."""
        return any(part.changed != "mine" for part in self.parts)


def overtaken_draft(ws: Workspace, record_id: str, *, now: datetime) -> EntrySession | None:
    """What was typed upon a state that somebody saved over since, as it was typed; else None."""
    draft = ws.store.draft(record_id)
    record = ws.store.get(record_id) if draft is not None else None
    if record is None or draft is None or draft.base_revision >= record.revision:
        return None
    kept = {one.revision: one.record for one in ws.store.revisions(record_id)}
    blank = replace(record, answers={}, repeats={}, accepted=(), revision=draft.base_revision)
    return entering.opened_from(ws, kept.get(draft.base_revision, blank), draft, now=now)


def conflict_of(ws: Workspace, session: EntrySession, *, now: datetime) -> Conflict | None:
    """Both sides beside what they began from; None where nothing was saved since, or it was deleted."""
    base, kept = session.record, ws.store.get(session.record_id)
    if base is None or kept is None or kept.deleted_at or kept.revision <= base.revision:
        return None
    mine = entering.record_as_typed(ws, session, now=now)
    words = RecordWords(ws, mine)
    before, theirs = words.named(base), words.named(kept)
    latest = ws.store.revisions(session.record_id)[-1]
    answers = {**before.answers, **theirs.answers, **mine.answers}
    repeats = {**before.repeats, **theirs.repeats, **mine.repeats}
    parts = []
    for item in shown_items(words.form, None, answers, repeats):
        was, here, there = (_held(item, one) for one in (before, mine, theirs))
        if here == there:
            continue
        changed: Literal["mine", "theirs", "both"] = (
            "theirs" if here == was else "mine" if there == was else "both"
        )
        parts.append(
            Part(
                item.key,
                words.label(item),
                _words_of(words, item, before),
                _words_of(words, item, mine),
                _words_of(words, item, theirs),
                changed,
            )
        )
    return Conflict(session.record_id, latest.at, latest.actor, tuple(parts))


def settle(
    ws: Workspace, session: EntrySession, theirs_of: Set[str], *, now: datetime
) -> EntrySession:
    """Both sides in one, as a draft upon what was saved; `theirs_of` are keys taken from there.

    The record itself is not changed: the draft is looked at and completed as any other.
    """
    kept = ws.store.get(session.record_id)
    if kept is None:
        return session
    mine = entering.draft_of(session, now=now)
    theirs = RecordWords(ws, entering.record_as_typed(ws, session, now=now)).named(kept)
    answers, repeats = dict(mine.answers), dict(mine.repeats)
    for key in theirs_of:
        answers.pop(key, None)
        repeats.pop(key, None)
    answers |= {key: value for key, value in theirs.answers.items() if key in theirs_of}
    repeats |= {key: rows for key, rows in theirs.repeats.items() if key in theirs_of}
    title_key = session.entry.form.settings.get("title_key", "")
    merged = replace(
        mine,
        answers=answers,
        repeats=repeats,
        base_revision=kept.revision,
        title=answers.get(title_key, ""),
    )
    entering.keep_draft(ws, merged)
    return entering.open_entry(ws, session.record_id, now=now)


def _held(item: Question | Repeat, record: Record) -> object:
    if isinstance(item, Repeat):
        return record.repeats.get(item.key, ())
    return record.answers.get(item.key, "")


def _words_of(words: RecordWords, item: Question | Repeat, record: Record) -> str:
    if isinstance(item, Repeat):
        count = len(record.repeats.get(item.key, ()))
        return trn("{count} row", "{count} rows", count) if count else ""
    return words.value(item, record.answers.get(item.key, ""))
