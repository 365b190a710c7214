"""Who changed what when in a record, in words; and bringing back what was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hrdesk.errors import RecordForeignError, RecordMissingError, VersionMissingError
from hrdesk.i18n import N_, tr, trn
from hrdesk.records.record import Record, RecordStatus
from hrdesk.services.record_words import Change, Line, RecordWords
from hrdesk.store.records import RecordQuery, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hrdesk.services.workspace import Workspace

_BROUGHT_BACK: Final = "version:"  # the note of a saved state that repeats an earlier one
_STATES: Final = {
    RecordStatus.INCOMPLETE: N_("incomplete"),
    RecordStatus.COMPLETE: N_("complete"),
    RecordStatus.SUBMITTED: N_("handed over"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state: who, when, what was done, which answers changed against the one before."""

    revision: int
    at: datetime
    actor: str
    what: str  # a sentence
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]  # the whole record as it was then
    is_current: bool
    may_restore: bool


@dataclass(frozen=True, slots=True)
class History:
    """A record's saved states, the latest first."""

    record_id: str
    form_id: str
    title: str
    deleted: bool
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record that was put away."""

    record_id: str
    form_id: str
    title: str
    deleted_at: datetime
    deleted_by: str


# --- reading


def history(ws: Workspace, record_id: str) -> History:
    """What happened to a record.

    Raises:
        RecordMissingError: there is no such record.
    """
    with ws.store.snapshot():
        record = ws.store.get(record_id)
        kept = ws.store.revisions(record_id)
        files = ws.store.files.of_revisions(record_id)
    if record is None or not kept:
        raise RecordMissingError(record_id=record_id)
    own = record.unit == ws.unit_key
    versions: list[Version] = []
    before: Revision | None = None
    for one in kept:
        words = RecordWords(ws, one.record, files_known=bool(files))
        changes = tuple(_changes(words, before, one)) if before is not None else ()
        now_there = files.get(one.revision, ())
        if files:
            was_there = files.get(before.revision, ()) if before is not None else ()
            changes += tuple(words.file_changes(was_there, now_there))
        is_current = one is kept[-1]
        versions.append(
            Version(
                revision=one.revision,
                at=one.at,
                actor=one.actor,
                what=_what(one, before, len(changes)),
                changes=changes,
                lines=(*words.lines(one.record), *words.file_lines(now_there)),
                is_current=is_current,
                may_restore=own and (not is_current or record.deleted_at is not None),
            )
        )
        before = one
    title_key = RecordWords(ws, record).form.settings.get("title_key", "")
    return History(
        record_id,
        record.form_id,
        record.answers.get(title_key, ""),
        deleted=record.deleted_at is not None,
        versions=tuple(reversed(versions)),
    )


def trash(ws: Workspace, form_id: str | None = None) -> tuple[Deleted, ...]:
    """What was put away and can be brought back, the last one first."""
    query = RecordQuery(form_id=form_id, only_deleted=True, order="updated_at", own=True)
    found = []
    for row in ws.store.rows(ws.store.ids(query)):
        deletion = next(
            (one for one in reversed(ws.store.revisions(row.record_id)) if one.action == "deleted"),
            None,
        )
        found.append(
            Deleted(
                row.record_id,
                row.form_id,
                row.title,
                deletion.at if deletion else row.updated_at,
                deletion.actor if deletion else "",
            )
        )
    return tuple(found)


# --- bringing back


def restore_version(ws: Workspace, record_id: str, revision: int, *, now: datetime) -> Record:
    """Make an earlier state the latest one, as a new saved state; a deleted record is back with it.

    Its files are those it had then. The draft of the record, if there is one, is gone afterwards.

    Raises:
        RecordMissingError, VersionMissingError: there is no such record or state.
        RecordForeignError: the record is another unit's.
    """
    record = ws.store.get(record_id)
    if record is None:
        raise RecordMissingError(record_id=record_id)
    if record.unit != ws.unit_key:
        raise RecordForeignError(unit_code=record.unit.code)
    wanted = next((one for one in ws.store.revisions(record_id) if one.revision == revision), None)
    if wanted is None:
        raise VersionMissingError(revision=revision)
    again = replace(
        wanted.record,
        revision=record.revision,
        desk_id=ws.desk_id,
        author=ws.name,
        updated_at=now,
        superseded_by=None,
        deleted_at=None,
    )
    with ws.store.transaction():
        files = ws.store.files.of_revisions(record_id)
        if files:
            ws.store.files.set_all(record_id, files.get(revision, ()), now)
        return ws.store.save(again, at=now, actor=ws.name, note=f"{_BROUGHT_BACK}{revision}")


# --- in words


def record_lines(ws: Workspace, record: Record) -> Iterator[Line]:
    """The whole record in words, in the order asked."""
    yield from RecordWords(ws, record).lines(record)


def _what(one: Revision, before: Revision | None, count: int) -> str:
    if one.note.startswith(_BROUGHT_BACK):
        return tr("Version {number} brought back", number=one.note.removeprefix(_BROUGHT_BACK))
    said = {
        "deleted": N_("Deleted"),
        "restored": N_("Brought back"),
        "received": N_("Received"),
        "forgotten": N_("Names of the list deleted, figures kept"),
    }.get(one.action)
    if said is not None:
        return tr(said)
    if before is None:
        return tr("Created: {note}", note=one.note) if one.note else tr("Created")
    if not count:
        return tr("Saved without a change")
    return trn("{count} answer changed", "{count} answers changed", count)


def _changes(words: RecordWords, before: Revision, after: Revision) -> Iterator[Change]:
    """What differs, in the order asked, in the words of the later version of the form."""
    if before.record.status is not after.record.status:
        yield Change(
            tr("State"), tr(_STATES[before.record.status]), tr(_STATES[after.record.status])
        )
    yield from words.changes(words.named(before.record), after.record)
