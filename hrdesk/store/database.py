"""The store of one workspace: one SQLite file, opened once, usable from any thread.

One connection a thread; writes run under one lock in `BEGIN IMMEDIATE`, whole or not at all. All
methods raise `StoreError` for what the world does to the file (locked, full, damaged, newer).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

from hrdesk.forms.definition import Form
from hrdesk.records.record import Record, RecordStatus
from hrdesk.store.attachments import Attachment, IncomingAttachment
from hrdesk.store.records import COUNTED, Draft, ListRow, RecordQuery, Revision
from hrdesk.store.schema import FormChange
from hrdesk.store.submissions import IntakeRecord, StreamPosition, Submission, TakenIn, Tombstone

Selected = tuple[str, str, str, dict[str, str]]
"""record_id, unit code, event date in ISO (or ""), the answers that are there."""


class Settings:
    """Named texts that belong to the workspace."""

    def get(self, name: str, default: str | None = None) -> str | None:
        """The setting's text, or `default`."""

    def set(self, name: str, value: str) -> None:
        """Keep a setting."""


class Store:
    """Everything a workspace keeps. See the module for threads and errors."""

    settings: Settings

    # --- life
    @classmethod
    def create(cls, path: Path) -> Store:
        """A new, empty store at `path`, which must not exist."""

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Store:
        """The store at `path`, brought up to date; a newer one is refused."""

    def close(self) -> None:
        """Move everything into the one file and let go of it. May be called twice."""

    def transaction(self) -> AbstractContextManager[None]:
        """Several writes as one: all of them or none. Nests; an inner failure undoes the inner."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Several reads of this thread that see one state, whatever is written meanwhile."""

    # --- forms
    def put_form(
        self, form: Form, *, source_name: str, at: datetime, activate: bool = True
    ) -> FormChange:
        """Keep this version for ever, add the tables and columns it needs, make it the active one."""

    def active_forms(self) -> dict[str, str]:
        """Version in use by form_id."""

    def form_xform(self, form_id: str, version: str | None = None) -> str:
        """XForm of a version, of the active one by default."""

    # --- records
    def save(
        self, record: Record, *, at: datetime, actor: str, note: str = ""
    ) -> Record:
        """A new record, or the next revision of the one opened at `record.revision`."""

    def save_many(
        self, records: Iterable[Record], *, at: datetime, actor: str, note: str = ""
    ) -> int:
        """Many new records in one transaction, fast; how many. An id already there is refused."""

    def get(self, record_id: str) -> Record | None: ...
    def get_many(self, record_ids: Iterable[str]) -> dict[str, Record]: ...
    def delete(self, record_id: str, at: datetime, actor: str) -> Record: ...
    def restore(self, record_id: str, at: datetime, actor: str) -> Record: ...
    def revisions(self, record_id: str) -> tuple[Revision, ...]: ...
    def mark_submitted(
        self, records: Mapping[str, int] | Iterable[str], submission_id: str, at: datetime
    ) -> int: ...

    # --- drafts
    def save_draft(self, draft: Draft) -> None: ...
    def draft(self, record_id: str) -> Draft | None: ...
    def drafts(self) -> tuple[Draft, ...]: ...
    def delete_draft(self, record_id: str) -> None: ...

    # --- lists
    def ids(self, query: RecordQuery) -> array[int]: ...
    def rows(self, rowids: Sequence[int]) -> list[ListRow]: ...
    def count(self, query: RecordQuery) -> int: ...
    def counts_by_form(
        self,
        event_from: date | None = None,
        event_to: date | None = None,
        statuses: frozenset[RecordStatus] = frozenset(),
        own: bool | None = None,
    ) -> dict[str, int]: ...

    # --- figures
    def select(
        self,
        form_id: str,
        keys: Sequence[str],
        *,
        event_from: date | None = None,
        event_to: date | None = None,
        unit_code: str | None = None,
        statuses: frozenset[RecordStatus] = COUNTED,
        own: bool | None = None,
    ) -> Iterator[Selected]: ...
    def select_repeat(
        self,
        form_id: str,
        repeat_key: str,
        keys: Sequence[str],
        *,
        event_from: date | None = None,
        event_to: date | None = None,
        unit_code: str | None = None,
        statuses: frozenset[RecordStatus] = COUNTED,
        own: bool | None = None,
    ) -> Iterator[Selected]: ...
    def suggestions(
        self, form_id: str, key: str, folded_prefix: str, limit: int = 8, repeat: str | None = None
    ) -> list[str]: ...

    # --- attachments
    def add_attachment(
        self, record_id: str, key: str, source: Path, original_name: str, at: datetime
    ) -> Attachment: ...
    def attachments(self, record_id: str) -> tuple[Attachment, ...]: ...
    def remove_attachment(self, record_id: str, key: str, sha256: str) -> None: ...
    def attachment_path(self, sha256: str) -> Path: ...

    # --- journals
    def next_sequence(self) -> StreamPosition: ...
    def new_epoch(self) -> None: ...
    def add_submission(self, submission: Submission) -> None: ...
    def submissions(self, period_id: str | None = None) -> tuple[Submission, ...]: ...
    def tombstones(self, period_id: str) -> tuple[Tombstone, ...]: ...
    def intake_seen(self, bundle_id: str) -> IntakeRecord | None: ...
    def record_intake(self, intake: IntakeRecord) -> None: ...
    def intakes(self, period_id: str | None = None) -> tuple[IntakeRecord, ...]: ...
    def take_in(
        self,
        records: Iterable[Record],
        tombstones: Iterable[Tombstone],
        intake: IntakeRecord,
        attachments: Iterable[IncomingAttachment] = (),
    ) -> TakenIn: ...

    # --- keeping safe
    def backup(self, target: Path) -> None: ...
    def quick_check(self) -> list[str]: ...
    def integrity_check(self) -> list[str]: ...
