"""Entering records: lists, drafts, saving, attachments, suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrdesk.errors import RecordForeignError, RecordMissingError
from hrdesk.records.record import Record, RecordStatus, Row, Violation, event_on
from hrdesk.services.entry_session import EntrySession
from hrdesk.services.workspace import today_of
from hrdesk.store.records import Draft, ListRow, RecordQuery, Revision
from hrdesk.values import dataclass
from hrdesk.vietnamese.text import fold

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from hrdesk.forms.definition import Form
    from hrdesk.indicators.period import Period
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.attachments import Attachment

__all__ = [
    "Draft",
    "EntrySession",
    "ListRow",
    "RecordQuery",
    "Revision",
    "SaveOutcome",
    "attach",
    "attachment_path",
    "attachments",
    "copy_of",
    "delete_record",
    "discard_draft",
    "draft_of",
    "drafts",
    "event_on",
    "keep_draft",
    "list_counts",
    "list_ids",
    "list_rows",
    "new_entry",
    "open_entry",
    "previous_answers",
    "restore_record",
    "revisions",
    "save_draft",
    "save_record",
    "suggestions",
]


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """The record as kept, or, when `record` is None, why it was not."""

    record: Record | None
    violations: tuple[Violation, ...]


# --- lists


def list_ids(ws: Workspace, query: RecordQuery) -> array[int]:
    """Row ids of all records that match, in order; cheap for hundreds of thousands."""
    return ws.store.ids(query)


def list_rows(ws: Workspace, rowids: Sequence[int]) -> list[ListRow]:
    """What a list shows of these rows, in the order asked."""
    return ws.store.rows(rowids)


def list_counts(ws: Workspace, form_id: str, period: Period) -> dict[str, int]:
    """For the usual views: "this_period", "incomplete", "drafts", "all", "deleted".

    `form_id` "" counts all kinds.
    """
    kind = form_id or None
    in_period = RecordQuery(form_id=kind, event_from=period.first_on, event_to=period.last_on)
    incomplete = RecordQuery(form_id=kind, statuses=frozenset({RecordStatus.INCOMPLETE}))
    return {
        "this_period": ws.store.count(in_period),
        "incomplete": ws.store.count(incomplete),
        "drafts": len(drafts(ws, kind)),
        "all": ws.store.count(RecordQuery(form_id=kind)),
        "deleted": ws.store.count(RecordQuery(form_id=kind, only_deleted=True)),
    }


def drafts(ws: Workspace, form_id: str | None = None) -> tuple[Draft, ...]:
    """What was being typed and is not saved yet, newest first."""
    kept = ws.store.drafts()
    return kept if form_id is None else tuple(one for one in kept if one.form_id == form_id)


# --- one record


def new_entry(
    ws: Workspace, form_id: str, *, now: datetime, record_id: str | None = None
) -> EntrySession:
    """A blank record with its defaults; nothing is kept before the first draft."""
    import uuid

    from hrdesk.records.entry import FormEntry  # the engine is loaded when a record is opened

    entry = FormEntry.new(
        ws.compiled(form_id),
        today=today_of(now),
        now=now,
        language=ws.language,
        properties=_properties(ws),
    )
    return EntrySession(record_id or str(uuid.uuid4()), entry, record=None, resumed_at=None)


def _properties(ws: Workspace) -> dict[str, str]:
    """What a form may ask of the desk by its types username and deviceid."""
    return {"username": ws.name, "deviceid": ws.desk_id}


def open_entry(ws: Workspace, record_id: str, *, now: datetime) -> EntrySession:
    """A kept record or a draft; the draft wins when it is the newer.

    Raises:
        RecordMissingError: there is neither.
    """
    record = ws.store.get(record_id)
    draft = ws.store.draft(record_id)
    if draft is not None and record is not None and draft.base_revision < record.revision:
        draft = None  # somebody saved since: see `conflicts.overtaken_draft`
    if record is None and draft is None:
        raise RecordMissingError(record_id=record_id)
    return opened_from(ws, record, draft, now=now)


def opened_from(
    ws: Workspace, record: Record | None, draft: Draft | None, *, now: datetime
) -> EntrySession:
    """A session that goes on from a draft, else from a record; one of them there must be."""
    from hrdesk.records.entry import FormEntry  # the engine is loaded when a record is opened
    from hrdesk.records.renaming import in_names_of

    source = draft or record
    assert source is not None  # noqa: S101 - whoever opens has one of them
    record_id = source.record_id
    compiled = ws.compiled(source.form_id, _version_to_open(ws, source, record))
    answers, repeats = source.answers, source.repeats
    if compiled.form.version != source.form_version:
        renamed = ws.store.renamed_keys(source.form_id)
        answers, repeats = in_names_of(compiled.form, renamed, answers, repeats)
    entry = FormEntry.open(
        compiled,
        answers,
        repeats,
        today=today_of(now),
        now=now,
        language=ws.language,
        properties=_properties(ws),
    )
    resumed_at = draft.updated_at if draft else None
    return EntrySession(record_id, entry, record, resumed_at, source.accepted)


def _version_to_open(ws: Workspace, source: Record | Draft, record: Record | None) -> str | None:
    """None for the version in use; a foreign record, and what that could not hold, keep their own.

    A kept record loses nothing by it: what is no longer asked stays in it. A draft that answers
    more than the version in use asks, and is nowhere else yet, is finished as it was begun.
    """
    from hrdesk.records.renaming import in_names_of

    if not may_change(ws, record):
        return source.form_version
    form = ws.form(source.form_id)
    if form.version == source.form_version:
        return None
    renamed = ws.store.renamed_keys(source.form_id)
    answers, repeats = in_names_of(form, renamed, source.answers, source.repeats)
    kept = record.answers if record is not None else {}
    held = in_names_of(form, renamed, kept, {})[0]
    asked = {question.key for question in form.questions()}
    lost = any(key not in asked and value != held.get(key) for key, value in answers.items())
    return source.form_version if lost or not _rows_fit(form, repeats) else None


def _rows_fit(form: Form, repeats: Mapping[str, tuple[Row, ...]]) -> bool:
    """Whether every answer in the rows is still asked: rows are kept as the form has them."""
    tables = {
        repeat.key: {one.key for one in form.questions(repeat.key)} for repeat in form.repeats()
    }
    return all(
        key in tables and row.answers.keys() <= tables[key] and _rows_fit(form, row.repeats)
        for key, rows in repeats.items()
        for row in rows
    )


def may_change(ws: Workspace, record: Record | None) -> bool:
    """Whether the record is this unit's own."""
    return record is None or record.unit == ws.unit_key


