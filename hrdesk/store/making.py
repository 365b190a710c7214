"""What a new record becomes in the file, worked out without the file: the part that costs time.

Whoever has many records to write may do this beforehand, in another process too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from hrdesk.store.content import write_content
from hrdesk.store.projection import Projection, Value, shown
from hrdesk.store.records import OWN
from hrdesk.store.stamps import stored_day, stored_time
from hrdesk.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hrdesk.records.record import Record, RecordStatus, Row
    from hrdesk.store.layout import Layout

RECORD_COLUMNS: Final = (
    "record_id, form_id, form_version, unit_code, unit_valid_from, status, revision, desk_id,"
    " author, created_at, updated_at, event_on, superseded_by, deleted_at, withdrawn_by, present,"
    " own, origin, sender, submission, title, title_key, summary, attachment_count"
)
REVISION_COLUMNS: Final = (
    "revision, source, form_version, status, author, updated_at, event_on, content"
)


class MadeRecord(NamedTuple):
    """A new record as it is written: everything but the numbers of its rows."""

    form_id: str
    cells: tuple[Value, ...]  # of its row in `record`, in the order of `RECORD_COLUMNS`
    saved: tuple[Value, ...]  # of its row in `revision`, in the order of `REVISION_COLUMNS`
    words: str
    values: list[Value]  # columns of the form's own table
    repeats: Mapping[str, tuple[Row, ...]]
    status: RecordStatus


@dataclass(frozen=True, slots=True)
class RecordMaker:
    """Works records out by one layout; can be sent to another process.

    `strict`: see `Projection`.
    """

    layout: Layout
    strict: bool = True

    def made(
        self, record: Record, *, source: str = OWN, sender: str = "", attachment_count: int = 0
    ) -> MadeRecord:
        """What the record becomes.

        Raises:
            AnswerNotTextError, AnswerUnaskedError, AnswerUnstorableError: it cannot be kept.
        """
        layout = self.layout
        content = write_content(record.answers, record.repeats, record.accepted)
        look = shown(layout, record)
        projection = Projection(layout, record.status, strict=self.strict)
        absent = record.deleted_at is not None or record.superseded_by is not None
        status = str(record.status)  # plain: SQLite's module looks long at an enum
        updated_at, event_on = stored_time(record.updated_at), stored_day(record.event_on)
        return MadeRecord(
            record.form_id,
            (
                record.record_id,
                record.form_id,
                record.form_version,
                record.unit.code,
                record.unit.valid_from,
                status,
                record.revision,
                record.desk_id,
                record.author,
                stored_time(record.created_at),
                updated_at,
                event_on,
                record.superseded_by,
                stored_time(record.deleted_at) if record.deleted_at else None,
                None,
                int(not absent),
                int(source == OWN),
                source,
                sender,
                None,
                look.title,
                look.title_key,
                look.summary,
                attachment_count,
            ),
            (
                record.revision,
                source,
                record.form_version,
                status,
                record.author,
                updated_at,
                event_on,
                content,
            ),
            look.words,
            projection.values(layout.tables[""], record.answers),
            record.repeats,
            record.status,
        )
