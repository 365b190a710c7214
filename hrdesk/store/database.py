"""The store of one workspace: one SQLite file, opened once, usable from any thread.

One connection a thread; writes run under one lock in `BEGIN IMMEDIATE`, whole or not at all. All
methods raise `StoreError` for what the world does to the file (locked, full, damaged, newer).
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from hrdesk.errors import (
    HrdeskError,
    StoreExistsError,
    StoreForeignError,
    StoreNewerError,
    StoreReadOnlyError,
)
from hrdesk.files import make_folder
from hrdesk.store import (
    attachments,
    backup,
    cells,
    drafts,
    figures,
    imports,
    lists,
    reading,
    retention,
    saving,
    schema,
    submissions,
)
from hrdesk.store.attachment_shelf import AttachmentShelf
from hrdesk.store.attachments import AttachmentFolder, IncomingAttachment
from hrdesk.store.connection import APPLICATION_ID, BUSY_TIMEOUT_MS, Connections
from hrdesk.store.exchange import ExchangeLog, HeldBundles
from hrdesk.store.imports import ChangedRecord, ImportBatch
from hrdesk.store.intake import Intake
from hrdesk.store.journal import Journal, new_epoch
from hrdesk.store.kits import Kits
from hrdesk.store.layout import Layout, forms_counter, load_layout
from hrdesk.store.lists import Bounds
from hrdesk.store.making import RecordMaker
from hrdesk.store.migrations import SCHEMA_VERSION, migrate
from hrdesk.store.papers import Papers
from hrdesk.store.receipts import Receipts
from hrdesk.store.records import COUNTED, Draft, ListRow, RecordQuery, Revision
from hrdesk.store.register import Register
from hrdesk.store.retention import Blanks, Roster
from hrdesk.store.schema import FormChange, KeptVersion
from hrdesk.store.series import SeriesShelf
from hrdesk.store.settings import Settings
from hrdesk.store.signed_papers import SignedPapers
from hrdesk.store.submissions import IntakeRecord, TakenIn, Tombstone
from hrdesk.store.writing import Act

if TYPE_CHECKING:
    from array import array
    from datetime import date, datetime
    from pathlib import Path

    from hrdesk.forms.definition import Form
    from hrdesk.records.record import Record, RecordStatus
    from hrdesk.store.figures import Selected
    from hrdesk.store.making import MadeRecord

ATTACHMENTS_FOLDER: Final = "attachments"  # beside the file, as in WorkspacePaths


class Store:
    """Everything a workspace keeps. See the module for threads and errors."""

    def __init__(self, path: Path, connections: Connections) -> None:
        """Use `create` or `open`."""
        self.path = path
        self.settings = Settings(connections)
        self.papers = Papers(connections)
        self.kits = Kits(connections)
        self.signed_papers = SignedPapers(connections)
        self.held = HeldBundles(connections)
        self.exchange_log = ExchangeLog(connections)
        self.register = Register(connections)
        self.receipts = Receipts(connections)
        self.series = SeriesShelf(connections)
        self.journal = Journal(connections)
        self._connections = connections
        self._folder = AttachmentFolder(path.parent / ATTACHMENTS_FOLDER)
        self.files = AttachmentShelf(connections, self._folder)
        self._layouts: dict[str, Layout] = {}
        self._layouts_of = ""
        self._layouts_lock = threading.Lock()

    # --- life

    @classmethod
    def create(cls, path: Path, *, epoch: str | None = None) -> Store:
        """A new, empty store at `path`.

        Args:
            path: where; its folder is made when it is missing.
            epoch: the stream of submissions; drawn at random when it is not given.

        Raises:
            StoreExistsError: something stands there.
        """
        if path.exists():
            raise StoreExistsError(path=path)
        make_folder(path.parent)
        path.touch(mode=0o600)
        connections = Connections(path)
        try:
            with connections.known_faults():
                connection = connections.reading()
                connection.execute("PRAGMA journal_mode=WAL")
                migrate(connection, APPLICATION_ID)
            store = cls(path, connections)
            with connections.writing() as connection:
                submissions.set_epoch(connection, epoch or new_epoch())
        except BaseException:
            connections.close()
            for suffix in ("", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    path.with_name(path.name + suffix).unlink()
            raise
        return store

    @classmethod
    def open(
        cls, path: Path, read_only: bool = False, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS
    ) -> Store:
        """The store at `path`, brought up to date.

        Before an older file is changed, a copy of it is put beside it (`….before-<version>`).

        Raises:
            StoreMissingError, StoreForeignError, StoreNewerError, StoreDamagedError,
            StoreLockedError: it cannot be used; it is not touched.
        """
        connections = Connections(path, read_only=read_only, busy_timeout_ms=busy_timeout_ms)
        try:
            with connections.known_faults():
                _bring_up_to_date(connections)
        except BaseException:
            connections.close()
            raise
        return cls(path, connections)

    def close(self) -> None:
        """Move everything into the one file and let go of it. May be called twice."""
        self._connections.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Several writes as one: all of them or none. Nests; an inner failure undoes the inner."""
        with self._connections.writing():
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads of this thread that see one state, whatever is written meanwhile.

        Nothing can be written by this thread inside.
        """
        with self._connections.snapshot():
            yield

    # --- forms

    def put_form(
        self, form: Form, *, source_name: str, at: datetime, activate: bool = True
    ) -> FormChange:
        """Keep this definition for ever, add the columns it needs, make it the one in use.

        Raises:
            FormTypeChangedError: a question changed its type; nothing was changed.
        """
        with self._connections.known_faults():
            if schema.is_active(self._connections.reading(), form):
                return FormChange(known=True)
        with self._connections.writing() as connection:
            with self._layouts_lock:
                self._layouts_of = ""  # whatever becomes of this transaction
            change = schema.put_form(connection, form, source_name, at, activate=activate)
            if change.relisted:
                saving.reread(connection, self._layout_of(connection), form.form_id)
        return change

    def active_forms(self) -> dict[str, str]:
        """Version in use by form_id."""
        with self._connections.known_faults():
            return schema.active_forms(self._connections.reading())

    def form_xform(self, form_id: str, version: str | None = None) -> str:
        """XForm of a version, of the one in use by default.

        Raises:
            FormNotKeptError: no such form or version.
        """
        with self._connections.known_faults():
            return schema.form_xform(self._connections.reading(), form_id, version)

    def form_versions(self, form_id: str) -> tuple[KeptVersion, ...]:
        """Every definition kept of a form, the last one that came first."""
        with self._connections.known_faults():
            return schema.versions(self._connections.reading(), form_id)

    def renamed_keys(self, form_id: str) -> dict[str, dict[str, str]]:
        """Names that questions had before, by repeat ("" for none), each with the name of today."""
        with self._connections.known_faults():
            return schema.renamed_keys(self._connections.reading(), form_id)

    def kept_kinds(self, form_id: str) -> dict[str, dict[str, str]]:
        """Kind of every answer ever kept, by repeat ("" for none) and by name."""
        with self._connections.known_faults():
            return schema.kept_kinds(self._connections.reading(), form_id)

    # --- records

    def save(self, record: Record, *, at: datetime, actor: str, note: str = "") -> Record:
        """A new record, or the next revision of the one opened at `record.revision`.

        Returns the record as it is now kept. Its draft is gone with the same act.

        Raises:
            RecordChangedError: somebody else saved it meanwhile.
            RecordForeignError: it came from another unit.
            AnswerUnaskedError, AnswerUnstorableError: an answer cannot be kept.
        """
        with self._connections.writing() as connection:
            act = Act("saved", at, actor, note)
            return saving.save(connection, self._layout_of(connection), record, act)

    def save_many(
        self, records: Iterable[Record], *, at: datetime, actor: str, note: str = ""
    ) -> int:
        """Many new records in one transaction, fast; how many.

        Raises:
            RecordChangedError: one of them is there already; then none is saved.
        """
        with self._connections.writing() as connection:
            act = Act("saved", at, actor, note)
            return saving.save_many(connection, self._layout_of(connection), records, act)

    def maker(self, form_id: str) -> RecordMaker:
        """What works new records out for `save_import`, inside the same `transaction`.

        Raises:
            FormNotKeptError: there is no such form.
        """
        with self._connections.known_faults():
            return RecordMaker(self._layout_of(self._connections.reading())(form_id))

    def save_import(
        self, batch: ImportBatch, records: Iterable[MadeRecord], *, note: str = ""
    ) -> int:
        """New records that came together, worked out by a `maker`, in one transaction; how many.

        Their ids must be new, their revision the first. When `records` raises, nothing of the import is kept.
        """
        with self._connections.writing() as connection:
            act = Act("saved", batch.at, batch.actor, note)
            return imports.save_import(connection, self._layout_of(connection), batch, records, act)

    def imports(self, form_id: str | None = None) -> tuple[ImportBatch, ...]:
        """All imports, or those of a form, the last one first."""
        with self._connections.known_faults():
            return imports.imports(self._connections.reading(), form_id)

    def titles_on(self, form_id: str, day: date | None, unit_code: str) -> list[tuple[str, str]]:
        """Id and title of this desk's records of a form and a unit on a day."""
        with self._connections.known_faults():
            return imports.titles_on(self._connections.reading(), form_id, day, unit_code)

    def changed_since_import(self, batch_id: str) -> list[ChangedRecord]:
        """Records of an import that stay when it is undone, and why each does."""
        with self._connections.known_faults():
            return imports.changed_since(self._connections.reading(), batch_id)

    def undo_import(
        self, batch_id: str, at: datetime, actor: str, note: str = ""
    ) -> tuple[int, int]:
        """Put away what an import brought; how many were, and how many stay (see `imports`).

        Raises:
            ImportMissingError: there is no such import, or it was undone before.
        """
        with self._connections.writing() as connection:
            return imports.undo_import(connection, batch_id, Act("deleted", at, actor, note))

    def get(self, record_id: str) -> Record | None:
        """The record as it was saved last, deleted or not."""
        with self._connections.known_faults():
            return reading.get(self._connections.reading(), record_id)

    def get_many(self, record_ids: Iterable[str]) -> dict[str, Record]:
        """Records by id, in the order asked for; those that are not there are left out."""
        with self._connections.known_faults():
            return reading.get_many(self._connections.reading(), record_ids)

    def delete(self, record_id: str, at: datetime, actor: str) -> Record:
        """Put a record away: it counts nowhere and can be brought back. A new revision.

        Raises:
            RecordMissingError, RecordForeignError: it is not there, or not ours.
        """
        with self._connections.writing() as connection:
            act = Act("deleted", at, actor)
            return saving.put_away(connection, self._layout_of(connection), record_id, act)

    def restore(self, record_id: str, at: datetime, actor: str) -> Record:
        """Bring a record back that was put away. A new revision.

        Raises:
            RecordMissingError, RecordForeignError: it is not there, or not ours.
        """
        with self._connections.writing() as connection:
            act = Act("restored", at, actor)
            return saving.put_away(connection, self._layout_of(connection), record_id, act)

    def revisions(self, record_id: str) -> tuple[Revision, ...]:
        """All saved states of a record, the first one first."""
        with self._connections.known_faults():
            return reading.revisions(self._connections.reading(), record_id)

    def mark_submitted(
        self, records: Mapping[str, int] | Iterable[str], submission_id: str, at: datetime
    ) -> int:
        """Mark complete records as having left in a submission; how many were.

        Given revisions by record id, a record that was saved anew since is left as it is.
        """
        with self._connections.writing() as connection:
            return saving.mark_submitted(connection, records, submission_id, at)

    # --- lists of people

    def rosters(self, form_id: str, until_key: str, blanks: Blanks) -> list[Roster]:
        """Own records of a form that name people, in any state; see `hrdesk.store.retention`."""
        with self._connections.known_faults():
            return retention.rosters(self._connections.reading(), form_id, until_key, blanks)

    def forget_rosters(
        self, record_ids: Iterable[str], blanks: Blanks, *, at: datetime, actor: str
    ) -> int:
        """Take the names out of records, drafts and earlier states, for ever; of how many records.

        The bytes are overwritten in the file too. Backups made before keep them.
        """
        with self._connections.known_faults():
            self._connections.reading().execute("PRAGMA secure_delete=ON")
        with self._connections.writing() as connection:
            act = Act("forgotten", at, actor)
            layout_of = self._layout_of(connection)
            count = retention.forget(connection, layout_of, record_ids, blanks, act)
        with self._connections.known_faults():
            self._connections.reading().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return count

    # --- drafts

    def save_draft(self, draft: Draft) -> None:
        """Keep what is being typed, in place of the record's earlier draft."""
        with self._connections.writing() as connection:
            drafts.save_draft(connection, draft)

    def draft(self, record_id: str) -> Draft | None:
        """The draft of a record."""
        with self._connections.known_faults():
            return drafts.draft(self._connections.reading(), record_id)

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, the one typed last first."""
        with self._connections.known_faults():
            return drafts.drafts(self._connections.reading())

    def delete_draft(self, record_id: str) -> None:
        """Let go of a draft; nothing happens when there is none."""
        with self._connections.writing() as connection:
            drafts.delete_draft(connection, record_id)

    # --- lists

    def ids(self, query: RecordQuery) -> array[int]:
        """Row ids of a query, in its order: a list of 200,000 records is an array of numbers."""
        with self._connections.known_faults():
            return lists.ids(self._connections.reading(), query)

    def rows(self, rowids: Sequence[int]) -> list[ListRow]:
        """The lines of those row ids, in that order; ids that are gone are left out."""
        with self._connections.known_faults():
            return lists.rows(self._connections.reading(), rowids)

    def cells(
        self, form_id: str, keys: Sequence[str], rowids: Sequence[int]
    ) -> dict[int, dict[str, str]]:
        """Answers of one form's records as further columns, by row id; see `hrdesk.store.cells`."""
        with self._connections.known_faults():
            connection = self._connections.reading()
            layout = self._layout_of(connection)(form_id)
            return cells.cells(connection, layout, keys, rowids)

    def note_faults(self, record_id: str, count: int) -> None:
        """Remember how many faults an incomplete record had when it was checked."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE record SET fault_count = ? WHERE record_id = ? AND fault_count IS NOT ?",
                (count, record_id, count),
            )

    def count(self, query: RecordQuery) -> int:
        """How many records a query has, its limit left aside."""
        with self._connections.known_faults():
            return lists.count(self._connections.reading(), query)

    def counts_by_form(
        self,
        event_from: date | None = None,
        event_to: date | None = None,
        statuses: frozenset[RecordStatus] = frozenset(),
        own: bool | None = None,
    ) -> dict[str, int]:
        """How many records each form has; forms without any are left out."""
        with self._connections.known_faults():
            return lists.counts_by_form(
                self._connections.reading(), Bounds(event_from, event_to, None, statuses, own)
            )

    # --- figures

    def select(  # noqa: PLR0913 - the bounds of a figure are named where it is asked for
        self,
        form_id: str,
        keys: Sequence[str],
        *,
        event_from: date | None = None,
        event_to: date | None = None,
        unit_code: str | None = None,
        statuses: frozenset[RecordStatus] = COUNTED,
        own: bool | None = None,
        latest: int | None = None,
    ) -> Iterator[Selected]:
        """Lexical answers of each record that counts, in the order recorded.

        With `latest` only of so many, those of the latest days.

        Raises:
            FormNotKeptError, AnswerUnaskedError: no such form, or no version asks that question.
        """
        yield from self._select(
            form_id, "", keys, Bounds(event_from, event_to, unit_code, statuses, own), latest
        )

    def select_repeat(  # noqa: PLR0913 - as select
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
    ) -> Iterator[Selected]:
        """Lexical answers of each row of a repeat, records and rows in their order.

        Raises:
            FormNotKeptError, AnswerUnaskedError: no such form, repeat or question.
        """
        yield from self._select(
            form_id, repeat_key, keys, Bounds(event_from, event_to, unit_code, statuses, own)
        )

    def suggestions(
        self, form_id: str, key: str, folded_prefix: str, limit: int = 8, repeat: str | None = None
    ) -> list[str]:
        """Answers given before that begin so, the most frequent first; never personal ones."""
        with self._connections.known_faults():
            connection = self._connections.reading()
            layout = self._layout_of(connection)(form_id)
            return figures.suggestions(connection, layout, repeat or "", key, folded_prefix, limit)

    # --- what came

    def take_in(
        self,
        records: Iterable[Record],
        tombstones: Iterable[Tombstone],
        intake: IntakeRecord,
        attachments: Iterable[IncomingAttachment] = (),
    ) -> TakenIn:
        """Take in a verified submission, whole or not at all; a second time changes nothing.

        See `hrdesk.store.intake` for what stands when several submissions came.

        Raises:
            FormNotKeptError: a form that this workspace does not have.
            FileError: an attachment cannot be copied.
        """
        if self._connections.read_only:
            raise StoreReadOnlyError(path=self.path)
        attached = []
        for incoming in attachments:
            self._folder.keep(incoming.staged)
            attached.append(incoming.attachment)
        with self._connections.writing() as connection:
            taking = Intake(connection, self._layout_of(connection), intake, attached)
            return taking.take_in(records, tombstones)

    # --- keeping safe

    def backup(self, target: Path) -> None:
        """A checked copy of the database at `target`; attachments are not in it.

        Raises:
            BackupUnsoundError, StoreError, FileError: it was not made; nothing is left of it.
        """
        with self._connections.apart() as connection:
            backup.backup(connection, target)

    def let_go_of_caches(self) -> None:
        """Give back the pages that are kept for this thread and for ended ones; they are read again when wanted."""
        self._connections.close_finished()
        with self._connections.known_faults():
            self._connections.reading().execute("PRAGMA shrink_memory")

    def quick_check(self) -> list[str]:
        """What is wrong with the file, quickly; nothing when it is sound."""
        return self._check(backup.quick_faults)

    def integrity_check(self) -> list[str]:
        """What is wrong with the file and the attachments, thoroughly; nothing when all is sound."""
        faults = self._check(backup.integrity_faults)
        if faults:
            return faults
        with self._connections.known_faults():
            kept = attachments.every(self._connections.reading())
        for attachment in {each.sha256: each for each in kept}.values():
            try:
                self._folder.sound(attachment)
            except HrdeskError as error:
                faults.append(str(error))
        return faults

    # --- inside

    def _select(
        self,
        form_id: str,
        repeat_key: str,
        keys: Sequence[str],
        bounds: Bounds,
        latest: int | None = None,
    ) -> Iterator[Selected]:
        with self._connections.known_faults():
            connection = self._connections.reading()
            layout = self._layout_of(connection)(form_id)
            yield from figures.select(connection, layout, repeat_key, keys, bounds, latest)

    def _check(self, check: Callable[[sqlite3.Connection], list[str]]) -> list[str]:
        try:
            return check(self._connections.reading())
        except sqlite3.DatabaseError as error:
            return [str(error)]

    def _layout_of(self, connection: sqlite3.Connection) -> Callable[[str], Layout]:
        """Layouts by form_id, read anew when any process changed a form."""

        def layout_of(form_id: str) -> Layout:
            with self._layouts_lock:
                if form_id not in self._layouts:
                    self._layouts[form_id] = load_layout(connection, form_id)
                return self._layouts[form_id]

        counter = forms_counter(connection)
        with self._layouts_lock:
            if counter != self._layouts_of:
                self._layouts.clear()
                self._layouts_of = counter
        return layout_of


def _bring_up_to_date(connections: Connections) -> None:
    connection = connections.reading()
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreForeignError(path=connections.path)
    if found > SCHEMA_VERSION:
        raise StoreNewerError(path=connections.path, found=found, known=SCHEMA_VERSION)
    if found == SCHEMA_VERSION:
        return
    if connections.read_only:
        raise StoreReadOnlyError(path=connections.path)
    path = connections.path
    backup.backup(connection, path.with_name(f"{path.name}.before-{SCHEMA_VERSION}"))
    migrate(connection, APPLICATION_ID)