def save_draft(ws: Workspace, session: EntrySession, *, now: datetime) -> None:
    """Keep all that is typed, faults included."""
    keep_draft(ws, draft_of(session, now=now))


def draft_of(session: EntrySession, *, now: datetime) -> Draft:
    """All that is typed at this moment, so that another thread can keep it."""
    form = session.entry.form
    answers = session.entry.answers(for_record=False)
    return Draft(
        record_id=session.record_id,
        form_id=form.form_id,
        form_version=form.version,
        answers=answers,
        repeats=session.entry.repeats(for_record=False),
        base_revision=session.record.revision if session.record else 0,
        updated_at=now,
        title=answers.get(form.settings.get("title_key", ""), ""),
        accepted=session.accepted,
    )


def keep_draft(ws: Workspace, draft: Draft) -> None:
    """Put what was typed on the disk."""
    ws.store.save_draft(draft)


def copy_of(ws: Workspace, session: EntrySession, *, now: datetime) -> EntrySession:
    """The session as it is at this moment, so that it can be saved while typing goes on."""
    from hrdesk.records.entry import FormEntry  # the engine is loaded when a record is opened

    entry = session.entry
    same = FormEntry.open(
        ws.compiled(entry.form.form_id, entry.form.version),
        entry.answers(for_record=False),
        entry.repeats(for_record=False),
        today=today_of(now),
        now=now,
        language=entry.language,
        properties=_properties(ws),
    )
    return EntrySession(
        session.record_id, same, session.record, session.resumed_at, session.accepted
    )


def previous_answers(ws: Workspace, form_id: str, *, besides: str) -> Mapping[str, str]:
    """The answers of the record of this kind that was kept last, another than `besides`."""
    query = RecordQuery(form_id=form_id, own=True, order="updated_at", limit=2)
    for row in ws.store.rows(ws.store.ids(query)):
        record = ws.store.get(row.record_id) if row.record_id != besides else None
        if record is not None:
            return record.answers
    return {}


def save_record(
    ws: Workspace, session: EntrySession, *, now: datetime, complete: bool
) -> SaveOutcome:
    """Keep the record. `complete` demands that nothing is at fault; else it stays incomplete.

    An answer that is not even of its kind (letters for a number) cannot stand in an incomplete
    record: it is left out of the record and stays in the draft, which is then kept.

    Raises:
        RecordForeignError: the record is another unit's.
        StoreError: it could not be kept; the draft still is.
    """
    if not may_change(ws, session.record):
        owner = session.record.unit.code if session.record else ""
        raise RecordForeignError(unit_code=owner)
    violations = session.entry.violations()
    if complete and violations:
        return SaveOutcome(None, violations)
    if complete:
        session.entry.note_end(now)
    mistyped = tuple(broken for broken in violations if broken.kind == "type")
    record = _record_of(ws, session, now, complete=complete, mistyped=mistyped)
    with ws.store.transaction():
        kept = ws.store.save(record, at=now, actor=ws.name)
        if not complete:
            ws.store.note_faults(kept.record_id, len(violations))
    session.record = kept
    session.resumed_at = None
    if mistyped:
        save_draft(ws, session, now=now)
    return SaveOutcome(kept, violations)


def record_as_typed(ws: Workspace, session: EntrySession, *, now: datetime) -> Record:
    """The record as it would be kept at this moment, faults and all; nothing is written."""
    return _record_of(ws, session, now, complete=False, mistyped=())


def _record_of(
    ws: Workspace,
    session: EntrySession,
    now: datetime,
    *,
    complete: bool,
    mistyped: tuple[Violation, ...],
) -> Record:
    from hrdesk.services.soft_checks import still_accepted

    form = session.entry.form
    answers = session.entry.answers()
    for broken in mistyped:
        if broken.repeat is None:
            answers.pop(broken.key, None)
    before = session.record
    return Record(
        record_id=session.record_id,
        form_id=form.form_id,
        form_version=form.version,
        unit=ws.unit_key,
        status=RecordStatus.COMPLETE if complete else RecordStatus.INCOMPLETE,
        revision=before.revision if before else 0,
        desk_id=ws.desk_id,
        author=ws.name,
        created_at=before.created_at if before else now,
        updated_at=now,
        event_on=event_on(form, answers),
        answers=answers,
        repeats=session.entry.repeats(),
        accepted=still_accepted(session),
    )


def discard_draft(ws: Workspace, record_id: str) -> None:
    """Forget what was typed, attached and taken off since the last save."""
    with ws.store.transaction():
        ws.store.files.revert(record_id)
        ws.store.delete_draft(record_id)


def delete_record(ws: Workspace, record_id: str, *, now: datetime) -> None:
    """Put a record away; `restore_record` brings it back."""
    _own(ws, record_id)
    ws.store.delete(record_id, now, ws.name)


def restore_record(ws: Workspace, record_id: str, *, now: datetime) -> None:
    """Bring a deleted record back."""
    _own(ws, record_id)
    ws.store.restore(record_id, now, ws.name)


def _own(ws: Workspace, record_id: str) -> Record:
    record = ws.store.get(record_id)
    if record is None:
        raise RecordMissingError(record_id=record_id)
    if not may_change(ws, record):
        raise RecordForeignError(unit_code=record.unit.code)
    return record


def revisions(ws: Workspace, record_id: str) -> tuple[Revision, ...]:
    """Every saved state of a record, newest first."""
    return ws.store.revisions(record_id)


def suggestions(
    ws: Workspace, form_id: str, key: str, typed: str, *, repeat: str | None = None
) -> list[str]:
    """Past answers that begin like what is typed, frequent ones first."""
    return ws.store.suggestions(form_id, key, fold(typed), repeat=repeat)


# --- attachments


def attach(
    ws: Workspace, session: EntrySession, key: str, path: Path, *, now: datetime
) -> Attachment:
    """Take a copy of a file in and name it in the answer `key`.

    Raises:
        AttachmentError, FileError: it may not be taken in, or cannot be read.
    """
    from hrdesk.records.entry import NodeRef
    from hrdesk.services.attaching import take_in

    attachment = take_in(ws, session.record_id, key, path, now=now).attachment
    session.entry.set_value(NodeRef(key), attachment.name)
    return attachment


def attachments(ws: Workspace, record_id: str) -> tuple[Attachment, ...]:
    """The files attached to a record."""
    return ws.store.files.of_record(record_id)


def attachment_path(ws: Workspace, attachment: Attachment) -> Path:
    """Where the file lies; read only."""
    return ws.store.files.path(attachment.sha256)
